"""The tables to attack, by keyboard alone: sums are checked, and the verdict tells what was shown."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, Window

POSSIBLE = (("0", "8", "22", "4"), ("5", "3", "17", "9"))


def attacked(visit: Visit, table: str) -> Locator:
    return visit.page.locator(f"#protection-{table}")


def fill(visit: Visit, place: Locator, values: tuple[str, ...]) -> None:
    """From the first field on, by Tab."""
    place.locator("input").first.focus()
    for value in values:
        visit.page.keyboard.press("ControlOrMeta+a")
        visit.page.keyboard.type(value)
        visit.page.keyboard.press("Tab")


def test_the_badly_protected_table_says_when_its_count_is_found(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("donnees/protection/")
        place = attacked(visit, "mal")
        verdict = place.get_by_role("status")
        fill(visit, place, ("4",))
        expect(verdict).to_have_text(
            "Lieu A : l’addition donne 23, le total est 22. Type 1 : l’addition donne 28, le total est 27."
        )
        fill(visit, place, ("3",))
        expect(verdict).to_contain_text("Retrouvé. C’est la seule table possible")
        assert visit.errors == []


def test_the_protected_table_admits_several_answers(window: Window) -> None:
    with window() as visit:
        visit.go("donnees/protection/")
        place = attacked(visit, "bien")
        verdict = place.get_by_role("status")
        fill(visit, place, POSSIBLE[0][:2])
        expect(verdict).to_have_text("Rien de faux jusqu’ici. Il reste 2 cases à remplir.")
        fill(visit, place, POSSIBLE[0])
        expect(verdict).to_contain_text("Vous en avez trouvé 1 sur 9.")
        fill(visit, place, POSSIBLE[1])
        expect(verdict).to_contain_text("Vous en avez trouvé 2 sur 9.")
        fill(visit, place, ("-1",))
        expect(verdict).to_contain_text("Écrivez des nombres entiers")
        expect(place.get_by_label("Lieu A, Type 1 (masqué)")).to_have_attribute(
            "aria-invalid", "true"
        )
        place.get_by_role("button", name="Tout effacer").press("Enter")
        expect(place.locator("input").first).to_be_focused()
        expect(verdict).to_have_text("")


def test_without_scripts_the_whole_example_is_written_out(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("donnees/protection/")
        assert visit.page.locator("td.protection-masque", has_text="masqué").count() == 5
        visit.page.get_by_text("La solution").click()
        assert visit.page.get_by_text("22 − 12 − 7 = 3").is_visible()
        visit.page.get_by_text("Ce qu’un attaquant peut savoir").click()
        assert visit.page.get_by_role("cell", name="22", exact=True).last.is_visible()


def test_the_dataset_and_the_observatory_lead_to_the_page(window: Window) -> None:
    with window() as visit:
        for path in ("donnees/tranquillite/", "prevention/observatoire/"):
            visit.go(path)
            visit.page.locator("main").get_by_role(
                "link", name="Comment nous protégeons les données"
            ).first.click()
            assert visit.path == "donnees/protection/"
        visit.page.get_by_role("link", name="note pour l’analyse d’impact (AIPD)").click()
        assert visit.path == "donnees/protection/note-aipd/"
