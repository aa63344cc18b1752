from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from opendata.bilan.alarms import levels
from opendata.bilan.areas import read_areas
from opendata.bilan.extract import opened, read_facts
from opendata.bilan.study import Study, read_study
from opendata.bilan.summary import Summary, areas_of, summaries
from opendata.bilan.week import Week
from opendata.findings import FindingsError
from tests.opendata.bilan.extracts import (
    AREAS,
    FACILITIES,
    LAST,
    parametres,
    raw,
    usual_facts,
    written,
)
from tools.simulated_weeks import World

LONG = 290
OUTBREAK = [f"2025-07-{day:02d},{FACILITIES[3]},MENACE" for day in (7, 8, 8, 9, 10, 11, 12, 13)]


def made(
    tmp_path: Path, facts: Iterable[str], week: Week = LAST, more: str = ""
) -> dict[str, Summary]:
    areas = read_areas("c.yaml", raw(AREAS), parametres(), [])
    assert areas is not None
    path = written(tmp_path / "e.csv", facts, more)
    with opened(path, parametres(), week, tmp_path) as extract:
        found = summaries(read_facts(extract), areas_of(areas, parametres().nomenclature))
    return {one.area.code: one for one in found}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Summary]:
    return made(tmp_path_factory.mktemp("calm"), usual_facts(LONG))


@pytest.fixture(scope="module")
def risen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Summary]:
    return made(tmp_path_factory.mktemp("risen"), [*usual_facts(LONG), *OUTBREAK])


def test_there_is_a_summary_for_each_circonscription_then_each_directorate(
    calm: dict[str, Summary],
) -> None:
    assert list(calm) == ["C-1", "C-2", "DIR-A", "DIR-B"]
    assert [one.area.sorte for one in calm.values()] == ["circonscription"] * 2 + ["direction"] * 2


def test_every_fact_is_in_one_circonscription_and_one_directorate(
    calm: dict[str, Summary],
) -> None:
    week = [one.total.facts for one in calm.values()]
    assert week[0] + week[1] == week[2] + week[3] > 0
    for one in calm.values():
        assert sum(line.facts for line in one.types) == one.total.facts
        assert sum(line.facts for line in one.facilities) == one.total.facts
        assert sum(one.places.values()) == one.total.facts


def test_an_outbreak_is_found_where_it_is_and_nowhere_else(
    calm: dict[str, Summary], risen: dict[str, Summary]
) -> None:
    assert all(one.alarms == () for one in calm.values())
    found = {code: [line.code for line in one.alarms] for code, one in risen.items()}
    assert found == {"C-1": [], "C-2": ["MENACE", "E-4"], "DIR-A": [], "DIR-B": ["MENACE", "E-4"]}


def test_an_alarm_says_what_it_was_compared_with(risen: dict[str, Summary]) -> None:
    line = risen["C-2"].facilities[0]
    assert line.level is not None
    assert line.code == "E-4"
    assert line.level.facts == line.facts >= 8
    assert line.level.high < line.facts
    assert line.level.past_weeks == 260
    assert line.level.among == 5
    assert line.level.by_chance == pytest.approx(5 * line.level.probability)
    assert line.was_above is False


def test_the_same_week_of_earlier_years_is_read_by_its_number(tmp_path: Path) -> None:
    years = {2024: 3, 2023: 0, 2022: 2, 2021: 1, 2020: 4}
    told = [f"{Week(year, 28).monday},{FACILITIES[4]},VOL" for year, facts in years.items() for _ in range(facts)]  # fmt: skip
    line = f"{LAST.monday},{FACILITIES[4]},VOL"
    weekly = [f"{LAST.before(n).monday},{FACILITIES[0]},VOL" for n in range(LONG)]
    one = made(tmp_path, [*weekly, *told, line])["C-2"]
    (facility,) = (line for line in one.facilities if line.code == "E-5")
    assert facility.earlier == (3, 0, 2, 1, 4)
    assert facility.recent == (0,) * 12


