"""The example of the page once it was attacked: records alone, nothing of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_src.protection.decisions import Protection


@dataclass(frozen=True)
class HiddenCount:
    """A hidden count of the example: where it is and what an attacker knows of it.

    `temoins`: its value in each whole table that the audit made from what is published.
    """

    ligne: str
    colonne: str
    minimum: int
    maximum: int
    temoins: tuple[int, ...]


@dataclass(frozen=True)
class AttackedTable:
    """A table as published, and the outcome of its attack.

    `lignes`: (label, value of each column or None where hidden), totals last. `possibles`: how
    many whole tables are compatible with what is published.
    """

    lignes: tuple[tuple[str, tuple[int | None, ...]], ...] = field(repr=False)
    cases: tuple[HiddenCount, ...]
    petits: int
    possibles: int

    @property
    def est_retrouvee(self) -> bool:
        """Whether only one table is possible."""
        return self.possibles == 1

    @property
    def en_plus(self) -> int:
        """How many counts are hidden to protect the small ones."""
        return len(self.cases) - self.petits


@dataclass(frozen=True)
class Demonstration:
    """What is said of protection, and its two invented tables once attacked."""

    protection: Protection
    mal: AttackedTable
    bien: AttackedTable
