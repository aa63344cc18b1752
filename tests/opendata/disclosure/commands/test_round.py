from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from opendata.disclosure.__main__ import main

COUNTS = "region,type,n\nA,x,11\nA,y,30\nB,x,2\nB,y,25\nC,x,9\nC,y,40\n"
REGIONS = "code,parent\nNord,\nSud,\nA,Nord\nB,Nord\nC,Sud\n"
BY = ("--dimension", "region=regions.csv", "--dimension", "type")
ROUND = ("round", "counts.csv", "--count", "n", *BY, "--base", "5", "--out", "out.csv")
LATER = COUNTS.replace("B,x,2", "B,x,8")
AGAIN = ("round", "later.csv", *ROUND[2:-1], "new.csv", "--after", "out.csv", "--after-counts", "counts.csv")  # fmt: skip
# Three groupings of four codes, no two nested: no table of neighbouring multiples adds up.
CROSSED = "a,b,n\n" + "".join(
    f"a{place},b{column},{count}\n"
    for place, row in enumerate([[2, 2], [7, 2], [5, 2], [2, 6]])
    for column, count in enumerate(row)
)
GROUPINGS = {"g": "1100", "h": "1001", "k": "0101"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    Path("counts.csv").write_text(COUNTS, encoding="utf-8")
    Path("regions.csv").write_text(REGIONS, encoding="utf-8")


def rows(name: str = "out.csv") -> dict[tuple[str, ...], tuple[str, ...]]:
    with Path(name).open(encoding="utf-8", newline="") as text:
        return {tuple(row[:-3]): tuple(row[-3:]) for row in list(csv.reader(text))[1:]}


def refused(capsys: pytest.CaptureFixture[str], code: int, status: int) -> list[str]:
    assert code == status
    assert not Path("out.csv").exists()
    return capsys.readouterr().err.splitlines()


def test_every_cell_is_rounded_and_the_sums_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ROUND]) == 0
    assert capsys.readouterr().out == (
        "18 cases arrondies à la base 5, 6 inchangées, écart total 20 (aucune table n'est meilleure) ; "
        "audit : 18 attaquées, aucune exposée\n"
    )
    table = rows()
    assert len(table) == 6 * 3
    assert table[("B", "x")] == ("0", "5", "5")
    assert table[("A", "y")] == ("30", "5", "5")
    values = {labels: int(found[0]) for labels, found in table.items()}
    assert values[("Nord", "x")] == values[("A", "x")] + values[("B", "x")]
    assert values[("Total", "Total")] == values[("Total", "x")] + values[("Total", "y")]


def test_the_same_counts_give_the_same_bytes() -> None:
    assert main([*ROUND]) == 0
    first = Path("out.csv").read_bytes()
    assert main([*ROUND]) == 0
    assert Path("out.csv").read_bytes() == first


def test_a_parquet_file_gives_the_same_table() -> None:
    assert main([*ROUND]) == 0
    first = Path("out.csv").read_bytes()
    duckdb.execute("COPY (SELECT * FROM read_csv('counts.csv', all_varchar=true)) TO 'c.parquet' (FORMAT parquet)")  # fmt: skip
    assert main(["round", "c.parquet", *ROUND[2:]]) == 0
    assert Path("out.csv").read_bytes() == first


def test_only_chosen_margins_are_rounded() -> None:
    assert main([*ROUND, "--tables", "region;Total"]) == 0
    assert set(rows()) == {(code, "Total") for code in ("Total", "Nord", "Sud", "A", "B", "C")}


@pytest.mark.parametrize(
    ("margins", "cells", "kept"),
    [("region;Total", 6, 3), ("region;type", 7, 4), ("region*type", 10, 8), ("region*type;region", 15, 11)],
)  # fmt: skip
def test_margins_are_rounded_attacked_and_kept_alone(
    capsys: pytest.CaptureFixture[str], margins: str, cells: int, kept: int
) -> None:
    assert main([*ROUND, "--tables", margins]) == 0
    assert len(rows()) == cells
    Path("later.csv").write_text(LATER, encoding="utf-8")
    capsys.readouterr()
    assert main([*AGAIN, "--tables", margins]) == 0
    said = f"{kept} effectifs inchangés depuis la publication antérieure gardent leur valeur"
    assert said in capsys.readouterr().out
    types = Path("types.csv")
    types.write_text("code,parent\nx,\ny,\n", encoding="utf-8")
    assert main(["audit-rounded", "out.csv", *BY[:2], "--dimension", "type=types.csv"]) == 0


