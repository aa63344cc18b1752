"""What people come for is two presses or one typed street away from home, on a phone: by hand, by keyboard, without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window

PRESSES = 2


@dataclass(frozen=True)
class Task:
    """What somebody asks, the links pressed from home, and what then stands on the page, as a pattern."""

    question: str
    presses: tuple[str, ...]
    answer: str


TASKS = (
    Task("l'eau monte, que faire ?", ("L’eau monte",), "Ne descendez pas au sous-sol"),
    Task("plus de courant, que faire ?", ("Plus de courant",), "N’utilisez pas l’ascenseur"),
    Task("il fait trop chaud, que faire ?", ("Il fait trop chaud",), "Buvez"),
    Task("ça sent le gaz, que faire ?", ("Ça sent le gaz",), "Ne touchez ni interrupteur"),
    Task("quand le RER s'arrête-t-il ?", ("Ce que change chaque hauteur de la Seine",), "RER C"),
    Task("suis-je assuré ?", ("Crue de la Seine",), "La lettre part en recommandé"),
    Task("comment appeler en silence ?", ("Numéros à garder",), "114"),
    Task("que mettre dans le sac ?", ("Sac d’urgence 72",), "Radio"),
    Task("qu'est-ce qui se passe ?", ("En ce moment",), "Seine à Paris-Austerlitz"),
    Task("où dormir après un sinistre ?", ("Logement sinistré",), "hébergement|logement"),
    Task("ma rue, sans écrire ?", ("Par arrondissement", "15e arrondissement"), "zones du PPRI"),
    Task("où sont les données ?", ("Les données ouvertes",), "registre"),
)
# What one typed street answers.
STREET = "12 rue de Lille 75007"
STREET_TASKS = (
    ("ma rue est-elle inondable ?", r"^Concernée|^En partie concernée"),
    ("où est le lieu frais le plus proche ?", r"Lieu frais à"),
    ("où est ma mairie ?", r"Mairie à"),
)
Press = Callable[[Visit, str], None]


def by_hand(visit: Visit, name: str) -> None:
    visit.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()


def by_keyboard(visit: Visit, name: str) -> None:
    """Tab from the start of the page to the link, then Enter: it can be reached, whatever it takes."""
    link = visit.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).first
    found = link.element_handle()  # sought once, not at each press
    for _ in range(400):
        visit.page.keyboard.press("Tab")
        if found.evaluate("link => link === document.activeElement"):
            visit.page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by Tab")


WAYS = [("by hand", by_hand, True), ("by keyboard", by_keyboard, True), ("no script", by_hand, False)]  # fmt: skip


@pytest.mark.parametrize(("way", "press", "scripts"), WAYS, ids=[way for way, _, _ in WAYS])
def test_each_task_is_done_in_two_presses_from_home(
    window: Window, way: str, press: Press, scripts: bool
) -> None:
    with window("telephone", scripts=scripts) as visit:
        for task in TASKS:
            assert len(task.presses) <= PRESSES
            visit.go("")
            for name in task.presses:
                before = visit.page.url
                press(visit, name)
                expect(visit.page).not_to_have_url(before)
            told = visit.page.get_by_role("main").get_by_text(re.compile(task.answer))
            expect(told.filter(visible=True).first, f"{way}: {task.question}").to_be_visible()
        assert visit.errors == []


def test_the_first_instruction_of_each_situation_is_seen_without_scrolling_further_than_a_screen(
    window: Window,
) -> None:
    with window("telephone") as visit:
        for task in TASKS[:4]:
            visit.go("")
            by_hand(visit, task.presses[0])
            first = visit.page.locator(".prm-pendant .prm-consignes li").first
            expect(first).to_be_in_viewport()


@pytest.mark.parametrize(("question", "answer"), STREET_TASKS)
def test_one_typed_street_answers(window: Window, question: str, answer: str) -> None:
    with window("telephone") as visit:
        visit.go("")
        visit.page.get_by_label("Votre rue").fill(STREET)
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/ma-rue/**")
        expect(visit.page.get_by_text(re.compile(answer)).first, question).to_be_visible()


def test_an_english_reader_is_one_press_away(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("")
        visit.page.get_by_role("link", name="English", exact=True).click()
        visit.page.wait_for_url("**/en/")
        assert visit.page.locator("html").get_attribute("lang") == "en"
