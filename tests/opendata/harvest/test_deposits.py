"""What an archive asks of a deposited dataset (DataCite's schema 4.5 accepted all of ours)."""

from __future__ import annotations

from opendata.harvest.deposits import datacite, zenodo
from opendata.harvest.translations import Said
from tests.opendata.harvest.small import ADDRESS, PACKAGE, reference

ENGLISH = (Said("en", "Trials", "Trials and measures."),)


def test_datacite_has_what_it_makes_mandatory_but_the_doi() -> None:
    told = datacite(PACKAGE, reference(), ENGLISH)
    assert told["types"]["resourceTypeGeneral"] == "Dataset"
    assert told["creators"] == [{"name": "Service d’essai", "nameType": "Organizational"}]
    assert (told["publisher"], told["publicationYear"]) == ({"name": "Service d’essai"}, "2026")
    assert [one["title"] for one in told["titles"]] == ["Les essais <b>", "Trials"]
    assert told["url"] == f"{ADDRESS}donnees/essai/1.1.0/"
    assert not {"doi", "identifiers"} & set(told)


def test_datacite_says_every_licence_and_both_dates() -> None:
    told = datacite(PACKAGE, reference(), ())
    assert [one["rightsIdentifier"] for one in told["rightsList"]] == ["ODbL-1.0", "etalab-2.0"]
    assert {one["dateType"]: one["date"] for one in told["dates"]} == {
        "Issued": "2026-10-01",
        "Updated": "2026-11-02",
    }


def test_zenodo_takes_one_licence_the_strictest() -> None:
    assert zenodo(PACKAGE, reference())["license"] == "odbl-1.0"


def test_a_description_for_zenodo_is_html_of_texts() -> None:
    assert zenodo(PACKAGE, reference())["description"] == (
        "<p>Des essais &amp; des mesures.</p><p>Ce n’est pas officiel.</p>"
    )


def test_without_an_address_nothing_claims_one() -> None:
    assert "url" not in datacite(PACKAGE, reference(""), ())
    assert "related_identifiers" not in zenodo(PACKAGE, reference(""))
