"""What is said of a criterion: never more than what was tested."""

from __future__ import annotations

from datetime import date

import pytest

from opendata.findings import Finding
from site_src.accessibilite import rgesn
from site_src.accessibilite.records import RESULTATS, CritereRgesn
from site_src.accessibilite.rgesn import (
    RGESN,
    failed_measures,
    read_rgesn,
    weighed,
)
from site_src.accessibilite.states import State, counted, state_of, states
from tests.site_src.accessibilite.cases import RESULTS, evidence, files


@pytest.mark.parametrize(
    ("par", "fait", "reste", "sans_objet", "state"),
    [
        (("axe",), "", "", "", State.PASSED),
        (("axe",), "", "regarder", "", State.PARTLY),
        (("axe", "jamais"), "", "", "", State.PARTLY),
        (("jamais",), "", "", "", State.HUMAN),
        ((), "", "", "", State.HUMAN),
        ((), "écrit", "", "", State.PASSED),
        (("axe",), "", "", "rien de tel", State.WITHOUT_OBJECT),
        (("casse",), "", "", "rien de tel", State.FAILED),
        (("axe", "casse"), "écrit", "", "", State.FAILED),
    ],
)
def test_a_criterion_says_what_was_measured(
    par: tuple[str, ...], fait: str, reste: str, sans_objet: str, state: State
) -> None:
    one = CritereRgesn(n="1.1", titre="?", par=par, fait=fait, reste=reste, sans_objet=sans_objet)
    assert state_of(one, frozenset({"casse"}), frozenset({"axe", "casse"})) is state


def test_every_criterion_has_one_state_and_a_failure_shows_in_each_it_speaks_of() -> None:
    assert sum(number for _, number in counted(states(evidence()).values())) == 106
    broken = RESULTS.replace("id: html, pages: 9, echecs: []", "id: html, pages: 9, echecs: [{sorte: accueil, quoi: faux}]")  # fmt: skip
    read = evidence({RESULTATS: broken})
    named = {one.n for one in read.rgaa.criteres if "html" in one.par}
    assert {n for n, state in states(read).items() if state is State.FAILED} == named
    assert named
    assert State.FAILED not in states(evidence()).values()


def test_a_request_to_another_host_or_a_third_typeface_fails_its_criteria() -> None:
    heavy = RESULTS.replace("tiers: 0, polices: 1}\n- {sorte: perdue", "tiers: 2, polices: 3}\n- {sorte: perdue")  # fmt: skip
    assert failed_measures(evidence().resultats) == frozenset()
    assert failed_measures(evidence({RESULTATS: heavy}).resultats) == {"tiers", "polices"}


def test_nothing_is_said_of_pages_that_nobody_weighed() -> None:
    unweighed = evidence({RESULTATS: RESULTS.partition("poids:")[0] + "poids: []\n"}).resultats
    fonts = CritereRgesn(n="4.8", titre="?", par=("polices",))
    assert weighed(unweighed.poids) is None
    assert rgesn.states([fonts], unweighed) == {"4.8": State.HUMAN}
    assert rgesn.states([fonts], evidence().resultats) == {"4.8": State.PASSED}


def test_an_unknown_measure_is_a_finding() -> None:
    found: list[Finding] = []
    raw = files()[RGESN].replace(b'{n: "4.8",', b'{par: [lettres], n: "4.8",').replace(b", par: [polices]", b"")  # fmt: skip
    assert read_rgesn({RGESN: raw}, ("axe", "html", "sans-script"), found) is None
    assert (
        "data/accessibilite/rgesn.yaml:0:0: critère 4.8 : mesure « lettres » inconnue — règle : un critère nomme poids, tiers, polices ou un contrôle de rgaa.yaml — remède : corriger le nom"
        in map(str, found)
    )


def test_a_day_of_results_that_is_to_come_is_a_finding() -> None:
    from tests.builds import findings

    future = RESULTS.replace("2026-01-31", "2031-01-31")
    said = findings(files({RESULTATS: future}), date(2026, 2, 1))
    assert [one for one in said if "resultats.yaml" in one and "2031" in one]
