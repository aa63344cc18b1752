"""The readability figure: what is counted, and what is not a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.frame import readability
from site_src.frame.page import Page


def test_lix_is_sentence_length_plus_share_of_long_words() -> None:
    counts = readability.measure("Le chat dort. Le préfet informe la population.")
    assert counts is not None
    assert (counts.words, counts.sentences, counts.long_words) == (8, 2, 2)  # informe, population
    assert counts.lix == pytest.approx(8 / 2 + 100 * 2 / 8)


def test_seven_letters_make_a_long_word() -> None:
    assert [readability.measure(word).long_words for word in ("prefet", "secours")] == [0, 1]  # type: ignore[union-attr]


def test_a_number_is_no_word_and_its_point_ends_nothing() -> None:
    counts = readability.measure("La radio est sur 107.1 ce soir.")
    assert counts is not None
    assert (counts.words, counts.sentences) == (6, 1)


def test_a_text_without_words_has_no_figure() -> None:
    assert readability.measure("12 — 34.") is None


def test_tables_sources_code_and_headings_are_not_sentences() -> None:
    body = (
        "## Un titre\n\nUne phrase.\n\n<table><tr><td>Une cellule</td></tr></table>\n\n"
        '<p>Une autre <span class="prm-origine"><a href="#x">Source, 2016</a></span></p>\n\n'
        "```text\ndu code\n```\n\n| a | b |\n|---|---|\n"
    )
    counts = readability.measure(readability.prose(body))
    assert counts is not None
    assert (counts.words, counts.sentences) == (4, 2)


def test_each_item_of_a_list_is_a_sentence() -> None:
    counts = readability.measure(
        readability.prose("- un\n- deux mots\n\n<ul><li>trois</li><li>quatre</li></ul>")
    )
    assert counts is not None
    assert counts.sentences == 4


def test_links_and_attributes_of_markdown_leave_their_words() -> None:
    text = readability.prose("Voir **la** [page des risques](risques/).\n{: .prm-chapo }\n")
    assert text.split() == ["Voir", "la", "page", "des", "risques."]


def test_the_report_gives_french_pages_the_hardest_first() -> None:
    easy = Page("a.md", "A", "", "Il dort. Il boit.", "a")
    hard = Page("b.md", "B", "", "Considérablement compliquée.", "b")
    english = Page("c.md", "C", "", "Some words.", "c", langue="en")
    assert readability.report(
        (page, readability.of_page(page)) for page in (easy, english, hard)
    ) == [
        "lisibilité : /b/ LIX 102 (au plus 42), 2,0 mots par phrase",
        "lisibilité : /a/ LIX 2 (au plus 42), 2,0 mots par phrase",
    ]


def test_a_page_too_hard_for_its_kind_is_a_finding_and_a_list_of_names_is_not() -> None:
    hard = "L'indemnisation exceptionnelle nécessite préalablement une reconnaissance interministérielle."
    risk = Page("risques/a.md", "A", "", hard, "data/risques/a.yaml")
    names = Page("risques/b.md", "B", "", "Considérablement compliquée.", "data/risques/b.yaml")
    easy = Page("risques/c.md", "C", "", "Il dort. Il boit.", "data/risques/c.yaml")
    found = readability.faults((page, readability.of_page(page)) for page in (risk, names, easy))
    assert "".join(map(str, found)) == (
        "data/risques/a.yaml:0:0: LIX 83, 8,0 mots par phrase — règle : une page de /risques/ a un LIX de 42 au plus — "
        "remède : couper les phrases, remplacer les mots de plus de six lettres — page : /risques/a/"
    )


def test_a_folded_phase_is_read_and_other_folds_are_not() -> None:
    body = '<details class="prm-phase"><p>Il dort.</p></details><details><p>Il boit.</p></details>'
    assert readability.prose(body).split() == ["Il", "dort."]


def test_a_risk_page_too_long_is_a_finding_whatever_it_is_folded_in() -> None:
    long = "Il dort. " * 1000 + '<details class="prm-phase"><p>Il boit.</p></details>'
    pages = [
        Page(f"{kind}/a.md", "A", "", long, f"data/{kind}/a.yaml") for kind in ("risques", "projet")
    ]
    found = readability.long_pages((page, readability.of_page(page)) for page in pages)
    assert "".join(map(str, found)) == (
        "data/risques/a.yaml:0:0: page de 2002 mots — règle : une page de /risques/ a 2000 mots au plus, sources non comptées — "
        "remède : garder ce qui sert au lecteur, mettre le reste sur une page à part — page : /risques/a/"
    )


@given(st.text())
def test_counts_are_bounded_whatever_the_text(text: str) -> None:
    counts = readability.measure(text)
    assert counts is None or (
        counts.long_words <= counts.words and 1 <= counts.sentences <= counts.words
    )
