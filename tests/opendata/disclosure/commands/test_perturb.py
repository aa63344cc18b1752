from __future__ import annotations

import csv
import stat
from pathlib import Path

import numpy as np
import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.cellkey.differencing import told
from opendata.disclosure.cellkey.perturbed import Perturbed
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import dimension

COUNTS = {("A", "x"): 11, ("A", "y"): 30, ("B", "x"): 2, ("B", "y"): 25, ("C", "x"): 9, ("C", "y"): 40}  # fmt: skip
REGIONS = "code,parent\nNord,\nSud,\nA,Nord\nB,Nord\nC,Sud\n"
BY = ("--dimension", "region=regions.csv", "--dimension", "type")
KEYS = ("--identifier", "id", "--secret", "kept/secret")
NOISE = ("--deviation", "2", "--variance", "1")
OUT = ("--out", "out.csv", "--error", "error.csv")
PERTURB = ("perturb", "facts.csv", *BY, *KEYS, *NOISE, *OUT)


def facts(counts: dict[tuple[str, str], int] = COUNTS) -> list[str]:
    return [
        f"{region},{kind},{region}{kind}{n}"
        for (region, kind), count in counts.items()
        for n in range(count)
    ]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    write(facts())
    Path("regions.csv").write_text(REGIONS, encoding="utf-8")
    Path("kept").mkdir()
    Path("kept/secret").write_bytes(b"a secret of the tests only")
    Path("kept/secret").chmod(0o600)


def write(lines: list[str], name: str = "facts.csv") -> None:
    Path(name).write_text("region,type,id\n" + "\n".join(lines) + "\n", encoding="utf-8")


def values(name: str = "out.csv") -> dict[tuple[str, ...], int]:
    with Path(name).open(encoding="utf-8", newline="") as text:
        return {tuple(row[:-2]): int(row[-2]) for row in list(csv.reader(text))[1:]}


def test_every_count_is_near_and_the_error_is_written_beside(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*PERTURB]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "18 cases bruitées : chacune est à 2 au plus de son effectif",
        (
            "variance du bruit 1, sans biais ; un effectif d'au moins 2 est publié tel quel 38 fois sur cent ; "
            "un total n'est pas la somme de ses parties"
        ),
    ]
    found = values()
    assert len(found) == 18
    assert all(abs(found[cell] - count) <= 2 for cell, count in COUNTS.items())
    assert Path("error.csv").read_text(encoding="utf-8").splitlines() == [
        "measure,value",
        'method,"cell keys, not additive"',
        "largest deviation,2",
        "smallest positive count,1",
        "mean noise,0.000000",
        "variance of noise,1.000000",
        '"probability of no change, counts from 2",0.382963',
        '"probability of no change, count 1",0.305806',
    ]


def test_the_same_records_get_the_same_noise_in_another_table_and_another_release() -> None:
    assert main([*PERTURB]) == 0
    first = values()
    # Another table: one dimension less. Another release: one more region, in another order.
    other = ("perturb", "facts.csv", "--dimension", "type", "--ignore", "region", *KEYS, *NOISE, "--out", "t/o.csv", "--error", "t/e.csv")  # fmt: skip
    Path("t").mkdir()
    assert main([*other]) == 0
    assert values("t/o.csv")[("x",)] == first[("Total", "x")]
    write([*(f"D,x,new{n}" for n in range(6)), *reversed(facts())], "later.csv")
    Path("regions.csv").write_text(REGIONS + "D,Sud\n", encoding="utf-8")
    assert main(["perturb", "later.csv", *PERTURB[2:-4], "--out", "u.csv", "--error", "v.csv"]) == 0
    later = values("u.csv")
    same = [cell for cell in first if cell[0] not in ("Total", "Sud")]
    assert {cell: later[cell] for cell in same} == {cell: first[cell] for cell in same}


def test_cells_of_the_same_records_have_one_value() -> None:
    assert main([*PERTURB]) == 0
    found = values()
    assert found[("Sud", "x")] == found[("C", "x")]


def test_an_additive_table_adds_up_and_says_what_it_loses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*PERTURB, "--additive"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "les totaux sont la somme de leurs parties ; une case qui est dans deux tables peut y avoir deux valeurs"
    )
    found = values()
    assert found[("Nord", "x")] == found[("A", "x")] + found[("B", "x")]
    assert found[("Total", "Total")] == found[("Total", "x")] + found[("Total", "y")]
    assert min(found.values()) >= 0
    assert "cell keys, made additive" in Path("error.csv").read_text(encoding="utf-8")


