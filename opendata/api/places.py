"""The rows of a dataset about one place: an arrondissement, a quartier, a street.

A host of files computes nothing, so that each answer is a file made beforehand. Arrondissements (20) and quartiers
(80) have one each. Streets are some 6,600: a file each would quadruple the number of files of the site for answers of
700 bytes. They stand together by the last two digits of their number: a hundred files of some 65 streets, found from
the number alone, and of one size because numbers are given in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of place. Its code stands in one of `colonnes` (the first that a table has with such values).

    `fichier`: how many of the last characters of a code name its file; 0: all.
    """

    nom: str
    variable: str
    colonnes: tuple[str, ...]
    code: re.Pattern[str]
    dit: str
    exemple: str
    fichier: int = 0

    def file_of(self, code: str) -> str:
        """The name of the file that holds the place."""
        return code[-self.fichier :]


# Insee numbers the arrondissements 75101 to 75120; the City adds the two digits of a quartier. A street has its N_SQ_VO.
KINDS = (
    Kind("arrondissement", "code_insee", ("code_territoire", "code_insee", "arrondissement"),
         re.compile(r"751(0[1-9]|1[0-9]|20)"), "Le code Insee de l’arrondissement, de 75101 à 75120.", "75111"),
    Kind("quartier", "code_quartier", ("code_territoire", "code_quartier"), re.compile(r"751(0[1-9]|1[0-9]|20)0[1-4]"),
         "Le code Insee de l’arrondissement, puis le rang du quartier, de 01 à 04.", "7511101"),
    Kind("voie", "derniers_chiffres", ("n_sq_vo", "code_voie"), re.compile(r"[0-9]{9}"),
         "Les deux derniers chiffres du numéro de la voie (N_SQ_VO de la Ville de Paris).", "05", 2),
)  # fmt: skip


def files(tables: Mapping[str, Sequence[Row]]) -> dict[Kind, dict[str, dict[str, dict[str, list[Row]]]]]:  # fmt: skip
    """By kind, file and place, the rows of each table about it; `tables` by name. A kind that no table knows is left out."""
    found: dict[Kind, dict[str, dict[str, dict[str, list[Row]]]]] = {}
    for kind in KINDS:
        for name, rows in tables.items():
            for code, row in _about(kind, rows):
                place = found.setdefault(kind, {}).setdefault(kind.file_of(code), {})
                place.setdefault(code, {}).setdefault(name, []).append(row)
    return {kind: dict(sorted(of_kind.items())) for kind, of_kind in found.items()}


def column_of(kind: Kind, rows: Sequence[Row]) -> str | None:
    """The column of a table that holds the code of places of a kind; `None` when none does."""
    present = [name for name in kind.colonnes if rows and name in rows[0]]
    return next((name for name in present if any(_is_code(kind, row[name]) for row in rows)), None)


def _about(kind: Kind, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    column = column_of(kind, rows)
    if column is not None:
        yield from ((row[column], row) for row in rows if _is_code(kind, row[column]))


def _is_code(kind: Kind, value: object) -> bool:
    return isinstance(value, str) and kind.code.fullmatch(value) is not None


def kinds_named(names: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds of these names, in their order."""
    named = set(names)
    return tuple(kind for kind in KINDS if kind.nom in named)
