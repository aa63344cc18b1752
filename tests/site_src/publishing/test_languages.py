"""Another language is a folder: its pages come out in it, and what they say in another one is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

import pytest
from lxml import html

from tests.site_src.other_language import MARK, MENU, NAME, PAGE, RISK, documents, folder

ROOT = "https://exemple.invalid/"
Documents = Mapping[str, bytes]
ARABIC, ENGLISH, FRENCH = f"ar/{PAGE}/index.html", f"en/{PAGE}/index.html", f"risques/{RISK}/index.html"  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Documents:
    return documents(folder())


def read(site: Documents, path: str) -> html.HtmlElement:
    return html.fromstring(site[path].decode())


def test_its_pages_have_its_code_its_direction_and_its_mark(site: Documents) -> None:
    own = [path for path in site if path.startswith("ar/") and path.endswith(".html")]
    assert sorted(own) == ["ar/index.html", "ar/search/index.html", ARABIC]
    for path in own:
        page = read(site, path)
        assert (page.get("lang"), page.get("dir")) == ("ar", "rtl"), path
        assert MARK in page.find_class("prm-mention")[0].text_content(), path


def test_its_menu_and_its_words_are_those_of_its_folder(site: Documents) -> None:
    page = read(site, ARABIC)
    (sections,) = page.find_class("prm-sections")
    assert [link.text_content() for link in sections.iter("a")] == [MENU["risques"]]
    assert "عاصفة رعدية" in page.find(".//h1").text_content()
    (header,), (footer,) = page.iter("header"), page.iter("footer")
    for part in (header, footer):
        assert "Rechercher" not in part.text_content()
        assert "Menu" not in part.text_content()


def test_each_page_leads_to_itself_in_every_other_language(site: Documents) -> None:
    for path, others in {
        FRENCH: {"en": f"../../en/{PAGE}/", "ar": f"../../ar/{PAGE}/"},
        ENGLISH: {"fr": f"../../risques/{RISK}/", "ar": f"../../ar/{PAGE}/"},
        ARABIC: {"fr": f"../../risques/{RISK}/", "en": f"../../en/{PAGE}/"},
    }.items():
        page = read(site, path)
        switch = page.find_class("prm-langue")
        assert {link.get("hreflang"): link.get("href") for link in switch} == others, path
        assert all(link.get("lang") == link.get("hreflang") for link in switch), path
        heads = {one.get("hreflang") for one in page.iter("link") if one.get("hreflang")}
        assert heads == {*others, page.get("lang")}, path
    (arabic,) = (one for one in read(site, FRENCH).find_class("prm-langue") if one.get("lang") == "ar")  # fmt: skip
    assert arabic.get("dir") == "rtl"
    assert NAME in arabic.text_content()


def test_the_head_names_itself_in_each_language_by_whole_addresses(site: Documents) -> None:
    """As search engines want them: tools/performance.py leaves that to this test where a site has no address."""
    own = {"fr": f"risques/{RISK}/", "en": f"en/{PAGE}/", "ar": f"ar/{PAGE}/"}
    whole = {code: f"{ROOT}repo/{place}" for code, place in own.items()}
    for path in (FRENCH, ENGLISH, ARABIC):
        links = (one for one in read(site, path).iter("link") if one.get("hreflang"))
        assert {one.get("hreflang"): one.get("href") for one in links} == whole, path


def test_a_page_that_is_in_no_other_language_leads_to_the_nearest_and_says_so(site: Documents) -> None:  # fmt: skip
    page = read(site, "cartes/index.html")
    (english,) = (one for one in page.find_class("prm-langue") if one.get("lang") == "en")
    assert english.get("href") == "../en/"
    assert "Home" in english.text_content()
    assert "not in English" in english.get("title")
    assert [one for one in page.iter("link") if one.get("hreflang")] == []


def test_the_404_speaks_every_language(site: Documents) -> None:
    page = read(site, "404.html")
    assert [part.get("lang") for part in page.xpath("//article/div[@lang]")] == ["ar", "en"]
    assert "Page not found" in page.text_content()


def test_a_language_that_is_not_published_gives_no_page_and_no_link() -> None:
    hidden = documents(folder(is_published=False))
    assert [path for path in hidden if path.startswith("ar/")] == []
    assert 'hreflang="ar"' not in hidden[FRENCH].decode()


def unmarked(site: Documents) -> Iterator[str]:
    """Links to a page of another language that do not say so."""
    languages = {"ar", "en"}
    for path, raw in site.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        page = html.fromstring(raw.decode())
        own = page.get("lang")
        for link in page.iter("a"):
            leads = urljoin(f"{ROOT}{path.removesuffix('index.html')}", link.get("href", ""))
            place = leads.removeprefix(ROOT).partition("#")[0]
            is_page = f"{place}index.html" in site
            first = place.partition("/")[0]
            code = first if first in languages else "fr"
            if is_page and code != own and link.get("hreflang") != code:
                yield f"{path}: {place}"


def test_every_link_to_a_page_of_another_language_says_which(site: Documents) -> None:
    assert list(unmarked(site)) == []
