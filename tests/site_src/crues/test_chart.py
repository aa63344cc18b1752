"""The chart of annual maxima: one column a year, gaps shown as gaps."""

from __future__ import annotations

import datetime

from site_src.crues.chart import BOTTOM, HIGHEST_M, TOP, graphe
from site_src.risques.seine import AnnualMaximum


def year(annee: int, maximum_m: float | None, *, est_en_bord: bool = False) -> AnnualMaximum:
    date = None if maximum_m is None else datetime.date(annee, 1, 1)
    return AnnualMaximum(annee, maximum_m, date, est_en_bord, 365, 0, 0)


def test_a_year_without_a_maximum_is_an_empty_column_of_full_height() -> None:
    bar = graphe([year(1898, 2.5), year(1899, None)]).barres[1]
    assert (bar.genre, bar.y, bar.hauteur, bar.nom) == ("lacune", TOP, BOTTOM - TOP, "")


def test_a_bar_is_as_high_as_its_water() -> None:
    drawn = graphe([year(1909, HIGHEST_M / 2)])
    assert (drawn.barres[0].y, drawn.barres[0].hauteur) == ((TOP + BOTTOM) / 2, (BOTTOM - TOP) / 2)


def test_a_maximum_at_the_year_s_end_is_drawn_apart() -> None:
    assert [
        bar.genre for bar in graphe([year(1923, 5.97, est_en_bord=True), year(1924, 7.32)]).barres
    ] == ["bord", "annee"]


def test_only_great_floods_are_named() -> None:
    assert [bar.nom for bar in graphe([year(1910, 8.62), year(1911, 3.89)]).barres] == ["1910", ""]


def test_columns_do_not_touch() -> None:
    drawn = graphe([year(annee, 3) for annee in range(1886, 1974)])
    assert all(
        after.x - before.x > drawn.barre
        for before, after in zip(drawn.barres, drawn.barres[1:], strict=False)
    )
    assert drawn.barres[-1].x + drawn.barre <= drawn.largeur
    assert [annee for annee, _ in drawn.decennies] == list(range(1890, 1974, 10))
