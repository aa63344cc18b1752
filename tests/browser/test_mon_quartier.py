"""The pages of arrondissements and quartiers: by keyboard, on a phone, with scripts off, from the search."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.test_keyboard import search
from tests.browser.test_pages import NARROWEST, violations

BERCY = "mon-quartier/12/bercy/"


def test_the_breadcrumb_is_short_and_leads_back(window: Window) -> None:
    with window() as visit:
        visit.go(BERCY)
        trail = visit.page.get_by_role("navigation", name="Fil d’Ariane")
        assert trail.get_by_role("listitem").all_inner_texts() == [
            "Accueil",
            "Mon quartier",
            "12e",
            "Bercy",
        ]
        trail.get_by_role("link", name="12e").click()
        assert visit.path == "mon-quartier/12/"
        trail.get_by_role("link", name="Mon quartier").click()
        assert visit.path == "mon-quartier/"


def test_a_list_opens_by_keyboard(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("mon-quartier/13/")
        stations = visit.page.get_by_text("Stations de métro : 15")
        stations.focus()
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_text("Olympiades\N{NO-BREAK SPACE}: métro 14")).to_be_visible()
        assert violations(visit) == []


def test_everything_opened_fits_the_narrowest_phone_without_scripts(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("mon-quartier/12/")
        visit.page.set_viewport_size({"width": NARROWEST, "height": 640})
        for summary in visit.page.locator("article details > summary:visible").all():
            summary.click()
        assert visit.page.locator("article details:not([open]):visible").count() == 0
        box = visit.page.locator("article").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= NARROWEST
        image = visit.page.get_by_role("img", name="Carte : 12e arrondissement")
        assert image.is_visible()


def test_the_picture_is_described_for_its_place(window: Window) -> None:
    with window() as visit:
        visit.go(BERCY)
        image = visit.page.get_by_role("img", name="Carte : Bercy")
        expect(image).to_have_accessible_name(
            re.compile(r"^Carte : Bercy Dans ce quartier : zones du PPRI, [\d,]+\s% de la surface")
        )
        assert visit.page.locator(".prm-legende li").count() == 3


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Croulebarbe", "/mon-quartier/13/croulebarbe/"),
        ("saint thomas d'aquin", "/mon-quartier/7/saint-thomas-d-aquin/"),
        ("13e arrondissement", "/mon-quartier/13/"),
    ],
)
def test_the_search_finds_a_place_by_its_name(window: Window, typed: str, place: str) -> None:
    with window() as visit:
        visit.go("")
        search(visit, typed)
        found = f"#prm-resultats a:is([href$='{place}'], [href*='{place}#'])"
        expect(visit.page.locator(found).first).to_be_visible()


def test_the_search_holds_every_place(site: Mapping[str, bytes]) -> None:
    places = [path for path in site if re.fullmatch(r"mon-quartier/\d+/([^/]+/)?index\.html", path)]
    assert len(places) == 100
    assert [path for path in places if b"data-pagefind-body" not in site[path]] == []
