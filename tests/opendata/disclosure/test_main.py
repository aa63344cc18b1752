from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

COUNTS = """region,type,n
A,x,11
A,y,30
B,x,2
B,y,25
C,x,9
C,y,40
"""
REGIONS = "code,parent\nNord,\nSud,\nA,Nord\nB,Nord\nC,Sud\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")
    (tmp_path / "regions.csv").write_text(REGIONS, encoding="utf-8")
    return tmp_path


PROTECT = ["protect", "counts.csv", "--count", "n", "--dimension", "region=regions.csv",
           "--dimension", "type", "--hide", "1-4", "--out", "out.csv"]  # fmt: skip
AUDIT = ["audit", "out.csv", "--dimension", "region=regions.csv", "--dimension", "type"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_protected_table_has_every_cell_and_passes_its_audit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PROTECT) == 0
    table = rows(folder / "out.csv")
    assert len(table) == 6 * 3
    assert list(table[0]) == ["region", "type", "value", "status"]
    assert {row["status"] for row in table} == {"published", "hidden"}
    assert all((row["status"] == "hidden") == (row["value"] == "") for row in table)
    capsys.readouterr()
    assert main(AUDIT) == 0
    assert "0 retrouvée(s), 0 exposée(s)" in capsys.readouterr().out


def test_recovered_count_is_named_and_exits_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PROTECT) == 0
    table = rows(folder / "out.csv")
    hidden = [
        row
        for row in table
        if row["status"] == "hidden" and (row["region"], row["type"]) != ("B", "x")
    ]
    truth = {("A", "x"): 11, ("A", "y"): 30, ("B", "y"): 25, ("C", "x"): 9, ("C", "y"): 40,
             ("Nord", "x"): 13, ("Nord", "y"): 55, ("Sud", "x"): 9, ("Sud", "y"): 40}  # fmt: skip
    for row in hidden:
        row |= {"value": str(truth[(row["region"], row["type"])]), "status": "published"}
    with (folder / "out.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    capsys.readouterr()
    assert main(AUDIT) == 1
    assert "(B, x) = 2 : additions et soustractions" in capsys.readouterr().out


def test_report_gives_reasons_and_both_bounds(folder: Path) -> None:
    assert main([*PROTECT, "--report", "report.csv"]) == 0
    found = {(row["region"], row["type"]): row for row in rows(folder / "report.csv")}
    small = found[("B", "x")]
    assert (small["status"], small["primary"]) == ("hidden", "true")
    assert (small["lower"], small["lower_int"]) == ("0", "0")
    assert float(small["upper"]) >= float(small["upper_int"]) >= 5
    assert found[("Total", "Total")]["upper"] == ""


def test_facts_are_counted_when_no_count_is_named(folder: Path) -> None:
    lines = [line.rsplit(",", 1) for line in COUNTS.splitlines()[1:]]
    facts = "".join(f"{labels}\n" * int(number) for labels, number in lines)
    (folder / "counts.csv").write_text(f"region,type\n{facts}", encoding="utf-8")
    assert main([PROTECT[0], PROTECT[1], *PROTECT[4:]]) == 0
    table = {(row["region"], row["type"]): row["value"] for row in rows(folder / "out.csv")}
    assert table[("Total", "Total")] == "117"


def test_only_chosen_margins_are_published(folder: Path) -> None:
    assert main([*PROTECT, "--tables", "region*type;region"]) == 0
    table = rows(folder / "out.csv")
    assert len(table) == 5 * 2 + 5
    assert all(row["region"] != "Total" for row in table)
    assert main(AUDIT) == 0


def test_same_input_gives_the_same_bytes(folder: Path) -> None:
    assert main(PROTECT) == 0
    first = (folder / "out.csv").read_bytes()
    assert main(PROTECT) == 0
    assert (folder / "out.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COUNTS.replace("B,x,2", "B,x,-2"), "counts.csv:4:3: effectif non valable"),
        (COUNTS.replace("B,x,2", "B,x,2.5"), "counts.csv:4:3: effectif non valable"),
        (COUNTS + "B,x,2\n", "counts.csv:8:0: case déjà lue en ligne 4"),
        (COUNTS + "D,x,9\n", "counts.csv:8:1: code inconnu"),
        (COUNTS + "Nord,x,14\n", "counts.csv:8:0: total qui n'est pas la somme de ses parties"),
        (COUNTS.replace("region,type,n", "region,type,n,nom"), "counts.csv:1:4: colonne hors du schéma"),
        (COUNTS.replace("A,y,30", "A,30"), "counts.csv:3:0: 2 champ(s) au lieu de 3"),
        ("", "counts.csv:1:0: colonne « region » absente ou répétée"),
    ],
)  # fmt: skip
def test_bad_counts_are_located_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    (folder / "counts.csv").write_text(text, encoding="utf-8")
    assert main(PROTECT) == 1
    assert expected in capsys.readouterr().err
    assert not (folder / "out.csv").exists()


