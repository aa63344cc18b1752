from __future__ import annotations

from pathlib import Path

import pytest

from opendata.tranquillite import espri
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation

ROOT = Path(__file__).resolve().parents[3]
HEADER = ",".join(espri.COLUMNS)
GOOD = "F-FICTIF-000001,2012-05-04,EQ-FICTIF-0007,TYPE-FICTIF-JARDIN,DIR-FICTIF-JARDINS,75112,FAIT-FICTIF-MENACE"


@pytest.fixture(scope="module")
def parametres() -> Divulgation:
    found = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert found is not None
    return found


def problems(tmp_path: Path, parametres: Divulgation, *lines: str, raw: bytes = b"") -> list[str]:
    path = tmp_path / "extrait.csv"
    path.write_bytes(raw or ("\n".join(lines) + "\n").encode())
    found = espri.check_extract(path, parametres, 2025)
    return [str(finding).removeprefix(f"{tmp_path}/") for finding in found]


def test_each_field_is_checked_and_its_value_is_not_shown(
    tmp_path: Path, parametres: Divulgation
) -> None:
    secret = "Jeanne-Dupont"
    lines = [HEADER]
    for place in range(1, 7):
        fields = GOOD.replace("000001", f"00000{place}").split(",")
        fields[place] = secret
        lines.append(",".join(fields))
    found = problems(tmp_path, parametres, *lines)
    code = "code de la nomenclature (data/parametres/divulgation.yaml)"
    fix = "corriger le code, ou compléter la nomenclature"
    assert found == [
        "extrait.csv:2:2: date non valable — règle : date AAAA-MM-JJ — remède : écrire la date AAAA-MM-JJ",
        f"extrait.csv:3:3: code_equipement non valable — règle : code d'équipement de la forme déclarée — remède : {fix}",
        f"extrait.csv:4:4: type_equipement non valable — règle : {code} — remède : {fix}",
        f"extrait.csv:5:5: code_direction non valable — règle : {code} — remède : {fix}",
        (
            "extrait.csv:6:6: arrondissement non valable — règle : code INSEE d'un arrondissement, "
            "75101 à 75120 — remède : corriger le code"
        ),
        f"extrait.csv:7:7: type_fait non valable — règle : {code} — remède : {fix}",
    ]
    assert secret not in "".join(found)


def test_free_text_as_identifier_is_refused(tmp_path: Path, parametres: Divulgation) -> None:
    line = GOOD.replace("F-FICTIF-000001", "vu par Jean")
    assert problems(tmp_path, parametres, HEADER, line) == [
        (
            "extrait.csv:2:1: id_fait non valable — règle : identifiant de 1 à 40 lettres, chiffres ou tirets"
            " — remède : corriger l'identifiant"
        )
    ]


def test_repeated_fact_is_named_by_its_first_line(tmp_path: Path, parametres: Divulgation) -> None:
    assert problems(tmp_path, parametres, HEADER, GOOD, GOOD) == [
        (
            "extrait.csv:3:1: id_fait déjà lu en ligne 2 — règle : un fait n'est compté qu'une fois"
            " — remède : retirer la ligne en double"
        )
    ]


@pytest.mark.parametrize("date", ["2005-12-31", "2026-01-01"])
def test_fact_out_of_the_period_is_refused(
    tmp_path: Path, parametres: Divulgation, date: str
) -> None:
    assert problems(tmp_path, parametres, HEADER, GOOD.replace("2012-05-04", date)) == [
        (
            "extrait.csv:2:2: date non valable — règle : date de 2006 à 2025"
            " — remède : retirer les faits hors de la période"
        )
    ]


@pytest.mark.parametrize(
    "date", ["2025-W52-3", "2012-13-01", "2011-02-29", "20120504", "04/05/2012", "2012-05-04T10:00"]
)
def test_date_of_another_form_is_refused(
    tmp_path: Path, parametres: Divulgation, date: str
) -> None:
    found = problems(tmp_path, parametres, HEADER, GOOD.replace("2012-05-04", date))
    assert len(found) == 1
    assert found[0].startswith("extrait.csv:2:2: date non valable — règle : date AAAA-MM-JJ")


def test_extra_column_is_refused_without_its_name(tmp_path: Path, parametres: Divulgation) -> None:
    found = problems(tmp_path, parametres, f"{HEADER},nom de l'agent", f"{GOOD},Jeanne")
    assert found == [
        (
            f"extrait.csv:1:8: colonne hors du schéma — règle : les colonnes sont {HEADER}, puis au choix heure,lieu,date_fiche"
            " — remède : retirer cette colonne de l'extrait"
        )
    ]


