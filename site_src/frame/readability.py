"""How hard a page is to read: one figure, the same for every page, to be watched rather than aimed at.

LIX (C. H. Björnsson, Läsbarhet, Stockholm, Liber, 1968): mean words a sentence, plus the share in
per cent of words longer than six letters. It needs no count of syllables, which French spelling
does not give. Usual marks: under 30 very easy, 40 ordinary, over 50 difficult. They were set on Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from site_src.frame.page import Page
from site_src.frame.typography import number

LONG = 6
REPORT = "lisibilite.txt"
# What a reader does not read as sentences: tables, navigation, sources, code.
_SKIPPED = {"table", "nav", "script", "style", "svg", "details", "pre", "code", "button", "figure"}
_SKIPPED_CLASSES = {"prm-origine", "prm-sources", "prm-note", "prm-langues", "prm-numero"}
_VOID = {"br", "hr", "img", "input", "source", "wbr"}
_BLOCKS = {"p", "li", "div", "ul", "ol", "dt", "dd", "h2", "h3", "section", "label", "legend"}
_MARKDOWN = (
    (re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"^\s*(#{1,6} .*|\|.*|\{:.*\})$", re.MULTILINE), ""),
    (re.compile(r"^\s*([-*]|\d+\.) (.*)$", re.MULTILINE), r"\n\2\n"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"[*_`]{1,2}"), ""),
)
_SENTENCE = re.compile(r"[.!?…:](?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Readability:
    """Counts of one text: words, sentences, words of more than six letters."""

    words: int
    sentences: int
    long_words: int

    @property
    def words_per_sentence(self) -> float:
        """Mean length of a sentence, in words."""
        return self.words / self.sentences

    @property
    def lix(self) -> float:
        """Words a sentence + 100 × long words / words."""
        return self.words_per_sentence + 100 * self.long_words / self.words


def measure(text: str) -> Readability | None:
    """The counts of a plain text, whose paragraphs blank lines part; `None` when it has no word."""
    sentences = [words for part in _SENTENCE.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    long_words = sum(len(word) > LONG for word in words)
    return Readability(len(words), len(sentences), long_words) if words else None


def prose(body: str) -> str:
    """The sentences of a page's Markdown and HTML, paragraphs parted by blank lines."""
    reader = _Prose()
    reader.feed(body)
    reader.close()
    text = "".join(reader.parts)
    for pattern, kept in _MARKDOWN:
        text = pattern.sub(kept, text)
    return text


class _Prose(HTMLParser):
    """Text outside what is skipped; the depth counts only the tags inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        is_skipped = tag in _SKIPPED or bool(classes & _SKIPPED_CLASSES)
        if tag not in _VOID and (self._depth or is_skipped):
            self._depth += 1
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._depth -= 1
        if tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(data)


def of_page(page: Page) -> Readability | None:
    """The counts of a French page; `None` for another language, or when it has no sentence."""
    return measure(prose(page.body)) if page.langue == "fr" else None


def report(pages: Iterable[tuple[Page, Readability | None]]) -> list[str]:
    """One line a page that was measured, the hardest first: address, LIX, words a sentence."""
    measured = [(page, counts) for page, counts in pages if counts]
    ranked = sorted(measured, key=lambda item: (-item[1].lix, item[0].path))
    return [
        f"lisibilité : /{page.address} LIX {number(counts.lix)}, {number(counts.words_per_sentence, 1)} mots par phrase"
        for page, counts in ranked
    ]
