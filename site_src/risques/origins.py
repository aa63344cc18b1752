"""Who stands behind a list of instructions, said once below it: which lines, which source, in one word how sure.

`relayée`: the official text was read through another page (reliability P).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from site_src.frame.typography import number
from site_src.risques.risque import Consigne, Risque, by_case
from site_src.risques.shared import CitedSource
from site_src.risques.words import PHASES

Certitude = Literal["officielle", "exploitant", "relayée"]
CERTITUDES: tuple[Certitude, ...] = ("officielle", "exploitant", "relayée")


@dataclass(frozen=True)
class Group:
    """Instructions for one situation; `premier` is the number of the first in its list, from 1."""

    cas: str
    premier: int
    consignes: tuple[Consigne, ...]


@dataclass(frozen=True)
class Origin:
    """A source and the instructions it gives: « 1, 3 à 5 »."""

    rangs: str
    source: str
    certitude: Certitude


def numbered(consignes: tuple[Consigne, ...]) -> list[Group]:
    """The instructions by situation, numbered through."""
    groups: list[Group] = []
    for cas, group in by_case(consignes):
        premier = groups[-1].premier + len(groups[-1].consignes) if groups else 1
        groups.append(Group(cas, premier, tuple(group)))
    return groups


def origins(consignes: Iterable[Consigne], sources: Mapping[str, CitedSource]) -> list[Origin]:
    """The sources in the order of the first instruction that each gives."""
    ranks: dict[tuple[str, Certitude], list[int]] = {}
    for rank, item in enumerate(consignes, 1):
        ranks.setdefault((item.source, certitude(item, sources)), []).append(rank)
        if item.double:
            ranks.setdefault((item.double, _nature(sources[item.double])), []).append(rank)
    return [Origin(_said(numbers), *key) for key, numbers in ranks.items()]


def certitude(item: Consigne, sources: Mapping[str, CitedSource]) -> Certitude:
    """How the text behind an instruction was read."""
    return "relayée" if item.fiabilite == "P" else _nature(sources[item.source])


def _nature(source: CitedSource) -> Certitude:
    return "relayée" if source.nature == "secondaire" else source.nature


def counted(
    consignes: Iterable[Consigne], sources: Mapping[str, CitedSource]
) -> Mapping[Certitude, int]:
    """How many instructions were read in each way, every way named."""
    found = Counter(certitude(item, sources) for item in consignes)
    return {word: found[word] for word in CERTITUDES}


def told(risques: Iterable[Risque], sources: Mapping[str, CitedSource]) -> str:
    """In a line: how many instructions, how each was read, how long they are, which phases have none."""
    phases = [getattr(risque.consignes, phase) for risque in risques for phase in PHASES]
    consignes = [item for phase in phases for item in phase]
    ways = ", ".join(f"{word} {count}" for word, count in counted(consignes, sources).items())
    words = sum(len(item.texte.split()) for item in consignes) / max(len(consignes), 1)
    return (f"consignes : {len(consignes)} ({ways}), {number(words, 1)} mots en moyenne ; "
            f"phases sans consigne : {phases.count(())} sur {len(phases)}")  # fmt: skip


def _said(numbers: Sequence[int]) -> str:
    """« 1, 3 à 5 » for 1, 3, 4, 5."""
    return ", ".join(
        f"{run[0]} à {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))
        for run in _runs(numbers)
    )


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    run = [numbers[0]]
    for before, after in pairwise(numbers):
        if after != before + 1:
            yield run
            run = []
        run.append(after)
    yield run
