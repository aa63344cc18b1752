"""Records become pages: what is on them, in which words, and what never is."""

from __future__ import annotations

import re
from html import unescape

import pytest

from site_src.dossiers.pages import jobs
from site_src.dossiers.translations import figures
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from site_src.preparation.records import Kit
from site_src.risques.border import Gesture, Risque, instructions
from site_src.risques.phrases import PHASES
from tests.site_src.dossiers.cases import (
    LANGUAGES,
    files_of,
    own_files,
    pages_of,
    sound,
    templates,
)


def built(files: dict[str, bytes]) -> dict[str, Page]:
    return {page.path: page for page in pages_of(files)}


@pytest.fixture(scope="module")
def essai() -> dict[str, Page]:
    return built(files_of())


@pytest.fixture(scope="module")
def paris() -> dict[str, Page]:
    return built(own_files())


def words(page: Page) -> str:
    """The page's text, without tags, in one line; every space an ordinary one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.body)).split())


def test_a_page_stands_in_its_rubrique_and_names_its_file(essai: dict[str, Page]) -> None:
    page = essai["organisation/cas.md"]
    assert (page.section, page.source, page.langue) == (
        "organisation",
        "data/organisation/cas.yaml",
        "fr",
    )
    assert page.titre == "Un cas de 1658"


def test_the_number_of_those_who_cannot_speak_opens_a_message_in_both_languages(
    paris: dict[str, Page],
) -> None:
    bodies = {path: unescape(page.body) for path, page in paris.items()}
    shown = {path: re.findall(r'href="(\w+:114)"', body) for path, body in bodies.items()}
    assert {link for links in shown.values() for link in links} == {"sms:114"}
    assert shown["se-preparer/numeros.md"]
    assert shown["en/emergency-numbers.md"]


def test_the_number_for_victims_has_the_same_hours_on_every_page_that_gives_it(
    paris: dict[str, Page],
) -> None:
    french, english = words(paris["se-preparer/numeros.md"]), words(paris["en/emergency-numbers.md"])  # fmt: skip
    said = re.search(r"116 006 France Victimes[^(]*\(([^)]*)\)", french)
    translated = re.search(r"116 006 [^(]*\(([^)]*)\)", english)
    assert said
    assert translated
    assert re.search(r"\d+ h à \d+ h", said.group(1))
    assert figures(said.group(1)) == figures(translated.group(1))


def test_heat_stroke_is_a_call_at_once_in_english(paris: dict[str, Page]) -> None:
    collection, translations = sound(own_files())
    (heat,) = (one for one in collection.register.risques if one.id == "canicule")
    lines = [item.texte for item in heat.consignes.pendant if "coup de chaleur" in item.texte]
    english_of = translations["en"].phrases
    shown = words(paris[f"en/{translations['en'].by_original[f'data/risques/{heat.id}.yaml'].record.page}.md"])  # fmt: skip
    assert lines
    for line in lines:
        english = english_of.get(line)  # a line that has changed has none yet
        assert english is None or re.search(r"15.*at once", english)
        assert english is None or bare(english) in bare(shown)
    assert "without waiting for a heat stroke" not in shown


def test_the_circonscriptions_answer_to_the_deputy_director(paris: dict[str, Page]) -> None:
    said = words(paris["prevention/circonscriptions.md"])
    assert "sous-directeur" not in said
    assert " adjoint" in said


def test_both_counts_of_action_sheets_are_given_and_the_next_contract_is_another(
    paris: dict[str, Page],
) -> None:
    body = unescape(paris["prevention/cpps.md"].body)
    blocks = re.findall(r"<(?:p|li)\b.*?</(?:p|li)>", body, re.DOTALL)
    first = [part for part in blocks if re.search(r"\d fiches-actions", part) and "2026" not in part]  # fmt: skip
    counts = {re.findall(r"(\d+) fiches-actions", part)[0] for part in first}
    assert len(counts) == len(first) == 2
    assert all('href="' in part for part in first)
    assert re.search(r"2023 à 2026 est un autre", words(paris["prevention/cpps.md"]))


def test_the_year_described_is_said_at_the_top(essai: dict[str, Page]) -> None:
    assert "Cette page décrit ce que la Ville de Paris disait en 2016 ." in words(
        essai["organisation/cas.md"]
    )


def test_how_sure_an_instruction_is_stands_with_the_sources_of_its_list(
    essai: dict[str, Page],
) -> None:
    said = words(essai["organisation/cas.md"])
    assert "Prévenez la mairie. Ne rentrez pas. Sources" in said
    assert "1 : Service d’essai, 11 décembre 2023 , officielle" in said
    assert "2 : Journal d’essai, avril 2019 , relayée" in said


def test_figures_and_rows_come_from_the_dataset_and_empty_cells_say_so(
    essai: dict[str, Page],
) -> None:
    body = unescape(essai["organisation/cas.md"].body)
    said = words(essai["organisation/cas.md"])
    assert "En 2015, plus de 12 400 personnes, et 3 autres. Jeu de données « Essai »" in said
    assert "un : personnes" in said
    assert said.count("la source ne le dit pas") == 1
    assert 'href="../../donnees/essai/?table=table&f.id_ligne=un#table"' in body


def sourced() -> dict[str, bytes]:
    """The sound directory, its dataset with the source, the reliability and the page of each row."""
    files = files_of("ligne-que-sa-page-ne-dit-pas")
    table = "data/datasets/essai/table.csv"
    files[table] = files[table].replace(b"organisation/ailleurs/", b"organisation/cas/")
    files[table] = files[table].replace(b"officielle,organisation/\n", b"officielle,organisation/cas/\n")  # fmt: skip
    return files


def test_a_row_shows_its_source_and_what_a_speaker_said_is_told_as_said() -> None:
    page = built(sourced())["organisation/cas.md"]
    said = words(page)
    assert "3 autres. Jeu de données « Essai » Conseil d’essai, mars 2016 dit en séance Service d’essai, 2016" in said  # fmt: skip
    assert "La liste : Jeu de données « Essai » Conseil d’essai, mars 2016 dit en séance un : personnes" in said  # fmt: skip
    assert "Conseil d’essai, « Un débat », mars 2016. exemple.fr/debat" in said
    assert '<th scope="col">Source</th>' in page.body


def test_who_answers_to_whom_is_a_list_in_a_list() -> None:
    files = files_of("organigramme-sans-source")
    page = "data/organisation/cas.yaml"
    named = b"nom: Direction, source: page-officielle, statut: confirme,"
    files[page] = files[page].replace(b"nom: Direction,", named)
    body = built(files)["organisation/cas.md"].body
    inside = r'<ul class="prm-organigramme">\s*<li><div>Direction <span.*?</div>\s*<ul>\s*<li><div>Bureau</div>'
    assert re.search(inside, body, re.DOTALL)


def test_changing_the_dataset_changes_the_sentence() -> None:
    files = files_of()
    files["data/datasets/essai/table.csv"] = files["data/datasets/essai/table.csv"].replace(
        b"12400", b"12500"
    )
    assert "12 500 personnes" in words(built(files)["organisation/cas.md"])


def test_heights_of_a_past_event_are_those_of_the_register(essai: dict[str, Page]) -> None:
    said = words(essai["organisation/cas.md"])
    assert "8,90 m" in said
    assert "8,81" in said


def test_the_index_lists_the_other_pages_of_its_rubrique(essai: dict[str, Page]) -> None:
    body = unescape(essai["organisation/index.md"].body)
    assert '<a href="../organisation/cas/">Un cas de 1658</a>' in body


def test_every_source_named_is_described_below(essai: dict[str, Page]) -> None:
    for page in essai.values():
        named = set(re.findall(r'href="#(source-[a-z0-9-]+)"', page.body))
        assert named <= set(re.findall(r'id="(source-[a-z0-9-]+)"', page.body)), page.path


def test_nothing_that_is_filled_in_could_be_sent_or_kept(paris: dict[str, Page]) -> None:
    for path in (
        "se-preparer/kit-72h.md",
        "se-preparer/plan-familial.md",
        "en/family-plan.md",
        "en/72-hour-bag.md",
    ):
        body = paris[path].body
        fields = re.findall(r"<(?:input|textarea)[^>]*>", body)
        assert fields
        assert "<form" not in body
        assert not [field for field in fields if " name=" in field]
        assert all("autocomplete" in field for field in fields if "checkbox" not in field)


def test_every_field_has_its_label(paris: dict[str, Page]) -> None:
    for page in paris.values():
        fields = re.findall(r'<(?:input|textarea) [^>]*?id="([^"]+)"', page.body) + re.findall(
            r'<(?:input|textarea) id="([^"]+)"', page.body
        )
        labels = re.findall(r'<label for="([^"]+)"', page.body)
        assert sorted(set(fields)) == sorted(labels), page.path


def test_a_list_from_one_source_names_it_once(essai: dict[str, Page]) -> None:
    assert essai["se-preparer/kit.md"].body.count("Source de toute la liste") == 1


def test_the_kit_has_every_thing_of_its_record(paris: dict[str, Page]) -> None:
    collection, _ = sound(own_files())
    (kit,) = [entry.record for entry in collection.entries if isinstance(entry.record, Kit)]
    things = sum(len(groupe.objets) for groupe in kit.groupes)
    assert paris["se-preparer/kit-72h.md"].body.count('type="checkbox"') == things


def test_english_pages_say_what_they_are(paris: dict[str, Page]) -> None:
    english = [page for page in paris.values() if page.langue == "en"]
    assert len(english) >= 6
    for page in english:
        said = words(page)
        assert page.section == "en"
        assert "Unofficial translation" in said
        assert "Translation not yet reviewed." in said or "Translation reviewed by" in said


def bare(text: str) -> str:
    """The words alone: signs are those of each language's typography."""
    return " ".join(re.findall(r"\w+", text))


