"""The crests on a line of time: years to scale, labels apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from site_src.crues.timeline import LABEL_GAP, UNITS_PER_YEAR, Timeline, timeline
from site_src.risques.risque import Evenement


def crest(year: int, height: float) -> Evenement:
    return Evenement.model_validate(
        {
            "debut": str(year), "fin": None, "titre": "Crue de la Seine", "texte": "", "source": "serie",
            "statut": "confirme",
            "hauteurs": [{"hauteur_m": height, "source": "serie", "statut": "confirme", "note": ""}],
            "incertitude": None,
        }
    )  # fmt: skip


@pytest.fixture
def drawn() -> Timeline:
    return timeline([crest(2018, 5.88), crest(1910, 8.62), crest(2016, 6.10), crest(1802, 7.62)])


def test_crests_stand_as_far_apart_as_their_years(drawn: Timeline) -> None:
    crests = [(int(one.annee), one.y) for one in drawn.crues]
    assert [year for year, _ in crests] == [1802, 1910, 2016, 2018]
    for (before, above), (after, below) in pairwise(crests):
        assert below - above == pytest.approx((after - before) * UNITS_PER_YEAR)


def test_marks_of_years_are_on_the_same_scale(drawn: Timeline) -> None:
    first_year, first = drawn.annees[0]
    assert first_year <= 1802
    assert drawn.annees[-1][0] >= 2018
    assert drawn.crues[0].y - first == pytest.approx((1802 - first_year) * UNITS_PER_YEAR)


def test_labels_do_not_cover_each_other_and_stay_in_the_drawing(drawn: Timeline) -> None:
    labels = [one.y_texte for one in drawn.crues]
    assert all(below - above >= LABEL_GAP - 0.02 for above, below in pairwise(labels))
    assert labels[-1] < drawn.hauteur


def test_a_bar_is_as_long_as_the_height_is_high(drawn: Timeline) -> None:
    lengths = {one.annee: one.bout - drawn.axe for one in drawn.crues}
    assert lengths["1910"] / lengths["2016"] == pytest.approx(8.62 / 6.10, rel=1e-3)
