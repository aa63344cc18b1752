"""The file for a crisis says what the register says, in its words, with its sources; nothing of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from site_src.crise.contents import Writer
from site_src.crise.words import EN, FR
from site_src.frame.typography import typographie
from site_src.risques.border import Langue
from tests.site_src.crise.cases import lines, numbered, part, walk, writer

BOTH: tuple[Langue, ...] = ("fr", "en")


def english(one: Writer, text: str) -> str:
    return one.texts.phrases[text].replace("'", "’")


def test_both_languages_have_the_same_words_around_the_texts() -> None:
    assert FR.keys() == EN.keys()


def test_each_risk_has_every_instruction_for_the_event_in_order_and_in_the_words_of_the_register() -> (
    None
):
    french, other = writer("fr"), writer("en")
    assert len(french.risks) == 10
    for risk in french.risks:
        said = [item.texte for item in risk.consignes.pendant]
        assert numbered(part(french.sheet(), risk.id).blocs) == [typographie(text) for text in said]
        assert numbered(part(other.sheet(), risk.id).blocs) == [english(other, text) for text in said]  # fmt: skip


@pytest.mark.parametrize("langue", BOTH)
def test_every_emergency_number_of_the_register_is_there_and_opens_the_right_application(
    langue: Langue,
) -> None:
    one = writer(langue)
    first = one.sheet().intro[0].ligne
    assert [said.lien for said in first if said.lien] == [contact.lien for contact in one.register.urgences]  # fmt: skip
    (listing,) = part(one.sheet(), "urgences").blocs
    assert [line.partition(" ")[0] for line in lines((listing,))] == [
        contact.numero for contact in one.register.urgences
    ]


def test_numbers_that_the_risks_name_are_the_others() -> None:
    one = writer("fr")
    named = {name for risk in one.risks for name in risk.contacts}
    contacts = [one.register.contacts[name] for name in named]
    others = {each.numero.replace(" ", "\N{NO-BREAK SPACE}") for each in contacts if not each.est_urgence}  # fmt: skip
    said = lines(part(one.sheet(), "autres-numeros").blocs)
    assert len(said) == len(others)
    assert all(any(line.startswith(number) for line in said) for number in others)


@pytest.mark.parametrize("langue", BOTH)
def test_every_figure_is_one_of_the_register_its_sources_or_the_choice(langue: Langue) -> None:
    """Numbers of lists and of parts are no figures: they are not in the lines."""
    one = writer(langue)
    texts = [item.model_dump_json() for item in (*one.risks, *one.register.contacts.values(), *one.texts.sources.values())]  # fmt: skip
    texts += [one.texts.phrases.get(text, text) for text in one.texts.phrases] if langue == "en" else []  # fmt: skip
    texts += [item.model_dump_json() for signal in one.texts.signals for item in (*signal.faits, *signal.consignes)]  # fmt: skip
    texts += [one.chosen.reason(langue, dict.fromkeys(one.chosen.others, "")), one.register.document.redige_le.isoformat()]  # fmt: skip
    known = {int(figure) for text in texts for figure in re.findall(r"\d+", text)}
    said = [
        line for top in walk(one.sheet().parties) for line in lines(top.blocs) if "http" not in line
    ]
    bare = [re.sub(rf"^{FR['sources']}.*|^{EN['sources']}.*", "", line) for line in said]
    figures = {int(figure) for line in bare for figure in re.findall(r"\d+", line)}
    assert figures
    assert figures - known == set()


def test_sources_of_a_list_are_named_with_their_lines_and_how_sure_they_are() -> None:
    (risk,) = [one for one in writer("fr").risks if one.id == "neige-verglas"]
    told = lines(part(writer("fr").sheet(), risk.id).blocs)[-1]
    assert re.fullmatch(r"Sources\s: 1 à 8\s: .+, officielle\.", told)
    told = lines(part(writer("en").sheet(), risk.id).blocs)[-1]
    assert re.fullmatch(r"Sources: 1 to 8: .+, official\.", told)


def test_signals_are_those_of_the_page_on_the_alert() -> None:
    one = writer("fr")
    titles = [top.titre.mots for top in part(one.sheet(), "signaux").parties]
    assert titles == [typographie(signal.titre) for signal in one.texts.signals]
    assert any("FR-Alert" in title for title in titles)


def test_what_nobody_translated_is_in_french_and_says_so() -> None:
    one = writer("en")
    (first, *_) = one.risks[0].consignes.pendant
    bare = replace(one, texts=replace(one.texts, phrases={}))
    told = numbered(part(bare.sheet(), one.risks[0].id).blocs)[0]
    assert told == f"{typographie(first.texte)} ({EN['sans_traduction']})"


def test_a_translation_that_nobody_reviewed_says_so_and_a_reviewed_one_does_not() -> None:
    one = writer("en")
    risk = one.risks[0].id
    unread = replace(one, texts=replace(one.texts, reviewed=frozenset()))
    assert EN["non_relu"] in lines(part(unread.sheet(), risk).blocs)
    read = replace(one, texts=replace(one.texts, reviewed=frozenset({f"data/risques/{risk}.yaml"})))
    assert EN["non_relu"] not in lines(part(read.sheet(), risk).blocs)
    assert EN["non_relu"] not in FR.values()


@pytest.mark.parametrize("langue", BOTH)
def test_the_file_says_that_it_is_not_the_official_document_until_it_is(langue: Langue) -> None:
    one = writer(langue)
    told = one.sheet().intro[1].ligne[0].mots
    assert told == (one.identite.mention if langue == "fr" else EN["non_officiel"])
    dicrim = one.identite.dicrim.model_copy(update={"adopte": True, "arrete": "2031-1"})
    adopted = replace(one, identite=one.identite.model_copy(update={"dicrim": dicrim}))
    assert "2031-1" in adopted.sheet().intro[1].ligne[0].mots


def test_the_choice_of_the_ten_is_said_to_be_the_sites() -> None:
    assert any("ce choix est celui du site" in line for line in lines(part(writer("fr").sheet(), "a-propos").blocs))  # fmt: skip


def test_what_is_newer_is_at_the_sites_address_when_it_has_one_and_at_the_official_services() -> (
    None
):
    one = writer("fr")
    addressed = replace(one, identite=one.identite.model_copy(update={"adresse": "https://exemple.fr/"}))  # fmt: skip
    told = " ".join(lines(part(addressed.sheet(), "plus-recent").blocs))
    assert "https://exemple.fr/en-ce-moment/" in told
    assert all(page in told for _, page in one.texts.official)
    assert "http" not in lines(part(one.sheet(), "plus-recent").blocs)[0]
