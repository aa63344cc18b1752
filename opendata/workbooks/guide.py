"""« Lisez-moi », the first sheet: what the book is of, what may be changed, how it is given back.

It also carries what the book was drawn from, so that a table that changed since is not written over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GUIDE = "Lisez-moi"
CODES = "Colonnes et codes"
_NAME, _TABLES = "Jeu", ("Feuille", "Fichier", "Table", "Empreinte (SHA-256)")


@dataclass(frozen=True)
class Drawn:
    """What a book says of itself: the dataset, and the SHA-256 of each table's CSV, by sheet, when it was drawn."""

    dataset: str
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Left:
    """A table that no hand changes: its file, who writes it, what to do instead."""

    path: str
    quoi: str
    regle: str
    remede: str


def digest(raw: bytes) -> str:
    """What tells one state of a CSV from another."""
    return hashlib.sha256(raw).hexdigest()


def guide_rows(
    identifier: str, title: str, tables: Iterable[Sequence[str]], left: Iterable[Left]
) -> list[tuple[str, ...]]:
    """The rows of the sheet; `tables` are (sheet, file, title, digest)."""
    return [
        ("À quoi sert ce classeur", f"Corriger les tables du jeu « {title} », puis les rendre. Ce qui est publié reste le CSV."),
        (_NAME, identifier),
        ("Ce qui se change", "Les feuilles nommées plus bas : corriger une case, ajouter une ligne à la suite, supprimer une ligne entière."),
        ("Ce qui ne se change pas", f"Le nom des feuilles, la première ligne, l'ordre des colonnes, « {GUIDE} » et « {CODES} ». Pas de feuille de plus."),
        ("Nombres", "De vrais nombres, tapés comme d'habitude ; pas de formule, pas de pourcentage."),
        ("Dates", "Du texte, 2016-06-03 (année, mois, jour) : les cases sont au format Texte, Excel n'y touche pas."),
        ("Codes", f"Une liste s'ouvre dans la case ; le sens des codes est dans « {CODES} ». Les autres codes gardent leurs zéros de tête."),
        ("Case vide", f"Vide veut dire « non connu », ou ce que dit « {CODES} ». Ne pas écrire 0 à la place."),
        ("À ne pas laisser", "Formules, cases fusionnées, lignes ou colonnes masquées, filtre, ligne vide au milieu."),
        ("Pour le rendre", f"Enregistrer en « Classeur Excel (.xlsx) », puis : python build.py tableur {identifier} --depuis CE-FICHIER.xlsx"),
        ("La réponse", "Tous les problèmes d'un coup, chacun avec sa feuille et sa case. Tant qu'il en reste un, rien n'est écrit."),
        ("Une seule fois", "Rendu, ou si la table a changé depuis, ce classeur ne sert plus : en tirer un neuf avec --vers."),
        ("",),
        _TABLES,
        *(tuple(table) for table in tables),
        *_left_rows(left),
    ]  # fmt: skip


def _left_rows(left: Iterable[Left]) -> list[tuple[str, ...]]:
    rows = [(one.path, f"{one.quoi} : {one.remede}") for one in left]
    return [("",), ("Tables qui n'y sont pas", "Pourquoi, et que faire"), *rows] if rows else []


def drawn(rows: Sequence[Sequence[str]]) -> Drawn | None:
    """What the sheet says; `None` when it does not say it any more."""
    names = [row[1] for row in rows if len(row) > 1 and row[0] == _NAME]
    starts = [number for number, row in enumerate(rows, 1) if tuple(row) == _TABLES]
    if len(names) != 1 or len(starts) != 1:
        return None
    digests = {}
    for row in rows[starts[0] :]:
        if len(row) != len(_TABLES):
            break
        digests[row[0]] = row[3]
    return Drawn(names[0], digests)
