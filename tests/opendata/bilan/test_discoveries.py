from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from opendata.bilan.discoveries import SHARE, kept

# The fifteen probabilities of Benjamini and Hochberg (1995), section 3.2: four are kept at 5 %, three by Bonferroni.
THEIRS = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
          0.7590, 1.0)  # fmt: skip


def test_the_example_of_the_article_keeps_four() -> None:
    assert kept(np.array(THEIRS), 0.05).tolist() == [True] * 4 + [False] * 11


def test_nothing_is_kept_of_nothing() -> None:
    assert kept(np.array([])).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sampled_from([0.05, SHARE, 0.2]))
def test_scipy_keeps_the_same(values: list[float], share: float) -> None:
    probabilities = np.array(values)
    adjusted = false_discovery_control(probabilities)
    sure = np.abs(adjusted - share) > 1e-12  # on the limit, rounding decides
    assert (kept(probabilities, share) == (adjusted <= share))[sure].all()
