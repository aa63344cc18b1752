"""A release that would reveal is refused, its cells named, with the cheapest way out."""

from __future__ import annotations

import pytest

from opendata.disclosure.history.admission import RefusedError, admit
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.releases import Release
from opendata.disclosure.history.ways import BEFORE, NOTHING
from tests.opendata.disclosure.history.tables import Counts, grouped, released, table

SMALL = (1, 4)
THREE: Counts = {("a",): 10, ("b",): 20, ("c",): 31}
FOUR: Counts = {("a",): 13, ("b",): 29, ("c",): 40}


def refused(*releases: Release) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        admit(releases[:-1], releases[-1], SMALL)
    best = caught.value.ways[0]
    instead = Release("à la place", best.publication, releases[-1].facts)
    kept = releases[:-1] if best.text == NOTHING else (*releases[:-1], instead)
    assert audit_history(kept, SMALL).safe
    return caught.value


def test_a_new_quarter_that_reveals_is_refused_and_says_what_to_hide() -> None:
    error = refused(
        released("trois", table(THREE, "lieu"), trimestre=["T1", "T2", "T3"]),
        released("quatre", table(FOUR, "lieu"), trimestre=["T1", "T2", "T3", "T4"]),
    )
    assert str(error) == (
        "plusieurs publications : (a, T4) = 3 : différence de publications\n"
        "issue la moins chère : masquer aussi (a), (c) (coût 2 ; ne pas publier la marge lieu : 3 ; ne rien publier : 5)"
    )


def test_a_release_that_reveals_nothing_is_admitted() -> None:
    more = {place: count + 9 for place, count in THREE.items()}
    earlier = released("trois", table(THREE, "lieu"), trimestre=["T1"])
    outcome = admit([earlier], released("quatre", table(more, "lieu"), trimestre=["T1", "T2"]), SMALL)  # fmt: skip
    assert outcome.safe


def test_a_revision_of_one_cell_is_refused_whatever_it_says_it_counts() -> None:
    first, revised = table(THREE, "lieu"), table(THREE | {("b",): 21}, "lieu")
    error = refused(released("première", first), released("révisée", revised))
    assert str(error) == (
        "révisée : (Total) entre 61 et 62 : deux publications donnent deux effectifs à une même case\n"
        "révisée : (b) entre 20 et 21 : deux publications donnent deux effectifs à une même case\n"
        "issue la moins chère : ne rien publier (coût 0)"
    )
    error = refused(released("première", first, version=["v1"]), released("révisée", revised, version=["v1", "v2"]))  # fmt: skip
    assert error.advice == (
        "issue la moins chère : masquer aussi (Total), (b) (coût 3 ; ne rien publier : 5)"
    )


def test_a_regrouped_geography_that_reveals_is_refused() -> None:
    counts: Counts = {("a",): 20, ("b",): 3, ("c",): 30, ("d",): 40, ("e",): 50}
    fine = [("a",), ("b",), ("c",), ("d",), ("e",)]
    before, after = (
        released(name, table(counts, "lieu", trees={"lieu": [tree]}), left_out=fine)
        for name, tree in (
            ("avant", grouped(N="ab", S="cd", O="e")),
            ("après", grouped(N="a", S="bcd", O="e")),
        )
    )
    error = refused(before, after)
    assert [(e.labels, e.lower) for _, e in error.outcome.exposures] == [(("b",), 3)]
    assert error.advice == "issue la moins chère : masquer aussi (N), (S) (coût 4 ; ne pas publier la marge lieu : 4 ; ne rien publier : 4)"  # fmt: skip


def test_what_a_withdrawn_table_told_is_still_refused() -> None:
    gone = released("trois", table(THREE, "lieu"), trimestre=["T1"])
    gone = Release(gone.name, gone.publication, gone.facts, withdrawn=True)
    error = refused(gone, released("quatre", table(FOUR, "lieu"), trimestre=["T1", "T2"]))
    assert error.outcome.exposures


def test_a_count_hidden_before_and_shown_now_is_refused() -> None:
    case = table({("a",): 2, ("b",): 20, ("c",): 31}, "lieu")
    error = refused(released("avant", case, ("a",), ("c",)), released("après", case, ("a",), ("b",)))  # fmt: skip
    assert str(error) == (
        "après : (a) = 2 : additions et soustractions\n"
        "après : (b) = 20 : masqué par une publication, publié par une autre\n"
        "après : (c) = 31 : masqué par une publication, publié par une autre\n"
        "issue la moins chère : masquer aussi (c) et montrer, comme avant, (b) (coût 1 ; ne pas publier la marge lieu : 1 ; ne rien publier : 1)"
    )


def test_earlier_releases_that_reveal_each_other_leave_no_way_out() -> None:
    one = released("un", table(THREE, "lieu"), trimestre=["T1"])
    two = released("deux", table(FOUR, "lieu"), trimestre=["T1", "T2"])
    with pytest.raises(RefusedError) as caught:
        admit([one, two], released("trois", table(FOUR, "lieu"), trimestre=["T1", "T2"]), SMALL)
    assert caught.value.advice == BEFORE


def test_the_margin_to_leave_out_may_be_the_cheapest() -> None:
    facts: Counts = {(place, kind): 9 for place in "abc" for kind in "xy"}
    more = {labels: count + 8 for labels, count in facts.items()} | {("a", "x"): 11, ("b", "x"): 11,
            ("c", "x"): 11, ("a", "y"): 11, ("b", "y"): 11, ("c", "y"): 11}  # fmt: skip
    first = released("un", table(facts, "lieu", "type"), trimestre=["T1"])
    second = released("deux", table(more, "lieu", "type"), trimestre=["T1", "T2"])
    error = refused(first, second)
    assert "ne pas publier" in error.advice
    costs = [way.cost for way in error.ways]
    assert costs == sorted(costs)
