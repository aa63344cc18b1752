"""direct.json says what the page says, and gives back what the next round needs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from site_src.direct.answers import FeedError
from site_src.direct.published import Moment, published, returned
from site_src.direct.records import Direct
from site_src.direct.session import lines, resumed
from site_src.direct.transport import Question, Reply
from tests.site_src.direct.answers import KEYS, NOW, parametres
from tests.site_src.direct.faulty import Doing, Fate, Server, a_round, asking


def test_what_is_published_comes_back(server: Server) -> None:
    direct = a_round(server)
    raw = published(Moment(direct, parametres()))
    assert returned(raw) == direct
    content = json.loads(raw)
    assert content["instant"] == "2026-01-28T14:00:00Z"
    assert {one["id"]: one["texte"] for one in content["mesures"]}["troncon"] == "vert"
    assert not any(key in raw.decode() for key in KEYS.values())


def test_without_a_round_the_file_says_that_nothing_is_known() -> None:
    content = json.loads(published(Moment(Direct(), parametres())))
    assert (content["instant"], content["fiches"]) == (None, {})
    assert {one["texte"] for one in content["mesures"]} == {""}


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"version": 2, "fiches": {}}', b'{"version": 1, "fiches": []}', b"<html>"])  # fmt: skip
def test_another_file_gives_nothing_back(raw: bytes) -> None:
    with pytest.raises(FeedError):
        returned(raw)


def test_a_record_that_was_altered_is_left(server: Server) -> None:
    content = json.loads(published(Moment(a_round(server), parametres())))
    content["fiches"]["troncon"]["valeur"] = 0
    back = returned(json.dumps(content).encode())
    assert back.troncon is None
    assert back.niveau is not None


def test_what_is_missing_here_is_taken_from_the_published_site(server: Server) -> None:
    before = a_round(server)
    raw = published(Moment(before, parametres()))
    server.behaviours["direct.json"] = lambda doing: doing.send(body=raw)
    held = a_round(server, now=NOW + timedelta(minutes=15), wanted=("air",))
    with asking(Fate()) as ask:
        found, line = resumed(held, server.address, ask)
    assert line == "repris du site publié : niveau, troncon, vigilance"
    assert (found.niveau, found.air) == (before.niveau, held.air)


def test_a_site_that_was_never_published_gives_nothing_back(server: Server) -> None:
    server.behaviours["direct.json"] = lambda doing: doing.send(404)
    with asking(Fate()) as ask:
        assert resumed(Direct(), f"{server.address}/", ask) == (
            Direct(), "rien de repris du site publié : il refuse la demande (code 404)",
        )  # fmt: skip
        assert resumed(Direct(), "", ask) == (Direct(), "")


def test_an_unchanged_answer_makes_the_value_fresh_again(server: Server) -> None:
    def behaviour(doing: Doing) -> None:
        if doing.handler.headers.get("If-None-Match") == '"m"':
            doing.handler.send_response(304)
            doing.handler.end_headers()
        else:
            doing.send(ETag='"m"')

    server.behaviours["vigicrues"] = behaviour
    before = a_round(server, wanted=("troncon",))
    later = NOW + timedelta(hours=2)
    after = a_round(server, returned(published(Moment(before, parametres()))), later, wanted=("troncon",))  # fmt: skip
    assert after.troncon is not None
    assert before.troncon is not None
    assert after.troncon.lu_a == later
    assert (after.troncon.valeur, after.troncon.observe_a) == (1, before.troncon.observe_a)


def test_a_mark_is_not_sent_without_a_value(server: Server) -> None:
    """An answer that says « unchanged » would leave us with nothing."""
    server.behaviours["vigicrues"] = lambda doing: doing.send(body=b"{}", ETag='"m"')
    before = a_round(server, wanted=("troncon",))
    a_round(server, before, wanted=("troncon",))
    assert not any("If-None-Match" in headers for _, _, headers in server.asked)


def test_the_command_says_a_line_a_feed(server: Server) -> None:
    server.behaviours["vigicrues"] = lambda doing: doing.send(404)
    direct = a_round(server, keys={})
    assert [*lines(direct, direct.fiches)] == [
        "niveau : lu, observé à 2026-01-28T13:50:00Z",
        "troncon : refusé (il refuse la demande (code 404))",
        "vigilance : source non configurée (aucune clé d'accès n'est configurée pour ce service)",
        "air : source non configurée (aucune clé d'accès n'est configurée pour ce service)",
    ]


def test_a_question_is_asked_of_the_site_s_own_address() -> None:
    asked: list[str] = []

    def ask(question: Question) -> Reply:
        asked.append(question.address)
        return Reply(b"{}")

    resumed(Direct(), "https://exemple.invalid/paris/", ask)
    assert asked == ["https://exemple.invalid/paris/direct.json"]
