"""The water-level slider, by keyboard alone; its page without a script."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window
from tests.browser.test_direct import changed, quiet_day, shown
from tests.browser.test_keyboard import tab_until
from tests.site_src.direct.answers import NOW
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
            .startswith(
                f"Prochain effet publié\N{NO-BREAK SPACE}: {following:.2f}".replace(".", ",")
            )
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


def kept(visit: Visit) -> Any:
    return visit.page.evaluate("localStorage.getItem('prm-foyer')")


def lines_for(visit: Visit, name: str) -> Any:
    return visit.page.locator(f'#foyer-fiche [data-pour~="{name}"]')


def test_what_is_ticked_adds_its_lines_and_leaves_the_others_out(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("crues/")
        assert lines_for(visit, "cave").first.is_hidden()
        visit.page.get_by_label("Une cave").check()
        shown = visit.page.locator("#foyer-fiche [data-pour]:visible")
        assert shown.count() == lines_for(visit, "cave").count() > 1
        expect(lines_for(visit, "commerce")).to_be_hidden()
        visit.page.get_by_label("Un commerce").check()
        expect(lines_for(visit, "commerce")).to_contain_text("aucune consigne officielle")
        assert visit.errors == []


def test_choices_are_kept_by_a_press_alone_and_erased_by_another(window: Window) -> None:
    with window() as visit:
        visit.go("crues/")
        visit.page.get_by_label("Un bébé").check()
        assert kept(visit) is None
        visit.page.get_by_role("button", name="Garder sur cet appareil").click()
        visit.page.reload()
        expect(visit.page.get_by_label("Un bébé")).to_be_checked()
        expect(lines_for(visit, "bebe").first).to_be_visible()
        visit.page.get_by_role("button", name="Effacer de cet appareil").click()
        assert kept(visit) is None
        expect(visit.page.get_by_label("Un bébé")).not_to_be_checked()
        assert visit.page.locator("[data-garde]").inner_text().startswith("Effacé de cet appareil")
        expect(visit.page.get_by_role("button", name="Garder sur cet appareil")).to_be_focused()


def test_a_kept_text_that_is_no_list_is_ignored(window: Window) -> None:
    with window() as visit:
        visit.go("crues/")
        visit.page.evaluate("localStorage.setItem('prm-foyer', '{\"a\":')")
        visit.page.reload()
        expect(visit.page.locator("#foyer-choix")).to_be_visible()
        assert visit.page.locator("#foyer-choix input:checked").count() == 0
        assert visit.errors == []


def test_the_card_of_a_household_with_everything_is_one_a5_page(window: Window) -> None:
    with window() as visit:
        visit.go("crues/")
        for box in visit.page.locator("#foyer-choix input").all():
            box.check()
        visit.page.evaluate("window.print = () => {}")
        visit.page.get_by_role("button", name="Imprimer ma fiche").click()
        visit.page.emulate_media(media="print")
        expect(visit.page.locator("#foyer-mention")).to_contain_text("n’est pas le DICRIM officiel")
        expect(visit.page.get_by_role("heading", level=1)).to_be_hidden()
        with pikepdf.open(io.BytesIO(visit.page.pdf(prefer_css_page_size=True))) as card:
            sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in card.pages]  # fmt: skip
        assert sizes == [[148, 210]]
        visit.page.emulate_media(media="screen")
        visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        expect(visit.page.locator("#foyer-mention")).to_be_hidden()


def with_level(window: Window, at: datetime = NOW + timedelta(minutes=5), **words: object) -> AbstractContextManager[Visit]:  # fmt: skip
    return shown(window, changed("niveau", **words), at, "crues/")


def test_todays_level_is_a_button_as_long_as_it_may_be_shown(window: Window) -> None:
    with with_level(window) as visit:
        button = visit.page.get_by_role("button", name="Niveau d’aujourd’hui")
        button.click()
        metres = quiet_day()["fiches"]["niveau"]["valeur"]
        assert f"{metres:.2f} m".replace(".", ",") in value(visit)
        assert "il y a 15 minutes" in value(visit)
        expect(visit.page.locator("#crues-jour")).to_contain_text("Aujourd’hui : 1,27 m")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"at": NOW + timedelta(hours=5)}, "La dernière est ancienne, mesurée le"),
        ({"cachee_a": None}, "La dernière est ancienne, mesurée le"),
        ({"etat": "inconnue"}, "n’est pas connu ici"),
        ({"texte": ""}, "n’est pas connu ici"),
    ],
)
def test_a_level_that_is_old_or_absent_is_said_and_never_offered(
    window: Window, words: dict[str, Any], said: str
) -> None:
    with with_level(window, **words) as visit:
        expect(visit.page.locator("#crues-jour")).to_contain_text(said)
        assert "1,27" not in visit.page.locator("#crues-outil").inner_text()
        assert visit.page.get_by_role("button", name="Niveau d’aujourd’hui").count() == 0


def test_on_a_phone_the_gauge_stands_beside_the_slider(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("crues/")
        gauge = visit.page.locator(".crues-jauge").bounding_box()
        slider = visit.page.locator("#crues-niveau").bounding_box()
        assert gauge
        assert slider
        assert gauge["x"] > slider["x"] + slider["width"] - 1
        assert gauge["y"] < slider["y"] < gauge["y"] + gauge["height"]


SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("size", ["telephone", "ordinateur"])
def test_what_the_script_shows_moves_nothing(window: Window, size: str) -> None:
    with window(size) as visit:
        visit.page.add_init_script(SHIFTS)
        visit.go("crues/")
        expect(visit.page.locator("#crues-atteints li").first).to_be_visible()
        assert visit.page.evaluate("window.shifted") < 0.01
