"""Two pages: what a device keeps and how to erase it; what is shown in place of a page that is not kept."""

from __future__ import annotations

from collections.abc import Iterator

from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import FILTERS, Templates, environment
from site_src.hors_ligne.records import PATH, Choice

MEGABYTE = 1_000_000


def jobs(choice: Choice, templates: Templates) -> Iterator[PageJob]:
    """Both pages, whether anything is kept or not: whoever kept some finds how it goes."""
    yield PageJob("desinstaller", "hors_ligne", about, (choice.is_active, choice.limit, templates.only("desinstaller.md.j2")))  # fmt: skip
    yield PageJob("hors-ligne", "hors_ligne", absent, (templates.only("hors-ligne.md.j2"),))


def about(is_active: bool, limit: int, templates: Templates) -> Page:
    """What is kept of at most `limit` bytes, how it is erased; no press where the site keeps nothing."""
    path = "desinstaller.md"
    body = environment(templates, FILTERS, "hors_ligne").get_template("desinstaller.md.j2").render(
        root=root_of(path), est_active=is_active, megaoctets=limit / MEGABYTE
    )  # fmt: skip
    return Page(
        path=path,
        titre="Copie hors ligne de ce site",
        titre_court="Copie hors ligne",
        description="Ce que votre appareil garde du site pour le jour où le réseau manque, et comment l’effacer.",
        body=body,
        source=PATH,
        section="projet",
        rank=45,
    )


def absent(templates: Templates) -> Page:
    """Shown by the worker at the address of a page that is not kept; it says the same to who comes here by its own."""
    path = "hors-ligne.md"
    body = environment(templates, FILTERS, "hors_ligne").get_template("hors-ligne.md.j2").render(
        root=root_of(path)
    )  # fmt: skip
    return Page(
        path=path,
        titre="Pas de réseau, et pas de copie de cette page",
        description="Ce qui se lit sans réseau quand une page n’est pas gardée sur l’appareil.",
        body=body,
        source=PATH,
        est_indexee=False,
        a_numeros_urgence=True,
    )
