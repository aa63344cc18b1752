"""What a sheet holds, in the order in which it is read. Every value is text, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

CONFIDENTIEL = "CONFIDENTIEL : effectifs non protégés. Ne pas publier, ne pas copier dans un dépôt."
FICTIF = "Données fictives de démonstration : rien ici ne vient d’une fiche réelle."

Value = str | int | float | None


@dataclass(frozen=True)
class Heading:
    """A part begins."""

    texte: str
    genre: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A sentence or more; `tete` comes first, in bold."""

    texte: str
    tete: str = ""
    genre: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list."""

    textes: tuple[str, ...]
    genre: Literal["items"] = "items"


@dataclass(frozen=True)
class Grid:
    """A table: its first `textes` columns are words, the others numbers; rows in `fortes` are marked, in words too.

    `barres`, where there are: for each row, how long a bar is drawn beside it, 1 at most; it says what a number says.
    """

    titre: str
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    largeurs: tuple[float, ...]
    textes: int = 1
    fortes: tuple[int, ...] = ()
    barres: tuple[float, ...] = ()
    genre: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Drawing:
    """A picture, which `alternative` says in words."""

    svg: str
    alternative: str
    genre: Literal["drawing"] = "drawing"


Block = Heading | Paragraph | Items | Grid | Drawing


@dataclass(frozen=True)
class Workbook:
    """The one table of the Excel file: texts stay texts, whatever they begin with."""

    entetes: tuple[str, ...]
    lignes: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """One document, in its three forms; `nom` is what its files are called."""

    nom: str
    titre: str
    sous_titre: str
    est_fictif: bool
    blocs: tuple[Block, ...]
    table: Workbook

    @property
    def mentions(self) -> Sequence[str]:
        """What each page says first."""
        return (CONFIDENTIEL, FICTIF) if self.est_fictif else (CONFIDENTIEL,)
