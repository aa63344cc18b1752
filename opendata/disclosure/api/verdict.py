"""What the attacks on a release found, and the sentences that say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from opendata.disclosure.audit import Audit as Attack
from opendata.disclosure.inference import Inference


@dataclass(frozen=True)
class Audit(Attack):
    """The public audit (`attacked`, `exposures`, `witnesses`, `safe`, `recovered`), and what is told besides.

    `told`: what the promise itself tells (`None`: too many hidden cells to look for it; nothing is looked for
    where a cell is exposed, nor under exact protection); `groups`: the labels of published cells that hold all of
    their total; `seen`: (dimension, code) of codes that are the sum of the others, read as their total.
    """

    told: Inference | None = field(default_factory=lambda: Inference(()))
    groups: tuple[tuple[str, ...], ...] = ()
    seen: tuple[tuple[str, str], ...] = ()

    def sentences(self) -> Iterator[str]:
        """The outcome in French, a line each."""
        for name, code in self.seen:
            yield f"{name} : « {code} » est la somme des autres codes, et lu comme leur total"
        yield from self.remarks()
        yield from map(str, self.exposures)
        yield (f"{self.attacked} cases masquées attaquées, {len(self.recovered)} retrouvée(s), "
               f"{len(self.exposures)} exposée(s)")  # fmt: skip

    def remarks(self) -> Iterator[str]:
        """What is told though nothing forbids it: by the promise, and by parts that hold all of their total."""
        if self.told is None:
            yield "ce que la promesse dit elle-même n'est pas cherché : trop de cases masquées"
        elif self.told.told:
            lost = (f"{self.told.lost} autres se resserrent, dont {len(self.told.known)} retrouvée(s), {len(self.told.below)} sous le seuil"
                    if self.told.lost else "aucune autre ne se resserre")  # fmt: skip
            yield f"{len(self.told.told)} cases masquées ne peuvent pas valoir zéro, donc ne sont pas petites : {lost}"
        if self.groups:
            yield f"{len(self.groups)} cases publiées valent tout leur total : qui est du total est de la case"
