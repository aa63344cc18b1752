"""Whether the tables of territory cover the layers: a row for each feature in each zone, and no other.

« Ma rue » and the pages of places read these tables by code. A row that is missing would be read
as « rien de dessiné », which is never true of what is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maps.records.layers import Layer
from opendata.findings import CsvTable, Finding
from opendata.records.catalogue import Datasets

DATASETS = "data/datasets"
UNKNOWN_RULE = "un code de territoire ou de voie est celui d'une entité de sa couche"
MISSING_RULE = (
    "chaque entité a une ligne par zone : une ligne absente se lirait « rien de dessiné »"
)
REMEDY = "remettre la ligne d'origine, ou relancer derive"
NAMED = 3  # codes named in a finding; the others are counted


@dataclass(frozen=True)
class Cover:
    """A table below data/datasets whose `column` names features of a layer by their `propriete`.

    Its rows are those of `niveau` ("" when the table has one level only); it has each feature in each
    of `zones` ("" alone when the table has no zone).
    """

    table: str
    column: str
    layer: str
    propriete: str
    zones: tuple[str, ...] = ("",)
    niveau: str = ""

    @property
    def path(self) -> str:
        """The table's file."""
        return f"{DATASETS}/{self.table}.csv"


FLOOD = ("plus_hautes_eaux",)
OTHERS = ("ppri", "ppri_b", "ppri_v", "carrieres")
LEVELS = {
    "arrondissement": ("arrondissements", "code_insee"),
    "quartier": ("quartiers", "code_quartier"),
    "iris": ("iris", "code_iris"),
}
COVERS = (
    *(Cover(table, "code_territoire", *LEVELS[niveau], zones, niveau)
      for table, zones in (("exposition/exposition", OTHERS), ("exposition-plus-hautes-eaux/exposition", FLOOD))
      for niveau in LEVELS),
    *(Cover("territoires/territoires", "code_territoire", *LEVELS[niveau], niveau=niveau) for niveau in LEVELS),
    Cover("voies/voies", "n_sq_vo", "voies", "n_sq_vo"),
    Cover("voies-risques/verdicts", "n_sq_vo", "voies", "n_sq_vo", OTHERS),
    Cover("voies-plus-hautes-eaux/verdicts", "n_sq_vo", "voies", "n_sq_vo", FLOOD),
)  # fmt: skip


@dataclass(frozen=True)
class CoveredTables:
    """The tables of `COVERS` whose columns could be read, by path. `fingerprint`: of the files of their datasets."""

    texts: Mapping[str, CsvTable] = field(repr=False)
    fingerprint: str


def covered_tables(datasets: Datasets) -> CoveredTables:
    """Those of `COVERS` that the datasets have."""
    paths = {cover.path for cover in COVERS}
    found = [
        checked
        for checked in datasets.read.values()
        if any(text.path in paths for text in checked.texts.values())
    ]
    texts = {path: text for path, text in datasets.texts.items() if path in paths}
    return CoveredTables(texts, " ".join(checked.fingerprint for checked in found))


def coverage_findings(
    layers: Mapping[str, Layer], tables: Mapping[str, CsvTable], covers: Iterable[Cover] = COVERS
) -> Iterator[Finding]:
    """Rows of no feature, features without a row. `layers` by name and `tables` by path: those that could
    be read, the others are left to their own checks.
    """
    for cover in covers:
        layer, table = layers.get(cover.layer), tables.get(cover.path)
        if layer and table:
            yield from _findings(cover, table, set(layer.column(cover.propriete)))


def _findings(cover: Cover, table: CsvTable, known: Collection[str]) -> Iterator[Finding]:
    if cover.column not in table.columns:
        return  # said of the dataset, against its schema
    seen: dict[str, set[str]] = {zone: set() for zone in cover.zones}
    for number, fields in enumerate(table.rows):
        row = dict(zip(table.columns, fields, strict=True))
        if row.get("niveau", "") != cover.niveau:
            continue
        code = row[cover.column]
        seen.get(row.get("zone", ""), set()).add(code)
        if code not in known:
            quoi = f"{cover.column} « {code} » : absent de data/geo/{cover.layer}.geojson"
            yield table.finding(number, cover.column, quoi, UNKNOWN_RULE, REMEDY)
    for zone, codes in seen.items():
        absent = sorted(set(known) - codes)
        if absent:
            yield Finding(cover.path, 0, 0, _missing(cover, zone, absent), MISSING_RULE, REMEDY)


def _missing(cover: Cover, zone: str, absent: Sequence[str]) -> str:
    """« zone ppri : aucune ligne pour 7510101, 7510102, 7510103 et 77 de plus (quartiers) »."""
    named = ", ".join(absent[:NAMED])
    others = f" et {len(absent) - NAMED} de plus" if len(absent) > NAMED else ""
    where = f"zone {zone} : " if zone else ""
    return f"{where}aucune ligne pour {named}{others} ({cover.layer})"