def test_what_the_extract_does_not_reach_is_unknown_and_not_zero(tmp_path: Path) -> None:
    one = made(tmp_path, usual_facts(60))["C-1"]
    assert one.total.earlier[0] is not None
    assert one.total.earlier[1:] == (None,) * 4
    assert one.total.level is None
    assert one.trend is None
    assert one.late is None
    assert one.total.was_above is None


def test_a_first_week_has_no_week_before(tmp_path: Path) -> None:
    one = made(tmp_path, usual_facts(1))["C-1"]
    assert one.total.last_week is None
    assert one.total.usually is None


def test_a_rise_of_three_months_is_a_trend(tmp_path: Path) -> None:
    more = [f"{LAST.before(n).monday},{FACILITIES[1]},VOL" for n in range(12) for _ in range(6)]
    found = made(tmp_path, [*usual_facts(LONG), *more])
    trend = found["C-1"].trend
    assert trend is not None
    assert trend.sense == 1
    calm = found["C-2"].trend
    assert calm is not None
    assert calm.sense == 0


def test_an_alarm_has_at_least_three_facts() -> None:
    series = np.zeros((4, 300), dtype=np.int64)
    series[:, -1] = (0, 1, 2, 3)
    found = levels(series, np.zeros(4, dtype=np.int64))
    assert found is not None
    assert [one.is_above for one in found] == [False, False, False, True]
    assert found[2].probability < 1e-4


def test_nine_usual_weeks_in_ten_are_within_the_range() -> None:
    drawn = World(4, 1.5, 0.5).drawn(np.random.default_rng(3), 800)
    found = levels(drawn, np.zeros(800, dtype=np.int64))
    assert found is not None
    inside = np.mean([one.low <= one.facts <= one.high for one in found])
    assert 0.88 <= inside <= 0.98


def study_of(tmp_path: Path, rows: list[str], code: str, more: str = "") -> Study:
    path = written(tmp_path / "e.csv", rows, more)
    with opened(path, parametres(), LAST, tmp_path) as extract:
        return read_study(extract, code)


def test_a_study_counts_three_years_by_type_day_hour_and_place(tmp_path: Path) -> None:
    weekly = [f"{LAST.before(n).monday},{FACILITIES[0]},VOL,," for n in range(200)]
    own = [
        f"2025-07-12,{FACILITIES[2]},MENACE,23,HALL", f"2025-07-13,{FACILITIES[2]},MENACE,23,", f"2023-07-12,{FACILITIES[2]},VOL,,",
        f"2022-01-01,{FACILITIES[2]},VOL,08,HALL",
    ]  # fmt: skip
    study = study_of(tmp_path, weekly + own, "E-3", ",heure,lieu")
    assert study.weeks == 156
    assert study.types == (("MENACE", (0, 0, 2), 2), ("VOL", (1, 0, 0), 1))
    assert study.days == (0, 0, 1, 0, 0, 1, 1)
    assert study.hours == (("", 1), ("23", 2))
    assert study.places == (("", 2), ("HALL", 1))
    assert study.facts == 3


def test_a_study_of_a_short_extract_says_what_it_does_not_know(tmp_path: Path) -> None:
    weekly = [f"{LAST.before(n).monday},{FACILITIES[0]},VOL" for n in range(104)]
    study = study_of(tmp_path, weekly, "E-1")
    assert study.weeks == 104
    assert study.types == (("VOL", (None, 52, 52), 104),)
    assert study.hours is None
    assert study.places is None


def test_an_unknown_facility_is_refused_without_its_code(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as error:
        study_of(tmp_path, list(usual_facts(3)), "E-9")
    assert [str(one) for one in error.value.findings] == [
        (
            "--etude:0:0: équipement inconnu — règle : un équipement qui a un fait dans l'extrait"
            " — remède : vérifier le code, ou l'extrait"
        )
    ]