@pytest.fixture(scope="module")
def english_risks(paris: dict[str, Page]) -> list[tuple[Risque, dict[str, str], str]]:
    """Each risk that is translated, its English sentences, and the words of its page."""
    collection, translations = sound(own_files())
    found = []
    for risque in collection.register.risques:
        read = translations["en"].by_original.get(f"data/risques/{risque.id}.yaml")
        if read:
            sentences = {phrase.fr: phrase.said for phrase in read.record.phrases}
            found.append((risque, sentences, words(paris[f"en/{read.record.page}.md"])))
    return found


def test_an_english_risk_page_has_every_instruction_and_phase(
    english_risks: list[tuple[Risque, dict[str, str], str]],
) -> None:
    assert english_risks
    for risque, sentences, said in english_risks:
        for _, consigne in instructions(risque):
            english = sentences.get(consigne.texte)
            assert english is None or bare(english) in bare(said), (risque.id, english)
        assert all(phase in said for phase in ("Before", "During", "After")), risque.id


def test_an_english_risk_page_begins_with_the_emergency_numbers(
    english_risks: list[tuple[Risque, dict[str, str], str]],
) -> None:
    collection, _ = sound(own_files())
    first, *others = [contact.numero for contact in collection.register.urgences]
    for risque, _, said in english_risks:
        assert said.startswith(f"{first} "), risque.id
        assert all(f" {numero} " in said for numero in others), risque.id


