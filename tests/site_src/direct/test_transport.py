"""How a service is asked: a few times, not too long, and nobody else."""

from __future__ import annotations

import httpx
import pytest

from site_src.direct.answers import FeedError
from site_src.direct.transport import Patience, Question, Reply, Transport
from tests.site_src.direct.faulty import Doing, Fate, Server, asking


def ask(server: Server, name: str = "airparif", fate: Fate | None = None, patience: Patience | None = None, **words: str) -> Reply:  # fmt: skip
    with asking(fate or Fate(), patience or Patience(silence=60)) as transport:
        return transport(Question(f"{server.address}/{name}", **words))  # type: ignore[arg-type]


def in_turn(*statuses: int, wait: str = "") -> tuple[object, list[int]]:
    """A behaviour that answers each status in its turn, then well; and what it has done."""
    done: list[int] = []

    def behaviour(doing: Doing) -> None:
        done.append(len(done))
        if len(done) <= len(statuses):
            doing.send(statuses[len(done) - 1], Retry_After=wait)
        else:
            doing.send()

    return behaviour, done


def test_a_passing_fault_is_asked_again_after_waits_that_double(server: Server) -> None:
    server.behaviours["airparif"], done = in_turn(500, 503)  # type: ignore[assignment]
    fate = Fate()
    assert ask(server, fate=fate).body == server.bodies["airparif"]
    assert (len(done), fate.slept) == (3, [0.5, 1.0])


def test_attempts_are_counted(server: Server) -> None:
    server.behaviours["airparif"], done = in_turn(*[500] * 10)  # type: ignore[assignment]
    with pytest.raises(FeedError, match="il répond par l'erreur 500"):
        ask(server)
    assert len(done) == Patience().attempts


def test_the_wait_that_the_service_asks_for_is_held(server: Server) -> None:
    server.behaviours["airparif"], done = in_turn(429, wait="7")  # type: ignore[assignment]
    fate = Fate()
    ask(server, fate=fate)
    assert (len(done), fate.slept) == (2, [7.0])


def test_a_wait_that_is_too_long_ends_the_round(server: Server) -> None:
    server.behaviours["airparif"], done = in_turn(429, wait="3600")  # type: ignore[assignment]
    fate = Fate()
    with pytest.raises(FeedError, match="il répond par l'erreur 429"):
        ask(server, fate=fate)
    assert (len(done), fate.slept) == (1, [])


@pytest.mark.parametrize("said", ["Wed, 28 Jan 2026 14:00:00 GMT", "-1", "²", "1e9", "", "99999999"])  # fmt: skip
def test_a_wait_that_is_not_a_number_of_seconds_is_ours(server: Server, said: str) -> None:
    server.behaviours["airparif"] = lambda doing: doing.send(
        429, Retry_After=said.encode().decode("latin-1")
    )
    fate = Fate()
    with pytest.raises(FeedError):
        ask(server, fate=fate)
    assert fate.slept == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_not_asked_again(server: Server, status: int) -> None:
    server.behaviours["airparif"], done = in_turn(*[status] * 3)  # type: ignore[assignment]
    with pytest.raises(FeedError, match=f"code {status}"):
        ask(server)
    assert len(done) == 1


def test_what_we_hold_is_not_sent_again(server: Server) -> None:
    def behaviour(doing: Doing) -> None:
        if doing.handler.headers.get("If-None-Match") == '"a"':
            doing.handler.send_response(304)
            doing.handler.end_headers()
        else:
            doing.send(ETag='"a"')

    server.behaviours["airparif"] = behaviour
    first = ask(server)
    assert (first.body, first.etag) == (server.bodies["airparif"], '"a"')
    assert ask(server, etag=first.etag) == Reply(None, '"a"')


@pytest.mark.parametrize("etag", ["\xe9t\xe9", "a" * 300, "\x7f"])
def test_a_mark_that_no_header_holds_is_forgotten(server: Server, etag: str) -> None:
    """Kept, it would spoil every later question."""
    server.behaviours["airparif"] = lambda doing: doing.send(ETag=etag)
    assert ask(server).etag == ""
    assert ask(server, etag=etag).body == server.bodies["airparif"]
    assert not any("If-None-Match" in headers for _, _, headers in server.asked)


def test_a_redirect_on_the_same_host_is_followed(server: Server) -> None:
    server.behaviours["services/1"] = lambda doing: doing.send(301, b"", Location="/airparif")
    assert ask(server, "services/1").body == server.bodies["airparif"]


@pytest.mark.parametrize(
    "location",
    ["https://exemple.invalid/", "//exemple.invalid/", "http://127.0.0.1:1/airparif", "ftp://127.0.0.1/", "file:///etc/passwd"],
)  # fmt: skip
def test_a_redirect_elsewhere_is_refused(server: Server, location: str) -> None:
    server.behaviours["services/1"] = lambda doing: doing.send(302, b"", Location=location)
    with pytest.raises(FeedError, match="renvoie vers un autre hôte"):
        ask(server, "services/1")


def test_an_encrypted_service_does_not_lead_to_one_that_is_not() -> None:
    moved = httpx.MockTransport(
        lambda _: httpx.Response(302, headers={"Location": "http://exemple.invalid/b"})
    )
    with httpx.Client(transport=moved) as client, pytest.raises(FeedError, match="autre hôte"):
        Transport(client, Fate().chances())(Question("https://exemple.invalid/a"))


def test_a_key_is_not_shown_with_the_question() -> None:
    assert "secret" not in repr(Question("https://exemple.invalid/", headers={"apikey": "secret"}))
