"""The search finds alerts by a small file of their own, and says of those that are over that they are."""

from __future__ import annotations

import json
from typing import Any

from site_src.alertes import search
from site_src.alertes.search import Sought
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, at, edited, read


def entries(*texts: str, instant: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Sought(read(*texts), SCOPE, at(instant)).file())
    return found


def said(entry: dict[str, Any], langue: str, what: str) -> str:
    return str(entry[langue][what]).replace("\N{NO-BREAK SPACE}", " ")


def test_an_alert_that_stands_is_found_with_its_level_and_its_end() -> None:
    (entry,) = entries(ORANGE, instant="2031-01-10 19:00")
    assert [entry[name]["adresse"] for name in ("fr", "en")] == [
        "en-ce-moment/#crue-essai",
        "en/now/#crue-essai",
    ]
    assert entry["fin"] == "2031-01-11T20:00:00+01:00"
    assert said(entry, "fr", "etat") == "Vigilance orange, jusqu’au 11/01, 20 h"
    assert said(entry, "en", "etat") == "Orange alert, until 11 Jan, 20:00"
    assert (
        said(entry, "fr", "finie") == "Vigilance orange. Alerte terminée le 11 janvier 2031 à 20 h."
    )
    assert "Crue de la Seine Seine flood 5e arrondissement" in entry["mots"]


def test_what_is_over_says_how_it_ended_and_leads_to_the_archive() -> None:
    last, first = entries(ORANGE, UPDATE, CANCELLATION, instant="2031-01-11 13:00")
    assert [one["fin"] for one in (last, first)] == [None, None]
    assert first["fr"]["adresse"] == "en-ce-moment/archives/#crue-essai"
    assert said(first, "fr", "etat") == (
        "Vigilance orange. Remplacée le 11 janvier 2031 à 8 h par La Seine monte encore."
    )
    assert said(last, "fr", "etat").startswith(
        "Vigilance rouge. Annulée le 11 janvier 2031 à 12 h :"
    )
    assert said(last, "en", "etat") == "Red alert. Cancelled on 11 January 2031 at 12:00."


def test_an_alert_that_nobody_translated_says_its_language() -> None:
    (entry,) = entries(edited(ORANGE, ("en:\n  titre: .*\n  texte: .*\n", "")), instant="2031-01-10 19:00")  # fmt: skip
    assert (entry["en"]["langue"], entry["fr"]["langue"]) == ("fr", "")


def test_without_an_alert_the_file_is_an_empty_list() -> None:
    assert entries(instant="2031-01-10 19:00") == []


def test_the_file_keeps_the_latest_of_many_past_alerts() -> None:
    many = [edited(ORANGE, ("id: .*", f"id: crue-{n}")) for n in range(search.MOST_PAST + 1)]
    assert len(entries(*many, instant="2031-02-01 00:00")) == search.MOST_PAST
