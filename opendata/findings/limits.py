"""How large, how deep and how precise a contributed file may be.

The largest file of data/ weighs a quarter of `BYTES`; the deepest has 8 levels. A file beyond these
limits is refused before anything is built from it, so that no reader takes minutes or gigabytes.
"""

from __future__ import annotations

import math
import re

BYTES = 10_000_000
ORIGINAL_BYTES = 100_000_000
"""Of an official original, which is not in the repository: the largest today weighs 4 MB."""
DEPTH = 30
"""Lists and groups inside one another."""
NODES = 1_000_000
"""Values of a JSON document, those inside lists and objects included."""
ORIGINAL_NODES = 10 * NODES
YAML_NODES = 100_000
"""The same of a YAML document, each alias counted as what it repeats."""
ALIASES = 500
ROWS = 200_000
CELLS = 2_000_000
FIELD = 131_072
"""Characters of one field: the csv module's own limit."""
ORIGINAL_FIELD = 1_000_000
"""The same of an original, whose portal writes an outline in one field."""
FINDINGS = 1_000
"""Problems of one kind told of one file: past them the file itself is wrong, not its values."""
DIGITS = 15
# A measure in a file of somebody else's: all that a double holds may be written (IEEE 754: 17 digits), and more.
MEASURE_DIGITS = 25
"""Significant digits that a double keeps whatever they are (IEEE 754, binary64), and that Excel shows."""


DEPTH_RULE = f"au plus {DEPTH} niveaux de listes et de groupes"
DIGITS_RULE = f"au plus {DIGITS} chiffres significatifs : au-delà, un tableur en écrit d'autres"
DIGITS_REMEDY = "arrondir ; si c'est un code, en faire un texte, entre guillemets"
FINITE_RULE = "un nombre est fini, et ne se confond pas avec zéro"
FINITE_REMEDY = "écrire un nombre ordinaire"

_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")


def size_rule(most: int = BYTES) -> str:
    """How many bytes a file may have at most, in French."""
    return f"un fichier de données pèse au plus {most // 1_000_000} Mo"


def counted(number: int) -> str:
    """A limit as a French reader writes it: 200 000."""
    return f"{number:,}".replace(",", " ")


def significant_digits(number: str) -> int:
    """How many digits are written in a decimal number, those before the first that is not 0 left out."""
    mantissa = re.split("[eE]", number)[0]
    return len(re.sub("[^0-9]", "", mantissa).lstrip("0"))


def number_fault(number: str, digits: int = DIGITS) -> tuple[str, str, str] | None:
    """What is wrong (quoi, règle, remède) with a written decimal number; `None` for any other text too.

    `digits` are the significant ones that it may have.
    """
    if not _NUMBER.fullmatch(number):
        return None
    if significant_digits(number) > digits:
        return f"nombre de {significant_digits(number)} chiffres", DIGITS_RULE, DIGITS_REMEDY
    if not math.isfinite(float(number)) or (float(number) == 0 and significant_digits(number)):
        return f"nombre « {number} » hors de portée", FINITE_RULE, FINITE_REMEDY
    return None
