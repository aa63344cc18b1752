"""The site's search as people use it: misspelt, in their words, by a street's name, in one language, on their device."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window

# What people ask, and the page that should come first.
_FILE = Path(__file__).with_name("recherches.tsv")
ASKED = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines(), delimiter="	"))
STARTS = {"fr": "sources/", "en": "en/"}
FOUND = "all => all.map(one => one.pathname.replace('/repo/', ''))"
LINKS = "#prm-resultats a"


@pytest.fixture
def visit(window: Window) -> Iterator[Visit]:
    with window("telephone") as opened:
        yield opened
        assert (opened.foreign, opened.errors) == ([], [])


def begin(visit: Visit, page: str) -> None:
    visit.go(page)
    visit.page.locator("#prm-ouvrir").click()


def ask(visit: Visit, words: str) -> list[str]:
    """Pages found for these words, first ones first; the former answer is taken away before."""
    announced = visit.page.locator("#prm-annonce")
    visit.page.evaluate("() => { document.getElementById('prm-annonce').textContent = ''; }")
    visit.page.locator("#prm-question").fill(words)
    expect(announced).not_to_be_empty(timeout=20_000)
    links: list[str] = visit.page.locator(LINKS).evaluate_all(FOUND)
    return links


def test_what_people_ask_finds_its_page_first(visit: Visit) -> None:
    others: dict[str, list[str]] = {}
    for language, start in STARTS.items():
        begin(visit, start)
        for row in ASKED:
            if row["langue"] == language:
                found = ask(visit, row["question"])
                assert row["premiere"] in found[:3], (row, found)
                if found[0] != row["premiere"]:
                    others[row["question"]] = found[:1]
    assert len(ASKED) >= 60
    assert len(others) <= len(ASKED) * 0.05, others


def test_a_correction_and_a_word_that_is_nowhere_are_said(visit: Visit) -> None:
    begin(visit, "sources/")
    ask(visit, "innondation")
    said = visit.page.locator("#prm-annonce")
    assert said.inner_text().startswith("Mots cherchés\N{NO-BREAK SPACE}: inondation. ")
    ask(visit, "inondation zzzxqwk")
    assert said.inner_text().startswith("Pas trouvé\N{NO-BREAK SPACE}: zzzxqwk. ")
    assert ask(visit, "séisme") == []


def test_a_word_its_elided_form_and_both_spellings_of_oe_find_the_same(visit: Visit) -> None:
    begin(visit, "sources/")
    assert ask(visit, "l'électricité") == ask(visit, "électricité")
    assert ask(visit, "cœur") == ask(visit, "coeur")


def test_a_street_is_found_with_its_verdict_and_its_index_is_loaded_for_it_alone(
    visit: Visit,
) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    begin(visit, "sources/")
    ask(visit, "canicule")
    assert not [url for url in asked if url.endswith("voies.json")]
    assert ask(visit, "rue de Lille")[0] == "ma-rue/"
    assert [url for url in asked if url.endswith("voies.json")]
    first = visit.page.locator("#prm-resultats li").first
    expect(first.locator("a")).to_have_text("Rue de Lille (7e)")
    expect(first.locator("p")).to_contain_text("Crue de la Seine (PPRI) :")


def test_a_quartier_is_found_with_its_verdict(visit: Visit) -> None:
    begin(visit, "sources/")
    assert ask(visit, "goutte d'or")[0] == "mon-quartier/18/goutte-d-or/"
    expect(visit.page.locator("#prm-resultats p").first).to_contain_text("Anciennes carrières :")


def test_only_the_pages_of_the_language_are_found(visit: Visit) -> None:
    begin(visit, "sources/")
    assert [page for page in ask(visit, "alert") if page.startswith("en/")] == []
    begin(visit, "en/")
    assert [page for page in ask(visit, "alert") if not page.startswith("en/")] == []


def test_french_pages_follow_english_ones_where_these_are_few_and_say_so(visit: Visit) -> None:
    begin(visit, "en/")
    found = ask(visit, "anciennes carrières")
    french = [page for page in found if not page.startswith("en/")]
    assert french
    assert found[-len(french) :] == french
    last = visit.page.locator("#prm-resultats li").last
    expect(last.locator("a")).to_have_attribute("hreflang", "fr")
    expect(last.locator("a")).to_have_attribute("lang", "fr")
    expect(last.locator("span")).to_have_text("In French")


def test_data_stand_below_instructions(visit: Visit) -> None:
    begin(visit, "sources/")
    kinds = [page.split("/")[0] for page in ask(visit, "crue seine")]
    assert kinds[0] == "risques"
    assert "donnees" not in kinds[:3]


def test_every_page_that_may_be_found_has_an_index(site: Mapping[str, bytes]) -> None:
    assert {"recherche/fr.json", "recherche/en.json", "pagefind/wasm.en.pagefind"} <= site.keys()


def test_without_scripts_the_way_to_all_pages_stands_in_the_search_s_place(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("sources/")
        assert visit.page.locator("#prm-ouvrir").is_hidden()
        assert visit.page.locator("a[href$='plan-du-site/']:visible").count() > 0
