from __future__ import annotations

from opendata.findings import CsvTable, Finding
from site_src.delinquance.places import PATH, Recorded, read_recorded

COLUMNS = ("annee", "code_insee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille", "rapporte_a",
           "nb_reference", "annee_reference", "obs_status")  # fmt: skip
ROWS = (
    ("2023", "75101", "Vols", "infraction", "99", "9.90", "habitants", "10000", "2022", "A"),
    ("2024", "75101", "Vols", "infraction", "1250", "12.34", "habitants", "10000", "2022", "A"),
    ("2024", "75101", "Rixes", "victime", "", "", "habitants", "10000", "2022", "Q"),
    ("2024", "75101", "Cambriolages", "infraction", "0", "0.00", "logements", "5000", "2021", "A"),
    ("2024", "75102", "Vols", "infraction", "7", "0.70", "habitants", "10000", "2022", "A"),
)


def read(*names: str) -> tuple[dict[str, tuple[Recorded, ...]] | None, list[str]]:
    lines = [f'  - {{indicateur: "{name}", raison: "Une raison qui dit pourquoi."}}' for name in names]  # fmt: skip
    raw = "\n".join(["decide_le: 2026-11-29", 'decide_par: "à compléter"', "indicateurs:", *lines])
    table = CsvTable("essai.csv", COLUMNS, ROWS, tuple(range(2, 2 + len(ROWS))))
    findings: list[Finding] = []
    return read_recorded(raw.encode(), table, findings), [str(one) for one in findings]


def test_the_last_year_is_shown_in_the_order_of_the_choice() -> None:
    found, findings = read("Rixes", "Vols", "Cambriolages")
    assert findings == []
    assert found is not None
    assert [one.indicateur for one in found["75101"]] == ["Rixes", "Vols", "Cambriolages"]
    assert found["75101"][1] == Recorded("2024", "Vols", "1\N{NARROW NO-BREAK SPACE}250", "infractions", "12,3", "habitants", "2022")  # fmt: skip


def test_a_count_that_is_not_diffused_has_no_number_and_no_rate_and_a_zero_has_both() -> None:
    found, _ = read("Rixes", "Vols", "Cambriolages")
    assert found is not None
    hidden, _, none = found["75101"]
    assert (hidden.nombre, hidden.taux) == ("", "")
    assert (none.nombre, none.taux) == ("0", "0,0")


def test_an_arrondissement_without_a_row_says_nothing_of_it() -> None:
    found, _ = read("Rixes", "Vols", "Cambriolages")
    assert found is not None
    assert [one.indicateur for one in found["75102"]] == ["Vols"]


def test_an_indicator_that_the_dataset_lacks_is_located() -> None:
    found, findings = read("Vol", "Vols", "Vols")
    assert found is None
    assert findings == [
        (
            f"{PATH}:4:18: indicateur « Vol » inconnu — règle : un indicateur du jeu delinquance-enregistree"
            " — remède : écrire son nom comme le SSMSI"
        ),
        (
            f"{PATH}:6:18: indicateur « Vols » deux fois — règle : trois indicateurs différents"
            " — remède : en choisir un autre"
        ),
    ]


def test_three_indicators_are_shown_no_more_no_less() -> None:
    found, findings = read("Vols", "Rixes")
    assert found is None
    assert len(findings) == 1
