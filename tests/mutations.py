"""Right values of data/ changed at random, each within its rules: a word for a word, a figure for a figure."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

Files = dict[str, bytes]
# Written by hand: what `derive`, `protect` or `tabulate` write is theirs.
BY_HAND = re.compile(
    r"data/(risques|organisation|se-preparer|prevention|en)/(?!sources).+\.yaml|data/(affiches|cartes|crise|series|sources)\.yaml"
    r"|data/datasets/(crues|hauteurs-effets|exercices|prevention|contrats-indicateurs)/(?!sources)[\w-]+\.(csv|yaml)"
)
TEXTS = "texte|resume|titre|usage|nom|cas|note|reserve|description|methode|legende|protection|limites|en"
# A line of YAML whose key holds a sentence; only what stands on the line itself is read.
SENTENCE = re.compile(rf"(?m)^ *(?:- )?\{{?(?:{TEXTS}): (?P<text>.+)$")
FIGURE = re.compile(r"(?m)^ +valeur: (?P<figure>\d+(?:\.\d+)?)$")
# The height of a crest; those of the annual series are not ours to change.
HEIGHT = re.compile(
    r"(?:(?<=,jour,)|(?<=,mois,)|(?<=,annee,))(?P<figure>[1-8]\.\d\d)(?=,(?!.*hydro-austerlitz))"
)
# Inside a sentence, a word that nothing refers to: in small letters, neither first nor in braces or a path, and no
# verb that tells what to do (« envoyez un SMS au 114 » is a rule).
WORD = re.compile(
    r"(?<=[a-zàâçéèêëîïôûù,] )(?!fictives|démonstration|[a-zéèê]+ez\b)[a-zàâçéèêëîïôûù]{6,}(?= [a-zàâçéèêëîïôûù(])"
)


@dataclass(frozen=True)
class Place:
    """A value that may be another: where it stands in its file, and what it becomes."""

    path: str
    start: int
    end: int
    new: str


def places(files: Files) -> Iterator[Place]:
    """Every value that can be changed and stay right."""
    by_hand = {path: raw.decode() for path, raw in sorted(files.items()) if BY_HAND.fullmatch(path)}
    written = Counter(line for text in by_hand.values() for line in text.split("\n"))
    for path, text in by_hand.items():
        for place in (*_words(path, text), *_figures(path, text)):
            # What is written twice must stay the same in both places: a translation, for one.
            if written[_line(text, place.start)] == 1:
                yield place


def _line(text: str, index: int) -> str:
    """The line of `text` in which a place stands."""
    start = text.rfind("\n", 0, index) + 1
    return text[start:].partition("\n")[0]


def _words(path: str, text: str) -> Iterator[Place]:
    if path.endswith(".csv"):
        spans = [(0, len(text))]
    else:
        spans = [match.span("text") for match in SENTENCE.finditer(text)]
    for start, end in spans:
        for word in WORD.finditer(text, start, end):
            yield Place(path, *word.span(), "certain")


def _figures(path: str, text: str) -> Iterator[Place]:
    form = HEIGHT if path.endswith(".csv") else FIGURE
    for match in form.finditer(text):
        figure = match["figure"]
        if figure[-1] != "0":  # a little less is within every bound
            yield Place(path, *match.span("figure"), f"{figure[:-1]}{int(figure[-1]) - 1}")


def mutated(files: Files, seed: int, number: int) -> Files:
    """The same files with `number` values changed, drawn with `seed`."""
    drawn = random.Random(seed).sample(sorted(places(files), key=repr), number)
    changed = dict(files)
    for place in sorted(drawn, key=lambda one: (one.path, -one.start)):
        text = changed[place.path].decode()
        changed[place.path] = (text[: place.start] + place.new + text[place.end :]).encode()
    return changed
