"""`build.py bilan`: an extract → summaries of its last week, or the study of one facility; files by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opendata.bilan import areas as circonscriptions
from opendata.bilan.areas import Areas
from opendata.bilan.extract import Extract, opened, read_facts
from opendata.bilan.study import read_study
from opendata.bilan.summary import Area, areas_of, summaries
from opendata.bilan.week import Week, week_of
from opendata.findings import Finding, FindingsError
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from site_src.bilan.confidential import deliver, is_in_repository, place_findings, workplace
from site_src.bilan.drawing import OUTLINES, Outlines, read_outlines
from site_src.bilan.facility import facility
from site_src.bilan.forms import Press
from site_src.bilan.sheet import Sheet
from site_src.bilan.weekly import Setting, weekly

Step = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What the command line asks. `seuls`: codes of the areas wanted, all when empty; `etude`: a facility, or ""."""

    extract: Path
    semaine: str
    out: Path
    circonscriptions: Path | None
    seuls: Sequence[str]
    etude: str


@dataclass(frozen=True)
class _Files:
    """What was read in the checkout and beside it."""

    parametres: Divulgation
    areas: Areas
    outlines: Outlines


def run(asked: Asked, root: Path, today: date, step: Step) -> tuple[str, ...]:
    """Write what is asked at `asked.out`; returns the names of its files.

    Raises FindingsError, all findings of the command line and of what is decided first, those of the extract next;
    nothing is written then, and none of them says a value of the extract.
    """
    findings = [*place_findings(asked.out), *_extract_findings(asked)]
    week = _week(asked.semaine, today, findings)
    files = _files(asked, root, findings)
    wanted = () if files is None else _wanted(asked.seuls, files, findings)
    if findings or files is None or week is None:
        raise FindingsError(findings)
    with workplace(asked.out) as work:
        step("Lecture de l’extrait")
        with opened(asked.extract, files.parametres, week, work) as extract:
            sheets = _sheets(extract, files, wanted, asked.etude)
        step("Composition des pages, des PDF et des tableaux")
        made = _printed(sheets, Press(root, week), week)
        deliver(made, work, asked.out)
    return tuple(sorted(made))


def _extract_findings(asked: Asked) -> list[Finding]:
    if is_in_repository(asked.extract):
        return [Finding("EXTRACT", 0, 0, "extrait confidentiel dans un dépôt", "un extrait reste hors de tout dépôt",
                        "le déplacer hors du dépôt")]  # fmt: skip
    return []


def _week(text: str, today: date, findings: list[Finding]) -> Week | None:
    week = week_of(text)
    if week is None:
        findings.append(Finding("--semaine", 0, 0, "semaine non valable", "semaine ISO 8601, AAAA-Www, que son année a",
                                "écrire par exemple 2026-W12"))  # fmt: skip
    elif week.sunday >= today:
        findings.append(Finding("--semaine", 0, 0, "semaine qui n'est pas finie", "un bilan dit une semaine entière, du lundi au dimanche",
                                "attendre le lundi suivant, ou donner une semaine passée"))  # fmt: skip
    return week


def _files(asked: Asked, root: Path, findings: list[Finding]) -> _Files | None:
    decided = _raw(root / CHEMIN, CHEMIN, findings)
    drawn = _raw(root / OUTLINES, OUTLINES, findings)
    name = str(asked.circonscriptions or circonscriptions.CHEMIN)
    covered = _raw(asked.circonscriptions or root / circonscriptions.CHEMIN, name, findings)
    parametres = None if decided is None else read_divulgation(decided, findings)
    outlines = None if drawn is None else read_outlines(drawn, findings)
    if parametres is None or outlines is None or covered is None:
        return None
    areas = circonscriptions.read_areas(name, covered, parametres, findings)
    return None if areas is None else _Files(parametres, areas, outlines)


def _raw(path: Path, name: str, findings: list[Finding]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        findings.append(Finding(name, 0, 0, "fichier illisible", "un fichier qui existe et se lit",
                                "vérifier le chemin et les droits"))  # fmt: skip
        return None


def _wanted(seuls: Sequence[str], files: _Files, findings: list[Finding]) -> tuple[Area, ...]:
    every = areas_of(files.areas, files.parametres.nomenclature)
    known = {area.code for area in every}
    findings.extend(
        Finding(
            "--pour", 0, number, "circonscription ou direction inconnue",
            "un code du fichier des circonscriptions, ou de la nomenclature (data/parametres/divulgation.yaml)", "corriger le code",
        )
        for number, code in enumerate(seuls, 1) if code not in known
    )  # fmt: skip
    return tuple(area for area in every if not seuls or area.code in seuls)


def _sheets(
    extract: Extract, files: _Files, wanted: Sequence[Area], etude: str
) -> tuple[Sheet, ...]:
    codes = files.parametres.nomenclature
    est_fictif = files.parametres.est_fictif or files.areas.est_fictif
    setting = Setting(codes, files.outlines, est_fictif)
    if etude:
        return (facility(read_study(extract, etude), setting),)
    every = summaries(read_facts(extract), areas_of(files.areas, codes))
    ranked = enumerate((one for one in every), 1)
    return tuple(weekly(one, rank, setting) for rank, one in ranked if one.area in wanted)


def _printed(sheets: Sequence[Sheet], press: Press, week: Week) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    for sheet in sheets:
        made |= press.forms(sheet)
    if len(sheets) > 1:
        made["index.html"] = press.index(f"Bilan de la semaine {week}", tuple(sheets))
    return made
