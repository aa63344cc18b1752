from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from opendata.disclosure.audit import audit as attack
from opendata.findings import CsvTable, Finding, FindingsError
from opendata.model import ReleasedTable
from opendata.records.catalogue import Datasets
from opendata.tranquillite import public_files, publications, release, release_tables
from opendata.tranquillite.audit_outcome import ReleaseAudit, released
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from opendata.tranquillite.history import first_publication
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.quarter import Quarter
from opendata.tranquillite.witness_values import possible_values
from site_src.engine.readings import LastRead
from tests import builds

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / public_files.FOLDER
NAMES = ("tranquillite", "trimestres", "equipements", "temoins")
LATER = ("suivi-trimestriel", "temoins-trimestriels", "publications")
PATHS = {
    name: f"{public_files.FOLDER}/{name}-donnees-fictives-de-demonstration.csv"
    for name in (*NAMES, *LATER)
}
PARAMETRES = (ROOT / CHEMIN).read_bytes()
# What a build reads to attack the release.
READ = (CHEMIN, "data/sources.yaml", f"{public_files.FOLDER}/**/*")


@pytest.fixture(scope="module")
def committed() -> dict[str, bytes]:
    return {CHEMIN: PARAMETRES, **{path: (ROOT / path).read_bytes() for path in PATHS.values()}}


@pytest.fixture(scope="module")
def decided() -> Divulgation:
    found = read_divulgation(PARAMETRES, [])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def audited(committed: dict[str, bytes]) -> ReleaseAudit:
    return release.audit(committed)


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def with_table(
    files: Mapping[str, bytes], name: str, table: list[dict[str, str]]
) -> dict[str, bytes]:
    """The files with another table, and a record of the publications that says so."""
    raw = release_tables.csv_bytes(list(table[0]), [list(row.values()) for row in table])
    return recorded({**files, PATHS[name]: raw})


