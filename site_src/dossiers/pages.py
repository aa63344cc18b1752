"""The fonds → its pages: every file in French, and in English where it is translated."""

from __future__ import annotations

from collections.abc import Mapping

from site_src.dossiers import english as anglais
from site_src.dossiers.collection import Fiche, Fonds
from site_src.dossiers.language import FRANCAIS
from site_src.dossiers.language import anglais as english
from site_src.dossiers.translations import Traductions
from site_src.dossiers.workbench import Atelier, atelier, body
from site_src.frame.page import Page


def pages(fonds: Fonds, traductions: Traductions, templates: Mapping[str, str]) -> list[Page]:
    """French pages at /<rubrique>/…, English ones at /en/…; `templates` are those of all rooms."""
    addresses = anglais.addresses(traductions, fonds.fiches)
    here = atelier(fonds, FRANCAIS, addresses, templates)
    there = atelier(fonds, english(traductions.phrases), addresses, templates)
    french = [_page(fiche, here) for fiche in fonds.fiches]
    return [*french, *anglais.pages(there, traductions)]


def _page(fiche: Fiche, here: Atelier) -> Page:
    entete = fiche.entete
    path = f"{fiche.rubrique}/{entete.id}.md"
    return Page(
        path=path,
        titre=FRANCAIS.nu(entete.titre),
        titre_court=FRANCAIS.nu(entete.titre_court),
        description=FRANCAIS.nu(entete.resume),
        body=body(fiche, path, here, {}),
        source=fiche.path,
        section=fiche.rubrique,
        rank=entete.rang,
        a_numeros_urgence=entete.numeros_urgence,
    )
