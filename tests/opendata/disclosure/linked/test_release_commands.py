from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

# sdcTools/UserSupport issue 136, restated: regions by county and by group.
REGIONS = [("A", 2), ("B", 2), ("I", 8), ("J", 8), ("K", 3), ("L", 3), ("M", 3), ("N", 7)]
COUNTIES = "code,parent\ncounty-1,\ncounty-2,\n" + "".join(f"{c},county-{1 + (c > 'J')}\n" for c, _ in REGIONS)  # fmt: skip
GROUPS = "code,parent\nsmall,\nBIG,\n" + "".join(f"{c},{'BIG' if c in 'LM' else 'small'}\n" for c, _ in REGIONS)  # fmt: skip
LINKED = """facts: faits.csv
count: n
hide: 1-3
protection: exact
dimensions:
  region: [comtes.csv, groupes.csv]
tables:
  - name: par-comte
    dimensions: {region: [comtes.csv, finest]}
  - name: par-groupe
    dimensions: {region: [groupes.csv, finest]}
"""
CROSSED = """facts: faits.csv
count: n
dimensions:
  region: regions.csv
  type:
  age:
tables:
  - name: region-type
    dimensions: [region, type]
  - name: region-age
    dimensions: [region, age]
    margins: [region*age, region, Total]
"""
FACTS = """region,type,age,n
A,x,j,11
A,y,v,36
B,x,j,2
B,y,j,25
B,x,v,3
C,x,j,9
C,y,v,40
C,y,j,1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    write("faits.csv", FACTS)
    write("regions.csv", "code,parent\nNord,\nSud,\nA,Nord\nB,Nord\nC,Sud\n")
    write("diffusion.yaml", CROSSED)
    return tmp_path


@pytest.fixture
def linked(folder: Path) -> Path:
    write("faits.csv", "region,n\n" + "".join(f"{code},{n}\n" for code, n in REGIONS))
    write("comtes.csv", COUNTIES)
    write("groupes.csv", GROUPS)
    write("diffusion.yaml", LINKED)
    return folder


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def publish(name: str, groups: dict[str, int], hidden: str) -> None:
    """A table by region, hidden where it is said."""
    cells = {"Total": sum(n for _, n in REGIONS), **groups, **dict(REGIONS)}
    lines = [f"{code},,hidden" if code in hidden else f"{code},{n},published" for code, n in cells.items()]  # fmt: skip
    write(f"tables/{name}.csv", "\n".join(["region,value,status", *lines]) + "\n")


def publish_both(hidden: str) -> None:
    publish("par-comte", {"county-1": 20, "county-2": 16}, hidden)
    publish("par-groupe", {"small": 30, "BIG": 6}, hidden)


def one_table(name: str, other: str) -> str:
    """The release without one of its tables."""
    kept = LINKED.split(f"  - name: {other}\n")
    rest = kept[1].partition("  - name:")
    return kept[0] + rest[1] + rest[2]


@pytest.mark.parametrize(("kept", "other"), [("par-comte", "par-groupe"), ("par-groupe", "par-comte")])  # fmt: skip
def test_each_table_alone_gives_no_count_away(
    linked: Path, capsys: pytest.CaptureFixture[str], kept: str, other: str
) -> None:
    publish_both("ABKLM")
    Path(f"tables/{other}.csv").unlink()
    write("diffusion.yaml", one_table(kept, other))
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0
    assert "0 retrouvée(s), 0 exposée(s)" in capsys.readouterr().out


def test_the_same_two_tables_together_give_a_count_away(
    linked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_both("ABKLM")
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 1
    assert capsys.readouterr().out == (
        "(K) = 3 : additions et soustractions\n5 cases masquées attaquées ensemble, 1 retrouvée(s), 1 exposée(s)\n"
    )  # fmt: skip


def test_hiding_one_more_count_repairs_both(
    linked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_both("ABKLMN")
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0
    assert "6 cases masquées attaquées ensemble, 0 retrouvée(s)" in capsys.readouterr().out


def test_both_tables_are_protected_as_one_system(linked: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    for name in ("par-comte", "par-groupe"):
        hidden = {row["region"] for row in rows(f"tables/{name}.csv") if row["status"] == "hidden"}
        assert hidden == set("ABKLMN")
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0


def test_tables_of_other_dimensions_are_written_each_with_its_own_columns(folder: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    first, second = rows("tables/region-type.csv"), rows("tables/region-age.csv")
    assert list(first[0]) == ["region", "type", "value", "status"]
    assert list(second[0]) == ["region", "age", "value", "status"]
    assert len(first) == 6 * 3
    # Only the margins that were asked for: region by age, region, and the grand total.
    assert len(second) == 5 * 2 + 5 + 1
    assert sorted(path.name for path in Path("tables").iterdir()) == ["region-age.csv", "region-type.csv"]  # fmt: skip


def test_a_cell_of_two_tables_has_one_status(folder: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    first = {r["region"]: r["status"] for r in rows("tables/region-type.csv") if r["type"] == "Total"}  # fmt: skip
    second = {r["region"]: r["status"] for r in rows("tables/region-age.csv") if r["age"] == "Total"}  # fmt: skip
    assert first == second


def test_the_audit_needs_no_facts(folder: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    Path("faits.csv").unlink()
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0


def test_one_report_says_each_cell_once_with_its_tables_and_is_for_its_owner(folder: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables", "--report", "r.csv"]) == 0
    report = {(r["region"], r["type"], r["age"]): r for r in rows("r.csv")}
    assert report["Nord", "Total", "Total"]["table"] == "region-type region-age"
    assert report["C", "Total", "j"]["table"] == "region-age"
    assert len(rows("r.csv")) == len(report) == 18 + 16 - 6
    hidden = [row for row in report.values() if row["status"] == "hidden"]
    assert {row["primary"] for row in hidden} == {"true", "false"}
    assert all(row["lower"] and row["upper"] for row in hidden)
    assert Path("r.csv").stat().st_mode & 0o777 == 0o600


def test_a_count_hidden_in_one_table_and_published_in_another_is_exposed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    text = Path("tables/region-type.csv").read_text(encoding="utf-8")
    write("tables/region-type.csv", text.replace("A,Total,47,published", "A,Total,,hidden"))
    capsys.readouterr()
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 1
    assert "(A, Total, Total) = 47 : masquée dans une table, publiée dans une autre" in capsys.readouterr().out  # fmt: skip


def test_two_counts_of_one_cell_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    text = Path("tables/region-age.csv").read_text(encoding="utf-8")
    write("tables/region-age.csv", text.replace("A,Total,47,published", "A,Total,48,published"))
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 1
    assert capsys.readouterr().err == (
        "diffusion.yaml:10:11: (A, Total) n'a pas le même effectif dans « region-age » et « region-type » — règle : les "
        "tables d'une diffusion comptent les mêmes faits — remède : reprendre les deux tables à leur source\n"
    )


def test_a_table_that_is_missing_or_not_described_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    Path("tables/region-age.csv").rename("tables/autre.csv")
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 1
    assert capsys.readouterr().err == (
        "diffusion.yaml:0:0: « autre.csv », dans tables, n'est d'aucune table décrite — règle : toutes les tables d'une "
        "diffusion sont attaquées ensemble — remède : décrire la table, ou l'ôter du dossier\n"
        "diffusion.yaml:10:11: table « region-age » absente de tables — règle : toutes les tables d'une diffusion sont "
        "attaquées ensemble — remède : publier la table, ou la retirer de la diffusion\n"
    )


def test_an_output_over_an_input_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("diffusion.yaml", CROSSED.replace("region-age", "faits"))
    assert main(["protect-release", "diffusion.yaml", "--out", "."]) == 1
    assert capsys.readouterr().err == (
        "diffusion.yaml:10:11: la table « faits » s'écrirait sur faits.csv, que cette diffusion lit — règle : une sortie "
        "ne remplace jamais une entrée — remède : renommer la table, ou choisir un autre --out\n"
    )
    assert Path("faits.csv").read_text(encoding="utf-8") == FACTS


def test_a_folder_with_anything_else_is_never_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("tables/notes.txt", "à garder")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 2
    assert "autre chose que des tables de cet outil : notes.txt" in capsys.readouterr().err
    assert Path("tables/notes.txt").read_text(encoding="utf-8") == "à garder"


def test_a_release_replaces_the_one_before_whole(folder: Path) -> None:
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    write("diffusion.yaml", CROSSED.replace("region-age", "ages"))
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    assert sorted(path.name for path in Path("tables").iterdir()) == ["ages.csv", "region-type.csv"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".tables")]


def test_a_report_inside_the_published_folder_is_refused(folder: Path) -> None:
    Path("tables").mkdir()
    assert main(["protect-release", "diffusion.yaml", "--out", "tables", "--report", "tables/r.csv"]) == 2  # fmt: skip


def test_totals_among_the_facts_are_checked_and_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("faits.csv", FACTS + "Nord,x,Total,16\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    write("faits.csv", FACTS + "Nord,x,Total,17\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 1
    assert capsys.readouterr().err == (
        "faits.csv:10:0: total qui n'est pas la somme de ses parties — règle : un total donné est exact — remède : "
        "corriger le total ou les effectifs\n"
    )


def test_a_column_that_groups_another_is_a_hierarchy_or_said_to_be_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pays = {"A": "1", "B": "1", "C": "2"}
    lines = [f"{line},{'pays' if n == 0 else pays[line[0]]}" for n, line in enumerate(FACTS.splitlines())]  # fmt: skip
    write("faits.csv", "\n".join(lines) + "\n")
    text = CROSSED.replace("  age:\n", "  age:\n  pays:\n").replace("[region, age]", "[pays, age]")
    write("diffusion.yaml", text.replace("[region*age, region, Total]", "[pays*age]"))
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 1
    assert capsys.readouterr().err == (
        "faits.csv:1:5: chaque « region » n'a qu'un « pays » — règle : un regroupement est une hiérarchie de la dimension "
        "qu'il groupe — remède : la déclarer dans dimensions, ou écrire independent: [[region, pays]]\n"
    )
    write("diffusion.yaml", Path("diffusion.yaml").read_text() + "independent: [[region, pays]]\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    # A margin without the totals of its codes is read all the same: the description says how they add up.
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0


def test_a_code_that_is_the_sum_of_the_others_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sums = {"A": (11, 36), "B": (5, 25), "C": (9, 41)}
    lines = [f"{region},{kind},j,{n}" for region, (x, y) in sums.items()
             for kind, n in (("x", x), ("y", y), ("ensemble", x + y))]  # fmt: skip
    write("faits.csv", "region,type,age,n\n" + "\n".join(lines) + "\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 1
    assert capsys.readouterr().err == (
        "faits.csv:4:2: code égal partout à la somme des autres — règle : un total de « type » est nommé : totals: "
        "{type: CODE} — remède : le nommer, ou déclarer la hiérarchie de la dimension\n"
    )
    write("diffusion.yaml", CROSSED + "totals: {type: ensemble}\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0


def test_contributors_hold_over_all_tables(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = FACTS.splitlines()
    who = ["etab", *("P" if "A," in line else f"E{n}" for n, line in enumerate(lines[1:]))]
    write("faits.csv", "\n".join(f"{line},{w}" for line, w in zip(lines, who, strict=True)) + "\n")
    write("diffusion.yaml", CROSSED + "contributor: etab\nmin-contributors: 2\n")
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 0
    cells = {(r["region"], r["age"]): r["status"] for r in rows("tables/region-age.csv")}
    assert cells["A", "Total"] == "hidden"
    assert "aucune exposée" in capsys.readouterr().out


def test_a_table_may_count_another_column_and_is_a_system_of_its_own(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"{line},{'victimes' if n == 0 else n}" for n, line in enumerate(FACTS.splitlines())]
    write("faits.csv", "\n".join(lines) + "\n")
    write(
        "diffusion.yaml",
        CROSSED + "  - name: victimes\n    dimensions: [region]\n    count: victimes\n",
    )
    assert main(["protect-release", "diffusion.yaml", "--out", "tables", "--report", "r.csv"]) == 0
    table = {row["region"]: row for row in rows("tables/victimes.csv")}
    # The sum of its own column: 1 + 2 for A, of which the first table counts 47.
    assert table["A"]["status"] == "hidden"
    assert table["Total"]["value"] == str(sum(range(1, 9)))
    assert {r["region"]: r for r in rows("tables/region-type.csv") if r["type"] == "Total"}["A"]["value"] == "47"  # fmt: skip
    report = [row for row in rows("r.csv") if row["table"] == "victimes"]
    assert len(report) == 6
    assert {row["age"] for row in report} == {"Total"}
    capsys.readouterr()
    assert main(["audit-release", "diffusion.yaml", "tables"]) == 0
    assert capsys.readouterr().out.count("attaquées ensemble") == 1


def test_a_column_that_the_facts_lack_or_that_nobody_named_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("faits.csv", FACTS.replace("age", "tranche"))
    assert main(["protect-release", "diffusion.yaml", "--out", "tables"]) == 1
    assert capsys.readouterr().err == (
        "faits.csv:1:0: colonne « age » absente ou répétée — règle : les colonnes sont region,type,age,n — remède : corriger l'en-tête\n"
        "faits.csv:1:3: colonne hors du schéma — règle : les colonnes sont region,type,age,n — remède : la retirer, la nommer avec "
        "ignore, ou écrire only-declared: true\n"
    )
