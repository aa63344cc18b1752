"""Whatever a service does, nothing is taken for granted: no path shows green, a level or an index without a fresh reading."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import chain, product, repeat
from typing import Any

import pytest

from opendata.model import Licence, Source
from site_src.direct import originals
from site_src.direct.answers import FeedError
from site_src.direct.crests import read_crests
from site_src.direct.freshness import etat, freshness, reason
from site_src.direct.orders import read_orders
from site_src.direct.originals import Original
from site_src.direct.records import Direct, Fiche
from site_src.direct.river import STATION
from site_src.direct.services import ServicesLents
from site_src.direct.transport import Ask, Patience
from tests.site_src.direct.answers import (  # fmt: skip
    KEYS,
    NOW,
    QUIET,
    SLOW,
    airparif,
    crest,
    crests,
    hubeau,
    iso,
    meteo,
    observations,
    order,
    orders,
    parametres,
    raw,
    vigicrues,
)
from tests.site_src.direct.faulty import (  # fmt: skip
    BRIEF,
    PATIENCE,
    Behaviour,
    Doing,
    Fate,
    Server,
    a_round,
    asking,
)

# The feed that each service gives.
FEED = {
    "hubeau": "niveau",
    "vigicrues_hauteurs": "niveau",
    "vigicrues": "troncon",
    "meteo_france": "vigilance",
    "airparif": "air",
}
SEUILS = parametres().seuils


def says(status: int = 200, body: bytes | None = None, **headers: str) -> Behaviour:
    return lambda doing: doing.send(status, body, **headers)


def silent(doing: Doing) -> None:
    doing.handler.server.released.wait(5)


def truncated(doing: Doing) -> None:
    doing.send(body=doing.body[: len(doing.body) // 2])


def cut_short(doing: Doing) -> None:
    """Half of what its length announces, then nothing."""
    doing.send(body=doing.body[: len(doing.body) // 2], Content_Length=str(len(doing.body)))
    doing.reset()


def other_charset(doing: Doing) -> None:
    doing.send(body=doing.body.replace(b"{", '{"é": 1, '.encode("latin-1"), 1))


def utf16(doing: Doing) -> None:
    doing.send(body=doing.body.decode().encode("utf-16"))


def nan(doing: Doing) -> None:
    """Every number is NaN, and one more for answers that have none."""
    text = json.dumps(_without_numbers(json.loads(doing.body)))
    doing.send(body=text.replace("{", '{"x": NaN, ', 1).encode())


def _without_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_numbers(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_numbers(one) for one in value]
    return float("nan") if isinstance(value, int | float) else value


def huge(doing: Doing) -> None:
    """Ten times what is allowed, sent without a length."""
    doing.handler.send_response(200)
    doing.handler.send_header("Connection", "close")
    doing.handler.end_headers()
    doing.handler.close_connection = True
    for _ in range(10 * 8_000_000 // 1_000_000):
        doing.handler.wfile.write(b" " * 1_000_000)


def bomb(doing: Doing) -> None:
    """The same, compressed into some kilobytes."""
    doing.send(body=gzip.compress(b" " * 20_000_000, 1), Content_Encoding="gzip")


def drip(doing: Doing) -> None:
    """A byte at a time, without end: the clock of a test moves at each."""
    doing.handler.send_response(200)
    doing.handler.send_header("Transfer-Encoding", "chunked")
    doing.handler.end_headers()
    for byte in chain(doing.body, repeat(32)):
        doing.handler.wfile.write(b"1\r\n%c\r\n" % byte)
        doing.handler.wfile.flush()


def bad_gzip(doing: Doing) -> None:
    doing.send(Content_Encoding="gzip")


def no_http(doing: Doing) -> None:
    doing.handler.wfile.write(b"bonjour\r\n\r\n")
    doing.handler.close_connection = True


def loop(doing: Doing) -> None:
    doing.send(302, b"", Location=doing.handler.path)


def unasked_unchanged(doing: Doing) -> None:
    doing.handler.send_response(304)
    doing.handler.end_headers()


# Faults of the network and of the protocol: the same for every service.
FAULTS: Mapping[str, tuple[Behaviour, str]] = {
    "time-out": (silent, "injoignable"),
    "reset": (Doing.reset, "injoignable"),
    "500": (says(500), "injoignable"),
    "502": (says(502, b"<html>Bad Gateway</html>", Content_Type="text/html"), "injoignable"),
    "503": (says(503), "injoignable"),
    "429 with Retry-After": (says(429, Retry_After="2"), "injoignable"),
    "429 for an hour": (says(429, Retry_After="3600"), "injoignable"),
    "400": (says(400, b'{"code": 400, "message": "date"}'), "refuse"),
    "401": (says(401), "refuse"),
    "403": (says(403), "refuse"),
    "404": (says(404), "refuse"),
    "204": (says(204, b""), "refuse"),
    "304 that nobody asked for": (unasked_unchanged, "refuse"),
    "truncated JSON": (truncated, "illisible"),
    "connection cut in the body": (cut_short, "injoignable"),
    "HTML for JSON": (says(body=b"<!doctype html><title>maintenance</title>"), "illisible"),
    "empty body": (says(body=b""), "illisible"),
    "wrong charset": (other_charset, "illisible"),
    "UTF-16": (utf16, "illisible"),
    "NaN": (nan, "illisible"),
    "ten times the size": (huge, "illisible"),
    "a compressed bomb": (bomb, "illisible"),
    "slow drip": (drip, "injoignable"),
    "compression that is none": (bad_gzip, "illisible"),
    "no HTTP": (no_http, "injoignable"),
    "redirect to another host": (says(302, b"", Location="http://127.0.0.1:9/vigie"), "refuse"),
    "redirect without an address": (says(302, b""), "refuse"),
    "redirect without end": (loop, "refuse"),
    "error inside 200": (says(body=b'{"error_msg": "flux indisponible", "code": 12}'), "illisible"),
    "another error inside 200": (says(body=b'{"code": "x", "message": "y", "field_errors": [1]}'), "illisible"),
    "a list": (says(body=b"[]"), "illisible"),
    "null": (says(body=b"null"), "illisible"),
    "another shape": (says(body=b'{"resultats": 3}'), "illisible"),
    "deep": (says(body=b"[" * 2000 + b"]" * 2000), "illisible"),
}  # fmt: skip
# Faults of what is said, by service: an answer in the right shape.
YEAR = timedelta(days=365)
LONG_AGO, COMING = NOW - YEAR, NOW + YEAR
SAID: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    "hubeau": {
        "future date": (hubeau(now=COMING), "illisible"),
        "no data": ({"count": 0, "data": []}, "sans_donnee"),
        "null heights": ({"count": 1, "data": [hubeau()["data"][0] | {"resultat_obs": None}]}, "sans_donnee"),
        "metres for millimetres": ({"count": 1, "data": [hubeau()["data"][0] | {"resultat_obs": 1.27}]}, "illisible"),
        "every station": ({"count": 2, "data": [*hubeau()["data"], hubeau()["data"][0] | {"code_station": "B720000001"}]}, "illisible"),
        "no station": ({"count": 1, "data": [hubeau()["data"][0] | {"code_station": None}]}, "sans_donnee"),
        "a text for a height": ({"count": 1, "data": [hubeau()["data"][0] | {"resultat_obs": "1270"}]}, "illisible"),
        "a time without a zone": ({"count": 1, "data": [hubeau()["data"][0] | {"date_obs": "2026-01-28T14:00:00"}]}, "illisible"),
    },
    "vigicrues_hauteurs": {
        "future date": (observations(now=COMING), "illisible"),
        "no data": ({"Serie": {"CdStationHydro": STATION, "GrdSerie": "H", "ObssHydro": []}}, "sans_donnee"),
        "millimetres for metres": (observations(1280), "illisible"),
        "centimetres for metres": (observations(128), "illisible"),
        "flows": ({"Serie": {"CdStationHydro": STATION, "GrdSerie": "Q", "ObssHydro": [[1, 1]]}}, "illisible"),
        "another station": ({"Serie": {"CdStationHydro": "W1", "GrdSerie": "H", "ObssHydro": [[1, 1]]}}, "illisible"),
    },
    "vigicrues": {
        "future date": (vigicrues(now=COMING), "illisible"),
        "no section": ({**vigicrues(), "features": []}, "sans_donnee"),
        "no level": (vigicrues(None), "illisible"),
        "level 0": (vigicrues(0), "illisible"),
        "level 5": (vigicrues(5), "illisible"),
        "level true": (vigicrues(True), "illisible"),
        "level 1.0": (vigicrues(1.0), "illisible"),
        "level in a word": (vigicrues("vert"), "illisible"),
        "two levels": ({**vigicrues(), "features": [*vigicrues(1)["features"], *vigicrues(3)["features"]]}, "illisible"),
        "no date": ({key: value for key, value in vigicrues().items() if key != "DtHrInfoVigiCru"}, "illisible"),
    },
    "meteo_france": {
        "future date": ({"product": {**meteo()["product"], "update_time": iso(COMING)}}, "illisible"),
        "coming periods": (meteo(now=COMING), "sans_donnee"),
        "stale date": (meteo(now=LONG_AGO), "sans_donnee"),
        "no period": ({"product": {"update_time": iso(NOW), "periods": []}}, "sans_donnee"),
        "no Paris": ({"product": {"update_time": iso(NOW), "periods": [{
            **meteo()["product"]["periods"][0], "timelaps": {"domain_ids": []}}]}}, "sans_donnee"),
        "level null": (meteo({"1": None}), "illisible"),
        "level 0": (meteo({"1": 0}), "illisible"),
        "level 9": (meteo({"1": 9}), "illisible"),
    },
    "airparif": {
        "stale date": (airparif(now=LONG_AGO), "sans_donnee"),
        "future date": (airparif(now=COMING), "sans_donnee"),
        "no commune": ({}, "sans_donnee"),
        "another commune": ({"75101": airparif()["75056"]}, "sans_donnee"),
        "unknown word": (airparif("Vert"), "illisible"),
        "a number": (airparif(1), "illisible"),
        "null": (airparif(None), "illisible"),
    },
}  # fmt: skip
# The level has two readers: one that fails is told, and the other gives it.
OTHER = {"hubeau": "vigicrues_hauteurs", "vigicrues_hauteurs": "hubeau"}


def fiche(direct: Direct, service: str) -> Fiche:
    found = direct.fiches[FEED[service]]
    assert isinstance(found, Fiche)
    return found


def broken(server: Server, service: str, behaviour: Behaviour) -> None:
    """The service fails; the level's other reader too, to see what is left without both."""
    server.behaviours[service] = behaviour
    if service in OTHER:
        server.behaviours[OTHER[service]] = says(404)


