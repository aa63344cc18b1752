"""A proposed form is matched whole, as Python would, and never holds its reader."""

from __future__ import annotations

import re

import pytest

from opendata.findings.pattern import is_pattern, matches


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|a)*b", "(.*)*x", r"(\S+\s?)+!"])
def test_a_form_that_holds_other_engines_for_hours_is_answered(pattern: str) -> None:
    assert not matches(pattern, "a" * 5000 + "é")


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "(?=a)a", r"(a)\1", "(a{1000}){1000}", "(?P<n"])
def test_what_is_not_a_form_for_every_reader_is_no_pattern(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("^751(0[1-9]|1[0-9]|20)$", ["75101", "75121", "75101\n", "x75101", ""]),
        ("[0-9]+( [0-9]+)*", ["1 22 3", "1  2", "1 "]),
        ("^[a-z0-9]+(-[a-z0-9]+)*$", ["a-b", "a-", "É"]),
        (r"^(https?://)?[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$", ["exemple.fr", "https://exemple.fr/a", "a b"]),
        ("a|b", ["a", "b", "ab"]),
    ],
)  # fmt: skip
def test_a_form_is_matched_whole_as_python_would(pattern: str, texts: list[str]) -> None:
    assert is_pattern(pattern)
    plain = re.compile(pattern.removesuffix("$"))
    assert [matches(pattern, text) for text in texts] == [bool(plain.fullmatch(text)) for text in texts]  # fmt: skip
