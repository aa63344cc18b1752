"""Patterns that cover some documents and no other, each address once: a law of any two sets of paths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_src.publishing.cover import INDEX, cover

PATHS = st.sets(st.lists(st.sampled_from(["a", "ab", "b", "in", "interactive"]), max_size=3).map(lambda parts: "/".join([*parts, INDEX]))
                | st.sampled_from(["404.html", "a.html", "in/a.html"]), max_size=12)  # fmt: skip


def names(path: str) -> set[str]:
    return {f"/{path}", f"/{path.removesuffix(INDEX)}"}


def matches(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


@given(PATHS, PATHS)
def test_each_name_of_a_document_matches_one_pattern_and_others_none(
    own: set[str], others: set[str]
) -> None:
    patterns = cover(own - others, others)
    for path in own - others:
        for name in names(path):
            assert sum(matches(pattern, name) for pattern in patterns) == 1, (patterns, name)
    for path in others:
        for name in names(path):
            assert not any(matches(pattern, name) for pattern in patterns), (patterns, name)


def test_patterns_are_as_wide_as_they_may_be() -> None:
    assert cover(["index.html", "risques/a/index.html", "risques/index.html"], ["gestion/index.html"]) == ["/", "/i*", "/r*"]  # fmt: skip
    assert cover(["cartes/a/index.html"], ["cartes/a/interactive/index.html"]) == ["/cartes/a/", "/cartes/a/ind*"]  # fmt: skip
    assert cover(["a.html"], []) == ["/*"]
    assert cover([], ["a.html"]) == []
