from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

HEAD = "code,value\n"
BY = ("--dimension", "code", "--base", "5")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def audit(text: str, *options: str) -> int:
    Path("t.csv").write_text(text, encoding="utf-8")
    return main(["audit-rounded", "t.csv", *options])


def test_counts_rounded_apart_may_give_true_ones_back(capsys: pytest.CaptureFixture[str]) -> None:
    # Each part is 7 at most where it was rounded to 5, and their total 13 at least where it was rounded to 15...
    table = HEAD + "a,5\nb,5\nc,0\nTotal,20\n"
    assert audit(table, *BY, "--nearest") == 1
    # ... so the parts are 7, 7 and 2 + 2 more than 16: nothing else adds up to 18, the least that 20 stands for.
    assert capsys.readouterr().out.splitlines()[-1].endswith("exposée(s)")


def test_a_count_with_one_value_left_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(HEAD + "a,5\nb,5\nTotal,15\n", *BY, "--nearest") == 0
    capsys.readouterr()
    # 7 + 7 + 4 is 18: the least that is rounded to 20.
    assert audit(HEAD + "a,5\nb,5\nc,0\nd,0\nTotal,20\n", *BY, "--nearest") == 1
    assert capsys.readouterr().out.splitlines() == [
        "(Total) = 18 : encadrement",
        "(a) = 7 : encadrement",
        "(b) = 7 : encadrement",
        "(c) = 2 : encadrement",
        "(d) = 2 : encadrement",
        "5 cases attaquées, 5 retrouvée(s), 5 exposée(s)",
    ]


def test_a_small_count_known_to_be_small_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    # 7 + 7 + 7 is 21, one more than 20 asks for: the fourth cannot be zero.
    assert audit(HEAD + "a,5\nb,0\nTotal,10\n", *BY, "--nearest", "--hide", "1-4") == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "(b) entre 1 et 2 : encadrement",
        "3 cases attaquées, 0 retrouvée(s), 1 exposée(s)",
    ]


def test_values_that_no_table_gives_are_a_contradiction(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(HEAD + "a,5\nb,5\nTotal,30\n", *BY, "--nearest") == 1
    assert capsys.readouterr().out.splitlines()[0] == "(table) = 0 : totaux contradictoires"


def test_counts_known_exactly_elsewhere_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    table = "code,value,base,within\na,5,5,5\nb,5,5,5\nTotal,10,5,5\n"
    assert audit(table, "--dimension", "code") == 0
    Path("exact.csv").write_text("code,value,status\na,,hidden\nb,,hidden\nTotal,18,published\n", encoding="utf-8")  # fmt: skip
    capsys.readouterr()
    assert audit(table, "--dimension", "code", "--known", "exact.csv") == 1
    assert capsys.readouterr().out.splitlines() == [
        "(a) = 9 : encadrement",
        "(b) = 9 : encadrement",
        "2 cases attaquées, 2 retrouvée(s), 2 exposée(s)",
    ]


def test_a_table_of_totals_known_exactly_is_used_too() -> None:
    table = "code,lieu,value,base,within\n" + "".join(
        f"{code},{place},{value},5,5\n"
        for code, values in {"a": (5, 5, 10), "b": (5, 5, 10), "Total": (10, 10, 20)}.items()
        for place, value in zip(("x", "y", "Total"), values, strict=True)
    )
    by = ("--dimension", "code", "--dimension", "lieu")
    assert audit(table, *by) == 0
    Path("exact.csv").write_text("code,lieu,value,status\na,Total,18,published\nTotal,Total,28,published\n", encoding="utf-8")  # fmt: skip
    # Both parts of 18 are 9 at most; the other total is what is left of 28.
    assert audit(table, *by, "--known", "exact.csv") == 1


def test_the_report_bounds_every_count_and_is_its_owners_alone() -> None:
    table = "code,value,base,within\na,5,5,5\nb,0,5,5\nTotal,5,5,5\n"
    assert audit(table, "--dimension", "code", "--report", "r.csv") == 0
    with Path("r.csv").open(encoding="utf-8", newline="") as text:
        found = {row["code"]: (row["lower"], row["upper"]) for row in csv.DictReader(text)}
    assert found == {"a": ("1", "9"), "b": ("0", "4"), "Total": ("1", "9")}
    assert stat.S_IMODE(Path("r.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "options", "status", "expected"),
    [
        (HEAD + "a,5\nb,6\nTotal,10\n", BY, 1,
         ("t.csv:3:2: effectif qui n'est pas un multiple de la base — règle : un effectif arrondi à la base 5 en est un multiple"
         " — remède : vérifier la base, ou redonner la table telle qu'elle a été publiée")),
        (HEAD + "a,5\nb,-5\nTotal,10\n", BY, 1,
         ("t.csv:3:2: effectif non valable — règle : un effectif est un nombre entier, zéro compris, d'au plus 15 chiffres"
         " — remède : corriger l'effectif")),
        (HEAD + "a,5\na,5\nTotal,10\n", BY, 1,
         "t.csv:3:0: case répétée — règle : une ligne par case — remède : garder une ligne"),
        (HEAD + "a,5\nb,5\n", BY, 1,
         ("t.csv:0:1: rien ne dit comment les codes de « code » s'additionnent — règle : une dimension a une hiérarchie, ou des lignes « Total »"
         " — remède : donner sa hiérarchie : --dimension code=FICHIER, ou son total : --total code=CODE")),
        (HEAD + "a,5\n", ("--dimension", "code"), 1,
         "t.csv:1:0: colonne « base » absente ou répétée — règle : les colonnes sont code,value,base,within — remède : corriger l'en-tête"),
        (HEAD + "a,5\n", ("--dimension", "code", "--base", "4"), 2, "--base : une base est 3, 5 ou 10 (aide : --help)"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_located(
    capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], status: int, expected: str
) -> None:  # fmt: skip
    assert audit(text, *options) == status
    assert capsys.readouterr().err.splitlines()[0] == expected
