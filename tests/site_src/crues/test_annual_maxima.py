"""The annual maxima of the Seine: which readings count, which years have a maximum."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import read_sources
from site_src.crues import annual_maxima
from site_src.crues.annual_maxima import Annee, Lecture

MIRROR = Path(__file__).parents[4] / "shared" / "mirror"
ROOT = Path(__file__).parents[3]


def day(year: int, number: int, cm: float) -> Lecture:
    morning = datetime.datetime(year, 1, 1, 8)  # noqa: DTZ001  (local time, as in the series)
    return Lecture(morning + datetime.timedelta(days=number), cm)


def year_of(lectures: list[Lecture], year: int = 1900) -> Annee:
    return next(one for one in annual_maxima.maxima(lectures) if one.annee == year)


def whole_year(year: int = 1900, cm: float = 100) -> list[Lecture]:
    return [day(year, number, cm) for number in range(365)]


def described() -> dict[str, Source]:
    findings: list[Finding] = []
    found = read_sources("data/sources.yaml", (ROOT / "data/sources.yaml").read_bytes(), findings)
    assert found is not None
    return found


def test_the_first_of_equal_readings_is_the_maximum() -> None:
    found = year_of([*whole_year(), day(1900, 40, 500), day(1900, 41, 500)])
    assert found.maximum == day(1900, 40, 500)


def test_a_year_read_too_few_days_has_no_maximum() -> None:
    enough, short = (
        whole_year()[: annual_maxima.JOURS_SUFFISANTS],
        whole_year()[: annual_maxima.JOURS_SUFFISANTS - 1],
    )
    assert year_of(enough).maximum is not None
    assert year_of(short).maximum is None


def test_two_readings_of_one_day_are_one_day_read() -> None:
    twice = [day(1900, number, cm) for number in range(200) for cm in (100, 101)]
    assert (year_of(twice).nb_lectures, year_of(twice).nb_jours_lus) == (400, 200)


def test_negative_readings_are_left_out_and_counted() -> None:
    found = year_of([*whole_year()[:364], day(1900, 364, -20)])
    assert (found.nb_lectures_negatives, found.nb_jours_lus, found.plus_longue_lacune_j) == (
        1,
        364,
        1,
    )


def test_zero_is_a_reading() -> None:
    assert year_of([*whole_year()[:364], day(1900, 364, 0)]).nb_lectures_negatives == 0


def test_a_gap_is_measured_from_the_ends_of_the_year() -> None:
    assert year_of(whole_year()[30:]).plus_longue_lacune_j == 30
    assert year_of(whole_year()[:340]).plus_longue_lacune_j == 25


def test_a_year_without_any_reading_is_still_there() -> None:
    found = year_of([])
    assert (found.maximum, found.nb_jours_lus, found.plus_longue_lacune_j) == (None, 0, 365)


@pytest.mark.parametrize(("number", "expected"), [(0, True), (364, True), (1, False), (363, False)])
def test_a_maximum_on_the_year_s_first_or_last_day_is_marked(number: int, expected: bool) -> None:
    found = year_of([*whole_year(), day(1900, number, 700)])
    assert found.est_en_bord is expected


def test_years_after_1973_are_left_out() -> None:
    years = [one.annee for one in annual_maxima.maxima([day(1974, 0, 193), day(2020, 5, 100)])]
    assert years == list(range(1886, 1974))


@given(
    st.lists(
        st.tuples(st.integers(1880, 1980), st.integers(0, 364), st.integers(-50, 900)), max_size=60
    )
)
def test_every_reading_of_the_period_is_kept_or_counted_once(
    rows: list[tuple[int, int, int]],
) -> None:
    lectures = [day(*row) for row in rows]
    inside = [one for one in lectures if 1886 <= one.instant.year <= 1973]
    found = annual_maxima.maxima(lectures)
    assert sum(one.nb_lectures + one.nb_lectures_negatives for one in found) == len(inside)


@given(st.permutations(whole_year()[:40]))
def test_the_order_of_the_readings_does_not_matter(lectures: list[Lecture]) -> None:
    assert annual_maxima.maxima(lectures) == annual_maxima.maxima(whole_year()[:40])


def test_an_unreadable_reading_is_located() -> None:
    findings: list[Finding] = []
    raw = b"date;hauteur\n01/09/1886 08:00;50\n32/09/1886 08:00;50\n01/09/1886;x\n"
    assert annual_maxima.read_lectures("serie.csv", raw, findings) is None
    assert [str(one) for one in findings] == [
        "serie.csv:3:0: lecture illisible — règle : JJ/MM/AAAA HH:MM;centimètres — remède : reprendre l'original décrit",
        "serie.csv:4:0: lecture illisible — règle : JJ/MM/AAAA HH:MM;centimètres — remède : reprendre l'original décrit",
    ]


def test_another_header_is_a_finding() -> None:
    findings: list[Finding] = []
    assert annual_maxima.read_lectures("serie.csv", b"jour,cm\n", findings) is None
    assert [one.quoi for one in findings] == ["en-tête inattendu"]


def test_an_original_that_is_not_the_one_described_is_refused(tmp_path: Path) -> None:
    source = described()[annual_maxima.SOURCE]
    (tmp_path / source.fichier).write_bytes(b"date;hauteur\n")
    findings: list[Finding] = []
    assert annual_maxima.derive(tmp_path, {source.id: source}, findings) == ({}, ())
    assert "empreinte sha256" in findings[0].quoi


def test_a_missing_original_is_a_finding(tmp_path: Path) -> None:
    findings: list[Finding] = []
    assert annual_maxima.derive(tmp_path, described(), findings) == ({}, ())
    assert findings[0].quoi == "original absent du dossier --mirror"


def test_the_file_says_what_the_years_are(tmp_path: Path) -> None:
    text = "".join(
        f"{one.instant:%d/%m/%Y %H:%M};{one.hauteur_cm:g}\n" for one in whole_year(1910, 861.5)
    )
    raw = f"date;hauteur\n{text}".encode()
    source = replace(described()[annual_maxima.SOURCE], sha256=hashlib.sha256(raw).hexdigest())
    (tmp_path / source.fichier).write_bytes(raw)
    files, lines = annual_maxima.derive(tmp_path, {source.id: source}, [])
    rows = {
        row["annee"]: row
        for row in csv.DictReader(io.StringIO(files[annual_maxima.TABLE].decode()))
    }
    assert rows["1910"] == {
        "annee": "1910", "maximum_m": "8.62", "date_maximum": "1910-01-01", "est_en_bord_annee": "true",
        "nb_lectures": "365", "nb_jours_lus": "365", "plus_longue_lacune_j": "0",
        "nb_lectures_negatives": "0", "statut": "complete",
    }  # fmt: skip
    assert (rows["1911"]["maximum_m"], rows["1911"]["statut"]) == ("", "lacune")
    assert lines[0].startswith("maxima annuels de la Seine : 88 années")


@pytest.mark.skipif(not MIRROR.is_dir(), reason="les originaux officiels ne sont pas dans le dépôt")
def test_deriving_again_gives_the_committed_file() -> None:
    findings: list[Finding] = []
    files, lines = annual_maxima.derive(MIRROR, described(), findings)
    assert not findings
    assert files == {annual_maxima.TABLE: (ROOT / annual_maxima.TABLE).read_bytes()}
    assert lines[0].endswith(
        "sans maximum faute de lectures : 1886, 1899 ; 64 lectures négatives écartées"
    )
