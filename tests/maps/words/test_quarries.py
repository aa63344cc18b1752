"""Former quarries in words: what is drawn, what is not, and nothing said to be without risk."""

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure
from maps.words.quarries import Territoire, territoires


def place(surface_km2: float, part_pct: float) -> Territoire:
    return Territoire("75114", "14e arrondissement", surface_km2, part_pct, 71_200, 90_100)


def test_area_share_and_residents_are_said() -> None:
    said = place(2.014, 35.7).phrase.replace("\N{NO-BREAK SPACE}", " ")
    assert said.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "14e arrondissement : 2,01 km² (35,7 % du territoire) en zone d’anciennes carrières. "
        "Environ 71 200 personnes y habitent, au plus 90 100."
    )


def test_nothing_drawn_is_said_of_our_data_and_not_of_the_ground() -> None:
    nothing = place(0.00009, 0.0)
    assert nothing.est_nulle
    assert nothing.constat == "aucune zone d’anciennes carrières dans nos données."


def test_paris_adds_up_the_arrondissements_and_is_bounded_by_its_majorant(
    published: Exposure,
) -> None:
    *parts, paris = territoires(published)
    assert len(parts) == 20
    assert paris.code_insee == PARIS
    assert abs(sum(part.surface_km2 for part in parts) - paris.surface_km2) < 0.01
    assert all(part.nb_habitants <= part.nb_habitants_majorant for part in (*parts, paris))
    drawn = {part.libelle for part in parts if not part.est_nulle}
    assert "14e arrondissement" in drawn
    assert "1er arrondissement" not in drawn