def test_missing_header_shows_nothing_of_the_first_fact(
    tmp_path: Path, parametres: Divulgation
) -> None:
    found = problems(tmp_path, parametres, GOOD)
    assert len(found) == 14
    assert not any("EQ-FICTIF" in line or "75112" in line for line in found)


def test_missing_column_is_named(tmp_path: Path, parametres: Divulgation) -> None:
    found = problems(tmp_path, parametres, HEADER.replace(",date", ""))
    assert found[0].startswith("extrait.csv:1:0: colonne « date » absente")


def test_columns_in_another_order_are_refused(tmp_path: Path, parametres: Divulgation) -> None:
    turned = ",".join(reversed(espri.COLUMNS))
    assert "colonnes dans un autre ordre" in problems(tmp_path, parametres, turned)[0]


def test_row_of_another_length_is_refused(tmp_path: Path, parametres: Divulgation) -> None:
    found = problems(tmp_path, parametres, HEADER, f"{GOOD},une remarque")
    assert found == [
        (
            "extrait.csv:2:0: 8 champ(s) au lieu de 7 — règle : autant de champs que de colonnes"
            " — remède : compléter ou raccourcir la ligne"
        )
    ]


def test_hour_and_place_may_follow_and_be_empty(tmp_path: Path, parametres: Divulgation) -> None:
    other = GOOD.replace("000001", "000002")
    header = f"{HEADER},heure,lieu"
    assert (
        problems(tmp_path, parametres, header, f"{GOOD},07,LIEU-FICTIF-SALLE", f"{other},,") == []
    )
    assert problems(tmp_path, parametres, f"{HEADER},lieu", f"{GOOD},LIEU-FICTIF-SALLE") == []


def test_hour_and_place_are_checked_without_their_value(
    tmp_path: Path, parametres: Divulgation
) -> None:
    assert problems(tmp_path, parametres, f"{HEADER},heure,lieu", f"{GOOD},24,loge de Jean") == [
        "extrait.csv:2:8: heure non valable — règle : heure de 00 à 23, ou rien — remède : écrire l'heure sur deux chiffres",
        (
            "extrait.csv:2:9: lieu non valable — règle : code de la nomenclature (data/parametres/divulgation.yaml), ou rien"
            " — remède : corriger le code, ou compléter la nomenclature"
        ),
    ]


def test_optional_columns_stand_last(tmp_path: Path, parametres: Divulgation) -> None:
    (found,) = problems(tmp_path, parametres, f"heure,{HEADER}", f"07,{GOOD}")
    assert found.startswith("extrait.csv:1:0: colonnes dans un autre ordre")


@pytest.mark.parametrize(
    ("raw", "quoi"),
    [
        ("é".encode("cp1252") + b"\n", "texte qui n'est pas en UTF-8"),
        (f'{HEADER}\n"{GOOD}\n'.encode(), "guillemets mal fermés"),
        (b" ", "colonne « id_fait » absente"),
    ],
)
def test_unreadable_extract_is_a_finding(
    tmp_path: Path, parametres: Divulgation, raw: bytes, quoi: str
) -> None:
    assert quoi in problems(tmp_path, parametres, raw=raw)[0]


def test_absent_extract_is_a_finding(tmp_path: Path, parametres: Divulgation) -> None:
    found = espri.check_extract(tmp_path / "rien.csv", parametres, 2025)
    assert [finding.quoi for finding in found] == ["fichier illisible"]


def test_an_extract_without_a_fact_is_refused(tmp_path: Path, parametres: Divulgation) -> None:
    assert problems(tmp_path, parametres, HEADER) == [
        "extrait.csv:0:0: aucun fait — règle : un extrait a au moins un fait — remède : exporter l'extrait de nouveau"
    ]


def test_a_line_without_an_end_is_refused(tmp_path: Path, parametres: Divulgation) -> None:
    (found,) = problems(tmp_path, parametres, HEADER, "CANARI," * 200_000)
    assert found.startswith(
        "extrait.csv:2:0: ligne sans fin — règle : au plus 1 000 000 caractères par ligne"
    )
    assert "CANARI" not in found


def test_the_day_of_the_sheet_may_follow_and_is_checked(
    tmp_path: Path, parametres: Divulgation
) -> None:
    header = f"{HEADER},date_fiche"
    assert problems(tmp_path, parametres, header, f"{GOOD},2012-05-04") == []
    assert problems(tmp_path, parametres, header, f"{GOOD},2012-05-03") == [
        (
            "extrait.csv:2:8: date_fiche avant la date du fait — règle : une fiche suit le fait qu'elle dit"
            " — remède : corriger l'une des deux dates"
        )
    ]
    assert problems(tmp_path, parametres, header, f"{GOOD},") == [
        (
            "extrait.csv:2:8: date_fiche non valable — règle : date AAAA-MM-JJ"
            " — remède : écrire la date AAAA-MM-JJ"
        )
    ]
