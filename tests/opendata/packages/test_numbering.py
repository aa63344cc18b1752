"""The number that a change of tables is given: what breaks a reader, what it would miss, a correction."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.packages.difference import TableVersion
from opendata.packages.numbering import next_number
from opendata.records.archived_versions import parts

Row = dict[str, str]
A, B = {"cle": "a", "valeur": "1"}, {"cle": "b", "valeur": "2"}
KEY = ("cle",)


def table(
    *rows: Row, valeur: dict[str, Any] | None = None, more: str = "", key: tuple[str, ...] = KEY
) -> TableVersion:
    fields = [{"name": "cle", "type": "string"}, {"name": "valeur", "type": "number", **(valeur or {})}]  # fmt: skip
    fields += [{"name": more, "type": "string"}] if more else []
    return TableVersion("Mesures", {"fields": fields, "primaryKey": list(key)}, rows)


def codes(*names: str) -> dict[str, Any]:
    return {"categories": [{"value": name, "label": name} for name in names]}


def without_value() -> TableVersion:
    fields = [{"name": "cle", "type": "string"}]
    return TableVersion("Mesures", {"fields": fields, "primaryKey": ["cle"]}, [{"cle": "a"}])


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        (table(A), table({**A, "valeur": "9"}), "1.4.3"),
        (table(A, B), table(A), "1.4.3"),  # a row is withdrawn: what is there still reads the same
        (table(A), table(A, B), "1.5.0"),
        (table(A), table({**A, "note": "n"}, more="note"), "1.5.0"),
        (table(A, valeur=codes("1")), table(A, valeur=codes("1", "2")), "1.5.0"),
        (table(A, valeur=codes("1", "2")), table(A, valeur=codes("1")), "2.0.0"),
        (table(A), without_value(), "2.0.0"),
        (table(A), table(A, B, valeur={"unit": "cm"}), "2.0.0"),
        (table(A), table(A, valeur={"type": "string"}), "2.0.0"),
        (table(A), table(A, key=("cle", "valeur")), "2.0.0"),
    ],
)
def test_the_number_says_what_changes(old: TableVersion, new: TableVersion, number: str) -> None:
    assert next_number("1.4.2", {"mesures": old}, {"mesures": new}) == number


def test_a_table_that_goes_breaks_and_one_that_comes_is_missed() -> None:
    assert next_number("0.9.9", {"a": table(A), "b": table(B)}, {"a": table(A)}) == "1.0.0"
    assert next_number("0.9.9", {"a": table(A)}, {"a": table(A), "b": table(B)}) == "0.10.0"


keys = st.sets(st.sampled_from("abcdef"))
numbers = st.tuples(*[st.integers(0, 30)] * 3).map(lambda found: ".".join(map(str, found)))


@given(numbers, keys, keys, st.booleans())
def test_a_number_always_goes_up_and_stays_small_only_when_no_row_is_new(
    published: str, old: set[str], new: set[str], drops: bool
) -> None:
    before, after = ({"t": table(*({"cle": key, "valeur": "1"} for key in sorted(found)))} for found in (old, new))  # fmt: skip
    number = next_number(published, before, {} if drops else after)
    assert parts(number) > parts(published)
    kept = [one == other for one, other in zip(parts(number), parts(published), strict=True)]
    assert kept[0] != drops
    assert kept[1] == (not drops and new <= old) or (drops and parts(published)[1] == 0)
