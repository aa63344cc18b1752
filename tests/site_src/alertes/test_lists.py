"""Machines find every message: a feed, an index."""

from __future__ import annotations

import json

from lxml import etree

from site_src.alertes import lists
from site_src.alertes.history import Alerts
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, UPDATE, at, read

EVERY = (ORANGE, UPDATE, CANCELLATION)
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = at("2031-01-11 09:00")


def feed(alerts: Alerts, address: str = "") -> etree._Element:
    return etree.fromstring(lists.feed(alerts, NOW, "Éditeur d'essai", address))


def links(entry: etree._Element) -> list[tuple[str | None, str | None]]:
    return [(one.get("type"), one.get("href")) for one in entry.findall(f"{ATOM}link")]


def test_the_feed_has_every_message_the_latest_first_with_its_cap_file() -> None:
    entries = feed(read(*EVERY), "https://exemple.invalid/").findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [
        "Annulée : La Seine monte encore",
        "Vigilance rouge : La Seine monte encore",
        "Vigilance orange : La Seine déborde sur les voies sur berge",
    ]
    assert links(entries[0]) == [
        (None, "https://exemple.invalid/en-ce-moment/archives/#crue-essai-2"),
        ("application/cap+xml", "https://exemple.invalid/en-ce-moment/cap/crue-essai-fin.xml"),
    ]


def test_an_entry_of_what_stands_leads_to_where_it_stands() -> None:
    (entry,) = feed(read(ORANGE)).findall(f"{ATOM}entry")
    assert links(entry)[0] == (None, "./#crue-essai")


def test_a_feed_of_nothing_is_a_feed() -> None:
    assert feed(read()).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_the_index_says_what_each_message_follows_and_its_file() -> None:
    index = json.loads(lists.index(read(*EVERY)))["messages"]
    assert [(one["msgType"], one["file"], len(one["references"])) for one in index] == [
        ("Cancel", "crue-essai-fin.xml", 2),
        ("Update", "crue-essai-2.xml", 1),
        ("Alert", "crue-essai.xml", 0),
    ]
