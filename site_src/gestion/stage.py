"""The files of /gestion/: none where data/site.yaml does not ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from opendata.findings import Finding, FindingsError
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.frame import editor_place, identity
from site_src.frame.identity import Gestion, Identite

PLACE = f"site/{editor_place.PLACE}"
PACKAGES = "tools/gestion/node_modules/"
DECAP = f"{PACKAGES}decap-cms/dist/"
_YAML = f"{PACKAGES}yaml/browser/dist/"
# What the preview takes of the site's own styles.
OURS = {
    "site_src/publishing/theme/assets/jetons.css": "jetons.css",
    "site_src/alertes/alertes.css": "alertes.css",
    "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2":
        "polices/atkinson-hyperlegible-next.woff2",
    "tools/gestion/node_modules/yaml/LICENSE": "yaml/LICENSE",
}  # fmt: skip
EDITOR = "site_src/gestion/editor/"


def run(inputs: Inputs) -> Outputs:
    """The page, its configuration, the editor and its licences. Raises `FindingsError`."""
    identite = inputs.record("identite", Identite)
    if identite.gestion is None:
        return {}
    if f"{DECAP}decap-cms.js" not in inputs.files:
        raise FindingsError([Finding(identity.PATH, 0, 0, "« gestion » demandée, et l'éditeur n'est pas installé",
                                     "/gestion/ sert Decap CMS lui-même, aucun autre site", "make gestion, ou retirer « gestion »")])  # fmt: skip
    return {**_written(inputs, identite, identite.gestion), **dict(_copied(inputs.files))}


def _copied(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The editor as its packages publish it, and ours."""
    for path, raw in files.items():
        for start, place in ((DECAP, ""), (_YAML, "yaml/"), (EDITOR, ""), *OURS.items()):
            if path.startswith(start) and not path.endswith(".html"):
                yield f"{PLACE}{place}{path.removeprefix(start)}", raw


def _written(inputs: Inputs, identite: Identite, gestion: Gestion) -> Outputs:
    from site_src.alertes.scope import Scope
    from site_src.dossiers.border import Collection
    from site_src.gestion import policy
    from site_src.gestion.choices import choices_of
    from site_src.gestion.configuration import configuration, written
    from site_src.gestion.fields import Forms
    from site_src.gestion.labels import Labels

    labels = inputs.record("formulaires", Labels)
    choices = choices_of(
        inputs.record("collection", Collection), inputs.record("alert_scope", Scope)
    )
    pages = [path for path in inputs.files if path.endswith(".md")]
    made = configuration(
        identite,
        gestion,
        Forms(labels, choices),
        pages,
        inputs.record("langues", dict),
        inputs.record("jeux_traduits", dict),
    )
    page = inputs.files[f"{EDITOR}index.html"].decode()
    return {
        f"{PLACE}config.yml": written(made),
        f"{PLACE}index.html": page.replace(
            "{politique}", escape(policy.document(gestion))
        ).encode(),
    }
