"""Texts of a document, with the keys that lead to each."""

from __future__ import annotations

from typing import Any

from opendata.findings.texts import texts


def test_every_text_comes_with_its_keys_in_order() -> None:
    found = list(texts({"a": ["x", {"b": "y"}], "c": 3, "d": ("z",)}))
    assert [item for item in found if item[1] not in "abcd"] == [
        (("a", 0), "x"),
        (("a", 1, "b"), "y"),
        (("d", 0), "z"),
    ]
    assert (("a", 1, "b"), "b") in found


def test_what_holds_itself_ends() -> None:
    knot: list[Any] = ["x"]
    knot.append(knot)
    assert list(texts(knot)) == [((0,), "x")]
