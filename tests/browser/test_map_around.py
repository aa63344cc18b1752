"""« Autour de moi » and the list of the view: a position asked when pressed and never sent; lists that open bubbles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser, Locator, Page, expect

from maps.geometry.projection import to_wgs84
from tests.browser.conftest import serving
from tests.browser.test_hostile_map import published_of
from tests.maps.worlds import DECLARED, PLACES, SOUTH, WEST, carte, layers
from tools.axe import AXE

NOT_A_ZONE = "une zone sans couleur ne veut pas dire qu’il n’y a pas de risque."
CHOOSE = "Choisissez un arrondissement dans la liste."
Opened = Callable[..., AbstractContextManager[Page]]
# What a browser answers without a position, by the code of the standard (Geolocation, PositionError).
FAILED = (
    """(code) => { navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code }); }"""
)


def told_places() -> str:
    """The map of places, its territories filled and named."""
    named = "sources: [territoires]\n      infobulle: [{propriete: libelle_arrondissement, libelle: Territoire}]"
    filled = 'style: {fond: {clair: "#f6f4ef", sombre: "#23262b"}, trait: {clair: "#77726a", sombre: "#9a9ea6"}}'
    bare = 'style: {trait: {clair: "#77726a", sombre: "#9a9ea6"}}'
    return PLACES.replace("sources: [territoires]", named).replace(bare, filled)


def told_zones() -> str:
    """The map of zones; the blue one has its bubble too."""
    chosen = "choix: {propriete: zonage, valeurs: [B]}"
    return DECLARED.replace(
        chosen,
        f"{chosen}\n      bulle: {{texte: La bleue., faire: Montez., officiel: Plan, lien: Que faire, page: risques/essai/}}",
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two small maps: of zones (« essai »), of places (« lieux »)."""
    made = published_of(carte(told_zones()), layers()) | published_of(
        carte(told_places()), layers()
    )
    files = {path.removeprefix("site/"): raw for path, raw in made.items()}
    with serving(files | {"404.html": b""}) as place:
        yield place


def position(x: float, y: float, accuracy: float = 20) -> Any:
    """A device's position, x and y in metres from the south-west corner of the small world."""
    point = np.array([shapely.Point(WEST + x, SOUTH + y)], dtype=object)
    ((longitude, latitude),) = shapely.get_coordinates(to_wgs84(point)).tolist()
    return {"longitude": longitude, "latitude": latitude, "accuracy": accuracy}


@pytest.fixture
def opened(chromium: Browser, address: str) -> Opened:
    """Opens one of the small maps: `with opened("essai", position(500, 500)) as page`."""

    @contextmanager
    def window(name: str, where: Any = None, **options: Any) -> Iterator[Page]:
        allowed = {"geolocation": where, "permissions": ["geolocation"]} if where else {}
        context = chromium.new_context(reduced_motion="reduce", **allowed, **options)
        page = context.new_page()
        page.goto(f"{address}cartes/{name}/interactive/")
        page.locator("#prm-vue").wait_for()
        try:
            yield page
        finally:
            context.close()

    return window


def said(page: Page) -> Locator:
    return page.locator("#prm-etat")


def lines(page: Page, part: str = "vue") -> list[str]:
    """What the lines of a list say."""
    found = page.locator(f"#prm-{part}-liste button").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def locate(page: Page) -> None:
    page.get_by_role("button", name="Autour de moi").click()


def test_nothing_is_asked_of_the_device_before_the_press(
    opened: Opened, chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { window.asked = true; }"
    )
    page.goto(f"{address}cartes/essai/interactive/")
    page.locator("#prm-vue").wait_for()
    assert page.evaluate("window.asked") is None
    locate(page)
    page.wait_for_function("window.asked")
    page.close()


