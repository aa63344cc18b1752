"""The water-level slider, by keyboard alone; its page without a script."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window
from tests.browser.test_keyboard import tab_until


def reach(visit: Visit) -> None:
    visit.go("crues/")
    tab_until(visit, "crues-niveau", limit=120)


def value(visit: Visit) -> str:
    return visit.page.locator("#crues-valeur").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_the_slider_is_named_and_reached_by_tab(window: Window) -> None:
    with window() as visit:
        reach(visit)
        slider = visit.page.get_by_role("slider", name="Hauteur de la Seine à Austerlitz")
        expect(slider).to_be_focused()
        assert slider.get_attribute("aria-valuetext") == "2,0 mètres"


def test_arrows_move_by_ten_centimetres_and_end_keys_to_the_ends(window: Window) -> None:
    with window("telephone") as visit:
        reach(visit)
        visit.page.keyboard.press("ArrowRight")
        assert value(visit) == "2,1 m"
        visit.page.keyboard.press("PageUp")
        assert value(visit) == "3,1 m"
        visit.page.keyboard.press("End")
        assert value(visit) == "10,0 m"
        visit.page.keyboard.press("Home")
        assert value(visit) == "0,0 m"
        assert visit.page.locator("#crues-atteints li").all_inner_texts() == [
            "Aucun effet publié à cette hauteur."
        ]


def test_the_effects_reached_are_those_of_the_table_at_that_level_or_below(window: Window) -> None:
    with window() as visit:
        reach(visit)
        for _ in range(41):
            visit.page.keyboard.press("ArrowRight")
        assert value(visit) == "6,1 m"
        rows = visit.page.locator("#crues-effets tbody tr")
        heights = rows.evaluate_all("rows => rows.map(row => Number(row.dataset.hauteur))")
        assert visit.page.locator("#crues-atteints li").count() == sum(
            height <= 6.1 for height in heights
        )
        assert (
            "Niveau orange du plan de la Préfecture de police."
            in visit.page.locator("#crues-atteints").inner_text()
        )
        assert (
            visit.page.locator("#crues-suivant")
            .inner_text()
            .startswith("Prochain effet publié : 6,20")
        )
        crests = visit.page.locator("#crues-atteintes").inner_text()
        assert "2016" in crests
        assert "2018" not in crests
        assert visit.errors == []


def test_what_changed_is_announced_once_the_hand_rests(window: Window) -> None:
    with window() as visit:
        reach(visit)
        visit.page.keyboard.press("End")
        announced = visit.page.get_by_role("status").filter(has_text="À 10,0")
        expect(announced).to_contain_text("Aucune crue de la liste n’a atteint cette hauteur.")


def test_a_crest_s_button_sets_its_exact_height(window: Window) -> None:
    with window() as visit:
        reach(visit)
        button = visit.page.get_by_role("button", name="Crue de 1910")
        button.focus()
        visit.page.keyboard.press("Enter")
        assert value(visit) == "8,62 m (crue de 1910)"
        assert "Le chauffage urbain s’arrête." in visit.page.locator("#crues-atteints").inner_text()


def test_without_a_script_the_tables_stand_and_the_slider_does_not(
    window: Window, site: Mapping[str, bytes]
) -> None:
    effects = csv.DictReader(io.StringIO(site["donnees/hauteurs-effets/effets.csv"].decode()))
    with window("telephone", scripts=False) as visit:
        visit.go("crues/")
        assert not visit.page.locator("#crues-outil").is_visible()
        assert visit.page.locator("#crues-effets").is_visible()
        assert visit.page.locator("#crues-effets tbody tr").count() == len([*effects])
        assert visit.page.locator("#crues-crues").is_visible()
        assert visit.page.locator(".crues-echelle").is_visible()
