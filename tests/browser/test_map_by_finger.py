"""A map on a telephone: there is always some of the page to see, and a finger on the map scrolls it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import serving
from tests.browser.test_hostile_map import published

SCREENS = [(640, 320), (320, 640), (844, 390), (390, 844), (568, 320)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    files = {path.removeprefix("site/"): raw for path, raw in published().items()}
    with serving(files) as address:
        yield f"{address}cartes/essai/interactive/"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 640, "height": 320}
    )
    opened = context.new_page()
    opened.goto(address)
    opened.get_by_text("Carte affichée").wait_for()
    yield opened
    context.close()


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("frame", ["", "page"])
def test_a_map_is_never_higher_than_seven_tenths_of_the_screen(
    page: Page, width: int, height: int, frame: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("(frame) => { document.documentElement.dataset.cadre = frame; }", frame)
    box = page.locator(".prm-cadre").bounding_box()
    assert box is not None
    assert 100 < round(box["height"], 1) <= 0.7 * height


def test_a_finger_on_the_map_scrolls_the_page(page: Page) -> None:
    map_ = page.locator(".folium-map")
    map_.scroll_into_view_if_needed()
    box = map_.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"], 320) - 20
    before = page.evaluate("window.scrollY")
    finger = page.context.new_cdp_session(page)
    places = [{"x": x, "y": y - 10 * step} for step in range(9)]
    for kind, place in zip(["touchStart"] + ["touchMove"] * 8, places, strict=True):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("(before) => window.scrollY > before + 20", arg=before)


def test_two_fingers_still_move_the_map(page: Page) -> None:
    assert page.locator(".folium-map.leaflet-touch-zoom").count() == 1


def test_a_mouse_still_drags_the_map(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    page.get_by_text("Carte affichée").wait_for()
    assert page.locator(".folium-map.leaflet-grab").count() == 1
    page.close()
