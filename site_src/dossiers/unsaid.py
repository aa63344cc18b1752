"""What is in data/ and on no page yet: nothing is wrong, and `check --strict` tells it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from opendata.findings import CsvTable, Finding

EXERCISES = "data/datasets/exercices/exercices.csv"
EXERCISES_PAGE = "data/organisation/exercices.yaml"
SOURCES = "data/risques/sources.yaml"
_DECLARED = re.compile(r"^ *- (?:\{ *)?id: *([a-z0-9-]+)")
_CITED = re.compile(r"\b(?:source\w*|double): *\"?([a-z0-9-]+)")


def exercises(table: CsvTable, told: Collection[str]) -> Iterator[Finding]:
    """Dated exercises of the dataset that its page does not tell; `told` are the rows that it names."""
    for number, fields in enumerate(table.rows):
        row = dict(zip(table.columns, fields, strict=True))
        name = f"exercices.{row['id_exercice']}"
        if row["date_debut"] and name not in told:
            yield table.finding(number, "id_exercice", f"exercice daté que la page ne dit pas : « {row['id_exercice']} »",
                                "la page des exercices dit chaque exercice daté",
                                f"ajouter sa phrase sous « jalons_du_jeu » de {EXERCISES_PAGE}")  # fmt: skip


def told_rows(document: bytes) -> frozenset[str]:
    """The rows of datasets that a page tells, « table.ligne »."""
    return frozenset(
        re.findall(r"\bligne: *([a-z0-9-]+\.[a-z0-9-]+)", document.decode("utf-8", "replace"))
    )


def sources(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Sources of the register that no text of `files` cites, nor any table."""
    texts = {path: raw.decode("utf-8", "replace") for path, raw in files.items()}
    cited = set(_named(text for path, text in texts.items() if path != SOURCES))
    for number, line in enumerate(texts.get(SOURCES, "").split("\n"), 1):
        declared = _DECLARED.match(line)
        if declared and declared[1] not in cited:
            yield Finding(SOURCES, number, declared.start(1) + 1, f"source « {declared[1]} » que rien ne cite",
                          "une source déclarée est celle d'un texte ou d'un chiffre", "la citer, ou la retirer")  # fmt: skip


def _named(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _CITED.findall(text)
