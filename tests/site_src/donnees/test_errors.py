"""« Données et erreurs » says what the declarations say, and nobody's address before there is one."""

from __future__ import annotations

import datetime
from html import unescape

from opendata.records.dataset import Dataset, KnownError
from site_src.donnees.errors import corrected, errors_page, known, told_of, withdrawn
from site_src.frame.identity import Identite
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from tests.builds import UNKNOWN, committed, record
from tests.site_src.donnees.packages import case, datasets
from tests.site_src.donnees.test_pages import read, templates


def essai(**changes: object) -> dict[str, Dataset]:
    (one,) = datasets(case("valide")).checked
    return {"essai": one.dataset.model_copy(update=changes)}


def page(declared: dict[str, Dataset], **known_of: str) -> Page:
    site = record(UNKNOWN, "identite", Identite).model_copy(update=known_of)
    return errors_page(told_of(declared), 1, site, Templates(templates()))


def test_without_an_error_it_says_that_none_is_written_down_and_not_that_there_is_none() -> None:
    assert "Aucune erreur n’est inscrite. Cela ne prouve pas" in read(page(essai()))


def test_a_known_error_stands_with_its_day_until_a_version_corrects_it() -> None:
    error = KnownError(date=datetime.date(2026, 3, 2), texte="La hauteur de <b> est fausse.")
    declared = essai(erreurs=(error,))
    assert [one.texte for one in known(declared)] == ["La hauteur de <b> est fausse."]
    body = page(declared).body
    assert "2 mars 2026" in read(page(declared))
    assert "<b>" not in body


def test_a_correction_is_a_version_whose_third_number_is_not_zero() -> None:
    (one,) = essai()["essai"].journal
    later = one.model_copy(update={"version": "1.0.1", "date": datetime.date(2026, 4, 1), "texte": "Une faute."})  # fmt: skip
    added = one.model_copy(update={"version": "1.1.0", "date": datetime.date(2026, 5, 1)})
    assert [entry.version for entry in corrected(essai(journal=(added, later, one)))] == ["1.0.1"]


def test_the_version_that_was_withdrawn_says_why() -> None:
    declared: dict[str, Dataset] = record(committed("data/**/*"), "declarations", dict)
    found = withdrawn(declared)
    assert {entry.jeu for entry in found} == {"tranquillite"}
    told = read(page(declared))
    assert "Les versions retirées" in told
    assert told.count("données fictives de démonstration") == len(found)
    assert "Les versions retirées" not in read(page(essai()))


def test_who_to_tell_is_what_the_site_says_of_itself() -> None:
    assert "L’éditeur n’a pas encore donné d’adresse où écrire" in read(page(essai()))
    body = unescape(page(essai(), courriel="a@exemple.fr", depot="https://github.com/a/b/").body)
    assert 'href="mailto:a@exemple.fr"' in body
    assert 'href="https://github.com/a/b/issues"' in body
    assert "pas encore donné" not in body
