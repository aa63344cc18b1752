"""The maps' pages: an index; for each map the picture first, then words; the places of a map as a list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from opendata.findings import Finding, FindingsError
from site_src.frame.page import Page, root_of
from site_src.frame.rendering import environment

SOURCE = "data/cartes.yaml"
PREFIX = "cartes/"
TEMPLATES = "site_src/cartes/templates/"
# A fictitious table colours a real layer, and its rates divide by real residents.
PART_REELLE = "Les contours et les nombres d’habitants sont ceux de Paris."
# Stands for the site's address in a snippet until data/site.yaml or the build gives it.
SITE_UNKNOWN = "https://ADRESSE-DU-SITE/"


def pages(maps: Mapping[str, bytes], templates: Mapping[str, str], adresse: str) -> list[Page]:
    """Index and map pages from the outputs of the maps' stage (`cartes/<id>.json`, `cartes/<id>.svg`).

    `templates` are those of all rooms by name; `adresse` that of the site, "" when not known. Raises
    `FindingsError` when a map has no template of its own.
    """
    env = environment(templates, {"dessin": _drawn})
    env.globals["integration"] = lambda carte: snippet(carte, adresse)
    cartes = [json.loads(raw) for path, raw in sorted(maps.items()) if _is_data(path)]
    missing = missing_templates((carte["id"] for carte in cartes), templates)
    if missing:
        raise FindingsError(missing)
    images = {carte["id"]: maps[f"{PREFIX}{carte['id']}.svg"].decode() for carte in cartes}
    return [
        _index(cartes, env),
        *(_page(carte, images[carte["id"]], rank, env) for rank, carte in enumerate(cartes, 1)),
        *(_list(carte, env) for carte in cartes if "groupes" in carte),
    ]


def missing_templates(ids: Iterable[str], templates: Collection[str]) -> list[Finding]:
    """A finding for each map, by its id, whose text is not among the names of `templates`."""
    return [
        Finding(f"{TEMPLATES}{name}", 0, 0, "fichier absent", "chaque carte de data/cartes.yaml a son texte",
                "l'écrire : ce que la page ajoute à l'image et à la légende")
        for name in (f"carte_{identifier}.j2" for identifier in ids)
        if name not in templates
    ]  # fmt: skip


def drawn_from(maps: Mapping[str, bytes]) -> dict[str, list[dict[str, str]]]:
    """The maps that compute a rate from a dataset, by its id: `adresse`, `titre`, `reserve`."""
    by_dataset: dict[str, list[dict[str, str]]] = {}
    for carte in (json.loads(raw) for path, raw in sorted(maps.items()) if _is_data(path)):
        if "jeu" in carte:
            place = f"{PREFIX}{carte['id']}/"
            rate = {"adresse": place, "titre": carte["titre"], "reserve": carte["reserve"]}
            by_dataset.setdefault(carte["jeu"], []).append(rate)
    return by_dataset


def _is_data(path: str) -> bool:
    return path.startswith(PREFIX) and path.endswith(".json")


def snippet(carte: Mapping[str, Any], adresse: str) -> str:
    """The element that shows a map's own document in another site's page."""
    place = f"{adresse or SITE_UNKNOWN}{PREFIX}{carte['id']}/interactive/"
    return (
        f'<iframe src="{escape(place)}" title="{escape(carte["titre"])}" '
        'width="100%" height="900" loading="lazy"></iframe>'
    )


def _drawn(svg: str) -> Markup:
    # SVG of maps.drawing.picture and maps.drawing.pattern: built from validated values, every text escaped there.
    return Markup(svg)  # noqa: S704


def _index(cartes: Iterable[Mapping[str, Any]], env: Environment) -> Page:
    return Page(
        path="cartes/index.md",
        titre="Cartes",
        description="Les cartes des risques majeurs à Paris : image, carte interactive, tableau et texte.",
        body=env.get_template("cartes.md.j2").render(cartes=cartes),
        source=SOURCE,
        section="cartes",
    )


def _page(carte: Mapping[str, Any], image: str, rank: int, env: Environment) -> Page:
    path = f"cartes/{carte['id']}.md"
    *arrondissements, paris = carte["territoires"]
    body = env.get_template("carte.md.j2").render(
        root=root_of(path),
        carte=carte,
        image=image,
        arrondissements=arrondissements,
        paris=paris,
    )
    return Page(
        path=path,
        titre=carte["titre"],
        titre_court=carte["titre_court"],
        description=carte["description"],
        body=body,
        source=SOURCE,
        section="cartes",
        rank=rank,
        est_fictive=carte["est_fictif"],
        part_reelle=PART_REELLE if carte["est_fictif"] else "",
    )


def _list(carte: Mapping[str, Any], env: Environment) -> Page:
    """The places of a map one by one, by arrondissement: light, for a phone and for paper."""
    path = f"cartes/{carte['id']}/liste.md"
    *arrondissements, _ = carte["territoires"]
    body = env.get_template("liste.md.j2").render(
        root=root_of(path), carte=carte, arrondissements=arrondissements
    )
    return Page(
        path=path,
        titre=carte["titre_liste"],
        titre_court="Liste",
        description=carte["titre_liste"],
        body=body,
        source=SOURCE,
        fil=(("Cartes", PREFIX), (carte["titre_court"], f"{PREFIX}{carte['id']}/")),
    )