def assert_nothing_is_claimed(found: Fiche, statut: str, service: str) -> None:
    if service != "vigicrues_hauteurs":  # its reasons stand behind those of the first reader
        assert found.statut == statut
    assert getattr(found, "valeur", None) is None
    assert etat(found, NOW, SEUILS) == "inconnue"
    assert found.motif
    assert not any(key in found.model_dump_json() for key in KEYS.values())


@pytest.mark.parametrize(("service", "fault"), [*product(QUIET, FAULTS)])
def test_a_fault_is_told_and_nothing_is_shown(server: Server, service: str, fault: str) -> None:
    behaviour, statut = FAULTS[fault]
    broken(server, service, behaviour)
    patience = BRIEF if behaviour is silent else PATIENCE
    direct = a_round(server, wanted=(FEED[service],), patience=patience)
    assert_nothing_is_claimed(fiche(direct, service), statut, service)


@pytest.mark.parametrize(
    ("service", "fault"), [(service, fault) for service, faults in SAID.items() for fault in faults]
)
def test_a_fault_in_what_is_said_is_told_and_nothing_is_shown(
    server: Server, service: str, fault: str
) -> None:
    answer, statut = SAID[service][fault]
    broken(server, service, says(body=raw(answer)))
    direct = a_round(server, wanted=(FEED[service],))
    assert_nothing_is_claimed(fiche(direct, service), statut, service)


