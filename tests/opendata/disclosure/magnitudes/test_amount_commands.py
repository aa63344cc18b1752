from __future__ import annotations

import csv
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main

CONTRIBUTIONS = """region,secteur,siren,groupe,ca,interet
Nord,bois,a,,100.50,1
Nord,bois,b,,10,1
Nord,bois,c,,2.25,1
Nord,fer,d,G,50,3
Nord,fer,e,G,40,2
Nord,fer,f,,45,2
Sud,bois,g,,60,1
Sud,bois,h,,55,1
Sud,bois,i,,52,4
Sud,fer,a,,30,1
Sud,fer,j,,31,1
Sud,fer,k,,29,1
Est,bois,l,,20,1
Est,bois,m,,22,1
Est,bois,n,,25,1
Est,fer,o,,80,1
"""
DIMENSIONS = ["--dimension", "region", "--dimension", "secteur"]
PROTECT = ["protect-amounts", "ca.csv", *DIMENSIONS, "--amount", "ca", "--contributor", "siren", "--p-percent", "15",
           "--only-declared", "--out", "out.csv"]  # fmt: skip
AUDIT = ["audit-amounts", "out.csv", *DIMENSIONS]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    write("ca.csv", CONTRIBUTIONS)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def rows(path: str) -> dict[tuple[str, str], dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as text:
        return {(row["region"], row["secteur"]): row for row in csv.DictReader(text)}


def test_a_protected_table_says_its_cost_and_passes_its_audit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PROTECT) == 0
    assert capsys.readouterr().out == (
        "12 cases, 2 masquées par une règle, 6 masquées en tout ; audit : 6 attaquées, aucune exposée\n"
        "coût des 4 autres : 459 en montant, optimum prouvé\n"
    )
    table = rows("out.csv")
    assert table["Total", "Total"]["value"] == "651.75"
    assert table["Nord", "bois"] == {"region": "Nord", "secteur": "bois", "value": "", "status": "hidden"}  # fmt: skip
    assert main(AUDIT) == 0
    assert capsys.readouterr().out == "6 montants masqués attaqués, 0 exposé(s)\n"


def test_the_report_gives_rule_levels_and_the_attackers_interval_to_its_owner(folder: Path) -> None:
    assert main([*PROTECT, "--report", "r.csv"]) == 0
    assert Path("r.csv").stat().st_mode & 0o777 == 0o600
    row = rows("r.csv")["Nord", "bois"]
    # 15 % of 100.50 less the 2.25 of the third: 12.825, rounded up to the cent.
    assert (row["rule"], row["needed_lower"], row["needed_upper"]) == ("règle p %", "99.92", "125.58")  # fmt: skip
    assert float(row["lower"]) <= 99.92
    assert float(row["upper"]) >= 125.58
    assert rows("r.csv")["Sud", "Total"]["lower"] == ""


def test_members_of_one_holding_are_one_contributor(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*PROTECT, "--holding", "groupe", "--report", "r.csv"]) == 0
    assert "3 masquées par une règle" in capsys.readouterr().out
    # Together 90 of 135, of which one other knows all the rest.
    assert rows("r.csv")["Nord", "fer"]["rule"] == "règle p %"


def test_cells_may_be_weighed_by_a_column_or_alike(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*PROTECT, "--cost", "interet"]) == 0
    assert "coût des 4 autres : 19 en « interet », optimum prouvé" in capsys.readouterr().out
    assert main([*PROTECT, "--cost", "cell"]) == 0
    assert "coût des 4 autres : 4 en cases, optimum prouvé" in capsys.readouterr().out


def test_dominance_hides_what_two_contributors_fill(folder: Path) -> None:
    assert main([*PROTECT, "--nk", "2,85", "--report", "r.csv"]) == 0
    assert rows("r.csv")["Nord", "bois"]["rule"] == "règle p % ; règle de dominance (n, k)"


def test_an_amount_that_additions_give_back_is_named_without_its_value(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PROTECT) == 0
    text = Path("out.csv").read_text(encoding="utf-8")
    write("out.csv", text.replace("Est,bois,,hidden", "Est,bois,67.00,published"))
    capsys.readouterr()
    assert main(AUDIT) == 1
    out = capsys.readouterr().out
    assert "(Est, fer) : retrouvé par additions et soustractions\n" in out
    assert "80" not in out


