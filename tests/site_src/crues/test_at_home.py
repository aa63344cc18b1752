"""« Chez vous »: what a household is told comes from the register, in the order of time."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from opendata.findings import Finding
from site_src.crues.at_home import PHASES, at_home
from site_src.crues.pages import CHART, pages, spoken
from site_src.frame.typography import typographie
from site_src.risques.register import Register
from site_src.risques.risque import ConsigneDeRisque, Consignes, Risque
from site_src.risques.shared import Situation
from tests.builds import committed
from tests.site_src.dossiers.cases import LANGUAGES
from tests.site_src.risques.cases import register_in

TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in (Path(__file__).parents[3] / "site_src").glob("*/templates/*.j2")
}
FRENCH = [spoken(LANGUAGES["fr"])]
JEUX = ("crues", "hauteurs-effets", "maxima-annuels")


@pytest.fixture(scope="module")
def register() -> Register:
    findings: list[Finding] = []
    files = committed("data/risques/*", *(f"data/datasets/{name}/**/*" for name in JEUX))
    found = register_in(files, findings)
    assert found is not None, findings
    return found


def line(texte: str, *foyer: str, cas: str | None = None) -> ConsigneDeRisque:
    return ConsigneDeRisque(texte=texte, source="s", fiabilite="S", foyer=foyer, cas=cas)


@pytest.fixture
def two(register: Register) -> tuple[Risque, Register]:
    """A flood with one line of each kind, and another risk with a line for cellars."""
    flood, other = register.risques[:2]
    said = (
        line("Rangez tout.", cas="Tel cas"),
        line("Fermez la cave.", "cave"),
        line("Fermez tout."),
    )
    flood = flood.model_copy(update={"consignes": Consignes(avant=said)})
    own = (line("Videz la cave.", "cave"), line("Ouvrez tout."))
    other = other.model_copy(update={"consignes": Consignes(avant=own, pendant=own)})
    situations = (Situation(id="cave", libelle="Une cave"),)
    return flood, replace(register, risques=(flood, other), situations=situations)


def test_lines_for_all_come_first_then_those_of_a_household_then_those_of_a_case(
    two: tuple[Risque, Register],
) -> None:
    flood, register = two
    before, during, after = at_home(flood, register).moments
    said = [one.consigne.texte for one in before.lines]
    assert said == ["Fermez tout.", "Fermez la cave.", "Videz la cave.", "Rangez tout."]
    assert [one.consigne.texte for one in during.lines] == ["Videz la cave."]
    assert after.lines == ()


def test_a_line_of_another_risk_says_which_and_the_flood_s_own_do_not(
    two: tuple[Risque, Register],
) -> None:
    flood, register = two
    before = at_home(flood, register).moments[0]
    named = {one.consigne.texte: one.risque and one.risque.id for one in before.lines}
    assert named["Videz la cave."] == register.risques[1].id
    assert named["Fermez la cave."] is None


def test_what_takes_days_comes_first() -> None:
    assert list(PHASES) == ["avant", "pendant", "apres"]


def test_without_a_script_every_line_is_there_with_whom_it_is_for_and_its_source(
    register: Register,
) -> None:
    (page,) = pages(register, {CHART: b"<svg></svg>"}, TEMPLATES, FRENCH)
    flood = next(risque for risque in register.risques if risque.hauteurs_de_la_seine)
    card = html.unescape(page.body).split('id="foyer-fiche"')[1].split("## ")[0]
    shown = {
        (tuple((found[1] or "").split()), re.sub(r"<[^>]+>", "", found[2]))
        for found in re.finditer(r'<li(?: data-ou)?(?: data-pour="([^"]*)")?>(.*?)</li>', card)
    }
    labels = {one.id: typographie(one.libelle) for one in register.situations}
    lines = [one for moment in at_home(flood, register).moments for one in moment.lines]
    assert len(shown) == len(
        {(one.consigne.foyer, one.consigne.texte, one.consigne.cas) for one in lines}
    )
    for one in lines:
        words = [typographie(one.consigne.texte), typographie(one.consigne.cas or "")]
        mine = [text for pour, text in shown if pour == one.consigne.foyer]
        (said,) = [text for text in mine if all(word in text for word in words)]
        assert all(labels[name] in said for name in one.consigne.foyer)
        assert typographie(register.sources[one.consigne.source].editeur) in said
        assert ("à confirmer" in said) == (one.consigne.fiabilite != "S")


def test_a_situation_without_an_instruction_says_so(register: Register) -> None:
    (page,) = pages(register, {CHART: b"<svg></svg>"}, TEMPLATES, FRENCH)
    for one in register.situations:
        told = re.search(rf'<p class="prm-vide" data-pour="{one.id}">(.*?)</p>', page.body)
        assert (told is not None) == one.aucune


def test_what_says_to_look_where_one_lives_is_marked_for_who_has_been_told(
    register: Register,
) -> None:
    assert line("Vérifiez si votre adresse est en zone inondable.").asks_where
    assert not line("Coupez le gaz.").asks_where
    (page,) = pages(register, {CHART: b"<svg></svg>"}, TEMPLATES, FRENCH)
    flood = next(risque for risque in register.risques if risque.hauteurs_de_la_seine)
    lines = [one for moment in at_home(flood, register).moments for one in moment.lines]
    assert page.body.count("<li data-ou") == sum(one.consigne.asks_where for one in lines)
