"""A source that a dataset and the texts both describe is described once: the two say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opendata.findings import CsvTable, Finding
from site_src.risques.border import SANS_DATE, CitedSource

# Column of a table of sources → what it holds of a source of the texts.
COLUMNS = ("titre", "editeur", "nature", "adresse", "date_source")


def described_otherwise(table: CsvTable, sources: Mapping[str, CitedSource]) -> Iterator[Finding]:
    """Cells of a dataset's table of sources that the source of that name in the texts contradicts."""
    for number, fields in enumerate(table.rows):
        row = dict(zip(table.columns, fields, strict=True))
        source = sources.get(row.get("id_source", ""))
        if source is None:
            continue
        for name, told in _cells(source).items():
            if row.get(name, told) != told:
                said = f"« {told} »" if told else "rien"
                yield table.finding(number, name, f"{name} « {row[name]} » : les pages disent {said} de la source « {source.id} »",
                                    "une source a une seule description", "recopier la même description des deux côtés")  # fmt: skip


def _cells(source: CitedSource) -> dict[str, str]:
    return {
        "titre": source.titre,
        "editeur": source.editeur,
        "nature": source.nature,
        "adresse": source.adresse if source.est_en_ligne else "",
        "date_source": "" if source.date == SANS_DATE else source.date,
    }
