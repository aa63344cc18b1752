"""Two pages: what a device keeps and how it is erased; what is said in place of a page that is not kept."""

from __future__ import annotations

from html import unescape

from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from site_src.hors_ligne.pages import jobs
from site_src.hors_ligne.records import Choice
from tests.builds import committed

FOLDER = "site_src/hors_ligne/templates/"
TEMPLATES = {
    path.removeprefix(FOLDER): raw.decode() for path, raw in committed(f"{FOLDER}*").items()
}


def pages(choice: Choice) -> dict[str, Page]:
    return {job.name: job.written() for job in jobs(choice, Templates(TEMPLATES))}


def test_the_page_on_the_copy_says_its_limit_and_has_the_press_that_erases_it() -> None:
    body = pages(Choice(is_active=True, limit=6_000_000))["desinstaller"].body
    assert "au plus 6,0 Mo" in body
    assert 'id="copie-effacer"' in body


def test_a_site_that_keeps_nothing_says_so_and_offers_nothing() -> None:
    body = pages(Choice())["desinstaller"].body
    assert "ne garde pas de copie" in body
    assert "<button" not in body
    assert "<script" not in body


def test_the_page_in_place_of_another_leads_only_to_pages_by_their_way_from_the_root() -> None:
    page = pages(Choice(is_active=True, limit=1))["hors-ligne"]
    assert not page.est_indexee
    body = unescape(page.body)
    assert body.count("](../") == body.count("](") == 9