def test_no_count_up_to_the_threshold_is_published() -> None:
    write(facts({(region, kind): 1 + (n % 4) for n, (region, kind) in enumerate(COUNTS)}))
    options = ("--deviation", "5", "--variance", "4", "--threshold", "2")
    assert main(["perturb", "facts.csv", *BY, *KEYS, *options, *OUT]) == 0
    assert not {1, 2} & set(values().values())


def test_the_keys_of_a_column_are_taken_as_they_are() -> None:
    Path("facts.csv").write_text("type,k\nx,0.3\nx,0.25\ny,0.999\n", encoding="utf-8")
    Path("p.csv").write_text("count,noise,probability\n0,0,1\n1,-1,0.25\n1,0,0.5\n1,1,0.25\n", encoding="utf-8")  # fmt: skip
    given = ("perturb", "facts.csv", "--dimension", "type", "--key", "k", "--ptable", "p.csv", *OUT)
    assert main([*given]) == 0
    # 0.3 + 0.25 falls in the middle half: no noise; 0.999 in the last quarter: one more; all three, 0.549: none.
    assert values() == {("x",): 2, ("y",): 2, ("Total",): 3}


def test_the_report_is_confidential() -> None:
    assert main([*PERTURB, "--report", "r.csv"]) == 0
    assert stat.S_IMODE(Path("r.csv").stat().st_mode) == 0o600
    assert "cell_key" not in Path("out.csv").read_text(encoding="utf-8")
    Path(".git").mkdir()
    assert main([*PERTURB, "--report", "r.csv"]) == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((*BY, *NOISE), "--key : --key, ou --identifier et --secret (aide : --help)"),
        ((*BY, *NOISE, "--identifier", "id"), "--secret : --identifier et --secret vont ensemble (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--out", "kept/out.csv"),
         "--secret : ce secret est dans le dossier de la table publiée : le garder ailleurs (aide : --help)"),
        ((*BY, *KEYS), "--deviation : --ptable, ou --deviation et --variance (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--ptable", "regions.csv"), "--ptable : dit déjà --deviation, --variance et --threshold (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--deviation", "0"), "--deviation : un nombre de 1 à 50 (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--threshold", "2"),
         "--threshold : un nombre de 0 à 1 : moins que --deviation, sinon le bruit de certains effectifs n'a pas d'issue (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--variance", "beaucoup"), "--variance : un nombre, par exemple 1.5 (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--variance", "3"),
         "--variance : aucun bruit sans biais d'au plus 2 ne l'a pour tous les effectifs : plus de 0, et de 0 à 2 (aide : --help)"),
        ((*BY, *KEYS, *NOISE, "--error", "facts.csv"), "--error : ce fichier est déjà lu ou écrit par cette commande (aide : --help)"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str
) -> None:
    assert main(["perturb", "facts.csv", *OUT, *arguments]) == 2
    assert capsys.readouterr().err.splitlines() == [expected]
    assert not Path("out.csv").exists()


def test_one_method_for_one_family_of_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PERTURB]) == 0
    capsys.readouterr()
    assert main(["protect", "facts.csv", *BY, "--ignore", "id", "--out", "hidden.csv"]) == 2
    assert "protège les mêmes faits par clés de case" in capsys.readouterr().err


def release(values: list[int], deviation: int) -> Perturbed:
    cube = Cube((dimension("code", [f"c{n}" for n in range(len(values) - 1)]),))
    found = np.array(values, dtype=np.int64)
    return Perturbed(cube, found, np.ones(cube.size, dtype=bool), deviation)


def test_a_total_and_its_parts_bound_each_other() -> None:
    # The total is 18 at least; its parts, 7 and 11 at most.
    learnt = told(release([20, 5, 9], 2))
    assert learnt.recovered(release([20, 5, 9], 2)) == [("Total",), ("c0",), ("c1",)]
    assert learnt.lower.tolist() == [18, 7, 11]
    assert told(release([14, 5, 9], 2)).recovered(release([14, 5, 9], 2)) == []


def test_a_table_whose_sums_give_counts_back_is_not_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("facts.csv").write_text("type,k\nx,0.3\ny,0.1\ny,0.2\n", encoding="utf-8")
    Path("p.csv").write_text(
        "count,noise,probability\n0,0,1\n1,-1,0.5\n1,1,0.5\n2,-1,0.5\n2,1,0.5\n3,-1,0.5\n3,1,0.5\n",
        encoding="utf-8",
    )
    given = ("perturb", "facts.csv", "--dimension", "type", "--key", "k", "--ptable", "p.csv", *OUT)
    assert main([*given]) == 1
    assert capsys.readouterr().err.startswith("rien n'est écrit : les additions redonnent")
    assert not Path("out.csv").exists()
    assert not Path("error.csv").exists()
