"""What is wrong with a CSV file as such, told as the reader of published tables tells it."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from opendata.disclosure.problems import Problem

FIELD = 100_000
RULE = "CSV à virgules (RFC 4180)"


def stopped(error: csv.Error, line: int) -> Problem:
    """What stopped the csv module in the row that begins at `line`: a field without an end, or quotes."""
    if "field limit" in str(error):
        quoi = f"champ de plus de {FIELD // 1000} 000 caractères"
        return Problem(line, 0, quoi, RULE, "raccourcir le texte, ou fermer les guillemets")
    return Problem(line, 0, "guillemets mal fermés", RULE, "doubler les guillemets dans un champ entre guillemets")  # fmt: skip


def separated(header: Sequence[str], wanted: int) -> Problem | None:
    """A header that is one text, cut by « ; » or by tabulations where several columns are wanted."""
    for mark, name in ((";", "« ; »"), ("\t", "tabulation")):
        if len(header) == 1 and wanted > 1 and mark in header[0]:
            return Problem(1, 1, f"séparateur {name}", RULE, "enregistrer en « CSV UTF-8 (délimité par des virgules) »")  # fmt: skip
    return None
