"""One field of a CSV as a cell of a book, and a cell as the text of a field.

A number is a number, shown with the decimals that the CSV writes; all else is text in a cell of the format « Texte », where
a spreadsheet leaves what is typed alone: dates in ISO 8601, codes with their leading zeros, « =1+1 ». What a number would not
give back (007, 1e5) is text too.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from opendata.findings import limits
from opendata.findings.numbers import DECIMAL, rewritten
from opendata.records.schema import Column
from opendata.records.table import written

TEXT = "@"
NUMERIC = ("integer", "number", "year")
_DECIMALS = re.compile(r"0\.(0+)")
_WORDS = re.compile(r'"[^"]*"|\\.')
# How ECMA-376 (22.9.2.19, ST_Xstring) writes a character that XML cannot hold.
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_FORMULA = ("une case a une valeur, pas un calcul",
            "copier la case, puis collage spécial « Valeurs » ; un texte qui commence par = se tape dans une case au format Texte")  # fmt: skip
_ERROR = ("une case a une valeur", "écrire la valeur, ou vider la case")
_DATE = "une date s'écrit en texte : un tableur compte des jours, et en change la forme"
_CODE = "cette colonne est du texte : un nombre y perd ses zéros de tête"
_NUMBER = "une colonne de nombres a des nombres"
_AS_TEXT = "mettre la case au format Texte, puis"


@dataclass(frozen=True)
class Shown:
    """What a cell holds, and its number format; `value` is `None` in an empty cell."""

    value: str | int | float | None
    pattern: str


@dataclass(frozen=True)
class Held:
    """What a cell of a book that comes back holds, as openpyxl reads it: `kind` is « f » for a formula, « e » for an error."""

    value: object
    kind: str = "n"
    pattern: str = "General"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return self.value is None or self.value == ""


@dataclass(frozen=True)
class Fault:
    """Why a cell has no text (`quoi`, `regle`, `remede`), and the text that it most likely means, to judge the others by."""

    quoi: str
    regle: str
    remede: str
    likely: str = ""


def shown(text: str, column: Column) -> Shown:
    """The cell of a field: a number where the column has numbers and this one comes back as it is written."""
    if not text:
        return Shown(None, "General" if column.type in NUMERIC else TEXT)
    if column.type not in NUMERIC or not DECIMAL.fullmatch(text):
        return Shown(text, TEXT)
    places = len(text.partition(".")[2])
    if places and column.type != "number":  # the check of the CSV refuses it
        return Shown(text, TEXT)
    pattern = f"0.{'0' * places}" if places else "0" if column.type == "year" else "General"
    value = float(text) if places else int(text)
    is_exact = limits.significant_digits(text) <= limits.DIGITS
    return (
        Shown(value, pattern)
        if is_exact and number_text(value, pattern) == text
        else Shown(text, TEXT)
    )


def number_text(value: float, pattern: str) -> str:
    """A number as a CSV writes it: the shortest decimal, with at least the decimals that `pattern` shows."""
    text = written(value)
    asked = _DECIMALS.search(_signs(pattern).partition(";")[0])
    if asked is None:
        return text
    whole, _, places = text.partition(".")
    return f"{whole}.{places.ljust(min(len(asked[1]), limits.DIGITS), '0')}"


def _signs(pattern: str) -> str:
    """A number format without the words that it shows: « 0.0" %" » multiplies nothing."""
    return _WORDS.sub("", pattern)


def text_of(cell: Held, column: Column) -> str | Fault:
    """The text of a cell, where it has one."""
    value = cell.value
    if cell.is_empty:
        return ""
    if cell.kind == "f":
        formula = value if isinstance(value, str) else "matricielle"
        return Fault(f"formule « {_short(formula)} »", *_FORMULA)
    if cell.kind == "e":
        return Fault(f"erreur {value}", *_ERROR)
    if isinstance(value, bool):
        return _truth(value, column)
    if isinstance(value, int | float):
        return _number(value, cell.pattern, column)
    if isinstance(value, str):
        return _text(value, column)
    return _date(value, column)


def _text(value: str, column: Column) -> str | Fault:
    text = value.replace("_x000D_\n", "\n")
    if _ESCAPED.search(text):
        return Fault("caractère de commande", "un texte n'a que des caractères qui se voient", "retaper le texte", text)  # fmt: skip
    plain = rewritten(text.strip()) if column.type in NUMERIC else None
    if plain is None:
        return text
    return Fault(f"nombre « {_short(text)} » écrit comme un texte", _NUMBER,
                 "mettre la case au format Nombre, puis retaper la valeur", plain)  # fmt: skip


def _number(value: float, pattern: str, column: Column) -> str | Fault:
    text = number_text(value, "General")
    if column.type in NUMERIC:
        if "%" in _signs(pattern):
            percent = number_text(round(value * 100, 10), "General")
            return Fault(f"{percent} % : pourcentage du tableur, lu {text}", _NUMBER, "mettre la case au format Nombre, puis retaper la valeur", text)  # fmt: skip
        return number_text(value, pattern if column.type == "number" else "General")
    if column.type == "date":
        return Fault(f"nombre {text} dans une colonne de dates", _DATE, f"{_AS_TEXT} écrire le jour, par exemple 2016-06-03")  # fmt: skip
    return Fault(f"nombre {text} dans une colonne de textes", _CODE, f"{_AS_TEXT} retaper le texte en entier", text)  # fmt: skip


def _truth(value: bool, column: Column) -> str | Fault:
    text = written(value)
    if column.type == "boolean":
        return text
    return Fault(f"{'VRAI' if value else 'FAUX'} du tableur", "vrai et faux vont dans une colonne qui les attend", f"{_AS_TEXT} retaper la valeur", text)  # fmt: skip


def _date(value: object, column: Column) -> Fault:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    said = value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
    remedy = f"écrire {said}" if column.type == "date" else "retaper ce qui doit s'y lire"
    return Fault(f"date du tableur, {said}", _DATE, f"{_AS_TEXT} {remedy}", said)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
