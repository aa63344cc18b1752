"""What a dataset calls settled was read at an official source: its rows against its own table of sources.

A row says how sure it is in `statut` (settled or to confirm), or in `fiabilite`, which also tells what was only
said in a public debate: an official record of the words, not of the fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opendata.findings import Finding
from opendata.records.table import TypedTable

SOURCES, SETTLED, QUOTING = "sources", "confirme", "secondaire"
# Codes of `fiabilite` for what was read in an official document, or in a copy of it.
OFFICIAL = frozenset({"officielle", "copie_officielle"})
# Code of `fiabilite` for what a speaker said, and of `genre` for the record of a debate.
SAID, DEBATE = "dit_en_seance", "seance"


def unsettled(tables: Mapping[str, TypedTable]) -> Iterator[Finding]:
    """Rows that call themselves surer than their `source` is; tables by resource name."""
    if SOURCES not in tables or "nature" not in tables[SOURCES].csv.columns:
        return
    sources = {row["id_source"]: row for row in _rows(tables[SOURCES])}
    for table in tables.values():
        for number, row in enumerate(_rows(table)):
            source = sources.get(row.get("source", ""), {})
            yield from _quoting(table, number, row, source)
            yield from _debated(table, number, row, source)


def _quoting(
    table: TypedTable, number: int, row: Mapping[str, str], source: Mapping[str, str]
) -> Iterator[Finding]:
    """A row that calls itself settled and whose source only quotes the official one."""
    if source.get("nature") != QUOTING:
        return
    if row.get("statut") == SETTLED:
        yield table.csv.finding(number, "statut", f"« {row['source']} » ne fait que citer la source officielle",
                                "une ligne confirmée a été lue dans la source officielle elle-même",
                                "mettre a_confirmer, ou citer la source officielle")  # fmt: skip
    if row.get("fiabilite") in OFFICIAL:
        yield table.csv.finding(number, "fiabilite", f"« {row['source']} » ne fait que citer la source officielle",
                                "une valeur officielle a été lue dans la source officielle elle-même",
                                "mettre secondaire, ou citer la source officielle")  # fmt: skip


def _debated(
    table: TypedTable, number: int, row: Mapping[str, str], source: Mapping[str, str]
) -> Iterator[Finding]:
    """What was said in a debate says so, and nothing else does."""
    if "genre" not in source or "fiabilite" not in row:
        return
    is_debate, is_said = source["genre"] == DEBATE, row["fiabilite"] == SAID
    if is_debate and not is_said:
        yield table.csv.finding(number, "fiabilite", f"fiabilite « {row['fiabilite']} » : « {row['source']} » rapporte un débat",
                                "ce qu'un orateur dit en séance est dit en séance, pas établi",
                                f"écrire {SAID}, ou citer un autre document")  # fmt: skip
    if is_said and not is_debate:
        yield table.csv.finding(number, "fiabilite", f"« {row['source']} » n'est pas un débat",
                                "seul un compte rendu de séance dit ce qui y a été dit",
                                "corriger la fiabilité, ou citer le compte rendu")  # fmt: skip


def _rows(table: TypedTable) -> Iterator[dict[str, str]]:
    for row in table.csv.rows:
        yield dict(zip(table.csv.columns, row, strict=True))
