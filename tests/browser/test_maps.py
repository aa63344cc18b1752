"""The flood map driven: its picture, its theme, its layers and streets in words (tests/browser/test_each_map.py: all maps)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Window

PAGE = "cartes/inondation/"
DOCUMENT = f"{PAGE}interactive/"
READY = "Carte affichée"


def test_the_picture_is_there_before_any_script(window: Window) -> None:
    with window(scripts=False) as visit:
        visit.go(PAGE)
        assert visit.page.get_by_role("img", name="Carte des zones inondables").is_visible()
        visit.page.get_by_role("link", name="Démarrer la carte interactive").click()
        assert visit.path == DOCUMENT
        assert "demande JavaScript" in visit.page.locator("#prm-etat").inner_text()


def test_the_map_starts_by_key_and_gives_the_picture_back(window: Window) -> None:
    with window() as visit:
        visit.go(PAGE)
        button = visit.page.get_by_role("button", name="Démarrer la carte interactive")
        button.press(" ")
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        assert frame.locator(".folium-map path.prm-inondation-zones-inondables").count() > 0
        assert visit.page.locator("svg.prm-image").is_hidden()
        visit.page.get_by_role("button", name="Revenir à l’image fixe").press("Enter")
        assert visit.page.locator("svg.prm-image").is_visible()
        assert visit.errors == []
        assert visit.foreign == []


def test_the_frame_follows_the_reader_s_theme(window: Window) -> None:
    with window("telephone", "dark") as visit:
        visit.go(PAGE)
        visit.page.get_by_role("button", name="Démarrer la carte interactive").click()
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        ink = "body => getComputedStyle(body).color"
        dark = frame.locator("body").evaluate(ink)
        assert dark == visit.page.locator("body").evaluate(ink)
        visit.page.get_by_text("Menu", exact=True).click()
        visit.page.get_by_role("button", name="Apparence").click()
        assert visit.page.locator(".prm-apparence__nom:visible").inner_text() == "claire"
        light = frame.locator("body").evaluate(ink)
        assert light == visit.page.locator("body").evaluate(ink) != dark


def test_an_arrondissement_is_chosen_by_key_and_said(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="14e arrondissement"
        )
        said = visit.page.locator("#prm-etat").inner_text()
        assert "aucune surface en zone du PPRI" in said
        assert "sans risque" not in said


def test_layers_are_switched_and_the_change_is_said(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        visit.page.get_by_label("Zones inondables (PPRI)").uncheck()
        expect(visit.page.locator("#prm-etat")).to_have_text(
            "Couche retirée : « Zones inondables (PPRI) »."
        )
        assert visit.page.locator(".folium-map path.prm-inondation-zones-inondables").count() == 0


def test_streets_come_in_detail_and_a_popup_says_their_name(window: Window) -> None:
    with window() as visit:
        visit.go(DOCUMENT)
        visit.page.get_by_text(READY).wait_for()
        before = visit.page.locator(".folium-map path.prm-inondation-rues").count()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="7e arrondissement"
        )
        fetched: list[str] = []
        visit.page.on("response", lambda answer: fetched.append(answer.url))
        # A key pressed while the map still moves is lost: press until the streets are asked for.
        for _ in range(40):
            if any(url.endswith("/rues-detail.json") for url in fetched):
                break
            visit.page.locator(".folium-map").press("+")
            visit.page.wait_for_timeout(400)
        streets = visit.page.locator(".folium-map path.prm-inondation-rues")
        expect(streets).not_to_have_count(before)
        streets.first.dispatch_event("click")
        popup = visit.page.locator(".leaflet-popup-content dt")
        popup.wait_for()
        assert popup.inner_text() == "Voie"
        assert visit.errors == []


def test_on_a_wide_screen_the_map_stays_beside_its_text(window: Window) -> None:
    with window() as visit:
        visit.page.set_viewport_size({"width": 1100, "height": 700})
        visit.go(PAGE)
        picture, legend = visit.page.locator("svg.prm-image"), visit.page.locator(".prm-cle")
        left, right = picture.bounding_box(), legend.bounding_box()
        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] <= right["x"]
        assert left["height"] <= 490
        table = visit.page.get_by_role("heading", name="Deux produits")
        table.scroll_into_view_if_needed()
        expect(picture).to_be_in_viewport()
        visit.page.get_by_role("button", name="Démarrer la carte interactive").click()
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        map_ = frame.locator(".prm-cadre").bounding_box()
        assert map_ is not None
        assert map_["height"] <= 490
        expect(visit.page.get_by_role("button", name="Revenir à l’image fixe")).to_be_in_viewport()
        visit.page.set_viewport_size({"width": 1000, "height": 700})
        figure, below = visit.page.locator(".prm-figure").bounding_box(), legend.bounding_box()
        assert figure is not None
        assert below is not None
        assert figure["y"] + figure["height"] <= below["y"]


def test_around_a_position_an_outline_that_is_off_is_told_too(window: Window) -> None:
    with window() as visit:
        visit.page.context.grant_permissions(["geolocation"])
        # In the bed of the Seine, by the pont des Arts.
        visit.page.context.set_geolocation({"latitude": 48.85835, "longitude": 2.3375})
        visit.go(DOCUMENT)
        visit.page.locator("#prm-vue").wait_for()
        expect(visit.page.get_by_label("Plus hautes eaux connues")).not_to_be_checked()
        visit.page.get_by_role("button", name="Autour de moi").click()
        told = visit.page.locator("#prm-autour-liste")
        expect(told).to_contain_text("Plus hautes eaux connues")
        expect(visit.page.get_by_label("Plus hautes eaux connues")).not_to_be_checked()
        assert (visit.errors, visit.foreign) == ([], [])
