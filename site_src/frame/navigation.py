"""The sections of the site, and the pages of each in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from opendata.findings import Finding
from site_src.frame.languages import MENU, SOURCE, Language, Languages, published
from site_src.frame.page import Page

# In the order of the header: what presses first, then residents. Their names are in data/langues/<code>/mots/menu.yaml.
SECTIONS = (
    "en-ce-moment",
    "risques",
    "se-preparer",
    "organisation",
    "cartes",
    "prevention",
    "donnees",
    "projet",
)
HOME, OTHERS = "accueil", "autres"
Groups = list[tuple[str, list[Page]]]


def of_section(pages: Iterable[Page], section: str) -> list[Page]:
    """The section's pages: its index first, then by rank and title."""
    chosen = (page for page in pages if page.section == section)
    return sorted(
        chosen, key=lambda page: (page.path != f"{section}/index.md", page.rank, page.path)
    )


def label(page: Page) -> str:
    """What menus call a page."""
    return page.titre_court or page.titre


def menu(pages: Sequence[Page], language: Language) -> Groups:
    """The sections that have a page in the language, by their names there, and their pages in order."""
    names = language.words(MENU)
    groups = [(names[section], _spoken(pages, section, language)) for section in SECTIONS]
    return [(name, chosen) for name, chosen in groups if chosen]


def _spoken(pages: Sequence[Page], section: str, language: Language) -> list[Page]:
    """The pages of a section in a language: those that say one of its French pages."""
    french = of_section(pages, section)
    if language.is_source:
        return french
    order = {page.address: rank for rank, page in enumerate(french)}
    own = (page for page in pages if page.langue == language.code)
    chosen = [page for page in own if page.originale in order]
    return sorted(chosen, key=lambda page: (order[page.originale or ""], page.path))


def apart(pages: Iterable[Page], language: Language) -> list[Page]:
    """The pages of a language that no section of its menu has."""
    every = list(pages)
    placed = {page.path for _, chosen in menu(every, language) for page in chosen}
    own = (page for page in every if page.langue == language.code and page.path not in placed)
    return sorted(own, key=lambda page: page.path)


def mkdocs_nav(pages: Sequence[Page], languages: Languages) -> list[dict[str, Any]]:
    """MkDocs' `nav`: the home page and every section that has a page; those of another language below its code."""
    nav: list[dict[str, Any]] = []
    for code, language in published(languages).items():
        home = f"{code}/index.md" if not language.is_source else "index.md"
        first: list[dict[str, Any]] = [
            {label(page): page.path} for page in pages if page.path == home
        ]
        sections = [
            {name: [{label(page): page.path} for page in chosen]}
            for name, chosen in menu(pages, language)
        ]
        own = [*first, *sections]
        if own:
            nav.extend(own if language.is_source else [{code: own}])
    return nav


def versions(pages: Iterable[Page]) -> dict[str, dict[str, dict[str, str]]]:
    """Address of a French page → code of a language → address and label of the page that says it there."""
    said: dict[str, dict[str, dict[str, str]]] = {}
    for page in sorted(pages, key=lambda page: page.path):
        if page.originale is not None:
            found = {"adresse": page.address, "nom": label(page)}
            said.setdefault(page.originale, {})[page.langue] = found
    return said


def faults(pages: Sequence[Page], languages: Languages) -> list[Finding]:
    """Two pages at one address, a page in a section that does not exist, or of a page that is none."""
    findings: list[Finding] = []
    seen: dict[str, Page] = {}
    for page in pages:
        if page.path in seen:
            findings.append(Finding(page.source, 0, 0, f"adresse « {page.address} » déjà prise par {seen[page.path].source}",
                                 "une adresse n'a qu'une page", "changer l'une des deux"))  # fmt: skip
        if page.section and page.section not in (*SECTIONS, *languages):
            findings.append(Finding(page.source, 0, 0, f"rubrique « {page.section} » inconnue", "rubrique du site",
                                 f"choisir parmi {', '.join((*SECTIONS, *(code for code in languages if code != SOURCE)))}"))  # fmt: skip
        seen.setdefault(page.path, page)
    return [*findings, *_of_no_page(pages)]


def _of_no_page(pages: Sequence[Page]) -> Iterator[Finding]:
    french = {page.address for page in pages if page.originale is None}
    said: dict[tuple[str, str], Page] = {}
    for page in pages:
        if page.originale is None:
            continue
        if page.originale not in french:
            yield Finding(page.source, 0, 0, f"version de « {page.originale} », qui n'est pas une page", "une page d'une autre langue dit l'adresse de sa page française",
                          "corriger « originale »")  # fmt: skip
        other = said.setdefault((page.originale, page.langue), page)
        if other is not page:
            yield Finding(page.source, 0, 0, f"page « {page.originale} » déjà dite en « {page.langue} » par {other.source}", "une page a une version par langue",
                          "retirer l'une des deux")  # fmt: skip
