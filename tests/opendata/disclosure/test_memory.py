"""Two releases that are safe apart, and not together."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.disclosure.__main__ import main
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.releases import in_order
from opendata.disclosure.memory import newest, with_earlier
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.test_laws import LAW, worth

HALF = "lieu,mois,n\na,m1,3\na,m2,20\nb,m1,25\nb,m2,30\nc,m1,40\nc,m2,12\n"
WHOLE = HALF + "a,m3,2\nb,m3,17\nc,m3,9\n"
BY_MONTH = ("--dimension", "lieu", "--dimension", "mois")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def protected(text: str, out: str, *options: str) -> int:
    Path("c.csv").write_text(text, encoding="utf-8")
    return main(["protect", "c.csv", "--count", "n", *options, "--out", out])


def table(path: str) -> dict[tuple[str, ...], str]:
    with Path(path).open(encoding="utf-8", newline="") as text:
        return {tuple(row[:-2]): row[-2] for row in list(csv.reader(text))[1:]}


def test_a_total_of_one_month_more_gives_it_away_and_the_audit_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert protected(HALF, "t1.csv", *BY_MONTH) == 0
    assert protected(WHOLE, "t2.csv", *BY_MONTH) == 0
    for name in ("t1.csv", "t2.csv"):
        assert main(["audit", name, *BY_MONTH]) == 0
    capsys.readouterr()
    assert main(["audit", "t2.csv", *BY_MONTH, "--after", "t1.csv"]) == 1
    assert "(a, m1) = 3 : additions et soustractions" in capsys.readouterr().out


def test_a_release_told_of_the_first_is_safe_with_it() -> None:
    assert protected(HALF, "t1.csv", *BY_MONTH) == 0
    assert protected(WHOLE, "t2.csv", *BY_MONTH, "--after", "t1.csv") == 0
    assert main(["audit", "t2.csv", *BY_MONTH, "--after", "t1.csv"]) == 0
    first, second = table("t1.csv"), table("t2.csv")
    assert len(second) == 4 * 4
    assert all(
        second[cell] == value for cell, value in first.items() if value and "Total" not in cell
    )


def test_two_groupings_of_one_dimension_are_protected_together() -> None:
    for name, groups in (("h1", "NNSS"), ("h2", "UVUV")):
        rows = [f"{code},\n" for code in sorted(set(groups))]
        rows += [f"{code},{group}\n" for code, group in zip("abcd", groups, strict=True)]
        Path(f"{name}.csv").write_text("code,parent\n" + "".join(rows), encoding="utf-8")
    text = "lieu,n\na,2\nb,12\nc,9\nd,31\n"
    second = ("--dimension", "lieu=h2.csv")
    before = ("--after", "t1.csv", "--after-dimension", "lieu=h1.csv")
    assert protected(text, "t1.csv", "--dimension", "lieu=h1.csv") == 0
    assert protected(text, "t2.csv", *second) == 0
    assert main(["audit", "t2.csv", *second, *before]) == 1
    assert protected(text, "t2.csv", *second, *before) == 0
    assert main(["audit", "t2.csv", *second, *before]) == 0
    assert set(table("t2.csv")) == {("Total",), ("U",), ("V",), ("a",), ("b",), ("c",), ("d",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE.replace("b,m2,30", "b,m2,31"), "des effectifs publiés avant ne sont plus ceux du fichier : (Total, Total (publication 1)), (Total, m2), (b, Total (publication 1)), (b, m2)"),
        (WHOLE.replace("m1", "m0"), "des codes de « mois » publiés avant ne sont plus là, et rien ne dit ce qu'ils partagent avec les nouveaux"),
    ],
)  # fmt: skip
def test_counts_that_changed_or_codes_that_are_gone_are_refused(
    capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    assert protected(HALF, "t1.csv", *BY_MONTH) == 0
    assert protected(text, "t2.csv", *BY_MONTH, "--after", "t1.csv") == 1
    assert capsys.readouterr().err == f"rien n'est écrit : {said}\n"
    assert not Path("t2.csv").exists()


def test_a_whole_year_after_its_quarters_is_hidden_where_it_would_give_one_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is hidden of a quarter is its year less the other quarters: that year is hidden, and what holds it."""
    quarters = "lieu,trimestre,n\n" + "".join(
        f"{place},T{rank},{number}\n"
        for place, numbers in {"a": (11, 2, 14, 9), "b": (20, 31, 3, 22), "c": (41, 17, 26, 35)}.items()
        for rank, number in enumerate(numbers, 1)
    )  # fmt: skip
    by_quarter = ("--dimension", "lieu", "--dimension", "trimestre")
    year = ("--tables", "lieu;Total", "--after", "quarters.csv")
    assert (
        protected(quarters, "quarters.csv", *by_quarter, "--tables", "lieu*trimestre;trimestre")
        == 0
    )
    assert protected(quarters, "alone.csv", *by_quarter, "--tables", "lieu;Total") == 0
    assert main(["audit", "alone.csv", *by_quarter, "--after", "quarters.csv"]) == 1
    out = capsys.readouterr().out
    assert "(a, T2) = 2 : " in out
    assert "(b, T3) = 3 : " in out
    assert protected(quarters, "year.csv", *by_quarter, *year) == 0
    assert main(["audit", "year.csv", *by_quarter, "--after", "quarters.csv"]) == 0
    alone, found = table("alone.csv"), table("year.csv")
    assert all(alone.values())
    # The year of a, of b, is hidden; so is what they would be told apart by. The rest is what it was alone.
    assert not found["a", "Total"]
    assert not found["b", "Total"]
    assert found["Total", "Total"] == alone["Total", "Total"]
    assert all(count in ("", alone[cell]) for cell, count in found.items())


