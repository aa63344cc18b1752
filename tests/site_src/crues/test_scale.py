"""The scale of Austerlitz: heights in their place, labels kept apart."""

from __future__ import annotations

from itertools import pairwise

from site_src.crues.scale import HAUTEUR, LABEL_GAP, place, scale
from site_src.risques.risque import Evenement, Releve


def crest(annee: str, hauteur_m: float) -> Evenement:
    releve = Releve(hauteur_m=hauteur_m, source="essai", statut="confirme")
    return Evenement(
        debut=annee, titre="Crue", source="essai", statut="confirme", hauteurs=(releve,)
    )


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
