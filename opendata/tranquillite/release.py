"""The bridge: an ESPRI extract → protected tables; published tables → the type that lets them out.

The engine (`opendata.disclosure`) knows nothing of Paris; `opendata.tranquillite.release_tables` says which tables
are published; this module brings the two together, on either side of the wall: `protect` with
the extract at hand, `audit` with public files alone. What lets a table out afterwards is in
`opendata.tranquillite.audit_outcome`, which loads nothing of the engine.
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
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, Protected, UnsafeError, contributions
from opendata.disclosure.protector import protect as hide_cells
from opendata.disclosure.report import ReportSection, confidential_report
from opendata.findings import CsvTable, Finding, FindingsError
from opendata.tranquillite import (
    demonstration,
    espri,
    publications,
    quarterly_tables,
    release_tables,
)
from opendata.tranquillite.audit_outcome import ReleaseAudit
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from opendata.tranquillite.history import History, first_publication, read_history
from opendata.tranquillite.kept_releases import kept_releases
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.quarter import Quarter, quarter_of
from opendata.tranquillite.quarterly import KEPT, QuarterProtected, protect_quarter, refuse_gap
from opendata.tranquillite.release_tables import DIMENSIONS, TABLES, ReleasePlan
from opendata.tranquillite.witness_values import possible_values

Progress = Callable[[str], None]
CONTRIBUTEUR = "code_equipement"
TOGETHER = "publications ensemble"
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


def synthesise(
    seed: int,
    parametres: bytes,
    until: datetime.date = datetime.date.max,
    quarter: Quarter | None = None,
) -> bytes:
    """The fictitious extract of the demonstration, as it is at the end of the day `until`, with the later quarters
    until `quarter`; `parametres`: data/parametres/divulgation.yaml.
    """
    return demonstration.synthesise(seed, _read(parametres), until=until, quarter=quarter)


# -- protect: with the extract at hand -----------------------------------------------------


def protect(
    extract: Path,
    release: str,
    report: Path,
    parametres: bytes,
    progress: Progress = silent,
    published: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Extract → protected tables and witnesses, by path of the repository; writes the report.

    `release` is the last year published, or one quarter more (2026-T1), protected with what is `published`: the files
    of the release by path. Raises FindingsError (never with a value of the
    extract) when parameters, release, extract or the report's place are wrong, or when a year or
    quarter cannot be protected. Nothing is written then.
    """
    decisions = _read(parametres)
    quarter = quarter_of(release)
    last_year = quarter.year if quarter else _last_year(release, decisions)
    plan = release_tables.plan_release(decisions)
    findings = _place_findings(report, extract) + espri.check_extract(extract, decisions, last_year)
    if findings:
        raise FindingsError(findings)
    if quarter:
        return _protect_quarter(plan, quarter, extract, report, published or {}, progress)
    if plan.path(quarterly_tables.TABLE) in (published or {}):
        raise FindingsError([Finding("--release", 0, 0, "des trimestres sont publiés depuis les années entières", KEPT,
                                     "publier le trimestre suivant, par exemple 2026-T3")])  # fmt: skip
    progress("Comptage des faits")
    facts_by_key = _counted(extract)
    years: dict[str, Protected] = {}
    for year in map(str, range(decisions.periode.debut, last_year + 1)):
        progress(f"Protection et attaque de {year}")
        years[year] = _protect_year(plan, year, facts_by_key)
    _write_privately(report, _report(release, plan, years))
    releases = {year: protected.release for year, protected in years.items()}
    # Witnesses come from an attack that knows what is published and nothing else.
    hide = decisions.hidden_counts
    possible = {year: possible_values(attack(one, hide), hide[1] + 1) for year, one in releases.items()}  # fmt: skip
    tables = release_tables.write_tables(plan, releases)
    return {
        **tables,
        **release_tables.write_witnesses(plan, possible),
        **publications.write(plan, [first_publication(releases, year_tables(plan, tables))]),
    }


def year_tables(plan: ReleasePlan, files: Mapping[str, bytes]) -> list[CsvTable]:
    """The tables of whole years as anybody reads them."""
    public = PublicFiles(files)
    read = [public.table(plan.path(one.name), one.header, []) for one in TABLES]
    return [table for table in read if table is not None]


def _protect_quarter(
    plan: ReleasePlan,
    quarter: Quarter,
    extract: Path,
    report: Path,
    published: Mapping[str, bytes],
    progress: Progress,
) -> dict[str, bytes]:
    """One more quarter, with everything published before it; the facts after it are not counted."""
    _require(plan, published)
    findings: list[Finding] = []
    history = read_history(plan, PublicFiles(published), findings)
    if history is None:
        raise FindingsError(findings)
    refuse_gap(history, quarter)
    progress("Comptage des faits")
    facts_by_key = _counted(extract)
    _refuse_revisions(plan, history, facts_by_key)
    progress(f"Protection de {quarter}, et attaque avec ce qui est publié")
    facts: dict[tuple[str, ...], dict[str, int]] = {}
    for key, facts_there in facts_by_key:
        named = dict(zip(_SQL, key, strict=True))
        named["trimestre"] = f"{named['annee']}-{named['trimestre']}"
        facts.setdefault(tuple(named[name] for name in DIMENSIONS), {})[named[CONTRIBUTEUR]] = (
            facts_there
        )
    done = protect_quarter(history, quarter, facts)
    _write_privately(report, _quarter_report(plan, done))
    return dict(done.files)


