"""Alerts are laid into the empty places of sealed documents: nothing else of them changes."""

from __future__ import annotations

import json

import pytest

from opendata.findings import FindingsError
from site_src.alertes.blocks import HOME, ROOT, Blocks
from site_src.publishing.laying import ADDED, PAGE, WHOLES, added, laid, touched

DOCUMENT = (
    "<html><body><!--alertes:bandeau {} {}--><header>x</header>\n" + PAGE + "<h1>Titre</h1></body></html>"
)  # fmt: skip
BANDS = {
    "fr": f'<aside><a href="{ROOT}en-ce-moment/">fr</a></aside>',
    "en": f'<aside><a href="{ROOT}en-ce-moment/">en</a></aside>',
}
DEEP = {"a/b/index.html": DOCUMENT.format("fr", "../../").encode()}


def test_the_band_is_in_the_language_of_the_page_and_leads_from_where_it_stands() -> None:
    documents = {**DEEP, "en/index.html": DOCUMENT.format("en", "../").encode()}
    made = laid(documents, Blocks(BANDS))
    assert '<a href="../../en-ce-moment/">fr</a>' in made["a/b/index.html"].decode()
    assert '<a href="../en-ce-moment/">en</a>' in made["en/index.html"].decode()


def test_nothing_but_the_places_changes() -> None:
    made = laid(DEEP, Blocks(BANDS, {"a/b/index.html": "<p>Alerte</p>"}))["a/b/index.html"].decode()
    band = BANDS["fr"].replace(ROOT, "../../")
    assert made == DEEP["a/b/index.html"].decode().replace("<!--alertes:bandeau fr ../../-->", band).replace(PAGE, "<p>Alerte</p>")  # fmt: skip


def test_a_document_without_a_place_is_left_as_it_is() -> None:
    assert list(laid({"carte.html": b"<html></html>"}, Blocks(BANDS))) == [ADDED]


def test_a_page_of_a_crisis_has_one_title() -> None:
    home = {HOME: DOCUMENT.format("fr", "").encode()}
    made = laid(home, Blocks({}, {HOME: "<h1>Alerte</h1>"}, is_crisis=True))[HOME].decode()
    assert made.count("<h1>") == 1
    assert "<h1>Alerte</h1><h2>Titre</h2>" in made


def test_a_page_that_has_no_place_for_its_alert_is_refused() -> None:
    with pytest.raises(FindingsError) as caught:
        laid({"a.html": b"<html></html>"}, Blocks({}, {"a.html": "<p>Alerte</p>"}))
    assert [str(one) for one in caught.value.findings] == [
        (
            "a.html:0:0: page sans place pour ses alertes — règle : le gabarit de la page garde une place aux alertes — "
            "remède : remettre les deux commentaires « alertes: » de base.html"
        )
    ]


def test_the_whole_of_an_alert_goes_to_a_place_of_its_own() -> None:
    both = {"a.html": (DOCUMENT.format("fr", "") + WHOLES).encode()}
    made = laid(both, Blocks({}, {"a.html": "<p>Bref</p>"}, wholes={"a.html": "<p>Tout</p>"}))
    assert made["a.html"].decode() == both["a.html"].decode().replace(PAGE, "<p>Bref</p>").replace(WHOLES, "<p>Tout</p>")  # fmt: skip


def test_a_page_of_now_without_a_place_for_whole_alerts_is_refused() -> None:
    with pytest.raises(FindingsError) as caught:
        laid({"a.html": DOCUMENT.format("fr", "").encode()}, Blocks({}, {}, wholes={"a.html": "<p>Tout</p>"}))  # fmt: skip
    assert [str(one) for one in caught.value.findings] == [
        (
            "a.html:0:0: page sans place pour ses alertes entières — règle : la page du moment garde une place aux "
            "alertes, sous les mesures — remède : remettre « <!--alertes:entieres--> » dans son gabarit"
        )
    ]


def test_a_script_is_refused_in_what_is_laid() -> None:
    with pytest.raises(FindingsError, match="1 problème"):
        laid(DEEP, Blocks({"fr": '<p onclick="x()">x</p>'}))


def test_what_is_laid_is_told_for_the_check_of_links() -> None:
    made = laid(DEEP, Blocks(BANDS, {"a/b/index.html": '<p id="essai"></p>'}))
    (one,) = added(made[ADDED])
    assert (one.path, one.links, one.anchors) == ("a/b/index.html", ["../../en-ce-moment/"], {"essai"})  # fmt: skip
    assert json.loads(made[ADDED])


def test_without_a_band_only_pages_with_a_block_are_touched() -> None:
    assert touched(["a", "b"], Blocks({}, {"b": "x"})) == ["b"]
    assert touched(["a", "b"], Blocks(BANDS)) == ["a", "b"]
    assert touched(["a", "b"], Blocks()) == []