def test_a_position_is_drawn_with_its_precision_and_told_without_a_request(opened: Opened) -> None:
    with opened("essai", position(600, 250)) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        locate(page)
        expect(said(page)).to_have_text(
            "Position trouvée, à environ 20\u00a0m près, dans le 1er <b>. "
            "Ce qui est autour de vous est dans la liste."
        )
        circle = page.locator(".prm-position__cercle").bounding_box()
        point = page.locator(".prm-position__point").bounding_box()
        assert circle is not None
        assert point is not None
        assert circle["width"] > point["width"]
        assert lines(page, "autour") == ["Zone bleue votre position y est"]
        # The button's script, names, the streets in detail: the same wherever the reader stands.
        assert {url.rpartition("/")[2] for url in asked} <= {
            "autour.js", "noms.js", "rues-detail.json",
        }  # fmt: skip


def test_a_zone_is_told_by_its_distance_and_at_its_limit_neither_in_nor_out(opened: Opened) -> None:
    with opened("essai", position(900, 250)) as page:
        locate(page)
        expect(page.locator("#prm-autour-liste")).to_have_text("Zone bleue à environ 100\u00a0m")
        page.context.set_geolocation(position(810, 250))
        locate(page)
        expect(page.locator("#prm-autour-liste")).to_have_text(
            "Zone bleue à la limite, à la précision de l’appareil près"
        )


def test_no_zone_near_is_never_said_to_be_safe(opened: Opened) -> None:
    with opened("essai", position(1800, 500)) as page:
        locate(page)
        rien = page.locator("#prm-autour-rien")
        expect(rien).to_have_text(f"Aucune zone de cette carte à moins de 250 m ; {NOT_A_ZONE}")
        expect(rien).to_be_visible()
        assert lines(page, "autour") == []


def test_the_nearest_places_come_with_their_distance(opened: Opened) -> None:
    with opened("lieux", position(880, 300)) as page:
        locate(page)
        expect(page.locator("#prm-autour-section")).to_be_visible()
        first, *others = lines(page, "autour")
        assert first == "Rue B Fontaines, à environ 20 m"
        assert others == ["Quai <i> Fontaines, à environ 690 m"] * 2
        expect(page.locator("#prm-autour-rien")).to_be_hidden()


def test_the_position_is_taken_away_at_a_press(opened: Opened) -> None:
    with opened("essai", position(600, 250)) as page:
        locate(page)
        expect(page.locator("#prm-vue")).to_be_hidden()
        page.get_by_role("button", name="Retirer ma position").click()
        expect(said(page)).to_have_text("Votre position n’est plus sur la carte.")
        expect(page.locator(".prm-position__point")).to_have_count(0)
        expect(page.locator("#prm-autour-section")).to_be_hidden()
        expect(page.locator("#prm-vue")).to_be_visible()
        expect(page.locator("#prm-autour")).to_be_focused()


def test_a_position_out_of_paris_is_said(opened: Opened) -> None:
    with opened("essai", position(-5000, 250)) as page:
        locate(page)
        expect(said(page)).to_have_text(
            f"Cette position n’est pas à Paris : la carte n’en dit rien. {CHOOSE}"
        )
        expect(page.locator(".prm-position__point")).to_have_count(0)


def test_a_position_known_too_badly_is_said(opened: Opened) -> None:
    with opened("essai", position(600, 250, accuracy=3000)) as page:
        locate(page)
        expect(said(page)).to_have_text(
            "L’appareil ne connaît votre position qu’à 3,0\u00a0km près : c’est trop peu pour dire ce qui est autour. "
            f"{CHOOSE}"
        )
        expect(page.locator(".prm-position__point")).to_have_count(0)


def test_a_refusal_is_said(opened: Opened) -> None:
    with opened("essai") as page:
        locate(page)
        expect(said(page)).to_have_text(
            f"La position n’a pas été donnée : elle est refusée à ce site, dans le navigateur ou l’appareil. {CHOOSE}"
        )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, f"L’appareil ne trouve pas sa position. {CHOOSE}"),
        (
            3,
            "L’appareil n’a pas trouvé sa position à temps. Réessayez, ou choisissez un arrondissement dans la liste.",
        ),
    ],
)
def test_a_position_that_does_not_come_is_said(opened: Opened, code: int, words: str) -> None:
    with opened("essai") as page:
        page.evaluate(FAILED, code)
        locate(page)
        expect(said(page)).to_have_text(words)