def test_right_totals_are_accepted_and_not_counted_twice(folder: Path) -> None:
    (folder / "counts.csv").write_text(COUNTS + "Nord,x,13\nTotal,Total,117\n", encoding="utf-8")
    assert main(PROTECT) == 0
    assert ("Total", "117") in {(row["region"], row["value"]) for row in rows(folder / "out.csv")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code,parent\nA,B\nB,A\n", "regions.csv:2:2: le code est son propre ancêtre"),
        (REGIONS + "A,Sud\n", "regions.csv:7:1: second parent (premier en ligne 4)"),
        (REGIONS + "D,Est\n", "regions.csv:7:2: parent inconnu"),
        ("code|parent\n", "regions.csv:1:0: autres colonnes"),
        (REGIONS.replace(",", ";"), "regions.csv:1:1: séparateur « ; » — règle : CSV à virgules (RFC 4180)"),
        (REGIONS + '"D,Sud\n', "regions.csv:7:0: guillemets mal fermés — règle : CSV à virgules (RFC 4180)"),
        (REGIONS + "Total,\n", "regions.csv:7:1: code réservé"),
    ],
)  # fmt: skip
def test_bad_hierarchies_are_located(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    (folder / "regions.csv").write_text(text, encoding="utf-8")
    assert main(PROTECT) == 1
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["protect"],
        [*PROTECT, "--hide", "4"],
        [*PROTECT, "--tables", "place"],
        [*PROTECT, "--dominance", "0.9"],
        [*PROTECT, "--dimension", "x="],
        ["audit", "out.csv"],
    ],
)
def test_wrong_usage_exits_two(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err
    assert not (folder / "out.csv").exists()


def test_structural_zeros_stay_published(folder: Path) -> None:
    (folder / "counts.csv").write_text(COUNTS.replace("C,x,9", "C,x,0"), encoding="utf-8")
    (folder / "zeros.csv").write_text("region,type\nC,x\nSud,x\n", encoding="utf-8")
    assert main([*PROTECT, "--structural", "zeros.csv"]) == 0
    table = {(row["region"], row["type"]): row["value"] for row in rows(folder / "out.csv")}
    assert table[("C", "x")] == table[("Sud", "x")] == "0"
    (folder / "zeros.csv").write_text("region,type\nA,x\n", encoding="utf-8")
    assert main([*PROTECT, "--structural", "zeros.csv"]) == 2


def test_confidential_report_in_a_repository_is_refused(folder: Path) -> None:
    (folder / ".git").mkdir()
    assert main([*PROTECT, "--report", "report.csv"]) == 2
    assert not (folder / "report.csv").exists()


def test_contributors_are_counted_and_attack(folder: Path) -> None:
    text = "region,type,who,n\n" + "".join(
        f"{region},{kind},{who},{number}\n"
        for region in "ABC"
        for kind in "xy"
        for who, number in (("E1", 6), ("E2", 5), ("E3", 4 if (region, kind) != ("B", "x") else 60))
    )
    (folder / "counts.csv").write_text(text, encoding="utf-8")
    options = [
        "--contributor",
        "who",
        "--min-contributors",
        "3",
        "--dominance",
        "0.8",
        "--report",
        "report.csv",
    ]
    assert main([*PROTECT, *options]) == 0
    found = {(row["region"], row["type"]): row["primary"] for row in rows(folder / "report.csv")}
    assert found[("B", "x")] == "true"
    assert found[("A", "x")] != "true"


SEVEN = [f"d{number}" for number in range(7)]


def test_seven_dimensions_of_ten_codes_are_published_by_their_margins(folder: Path) -> None:
    facts = "".join(f"{','.join(f'c{(row + axis) % 10}' for axis in range(7))}\n" * 9 for row in range(10))  # fmt: skip
    (folder / "facts.csv").write_text(f"{','.join(SEVEN)}\n{facts}", encoding="utf-8")
    given = [part for name in SEVEN for part in ("--dimension", name)]
    protect = ["protect", "facts.csv", *given, "--tables", "d0*d1;d1*d2;d2*d3;d4;d5;d6"]
    assert main([*protect, "--out", "out.csv"]) == 0
    assert len(rows(folder / "out.csv")) == 3 * 100 + 3 * 10
    assert main(["audit", "out.csv", *given]) == 0


def test_a_release_of_crossing_margins_is_attacked_through_what_they_cross(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each pair of dimensions alone leaves n(1, 1) of the last one free; the cells that they cross do not."""
    (folder / "out.csv").write_text(
        "x,y,z,value,status\n"
        "a,a,Total,4,published\na,b,Total,0,published\nb,a,Total,0,published\nb,b,Total,4,published\n"
        "a,Total,a,4,published\na,Total,b,0,published\nb,Total,a,0,published\nb,Total,b,4,published\n"
        "Total,a,a,,hidden\nTotal,a,b,,hidden\nTotal,b,a,,hidden\nTotal,b,b,,hidden\n"
        "a,Total,Total,4,published\nb,Total,Total,4,published\nTotal,a,Total,4,published\n"
        "Total,b,Total,4,published\nTotal,Total,a,4,published\nTotal,Total,b,4,published\n"
        "Total,Total,Total,8,published\n",
        encoding="utf-8",
    )
    given = [part for name in "xyz" for part in ("--dimension", name)]
    assert main(["audit", "out.csv", *given, "--hide", "1-3"]) == 1
    out = capsys.readouterr().out
    assert "4 cases masquées attaquées, 4 retrouvée(s), 4 exposée(s)" in out
