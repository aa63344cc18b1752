"""The scale of Austerlitz: heights in their place, labels kept apart."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_src.crues.scale import HAUTEUR, LABEL_GAP, apart, place, scale
from site_src.risques.risque import Evenement, Releve

places = st.lists(st.floats(0, 1000, allow_nan=False), max_size=40).map(sorted)
gaps = st.floats(0.5, 50)


def crest(annee: str, hauteur_m: float) -> Evenement:
    releve = Releve(hauteur_m=hauteur_m, source="essai", statut="confirme")
    return Evenement(
        debut=annee, titre="Crue", source="essai", statut="confirme", hauteurs=(releve,)
    )


@given(places, gaps)
def test_each_label_is_a_gap_below_the_one_before(values: list[float], gap: float) -> None:
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(apart(values, gap)))


@given(places, gaps)
def test_labels_that_are_far_apart_do_not_move(values: list[float], gap: float) -> None:
    spread = [value + rank * gap for rank, value in enumerate(values)]
    moved = apart(spread, gap)
    assert all(abs(one - other) < 1e-6 for one, other in zip(spread, moved, strict=True))


@given(places, gaps)
def test_labels_move_as_a_whole_around_their_places(values: list[float], gap: float) -> None:
    assert abs(sum(apart(values, gap)) - sum(values)) < 1e-6 * (1 + sum(values))


def test_two_crests_of_one_height_share_their_labels_evenly() -> None:
    assert apart([100, 100], 20) == [90, 110]


def test_higher_water_is_higher_on_the_drawing() -> None:
    assert place(10) < place(8.62) < place(0) < HAUTEUR


def test_crests_are_ranked_from_the_highest() -> None:
    drawn = scale([crest("2016", 6.1), crest("1910", 8.62), crest("2018", 5.88)])
    assert [one.annee for one in drawn.reperes] == ["1910", "2016", "2018"]
    assert [one.y for one in drawn.reperes] == [place(8.62), place(6.1), place(5.88)]
    assert all(
        after.y_texte - before.y_texte >= LABEL_GAP - 0.01
        for before, after in pairwise(drawn.reperes)
    )
