"""A page is the same document whether Markdown reads its HTML or not."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.publishing.html import plain
from site_src.publishing.raw_html import put_back, set_aside

FRONT = "---\ntitle: Essai\ndescription: <div>d</div>\n---\n\n"
BLOCK = '<div class="a"><p>Un</p>\n\n<div>deux &#45; trois</div>\n</div>'


def read(text: str) -> bytes:
    """What Python-Markdown makes of it, as MkDocs calls it for our pages."""
    html = markdown.markdown(text, extensions=["attr_list", "md_in_html", "tables", "toc"])
    return plain(html.encode())


def read_without_html(text: str) -> bytes:
    left, blocks = set_aside(text)
    html = markdown.markdown(left, extensions=["attr_list", "md_in_html", "tables", "toc"])
    return plain(put_back(html.encode(), blocks))


def test_a_block_is_set_aside_whole_and_put_back() -> None:
    text = f"Un texte.\n\n{BLOCK}\n\n## Titre\n\nFin.\n"
    left, blocks = set_aside(text)
    assert list(blocks.values()) == [BLOCK]
    assert "trois" not in left
    assert read_without_html(text) == read(text)


def test_blocks_on_lines_that_follow_are_one() -> None:
    text = "\n\n<p>Un</p>\n<ol><li>deux</li></ol>\n"
    assert list(set_aside(text)[1].values()) == ["<p>Un</p>\n<ol><li>deux</li></ol>"]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n<div>jamais fermé\n\n*gras*\n",
        "\n\n<p>Un</p>*suite*\n\nFin.\n",
        "\n\n<p>Un</p>\n## Titre\n",
        '\n\n<div markdown="1">\n*gras*\n</div>\n\nFin.\n',
        "\n\n<div markdown>\n*gras*\n</div>\n\nFin.\n",
        "\n\n<div><script>var a = '</div>';</script></div>\n\nFin.\n",
        "\n\n<div><!-- </div> --></div>\n\nFin.\n",
        "\n\n    <div>du code</div>\n\nFin.\n",
        "\n\n- liste\n\n    <div>dedans</div>\n\nFin.\n",
        "Un texte.\n<div>sans ligne vide</div>\n\nFin.\n",
        "\n\n<pre>\n\n<div>x</div>\n\n</pre>\n\nFin.\n",
        "\n\n<divers>x</divers>\n\nFin.\n",
    ],
)
def test_what_is_not_plainly_a_block_is_left_to_markdown(text: str) -> None:
    assert read_without_html(text) == read(text)


def test_nothing_of_the_front_matter_is_set_aside() -> None:
    text = f"{FRONT}{BLOCK}\n"
    left, blocks = set_aside(text)
    assert left.startswith(FRONT)
    assert list(blocks.values()) == [BLOCK]


def test_a_mark_that_somebody_wrote_stays_what_it_is() -> None:
    mark = f'<div id="html-{"0" * 64}"></div>'
    assert put_back(mark.encode(), {"1" * 64: BLOCK}) == mark.encode()


PARTS = st.sampled_from(
    [
        "<p>Un <b>deux</b></p>",
        BLOCK,
        "<details><summary>S</summary>\n<ul><li>a</li></ul>\n</details>",
        "Du *texte* simple.",
        "## Titre { #titre }",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- un\n- deux",
        "<table><tr><td>1</td></tr></table>",
        "<span>en ligne</span>",
        "<div>ouvert",
    ]
)


@given(st.lists(st.tuples(PARTS, st.sampled_from(["\n", "\n\n", "\n\n\n"])), max_size=8))
def test_any_sequence_of_parts_gives_the_same_document(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{part}{space}" for part, space in parts)
    assert read_without_html(text) == read(text)
