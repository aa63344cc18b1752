"""Text for a terminal: 72 columns whatever is written, marks that hang, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_src.frame.plain_text import WIDTH, joined, listed, wrapped

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=100)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_no_line_is_longer_than_the_width_and_no_sign_is_lost(words: list[str]) -> None:
    made = listed([" ".join(words)], 1)
    assert max(map(len, made.split("\n"))) <= WIDTH
    assert "".join(made.removeprefix("1. ").split()) == "".join("".join(words).split())


def test_a_list_hangs_from_its_marks() -> None:
    made = listed(["mot " * 30, "court"], 9)
    assert [line[:4] for line in made.split("\n")] == ["9. m", "   m", "10. "]
    assert listed(["a", "b"]) == "- a\n- b"


def test_spaces_that_must_not_break_do_not() -> None:
    text = f"{'x' * 69} a\N{NO-BREAK SPACE}b"
    assert wrapped(text).split("\n") == ["x" * 69, "a\N{NO-BREAK SPACE}b"]


def test_what_is_empty_leaves_no_line() -> None:
    assert joined(["a", "", "b"]) == "a\n\nb"
    assert listed([]) == ""
