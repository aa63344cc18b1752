"""How hard a page is to read: one figure, the same for every page, held below a highest for its kind.

LIX (C. H. Björnsson, Läsbarhet, Stockholm, Liber, 1968): mean words a sentence, plus the share in
per cent of words longer than six letters. It needs no count of syllables, which French spelling
does not give. Usual marks: under 30 very easy, 40 ordinary, over 50 difficult. They were set on Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from opendata.findings import Finding
from site_src.frame.page import Page
from site_src.frame.typography import number

LONG = 6
REPORT = "lisibilite.txt"
# The highest LIX of a page, by the first part of its address; a place lists names, a dataset describes columns.
HIGHEST: Mapping[str, int] = {
    "cartes": 42,
    "donnees": 43,
    "ma-rue": 35,
    "mon-quartier": 38,
    "organisation": 39,
    "prevention": 41,
    "risques": 42,
    "se-preparer": 39,
}
OTHERS = 42
# Below that many words a sentence a page is a list of names: how long they are is not ours to choose.
LISTED = 5
# Words that a page of a kind may have, what is folded included; sources and tables are not counted.
MOST_WORDS: Mapping[str, int] = {"risques": 2000}
# What a reader does not read as sentences: tables, navigation, sources, code, what is folded beside the text.
_SKIPPED = ("table", "nav", "script", "style", "svg", "pre", "code", "button", "figure")
_FOLDED_TEXT = "prm-phase"
_SKIPPED_CLASSES = {"prm-origine", "prm-sources", "prm-note", "prm-langues", "prm-numero"}
_BLOCKS = ("p", "li", "div", "ul", "ol", "dt", "dd", "h2", "h3", "section", "label", "legend")
_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
_MARKED = etree.XPath("//*[@class] | //details")
_LEFT_OUT = "left-out"
_MARKDOWN = (
    (re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL), ""),
    (re.compile(r"^[ \t]*(#{1,6} .*|\|.*|\{:.*\})$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*([-*]|\d+\.) (.*)$", re.MULTILINE), r"\n\2\n"),
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
    root = etree.fromstring(f"<div>{body}</div>", _PARSER)
    etree.strip_elements(
        root, *_SKIPPED, with_tail=False
    )  # first: a drawing has most of the elements
    for element in cast("list[etree._Element]", _MARKED(root)):
        classes = set(str(element.get("class") or "").split())
        is_beside = element.tag == "details" and _FOLDED_TEXT not in classes
        if is_beside or classes & _SKIPPED_CLASSES:
            element.tag = _LEFT_OUT
    etree.strip_elements(root, _LEFT_OUT, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.text = f"\n\n{element.text or ''}"
        element.tail = f"\n\n{element.tail or ''}"
    text = "".join(map(str, root.itertext()))
    for pattern, kept in _MARKDOWN:
        text = pattern.sub(kept, text)
    return text


def of_page(page: Page) -> Readability | None:
    """The counts of a French page; `None` for another language, or when it has no sentence."""
    return measure(prose(page.body)) if page.langue == "fr" else None


def faults(pages: Iterable[tuple[Page, Readability | None]]) -> list[Finding]:
    """Pages that are harder to read than `HIGHEST` allows for their kind."""
    return [
        Finding(page.source, 0, 0, f"LIX {number(counts.lix)}, {number(counts.words_per_sentence, 1)} mots par phrase",
                f"une page de /{_kind(page)} a un LIX de {_highest(page)} au plus",
                "couper les phrases, remplacer les mots de plus de six lettres", f"/{page.address}")
        for page, counts in pages
        if counts and counts.words_per_sentence >= LISTED and counts.lix > _highest(page)
    ]  # fmt: skip


def long_pages(pages: Iterable[tuple[Page, Readability | None]]) -> list[Finding]:
    """Pages with more words than `MOST_WORDS` allows for their kind."""
    found = []
    for page, counts in pages:
        most = MOST_WORDS.get(page.address.partition("/")[0])
        if counts and most and counts.words > most:
            found.append(Finding(page.source, 0, 0, f"page de {counts.words} mots",
                                 f"une page de /{_kind(page)} a {most} mots au plus, sources non comptées",
                                 "garder ce qui sert au lecteur, mettre le reste sur une page à part", f"/{page.address}"))  # fmt: skip
    return found


def _kind(page: Page) -> str:
    """`risques/`: the part of the site that the page is in; "" for a page of its own."""
    first = page.address.partition("/")[0]
    return f"{first}/" if first in HIGHEST else ""


def _highest(page: Page) -> int:
    return HIGHEST.get(page.address.partition("/")[0], OTHERS)


def report(pages: Iterable[tuple[Page, Readability | None]]) -> list[str]:
    """One line a page that was measured, the hardest first: address, LIX and the highest, words a sentence."""
    measured = [(page, counts) for page, counts in pages if counts]
    ranked = sorted(measured, key=lambda item: (-item[1].lix, item[0].path))
    return [
        f"lisibilité : /{page.address} LIX {number(counts.lix)} (au plus {_highest(page)}), {number(counts.words_per_sentence, 1)} mots par phrase"
        for page, counts in ranked
    ]
