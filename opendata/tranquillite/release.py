"""The bridge: an ESPRI extract → protected tables; published tables → the type that lets them out.

The engine (`opendata.disclosure`) knows nothing of Paris; `opendata.tranquillite.release_tables` says which tables
are published; this module brings the two together, on either side of the wall: `protect` with
the extract at hand, `audit` with public files alone. What lets a table out afterwards is in
`opendata.tranquillite.release_audit`, which loads nothing of the engine.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from opendata.disclosure.audit import Exposure
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.counting import CountingError, count
from opendata.disclosure.protector import Counts, Protected, UnsafeError, contributions
from opendata.disclosure.protector import protect as hide_cells
from opendata.disclosure.publication import Publication
from opendata.disclosure.report import ReportSection, confidential_report
from opendata.disclosure.suppression import UnprotectableError
from opendata.findings import CsvTable, Finding, FindingsError
from opendata.tranquillite import demonstration, espri, release_tables
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.release_audit import ReleaseAudit
from opendata.tranquillite.release_tables import DIMENSIONS, TABLES, ReleasePlan

Progress = Callable[[str], None]
CONTRIBUTEUR = "code_equipement"
_SQL = {
    "annee": "substr(date, 1, 4)",
    "arrondissement": "arrondissement",
    "type_fait": "type_fait",
    "trimestre": "'T' || ((CAST(substr(date, 6, 2) AS INTEGER) - 1) // 3 + 1)",
    "type_equipement": "type_equipement",
    CONTRIBUTEUR: CONTRIBUTEUR,
}


def silent(_step: str) -> None:
    """A progress that shows nothing."""


def _read(raw: bytes) -> Divulgation:
    findings: list[Finding] = []
    parameters = read_divulgation(raw, findings)
    if parameters is None:
        raise FindingsError(findings)
    return parameters


def synthesise(seed: int, parametres: bytes, until: datetime.date = datetime.date.max) -> bytes:
    """The fictitious extract of the demonstration, as it is at the end of the day `until`; `parametres`:
    data/parametres/divulgation.yaml.
    """
    return demonstration.synthesise(seed, _read(parametres), until=until)


# -- protect: with the extract at hand -----------------------------------------------------


def protect(
    extract: Path, release: str, report: Path, parametres: bytes, progress: Progress = silent
) -> dict[str, bytes]:
    """Extract → protected tables and witnesses, by path of the repository; writes the report.

    `release` is the last year published. Raises FindingsError (never with a value of the
    extract) when parameters, release, extract or the report's place are wrong, or when a year
    cannot be protected. Nothing is written then.
    """
    decisions = _read(parametres)
    last_year = _last_year(release, decisions)
    findings = _place_findings(report, extract) + espri.check_extract(extract, decisions, last_year)
    if findings:
        raise FindingsError(findings)
    progress("Comptage des faits")
    facts_by_key = _counted(extract)
    plan = release_tables.plan_release(decisions)
    years: dict[str, Protected] = {}
    for year in map(str, range(decisions.periode.debut, last_year + 1)):
        progress(f"Protection et attaque de {year}")
        years[year] = _protect_year(plan, year, facts_by_key)
    _write_privately(report, _report(release, plan, years))
    releases = {year: protected.release for year, protected in years.items()}
    possible = {
        year: _possible(protected, decisions.hidden_counts[1] + 1)
        for year, protected in years.items()
    }
    return {
        **release_tables.write_tables(plan, releases),
        **release_tables.write_witnesses(plan, possible),
    }


def _counted(extract: Path) -> list[tuple[tuple[str, ...], int]]:
    try:
        return count(extract, _SQL)
    except CountingError as error:
        raise FindingsError([Finding(str(extract), 0, 0, str(error), "l'extrait est un fichier CSV lisible",
                                     "exporter l'extrait de nouveau")]) from None  # fmt: skip


def _last_year(release: str, decisions: Divulgation) -> int:
    if not (release.isascii() and release.isdigit()) or int(release) < decisions.periode.debut:
        raise FindingsError([Finding("--release", 0, 0, "diffusion non valable",
                                     f"une année à partir de {decisions.periode.debut}", "écrire par exemple 2025")])  # fmt: skip
    return int(release)


def _place_findings(report: Path, extract: Path) -> list[Finding]:
    """The report holds true counts: it may not stand in any repository, nor in the place of the extract."""
    if report.resolve() == extract.resolve() or (
        report.exists() and extract.exists() and report.samefile(extract)
    ):
        return [Finding(str(report), 0, 0, "rapport écrit sur l'extrait", "ce qui est lu n'est pas remplacé",
                        "choisir un autre fichier")]  # fmt: skip
    if any((folder / ".git").exists() for folder in report.resolve().parents):
        return [Finding(str(report), 0, 0, "rapport confidentiel dans un dépôt",
                        "le rapport contient les effectifs masqués : il reste hors de tout dépôt",
                        "choisir un dossier hors du dépôt")]  # fmt: skip
    return []


def _protect_year(
    plan: ReleasePlan, year: str, facts_by_key: Sequence[tuple[tuple[str, ...], int]]
) -> Protected:
    facts: dict[tuple[str, ...], dict[str, int]] = {}
    for key, facts_there in facts_by_key:
        named = dict(zip(_SQL, key, strict=True))
        if named["annee"] == year:
            by_facility = facts.setdefault(tuple(named[name] for name in DIMENSIONS), {})
            by_facility[named[CONTRIBUTEUR]] = facts_there
    values = plan.cube.counts(
        {labels: sum(by_facility.values()) for labels, by_facility in facts.items()}
    )
    scope = plan.scope
    names, brought = contributions(plan.cube, facts, scope)
    counts = Counts(plan.cube, values, scope, False, brought, names)
    weights = plan.decisions.poids.total ** plan.cube.summarised().astype(float)
    try:
        return hide_cells(counts, plan.decisions.rules(), plan.decisions.hidden_counts, weights)
    except (UnprotectableError, UnsafeError) as error:
        raise FindingsError([Finding("extrait", 0, 0, f"l'année {year} ne peut pas être protégée ({error})",
                                     "une table qui échoue à son audit n'est pas publiée",
                                     "publier moins de détail, ou revoir les règles")]) from None  # fmt: skip


def _possible(protected: Protected, threshold: int) -> dict[int, list[int]]:
    """Cell → its value in each witness table of the year.

    Blocks tied by no sum have each their own witnesses: the shorter lists repeat their last.
    """
    needed = [(witnesses.block.cells, witnesses.needed(threshold, np.ones(len(witnesses.block.cells), dtype=bool)))
              for witnesses in protected.audit.witnesses]  # fmt: skip
    most = max((len(tables) for _, tables in needed), default=0)
    values: dict[int, list[int]] = {}
    for cells, tables in needed:
        every = np.array([tables[min(rank, len(tables) - 1)] for rank in range(most)])
        values |= {int(cell): column.tolist() for cell, column in zip(cells, every.T, strict=True)}
    return values


def _write_privately(path: Path, raw: bytes) -> None:
    """A file that only its owner reads, also when it existed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(raw)


