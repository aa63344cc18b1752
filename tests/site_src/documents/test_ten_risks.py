"""The ten risks in English: what every page of the risk says, in the same order, and what nobody translated in French."""

from __future__ import annotations

from dataclasses import replace

import pytest

from site_src.documents.dicrim import PrintedEdition
from site_src.documents.pages import translated
from site_src.documents.ten_risks import ten_risks, told
from site_src.documents.translated import has_all
from site_src.dossiers.border import Translations, langue_of
from site_src.engine.readings import Library
from site_src.frame.identity import Identite
from site_src.frame.languages import Language
from site_src.risques.border import Chosen, Register, instructions
from tests.builds import UNKNOWN, committed, library, outputs
from tests.site_src.documents.conftest import OPTIONS, TYPEFACE
from tests.site_src.documents.pdf import Document, plain, read

READS = ("data/**/*", "site_src/documents/templates/*.typ", f"{TYPEFACE}*/*.ttf")
PATH = "site/documents/en/what-to-do.pdf"
PARTS = ("During", "Before", "After")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return committed(*READS) | UNKNOWN


@pytest.fixture(scope="module")
def shelf(files: dict[str, bytes]) -> Library:
    return library(files)


@pytest.fixture(scope="module")
def english(shelf: Library) -> Translations:
    found: Translations = shelf.record("translations", dict)["en"]
    return found


@pytest.fixture(scope="module")
def printed(files: dict[str, bytes]) -> Document:
    return read(outputs("traductions", files, {}, OPTIONS)[PATH])


def data_of(shelf: Library, read_: Translations) -> dict[str, object]:
    register, language = shelf.record("register", Register), read_.langue
    assert isinstance(language, Language)
    what = told(shelf.record("crise", Chosen), register, langue_of(language, read_.phrases), read_)
    edition = PrintedEdition(register, shelf.record("identite", Identite), 0, {})
    return ten_risks(what, language.words("documents"), edition)


def test_it_is_an_english_document_on_a4_that_says_it_is_not_the_official_one(
    printed: Document, english: Translations
) -> None:
    assert (printed.langue, printed.partie_ua) == ("en", "1")
    assert printed.titre == english.langue.words("documents")["dix_titre"]
    assert printed.taille_pt == pytest.approx((595.3, 841.9), abs=0.5)
    assert english.langue.mark in printed.text
    assert english.langue.words("documents")["dix_document"] in printed.text


def test_it_holds_the_ten_in_their_order_with_every_instruction_and_number(
    printed: Document, shelf: Library, english: Translations
) -> None:
    register = shelf.record("register", Register)
    said = {fr: plain(en.replace("'", "’")) for fr, en in english.phrases.items()}
    heads = [plain(tag.text) for tag in printed.racine.all("H1")]
    risks = shelf.record("crise", Chosen).risks(register)
    assert heads == [*(said[risque.titre] for risque in risks), "Sources"]
    text = printed.text.replace(" ", "")
    for risque in risks:
        for _, item in instructions(risque):
            for sentence in said.get(item.texte, item.texte.replace("'", "’")).split(". "):
                assert sentence.replace(" ", "") in text, (risque.id, sentence)
    assert all(contact.numero in printed.text for contact in register.urgences)


def test_each_risk_has_its_three_parts_or_says_whom_to_ask(
    shelf: Library, english: Translations
) -> None:
    for risque in data_of(shelf, english)["risques"]:  # type: ignore[attr-defined]
        assert {part["titre"] for part in risque["phases"]} == set(PARTS)
        assert risque["absence"].endswith("Ask:")
        assert risque["autorite"]["langue"] == "fr"


def test_an_instruction_without_translation_is_printed_in_french_and_said_to_be_so(
    shelf: Library, english: Translations
) -> None:
    register = shelf.record("register", Register)
    first = shelf.record("crise", Chosen).risks(register)[0].consignes.pendant[0]
    phrases = {fr: en for fr, en in english.phrases.items() if fr != first.texte}
    data = data_of(shelf, replace(english, phrases=phrases))
    (line,) = [
        one
        for risque in data["risques"]  # type: ignore[attr-defined]
        for part in risque["phases"]
        for group in part["groupes"]
        for one in group["consignes"]
        if one["langue"] == "fr"
    ]
    assert line["lignes"][0]["texte"] == first.texte.replace("'", "’")
    assert line["reserve"] == "not translated yet, in French"


def test_a_language_that_lacks_one_of_the_ten_is_not_printed(
    shelf: Library, english: Translations
) -> None:
    chosen = shelf.record("crise", Chosen)
    assert has_all(chosen.ids, english)
    lost = f"data/risques/{chosen.ids[0]}.yaml"
    others = {path: item for path, item in english.by_original.items() if path != lost}
    assert not has_all(chosen.ids, replace(english, by_original=others))


def test_pages_link_it_by_its_name_and_its_size(english: Translations) -> None:
    made = {PATH: bytes(1_301_400)}
    ((address, name),) = translated([english.langue], made).values()
    assert address == "documents/en/what-to-do.pdf"
    assert name.endswith("(PDF, 1,301 kB)")
    assert translated([english.langue], {}) == {}