def test_a_dimension_published_as_its_total_alone_is_attacked_too() -> None:
    assert main([*ROUND, "--tables", "region;Total"]) == 0
    assert main(["audit-rounded", "out.csv", *BY]) == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--base", "4"), "--base : une base est 3, 5 ou 10 (aide : --help)"),
        (("--base", "10"), ("--base : base 10 plus grande que la règle ne le permet : elle publie les effectifs à partir de 5, "
                           "et cette base les mettrait à zéro ; prendre --hide 1-9 (aide : --help)")),
        (("--base", "3"), ("--base : base 3 trop petite pour la règle : elle masque les effectifs jusqu'à 4, "
                          "et cette base en montrerait ; prendre une base d'au moins 5 (aide : --help)")),
        (("--after", "counts.csv"), "--after : --after et --after-counts vont ensemble (aide : --help)"),
        (("--effort", "-1"), "--effort : un nombre à partir de 0 (aide : --help)"),
        (("--out", "counts.csv"), "--out : ce fichier est déjà lu ou écrit par cette commande (aide : --help)"),
        (("--dimension", "base"), "--dimension : « base » est une colonne que cet outil écrit : renommer celle du fichier (aide : --help)"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], expected: str
) -> None:
    assert refused(capsys, main([*ROUND, *options]), 2) == [expected]
    assert Path("counts.csv").read_text(encoding="utf-8") == COUNTS


def test_a_negative_count_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("counts.csv").write_text(COUNTS.replace("B,x,2", "B,x,-2"), encoding="utf-8")
    assert refused(capsys, main([*ROUND]), 1) == [
        (
            "counts.csv:4:3: effectif non valable — règle : un effectif est un nombre entier, zéro compris, "
            "d'au plus 15 chiffres — remède : corriger l'effectif"
        )
    ]


def test_where_no_neighbouring_table_adds_up_the_least_relaxed_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("counts.csv").write_text(CROSSED, encoding="utf-8")
    options = []
    for name, groups in GROUPINGS.items():
        lines = [f"{name}{group}," for group in "01"]
        lines += [f"a{place},{name}{group}" for place, group in enumerate(groups)]
        Path(f"{name}.csv").write_text("code,parent\n" + "\n".join(lines) + "\n", encoding="utf-8")
        options += ["--dimension", f"a={name}.csv"]
    options += ["--dimension", "b", "--base", "5", "--out", "out.csv"]
    assert main(["round", "counts.csv", "--count", "n", *options]) == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "aucune table ne reste entre les multiples voisins : 1 case(s) s'en éloignent, de 1 multiple(s) au plus ; "
        "chaque effectif est à moins de 10 de sa valeur"
    )
    assert {row[1:] for row in rows().values()} == {("5", "10")}


def test_a_search_without_effort_says_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "a,b,n\n" + "".join(
        f"a{i},b{j},{(7 * i * i + 5 * j * i + 3 * j) % 17 + 1}\n"
        for i in range(9)
        for j in range(7)
    )
    Path("counts.csv").write_text(text, encoding="utf-8")
    for name in "gh":
        lines = [f"{name}{k}," for k in range(3)]
        lines += [f"a{i},{name}{i % 3 if name == 'g' else i // 3}" for i in range(9)]
        Path(f"{name}.csv").write_text("code,parent\n" + "\n".join(lines) + "\n", encoding="utf-8")
    by = ("--dimension", "a=g.csv", "--dimension", "a=h.csv", "--dimension", "b")
    assert main(["round", "counts.csv", "--count", "n", *by, "--base", "5", "--effort", "0", "--out", "out.csv"]) == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "aucune exposée" in said
    assert ("aucune table n'est meilleure" in said) or ("recherche bornée : une meilleure, d'écart total" in said)  # fmt: skip


# -- after an earlier release ---------------------------------------------------------------


def test_a_count_that_did_not_change_keeps_its_rounded_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*ROUND]) == 0
    Path("later.csv").write_text(LATER, encoding="utf-8")
    capsys.readouterr()
    assert main([*AGAIN]) == 0
    assert (
        "12 effectifs inchangés depuis la publication antérieure gardent leur valeur"
        in capsys.readouterr().out
    )
    before, after = rows(), rows("new.csv")
    changed = {("B", "x"), ("B", "Total"), ("Nord", "x"), ("Nord", "Total"), ("Total", "x"), ("Total", "Total")}  # fmt: skip
    assert all(after[labels] == found for labels, found in before.items() if labels not in changed)
    assert after[("B", "x")] != before[("B", "x")]


