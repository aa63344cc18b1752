"""Two versions of a dataset, compared in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opendata.packages.difference import NOTHING, TableVersion, differences

Rows = list[dict[str, str]]


def version(
    rows: Rows, names: tuple[str, ...] = ("cle", "valeur"), codes: tuple[str, ...] = ()
) -> TableVersion:
    fields: list[dict[str, Any]] = [{"name": name} for name in names]
    if codes:
        fields[-1]["categories"] = [{"value": code, "label": code} for code in codes]
    return TableVersion("Mesures", {"fields": fields, "primaryKey": ["cle"]}, rows)


def sentences(old: TableVersion, new: TableVersion) -> tuple[str, ...]:
    return differences({"mesures": old}, {"mesures": new})


A, B = {"cle": "a", "valeur": "1"}, {"cle": "b", "valeur": "2"}


def test_a_row_more_less_or_other() -> None:
    assert sentences(version([A]), version([A, B])) == ("Mesures : 1 ligne ajoutée.",)
    assert sentences(version([A, B]), version([B])) == ("Mesures : 1 ligne retirée.",)
    assert sentences(version([A]), version([{**A, "valeur": "9"}])) == (
        "Mesures : 1 ligne modifiée.",
    )


def test_a_column_more_is_no_changed_row() -> None:
    new = version([{**A, "unite": "m"}], ("cle", "valeur", "unite"))
    assert sentences(version([A]), new) == ("Mesures : 1 colonne ajoutée (unite).",)
    assert sentences(new, version([A])) == ("Mesures : 1 colonne retirée (unite).",)


def test_codes_are_named() -> None:
    assert sentences(version([A], codes=("1",)), version([A], codes=("1", "2", "3"))) == (
        "Mesures : 2 codes ajoutés dans valeur (2, 3).",
    )


def test_tables_come_and_go() -> None:
    assert differences({}, {"mesures": version([A, B])}) == ("Table ajoutée : Mesures (2 lignes).",)
    assert differences({"mesures": version([A])}, {}) == ("Table retirée : Mesures.",)


tables = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123")).map(
    lambda found: [{"cle": key, "valeur": value} for key, value in found.items()]
)


@given(tables)
def test_a_table_does_not_differ_from_itself(rows: Rows) -> None:
    assert sentences(version(rows), version(list(reversed(rows)))) == (NOTHING,)


@given(tables, tables)
def test_nothing_is_said_only_of_equal_tables(old: Rows, new: Rows) -> None:
    def keyed(rows: Rows) -> Mapping[str, str]:
        return {row["cle"]: row["valeur"] for row in rows}

    assert (sentences(version(old), version(new)) == (NOTHING,)) == (keyed(old) == keyed(new))
