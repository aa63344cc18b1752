"""A quarter is protected with everything published before it, and all of them are attacked together."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from opendata.disclosure.audit import audit as attack
from opendata.disclosure.publication import Publication
from opendata.findings import FindingsError
from opendata.tranquillite import (
    public_files,
    publications,
    quarterly,
    quarterly_tables,
    release,
    release_tables,
)
from opendata.tranquillite.divulgation import CHEMIN
from opendata.tranquillite.history import History, read_history
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.quarter import Quarter
from opendata.tranquillite.quarterly_tables import FOUR, QuarterlyPlan

ROOT = Path(__file__).resolve().parents[3]
PARAMETRES = (ROOT / CHEMIN).read_bytes()
END = "-donnees-fictives-de-demonstration.csv"
SUIVI, TEMOINS, RECORD, YEARS = (f"{public_files.FOLDER}/{name}{END}" for name in (
    quarterly_tables.TABLE, quarterly_tables.WITNESSES, publications.TABLE, "tranquillite"))  # fmt: skip


@pytest.fixture(scope="module")
def committed() -> dict[str, bytes]:
    files = (ROOT / public_files.FOLDER).glob("*.csv")
    return {CHEMIN: PARAMETRES, **{path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}}  # fmt: skip


@pytest.fixture(scope="module")
def history(committed: dict[str, bytes]) -> History:
    read = read_history(release_tables.plan_release(release._read(PARAMETRES)), PublicFiles(committed), [])  # fmt: skip
    assert read is not None
    return read


def before_quarters(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What was published when only whole years were."""
    first = b"".join(files[RECORD].splitlines(keepends=True)[:2])
    return {**{path: raw for path, raw in files.items() if path not in (SUIVI, TEMOINS)}, RECORD: first}  # fmt: skip


def refused(files: Mapping[str, bytes]) -> list[str]:
    with pytest.raises(FindingsError) as error:
        release.audit(files)
    return [str(finding) for finding in error.value.findings]


# -- all publications together -----------------------------------------------------------------


def test_all_publications_are_attacked_together_and_none_gives_way(
    committed: dict[str, bytes], history: History
) -> None:
    outcome = release.audit(committed)
    assert [one.nom for one in outcome.publications] == ["2025", "2026-T1", "2026-T2"]
    assert outcome.is_safe
    assert outcome.together == int(history.together.hidden.sum())
    assert outcome.together > int(history.last.hidden.sum())
    assert outcome.attacked == sum(one.masquees for one in outcome.publications)
    assert outcome.lines[1:3] == (
        f"3 publications (2025, 2026-T1, 2026-T2) attaquées ensemble : {outcome.together} cases masquées qui dépendent les unes des autres",
        f"mémoire : {outcome.cout} cases masquées de plus ; sans elle, {outcome.retrouvees} effectifs se retrouvaient",
    )
    assert outcome.cout > 0
    assert outcome.retrouvees > 0


def test_a_count_of_four_quarters_restored_gives_back_one_of_another_publication(
    history: History,
) -> None:
    """The attack is on all at once: what a later publication shows opens an earlier one."""
    before, hide = history.together, history.plan.decisions.hidden_counts
    last = history.quarterly.quarters[-1]
    witnesses = attack(before, hide).witnesses
    table = before.values.copy()
    for one in witnesses:
        table[one.block.cells] = one.tables[0]
    own = history.quarterly.scope(last)
    shown = before.shown | own
    opened = attack(Publication(before.cube, np.where(before.shown, before.values, table), shown, before.hidden & ~own, False), hide)  # fmt: skip
    assert not own[[before.cube.cell(e.labels) for e in opened.recovered]].any()
    assert opened.recovered


