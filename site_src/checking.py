"""Everything under data/ is read and checked before anything is made of it.

Each kind of file has its reader; all of them run, so that a contributor sees every problem
of every file at once, with the page of the site that it affects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from maps.stage import read_atlas
from maps.streets.thresholds import PATH as STREET_RULES
from maps.streets.thresholds import read_street_rules
from opendata.findings import Finding, FindingsError, page_of
from opendata.model import Source
from opendata.records.catalogue import read_datasets
from opendata.records.series import PATH as SERIES
from opendata.records.series import read_series
from opendata.records.sources import read_sources
from opendata.tranquillite import release
from opendata.tranquillite.divulgation import CHEMIN, read_divulgation
from site_src.cartes.stage import with_tables
from site_src.documents.posters import PATH as AFFICHES
from site_src.documents.posters import read_affiches
from site_src.dossiers.collection import read_fonds
from site_src.dossiers.translations import en_retard, read_traductions
from site_src.engine.stages import Inputs
from site_src.frame import identity
from site_src.preparation.records import KINDS
from site_src.protection import decisions as protection
from site_src.protection.example import mal_protegee, protegee
from site_src.risques import review, tables
from site_src.risques.register import SHARED, read_register
from site_src.territoires.coverage import coverage_findings

SOURCES = "data/sources.yaml"
RAPPORT = "controle.txt"

Files = Mapping[str, bytes]
Check = Callable[[Files, Mapping[str, Source], list[Finding]], str]


def run(inputs: Inputs) -> dict[str, bytes]:
    """The stage: nothing but its report. Raises `FindingsError` with every finding."""
    return {RAPPORT: "".join(f"{line}\n" for line in report(inputs)).encode()}


def report(inputs: Inputs) -> list[str]:
    """What was read, in French, one line a kind. Raises `FindingsError` with every finding."""
    findings: list[Finding] = []
    found: list[Finding] = []
    sources = read_sources(SOURCES, inputs.files.get(SOURCES, b""), found)
    findings += page_of(found, "/sources/")
    lines = [f"sources : {len(sources or {})}"]
    for page, check in CHECKS:
        found = []
        lines.append(check(inputs.files, sources or {}, found))
        # Without its sources every reference would look broken: that is said once, above.
        findings += page_of(found, page) if sources or check not in _NEED_SOURCES else []
    if findings:
        raise FindingsError(findings)
    return lines


def refuse_late(files: Files, day: date) -> None:
    """Raise `FindingsError` with what is late on `day`: the review, translations, the register's tables."""
    findings = review.overdue(files, day)
    register = read_register(files, [])
    fonds = read_fonds(files, register, KINDS, []) if register else None
    english = read_traductions(files, fonds, []) if fonds else None
    if fonds and english:
        findings += en_retard(english, fonds)
    if register:
        findings += tables.lateness(tables.late(register, files))
    if findings:
        raise FindingsError(findings)


def _identity(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    identity.read_identity(files.get(identity.PATH, b""), findings)
    return "identité du site : lue"


def _maps(files: Files, sources: Mapping[str, Source], findings: list[Finding]) -> str:
    atlas = read_atlas(files, sources, findings)
    if atlas:
        with_tables(atlas, files, findings, told=[])  # a faulty table is said with its dataset
    return f"cartes : {len(atlas.cartes) if atlas else 0}, couches : {len(atlas.layers) if atlas else 0}"


def _streets(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    rules = read_street_rules(files.get(STREET_RULES, b""), findings)
    return f"seuils des voies : {'lus' if rules else 'illisibles'}"


def _coverage(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    found = list(coverage_findings(files))
    findings += found
    return f"tables des territoires et des voies : {'incomplètes' if found else 'complètes'}"


def _risks(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    found: list[Finding] = []
    register = read_register(files, found)
    for finding in found:
        name = PurePosixPath(finding.path).stem
        findings += page_of([finding], "/risques/" if name in SHARED else f"/risques/{name}/")
    return f"risques : {len(register.risques) if register else 0}"


def _tables(files: Files, _: Mapping[str, Source], _findings: list[Finding]) -> str:
    """What is late is told, and only `--strict` refuses it: a sheet is corrected without a command."""
    register = read_register(files, [])
    late = tables.late(register, files) if register else []
    if not late:
        return "registre en tables : à jour"
    names = ", ".join(PurePosixPath(path).stem for path in late)
    return f"registre en tables : en retard sur data/risques ({names}) ; pour publier une version : {tables.COMMAND}"


def _dossiers(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    """Organisation, preparation, prevention and the translations; the register's faults are told above."""
    register = read_register(files, [])
    fonds = read_fonds(files, register, KINDS, findings) if register else None
    english = read_traductions(files, fonds, findings) if fonds else None
    return (
        f"organisation, préparation, prévention : {len(fonds.fiches) if fonds else 0}, "
        f"traductions : {len(english.par_original) if english else 0}"
    )


def _posters(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    register = read_register(files, [])
    found = read_affiches(files.get(AFFICHES, b""), register, findings) if register else None
    return f"affiches : {len(found or ())}"


def _datasets(files: Files, sources: Mapping[str, Source], findings: list[Finding]) -> str:
    return f"jeux de données : {len(read_datasets(files, sources, findings))}"


def _series(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    known = {path.split("/")[2] for path in files if path.startswith("data/datasets/")}
    return f"séries de jeux : {len(read_series(files.get(SERIES, b''), known, findings))}"


def _release(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    """The protected tables, attacked: only once their parameters can be read."""
    before = len(findings)
    read_divulgation(files.get(CHEMIN, b""), findings)
    if len(findings) > before:
        return "diffusion protégée : non attaquée"
    try:
        outcome = release.audit(files)
    except FindingsError as error:
        findings += error.findings
        return "diffusion protégée : non attaquée"
    findings += release.exposure_findings(outcome)
    return f"diffusion protégée : {outcome.lines[0]}"


def _protection(files: Files, _: Mapping[str, Source], findings: list[Finding]) -> str:
    """What is said of protection; its example is attacked and protected, as the page does."""
    said = protection.read_protection(files.get(protection.CHEMIN, b""), findings)
    decided = read_divulgation(files.get(CHEMIN, b""), [])
    if said is None or decided is None:
        return "page de la protection : non lue"
    mal_protegee(said.exemple, decided, findings)
    protegee(said.exemple, decided, findings)
    return "page de la protection : lue"


CHECKS: Sequence[tuple[str, Check]] = (
    ("/mentions-legales/", _identity),
    ("/cartes/", _maps),
    ("/ma-rue/", _streets),
    ("/ma-rue/", _coverage),
    ("", _risks),
    ("", _tables),
    ("", _dossiers),
    ("/documents/", _posters),
    ("", _datasets),
    ("/donnees/", _series),
    ("/donnees/tranquillite/", _release),
    (f"/{protection.ADRESSE}", _protection),
)
_NEED_SOURCES = (_maps, _datasets)
