"""What readers see of each feed: the value, its age, or in words that it is not known."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.direct.freshness import CALM
from site_src.direct.records import Air, Direct, Fiche, Niveau, Releve, Troncon, direct_of
from site_src.direct.shown import Mesure, measures
from tests.site_src.direct.answers import (  # fmt: skip
    NOW,
    airparif,
    hubeau,
    meteo,
    observations,
    parametres,
    raw,
)
from tests.site_src.direct.faulty import Server, a_round

SEUILS = parametres().seuils
HOUR = timedelta(hours=1)
REASSURING = ("vert", *(word.lower() for word in CALM))


def by_id(direct: Direct, hours: float = 0) -> dict[str, Mesure]:
    return {one.id: one for one in measures(direct, NOW + hours * HOUR, SEUILS)}


def level(hours: float, **others: object) -> Niveau:
    """A level that was observed so many hours ago."""
    words = {"statut": "a_jour", "interroge_a": NOW, "lu_a": NOW, "observe_a": NOW - hours * HOUR, "valeur": 1.27}  # fmt: skip
    return Niveau.model_validate({**words, **others})


def test_a_quiet_day_says_what_was_read(server: Server) -> None:
    found = by_id(a_round(server))
    said = {name: one.texte for name, one in found.items()}
    green = {f"{day}-{number}": "vert" for day in ("vigilance", "demain") for number in range(1, 7)}
    assert said == {
        "niveau": "1,27\N{NO-BREAK SPACE}m", "troncon": "vert", "vigilance": "vert", "air": "bon",
        **green, "vigilance-7": "", "demain-7": "",
    }  # fmt: skip
    assert found["vigilance-7"].motif == "non publié par le service"
    assert {one.etat for one in found.values()} == {"fraiche", "inconnue"}


def test_without_any_round_every_place_says_so() -> None:
    found = by_id(Direct())
    assert len(found) == 18
    assert {(one.texte, one.motif) for one in found.values()} == {("", "pas de mesure publiée ici")}


@pytest.mark.parametrize(
    ("hours", "etat"),
    [(0, "fraiche"), (2.99, "fraiche"), (3, "ancienne"), (11.99, "ancienne"), (12, "inconnue")],
)
def test_a_level_is_old_after_three_hours_and_hidden_after_twelve(hours: float, etat: str) -> None:
    found = by_id(Direct(niveau=level(hours)))["niveau"]
    assert found.etat == etat
    assert found.texte == ("" if etat == "inconnue" else "1,27\N{NO-BREAK SPACE}m")
    assert found.observe_a == (None if etat == "inconnue" else NOW - hours * HOUR)


def test_a_level_that_is_too_old_is_said_to_be_too_old() -> None:
    assert by_id(Direct(niveau=level(13)))["niveau"].motif == (
        "valeur trop ancienne pour être montrée ; dernière lecture réussie le "
        "28\N{NO-BREAK SPACE}janvier 2026 à 15\N{NO-BREAK SPACE}h"
    )


def test_a_doubtful_level_is_told_with_the_other_reader_s() -> None:
    other = Releve(observe_a=NOW, hauteur_m=1.45)
    found = by_id(Direct(niveau=level(0, statut="douteux", motif="parce que", autre=other)))
    assert found["niveau"].texte == "1,27\N{NO-BREAK SPACE}m ou 1,45\N{NO-BREAK SPACE}m"
    assert (found["niveau"].etat, found["niveau"].motif) == ("douteuse", "parce que")


def test_a_doubtful_level_that_grew_old_is_old() -> None:
    assert by_id(Direct(niveau=level(4, statut="douteux")))["niveau"].etat == "ancienne"


def test_a_bulletin_of_yesterday_says_no_colour_of_today() -> None:
    words = {"statut": "a_jour", "interroge_a": NOW, "lu_a": NOW, "observe_a": NOW - 25 * HOUR, "valeur": 3}  # fmt: skip
    assert by_id(Direct(troncon=Troncon.model_validate(words)))["troncon"].texte == ""


def test_green_phenomena_go_before_those_that_warn(server: Server) -> None:
    server.bodies["meteo_france"] = raw(meteo({"6": 3}))
    found = by_id(a_round(server), hours=4)
    assert (found["vigilance-6"].texte, found["vigilance-6"].etat) == ("orange", "ancienne")
    assert (found["vigilance-1"].texte, found["vigilance-1"].motif) == (
        "", "pas d'avertissement, mais la lecture est ancienne",
    )  # fmt: skip


def test_the_air_of_tomorrow_is_not_today_s(server: Server) -> None:
    server.bodies["airparif"] = raw(airparif("Dégradé", tomorrow="Mauvais"))
    found = a_round(server)
    assert by_id(found)["air"].texte == "dégradé"
    assert by_id(found, hours=9.5)["air"].texte == "mauvais"  # past midnight in Paris


@given(
    st.sampled_from(["niveau", "troncon", "vigilance", "air"]),
    st.sampled_from(["a_jour", "douteux", "sans_donnee", "injoignable", "refuse", "illisible", "non_configure"]),
    st.floats(0, 100),
    st.floats(0, 100),
)  # fmt: skip
def test_nothing_reassures_without_a_fresh_reading(
    name: str, statut: str, read: float, later: float
) -> None:
    """For any way the last attempt went, any age of the reading, any moment of looking."""
    direct = direct_of({**QUIET_DAY.fiches, name: _aged(name, statut, read)})
    for one in measures(direct, NOW + later * HOUR, SEUILS):
        feed = one.id.partition("-")[0].replace("demain", "vigilance")
        if feed == name and one.texte in REASSURING:
            assert one.etat == "fraiche"
            assert one.cachee_a is not None
            assert read + later < SEUILS.ancienne_apres_h
            assert one.cachee_a <= NOW + (SEUILS.ancienne_apres_h - read) * HOUR


def _aged(name: str, statut: str, read: float) -> Fiche:
    fiche = QUIET_DAY.fiches[name]
    return fiche.model_copy(update={"statut": statut, "lu_a": NOW - read * HOUR})


def _quiet_day() -> Direct:
    from site_src.direct.fetching import Round, fetch
    from site_src.direct.transport import Question, Reply
    from tests.site_src.direct.answers import KEYS, QUIET

    every = parametres()
    address = {getattr(every.services, name).adresse: raw(answer) for name, answer in QUIET.items()}

    def ask(question: Question) -> Reply:
        return Reply(address[question.address])

    return fetch(Direct(), Round(every, NOW, ask, KEYS))


QUIET_DAY = _quiet_day()


@pytest.mark.parametrize(("first", "second"), [*product([1.0, 1.27], [1.28, 6.1])])
def test_a_height_is_said_to_the_centimetre(server: Server, first: float, second: float) -> None:
    server.bodies |= {"hubeau": raw(hubeau(first)), "vigicrues_hauteurs": raw(observations(second))}
    said = by_id(a_round(server))["niveau"].texte
    assert f"{first:.2f}\N{NO-BREAK SPACE}m".replace(".", ",") in said
    assert isinstance(QUIET_DAY.air, Air)
