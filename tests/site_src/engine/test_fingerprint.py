"""Digests of values: the same in every process, another for every change."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.engine.fingerprint import fingerprint
from tests.site_src.engine.digested import FRAME, NAMES, VALUES, Alea, Carte, Risque, digests

ROOT = Path(__file__).parents[3]

keys = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.binary())
hashables = st.recursive(
    keys, lambda inner: st.frozensets(inner) | st.tuples(inner, inner), max_leaves=5
)
values = st.recursive(
    hashables | st.floats(allow_nan=False) | st.sets(hashables),
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner) | st.tuples(inner, inner),
    max_leaves=8,
)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_process_of_another_hash_seed_gives_the_same_digests(seed: str) -> None:
    code = "from tests.site_src.engine.digested import digests; print(digests())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert done.stdout == f"{digests()}\n"


@given(values)
def test_a_copy_has_the_same_digest(value: Any) -> None:
    assert fingerprint(copy.deepcopy(value)) == fingerprint(value)


@given(values, values)
def test_different_values_have_different_digests(one: Any, other: Any) -> None:
    assert one == other or fingerprint(one) != fingerprint(other)


def test_a_value_may_have_a_great_many_sets() -> None:
    many = [frozenset({number, f"{number}"}) for number in range(300)]
    assert fingerprint(many) == fingerprint(copy.deepcopy(many))
    assert fingerprint(many) != fingerprint([*many[:-1], frozenset({0})])


@given(st.lists(hashables, unique=True))
def test_a_set_has_the_digest_of_its_members_in_whatever_order_they_came(
    members: list[Any],
) -> None:
    assert fingerprint(set(members)) == fingerprint(frozenset(reversed(members)))


@given(st.sets(st.text()), st.text())
def test_one_member_more_changes_the_digest(members: set[str], added: str) -> None:
    assert (fingerprint(members | {added}) == fingerprint(members)) == (added in members)


def test_a_set_of_digests_is_not_the_set_of_what_they_are_taken_over() -> None:
    assert fingerprint({1}) != fingerprint({fingerprint(1)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VALUES["record"], Risque(nom="Crue", mots=frozenset(NAMES[1:]), rang=2)),
        (VALUES["record"], Risque(nom="Crue", mots=frozenset(NAMES))),
        (VALUES["dataclass"], replace(Carte(Alea.CRUE), lieux={*NAMES})),
        (FRAME, FRAME.rename(columns={"part": "part_pct"})),
        (FRAME, FRAME.astype({"rang": "int32"})),
        (FRAME, FRAME.assign(rang=[0, 1, 2, 3, 5])),
        (pd.DataFrame({"a": [1]}, index=["x"]), pd.DataFrame({"a": [1]}, index=["y"])),
    ],
)
def test_one_field_or_cell_changes_the_digest(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_what_was_asked_of_a_table_before_is_no_part_of_it() -> None:
    dtype = FRAME["part"].dtype
    vars(dtype)["_cache"] = {}
    fresh = fingerprint(FRAME)
    assert dtype.kind == "i"
    assert vars(dtype)["_cache"] != {}
    assert fingerprint(FRAME) == fresh


def test_one_text_twice_is_as_two_equal_texts() -> None:
    text = "".join(["cr", "ue"])
    assert fingerprint([text, text]) == fingerprint(["crue", "".join(["c", "rue"])])


@dataclass
class Layer:
    fingerprint: str
    text: str = ""


class Table(Layer):
    pass


def test_what_knows_its_digest_is_taken_by_it_and_by_its_kind() -> None:
    assert fingerprint([Layer("1", "a")]) == fingerprint([Layer("1", "b")])
    assert (
        len({fingerprint(x) for x in (Layer("1"), Layer("2"), Table("1"), "1", ("Layer", "1"))})
        == 5
    )


def test_what_is_not_a_value_is_refused() -> None:
    with pytest.raises((TypeError, AttributeError)):
        fingerprint(lambda: None)
