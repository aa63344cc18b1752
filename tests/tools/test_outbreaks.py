from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from opendata.tranquillite.divulgation import CHEMIN, read_divulgation
from opendata.tranquillite.espri import check_extract
from tests.builds import ROOT
from tools import weekly
from tools.outbreaks import Rate, by_hand, size
from tools.simulated_weeks import World


@pytest.mark.parametrize(
    ("ours", "is_least", "passes"),
    [(0.1, False, True), (0.11, False, False), (0.1, True, True), (0.09, True, False)],
)
def test_a_rate_passes_within_its_limit(ours: float, is_least: bool, passes: bool) -> None:
    rate = Rate("alertes", ours, 0.5, 0.1, is_least)
    assert rate.passes is passes
    assert str(rate).startswith("ok " if passes else "MANQUÉ")


def test_the_peer_s_alarm_is_above_three_standard_deviations() -> None:
    past = np.tile([0, 2], 10)[None]  # mean 1, standard deviation 1.044 of the last twelve
    drawn = np.hstack([past, [[0]]])
    assert [bool(by_hand(drawn, np.array([facts]))[0]) for facts in (4, 5)] == [False, True]


def test_an_outbreak_has_three_facts_at_least() -> None:
    assert size(World(0.01)) == 3
    assert size(World(4)) == 10


def test_the_extract_of_the_bench_has_no_problem(tmp_path: Path) -> None:
    parametres = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert parametres is not None
    weekly.write(tmp_path / "e.csv", 2_000)
    assert check_extract(tmp_path / "e.csv", parametres, 2025) == []
