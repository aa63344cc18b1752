"""The words of the forms: a record that changed without them is a finding at its place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from opendata.findings import Finding, FindingsError, Record, read_record, read_yaml
from site_src.gestion.collections import every_record
from site_src.gestion.labels import PATH, Labels, read_labels
from site_src.risques.border import DocumentDicrim
from tests.builds import record

ROOT = Path(__file__).resolve().parents[3]
WORDS = """\
choix: {}
communs:
  libelles: {titre: Titre}
fiches:
  Essai:
    nom: Essai
    libelles: {rang: Rang}
"""


class Essai(Record):
    titre: str
    rang: int = 0


class Grandi(Record):
    titre: str
    rang: int = 0
    nouveau: str = ""


def told(text: str, *records: type[Record]) -> list[str]:
    found: list[Finding] = []
    read = read_labels(text.encode(), records, found)
    assert (read is None) == bool(found)
    return [str(one) for one in found]


def test_every_field_of_every_record_has_its_words() -> None:
    found: list[Finding] = []
    assert read_labels((ROOT / PATH).read_bytes(), every_record(), found)
    assert not found


def test_a_field_without_words_is_found_where_its_record_is_told() -> None:
    Grandi.__name__ = "Essai"
    assert told(WORDS, Grandi) == [
        (f"{PATH}:6:5: champ « nouveau » de « Essai » sans libellé — règle : chaque champ d'une fiche a son libellé dans les "
        "formulaires — remède : ajouter « nouveau » aux libellés, ou à « absents » avec sa raison")
    ]  # fmt: skip


def test_check_finds_a_record_whose_form_did_not_follow() -> None:
    words = (ROOT / PATH).read_text()
    without = words.replace("      emetteur: Qui a décidé l’alerte\n", "", 1)
    assert without != words
    with pytest.raises(FindingsError) as caught:
        record({PATH: without.encode()}, "formulaires", Labels)
    line = words[: words.index("  Alert:")].count("\n") + 2
    assert [str(one) for one in caught.value.findings] == [
        (f"{PATH}:{line}:5: champ « emetteur » de « Alert » sans libellé — règle : chaque champ d'une fiche a son libellé dans les "
         "formulaires — remède : ajouter « emetteur » aux libellés, ou à « absents » avec sa raison")
    ]  # fmt: skip


def test_words_without_their_field_are_found() -> None:
    gone = WORDS.replace("{rang: Rang}", "{rang: Rang, parti: Parti}").replace(
        "{titre: Titre}", "{titre: Titre, nul: Nul}"
    )
    assert told(gone, Essai) == [
        f"{PATH}:7:35: « Essai » n'a plus de champ « parti » — règle : chaque champ d'une fiche a son libellé dans les formulaires — remède : retirer la ligne",
        f"{PATH}:3:33: aucune fiche n'a de champ « nul » — règle : chaque champ d'une fiche a son libellé dans les formulaires — remède : retirer la ligne",
    ]  # fmt: skip


def test_a_record_without_a_form_and_a_form_without_its_record_are_found() -> None:
    other = WORDS.replace("Essai:\n", "Autre:\n")
    assert [line.split(" — ")[0] for line in told(other, Essai)] == [
        f"{PATH}:5:3: fiche « Essai » sans formulaire",
        f"{PATH}:6:5: « Autre » n'est la fiche d'aucun formulaire",
    ]


def test_a_field_that_no_form_shows_says_why() -> None:
    absent = WORDS.replace("libelles: {rang: Rang}", "absents: {rang: Le site le calcule.}")
    assert not told(absent, Essai)


def test_a_date_of_the_document_that_a_form_writes_between_quotes_is_a_date() -> None:
    raw = (ROOT / "data/risques/document.yaml").read_text()
    told = re.sub(r"(?m)^adopte_le: .*$", 'adopte_le: "2031-01-10"', raw).encode()
    found: list[Finding] = []
    document = read_yaml("data/risques/document.yaml", told, found)
    assert document
    read = read_record(document, DocumentDicrim, found)
    assert read
    assert read.adopte_le == date(2031, 1, 10)