def test_a_table_whose_codes_nothing_adds_up_is_not_attacked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither it nor the newest tells a total of the months: they may overlap."""
    assert protected(HALF, "t1.csv", *BY_MONTH, "--tables", "lieu*mois;mois") == 0
    assert protected(HALF, "t2.csv", *BY_MONTH, "--tables", "lieu*mois") == 0
    capsys.readouterr()
    assert main(["audit", "t2.csv", *BY_MONTH, "--after", "t1.csv"]) == 1
    assert "rien ne dit comment les codes de « mois » s'additionnent" in capsys.readouterr().err


def test_an_earlier_release_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert protected(HALF, "t1.csv", *BY_MONTH) == 0
    assert protected(WHOLE, "t1.csv", *BY_MONTH, "--after", "t1.csv") == 2
    assert "déjà lu ou écrit" in capsys.readouterr().err


@settings(LAW, max_examples=20)
@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=2, max_size=4))
def test_no_history_of_two_releases_reveals(counts: list[list[int]]) -> None:
    half, whole = matrix([row[:3] for row in counts]), matrix(counts)
    first = protect(_all_of(half), [SmallCount()], (1, 4), worth(half)).release
    finest: dict[tuple[str, ...], int] = {
        (f"r{i + 1}", f"c{j + 1}"): count
        for i, row in enumerate(counts)
        for j, count in enumerate(row)
    }
    joint, places = with_earlier(_all_of(whole), finest, None, [first])
    try:
        done = protect(joint, [SmallCount()], (1, 4), np.asarray(2.0 ** joint.cube.summarised()))
    except UnprotectableError:
        return
    second = newest(done, _all_of(whole), places).release
    assert audit_history(in_order([first], second), (1, 4)).safe
    assert np.array_equal(second.values[second.shown], whole.values[second.shown])


def _all_of(case: Case) -> Counts:
    return Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))


def test_a_single_fact_beside_counts_published_as_zero_is_protected_all_the_same() -> None:
    """Its reporter knows a total of 1 too: everybody knows that the rest of it is zero."""
    half, whole = matrix([[0, 0, 0], [0, 0, 0]]), matrix([[0, 0, 0, 0], [0, 0, 0, 1]])
    first = _all_of(half)
    release = Publication(half.cube, half.values, first.scope, ~first.scope)
    joint, places = with_earlier(_all_of(whole), {("r2", "c4"): 1}, None, [release])
    done = protect(joint, [SmallCount()], (1, 4), np.asarray(2.0 ** joint.cube.summarised()))
    second = newest(done, _all_of(whole), places).release
    assert audit_history(in_order([release], second), (1, 4)).safe
    assert second.hidden[whole.cube.cell(("r2", "c4"))]
