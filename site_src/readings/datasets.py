"""Every dataset of data/datasets/, and the parts of them that others take."""

from __future__ import annotations

from opendata.findings import CsvTable, Document, Finding, decode, page_of
from opendata.records import dictionary as names
from opendata.records import series as dataset_series
from opendata.records.catalogue import Datasets, read_catalogue
from opendata.records.dataset import FOLDER, Dataset, page
from opendata.records.dictionary import Dictionary
from opendata.records.naming import held_lists, misheld, misnamed, unjoined
from site_src.alertes.places import DATASET_ID as ALERTS
from site_src.alertes.places import DECLARATION as ALERT_TABLE
from site_src.delinquance import places as recorded_places
from site_src.delinquance.places import Recorded
from site_src.engine.readings import Given
from site_src.risques.seine import SeineReading
from site_src.risques.seine_reading import read_seine
from site_src.risques.tables import ID as REGISTER
from site_src.territoires.coverage import CoveredTables, covered_tables
from site_src.territoires.tables import CONTRACTS, PlaceTables, place_tables
from site_src.territoires.told_counts import DATASET, miscounted


def datasets(given: Given) -> Datasets:
    """Every dataset, also what can be read of those with a finding."""
    sources = given.maybe("sources", dict)
    read = read_catalogue(given.files, sources, given.findings, given.parts.kept)
    given.report(f"jeux de données : {len(read.checked)}")
    return read


def declarations(given: Given) -> dict[str, Dataset]:
    """What each dataset says of itself, by id."""
    return given.record("datasets", Datasets).declarations


def series(given: Given) -> tuple[dataset_series.Series, ...]:
    """The datasets that are read together."""
    found: list[Finding] = []
    raw = given.files.get(dataset_series.PATH, b"")
    read = dataset_series.read_series(raw, given.record("datasets", Datasets).folders, found)
    given.findings.extend(page_of(found, "/donnees/"))
    given.report(f"séries de jeux : {len(read)}")
    return read


def dictionnaire(given: Given) -> Dictionary | None:
    """The names of columns and keys, held against every dataset and the table of alerts."""
    catalogue, found = given.record("datasets", Datasets), list[Finding]()
    read = names.read_dictionary(given.files.get(names.PATH, b""), found)
    given.findings.extend(page_of(found, "/donnees/"))
    if read is None:
        return None
    alerts = given.record("alert_table", Dataset)
    declared = [
        (f"{FOLDER}/{name}/dataset.yaml", name, dataset)
        for name, dataset in catalogue.declarations.items()
    ]
    for path, name, dataset in [*declared, (ALERT_TABLE, ALERTS, alerts)]:
        # Who reads the file has parsed it: here it only says where a fault stands.
        text = decode(path, catalogue.files.get(path) or given.files.get(path, b""), [])
        faults = misnamed(Document(path, text or "", None), name, dataset, read)
        given.findings.extend(page_of(faults, page(name)))
    others = {(one.id, name): text for one in catalogue.checked for name, text in one.texts.items()}
    for name, checked in catalogue.read.items():
        held = [*misheld(name, checked.texts, checked.dataset, read)]
        if name in catalogue.sound:  # the others have their own findings
            held += unjoined(name, checked.texts, read, others)
        given.findings.extend(page_of(held, page(name)))
    lists = {
        (name, column) for name, one in catalogue.read.items() if any(name in leave.jeux for leave in read.listes)
        for column in held_lists(one.texts, one.dataset)
    }  # fmt: skip
    # What could not be read whole says so itself.
    if not set(catalogue.folders) - catalogue.sound:
        idle = names.idle(given.files.get(names.PATH, b""), read, lists)
        given.findings.extend(page_of(idle, "/donnees/"))
    return read


def places(given: Given) -> PlaceTables | None:
    """The published tables that pages of places read."""
    return place_tables(given.record("datasets", Datasets))


def described(given: Given) -> dict[str, CsvTable]:
    """The sources that each dataset describes in a table of its own; the register's may be late."""
    read = given.record("datasets", Datasets).read
    return {
        name: checked.texts["sources"]
        for name, checked in read.items()
        if name != REGISTER and "sources" in checked.texts
    }


def covered(given: Given) -> CoveredTables:
    """The published tables that have a row for each feature of a layer."""
    return covered_tables(given.record("datasets", Datasets))


def told_counts(given: Given) -> bool:
    """Whether counts that the texts of « lieux-frais » tell are those of its tables."""
    checked = given.record("datasets", Datasets).read.get(DATASET)
    if checked:
        given.findings.extend(page_of(miscounted(checked), page(DATASET)))
    return True


def seine(given: Given) -> SeineReading:
    """What the datasets say of the Seine."""
    return read_seine(given.record("datasets", Datasets), given.findings)


def recorded(given: Given) -> dict[str, tuple[Recorded, ...]] | None:
    """What pages of arrondissements show of recorded crime, by Insee code."""
    catalogue, name = given.record("datasets", Datasets), recorded_places.DATASET
    if name not in catalogue.sound:
        return None
    found: list[Finding] = []
    raw, table = (
        given.files.get(recorded_places.PATH, b""),
        catalogue.read[name].tables[recorded_places.TABLE],
    )
    read = recorded_places.read_recorded(raw, table.csv, found)
    given.findings.extend(page_of(found, "/mon-quartier/"))
    return read


def contracts(given: Given) -> dict[str, dict[str, str]] | None:
    """The prevention contracts, by Insee code."""
    catalogue, (name, table) = given.record("datasets", Datasets), CONTRACTS
    if name not in catalogue.sound:
        return None
    csv = catalogue.read[name].tables[table].csv
    rows = [dict(zip(csv.columns, row, strict=True)) for row in csv.rows]
    return {row["code_insee"]: row for row in rows}