@pytest.mark.parametrize("service", [name for name in QUIET if name not in OTHER])
def test_after_a_fault_the_old_value_keeps_its_own_dates(server: Server, service: str) -> None:
    before = a_round(server)
    server.behaviours[service] = says(503)
    later = NOW + timedelta(hours=2)
    found, old = fiche(a_round(server, before, later), service), fiche(before, service)
    assert (found.statut, found.interroge_a) == ("injoignable", later)
    assert (found.lu_a, found.observe_a) == (old.lu_a, old.observe_a) == (NOW, old.observe_a)
    assert reason(found, etat(found, later, SEUILS)) == "il répond par l'erreur 503"


@pytest.mark.parametrize("hours", [3, 4, 11, 12, 24, 24 * 365])
def test_once_every_feed_is_silent_nothing_reassures(server: Server, hours: int) -> None:
    """The property of this room: « vert » and « Bon » are fresh readings, or they are not said."""
    before = a_round(server)
    for service in QUIET:
        server.behaviours[service] = says(503)
    later = NOW + timedelta(hours=hours)
    after = a_round(server, before, later)
    for name in ("troncon", "vigilance", "air"):
        assert etat(after.fiches[name], later, SEUILS) == "inconnue", name
    assert etat(after.niveau, later, SEUILS) == ("ancienne" if hours < 12 else "inconnue")


