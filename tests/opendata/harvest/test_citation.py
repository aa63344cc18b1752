"""Citations are read back as they were written, whatever a title holds."""

from __future__ import annotations

import re

import pytest
import yaml

from opendata.harvest.citation import Citation, apa, bibtex, cff, citation
from opendata.harvest.deposits import datacite, zenodo
from tests.hostile import TEXTS
from tests.opendata.harvest import small
from tests.opendata.harvest.small import PACKAGE

DOI = "10.1234/essai.5"

# What TeX prints of its own commands.
PRINTED = {"textbackslash{}": "\\", "textbraceleft{}": "{", "textbraceright{}": "}", "textasciitilde{}": "~",
           "textasciicircum{}": "^"}  # fmt: skip


def reference(text: str) -> Citation:
    return Citation("essai", text, "1.0.0", "2026-01-01", text, "https://exemple.invalid/", ("etalab-2.0",), text, (text,))  # fmt: skip


def printed(tex: str) -> str:
    """What a field shows once typeset."""
    names = "|".join(re.escape(name) for name in PRINTED)
    return re.sub(rf"\\({names}|[%#$&_])", lambda found: PRINTED.get(found[1], found[1]), tex)


@pytest.mark.parametrize("text", TEXTS)
def test_bibtex_prints_the_title_and_its_braces_close(text: str) -> None:
    entry = bibtex(reference(text))
    assert entry.count("{") == entry.count("}")
    (title,) = re.findall(r"^  title = \{(.*)\},$", entry, re.MULTILINE)
    assert printed(title) == text
    # Outside commands nothing is left that TeX would run.
    assert not re.search(r"(?<!\\)[%#$&_~^]", title)


@pytest.mark.parametrize("text", TEXTS)
def test_citation_cff_is_yaml_of_texts(text: str) -> None:
    told = yaml.safe_load(cff(reference(text)))
    assert (told["title"], told["abstract"], told["keywords"]) == (text, text, [text])
    assert told["authors"] == [{"name": text}]


def test_a_citation_leads_to_the_doi_when_an_archive_gave_one() -> None:
    package = {**PACKAGE, "changelog": [{**PACKAGE["changelog"][0], "doi": DOI}]}
    given = citation(package, "Service d’essai", "https://exemple.invalid/")
    assert apa(given).endswith(f"(version 1.1.0) [jeu de données]. https://doi.org/{DOI}")
    assert f"  doi = {{{DOI}}},\n" in bibtex(given)
    told = yaml.safe_load(cff(given))
    assert (told["doi"], told["url"]) == (DOI, "https://exemple.invalid/donnees/essai/1.1.0/")
    assert datacite(package, given, ())["doi"] == zenodo(package, given)["doi"] == DOI


def test_a_doi_that_came_after_the_description_is_cited_all_the_same() -> None:
    assert citation(PACKAGE, "Service d’essai", "", DOI).lien == f"https://doi.org/{DOI}"


def test_without_a_doi_or_an_address_the_citation_says_that_it_lacks_one() -> None:
    assert apa(small.reference("")).endswith("Adresse du site à compléter")


def test_a_description_that_is_older_than_the_journal_is_cited() -> None:
    without = {name: value for name, value in PACKAGE.items() if name != "changelog"}
    assert citation(without, "Éditeur", "").doi == ""
