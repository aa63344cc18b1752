from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from opendata.bilan.extract import WINDOW, Facts, _rules, opened, read_facts
from opendata.bilan.week import Week
from opendata.findings import FindingsError
from opendata.tranquillite import espri
from tests.opendata.bilan.extracts import FACILITIES, LAST, parametres, usual_facts, written

FACT = f"2025-07-09,{FACILITIES[0]},VOL"


def counted(tmp_path: Path, path: Path, week: Week = LAST) -> Facts:
    with opened(path, parametres(), week, tmp_path) as extract:
        return read_facts(extract)


def refused(tmp_path: Path, path: Path, week: Week = LAST) -> list[str]:
    with pytest.raises(FindingsError) as error, opened(path, parametres(), week, tmp_path):
        pass
    assert error.value.__suppress_context__ or error.value.__context__ is None
    return [str(finding).removeprefix(f"{tmp_path}/") for finding in error.value.findings]


def test_facts_are_counted_by_week_facility_and_type(tmp_path: Path) -> None:
    path = written(
        tmp_path / "e.csv", [*usual_facts(30), FACT, FACT.replace("VOL", "MENACE"), FACT]
    )
    facts = counted(tmp_path, path)
    assert [one.code for one in facts.facilities] == ["E-1", "E-2", "E-3", "E-4", "E-5"]
    assert facts.facilities[2].arrondissement == "75112"
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    assert facts.counts.sum() == len(lines)
    monday, sunday = str(LAST.monday), str(LAST.sunday)
    of_week = [line for line in lines if line[2] == "E-1" and monday <= line[1] <= sunday]
    alone = np.where(facts.places == 0, 0, -1)
    assert facts.series(alone, 1, 30, LAST.rank)[0, -1] == len(of_week)
    assert facts.known(LAST.rank) == 30
    assert facts.late is None


def test_a_facility_stands_where_its_latest_fact_has_it(tmp_path: Path) -> None:
    moved = "2025-07-13,E-1,ECOLE,DIR-B,75119,VOL"
    facts = counted(tmp_path, written(tmp_path / "e.csv", [*usual_facts(3), moved]))
    assert (facts.facilities[0].directorate, facts.facilities[0].arrondissement) == (
        "DIR-B",
        "75119",
    )


def test_only_weeks_that_are_compared_are_counted(tmp_path: Path) -> None:
    facts = counted(tmp_path, written(tmp_path / "e.csv", usual_facts(WINDOW + 20)))
    assert facts.weeks.min() == LAST.rank - WINDOW + 1
    assert facts.known(LAST.rank) == WINDOW


def test_facts_told_late_are_those_whose_sheet_is_of_the_week(tmp_path: Path) -> None:
    rows = [f"{fact},{fact[:10]}" for fact in usual_facts(4)]
    rows += [f"2025-07-04,{FACILITIES[2]},VOL,{day}" for day in ("2025-07-06", "2025-07-07", "2025-07-13", "2025-07-14")]  # fmt: skip
    facts = counted(tmp_path, written(tmp_path / "e.csv", rows, ",date_fiche"))
    assert facts.late is not None
    assert facts.late.tolist() == [0, 0, 2, 0, 0]


def test_a_fact_after_the_week_is_found_at_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "e.csv", [FACT, FACT, "2025-07-14" + FACT[10:], "2025-07-15" + FACT[10:]]
    )
    assert refused(tmp_path, path) == [
        (
            "e.csv:4:2: fait daté après la semaine 2025-W28, le premier de l'extrait"
            " — règle : un extrait s'arrête le dernier jour de la semaine, 2025-07-13"
            " — remède : exporter l'extrait jusqu'à ce jour, ou donner la semaine d'après"
        )
    ]


def test_weeks_without_a_fact_are_told_by_runs(tmp_path: Path) -> None:
    days = ("2025-05-05", "2025-05-19", "2025-06-16")
    path = written(tmp_path / "e.csv", [day + FACT[10:] for day in days])
    rule = (
        " — règle : chaque semaine de l'extrait a des faits : une semaine absente passerait pour calme"
        " — remède : exporter l'extrait de nouveau, avec ces semaines"
    )
    assert refused(tmp_path, path, Week(2025, 26)) == [
        f"e.csv:0:0: semaine 2025-W20 sans aucun fait{rule}",
        f"e.csv:0:0: semaine 2025-W26 sans aucun fait{rule}",
        f"e.csv:0:0: semaines 2025-W22 à 2025-W24 sans aucun fait{rule}",
    ]


