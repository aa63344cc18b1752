"""The 72 h bag and the family plan: filled in here, sent nowhere, kept on the device by a press alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

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
        assert asked == before
        assert visit.path == PLAN
        kept = '{"local":[],"session":[],"cookie":"","bases":0,"caches":0}'
        assert visit.page.evaluate(STORED) == kept
        visit.page.goto(visit.address + PLAN)
        assert visit.page.get_by_label("Nom").first.input_value() == ""
        assert visit.errors == []


def kept(visit: Visit, name: str = "prm-plan") -> Any:
    return json.loads(visit.page.evaluate(f"localStorage.getItem('{name}')") or "null")


def told(visit: Visit) -> str:
    return visit.page.locator("[data-garde]").inner_text()


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name).click()


def test_answers_are_kept_by_a_press_with_its_day_and_erased_by_another(window: Window) -> None:
    with window() as visit:
        fill(visit)
        assert (kept(visit), told(visit)) == (None, "")
        press(visit, "Garder sur cet appareil")
        assert told(visit).startswith("Gardé sur cet appareil le ")
        visit.page.reload()
        assert visit.page.get_by_label("Nom").first.input_value() == "Ada Essai"
        assert told(visit).startswith("Gardé sur cet appareil le ")
        visit.page.get_by_label("Nom").first.fill("Ada Autre")
        assert told(visit).startswith("Changé, et pas encore gardé.")
        assert "Ada Autre" not in kept(visit)["valeurs"].values()
        press(visit, "Effacer de cet appareil")
        assert kept(visit) is None
        assert visit.page.get_by_label("Nom").first.input_value() == ""
        assert told(visit) == "Effacé de cet appareil et de cette page."
        expect(visit.page.get_by_role("button", name="Garder sur cet appareil")).to_be_focused()
        assert visit.errors == []


def test_what_is_kept_in_french_is_there_in_english(window: Window) -> None:
    with window() as visit:
        fill(visit)
        press(visit, "Garder sur cet appareil")
        visit.go("en/family-plan/")
        assert visit.page.get_by_label("Name").first.input_value() == "Ada Essai"
        assert told(visit).startswith("Kept on this device on ")
        visit.go("en/72-hour-bag/")
        assert told(visit) == ""


def test_the_bag_keeps_its_ticks_and_the_number_of_people(window: Window) -> None:
    with window() as visit:
        visit.go(KIT)
        visit.page.get_by_label("Nombre de personnes à prévoir").fill("4")
        visit.page.locator("article input[type=checkbox]").first.check()
        press(visit, "Garder sur cet appareil")
        visit.page.reload()
        assert state(visit.page).startswith("1 sur ")
        assert visit.page.get_by_label("Nombre de personnes à prévoir").input_value() == "4"
        expect(visit.page.locator("[data-par-personne]")).to_be_visible()


def test_an_answer_whose_question_is_gone_is_not_lost_by_keeping_the_others(
    window: Window,
) -> None:
    with window() as visit:
        visit.go(PLAN)
        old = {"le": "2031-01-10T18:00:00Z", "valeurs": {"Question d'hier": "Réponse"}}
        visit.page.evaluate("kept => localStorage.setItem('prm-plan', kept)", json.dumps(old))
        visit.page.reload()
        press(visit, "Garder sur cet appareil")
        assert kept(visit)["valeurs"]["Question d'hier"] == "Réponse"


@pytest.mark.parametrize("text", ['{"a":', "[]", "null", '{"le": "hier", "valeurs": {}}', '{"le": "2031-01-10", "valeurs": null}'])  # fmt: skip
def test_what_this_page_did_not_write_is_ignored(window: Window, text: str) -> None:
    with window() as visit:
        visit.go(PLAN)
        visit.page.evaluate("text => localStorage.setItem('prm-plan', text)", text)
        visit.page.reload()
        expect(visit.page.get_by_role("button", name="Garder sur cet appareil")).to_be_visible()
        expect(visit.page.get_by_role("button", name="Effacer de cet appareil")).to_be_hidden()
        assert visit.errors == []


def test_answers_become_a_file_made_here_that_says_them_in_words(
    window: Window, tmp_path: Path
) -> None:
    with window() as visit:
        fill(visit)
        with visit.page.expect_download() as made:
            press(visit, "Enregistrer dans un fichier")
        assert made.value.suggested_filename == "plan-familial.txt"
        made.value.save_as(tmp_path / "plan.txt")
        lines = (tmp_path / "plan.txt").read_text(encoding="utf-8-sig").split("\n")
        assert lines[0] == visit.page.locator("h1").inner_text()
        assert "Nom : Ada Essai".replace(" :", "\N{NO-BREAK SPACE}:") in lines
        assert lines[lines.index("Nom\N{NO-BREAK SPACE}: Ada Essai") - 1] == "Personne 1"
        assert any(line.endswith(": Par l'escalier B") for line in lines)
        assert not any(line.startswith("Téléphone") for line in lines), "nothing was answered"


def saved(visit: Visit, path: Path) -> dict[str, Any]:
    """Press, and what the last line of the file holds."""
    with visit.page.expect_download() as made:
        visit.page.locator("[data-geste=fichier]").click()
    made.value.save_as(path)
    line = path.read_text(encoding="utf-8-sig").split("\n")[-2]
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def choose(visit: Visit, path: Path) -> None:
    """By keyboard, as who has no mouse does."""
    # Asked for before the steps below: the browser may take a press before it knows that a chooser is waited for.
    visit.page.on("filechooser", lambda _: None)
    button = visit.page.locator("[data-geste=ouvrir]")
    expect(button).to_be_visible()
    button.focus()
    expect(button).to_be_focused()
    with visit.page.expect_file_chooser() as chosen:
        visit.page.keyboard.press("Enter")
    chosen.value.set_files(path)


def test_a_file_of_one_device_opens_on_another_and_is_kept_by_a_press_alone(
    window: Window, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    with window() as visit:
        fill(visit)
        visit.page.get_by_label("Notre chemin pour évacuer").fill("Escalier <b>B</b>\nporte 2")
        saved(visit, path)
    with window("telephone") as visit:
        asked: list[Request] = []
        visit.page.on("request", lambda request: asked.append(request))
        visit.go("en/family-plan/")
        visit.page.get_by_label("Our address").fill("Before")
        loaded = len(asked)
        choose(visit, path)
        expect(visit.page.locator("[data-garde]")).to_contain_text("is open here. It is kept on this device only if")  # fmt: skip
        assert visit.page.get_by_label("Name").first.input_value() == "Ada Essai"
        assert visit.page.get_by_label("Our way out").input_value() == "Escalier <b>B</b>\nporte 2"
        assert visit.page.get_by_label("Our address").input_value() == ""
        assert visit.page.locator("article b", has_text="B").count() == 0
        assert (kept(visit), len(asked), visit.page.evaluate("location.href")) == (None, loaded, f"{visit.address}en/family-plan/")  # fmt: skip
        press(visit, "Undo")
        assert visit.page.get_by_label("Our address").input_value() == "Before"
        choose(visit, path)
        expect(visit.page.get_by_label("Name").first).to_have_value("Ada Essai")
        press(visit, "Keep on this device")
        assert "Ada Essai" in kept(visit)["valeurs"].values()
        assert {one.method for one in asked} == {"GET"}
        assert not any("Ada" in one.url or "Ada" in (one.post_data or "") for one in asked)
        assert (visit.errors, visit.foreign) == ([], [])


def record(sorte: object = "prm-plan", version: object = 1, le: object = "2031-01-10T18:00:00Z", valeurs: object = None,
           **more: object) -> str:  # fmt: skip
    """The line that a page reads."""
    held = {"sorte": sorte, "version": version, "le": le, "valeurs": {} if valeurs is None else valeurs}  # fmt: skip
    return json.dumps(held | more)


REFUSED = [
    ("Une lettre.", "pas été enregistré par ce site"),
    ("", "pas été enregistré par ce site"),
    ("[1]", "pas été enregistré par ce site"),
    (f"{record()}\nAjout", "pas été enregistré par ce site"),
    (record(plus=1), "pas été enregistré par ce site"),
    (record(le="hier"), "pas été enregistré par ce site"),
    (record(valeurs=[]), "pas été enregistré par ce site"),
    (record("prm-kit"), "par une autre page de ce site"),
    (record(version=2), "ne connaît pas : « 2 »"),
    (record(valeurs={"<img src=x onerror=alert(1)>": "a"}), "qui n'est pas sur cette page : « <img src=x onerror=alert(1)> »"),
    (record(valeurs={"__proto__": "a"}), "qui n'est pas sur cette page : « __proto__ »"),
    (record(valeurs={"Qui vit ici 1 Nom": True}), "la réponse à « Qui vit ici 1 Nom » n'a pas la forme attendue"),
    ("a" * 200_001, "trop grand : 201 ko, au plus 200 ko"),
]  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("’", "'")  # fmt: skip


def test_a_file_that_is_not_of_this_page_is_refused_in_a_sentence_and_changes_nothing(
    window: Window, tmp_path: Path
) -> None:
    with window() as visit:
        fill(visit)
        for rank, (text, why) in enumerate(REFUSED):
            path = tmp_path / f"{rank}.txt"
            path.write_text(text, encoding="utf-8")
            visit.page.locator("[data-garde]").evaluate("one => { one.textContent = ''; }")
            visit.page.locator("[data-preparation] input[type=file]").set_input_files(path)
            expect(visit.page.locator("[data-garde]")).to_contain_text("Rien n’a changé")
            assert why in plain(told(visit)), (text[:60], told(visit))
        assert visit.page.get_by_label("Nom").first.input_value() == "Ada Essai"
        assert visit.page.locator("[data-garde] *").count() == 0
        assert kept(visit) is None
        assert visit.errors == []


def test_the_file_of_the_bag_has_its_ticks(window: Window, tmp_path: Path) -> None:
    with window() as visit:
        visit.go(KIT)
        visit.page.get_by_label("Nombre de personnes à prévoir").fill("4")
        visit.page.locator("article input[type=checkbox]").first.check()
        found = saved(visit, tmp_path / "sac.txt")
        assert (found["sorte"], found["version"]) == ("prm-kit", 1)
        visit.page.reload()
        choose(visit, tmp_path / "sac.txt")
        expect(visit.page.locator("[data-etat]")).to_contain_text("1 sur ")
        assert visit.page.get_by_label("Nombre de personnes à prévoir").input_value() == "4"


REFUSING = (
    "Storage.prototype.setItem = () => { throw new DOMException('plein', 'QuotaExceededError'); }"
)
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('non', 'SecurityError'); } })"  # fmt: skip


@pytest.mark.parametrize("refusal", [REFUSING, FORBIDDEN])
def test_a_device_that_refuses_to_keep_is_told_in_a_sentence(window: Window, refusal: str) -> None:
    with window() as visit:
        visit.page.add_init_script(refusal)
        fill(visit)
        press(visit, "Garder sur cet appareil")
        assert told(visit).startswith("Cet appareil refuse de garder")
        assert visit.page.get_by_label("Nom").first.input_value() == "Ada Essai"
        expect(visit.page.get_by_role("button", name="Effacer de cet appareil")).to_be_hidden()


def test_no_request_holds_what_was_typed_and_none_is_a_post(window: Window) -> None:
    """Every gesture of the page, the whole log of the network, and the address."""
    with window() as visit:
        asked: list[Request] = []
        visit.page.on("request", lambda request: asked.append(request))
        visit.page.add_init_script("window.print = () => {}")
        fill(visit)
        for name in (
            "Garder sur cet appareil",
            "Imprimer",
            "Enregistrer dans un fichier",
            "Tout effacer",
            "Rétablir",
        ):
            press(visit, name)
        visit.page.keyboard.press("Enter")
        visit.page.reload()
        assert visit.path == PLAN
        press(visit, "Effacer de cet appareil")
        seen = [(one.method, one.url, one.post_data or "", json.dumps(one.headers)) for one in asked]  # fmt: skip
        assert {method for method, *_ in seen} == {"GET"}
        assert not any(word in part for parts in seen for part in parts for word in ("Ada", "escalier"))  # fmt: skip
        assert visit.foreign == []


@pytest.mark.parametrize("path", [KIT, PLAN])
def test_without_script_the_page_is_a_blank_form_for_a_pen(window: Window, path: str) -> None:
    with window(scripts=False) as visit:
        visit.go(path)
        expect(visit.page.locator("[data-preparation]")).to_be_hidden()
        expect(visit.page.locator("[data-sans-script]")).to_contain_text(
            "disparaît quand vous la fermez"
        )
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
