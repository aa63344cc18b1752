"""What a site engine needs besides the pages' Markdown: a theme, a configuration.

No MkDocs plug-in, no hook: front matter, templates and a `mkdocs.yml` that Zensical reads too. Nothing but this module and the theme change with the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from pathlib import PurePosixPath
from typing import Any

from opendata.findings import Finding, FindingsError
from site_src.accessibilite.records import Etat, Preuves
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame import navigation
from site_src.frame.identity import Identite, identity_at
from site_src.frame.languages import MENU, Language, Languages, published
from site_src.frame.page import Page
from site_src.frame.typography import long_date_in
from site_src.hors_ligne import application
from site_src.hors_ligne.records import Choice
from site_src.publishing import icons
from site_src.publishing.assembly import pages_of
from site_src.publishing.markdown import to_yaml
from site_src.risques.border import Contact, Register

THEME = "site_src/publishing/theme/"
# Each room keeps its style sheet and its scripts.
ROOM_STYLES, ROOM_SCRIPTS = "site_src/*/*.css", "site_src/*/*.js"
# All of them are published as one file: a page waits for each before it is drawn, and a telephone for each in turn.
STYLE = "assets/style.css"
WORDS = "cadre"
COLOURS = "assets/jetons.css"
_COMMENT = re.compile(rb"[ \t]*/\*.*?\*/\n?", re.DOTALL)
# Of a script: the lines that are nothing else. What follows code on its line stays: « // » may stand in an address.
_LINE_OF_COMMENT = re.compile(rb"^[ \t]*//.*\n", re.MULTILINE)
SITE_STYLES = (COLOURS, "assets/site.css", "assets/texte.css")
# The typeface: its Latin part as its npm package has it, and its licence, which goes with it (SIL OFL 1.1, condition 2).
_TYPEFACE = "node_modules/@fontsource-variable/atkinson-hyperlegible-next/"
TYPEFACE = {
    f"{_TYPEFACE}files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "assets/polices/atkinson-hyperlegible-next.woff2",
    f"{_TYPEFACE}LICENSE": "assets/polices/OFL.txt",
}
# Linked by what is laid into a page with an alert: a page without one does not load it.
LAID_STYLES = frozenset({"assets/alertes.css"})


@dataclass(frozen=True)
class Site:
    """What surrounds the pages' Markdown. `files` holds the theme and browser files, by path from the root.

    `etat` is what the footer says of accessibility, as the law asks of every page.
    """

    identite: Identite
    pages: Sequence[Page] = field(repr=False)
    urgences: Sequence[Contact] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    epoch: int
    languages: Languages = field(repr=False)
    keeps_copies: bool = False
    etat: Etat = "non conforme"


def run(inputs: Inputs) -> Outputs:
    """The stage: `mkdocs.yml`, `theme/**`, the icons of its mark. Raises `FindingsError`."""
    findings: list[Finding] = []
    site = identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if site is None:
        raise FindingsError(findings)
    pages, urgences = (
        pages_of(inputs.outputs["pages"]),
        inputs.record("register", Register).urgences,
    )
    etat = inputs.record("preuves", Preuves).declaration.etat
    epoch, languages = int(inputs.options["epoch"]), inputs.record("langues", dict)
    keeps_copies = inputs.record("hors_ligne", Choice).is_active
    made = assemble(Site(site, pages, urgences, inputs.files, epoch, languages, keeps_copies, etat))
    drawn = inputs.work.each([Unit("icones", icons.icons, (made[f"theme/{icons.MARK}"],))])
    return inputs.work.join([made, {f"theme/{path}": raw for path, raw in drawn["icones"].items()}])


def assemble(site: Site) -> dict[str, bytes]:
    """`mkdocs.yml`, `theme/**`, and in it the web app manifest."""
    theme = _with_one_style(_theme(site.files))
    return {
        "mkdocs.yml": to_yaml(configuration(site)),
        f"theme/{application.PATH}": application.manifest(
            site.identite, theme[COLOURS], icons.FOLDER
        ),
        **{f"theme/{path}": raw for path, raw in theme.items()},
    }


def _theme(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Our templates and assets; the rooms' style sheets go to assets/, their scripts to assets/navigateur/.

    Without its npm package there is no typeface: the seal tells which file its link does not find.
    """
    own = {path.removeprefix(THEME): raw for path, raw in files.items() if path.startswith(THEME)}
    theme = {
        **own,
        **_by_name(files, ROOM_STYLES, "assets"),
        **_by_name(files, ROOM_SCRIPTS, "assets/navigateur"),
        **{name: files[path] for path, name in TYPEFACE.items() if path in files},
    }
    return {path: script(raw) if path.endswith(".js") else raw for path, raw in theme.items()}