def test_a_week_before_the_first_fact_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, written(tmp_path / "e.csv", [FACT]), Week(2025, 20))
    assert "semaine 2025-W20 avant le premier fait de l'extrait" in found[0]


@pytest.mark.parametrize(
    ("row", "place", "quoi"),
    [
        (FACT.replace("DIR-A", "DIR-CANARI"), "3:5", "code_direction non valable"),
        (FACT.replace("2025-07-09", "2025-02-30"), "3:2", "date non valable"),
        (FACT.replace("2025-07-09", "2005-07-09"), "3:2", "date non valable"),
        (FACT.replace("E-1", "CANARI"), "3:3", "code_equipement non valable"),
        (FACT.replace("75101", "75121"), "3:6", "arrondissement non valable"),
        (FACT.replace("VOL", "CANARI"), "3:7", "type_fait non valable"),
        (f"{FACT},CANARI", "3:0", "8 champ(s) au lieu de 7"),
        ('2025-07-09,"CANARI', "3:0", "guillemets mal fermés"),
    ],
)
def test_a_wrong_row_is_told_where_it_is_and_without_its_value(
    tmp_path: Path, row: str, place: str, quoi: str
) -> None:
    found = refused(tmp_path, written(tmp_path / "e.csv", [FACT, row]))
    assert found[0].startswith(f"e.csv:{place}: {quoi}")
    assert "CANARI" not in "".join(found)


def test_an_identifier_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "e.csv", [FACT])
    path.write_text(f"{path.read_text()}F-0,{FACT}\n")
    assert refused(tmp_path, path)[0].startswith("e.csv:3:1: id_fait déjà lu en ligne 2")


@pytest.mark.parametrize(
    ("content", "quoi"),
    [
        (b"", "colonne « id_fait » absente"),
        (b"\xff\xfe", "texte qui n'est pas en UTF-8"),
        (b"PK\x03\x04", "colonne"),
    ],
)
def test_what_is_no_extract_is_told(tmp_path: Path, content: bytes, quoi: str) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(content)
    assert any(quoi in line for line in refused(tmp_path, path))


def test_an_absent_extract_is_told(tmp_path: Path) -> None:
    assert "fichier illisible" in refused(tmp_path, tmp_path / "e.csv")[0]


HEADER = (*espri.COLUMNS, *espri.OPTIONAL)
GOOD = dict(zip(HEADER, ["F-0", *FACT.split(","), "09", "HALL", "2025-07-09"], strict=True))
TRIED = ("", " ", "E-1", "ECOLE", "DIR-A", "75101", "VOL", "09", "9", "24", "HALL", "2025-07-09", "2025-W28-1", "2025-7-9",
         "2025-07-08", "F-1", "F 1", "é", "E-١", "F-1\u00a0", "a" * 40, "a" * 41, "0", "null", "NULL", "2025-02-29", "1906-01-01")  # fmt: skip


@pytest.mark.parametrize("name", HEADER)
def test_both_readers_judge_a_column_alike(tmp_path: Path, name: str) -> None:
    """What DuckDB lets through, the strict reader does too; else a wrong row would be counted."""
    rows = [
        {**GOOD, "id_fait": f"F-{number}", name: value} for number, value in enumerate(TRIED, 2)
    ]
    path = tmp_path / "e.csv"
    lines = [",".join(HEADER), *(",".join(row.values()) for row in rows)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    wrong = {finding.line for finding in espri.check_extract(path, parametres(), 2025)}
    rule, bound = _rules(parametres())[name]
    with duckdb.connect() as database:
        (judged,) = zip(
            *database.execute(
                f"SELECT coalesce({rule}, false) FROM read_csv(?, all_varchar = true, header = true, delim = ',')",
                [*bound, str(path)],
            ).fetchall(),
            strict=True,
        )
    assert {value for value, is_right in zip(TRIED, judged, strict=True) if not is_right} == {
        TRIED[line - 2] for line in wrong
    }