def test_witnesses_of_all_publications_hold_by_additions_alone(
    committed: dict[str, bytes], history: History
) -> None:
    together = history.together
    possible = quarterly_tables.read_witnesses(history.quarterly, PublicFiles(committed), [])
    assert sorted(possible) == np.flatnonzero(together.hidden).tolist()
    for rank in range(len(next(iter(possible.values())))):
        whole = together.values.copy()
        for cell, values in possible.items():
            whole[cell] = values[rank]
        assert not (together.sums() @ whole).any()
    assert all(len(set(values)) > 1 and max(values) >= 5 for values in possible.values())


def test_four_quarters_are_the_sum_of_four_published_ones(committed: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(committed[SUIVI].decode(), newline="")))
    count = {tuple(list(row.values())[:4]): row["nb_faits"] for row in rows}
    whole = ("Total", "Total")
    assert int(count["2026-T2", FOUR, *whole]) - int(count["2026-T1", FOUR, *whole]) == (
        int(count["2026-T2", "TRIMESTRE", *whole]) - int(_of_2025(committed, "T2"))
    )


def _of_2025(files: Mapping[str, bytes], quarter: str) -> str:
    path = f"{public_files.FOLDER}/trimestres{END}"
    rows = csv.DictReader(io.StringIO(files[path].decode(), newline=""))
    key = ("2025", quarter, "Total", "Total")
    return next(row["nb_faits"] for row in rows if tuple(list(row.values())[:4]) == key)


# -- an earlier publication that changed, and malformed ones ----------------------------------


def test_an_earlier_publication_whose_rows_changed_is_refused(committed: dict[str, bytes]) -> None:
    first = committed[SUIVI].splitlines(keepends=True)
    place = next(
        i
        for i, line in enumerate(first)
        if b",A," in line and b"2026-T1" in line and b"7511" in line
    )
    cells = first[place].split(b",")
    first[place] = b",".join([*cells[:4], str(int(cells[4]) + 1).encode(), *cells[5:]])
    assert refused({**committed, SUIVI: b"".join(first)}) == [
        (f"{RECORD}:3:6: publication 2026-T1 changée depuis qu'elle est publiée — règle : ce qui est publié ne change"
         " plus : les publications suivantes en dépendent — remède : reprendre ses lignes dans l'historique")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "quoi"),
    [
        (SUIVI, "2026-T2,TRIMESTRE,75101,Total", "2026-T4,TRIMESTRE,75101,Total", "« 2026-T4 » après « 2026-T2 »"),
        (SUIVI, "2026-T2,TRIMESTRE,75101,Total", "2026-T2,SEMESTRE,75101,Total", "code inconnu"),
        (SUIVI, "2026-T2,TRIMESTRE,75102,Total", "2026-T2,TRIMESTRE,75101,Total", "case répétée ou hors de la table"),
        (SUIVI, "2026-T2,TRIMESTRE,Total,Total,910,A", "2026-T2,TRIMESTRE,Total,Total,910,Q", "statut et effectif se contredisent"),
        (SUIVI, "2026-T2,TRIMESTRE,Total,Total,910,A", "2026-T2,TRIMESTRE,Total,Total,9e2,A", "« 9e2 »"),
        (RECORD, "2026-T2,210", "2026-T3,210", "d'autres publications que celles des tables"),
        (RECORD, "2026-T2,210", "2026-T2,211", "publication 2026-T2 : d'autres nombres de cases que dans les tables"),
        (RECORD, "2026-T2,210", "2026-T2,deux cents", "nombre illisible"),
        (TEMOINS, "QUATRE-TRIMESTRES,75101,Total", "QUATRE-TRIMESTRES,75121,Total", "témoin illisible"),
    ],
)  # fmt: skip
def test_a_malformed_publication_is_located(
    committed: dict[str, bytes], path: str, old: str, new: str, quoi: str
) -> None:
    text = committed[path].decode()
    assert old in text
    found = refused({**committed, path: text.replace(old, new, 1).encode()})
    line = text[: text.index(old)].count("\n") + 1
    expected = 0 if "d'autres publications" in quoi else line
    assert [one for one in found if one.startswith(f"{path}:{expected}:") and quoi in one]


