"""What the home page answers: my street, what is going on, what to do now, every risk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from html import unescape

import pytest
from playwright.sync_api import expect

from site_src.publishing.mkdocs_folder import STYLE
from tests.browser.conftest import Visit, Window

PHONE_SCREEN = 664
MOST_BYTES = 100_000
SITUATIONS = {
    "L’eau monte": "risques/crue-seine/",
    "Il fait trop chaud": "risques/canicule/",
    "Plus de courant": "risques/coupure-electricite/",
    "Ça sent le gaz": "risques/fuite-gaz/",
}


def phone(visit: Visit, path: str = "") -> None:
    visit.page.set_viewport_size({"width": 390, "height": PHONE_SCREEN})
    visit.go(path)


def test_the_street_field_and_the_situations_are_on_a_phone_s_first_screen(window: Window) -> None:
    with window("telephone") as visit:
        phone(visit)
        for seen in (visit.page.get_by_label("Votre rue"), visit.page.locator(".prm-situations")):
            box = seen.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= PHONE_SCREEN


def test_a_street_typed_at_home_is_answered_and_sent_to_nobody(window: Window) -> None:
    with window("telephone") as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        phone(visit)
        visit.page.get_by_label("Votre rue").fill("rue de l’Université")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/ma-rue/#**")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text(
            re.compile("université", re.IGNORECASE)
        )
        assert not [url for url in asked if "niversit" in url.partition("#")[0]]
        assert (visit.foreign, visit.errors) == ([], [])


@pytest.mark.parametrize("words", SITUATIONS)
def test_a_situation_leads_to_what_to_do_in_one_press(window: Window, words: str) -> None:
    with window("telephone") as visit:
        phone(visit)
        visit.page.get_by_role("link", name=words).click()
        visit.page.wait_for_url(f"**/{SITUATIONS[words]}#pendant")
        expect(visit.page.locator(".prm-consignes li").first).to_be_in_viewport()


def test_without_scripts_the_home_page_leads_to_streets_by_arrondissement(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        phone(visit)
        assert not visit.page.get_by_label("Votre rue").is_visible()
        visit.page.get_by_role("link", name="Par arrondissement").click()
        assert visit.path == "mon-quartier/"


def test_every_risk_is_one_press_from_home_and_nothing_invented_is(site: Mapping[str, bytes]) -> None:  # fmt: skip
    home = unescape(site["index.html"].decode())
    risks = {
        path.removesuffix("index.html")
        for path in site
        if re.fullmatch(r"risques/[\w-]+/index\.html", path)
    }
    linked = set(re.findall(r'href="(?:\./)?(risques/[\w-]+/)', home))
    assert linked == risks
    assert "fictif" not in home


def test_the_home_page_weighs_at_most_100_kb_with_all_that_it_loads(
    site: Mapping[str, bytes],
) -> None:
    home = site["index.html"].decode()
    linked = re.findall(r'<(?:link rel="(?:stylesheet|icon|preload)"[^>]*href|script[^>]*src)="([^"]+)"', home)  # fmt: skip
    loaded = {"index.html", *linked} | set(re.findall(r'<link rel="icon"[^>]*href="([^"]+)"', home))
    weights = {
        path: len(site[path] if path.endswith(".woff2") else gzip.compress(site[path], 9))
        for path in loaded
    }
    assert any(path.startswith(STYLE.removesuffix("css")) for path in loaded)
    assert "<img" not in home
    assert sum(weights.values()) <= MOST_BYTES