def test_a_device_without_position_is_said(opened: Opened) -> None:
    with opened("essai") as page:
        page.evaluate("Object.defineProperty(navigator, 'geolocation', { value: undefined })")
        locate(page)
        expect(said(page)).to_have_text(f"Cet appareil ne donne pas sa position. {CHOOSE}")


def test_a_button_whose_script_does_not_come_says_so(opened: Opened) -> None:
    with opened("essai", position(600, 250)) as page:
        page.route("**/autour.js", lambda route: route.abort())
        locate(page)
        expect(said(page)).to_have_text(
            "La recherche de votre position n’a pas pu se charger. Rechargez la page."
        )


def test_without_script_there_is_neither_button_nor_list(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}cartes/essai/interactive/")
    expect(page.locator("#prm-autour")).to_be_hidden()
    expect(page.locator("#prm-vue")).to_be_hidden()
    context.close()


def test_the_list_says_what_the_view_shows_and_follows_it(opened: Opened) -> None:
    with opened("essai") as page:
        count = page.locator("#prm-vue-combien")
        expect(count).to_have_text("2 zones dans cette vue.")
        assert lines(page) == ["Zone verte", "Zone bleue"]
        page.get_by_label("Aller à un arrondissement").select_option(label="1er <b>")
        expect(count).to_have_text("1 zone dans cette vue.")
        assert lines(page) == ["Zone bleue"]
        page.locator(".leaflet-control-layers-overlays input").first.uncheck()
        expect(count).to_have_text(f"Aucune zone dans cette vue ; {NOT_A_ZONE}")


def test_a_long_list_gives_the_nearest_and_counts_the_others(
    chromium: Browser, address: str
) -> None:
    many = layers()
    row = many["fontaines"].properties[0]
    points = np.array([shapely.Point(WEST + 100 * at, SOUTH + 500) for at in range(1, 13)], dtype=object)  # fmt: skip
    rows = tuple({**row, "adresse": f"Rue {at}"} for at in range(1, 13))
    many["fontaines"] = type(many["fontaines"])("essai.geojson", rows, to_wgs84(points))
    files = {
        path.removeprefix("site/"): raw for path, raw in published_of(carte(PLACES), many).items()
    }
    with serving(files) as place:
        page = chromium.new_page()
        page.goto(f"{place}cartes/lieux/interactive/")
        page.locator("#prm-vue").wait_for()
        assert page.locator("#prm-vue-combien").inner_text() == (
            "12 lieux dans cette vue, les 8 plus proches du centre d’abord."
        )
        assert lines(page) == [f"Rue {at} Fontaines" for at in range(12, 4, -1)]
        assert page.locator("#prm-vue-reste").inner_text() == (
            "Et 4 autres : rapprochez la carte pour les lire."
        )
        page.close()


def test_a_move_that_changes_nothing_is_not_announced_again(opened: Opened) -> None:
    with opened("essai") as page:
        page.evaluate("""() => {
          window.news = 0;
          new MutationObserver(() => { window.news += 1; })
            .observe(document.getElementById("prm-vue-combien"), { childList: true, characterData: true, subtree: true });
        }""")
        first = page.locator("#prm-vue-liste button").first.element_handle()
        page.locator(".folium-map").press("ArrowRight")
        page.wait_for_function("(line) => !line.isConnected", arg=first)
        assert page.evaluate("window.news") == 0


def test_by_keyboard_a_line_opens_its_bubble_and_escape_comes_back_to_it(opened: Opened) -> None:
    with opened("essai") as page:
        page.locator("#prm-apres").focus()
        page.keyboard.press("Tab")
        expect(page.locator("#prm-vue-liste button").first).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        bubble = page.locator(".leaflet-popup-content > div")
        expect(bubble).to_be_focused()
        expect(bubble).to_contain_text("La bleue.")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Que faire")).to_be_focused()
        page.keyboard.press("Escape")
        expect(bubble).to_have_count(0)
        expect(page.locator("#prm-vue-liste button").nth(1)).to_be_focused()