def _refuse_revisions(
    plan: ReleasePlan, history: History, facts_by_key: Sequence[tuple[tuple[str, ...], int]]
) -> None:
    """Raises FindingsError for each whole year whose published counts are no longer those of the extract."""
    findings = []
    for year, release in history.years.items():
        values = plan.cube.counts(_totals(_of_year(year, facts_by_key)))
        changed = int(np.sum(release.shown & (release.values != values)))
        if changed:
            findings.append(Finding("extrait", 0, 0, f"{year} : {changed} effectif(s) publié(s) ne sont plus ceux de l'extrait", KEPT,
                                    "exporter les faits tels qu'ils étaient comptés, ou décider d'une révision"))  # fmt: skip
    if findings:
        raise FindingsError(findings)


def _counted(extract: Path) -> list[tuple[tuple[str, ...], int]]:
    try:
        return count(extract, _SQL)
    except CountingError as error:
        raise FindingsError([Finding(str(extract), 0, 0, str(error), "l'extrait est un fichier CSV lisible",
                                     "exporter l'extrait de nouveau")]) from None  # fmt: skip


def _last_year(release: str, decisions: Divulgation) -> int:
    if not (release.isascii() and release.isdigit()) or int(release) < decisions.periode.debut:
        raise FindingsError([Finding("--release", 0, 0, "diffusion non valable",
                                     f"une année à partir de {decisions.periode.debut}, ou un trimestre",
                                     "écrire par exemple 2025 ou 2026-T1")])  # fmt: skip
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


def _of_year(
    year: str, facts_by_key: Sequence[tuple[tuple[str, ...], int]]
) -> dict[tuple[str, ...], dict[str, int]]:
    """The facts of one year: labels → facility → number."""
    facts: dict[tuple[str, ...], dict[str, int]] = {}
    for key, facts_there in facts_by_key:
        named = dict(zip(_SQL, key, strict=True))
        if named["annee"] == year:
            by_facility = facts.setdefault(tuple(named[name] for name in DIMENSIONS), {})
            by_facility[named[CONTRIBUTEUR]] = facts_there
    return facts


def _totals(facts: Mapping[tuple[str, ...], Mapping[str, int]]) -> dict[tuple[str, ...], int]:
    return {labels: sum(by_facility.values()) for labels, by_facility in facts.items()}


def _protect_year(
    plan: ReleasePlan, year: str, facts_by_key: Sequence[tuple[tuple[str, ...], int]]
) -> Protected:
    facts = _of_year(year, facts_by_key)
    values = plan.cube.counts(_totals(facts))
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


def _quarter_report(plan: ReleasePlan, done: QuarterProtected) -> bytes:
    decisions, record = plan.decisions, done.record
    introduction = [
        f"Publication {done.quarter}. Décisions du {decisions.decide_le} ({decisions.decide_par}).",
        "Données fictives de démonstration." if decisions.est_fictif else "Données réelles.",
    ]
    lines = [
        f"audit public de toutes les publications ensemble : {done.together.attacked} cases masquées attaquées, aucune exposée",
        f"sans les publications d'avant : {record.sans_memoire} cases masquées, et {record.retrouvees} effectifs retrouvés avec elles",
        *_sums(done.protected),
    ]  # fmt: skip
    section = ReportSection(str(done.quarter), done.own, done.protected.primary, lines)
    return confidential_report("Protection des données de tranquillité publique", introduction, [section])  # fmt: skip


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
    history = read_history(plan, public, findings)
    witnesses = release_tables.read_witnesses(plan, public, findings)
    of_quarters = quarterly_tables.read_witnesses(history.quarterly, public, findings) if history and history.counts else {}  # fmt: skip
    if findings or history is None:
        raise FindingsError(findings)
    exposed: list[tuple[str, Exposure]] = []
    for year, release in history.years.items():
        progress(f"Attaque de {year}")
        exposed += [
            (year, e)
            for e in attack(release, decisions.hidden_counts, witnesses.get(year)).exposures
        ]
    together = 0
    if history.counts:
        progress("Attaque des publications ensemble")
        outcome = attack(history.together, decisions.hidden_counts, of_quarters)
        exposed += [(TOGETHER, e) for e in outcome.exposures]
        if outcome.safe:  # as whoever kept each publication, and what their differences tell
            kept = audit_history(kept_releases(history), decisions.hidden_counts)
            exposed += kept.exposures
        together = outcome.attacked
    return _outcome(history, exposed, together)


def _require(plan: ReleasePlan, files: Mapping[str, bytes]) -> None:
    needed = [*plan.paths, plan.path(publications.TABLE)]
    if plan.path(quarterly_tables.TABLE) in files:
        needed.append(plan.path(quarterly_tables.WITNESSES))
    missing = [path for path in needed if path not in files]
    if missing:
        raise FindingsError(
            Finding(path, 0, 0, "fichier absent", "une diffusion a toutes ses tables et ses témoins",
                    release_tables.REMEDY)
            for path in missing
        )  # fmt: skip


def _outcome(
    history: History, exposed: Sequence[tuple[str, Exposure]], together: int
) -> ReleaseAudit:
    releases = list(history.years.values())
    finest = _finest(history.plan)
    facts_shown = sum(int(release.values[finest][release.shown[finest]].sum()) for release in releases)  # fmt: skip
    # The grand total of a year is its first cell.
    facts = sum(int(release.values[0]) for release in releases)
    recorded = history.recorded
    cases, hidden = sum(one.cases for one in recorded), sum(one.masquees for one in recorded)
    return ReleaseAudit(hidden, tuple(exposed), (cases - hidden, cases), (facts_shown, facts),
                        history.plan.decisions.est_fictif, recorded, together)  # fmt: skip


def _finest(plan: ReleasePlan) -> list[int]:
    """The finest cells of the first table."""
    leaves = {d.name: set(d.leaves) for d in plan.cube.dimensions}
    names = TABLES[0].columns.values()
    return [c for c in plan.cells[0] if all(plan.labels(c)[n] in leaves[n] for n in names)]