def test_a_quarter_without_its_witnesses_is_not_published(committed: dict[str, bytes]) -> None:
    lacking = {path: raw for path, raw in committed.items() if path != TEMOINS}
    assert refused(lacking)[0].startswith(f"{TEMOINS}:0:0: fichier absent")


# -- protect -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("confidentiel") / "extrait.csv"
    path.write_bytes(release.synthesise(2006, PARAMETRES, quarter=Quarter(2026, 2)))
    return path


def protect(extract: Path, name: str, published: Mapping[str, bytes], report: Path) -> list[str]:
    with pytest.raises(FindingsError) as error:
        release.protect(extract, name, report, PARAMETRES, published=published)
    assert not report.exists()
    return [str(finding) for finding in error.value.findings]


@pytest.mark.parametrize("quarter", [Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 4)], ids=str)
def test_a_quarter_follows_the_one_before(history: History, quarter: Quarter) -> None:
    with pytest.raises(FindingsError) as error:
        quarterly.refuse_gap(history, quarter)
    assert [str(finding) for finding in error.value.findings] == [
        (f"--release:0:0: « {quarter} » après « 2026-T2 » — règle : un trimestre suit celui d'avant — remède : écrire 2026-T3")
    ]  # fmt: skip


def test_a_quarter_is_published_once(
    committed: dict[str, bytes], extract: Path, tmp_path: Path
) -> None:
    found = protect(extract, "2026-T2", committed, tmp_path / "r.html")
    assert [one.split(" — ")[0] for one in found] == [
        "--release:0:0: « 2026-T2 » après « 2026-T2 »"
    ]


def test_a_year_is_not_protected_again_under_its_quarters(
    committed: dict[str, bytes], tmp_path: Path
) -> None:
    extract = tmp_path / "extrait.csv"
    extract.write_bytes(release.synthesise(2006, PARAMETRES))
    found = protect(extract, "2025", committed, tmp_path / "r.html")
    assert [one.split(" — ")[0] for one in found] == [
        "--release:0:0: des trimestres sont publiés depuis les années entières"
    ]


def test_a_published_count_that_changed_is_refused_and_not_shown(
    committed: dict[str, bytes], extract: Path, tmp_path: Path
) -> None:
    """A revision by one fact: what is published of its year no longer holds."""
    lines = extract.read_text(encoding="utf-8").splitlines(keepends=True)
    revised = tmp_path / "extrait.csv"
    revised.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    found = protect(revised, "2026-T1", before_quarters(committed), tmp_path / "r.html")
    assert len(found) == 1
    assert found[0].startswith("extrait:0:0: 2006 : ")
    assert "effectif(s) publié(s) ne sont plus ceux de l'extrait" in found[0]


def test_a_revision_of_a_quarter_is_refused(
    committed: dict[str, bytes], extract: Path, tmp_path: Path
) -> None:
    lines = extract.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if ",2026-0" in line[:24])
    revised = tmp_path / "extrait.csv"
    revised.write_text("".join([*lines[:place], *lines[place + 1 :]]), encoding="utf-8")
    one = {SUIVI: b"".join(line for line in committed[SUIVI].splitlines(keepends=True) if b"2026-T2" not in line),
           RECORD: b"".join(committed[RECORD].splitlines(keepends=True)[:3])}  # fmt: skip
    found = protect(revised, "2026-T2", {**committed, **one}, tmp_path / "r.html")
    assert len(found) == 1
    assert found[0].startswith("extrait:0:0: ")
    assert "ce qui est publié reste publié" in found[0]


def test_the_cube_of_publications_knows_what_four_quarters_are(history: History) -> None:
    plan = QuarterlyPlan(history.plan, 2025, (Quarter(2026, 1),))
    axis = plan.cube.dimensions[2]
    assert dict(axis.relations)[f"{FOUR}-2026-T1"] == ("2025-T2", "2025-T3", "2025-T4", "2026-T1")
    assert len(plan.cells(Quarter(2026, 1))) == 2 * 21 * 5