def test_after_the_map_s_own_commands_the_keyboard_comes_to_the_list(opened: Opened) -> None:
    with opened("essai") as page:
        order = []
        for _ in range(12):
            page.keyboard.press("Tab")
            order.append(
                page.evaluate("""() => {
              const at = document.activeElement;
              return at.closest("#prm-vue") ? "liste" : at.closest(".prm-cadre") ? "carte" : at.id || at.textContent;
            }""")
            )
        assert list(dict.fromkeys(order))[:5] == [
            "Passer la carte",
            "prm-lieu",
            "prm-autour",
            "carte",
            "liste",
        ]


PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 664},
    "has_touch": True,
    "is_mobile": True,
}
# What is pressed and has not 24 px of its own (WCAG 2.2, 2.5.8), as axe finds it.
TARGETS = """axe.run(document, {runOnly: {type: "rule", values: ["target-size"]}})
  .then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))"""
BROKEN = """axe.run(document, {resultTypes: ["violations"]})
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"""


@pytest.mark.parametrize("name", ["essai", "lieux"])
def test_on_a_phone_every_target_is_large_enough_for_a_finger(opened: Opened, name: str) -> None:
    with opened(name, position(600, 250), **PHONE) as page:
        page.get_by_role("button", name="Couches").click()
        locate(page)
        expect(page.locator("#prm-autour-section")).to_be_visible()
        page.locator("#prm-autour-liste button").first.click()
        page.locator(".leaflet-popup").wait_for()
        page.evaluate(AXE)
        assert page.evaluate(TARGETS) == []
        box = page.locator("#prm-autour").bounding_box()
        assert box is not None
        assert box["height"] >= 44


def near_fountain(page: Page) -> tuple[float, float]:
    """The centre of the fountain « Rue B » in the window."""
    signs = page.locator("path.prm-lieux-fontaines-ouvertes")
    boxes = [box for box in (sign.bounding_box() for sign in signs.all()) if box]
    right = max(boxes, key=lambda box: box["x"])
    return right["x"] + right["width"] / 2, right["y"] + right["height"] / 2


@pytest.mark.parametrize(
    ("off", "told"), [((0, -20), "Rue B"), ((16, -16), "Rue B"), ((0, -30), "1er <b>")]
)
def test_a_tap_within_a_finger_of_a_place_is_the_place_s_and_beyond_it_the_zone_s(
    opened: Opened, off: tuple[float, float], told: str
) -> None:
    with opened("lieux", **PHONE) as page:
        page.locator(".prm-cadre").scroll_into_view_if_needed()
        x, y = near_fountain(page)
        page.touchscreen.tap(x + off[0], y + off[1])
        expect(page.locator(".leaflet-popup-content dd").first).to_have_text(told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_and_its_lists_are_accessible(opened: Opened, scheme: str) -> None:
    with opened("lieux", position(880, 300), color_scheme=scheme) as page:
        locate(page)
        expect(page.locator("#prm-autour-section")).to_be_visible()
        page.locator("#prm-autour-liste button").first.click()
        page.locator(".leaflet-popup").wait_for()
        page.wait_for_function(  # it comes up little by little
            "getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'"
        )
        page.evaluate(AXE)
        assert page.evaluate(BROKEN) == []


def test_on_a_wide_screen_the_map_stays_beside_its_list(opened: Opened) -> None:
    with opened("essai", viewport={"width": 1100, "height": 700}) as page:
        frame, list_ = page.locator(".prm-cadre").bounding_box(), page.locator("#prm-apres")
        beside = list_.bounding_box()
        assert frame is not None
        assert beside is not None
        assert frame["x"] + frame["width"] <= beside["x"]
        assert frame["height"] <= 490
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        expect(page.locator(".prm-cadre")).to_be_in_viewport()