def recorded(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with the record of what their tables hold; as they are where these cannot be read."""
    plan = release_tables.plan_release(release._read(PARAMETRES))
    findings: list[Finding] = []
    public = PublicFiles(files)
    years = release_tables.read(plan, public, findings)
    told = publications.read(plan, public, findings)
    if findings:
        return files
    first = first_publication(years, release.year_tables(plan, files))
    return files | publications.write(plan, [first, *told[1:]])


# -- the committed release -----------------------------------------------------------------


YEARS = 2024, 2025


def of_years(raw: bytes, column: str) -> bytes:
    """The lines of a table that are of YEARS, and its header."""
    first, *lines = raw.splitlines(keepends=True)
    place = first.decode().rstrip().split(",").index(column)
    kept = [line for line in lines if int(line.decode().split(",")[place][:4]) in YEARS]
    return b"".join([first, *kept])


def test_years_of_the_committed_release_are_regenerated_byte_for_byte(
    tmp_path: Path, committed: dict[str, bytes]
) -> None:
    """A year is protected by itself: two of them are, all of them in `make soak`."""
    extract, report = tmp_path / "extrait.csv", tmp_path / "rapport.html"
    extract.write_bytes(of_years(release.synthesise(2006, PARAMETRES), "date"))
    begun = re.sub(rb"(debut: )2006", rb"\g<1>2024", PARAMETRES)
    assert begun != PARAMETRES
    files = release.protect(extract, "2025", report, begun)
    for name in NAMES:
        assert files[PATHS[name]] == of_years(committed[PATHS[name]], "annee")
    assert_private(report, files)


def test_a_quarter_of_the_committed_release_is_regenerated_byte_for_byte(
    tmp_path: Path, committed: dict[str, bytes]
) -> None:
    """The first one, with the years before it: the next one adds its lines after, and attacks both together."""
    extract, report = tmp_path / "extrait.csv", tmp_path / "rapport.html"
    extract.write_bytes(release.synthesise(2006, PARAMETRES, quarter=Quarter(2026, 2)))
    published = {PATHS[name]: committed[PATHS[name]] for name in NAMES} | {PATHS["publications"]: first_of(committed)}  # fmt: skip
    files = release.protect(extract, "2026-T1", report, PARAMETRES, published=published)
    assert sorted(files) == sorted(PATHS[name] for name in LATER)
    for name in ("suivi-trimestriel", "publications"):
        assert committed[PATHS[name]].startswith(files[PATHS[name]])
        assert len(files[PATHS[name]].splitlines()) > 2
    assert_private(report, files)


def first_of(committed: Mapping[str, bytes]) -> bytes:
    """The record of publications as it stood before the quarters."""
    return b"".join(committed[PATHS["publications"]].splitlines(keepends=True)[:2])


def assert_private(report: Path, files: Mapping[str, bytes]) -> None:
    """The report is its owner's alone; no identifier of the extract, no code of a facility, in anything published."""
    assert report.stat().st_mode & 0o777 == 0o600
    assert "Confidentiel" in report.read_text(encoding="utf-8")
    for raw in files.values():
        assert not re.search(rb"F-FICTIF-|EQ-FICTIF-|DIR-FICTIF-", raw)


@pytest.mark.soak
def test_committed_release_is_regenerated_byte_for_byte(
    tmp_path: Path, committed: dict[str, bytes]
) -> None:
    extract, report = tmp_path / "extrait.csv", tmp_path / "rapport.html"
    extract.write_bytes(release.synthesise(2006, PARAMETRES))
    files = release.protect(extract, "2025", report, PARAMETRES)
    extract.write_bytes(release.synthesise(2006, PARAMETRES, quarter=Quarter(2026, 2)))
    for quarter in ("2026-T1", "2026-T2"):
        files |= release.protect(extract, quarter, report, PARAMETRES, published=files)
    assert sorted(files) == sorted(PATHS.values())
    assert all(files[path] == committed[path] for path in files)
    assert_private(report, files)


def test_committed_release_passes_the_public_audit(
    committed: dict[str, bytes], audited: ReleaseAudit
) -> None:
    outcome = audited
    hidden = {
        (row["annee"], *(row.get(c, "") for c in ("trimestre", "arrondissement", "type_equipement")),
         row.get("type_fait") or row["groupe_faits"])
        for name in NAMES[:3]
        for row in rows(committed[PATHS[name]])
        if row["obs_status"] == "Q" and row.get("trimestre") != "Total"
    }  # fmt: skip
    assert outcome.is_safe
    assert outcome.recovered == 0
    assert outcome.attacked >= 3000
    assert len(hidden) >= outcome.attacked * 0.9
    assert outcome.lines[0] == (
        f"données fictives de démonstration : {outcome.attacked} cases masquées attaquées, aucune retrouvée"
    )


def test_a_build_attacks_the_same_release_once_and_another_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attacks: list[object] = []

    def counted(*given: Any) -> Any:
        attacks.append(given)
        return attack(*given)

    monkeypatch.setattr(release, "attack", counted)
    files = builds.committed(*READ)
    read = builds.library(files, last=LastRead())
    first = read.record("released", ReleaseAudit)
    years = {row["annee"] for row in rows(files[PATHS["tranquillite"]])}
    # Each whole year, then all publications that share facts.
    assert len(attacks) == len(years) + 1
    assert read.record("released", ReleaseAudit) is first
    assert len(attacks) == len(years) + 1
    changed = {**files, PATHS["temoins"]: files[PATHS["temoins"]].splitlines(True)[0]}
    again = builds.library(changed, last=LastRead()).record("released", ReleaseAudit)
    assert again.attacked == first.attacked
    assert len(attacks) == 2 * (len(years) + 1)


def test_what_a_build_has_read_is_not_read_again_to_be_attacked(
    audited: ReleaseAudit, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = builds.library(builds.committed(*READ), last=LastRead())
    assert set(PATHS.values()) <= set(read.record("datasets", Datasets).texts)
    read.record("decided", Divulgation)
    monkeypatch.setattr(release, "read_divulgation", None)
    monkeypatch.setattr(public_files, "read_csv", None)
    assert read.record("released", ReleaseAudit) == audited


def test_a_table_read_under_other_columns_is_read_from_its_file(
    committed: dict[str, bytes], audited: ReleaseAudit
) -> None:
    path = PATHS["equipements"]
    tables = {path: CsvTable(path, ("annee", "nb_faits"), (), ())}
    assert release.audit(committed, tables=tables) == audited
    with pytest.raises(FindingsError) as error:
        release.audit({**committed, path: b"annee,nb_faits\n"}, tables=tables)
    lacking = release_tables.TABLES[2].columns.keys() | {"obs_status", "est_fictif"}
    assert {finding.quoi for finding in error.value.findings} == {
        f"colonne « {name} » absente" for name in lacking
    }


def test_no_small_count_is_published(committed: dict[str, bytes]) -> None:
    for name in NAMES[:3]:
        for row in rows(committed[PATHS[name]]):
            assert row["nb_faits"] not in ("1", "2", "3", "4")
            assert (row["obs_status"] == "Q") == (row["nb_faits"] == "")
            assert row["est_fictif"] == "true"


def test_published_totals_add_up(committed: dict[str, bytes]) -> None:
    table = pd.DataFrame(rows(committed[PATHS["tranquillite"]]))
    whole = table[(table.type_fait.str.startswith("GROUPE")) & (table.nb_faits != "")]
    counted = 0
    for (year, place), groups in whole.groupby(["annee", "arrondissement"]):
        total = table[
            (table.annee == year) & (table.arrondissement == place) & (table.type_fait == "Total")
        ]
        if len(groups) == 4 and total.nb_faits.iloc[0]:
            counted += 1
            assert groups.nb_faits.astype(int).sum() == int(total.nb_faits.iloc[0])
    assert counted > 100


def test_witnesses_prove_safety_by_additions_alone(
    committed: dict[str, bytes], decided: Divulgation
) -> None:
    plan = release_tables.plan_release(decided)
    files = PublicFiles(committed)
    releases = release_tables.read(plan, files, [])
    possible = release_tables.read_witnesses(plan, files, [])
    for year, published in releases.items():
        columns = possible[year]
        assert sorted(columns) == [c for c in range(plan.cube.size) if published.hidden[c]]
        for rank in range(len(next(iter(columns.values())))):
            whole = published.values.copy()
            for cell, values in columns.items():
                assert values[rank] >= 0
                whole[cell] = values[rank]
            assert not (published.sums() @ whole).any()
        assert all(len(set(values)) > 1 and max(values) >= 5 for values in columns.values())


def test_witnesses_are_those_of_an_attack_that_has_public_files_alone(
    committed: dict[str, bytes], decided: Divulgation
) -> None:
    """Tables made around the true one would tell it: most of them hold its count."""
    plan, files = release_tables.plan_release(decided), PublicFiles(committed)
    years, possible = release_tables.read(plan, files, []), release_tables.read_witnesses(plan, files, [])  # fmt: skip
    for year in ("2006", "2025"):
        found = possible_values(attack(years[year], decided.hidden_counts), decided.hidden_counts[1] + 1)  # fmt: skip
        assert {cell: tuple(values) for cell, values in found.items()} == possible[year]


# -- attacks on it -------------------------------------------------------------------------


def test_a_restored_count_is_not_published(committed: dict[str, bytes]) -> None:
    table = rows(committed[PATHS["tranquillite"]])
    place = next(i for i, row in enumerate(table) if row["obs_status"] == "Q")
    table[place] |= {"nb_faits": "3", "obs_status": "A"}
    outcome = release.audit(with_table(committed, "tranquillite", table))
    labels = (table[place]["annee"], table[place]["arrondissement"], table[place]["type_fait"])
    named = [
        (year, *e.labels[:2])
        for year, e in outcome.exposures
        if e.attack == "petit effectif publié"
    ]
    assert not outcome.is_safe
    assert labels in named
    assert "à ne pas publier" in outcome.lines[0]
    with pytest.raises(FindingsError) as error:
        released("x", {"fields": []}, pd.DataFrame(), outcome)
    assert len(error.value.findings) == len(outcome.exposures)


def test_a_passed_audit_makes_the_type_that_may_be_published(audited: ReleaseAudit) -> None:
    outcome = audited
    frame = pd.DataFrame({"annee": [2025]})
    table = released("x", {"fields": [{"name": "annee"}]}, frame, outcome)
    assert isinstance(table, ReleasedTable)
    assert (table.attacked, table.recovered, table.est_fictif) == (outcome.attacked, 0, True)


def test_only_the_outcome_of_an_audit_makes_released_tables() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for package in ("opendata", "maps", "site_src")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bReleasedTable\(", path.read_text(encoding="utf-8"))
    }
    assert makers == {"opendata/model.py", "opendata/tranquillite/audit_outcome.py"}


def test_shared_cell_with_two_values_is_a_finding(committed: dict[str, bytes]) -> None:
    table = rows(committed[PATHS["trimestres"]])
    place = next(
        i for i, row in enumerate(table) if row["trimestre"] == "Total" and row["nb_faits"]
    )
    table[place] |= {"nb_faits": "", "obs_status": "Q"}
    with pytest.raises(FindingsError) as error:
        release.audit(with_table(committed, "trimestres", table))
    assert str(error.value.findings[0]) == (
        f"{PATHS['trimestres']}:{place + 2}:5: autre valeur ou autre statut dans une autre table"
        " — règle : une case partagée a une seule valeur — remède : relancer python build.py protect"
    )


@pytest.mark.parametrize(
    ("change", "quoi"),
    [
        ({"nb_faits": "3,5"}, "« 3,5 »"),
        ({"nb_faits": "9999999999999999"}, "« 9999999999999999 »"),
        ({"nb_faits": ""}, "statut et effectif se contredisent"),
        ({"obs_status": "C"}, "statut et effectif se contredisent"),
        ({"arrondissement": "75121"}, "code « 75121 » inconnu"),
        ({"arrondissement": "75101"}, "case répétée ou hors de la table"),
    ],
)
def test_malformed_row_of_a_release_is_located(
    committed: dict[str, bytes], change: dict[str, str], quoi: str
) -> None:
    table = rows(committed[PATHS["tranquillite"]])
    place = next(
        i for i, row in enumerate(table) if row["arrondissement"] == "75102" and row["nb_faits"]
    )
    table[place] |= change
    with pytest.raises(FindingsError) as error:
        release.audit(with_table(committed, "tranquillite", table))
    assert (error.value.findings[-1].line, error.value.findings[-1].quoi) == (place + 2, quoi)


def test_missing_cells_and_files_are_findings(committed: dict[str, bytes]) -> None:
    table = rows(committed[PATHS["tranquillite"]])
    with pytest.raises(FindingsError) as error:
        release.audit(with_table(committed, "tranquillite", table[:-2]))
    assert error.value.findings[0].quoi == "2 case(s) de 2025 absente(s)"
    with pytest.raises(FindingsError) as error:
        release.audit({path: raw for path, raw in committed.items() if path != PATHS["temoins"]})
    assert [f.quoi for f in error.value.findings] == ["fichier absent"]


def test_tables_without_a_row_are_not_safe(committed: dict[str, bytes]) -> None:
    empty = {
        path: raw.split(b"\n")[0] + b"\n" if path in PATHS.values() else raw
        for path, raw in committed.items()
    }
    with pytest.raises(FindingsError) as error:
        release.audit(empty)
    assert {finding.quoi for finding in error.value.findings} == {"aucune ligne"}


def test_a_witness_too_large_to_be_a_count_is_a_finding(committed: dict[str, bytes]) -> None:
    table = rows(committed[PATHS["temoins"]])
    table[0]["valeurs_possibles"] = "9" * 20
    with pytest.raises(FindingsError) as error:
        release.audit(with_table(committed, "temoins", table))
    assert [finding.quoi for finding in error.value.findings] == ["témoin illisible"]


# -- protect refuses -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> str:
    whole = release.synthesise(2006, PARAMETRES).decode().splitlines(keepends=True)
    return "".join(line for line in whole if ",2006-" in line or line == whole[0])


@pytest.fixture
def small_extract(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "extrait.csv"
    path.write_text(small)
    return path


def test_report_inside_a_repository_is_refused(tmp_path: Path, small_extract: Path) -> None:
    (tmp_path / ".git").mkdir()
    report = tmp_path / "a" / ".." / "rapport.html"
    with pytest.raises(FindingsError) as error:
        release.protect(small_extract, "2006", report, PARAMETRES)
    assert "rapport confidentiel dans un dépôt" in str(error.value.findings[0])
    assert not report.resolve().exists()


def test_the_report_does_not_replace_the_extract(small_extract: Path) -> None:
    before = small_extract.read_bytes()
    with pytest.raises(FindingsError) as error:
        release.protect(small_extract, "2006", small_extract, PARAMETRES)
    assert error.value.findings[0].quoi == "rapport écrit sur l'extrait"
    assert small_extract.read_bytes() == before


def test_a_week_for_a_date_is_located(tmp_path: Path, small_extract: Path) -> None:
    lines = small_extract.read_text(encoding="utf-8").splitlines()
    lines[-1] = lines[-1].replace(lines[-1].split(",")[1], "2006-W52-3")
    small_extract.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        release.protect(small_extract, "2006", tmp_path / "rapport.html", PARAMETRES)
    assert str(error.value.findings[0]).endswith(
        f"extrait.csv:{len(lines)}:2: date non valable — règle : date AAAA-MM-JJ — remède : écrire la date AAAA-MM-JJ"
    )


@pytest.mark.parametrize("name", ["2005", "deux mille", "²", ""])
def test_release_of_another_form_is_refused(tmp_path: Path, small_extract: Path, name: str) -> None:
    with pytest.raises(FindingsError) as error:
        release.protect(small_extract, name, tmp_path / "rapport.html", PARAMETRES)
    assert error.value.findings[0].regle == "une année à partir de 2006, ou un trimestre"


def test_nothing_of_a_malformed_extract_is_shown_or_left(
    tmp_path: Path, small_extract: Path
) -> None:
    canary = "CANARI-7f3a"
    header = small_extract.read_text(encoding="utf-8").partition("\n")[0]
    others = f",{canary}" * (header.count(",") - 4)
    with small_extract.open("a", encoding="utf-8") as text:
        text.write(f'{canary},2006-01-01,{canary},{canary},"{canary}"{others}\n{canary}\n')
        text.write(f'"{canary},2006-01-01\n')
    work, report = tmp_path / "tmp", tmp_path / "rapport.html"
    work.mkdir()
    command = [sys.executable, "build.py", "protect", str(small_extract), "--release", "2006",
               "--report", str(report), "--racine", str(tmp_path / "depot")]  # fmt: skip
    (tmp_path / "depot" / "data" / "parametres").mkdir(parents=True)
    (tmp_path / "depot" / CHEMIN).write_bytes(PARAMETRES)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False,
                          env={**os.environ, "TMPDIR": str(work)})  # fmt: skip
    assert done.returncode == 1
    assert b"non valable" in done.stdout
    assert canary.encode() not in done.stdout + done.stderr
    assert not report.exists()
    assert not (tmp_path / "depot" / "data" / "datasets").exists()
    for path in work.rglob("*"):
        assert path.is_dir() or canary.encode() not in path.read_bytes()
