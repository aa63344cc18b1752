"""The protected tables, attacked from public files alone; what is said of protection.

Attacks and their solvers are imported by the readings that need them: a page's sentence needs none.
"""

from __future__ import annotations

from collections.abc import Iterator

from opendata.findings import CsvTable, Finding, FindingsError, page_of
from opendata.tranquillite import divulgation
from opendata.tranquillite.audit_outcome import ReleaseAudit, exposure_findings
from opendata.tranquillite.divulgation import Divulgation
from opendata.tranquillite.public_files import PublicFiles
from site_src.barometre.quarters import NO_QUARTER, Recent, read_series, recent
from site_src.engine.readings import Given
from site_src.protection import decisions
from site_src.protection.attacked import Demonstration

DATASET, QUARTERLY, LATER = "tranquillite", "trimestres", "suivi-trimestriel"
FOLDER = f"data/datasets/{DATASET}/"


def decided(given: Given) -> Divulgation | None:
    """The decisions of the release: rules, weights, codes."""
    found: list[Finding] = []
    read = divulgation.read_divulgation(given.files.get(divulgation.CHEMIN, b""), found)
    given.findings.extend(page_of(found, "/donnees/tranquillite/"))
    return read


def circonscriptions(given: Given) -> bool:
    """Whether the fictitious circonscriptions of the command `bilan` hold; no page knows them."""
    from opendata.bilan import areas

    raw = given.files.get(areas.CHEMIN)
    if raw is not None:
        areas.read_areas(areas.CHEMIN, raw, given.record("decided", Divulgation), given.findings)
    return True


def release_files(given: Given) -> PublicFiles | None:
    """The protected tables, apart from other datasets: whoever changes those attacks nothing again."""
    from opendata.records.catalogue import Datasets

    catalogue = given.record("datasets", Datasets)
    if DATASET in catalogue.folders - catalogue.sound:
        return None  # what cannot be read cannot be attacked: its own findings say why
    texts = catalogue.texts.items()
    return PublicFiles(
        {path: raw for path, raw in catalogue.files.items() if path.startswith(FOLDER)},
        {path: text for path, text in texts if path.startswith(FOLDER)},
    )


def released(given: Given) -> ReleaseAudit | None:
    """The protected tables, attacked from public files alone."""
    from opendata.tranquillite import release

    public = given.record("release_files", PublicFiles)
    decisions_made = given.record("decided", Divulgation)
    try:
        outcome = release.audit(public.files, decided=decisions_made, tables=public.tables)
    except FindingsError as error:
        given.findings.extend(page_of(error.findings, "/donnees/tranquillite/"))
        return None
    given.findings.extend(page_of(exposure_findings(outcome), "/donnees/tranquillite/"))
    given.report(f"diffusion protégée : {outcome.lines[0]}")
    return outcome


def quarters(given: Given) -> Recent:
    """The recent quarters of the protected tables, once they were attacked; none where there is no such table."""
    from opendata.records.catalogue import Datasets

    catalogue = given.record("datasets", Datasets)
    if DATASET not in catalogue.sound:
        return NO_QUARTER
    tables = catalogue.read[DATASET].tables
    read = [_rows(tables[name].csv) for name in (QUARTERLY, LATER) if name in tables]
    return recent(read_series(*read))


def _rows(table: CsvTable) -> Iterator[dict[str, str]]:
    return (dict(zip(table.columns, row, strict=True)) for row in table.rows)


def protection(given: Given) -> Demonstration | None:
    """What is said of protection; its example is attacked and protected by the engine of the release."""
    from site_src.protection.example import demonstration

    found: list[Finding] = []
    declared = decisions.read_protection(given.files.get(decisions.CHEMIN, b""), found)
    decisions_made = given.record("decided", Divulgation)
    shown = None if declared is None else demonstration(declared, decisions_made, found)
    given.findings.extend(page_of(found, f"/{decisions.ADRESSE}"))
    given.report("page de la protection : lue")
    return shown
