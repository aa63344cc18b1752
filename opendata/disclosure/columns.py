"""The wanted columns of a file: their names once, in the header, then their places.

What stands in other columns is never looked at. Names are compared as they are written, then as they read
(case, spaces and Unicode form apart): two columns that read alike are never taken for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.disclosure.codes import folded
from opendata.disclosure.problems import Problem


@dataclass(frozen=True)
class Columns:
    """The columns to read, in the order asked for.

    `ignored` columns may be there; `only_these`: so may any other, that does not read like a wanted one.
    """

    wanted: tuple[str, ...]
    ignored: frozenset[str] = frozenset()
    only_these: bool = False

    def places(self, header: Sequence[str]) -> list[list[int]]:
        """Where each wanted column may stand: one place each in a header that is right."""
        return [self._places(name, header) for name in self.wanted]

    def _places(self, name: str, header: Sequence[str]) -> list[int]:
        written = [place for place, other in enumerate(header) if other == name]
        return written or [
            place
            for place, other in enumerate(header)
            if folded(other) == folded(name)
            and other not in self.ignored
            and other not in self.wanted
        ]

    def problems(self, header: Sequence[str]) -> Iterator[Problem]:
        """Columns that are not there once, and columns that nobody named."""
        places = self.places(header)
        rule = f"les colonnes sont {','.join(self.wanted)}"
        for name, found in zip(self.wanted, places, strict=True):
            if len(found) != 1:
                quoi = f"colonne « {name} » absente ou répétée"
                yield Problem(1, 0, quoi, rule, "corriger l'en-tête")
        taken = {place for found in places for place in found}
        ignored = {folded(name) for name in self.ignored}
        alike = {folded(name) for name in self.wanted}
        for place, name in enumerate(header):
            if place in taken or name in self.ignored:
                continue
            if folded(name) in alike:
                yield Problem(1, place + 1, "colonne presque égale à une colonne lue", rule,
                              "la retirer, ou la nommer avec --ignore")  # fmt: skip
            elif not self.only_these and folded(name) not in ignored:
                yield Problem(1, place + 1, "colonne hors du schéma", rule,
                              "la retirer, la nommer avec --ignore, ou écrire --only-declared")  # fmt: skip
