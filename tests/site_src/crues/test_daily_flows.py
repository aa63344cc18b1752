"""The daily flows of the exports « QJM »: blocks a year, words of validity, years with too few days."""

from __future__ import annotations

import datetime

from opendata.findings import Finding
from site_src.crues.daily_flows import AnneeDebit, Debit, annual_flows, read_flows

HEAD = """Procédure : QJM - Année : {year}

Code station;Libellé station;Bassin versant (km²);Producteur;E-mail;
{station};La Seine à Paris;43800;DRIEE IDF;;

Maximum instantané;();;
;Hauteur ();0.00;;
Débits journaliers;
Jour/Mois;Janvier;;Février;;
;Débit;Validité;Débit;Validité;
"""


def block(year: int, *days: str, station: str = "H5920011") -> bytes:
    return (HEAD.format(year=year, station=station) + "\n".join(days) + "\n").encode("latin-1")


def flow(day: str, m3s: float, validite: str = "", station: str = "H5920011") -> Debit:
    return Debit(station, datetime.date.fromisoformat(day), m3s, validite)


def whole_year(year: int, days: int = 365, station: str = "H5920011") -> list[Debit]:
    first = datetime.date(year, 1, 1)
    return [Debit(station, first + datetime.timedelta(days=rank), 300, "") for rank in range(days)]


def test_a_flow_keeps_its_day_its_station_and_the_word_of_the_original() -> None:
    raw = block(1945, "15;700.00;;1990.00;Estimé;", "16;;;2000.00;Estimé;")
    assert read_flows("debits.csv", raw, []) == [
        flow("1945-01-15", 700),
        flow("1945-02-15", 1990, "Estimé"),
        flow("1945-02-16", 2000, "Estimé"),
    ]


def test_an_empty_field_is_no_flow_and_never_a_zero() -> None:
    assert read_flows("debits.csv", block(1885, "1;;;103.00;Estimé;"), []) == [
        flow("1885-02-01", 103, "Estimé")
    ]


def test_each_block_has_its_own_year_and_station() -> None:
    raw = block(1973, "1;5.00;;") + block(1974, "1;6.00;;", station="H5920010")
    assert read_flows("debits.csv", raw, []) == [
        flow("1973-01-01", 5),
        flow("1974-01-01", 6, station="H5920010"),
    ]


def test_a_day_that_cannot_be_read_is_located() -> None:
    findings: list[Finding] = []
    raw = block(1945, "1;x;;", "30;;;5.00;;", "2;-1.00;;", "3;inf;;")
    assert read_flows("debits.csv", raw, findings) is None
    said = "jour illisible — règle : jour;débit;validité… pour douze mois, en m³/s — remède : reprendre l'original décrit"
    assert [str(one) for one in findings] == [
        f"debits.csv:{line}:0: {said}" for line in (11, 12, 13, 14)
    ]


def test_a_file_without_a_day_is_a_finding() -> None:
    findings: list[Finding] = []
    assert read_flows("debits.csv", b"jour;debit\n", findings) is None
    assert [str(one) for one in findings] == [
        "debits.csv:1:0: aucun débit journalier — règle : un bloc QJM par année — remède : reprendre l'original décrit"
    ]


def test_the_highest_flow_of_a_year_is_its_maximum() -> None:
    crest = flow("1945-02-16", 2000, "Estimé")
    days = [one for one in whole_year(1945) if one.jour != crest.jour]
    assert annual_flows([*days, crest]) == [AnneeDebit("H5920011", 1945, crest, 365)]


def test_a_year_of_too_few_days_has_no_maximum() -> None:
    assert annual_flows(whole_year(1899, 40)) == [AnneeDebit("H5920011", 1899, None, 40)]


def test_two_stations_of_one_year_are_both_kept() -> None:
    both = [*whole_year(2015), *whole_year(2015, station="H5920010")]
    assert [one.station for one in annual_flows(both)] == ["H5920010", "H5920011"]
