"""The water-level slider, by keyboard alone; its page without a script."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window
from tests.browser.test_keyboard import tab_until
from tests.tables import rows

CRESTS, EFFECTS = "donnees/crues/crues.csv", "donnees/hauteurs-effets/effets.csv"


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


def test_the_effects_and_crests_reached_are_those_of_the_tables_at_that_level_or_below(
    window: Window, site: Mapping[str, bytes]
) -> None:
    effects = [float(row["hauteur_m"]) for row in rows(site[EFFECTS])]
    crests = {row["annee"]: float(row["hauteur_m"]) for row in rows(site[CRESTS])}
    with window() as visit:
        reach(visit)
        for _ in range(41):
            visit.page.keyboard.press("ArrowRight")
        assert value(visit) == "6,1 m"
        shown = visit.page.locator("#crues-effets tbody tr")
        heights = shown.evaluate_all("rows => rows.map(row => Number(row.dataset.hauteur))")
        assert sorted(heights) == sorted(effects)
        assert visit.page.locator("#crues-atteints li").count() == sum(
            height <= 6.1 for height in heights
        )
        following = min(height for height in heights if height > 6.1)
        assert (
            visit.page.locator("#crues-suivant")
            .inner_text()
            .startswith(f"Prochain effet publié : {following:.2f}".replace(".", ","))
        )
        reached = visit.page.locator("#crues-atteintes").inner_text()
        assert {year: year in reached for year in crests} == {
            year: height >= 6.1 for year, height in crests.items()
        }
        assert visit.errors == []


def test_what_changed_is_announced_once_the_hand_rests(window: Window) -> None:
    with window() as visit:
        reach(visit)
        visit.page.keyboard.press("End")
        announced = visit.page.get_by_role("status").filter(has_text="À 10,0")
        expect(announced).to_contain_text("Aucune crue de la liste n’a atteint cette hauteur.")


def test_a_crest_s_button_sets_its_exact_height(window: Window, site: Mapping[str, bytes]) -> None:
    highest = max(rows(site[CRESTS]), key=lambda row: float(row["hauteur_m"]))
    with window() as visit:
        reach(visit)
        button = visit.page.get_by_role("button", name=f"Crue de {highest['annee']}")
        button.focus()
        visit.page.keyboard.press("Enter")
        height = highest["hauteur_m"].replace(".", ",")
        assert value(visit) == f"{height} m (crue de {highest['annee']})"
        assert visit.page.locator("#crues-atteints li").count() > 1


def test_without_a_script_the_tables_stand_and_the_slider_does_not(
    window: Window, site: Mapping[str, bytes]
) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("crues/")
        assert not visit.page.locator("#crues-outil").is_visible()
        assert visit.page.locator("#crues-effets").is_visible()
        assert visit.page.locator("#crues-effets tbody tr").count() == len(rows(site[EFFECTS]))
        assert visit.page.locator("#crues-crues").is_visible()
        assert visit.page.locator(".crues-echelle").is_visible()
