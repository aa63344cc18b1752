"""Every declared map driven alike: by mouse, by keyboard, with scripts off, with each of its files failing in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as TimedOut

from tests.browser.conftest import ROOT, Visit, Window

CARTES: list[dict[str, Any]] = yaml.safe_load((ROOT / "data" / "cartes.yaml").read_bytes())
DRAWN_CLASSES = ("classe-1", "classe-2", "classe-3", "classe-4", "classe-5", "cachee")
READY = "Carte affichée"
START = "Démarrer la carte interactive"
MISSING = {
    "classes": "un arrondissement sans couleur ne veut pas dire zéro",
    "places": "un lieu absent de la carte est peut-être dans la liste",
    "zones": "une zone sans couleur ne veut pas dire qu’il n’y a pas de risque",
}
# Whether an element comes to stand left of a place, soon.
MOVES = """([element, left]) => new Promise((say) => {
  const look = () => (element.getBoundingClientRect().x < left ? say(true) : requestAnimationFrame(look));
  setTimeout(() => say(false), 5000);
  look();
})"""
each = pytest.mark.parametrize("name", [carte["id"] for carte in CARTES])
FICTITIOUS = {carte["id"]: f"donnees/{carte['choroplethe']['table']['jeu']}/carte/" for carte in CARTES if carte.get("est_fictif")}  # fmt: skip


def place(name: str) -> str:
    """The address of a map's page; a fictitious one stands with its dataset."""
    return FICTITIOUS.get(name, f"cartes/{name}/")


def files_of(carte: dict[str, Any]) -> Iterator[str]:
    """The layers that the map downloads when it starts; no arrondissement is « zéro » or « absente » today."""
    off = carte.get("eteintes", ())
    yield from (couche["id"] for couche in carte["couches"] if couche["id"] not in off)
    if "choroplethe" in carte:
        yield from (f"{carte['id']}-{name}" for name in DRAWN_CLASSES)


def kind_of(carte: dict[str, Any]) -> str:
    if "choroplethe" in carte:
        return "classes"
    return "places" if any("symbole" in item["style"] for item in carte["couches"]) else "zones"


def opened(visit: Visit, path: str) -> None:
    """A map's page or document, loaded; what its map goes on fetching is waited for by what it then says."""
    visit.page.goto(visit.address + path)


Box = tuple[float, float, float, float]


def box_of(element: Locator) -> Box:
    """Left, top, width, height."""
    box = element.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["width"], box["height"]


def apart(one: Box, other: Box) -> bool:
    return any(one[i] + one[i + 2] <= other[i] or other[i] + other[i + 2] <= one[i] for i in (0, 1))


def comes(element: Locator) -> bool:
    """Whether it is there soon: what was pressed may have moved away."""
    try:
        element.wait_for(timeout=500)
    except TimedOut:
        return False
    return True


OFF = [(carte["id"], file) for carte in CARTES for file in carte.get("eteintes", ())]
FAILURES = [(carte["id"], file, kind_of(carte)) for carte in CARTES for file in files_of(carte)]


@each
def test_without_scripts_the_picture_the_words_and_the_way_round_are_there(
    window: Window, name: str
) -> None:
    with window("telephone", scripts=False) as visit:
        opened(visit, place(name))
        expect(visit.page.get_by_role("img", name="Carte ").first).to_be_visible()
        assert visit.page.locator("table tbody tr[id^='751']").count() == 20
        visit.page.get_by_role("link", name=START).click()
        assert visit.path == f"{place(name)}interactive/"
        expect(visit.page.locator("#prm-etat")).to_contain_text("Elle demande JavaScript")
        expect(visit.page.get_by_text("Ce site n’est pas le DICRIM officiel")).to_have_count(1)
        expect(visit.page.get_by_role("heading", name="Ce que la carte ne dit pas")).to_be_visible()
        visit.page.locator("#prm-etat a").click()
        assert visit.path == place(name)


@each
def test_a_map_is_driven_by_mouse(window: Window, name: str) -> None:
    with window() as visit:
        opened(visit, place(name))
        visit.page.get_by_role("button", name=START).click()
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        bubble = frame.locator(".leaflet-popup-content")
        # A press while the page still scrolls to the map misses it: press until the bubble opens.
        for _ in range(10):
            x, y, width, height = box_of(
                frame.locator(".prm-etiquette", has_text=re.compile("^16"))
            )
            visit.page.mouse.click(x + width / 2, y + height + 8)
            if comes(bubble):
                break
        expect(bubble.locator("dd").first).not_to_be_empty()
        frame.get_by_role("button", name="Fermer la bulle").click()
        expect(bubble).to_have_count(0)
        box = frame.locator(".leaflet-control-layers-overlays input").first
        if not box.is_visible():  # a list of many layers is folded in the width of a page
            frame.get_by_role("button", name="Couches").click()
        box.uncheck()
        expect(frame.locator("#prm-etat")).to_contain_text("Couche retirée : «")
        frame.get_by_role("button", name="Agrandir").click()
        visit.page.get_by_role("button", name="Revenir à l’image fixe").click()
        expect(visit.page.locator(".prm-figure > svg.prm-image").first).to_be_visible()
        assert (visit.errors, visit.foreign) == ([], [])