def test_a_phase_without_instruction_sends_to_the_authority(
    english_risks: list[tuple[Risque, dict[str, str], str]],
) -> None:
    for risque, sentences, said in english_risks:
        empty = sum(not getattr(risque.consignes, phase) for phase in PHASES)
        assert said.count("No official instruction was found.") == empty, risque.id
        named = sentences.get(risque.autorite.nom, risque.autorite.nom)
        assert not empty or bare(named) in bare(said), risque.id


def test_a_translated_page_names_the_french_one(paris: dict[str, Page]) -> None:
    named = {page.originale for page in paris.values() if page.langue == "en"}
    assert paris["en/72-hour-bag.md"].originale == "se-preparer/kit-72h/"
    assert "" not in named


def test_a_value_is_text_never_markup() -> None:
    files = files_of()
    path = "data/organisation/index.yaml"
    files[path] = files[path].replace(b"texte: Informe.", b'texte: "<img src=x> [a](b) {{ 7*7 }}"')
    page = built(files)["organisation/index.md"]
    assert "<img" not in page.body
    assert "[a]" not in page.body


def test_an_english_instruction_has_a_verb_a_line_and_marks_what_it_forbids(
    paris: dict[str, Page],
) -> None:
    body = unescape(paris["en/seine-flood.md"].body)
    assert 'Go upstairs.<br> <span class="prm-non">Do not go down to the basement.</span>' in body


def test_an_english_page_draws_the_gestures_of_its_risk() -> None:
    collection, translations = sound(own_files())
    gestes = {one.id: Gesture(one.id, one.fr, one.en, "<path/>") for one in collection.register.gestes}  # fmt: skip
    made = {job.name: job for job in jobs(collection, LANGUAGES, translations, Templates(templates()), {}, gestes)}  # fmt: skip
    body = made["en/seine-flood.md"].written().body
    shown = set(re.findall(r'href="#dessin-([a-z-]+)"', body))
    assert shown
    assert shown == set(re.findall(r'<symbol id="dessin-([a-z-]+)"', body))
