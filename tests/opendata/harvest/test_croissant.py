"""A dataset as Croissant describes it (mlcroissant 1.1.1 read all of ours with this form)."""

from __future__ import annotations

from opendata.harvest.croissant import CONFORMS, croissant
from tests.opendata.harvest.small import ADDRESS, PACKAGE, reference


def test_each_table_is_a_record_set_read_from_its_csv() -> None:
    told = croissant(PACKAGE, reference())
    assert told["conformsTo"] == CONFORMS
    assert [one["@id"] for one in told["distribution"]] == ["lieux.csv", "visites.csv"]
    lieux, visites = told["recordSet"]
    assert lieux["key"] == [{"@id": "lieux/code"}]
    assert {one["name"]: one["dataType"] for one in (*lieux["field"], *visites["field"])} == {
        "code": "sc:Text",
        "annee": "sc:Integer",
        "hauteur_m": "sc:Float",
        "est_ouvert": "sc:Boolean",
        "jour": "sc:Date",
        "lieu": "sc:Text",
        "nb": "sc:Integer",
    }
    assert visites["field"][1]["source"] == {
        "fileObject": {"@id": "visites.csv"},
        "extract": {"column": "lieu"},
    }


def test_a_file_has_its_address_size_and_digest() -> None:
    file = croissant(PACKAGE, reference())["distribution"][0]
    assert file["contentUrl"] == f"{ADDRESS}donnees/essai/lieux.csv"
    assert (file["contentSize"], file["sha256"]) == ("12 B", "ab" * 32)


def test_without_an_address_files_are_beside_the_description() -> None:
    told = croissant(PACKAGE, reference(""))
    assert "url" not in told
    assert told["distribution"][0]["contentUrl"] == "lieux.csv"


def test_identifiers_are_each_given_once() -> None:
    told = croissant(PACKAGE, reference())
    named = [one["@id"] for one in (*told["distribution"], *told["recordSet"])]
    named += [field["@id"] for table in told["recordSet"] for field in table["field"]]
    assert len(named) == len(set(named))