def _by_name(files: Mapping[str, bytes], pattern: str, folder: str) -> dict[str, bytes]:
    """The files that match `pattern`, under their own names in `folder`."""
    chosen = ((PurePosixPath(path), raw) for path, raw in files.items())
    return {f"{folder}/{path.name}": raw for path, raw in chosen if path.match(pattern)}


def _with_one_style(theme: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme with `STYLE` in place of the style sheets of every page; a map's document takes the colours alone."""
    names = _styles(theme)
    others = {path: raw for path, raw in theme.items() if path not in names or path == COLOURS}
    return {**others, STYLE: one_sheet(theme[name] for name in names)}


def one_sheet(sheets: Iterable[bytes]) -> bytes:
    """Style sheets one after the other, without their comments, which are for who reads the sources."""
    return b"".join(_COMMENT.sub(b"", sheet) for sheet in sheets)


def script(source: bytes) -> bytes:
    """A script without the lines that are comments, for the same reason."""
    return _LINE_OF_COMMENT.sub(b"", source)


def _styles(theme: Iterable[str]) -> list[str]:
    """Style sheets in their order: colours and sizes, the site's, its type, then those of page kinds."""
    found = {path for path in theme if path.startswith("assets/") and path.endswith(".css")}
    first = [path for path in SITE_STYLES if path in found]
    return [*first, *sorted(found - set(SITE_STYLES) - LAID_STYLES)]


def configuration(site: Site) -> dict[str, Any]:
    """`mkdocs.yml`. Links are judged by `site_src.publishing.links`, in French and on the finished documents."""
    identite = site.identite
    return {
        "site_name": identite.titre,
        "site_description": identite.description,
        **({"site_url": identite.adresse} if identite.adresse else {}),
        "docs_dir": "docs",
        "use_directory_urls": True,
        # Nothing of Material is published: our templates take the place of all of its own.
        "theme": {"name": "material", "custom_dir": "theme"},
        "plugins": [],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"toc_depth": "2-3"}}],
        "validation": {
            "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "ignore"),
            "links": dict.fromkeys(
                ("not_found", "absolute_links", "unrecognized_links", "anchors"), "ignore"
            ),
        },
        "nav": navigation.mkdocs_nav(site.pages, site.languages),
        "extra": _extra(site),
    }


def _extra(site: Site) -> dict[str, Any]:
    """What our templates print on every page."""
    day = datetime.fromtimestamp(site.epoch, UTC).date()
    return {
        "titre_court": site.identite.titre_court,
        "langues": {
            code: _spoken(language, site, day)
            for code, language in published(site.languages).items()
        },
        "versions": navigation.versions(site.pages),
        "editeur": site.identite.editeur,
        "depot": site.identite.depot,
        "accessibilite": site.etat.replace(" ", "_"),
        "version": day.isoformat(),
        "style": STYLE,
        "application": application.PATH,
        "copie": site.keeps_copies,
        "urgences": [
            {
                "numero": contact.numero,
                "lien": contact.lien,
                "nom": contact.nom,
                "court": contact.court or contact.nom,
                "usage": contact.usage,
            }
            for contact in site.urgences
        ],
    }


def _spoken(language: Language, site: Site, day: date) -> dict[str, Any]:
    """What our templates print on every page of a language, as HTML: they are no place for its words' signs."""
    words = language.words(WORDS)
    said = {
        "nom": language.name,
        "sens": language.direction,
        "marque": language.mark,
        "mention": site.identite.dicrim.mention_in(words),
        "version": long_date_in(day, language.code),
        "accueil": language.words(MENU)[navigation.HOME],
    }
    return {
        **{name: escape(text) for name, text in said.items()},
        "mots": {key: escape(text) for key, text in words.items()},
    }
