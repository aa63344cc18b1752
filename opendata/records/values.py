"""The text of one CSV field → a value of its column's type, or why it is not one.

One written form per value (Table Schema's default formats): 6.10 and not 6,10; true and
not VRAI; 2016-06-03 and not 03/06/2016. The remedy names the form when it can be guessed.
"""

from __future__ import annotations

import datetime
import difflib
import re
from dataclasses import dataclass

from opendata.findings import limits
from opendata.findings.day import day_of
from opendata.findings.numbers import rewritten, thousands
from opendata.findings.pattern import matches
from opendata.records.schema import Column
from opendata.records.units import bounds

Value = str | int | float | bool | datetime.date
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_FRENCH_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
# What a spreadsheet that opens the CSV would compute: « =… », « @… », and +… or -… that calls or names something.
_FORMULA = re.compile(r"[=@]|[+-].*[(|!]", re.DOTALL)
CELL = 32_767  # characters: Excel keeps no more in a cell
_YES = {"oui", "vrai", "true", "1"}
_NO = {"non", "faux", "false", "0"}


@dataclass(frozen=True)
class Misfit:
    """Why a text is not a value of its column: what was expected, what to write."""

    attendu: str
    remede: str


def parse(text: str, column: Column) -> Value | Misfit:
    """The value of a field that is not empty: its type, then its codes, form and bounds."""
    if text != text.strip():
        return Misfit("espaces en trop au début ou à la fin", f"écrire « {text.strip()} »")
    value = _PARSERS[column.type](text)
    if isinstance(value, Misfit):
        return value
    return (
        _unknown_code(text, column) or _misshapen(text, column) or _outside(value, column) or value
    )


def _integer(text: str) -> int | Misfit:
    if _INTEGER.fullmatch(text):
        return _imprecise(text) or int(text)
    plain = rewritten(text) or ""
    whole = (
        f"écrire {plain}" if _INTEGER.fullmatch(plain) else "écrire un nombre entier, sans espace"
    )
    return Misfit("nombre entier attendu", whole)


def _number(text: str) -> float | Misfit:
    either = thousands(text)
    if either:
        return Misfit("milliers ou décimales ?", either)
    if _NUMBER.fullmatch(text):
        return _imprecise(text) or float(text) + 0.0  # -0 is 0
    plain = rewritten(text)
    return Misfit(
        "nombre attendu", f"écrire {plain}" if plain else "écrire un nombre à point décimal"
    )


def _imprecise(text: str) -> Misfit | None:
    """A number that a double, and so a spreadsheet, would write otherwise."""
    if len(text) <= limits.DIGITS or limits.significant_digits(text) <= limits.DIGITS:
        return None
    return Misfit(
        f"au plus {limits.DIGITS} chiffres significatifs attendus",
        "arrondir ; si c'est un code, type: string",
    )


def _boolean(text: str) -> bool | Misfit:
    if text in ("true", "false"):
        return text == "true"
    word = text.lower()
    remede = (
        "écrire true" if word in _YES else "écrire false" if word in _NO else "écrire true ou false"
    )
    return Misfit("true ou false attendu", remede)


def _year(text: str) -> int | Misfit:
    return (
        int(text) if _YEAR.fullmatch(text) else Misfit("année attendue", "écrire quatre chiffres")
    )


def _date(text: str) -> datetime.date | Misfit:
    read = day_of(text)
    if read is not None:
        return read
    french = _FRENCH_DATE.fullmatch(text)
    if french:
        day, month, year = french.groups()
        return Misfit("date attendue", f"écrire {year}-{month:0>2}-{day:0>2}")
    return Misfit("date attendue", "écrire AAAA-MM-JJ")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text instead of showing it."""
    return _FORMULA.match(text) is not None


def _string(text: str) -> str | Misfit:
    if is_formula(text):
        return Misfit("un tableur y lirait une formule", "commencer par un mot")
    if len(text) > CELL:
        return Misfit(f"au plus {CELL} caractères, ce que garde une case d'Excel", "raccourcir le texte")  # fmt: skip
    return text


_PARSERS = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "year": _year,
    "date": _date,
}


def _unknown_code(text: str, column: Column) -> Misfit | None:
    labels = column.labels
    if not labels or text in labels:
        return None
    codes = {label.casefold(): code for code, label in labels.items()} | {
        c.casefold(): c for c in labels
    }
    near = difflib.get_close_matches(text.casefold(), codes, n=1)
    remede = f"écrire {codes[near[0]]}" if near else f"choisir parmi {', '.join(labels)}"
    return Misfit("code inconnu", remede)


def _misshapen(text: str, column: Column) -> Misfit | None:
    pattern = column.constraints.pattern
    if pattern is None or matches(pattern, text):
        return None
    return Misfit(
        f"forme {pattern} attendue", "suivre la forme que donne la description de la colonne"
    )


def _outside(value: Value, column: Column) -> Misfit | None:
    low, high = column.constraints.minimum, column.constraints.maximum
    if low is None and high is None and column.is_number and column.unit:
        low, high = bounds(column.unit)
    # A schema's bounds are of its column's type; comparison across types is a programming error.
    if (low is None or value >= low) and (high is None or value <= high):  # type: ignore[operator]
        return None
    both = f"entre {low} et {high}" if None not in (low, high) else None
    return Misfit(f"{both or (f'au plus {high}' if low is None else f'au moins {low}')} attendu",
                  "corriger la valeur")  # fmt: skip