def test_totals_that_do_not_add_up_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PROTECT) == 0
    text = Path("out.csv").read_text(encoding="utf-8")
    write("out.csv", text.replace("Sud,Total,257.00", "Sud,Total,999.00"))
    capsys.readouterr()
    assert main(AUDIT) == 1
    assert "(Sud, Total) : totaux contradictoires" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Est,fer,p,,-3,1", ("ca.csv:18:5: montant négatif : non pris en charge — règle : les règles p % et (n, k) valent pour des montants "
         "positifs ou nuls (Hundepool et al. 2012, 4.2) — remède : retirer la ligne, ou publier les montants négatifs dans une autre table")),
        ('Est,fer,p,,"61,0",1', ("ca.csv:18:5: montant avec une virgule — règle : un montant s'écrit avec un point décimal, au plus 6 décimales et "
         "15 chiffres — remède : écrire un point décimal")),
        ("Est,fer,p,,1e3,1", ("ca.csv:18:5: montant non valable — règle : un montant s'écrit avec un point décimal, au plus 6 décimales et "
         "15 chiffres — remède : corriger le montant")),
        ("Est,fer,,,3,1", "ca.csv:18:3: contributeur vide — règle : chaque montant a son contributeur — remède : le nommer"),
        ("Total,fer,p,,3,1", ("ca.csv:18:0: total ou groupe parmi les contributions — règle : une contribution porte les codes les plus fins — "
         "remède : retirer la ligne : les totaux sont calculés")),
        ("Est,fer,d,H,3,1", ("ca.csv:18:4: autre groupe qu'en ligne 5 pour ce contributeur — règle : un contributeur est d'un seul groupe — "
         "remède : accorder les lignes")),
        ("Est,fer,A,,3,1", ("ca.csv:18:3: code presque égal à celui de la ligne 2 — règle : deux codes diffèrent par autre chose que la casse, les "
         "espaces ou la forme Unicode — remède : écrire partout le même code, ou deux codes distincts")),
        (" Est,fer,p,,3,1", ("ca.csv:18:1: code aux bords ou aux caractères invisibles — règle : un code commence, finit et se lit par des "
         "caractères visibles — remède : retirer ces caractères")),
    ],
)  # fmt: skip
def test_a_bad_contribution_is_named_where_it_stands(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    write("ca.csv", CONTRIBUTIONS + line + "\n")
    assert main([*PROTECT, "--holding", "groupe"]) == 1
    assert message in capsys.readouterr().err.splitlines()
    assert not Path("out.csv").exists()


def test_a_negative_cost_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("ca.csv", CONTRIBUTIONS + "Est,fer,p,,3,-1\n")
    assert main([*PROTECT, "--cost", "interet"]) == 1
    assert "ca.csv:18:6: coût négatif" in capsys.readouterr().err


def test_a_sector_that_is_the_sum_of_the_others_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("ca.csv", "region,secteur,siren,ca\n" + "".join(
        f"{region},{secteur},{region}{who},{n}\n" for region in ("N", "S") for who in range(3)
        for secteur, n in (("bois", 3 + who), ("fer", 4), ("tous", 7 + who))
    ))  # fmt: skip
    assert main(PROTECT) == 1
    assert "code égal partout à la somme des autres" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--p-percent", "0"], "un pourcentage au-dessus de 0, au plus 100"),
        (["--nk", "2"], "deux nombres attendus, par exemple 2,85"),
        (["--min-contributors", "0"], "un nombre à partir de 1"),
        (["--prior", "x"], "un pourcentage au-dessus de 0, au plus 100"),
        (["--holding", "siren"], "« siren » sert déjà à --contributor"),
        (["--report", "ca.csv"], "ce fichier est déjà lu ou écrit par cette commande"),
    ],
)
def test_wrong_usage_exits_two(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main([*PROTECT, *options]) == 2
    assert message in capsys.readouterr().err


def test_a_table_of_amounts_without_a_rule_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word for word in PROTECT if word not in ("--p-percent", "15")]) == 2
    assert "une règle au moins" in capsys.readouterr().err


def test_what_attackers_know_better_than_the_rule_allows_is_not_protected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*PROTECT, "--prior", "5"]) == 1
    assert capsys.readouterr().err == "rien n'est écrit : aucun masquage ne protège cette table\n"
    assert not Path("out.csv").exists()
