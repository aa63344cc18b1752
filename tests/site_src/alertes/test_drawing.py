"""What is laid into pages: a band, and what stands first on the pages that an alert touches; nothing elsewhere."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from site_src.alertes.blocks import ROOT, Blocks
from site_src.alertes.drawing import Draughtsman
from site_src.frame.rendering import templates_of
from tests.builds import committed
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, at, edited, read

NOW = at("2031-01-10 19:00")
YELLOW = edited(ORANGE, ("niveau: .*", "niveau: vigilance jaune"))


def drawn(*texts: str, instant: datetime = NOW) -> Blocks:
    templates = templates_of(committed("site_src/alertes/templates/*.j2"))
    return Draughtsman(read(*texts), SCOPE, instant, templates).blocks()


def words(html: str) -> str:
    """What a reader reads, spaces as one."""
    text = re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), re.sub(r"<[^>]*>", " ", html))
    return " ".join(text.replace(ROOT, "").split())


def test_without_an_alert_no_band_is_laid_and_three_pages_say_that_there_is_none() -> None:
    blocks = drawn()
    assert (blocks.bands, blocks.wholes) == ({}, {})
    assert {path: words(text).partition(".")[0] for path, text in blocks.pages.items()} == {
        "en-ce-moment/index.html": "Aucune alerte n’est publiée ici",
        "en/now/index.html": "No alert is published here",
        "en-ce-moment/archives/index.html": "Aucune alerte n’a été publiée sur ce site",
    }
    assert "Cela ne veut pas dire : aucun danger" in words(blocks.pages["en-ce-moment/index.html"])  # fmt: skip


def test_an_alert_stands_on_the_pages_that_it_touches_and_on_no_other() -> None:
    assert set(drawn(ORANGE).pages) == {
        "index.html",
        "en-ce-moment/index.html",
        "en/now/index.html",
        "en-ce-moment/archives/index.html",
        "risques/crue-seine/index.html",
        "en/seine-flood/index.html",
        "mon-quartier/5/index.html",
        "mon-quartier/13/index.html",
        "mon-quartier/13/salpetriere/index.html",
    }


def test_an_alert_for_paris_stands_on_every_place() -> None:
    pages = drawn(ORANGE, UPDATE, instant=at("2031-01-11 09:00")).pages
    assert {path for path in pages if path.startswith("mon-quartier/")} == {
        "mon-quartier/5/index.html",
        "mon-quartier/13/index.html",
        "mon-quartier/13/salpetriere/index.html",
    }


def test_the_band_says_how_grave_until_when_and_what_in_both_languages() -> None:
    bands = drawn(ORANGE).bands
    assert words(bands["fr"]).startswith(
        "Vigilance orange jusqu’au 11/01, 20 h La Seine déborde sur les voies sur berge"
    )
    assert words(bands["en"]).startswith(
        "Orange alert until 11 Jan, 20:00 The Seine floods the riverside roads"
    )
    assert f'href="{ROOT}en-ce-moment/#crue&#45;essai"' in bands["fr"]


def test_an_alert_that_is_announced_says_from_when() -> None:
    early = drawn(ORANGE, instant=at("2031-01-10 17:30"))
    assert words(early.bands["fr"]).startswith(
        "Vigilance orange jusqu’au 11/01, 20 h Dès le 10/01, 18 h : La Seine déborde"
    )
    assert words(early.bands["en"]).startswith(
        "Orange alert until 11 Jan, 20:00 From 10 Jan, 18:00: The Seine floods"
    )
    assert "du 10/01, 18 h au 11/01, 20 h" in words(early.pages["index.html"])


def test_an_alert_of_a_few_hours_says_its_day_once() -> None:
    short = edited(ORANGE, ("fin: .*", "fin: 2031-01-10 22:00"))
    blocks = drawn(short, instant=at("2031-01-10 17:30"))
    assert "le 10/01, de 18 h à 22 h" in words(blocks.pages["index.html"])
    assert "Le 10 janvier 2031, de 18 h à 22 h." in words(blocks.wholes["en-ce-moment/index.html"])


def test_an_english_band_of_a_french_alert_says_its_language() -> None:
    band = drawn(ORANGE, UPDATE, instant=at("2031-01-11 09:00")).bands["en"]
    assert re.search(r'<span lang="fr">La Seine monte encore</span>', band)


def test_only_the_gravest_is_seen_in_the_band_and_the_others_are_counted() -> None:
    other = edited(ORANGE, ("id: .*", "id: crue-autre"), ("secteurs: .*", "secteurs: [5]"))
    band = drawn(ORANGE, other).bands["fr"]
    assert re.findall(r'<div class="prm-alerte [^>]*?( hidden)?>', band) == ["", " hidden"]
    assert "+1 et 1 autre" in words(band)


def test_the_home_page_of_a_crisis_has_its_title_and_four_answers_in_order() -> None:
    blocks = drawn(ORANGE)
    assert blocks.is_crisis
    assert re.findall(r"<h[12][^>]*>(.*?)</h", blocks.pages["index.html"]) == [
        "La Seine déborde sur les voies sur berge",
        "Que faire maintenant",
        "Où regarder",
        "Qui appeler",
    ]


def test_below_orange_the_home_page_keeps_its_title() -> None:
    blocks = drawn(YELLOW)
    assert not blocks.is_crisis
    assert "<h1" not in blocks.pages["index.html"]
    assert "Vigilance jaune" in words(blocks.pages["index.html"])


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("en-ce-moment/index.html", "D’abord : Ne descendez pas à la cave."),
        ("en/now/index.html", "First: Do not go down to the cellar."),
    ],
)
def test_the_page_of_now_begins_with_the_title_and_the_first_thing_to_do_alone(
    path: str, first: str
) -> None:
    blocks = drawn(ORANGE)
    brief = words(blocks.pages[path])
    assert first in brief
    assert 'href="#crue&#45;essai"' in blocks.pages[path]
    assert 'id="crue&#45;essai"' in blocks.wholes[path]
    assert len(brief) < len(words(blocks.wholes[path])) / 3


def test_the_whole_alert_says_who_says_what() -> None:
    told = words(drawn(ORANGE).wholes["en-ce-moment/index.html"])
    assert "Préfecture d’essai, le 10 janvier 2031 à 17 h 30." in told
    assert "Du 10 janvier 2031 à 18 h au 11 janvier 2031 à 20 h." in told
    assert "Consigne 1 : Ville d’essai" in told
    assert "Consigne 2 : Préfecture d’essai" in told


def test_the_english_page_says_an_alert_in_english_with_its_dates() -> None:
    told = words(drawn(ORANGE).wholes["en/now/index.html"])
    assert told.startswith("Orange alert until 11 Jan, 20:00 The Seine floods the riverside roads")
    assert "From 10 January 2031 at 18:00 to 11 January 2031 at 20:00." in told
    assert "Do not go down to the cellar." in told
    assert "Keep away from the lower quays." in told
    assert f'href="{ROOT}en/now/#crue&#45;essai"' in drawn(ORANGE).bands["en"]


def test_an_instruction_of_an_alert_is_drawn_and_marked_as_on_the_page_of_its_risk() -> None:
    blocks = drawn(ORANGE)
    laid = {**blocks.pages, **blocks.wholes}
    for path, words in (
        ("en-ce-moment/index.html", "Ne descendez pas à la cave&#46;"),
        ("en/now/index.html", "Do not go down to the cellar&#46;"),
        ("risques/crue-seine/index.html", "Ne descendez pas à la cave&#46;"),
    ):
        line = laid[path].split("<li>", 1)[1].partition("</li>")[0]
        assert line.startswith('<svg class="prm-picto prm-geste"'), path
        assert line.endswith(f'<span class="prm-non">{words}</span>'), path


def test_an_alert_without_an_issuer_says_so() -> None:
    silent = edited(YELLOW, ("emetteur: .*\n", ""))
    assert "Émetteur non donné" in words(drawn(silent).wholes["en-ce-moment/index.html"])


@pytest.mark.parametrize(
    ("texts", "instant", "said"),
    [
        ((ORANGE,), "2031-01-12 00:00", "Terminée le 11 janvier 2031 à 20 h."),
        ((ORANGE, UPDATE), "2031-01-11 09:00", "Remplacée le 11 janvier 2031 à 8 h par La Seine monte encore"),
        ((ORANGE, UPDATE, CANCELLATION), "2031-01-11 13:00", "Annulée le 11 janvier 2031 à 12 h : La Seine redescend plus tôt que prévu."),
    ],
)  # fmt: skip
def test_the_archive_says_what_became_of_each_alert(texts: tuple[str, ...], instant: str, said: str) -> None:  # fmt: skip
    assert said in words(drawn(*texts, instant=at(instant)).pages["en-ce-moment/archives/index.html"])  # fmt: skip


def test_what_ended_is_said_nowhere_but_in_the_archive() -> None:
    blocks = drawn(ORANGE, instant=at("2031-01-12 00:00"))
    assert blocks.bands == {}
    assert set(blocks.pages) == {
        "en-ce-moment/index.html",
        "en/now/index.html",
        "en-ce-moment/archives/index.html",
    }


def test_a_text_with_markup_stays_a_text() -> None:
    hostile = edited(ORANGE, ("titre: .*", "titre: <img src=x onerror=alert(1)> {{ 7 }}"))
    for text in (*drawn(hostile).bands.values(), *drawn(hostile).pages.values()):
        assert "<img" not in text


def test_an_alert_in_french_alone_is_shown_in_french_and_said_so_in_english() -> None:
    french = ORANGE.partition("\nen:")[0] + "\n"
    blocks = drawn(french)
    whole, page = blocks.wholes["en/now/index.html"], blocks.pages["en/seine-flood/index.html"]
    assert "This alert was written in French only." in words(whole)
    assert '<span lang="fr">La Seine déborde' in whole
    assert "Do not go down to the cellar." in words(whole)
    assert "This alert was written in French only." in words(page)
    assert "in French only" not in words(drawn(ORANGE).wholes["en/now/index.html"])
    assert "no translation yet" not in words(whole)


def test_where_an_alert_sends_its_reader_is_told_in_english_too_as_a_page_in_french() -> None:
    whole = drawn(ORANGE).wholes["en/now/index.html"]
    assert 'lang="fr" hreflang="fr">Niveau de la Seine</a> (in French)' in whole