@each
def test_a_map_is_driven_by_keyboard(window: Window, name: str) -> None:
    with window() as visit:
        opened(visit, f"{place(name)}interactive/")
        visit.page.get_by_text(READY).wait_for()
        visit.page.keyboard.press("Tab")
        expect(visit.page.get_by_role("link", name="Passer la carte")).to_be_focused()
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("#prm-apres")).to_be_focused()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="12e arrondissement"
        )
        expect(visit.page.locator("#prm-etat")).to_contain_text("12e arrondissement\u00a0: ")
        layer = visit.page.locator(".leaflet-control-layers-overlays input").first
        if not layer.is_visible():  # a list of many layers is folded beside the list of places
            visit.page.get_by_role("button", name="Couches").press("Enter")
        layer.press(" ")
        expect(visit.page.locator("#prm-etat")).to_contain_text("Couche retirée : «")
        label = visit.page.locator(".prm-etiquette", has_text=re.compile("^12"))
        before = label.bounding_box()
        visit.page.locator(".folium-map").press("ArrowRight")
        assert before is not None
        assert visit.page.evaluate(MOVES, [label.element_handle(), before["x"]])
        assert visit.errors == []


@each
def test_on_a_phone_the_bubble_and_the_corners_leave_each_other_free(
    window: Window, name: str
) -> None:
    with window("telephone") as visit:
        opened(visit, f"{place(name)}interactive/")
        visit.page.get_by_text(READY).wait_for()
        expect(visit.page.locator(".leaflet-control-layers-overlays")).to_be_hidden()
        scale = box_of(visit.page.locator(".leaflet-control-scale"))
        assert apart(scale, box_of(visit.page.locator(".leaflet-control-attribution")))
        x, y, width, height = box_of(
            visit.page.locator(".prm-etiquette", has_text=re.compile("^18"))
        )
        visit.page.mouse.click(x + width / 2, y + height + 4)
        bubble = visit.page.locator(".leaflet-popup-content-wrapper")
        expect(bubble).to_be_visible()
        expect(visit.page.locator(".leaflet-pan-anim")).to_have_count(0)
        for corner in (".leaflet-control-zoom", ".leaflet-control-layers"):
            assert apart(box_of(bubble), box_of(visit.page.locator(corner))), corner


@pytest.mark.parametrize(("name", "file", "kind"), FAILURES)
def test_a_download_that_fails_is_said_never_shown_as_empty(
    window: Window, name: str, file: str, kind: str
) -> None:
    with window() as visit:
        visit.page.route(f"**/couches/{file}.json", lambda route: route.abort())
        opened(visit, f"{place(name)}interactive/")
        alert = visit.page.get_by_role("alert")
        expect(alert).to_contain_text("La carte est incomplète")
        expect(alert).to_contain_text(MISSING[kind])
        visit.page.unroute(f"**/couches/{file}.json")
        visit.page.get_by_role("button", name="Réessayer").click()
        visit.page.get_by_text(READY).wait_for()
        expect(alert).to_be_hidden()


@pytest.mark.parametrize(("name", "file"), OFF)
def test_an_outline_that_fails_is_said_when_it_is_switched_on_and_comes_when_asked_again(
    window: Window, name: str, file: str
) -> None:
    with window() as visit:
        visit.page.route(f"**/couches/{file}.json", lambda route: route.abort())
        opened(visit, f"{place(name)}interactive/")
        visit.page.get_by_text(READY).wait_for()
        alert = visit.page.get_by_role("alert")
        expect(alert).to_be_hidden()
        (label,) = (
            couche["libelle"]
            for carte in CARTES
            if carte["id"] == name
            for couche in carte["couches"]
            if couche["id"] == file
        )
        visit.page.get_by_label(label).check()
        expect(alert).to_contain_text(f"Téléchargement échoué : « {label} ».")
        visit.page.unroute(f"**/couches/{file}.json")
        visit.page.get_by_role("button", name="Réessayer").click()
        expect(visit.page.locator(f".folium-map path.prm-{name}-{file}")).not_to_have_count(0)
        expect(alert).to_be_hidden()


def test_the_detail_of_the_streets_that_fails_is_said_and_comes_when_asked_again(
    window: Window,
) -> None:
    with window() as visit:
        visit.page.route("**/couches/rues-detail.json", lambda route: route.abort())
        opened(visit, "cartes/carrieres/interactive/")
        visit.page.get_by_text(READY).wait_for()
        streets = visit.page.locator(".folium-map path.prm-carrieres-rues")
        before = streets.count()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="2e arrondissement"
        )
        alert = visit.page.get_by_role("alert")
        # A key pressed while the map still moves is lost: press until the streets are asked for.
        for _ in range(20):
            visit.page.locator(".folium-map").press("+")
            if comes(alert):
                break
        expect(alert).to_contain_text("Téléchargement échoué : « Rues, en détail ».")
        assert streets.count() == before
        visit.page.unroute("**/couches/rues-detail.json")
        visit.page.get_by_role("button", name="Réessayer").click()
        expect(streets).not_to_have_count(before)
        expect(alert).to_be_hidden()


@each
def test_every_file_that_a_map_downloads_is_made_to_fail(window: Window, name: str) -> None:
    with window() as visit:
        asked: set[str] = set()
        visit.page.on("request", lambda request: asked.add(request.url))
        visit.go(f"{place(name)}interactive/")
        visit.page.get_by_text(READY).wait_for()
        fetched = {url.rpartition("/")[2] for url in asked if "/couches/" in url}
        assert fetched == {f"{file}.json" for own, file, _ in FAILURES if own == name}
