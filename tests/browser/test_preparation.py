"""The 72 h bag and the family plan: filled in here, sent nowhere, kept nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, Window

KIT, PLAN = "se-preparer/kit-72h/", "se-preparer/plan-familial/"
STORED = """async () => JSON.stringify({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie,
  bases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
})"""


def state(page: Page) -> str:
    return page.locator("[data-etat]").inner_text()


def fill(visit: Visit) -> None:
    visit.go(PLAN)
    visit.page.get_by_label("Nom").first.fill("Ada Essai")
    visit.page.get_by_label("Notre chemin pour évacuer").fill("Par l'escalier B")


def test_what_is_ticked_is_counted_by_keyboard_too(window: Window) -> None:
    with window() as visit:
        visit.go(KIT)
        things = visit.page.locator("input[type=checkbox]")
        number = things.count()
        assert state(visit.page) == f"0 sur {number} prêts"
        things.first.focus()
        visit.page.keyboard.press("Space")
        assert state(visit.page) == f"1 sur {number} prêts"


def test_water_is_reckoned_for_everyone(window: Window) -> None:
    with window() as visit:
        visit.go(KIT)
        each = visit.page.locator("[data-par-personne]").get_attribute("data-par-personne")
        assert each is not None
        visit.page.get_by_label("Nombre de personnes à prévoir").fill("4")
        expect(visit.page.locator("[data-par-personne]")).to_contain_text(f"= {4 * float(each):g} ")
        visit.page.get_by_label("Nombre de personnes à prévoir").fill("1")
        expect(visit.page.locator("[data-par-personne]")).to_be_hidden()


def test_a_slip_is_undone_and_writing_again_gives_it_up(window: Window) -> None:
    with window() as visit:
        fill(visit)
        name = visit.page.get_by_label("Nom").first
        visit.page.get_by_role("button", name="Tout effacer").click()
        assert (name.input_value(), state(visit.page)) == ("", "Tout est effacé.")
        visit.page.get_by_role("button", name="Rétablir").click()
        assert name.input_value() == "Ada Essai"
        visit.page.get_by_role("button", name="Tout effacer").click()
        name.fill("B")
        expect(visit.page.get_by_role("button", name="Tout effacer")).to_be_visible()


def test_nothing_typed_is_sent_or_kept(window: Window) -> None:
    with window() as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        fill(visit)
        before = list(asked)
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_timeout(200)
        assert asked == before
        assert visit.path == PLAN
        kept = '{"local":[],"session":[],"cookie":"","bases":0,"caches":0}'
        assert visit.page.evaluate(STORED) == kept
        visit.page.goto(visit.address + PLAN)
        assert visit.page.get_by_label("Nom").first.input_value() == ""
        assert visit.errors == []


@pytest.mark.parametrize("path", [KIT, PLAN])
def test_without_script_the_page_is_a_blank_form_for_a_pen(window: Window, path: str) -> None:
    with window(scripts=False) as visit:
        visit.go(path)
        expect(visit.page.locator("[data-preparation]")).to_be_hidden()
        field = visit.page.locator("article input:not([type=number]), article textarea").first
        expect(field).to_be_visible()
        visit.page.emulate_media(media="print")
        expect(field).to_be_visible()


def test_the_english_page_speaks_english_to_a_screen_reader(window: Window) -> None:
    with window() as visit:
        visit.go("en/72-hour-bag/")
        assert visit.page.locator("html").get_attribute("lang") == "en"
        expect(visit.page.get_by_role("navigation", name="Sections").first).to_be_visible()
        assert state(visit.page).endswith("ready")
        visit.page.get_by_role("link", name="Lire cette page en français").click()
        visit.page.wait_for_url(f"**/{KIT}")
        assert visit.page.locator("html").get_attribute("lang") == "fr"
