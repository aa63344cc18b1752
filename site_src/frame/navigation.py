"""The sections of the site, and the pages of each in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opendata.findings import Finding
from site_src.frame.page import Page

# The section whose name and pages are in English.
ENGLISH = "en"
# In the order of the header: what presses first, then residents.
SECTIONS: Mapping[str, str] = {
    "en-ce-moment": "En ce moment",
    "risques": "Risques",
    "se-preparer": "Se préparer",
    "organisation": "En cas de crise",
    "cartes": "Cartes",
    "prevention": "Prévention",
    "donnees": "Données",
    "projet": "Le projet",
    ENGLISH: "English",
}


def of_section(pages: Iterable[Page], section: str) -> list[Page]:
    """The section's pages: its index first, then by rank and title."""
    chosen = (page for page in pages if page.section == section)
    return sorted(
        chosen, key=lambda page: (page.path != f"{section}/index.md", page.rank, page.path)
    )


def label(page: Page) -> str:
    """What menus call a page."""
    return page.titre_court or page.titre


def mkdocs_nav(pages: Sequence[Page]) -> list[dict[str, Any]]:
    """MkDocs' `nav`: the home page, then every section that has a page."""
    home = [{label(page): page.path} for page in pages if page.path == "index.md"]
    sections = [
        {title: [{label(page): page.path} for page in of_section(pages, section)]}
        for section, title in SECTIONS.items()
        if of_section(pages, section)
    ]
    return [*home, *sections]


def faults(pages: Iterable[Page]) -> list[Finding]:
    """Two pages at one address, or a page in a section that does not exist."""
    findings: list[Finding] = []
    seen: dict[str, Page] = {}
    for page in pages:
        if page.path in seen:
            findings.append(Finding(page.source, 0, 0, f"adresse « {page.address} » déjà prise par {seen[page.path].source}",
                                 "une adresse n'a qu'une page", "changer l'une des deux"))  # fmt: skip
        if page.section and page.section not in SECTIONS:
            findings.append(Finding(page.source, 0, 0, f"rubrique « {page.section} » inconnue", "rubrique du site",
                                 f"choisir parmi {', '.join(SECTIONS)}"))  # fmt: skip
        seen.setdefault(page.path, page)
    return findings