@pytest.mark.parametrize(
    ("answer", "service"),
    [(vigicrues(3), "vigicrues"), (meteo({"1": 3}), "meteo_france"), (airparif("Mauvais"), "airparif")],
)  # fmt: skip
def test_a_warning_that_grew_old_is_still_shown_as_such(
    server: Server, answer: Any, service: str
) -> None:
    server.bodies[service] = raw(answer)
    found = fiche(a_round(server), service)
    assert etat(found, NOW + timedelta(hours=2), SEUILS) == "fraiche"
    assert etat(found, NOW + timedelta(hours=4), SEUILS) == "ancienne"
    held = freshness(found, NOW, SEUILS)
    assert held is not None
    assert etat(found, held.cachee_a, SEUILS) == "inconnue"


def test_without_keys_the_sources_are_said_to_be_not_configured(server: Server) -> None:
    direct = a_round(server, keys={"METEOFRANCE_API_KEY": " "})
    for name in ("vigilance", "air"):
        found = direct.fiches[name]
        assert found.statut == "non_configure"
        assert reason(found, etat(found, NOW, SEUILS)) == (
            "source non configurée : aucune clé d'accès n'est configurée pour ce service"
        )
    assert {name for name, _, _ in server.asked}.isdisjoint({"meteo_france", "airparif"})


def test_one_feed_alone_may_be_asked(server: Server) -> None:
    direct = a_round(server, wanted=("troncon",))
    assert list(direct.fiches) == ["troncon"]
    assert [name for name, _, _ in server.asked] == ["vigicrues"]


