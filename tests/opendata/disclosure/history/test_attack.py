"""Releases that are safe apart: what they give away together is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opendata.disclosure.audit import ELIMINATION, audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.history.attack import (
    CHANGED,
    DIFFERENCE,
    FORGOTTEN,
    SEVERAL,
    audit_history,
)
from opendata.disclosure.history.releases import ApartError, Release
from tests.opendata.disclosure.history.tables import Counts, grouped, released, table

SMALL = (1, 4)
THREE: Counts = {("a",): 10, ("b",): 20, ("c",): 31}
FOUR: Counts = {("a",): 13, ("b",): 29, ("c",): 40}


def named(*releases: Release) -> list[str]:
    for release in releases:
        assert audit(release.publication, SMALL).safe, release.name
    return [f"{where} : {exposure}" for where, exposure in audit_history(releases, SMALL).exposures]


def quarters(name: str, counts: Counts, last: int) -> Release:
    codes = [f"T{number}" for number in range(1, last + 1)]
    return released(name, table(counts, "lieu"), trimestre=codes)


def test_four_quarters_less_three_are_the_fourth() -> None:
    found = named(quarters("trois", THREE, 3), quarters("quatre", FOUR, 4))
    assert found == [f"{SEVERAL} : (a, T4) = 3 : {DIFFERENCE}"]


def test_two_quarters_more_are_named_by_both() -> None:
    found = named(quarters("deux", THREE, 2), quarters("quatre", FOUR, 4))
    assert found == [f"{SEVERAL} : (a, T3+T4) = 3 : {DIFFERENCE}"]


def test_a_quarter_that_adds_enough_everywhere_is_safe() -> None:
    more = {place: count + 9 for place, count in THREE.items()}
    assert named(quarters("trois", THREE, 3), quarters("quatre", more, 4)) == []


def test_a_year_less_its_months_is_the_month_that_is_not_told() -> None:
    months: Counts = {("a", "m1"): 8, ("a", "m2"): 9, ("b", "m1"): 7, ("b", "m2"): 12}
    year: Counts = {("a",): 19, ("b",): 30}
    found = named(
        released("mois", table(months, "lieu", "mois")),
        released("année", table(year, "lieu"), mois=["m1", "m2", "m3"]),
    )
    assert found == [f"{SEVERAL} : (a, m3) = 2 : {DIFFERENCE}"]


def test_a_revision_by_one_tells_of_one_fact() -> None:
    revised = THREE | {("b",): 21}
    found = named(
        released("première", table(THREE, "lieu"), version=["v1"]),
        released("révisée", table(revised, "lieu"), version=["v1", "v2"]),
    )
    assert found == [f"{SEVERAL} : (Total, v2) = 1 : {DIFFERENCE}",
                     f"{SEVERAL} : (b, v2) = 1 : {DIFFERENCE}"]  # fmt: skip


def test_counts_that_change_without_a_word_contradict_each_other() -> None:
    found = named(released("un", table(THREE, "lieu")), released("deux", table(THREE | {("b",): 21}, "lieu")))  # fmt: skip
    assert found == [f"deux : (Total) entre 61 et 62 : {CHANGED}",
                     f"deux : (b) entre 20 et 21 : {CHANGED}"]  # fmt: skip


def test_two_groupings_that_are_not_nested_subtract() -> None:
    counts: Counts = {("a",): 2, ("b",): 12, ("c",): 9, ("d",): 31}
    by = [table(counts, "lieu", trees={"lieu": [tree]}) for tree in (grouped(N="ab", S="cd"), grouped(U="ac", V="bd"))]  # fmt: skip
    found = named(released("N, S", by[0], ("a",), ("b",)), released("U, V", by[1], ("a",), ("c",)))
    assert found == [f"U, V : (a) = 2 : {ELIMINATION}",
                     f"U, V : (b) = 12 : {FORGOTTEN}", f"U, V : (c) = 9 : {FORGOTTEN}"]  # fmt: skip


def test_a_group_that_loses_a_part_tells_it() -> None:
    counts: Counts = {("a",): 20, ("b",): 3, ("c",): 30}
    before, after = grouped(N="ab", S="c"), grouped(N="a", S="bc")
    found = named(*(
        released(name, table(counts, "lieu", trees={"lieu": [tree]}), left_out=[("a",), ("b",), ("c",)])
        for name, tree in (("avant", before), ("après", after))
    ))  # fmt: skip
    assert found == [f"{SEVERAL} : (b) = 3 : {DIFFERENCE}"]


def test_a_code_that_a_later_release_divides_is_the_group_of_its_parts() -> None:
    whole = released("avant", table({("a",): 14, ("b",): 20}, "lieu"))
    parts = released("après", table({("x",): 12, ("y",): 2, ("b",): 20}, "lieu",
                                    trees={"lieu": [grouped(a="xy", z="b")]}),
                     ("x",), ("y",), ("a",), ("b",), ("z",))  # fmt: skip
    assert {exposure.labels for _, exposure in audit_history([whole, parts], SMALL).exposures} >= {("a",), ("b",)}  # fmt: skip


def test_a_part_of_the_population_less_the_whole_is_the_rest() -> None:
    found = named(
        released("tous", table(FOUR, "lieu"), population=["majeurs", "mineurs"]),
        released("majeurs", table(THREE, "lieu"), population=["majeurs"]),
    )
    assert found == [f"{SEVERAL} : (a, mineurs) = 3 : {DIFFERENCE}"]


def test_tables_with_other_dimensions_are_attacked_together() -> None:
    by_type = released("type", table({("a", "x"): 12, ("a", "y"): 30, ("b", "x"): 25, ("b", "y"): 9}, "lieu", "type"),
                       ("a", "x"), ("a", "Total"), ("b", "x"), ("b", "Total"), ("Total", "x"), ("Total", "Total"))  # fmt: skip
    by_place = released("lieu", table({("a",): 42, ("b",): 34}, "lieu"))
    found = [e for _, e in audit_history([by_type, by_place], SMALL).exposures]
    assert (("a", "x"), 12, ELIMINATION) in [(e.labels, e.lower, e.attack) for e in found]


def test_a_withdrawn_release_stays_known() -> None:
    first = quarters("trois", THREE, 3)
    gone = Release(first.name, first.publication, first.facts, withdrawn=True)
    assert named(gone, quarters("quatre", FOUR, 4)) == named(first, quarters("quatre", FOUR, 4))


def test_codes_that_nothing_relates_are_refused() -> None:
    by_place = released("lieux", table(THREE, "lieu"))
    by_zone = released("zones", table({("y",): 30, ("z",): 31}, "lieu"))
    with pytest.raises(ApartError, match="des codes de « lieu » publiés avant ne sont plus là"):
        audit_history([by_place, by_zone], SMALL)


def test_a_release_that_does_not_say_what_it_counts_is_refused() -> None:
    whole = released("sans", table(THREE, "lieu"))
    with pytest.raises(ApartError, match="rien ne dit ce que « sans » compte de « trimestre »"):
        audit_history([whole, quarters("trois", THREE, 3), quarters("quatre", FOUR, 4)], SMALL)


def test_what_one_release_leaves_out_stays_unknown_beside_one_read_by_its_labels() -> None:
    """Types by place, without their totals; and the places alone."""
    facts: Counts = {("a", "x"): 3, ("a", "y"): 30, ("b", "x"): 25, ("b", "y"): 9}
    by_type = released("type", table(facts, "lieu", "type"), ("a", "x"),
                       left_out=[("a", "Total"), ("b", "Total"), ("Total", "x"), ("Total", "y"), ("Total", "Total")])  # fmt: skip
    places = released("lieu", table({("a",): 33, ("b",): 34}, "lieu"))
    by_label = Release(places.name, replace(places.publication, covers_cube=False))
    assert (
        named(by_type, by_label)
        == named(by_label, by_type)
        == [f"type : (a, x) = 3 : {ELIMINATION}"]
    )


def test_a_total_under_another_name_is_the_total_of_the_history_too() -> None:
    rows: Counts = {("a",): 10, ("b",): 20, ("Ensemble",): 30}
    first = released("nommé", table(rows, "lieu"), left_out=[("Total",)])
    cube = first.publication.cube
    seen = replace(cube.dimensions[0], seen=(("Ensemble", ("a", "b")),))
    first = Release("nommé", replace(first.publication, cube=Cube((seen,))), {"trimestre": ("T1",)})
    second = released("suivant", table({("a",): 13, ("b",): 29}, "lieu"), trimestre=["T1", "T2"])
    assert named(first, second) == [f"{SEVERAL} : (a, T2) = 3 : {DIFFERENCE}"]