def _report(release: str, plan: ReleasePlan, years: Mapping[str, Protected]) -> bytes:
    decisions = plan.decisions
    introduction = [
        f"Diffusion {release}. Décisions du {decisions.decide_le} ({decisions.decide_par}).",
        "Données fictives de démonstration." if decisions.est_fictif else "Données réelles.",
    ]
    sections = [
        ReportSection(year, protected.release, protected.primary,
                      [f"audit public : {protected.audit.attacked} cases masquées attaquées, aucune exposée",
                       "audit confidentiel : aucune case exposée, initiés compris", *_sums(protected)])
        for year, protected in years.items()
    ]  # fmt: skip
    return confidential_report(
        "Protection des données de tranquillité publique", introduction, sections
    )


def _sums(protected: Protected) -> list[str]:
    """What is said of the sums of hidden counts that anybody computes."""
    lines = [
        f"sommes de cases masquées qui enfreignaient une règle, et protégées : {len(protected.sums)}"
    ]
    if protected.unsearched:
        lines.append(
            f"sommes de plusieurs totaux non cherchées pour {protected.unsearched} cases masquées"
        )
    return lines


# -- audit: from public files alone --------------------------------------------------------


def audit(
    files: Mapping[str, bytes],
    progress: Progress = silent,
    *,
    decided: Divulgation | None = None,
    tables: Mapping[str, CsvTable] | None = None,
) -> ReleaseAudit:
    """Attack the committed release from public files alone (data/datasets and data/parametres).

    What was read of these files already, the decisions and the tables by path, is not read again.
    Raises FindingsError when a file is missing or malformed, SolverError when a solver gives no
    answer: neither is a pass.
    """
    decisions = decided or _read(files.get(CHEMIN, b""))
    plan = release_tables.plan_release(decisions)
    _require(plan, files)
    findings: list[Finding] = []
    public = PublicFiles(files, tables or {})
    releases = release_tables.read(plan, public, findings)
    witnesses = release_tables.read_witnesses(plan, public, findings)
    if findings:
        raise FindingsError(findings)
    exposed: list[tuple[str, Exposure]] = []
    for year, release in releases.items():
        progress(f"Attaque de {year}")
        exposed += [
            (year, e)
            for e in attack(release, decisions.hidden_counts, witnesses.get(year)).exposures
        ]
    return _outcome(plan, releases, exposed)


def _require(plan: ReleasePlan, files: Mapping[str, bytes]) -> None:
    missing = [path for path in plan.paths if path not in files]
    if missing:
        raise FindingsError(
            Finding(path, 0, 0, "fichier absent", "une diffusion a toutes ses tables et ses témoins",
                    release_tables.REMEDY)
            for path in missing
        )  # fmt: skip


def _outcome(
    plan: ReleasePlan, releases: Mapping[str, Publication], exposed: Sequence[tuple[str, Exposure]]
) -> ReleaseAudit:
    publications = list(releases.values())
    shown = sum(int(release.shown.sum()) for release in publications)
    hidden = sum(int(release.hidden.sum()) for release in publications)
    finest = _finest(plan)
    facts_shown = sum(
        int(release.values[finest][release.shown[finest]].sum()) for release in publications
    )
    # The grand total of a year is its first cell.
    facts = sum(int(release.values[0]) for release in publications)
    return ReleaseAudit(
        hidden,
        tuple(exposed),
        (shown, shown + hidden),
        (facts_shown, facts),
        plan.decisions.est_fictif,
    )


def _finest(plan: ReleasePlan) -> list[int]:
    """The finest cells of the first table."""
    leaves = {d.name: set(d.leaves) for d in plan.cube.dimensions}
    names = TABLES[0].columns.values()
    return [c for c in plan.cells[0] if all(plan.labels(c)[n] in leaves[n] for n in names)]
