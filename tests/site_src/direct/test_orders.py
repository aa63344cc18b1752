"""Orders that recognise a natural disaster, asked by the code of the commune."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs

from site_src.direct.orders import Arrete, read_orders
from tests.site_src.direct.answers import NOW, order, orders, parametres, raw
from tests.site_src.direct.faulty import Doing, Fate, Server, asking


def read(server: Server) -> tuple[Arrete, ...]:
    service = server.parametres().services_lents.georisques_catnat
    with asking(Fate()) as ask:
        return read_orders(service, NOW.date(), ask)


def test_an_order_has_its_days_whichever_way_they_are_written(server: Server) -> None:
    server.bodies["georisques_catnat"] = raw(
        orders(order("A"), order("B", date_publication_jo="2019-03-02"))
    )
    newest, oldest = read(server)
    assert (newest.code_national_catnat, newest.date_publication_jo) == ("B", date(2019, 3, 2))
    assert (oldest.date_debut_evt, oldest.date_fin_evt) == (date(2018, 1, 15), date(2018, 2, 5))


def test_one_order_may_recognise_two_events_and_is_told_once_each(server: Server) -> None:
    again = order("A", date_debut_evt="20/01/2018")
    server.bodies["georisques_catnat"] = raw(orders(order("A"), again, order("A")))
    assert len(read(server)) == 2


def test_paris_is_asked_by_its_code_and_every_page_is_read(server: Server) -> None:
    """A point would be longitude then latitude, and reversed an empty report without an error."""

    def answer(doing: Doing) -> None:
        number = parse_qs(doing.handler.path.partition("?")[2])["page"][0]
        page = orders(order(f"N{number}"), pages=3, results=3)
        doing.send(206, json.dumps(page).encode())

    server.behaviours["georisques_catnat"] = answer
    assert {one.code_national_catnat for one in read(server)} == {"N1", "N2", "N3"}
    questions = [parse_qs(query) for _, query, _ in server.asked]
    assert [one["page"] for one in questions] == [["1"], ["2"], ["3"]]
    assert all(one["code_insee"] == ["75056"] and "latlon" not in one for one in questions)


def test_the_service_of_the_repository_is_the_documented_one() -> None:
    address = parametres().services_lents.georisques_catnat.adresse
    assert address == "https://www.georisques.gouv.fr/api/v1/gaspar/catnat"