def test_a_new_code_stands_beside_what_is_kept() -> None:
    assert main([*ROUND]) == 0
    before = rows()
    Path("later.csv").write_text(COUNTS + "D,x,8\nD,y,13\n", encoding="utf-8")
    Path("regions.csv").write_text(REGIONS + "Est,\nD,Est\n", encoding="utf-8")
    Path("before.csv").write_text(REGIONS, encoding="utf-8")
    again = (*AGAIN, "--after-dimension", "region=before.csv")
    assert main([*again]) == 0
    after = rows("new.csv")
    kept = [labels for labels in before if labels[0] != "Total"]
    assert all(after[labels] == before[labels] for labels in kept)
    assert ("D", "x") in after


def spoilt(old: str, new: str) -> int:
    assert main([*ROUND]) == 0
    Path("later.csv").write_text(LATER, encoding="utf-8")
    text = Path("out.csv").read_text(encoding="utf-8")
    assert old in text
    Path("out.csv").write_text(text.replace(old, new), encoding="utf-8")
    return main([*AGAIN])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A,y,30,5,5", "A,y,35,5,5", [
            ("out.csv:7:0: total arrondi qui n'est pas la somme de ses parties — règle : une table arrondie par cet outil est additive"
            " — remède : redonner la table telle qu'elle a été publiée"),
            ("out.csv:11:0: total arrondi qui n'est pas la somme de ses parties — règle : une table arrondie par cet outil est additive"
            " — remède : redonner la table telle qu'elle a été publiée"),
        ]),
        ("A,y,30,5,5", "A,y,31,5,5", [
            ("out.csv:13:3: effectif qui n'est pas un multiple de la base — règle : un effectif arrondi à la base 5 en est un multiple"
            " — remède : vérifier la base, ou redonner la table telle qu'elle a été publiée"),
        ]),
        ("A,y,30,5,5", "A,y,30,3,5", [
            ("out.csv:13:4: base qui n'est pas celle des autres lignes — règle : une table a une base et un écart"
            " — remède : arrondir toute la table à la même base"),
        ]),
        ("A,y,30,5,5", "A,y,30,7,5", [
            "out.csv:13:4: base hors de la liste — règle : une base est 3, 5 ou 10 — remède : corriger la base",
        ]),
        ("A,y,30,5,5", "A,y,30,5,9", [
            ("out.csv:13:5: écart non valable — règle : une table a une base et un écart"
            " — remède : redonner la table telle qu'elle a été publiée"),
        ]),
    ],
)  # fmt: skip
def test_an_earlier_table_that_was_changed_is_refused(
    capsys: pytest.CaptureFixture[str], old: str, new: str, expected: list[str]
) -> None:
    assert spoilt(old, new) == 1
    assert capsys.readouterr().err.splitlines() == expected
    assert not Path("new.csv").exists()


def test_an_earlier_table_of_other_counts_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ROUND]) == 0
    Path("later.csv").write_text(LATER, encoding="utf-8")
    Path("counts.csv").write_text(COUNTS.replace("A,x,11", "A,x,23"), encoding="utf-8")
    assert main([*AGAIN]) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "out.csv:2:0: effectif arrondi qui n'est pas celui des effectifs antérieurs donnés — règle : un effectif arrondi "
        "est à moins de 5 du vrai — remède : donner à --after-counts les effectifs dont cette table a été faite"
    )


def test_an_earlier_table_of_another_base_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ROUND, "--base", "10", "--hide", "1-9"]) == 0
    Path("later.csv").write_text(LATER, encoding="utf-8")
    assert main([*AGAIN]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "--after : cette table est arrondie à la base 10 : garder la même (aide : --help)"
    ]


def test_one_method_for_one_family_of_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ROUND]) == 0
    capsys.readouterr()
    assert main(["protect", "counts.csv", "--count", "n", *BY, "--out", "hidden.csv"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        (
            "--out : « out.csv », dans ce dossier, protège les mêmes faits par arrondi : deux procédés se soustraient, "
            "un seul par famille de tables (aide : --help)"
        )
    ]
