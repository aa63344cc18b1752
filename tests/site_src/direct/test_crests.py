"""The highest level of each day, read page after page."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

from site_src.direct.crests import Crete, read_crests
from site_src.direct.river import STATION
from tests.site_src.direct.answers import NOW, crest, crests, parametres, raw
from tests.site_src.direct.faulty import Doing, Fate, Server, asking

NEXT = "https://autre.invalid/ailleurs?code_entite=B720000001&cursor=deux&size=9"


def read(server: Server) -> tuple[Crete, ...]:
    found = server.parametres()
    with asking(Fate()) as ask:
        return read_crests(found.services_lents.hubeau_elaborees, found.seuils, NOW.date(), ask)


def test_millimetres_are_read_as_metres_and_a_doubtful_level_says_so(server: Server) -> None:
    server.bodies["hubeau_elaborees"] = raw(
        crests(
            crest("2018-01-29T00:00:00Z", 5880.0, libelle_qualification="Douteuse"),
            crest("2018-01-28", 5840),
        )
    )
    assert read(server) == (
        Crete(date(2018, 1, 28), 5.84),
        Crete(date(2018, 1, 29), 5.88, est_douteuse=True),
    )


def test_of_a_day_told_twice_the_higher_level_is_kept_and_a_row_without_a_station_is_left_out(
    server: Server,
) -> None:
    server.bodies["hubeau_elaborees"] = raw(
        crests(
            crest("2018-01-29", 5880.0),
            crest("2018-01-29", 5100.0),
            crest("2018-01-30", 9000.0, code_station=None),
            crest("2018-01-31", None),
        )
    )
    assert read(server) == (Crete(date(2018, 1, 29), 5.88),)


def test_the_next_page_is_asked_of_the_same_service_with_our_own_question(server: Server) -> None:
    """206 and an address: only its cursor is taken, wherever the address leads."""
    first = crests(crest("2018-01-28", 5840.0), following=NEXT, count=2)
    last = crests(crest("2018-01-29", 5880.0), count=2)

    def answer(doing: Doing) -> None:
        is_second = "cursor=deux" in doing.handler.path
        doing.send(200 if is_second else 206, json.dumps(last if is_second else first).encode())

    server.behaviours["hubeau_elaborees"] = answer
    assert [one.jour.day for one in read(server)] == [28, 29]
    questions = [parse_qs(query) for _, query, _ in server.asked]
    assert [one.pop("cursor", None) for one in questions] == [None, ["deux"]]
    assert questions[0] == questions[1]
    assert questions[0]["code_entite"] == [STATION]
    assert questions[0]["grandeur_hydro_elab"] == ["HIXnJ"]


def test_the_service_of_the_repository_is_the_documented_one() -> None:
    address = parametres().services_lents.hubeau_elaborees.adresse
    assert address == "https://hubeau.eaufrance.fr/api/v2/hydrometrie/obs_elab"