SOURCE = Source(
    "a", "É", "J", "https://exemple.invalid/", Licence("ODbL-1.0", "", ""), "", "", "a", "", "", ()
)
# The services that are asked once a week: how each is read, and the faults of what it says.
TODAY = NOW.date()
READERS: Mapping[str, Callable[[ServicesLents, Ask], object]] = {
    "hubeau_elaborees": lambda lents, ask: read_crests(lents.hubeau_elaborees, SEUILS, TODAY, ask),
    "georisques_catnat": lambda lents, ask: read_orders(lents.georisques_catnat, TODAY, ask),
}
SAID_SLOWLY: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    "hubeau_elaborees": {
        "no data": ({**crests(), "count": 0, "data": []}, "sans_donnee"),
        "null levels": (crests(crest("2018-01-29", None)), "sans_donnee"),
        "null rows": ({**crests(), "data": [None]}, "illisible"),
        "no station": (crests(crest("2018-01-29", 5880.0, code_station=None)), "sans_donnee"),
        "every station": (crests(crest("2018-01-29", 5880.0), crest("2018-01-29", 1.0, code_station="B720000001")), "illisible"),
        "flows": (crests(crest("2018-01-29", 5880.0, grandeur_hydro_elab="QmnJ")), "illisible"),
        "metres for millimetres": (crests(crest("2018-01-29", 5.88)), "illisible"),
        "a text for a level": (crests(crest("2018-01-29", "5880")), "illisible"),
        "future date": (crests(crest("2126-01-29", 5880.0)), "illisible"),
        "a day that is none": (crests(crest("2018-02-30", 5880.0)), "illisible"),
        "fewer rows than announced": (crests(count=3), "illisible"),
        "a next page without a cursor": (crests(following="https://exemple.invalid/"), "illisible"),
        "the same page without end": (crests(following="https://exemple.invalid/?cursor=a"), "illisible"),
    },
    "georisques_catnat": {
        "no data": ({**orders(), "results": 0, "data": []}, "sans_donnee"),
        "null rows": ({**orders(), "data": [None]}, "illisible"),
        "another commune": (orders(order(), order(code_insee="06088")), "illisible"),
        "error inside 200": ({**orders(), "response_code": 500, "message": "erreur"}, "illisible"),
        "a column that is missing": (orders({key: value for key, value in order().items() if key != "libelle_risque_jo"}), "illisible"),
        "a null date": (orders(order(date_fin_evt=None)), "illisible"),
        "a day that is none": (orders(order(date_fin_evt="31/02/2018")), "illisible"),
        "months before days": (orders(order(date_publication_jo="02/15/2018")), "illisible"),
        "end before start": (orders(order(date_fin_evt="01/01/2018")), "illisible"),
        "future date": (orders(order(date_publication_jo="15/02/2126")), "illisible"),
        "a word on two lines": (orders(order(libelle_risque_jo="Inondations\n# Titre")), "illisible"),
        "fewer orders than announced": (orders(results=3), "illisible"),
        "pages without end": (orders(pages=10**6), "illisible"),
    },
}  # fmt: skip


def refusal(server: Server, service: str, patience: Patience = PATIENCE) -> FeedError:
    with asking(Fate(), patience) as ask, pytest.raises(FeedError) as raised:
        READERS[service](server.parametres().services_lents, ask)
    return raised.value


@pytest.mark.parametrize(("service", "fault"), [*product(SLOW, FAULTS)])
def test_a_fault_of_a_slow_service_is_told(server: Server, service: str, fault: str) -> None:
    behaviour, statut = FAULTS[fault]
    server.behaviours[service] = behaviour
    error = refusal(server, service, BRIEF if behaviour is silent else PATIENCE)
    assert error.statut == statut
    assert error.motif


@pytest.mark.parametrize(
    ("service", "fault"),
    [(service, fault) for service, faults in SAID_SLOWLY.items() for fault in faults],
)
def test_a_fault_in_what_a_slow_service_says_is_told(
    server: Server, service: str, fault: str
) -> None:
    answer, statut = SAID_SLOWLY[service][fault]
    server.behaviours[service] = says(206, raw(answer))
    assert refusal(server, service).statut == statut


# What is no longer the answer of a portal, in a file that is no JSON: seen by `derive`, if at all.
OF_JSON = {"truncated JSON", "wrong charset", "UTF-16", "NaN"}
ORIGINALS: Mapping[str, bytes] = {
    "a.geojson": raw({"type": "FeatureCollection", "features": [{"properties": {"a": 1}}]}),
    "a.csv": b"code;nom\n1;deux\n",
    "a.zip": b"PK\x03\x04",
}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (name, fault)
        for name, fault in product(ORIGINALS, FAULTS)
        if name.endswith("json") or fault not in OF_JSON
    ],
)
def test_a_fault_of_a_portal_gives_no_original(
    server: Server, name: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "LIMIT", 1_000_000)  # what is beyond it comes at once
    behaviour, statut = FAULTS[fault]
    server.bodies["original"] = ORIGINALS[name]
    server.behaviours["original"] = behaviour
    source = replace(SOURCE, fichier=name, telechargement=f"{server.address}/original")
    with asking(Fate(), BRIEF if behaviour is silent else PATIENCE) as ask:
        (found,) = originals.fetched([source], ask)
    assert not isinstance(found, Original)
    error = found[1]
    assert (error.statut in ("illisible", "sans_donnee")) == (statut == "illisible")
