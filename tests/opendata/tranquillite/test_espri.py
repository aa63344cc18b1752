from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from opendata.tranquillite import espri
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation

ROOT = Path(__file__).resolve().parents[3]
HEADER = ",".join(espri.COLUMNS)
GOOD = "F-FICTIF-000001,2012-05-04,EQ-FICTIF-0007,TYPE-FICTIF-1,DIR-FICTIF-1,75112,FAIT-FICTIF-A1"


@pytest.fixture(scope="module")
def parametres() -> Divulgation:
    found = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def extract(parametres: Divulgation) -> bytes:
    return espri.synthesise(2006, parametres)


def problems(tmp_path: Path, parametres: Divulgation, *lines: str, raw: bytes = b"") -> list[str]:
    path = tmp_path / "extrait.csv"
    path.write_bytes(raw or ("\n".join(lines) + "\n").encode())
    found = espri.check_extract(path, parametres, 2025)
    return [str(finding).removeprefix(f"{tmp_path}/") for finding in found]


def test_extract_has_sixty_thousand_facts_over_twenty_years(extract: bytes) -> None:
    lines = extract.decode().splitlines()
    assert lines[0] == HEADER
    assert len(lines) == 60_001
    assert (lines[1].split(",")[1][:4], lines[-1].split(",")[1][:4]) == ("2006", "2025")


def test_extract_is_the_same_bytes_on_any_machine(extract: bytes) -> None:
    # The digest of the extract that the committed release was made from.
    assert hashlib.sha256(extract).hexdigest() == (
        "e8a54e176d2e06cac865331276b36d55a339072d0bfb3f77bb6b453e7379d656"
    )


def test_every_code_of_the_extract_says_it_is_fictitious(extract: bytes) -> None:
    for line in extract.decode().splitlines()[1:]:
        fields = line.split(",")
        assert all("FICTIF" in fields[place] for place in (0, 2, 3, 4, 6))


def test_another_seed_gives_another_extract(extract: bytes, parametres: Divulgation) -> None:
    assert espri.synthesise(2007, parametres) != extract


def test_fictitious_extract_has_no_problem(
    tmp_path: Path, extract: bytes, parametres: Divulgation
) -> None:
    assert problems(tmp_path, parametres, raw=extract) == []


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
            f"extrait.csv:1:8: colonne hors du schéma — règle : les colonnes sont {HEADER}"
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
