"""data/recherche.yaml: the words that people type lead to a page of the site, once each."""

from __future__ import annotations

from opendata.findings import Finding
from site_src.frame.search_words import SearchWords, absent_pages, read_search_words

GOOD = "- page: risques/canicule/\n  mots: [trop chaud, personne âgée]\n"


def read(text: str) -> tuple[tuple[SearchWords, ...] | None, list[str]]:
    found: list[Finding] = []
    return read_search_words(text.encode(), found), [str(one) for one in found]


def test_an_entry_keeps_its_page_its_words_and_its_place() -> None:
    words = SearchWords("risques/canicule/", ("trop chaud", "personne âgée"), 1, 9)
    assert read(GOOD) == ((words,), [])


def test_a_page_or_a_word_given_twice_is_a_finding() -> None:
    twice = GOOD.replace("personne âgée", "trop chaud") + GOOD
    assert read(twice) == (
        None,
        [
            "data/recherche.yaml:2:22: « trop chaud » écrit deux fois — règle : un mot est donné une fois par page — remède : retirer l'une des deux",
            "data/recherche.yaml:3:9: page « risques/canicule/ » écrite deux fois — règle : une page a une seule liste de mots — remède : réunir les deux listes",
        ],
    )


def test_an_address_that_is_no_page_s_is_a_finding() -> None:
    read_as, found = read("- page: /risques/canicule\n  mots: [chaud]\n")
    assert read_as is None
    assert [line.split(" — ")[0][:26] for line in found] == ["data/recherche.yaml:1:9: «"]


def test_an_entry_without_words_is_a_finding() -> None:
    assert read("- page: risques/canicule/\n  mots: []\n")[0] is None


def test_a_page_that_the_site_has_not_is_a_finding_with_its_place() -> None:
    words, _ = read(GOOD)
    assert words is not None
    assert list(absent_pages(words, {"risques/canicule/"})) == []
    (absent,) = absent_pages(words, {"risques/"})
    assert str(absent) == (
        "data/recherche.yaml:1:9: page « risques/canicule/ » absente du site — règle : les mots cherchés mènent à une page du site"
        " — remède : corriger l'adresse, ou retirer l'entrée"
    )
