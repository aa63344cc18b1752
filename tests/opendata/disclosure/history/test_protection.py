"""A release protected with a history: what their differences tell obeys the rules too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from opendata.disclosure.audit import Exposure
from opendata.disclosure.cube import Cube
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.releases import ApartError, Release
from opendata.disclosure.memory import RefusedAfterError, Remembering, newest, with_earlier
from opendata.disclosure.protector import Counts, Protected, UnsafeError, protect
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.history.tables import Counts as Finest
from tests.opendata.disclosure.history.tables import grouped, released, table

SMALL = (1, 4)
FACTS: Finest = {
    ("a", "T1"): 10, ("b", "T1"): 20, ("c", "T1"): 31, ("a", "T2"): 3, ("b", "T2"): 9, ("c", "T2"): 12,
}  # fmt: skip
FIRST: Finest = {(place,): count for (place, period), count in FACTS.items() if period == "T1"}


def protected(facts: Finest, names: tuple[str, ...], margins: list[set[str]], *earlier: Release,
              **more: list[object]) -> Release:  # fmt: skip
    """The margins of a table protected with what was published before."""
    case = table(facts, *names, **more)  # type: ignore[arg-type]
    scope = case.cube.margins([frozenset(margin) for margin in margins])
    own = Counts(case.cube, case.values, scope)
    joint, places = with_earlier(own, facts, None, earlier)
    weights = np.asarray(2.0 ** joint.cube.summarised())
    done = newest(protect(joint, [SmallCount()], SMALL, weights), own, places)
    assert not (done.release.hidden & ~scope).any()
    return Release("nouvelle", done.release)


def told(release: Release) -> dict[tuple[str, ...], int | None]:
    given = release.publication
    return {
        given.cube.labels(c): int(given.values[c]) if given.shown[c] else None
        for c in np.flatnonzero(given.shown | given.hidden).tolist()
    }


def test_a_cumulated_quarter_hides_what_subtracting_the_first_would_tell() -> None:
    first = released("T1", table(FIRST, "lieu"), trimestre=["T1"])
    second = protected(FACTS, ("lieu", "trimestre"), [set(), {"lieu"}], first)
    assert audit_history([first, second], SMALL).safe
    counts = told(second)
    assert counts["a", "Total"] is None
    assert sum(count is None for count in counts.values()) == 2
    assert counts["Total", "Total"] == 85


def test_without_the_first_nothing_would_be_hidden() -> None:
    alone = protected(FACTS, ("lieu", "trimestre"), [set(), {"lieu"}])
    assert None not in told(alone).values()


def test_a_revision_by_one_is_hidden() -> None:
    facts: Finest = {(place, "v1"): count for (place,), count in FIRST.items()}
    facts["b", "v2"] = 1
    first = released("première", table(FIRST, "lieu"), version=["v1"])
    second = protected(facts, ("lieu", "version"), [set(), {"lieu"}], first)
    assert audit_history([first, second], SMALL).safe
    counts = told(second)
    # The total tells of one fact more as its part does.
    assert counts["b", "Total"] is None
    assert counts["Total", "Total"] is None


def test_the_whole_after_a_part_of_the_population_hides_the_rest() -> None:
    facts: Finest = {(place, "majeurs"): count for (place,), count in FIRST.items()}
    facts |= {("a", "mineurs"): 2, ("b", "mineurs"): 11, ("c", "mineurs"): 8}
    first = released("majeurs", table(FIRST, "lieu"), population=["majeurs"])
    second = protected(facts, ("lieu", "population"), [set(), {"lieu"}], first)
    assert audit_history([first, second], SMALL).safe
    assert told(second)["a", "Total"] is None


def test_a_group_that_loses_a_small_part_is_hidden() -> None:
    counts: Finest = {("a",): 20, ("b",): 3, ("c",): 30, ("d",): 40, ("e",): 9}
    fine = [("a",), ("b",), ("c",), ("d",), ("e",)]
    before, after = grouped(N="ab", S="cd", O="e"), grouped(N="a", S="bcd", O="e")
    first = released("avant", table(counts, "lieu", trees={"lieu": [before]}), left_out=fine)
    case = table(counts, "lieu", trees={"lieu": [after]})
    scope = np.ones(case.cube.size, dtype=bool)
    scope[[case.cube.cell(labels) for labels in fine]] = False
    own = Counts(case.cube, case.values, scope)
    joint, places = with_earlier(own, counts, None, [first])
    done = newest(protect(joint, [SmallCount()], SMALL, np.asarray(2.0 ** joint.cube.summarised())), own, places)  # fmt: skip
    second = Release("après", done.release)
    assert audit_history([first, second], SMALL).safe
    assert told(second)["N",] is None


def test_what_was_hidden_stays_hidden() -> None:
    facts: Finest = {("a",): 2, ("b",): 20, ("c",): 31}
    first = released("avant", table(facts, "lieu"), ("a",), ("c",))
    second = protected(facts, ("lieu",), [set(), {"lieu"}], first)
    assert told(second) == told(first)


def test_facts_that_do_not_tell_apart_what_was_counted_apart_are_refused() -> None:
    whole: Finest = {("a",): 13, ("b",): 29, ("c",): 43}
    first = released("T1", table(FIRST, "lieu"), trimestre=["T1"])
    with pytest.raises(ApartError, match="rien ne dit ce que « nouvelle publication » compte de « trimestre »"):  # fmt: skip
        protected(whole, ("lieu",), [set(), {"lieu"}], first)
    by_quarter = released("trimestres", table(FACTS, "lieu", "trimestre"))
    with pytest.raises(
        ApartError,
        match="ne distinguent pas « trimestre », que comptent des publications antérieures : donner les effectifs avec cette colonne",
    ):
        protected(whole, ("lieu",), [set(), {"lieu"}], by_quarter)


def test_a_code_that_was_divided_before_is_divided_in_the_facts() -> None:
    parts: Finest = {("x",): 12, ("y",): 9, ("b",): 20}
    first = released("avant", table(parts, "lieu", trees={"lieu": [grouped(a="xy", z="b")]}))
    whole: Finest = {("a",): 21, ("b",): 20}
    with pytest.raises(ApartError, match="« a » de « lieu » est détaillé par une publication antérieure"):  # fmt: skip
        protected(whole, ("lieu",), [set(), {"lieu"}], first)


def weigh(cube: Cube) -> NDArray[np.float64]:
    return np.asarray(2.0 ** cube.summarised())


def protect_all(joint: Counts) -> Protected:
    return protect(joint, [SmallCount()], SMALL, weigh(joint.cube))


def refused(facts: Finest, protecting: Callable[[Counts], Protected]) -> RefusedAfterError:
    """By place and type, after the places alone."""
    places: Finest = {(place,): facts[place, "x"] + facts[place, "y"] for place in "ab"}
    case = table(facts, "lieu", "type")
    own = Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    known = Remembering(own, facts, None, [released("lieux", table(places, "lieu"))])
    with pytest.raises(RefusedAfterError) as caught:
        known.protected(protecting, weigh)
    return caught.value


FEW: Finest = {("a", "x"): 1, ("a", "y"): 4, ("b", "x"): 10, ("b", "y"): 0}


def test_a_release_that_no_pattern_protects_names_its_cell_and_the_cheapest_way_out() -> None:
    assert str(refused(FEW, protect_all)) == (
        "aucun masquage ne protège (a, y) avec les publications précédentes ; "
        "issue la moins chère : ne pas publier la marge lieu × type (coût 4 ; ne rien publier : 8)"
    )


def test_a_release_that_fails_its_audits_names_cells_and_no_count() -> None:
    def fails(_joint: Counts) -> Protected:
        raise UnsafeError(
            [Exposure(("a", "x"), 1, 1, "initié"), Exposure(("a", "y"), 4, 4, "initié")]
        )

    assert str(refused(FEW, fails)) == (
        "aucun masquage ne protège (a, x), (a, y) avec les publications précédentes ; "
        "issue la moins chère : ne rien publier (coût 8)"
    )
