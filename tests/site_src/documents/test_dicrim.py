"""The whole document, read by its tags: headings, tables and alternative texts of the records, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from site_src.documents import stage as edition
from site_src.documents.dicrim import PrintedEdition, document
from site_src.frame.identity import Identite
from site_src.risques.risque import Risque
from tests.builds import record
from tests.site_src.documents.conftest import MAP, Files, Made, register_of
from tests.site_src.documents.pdf import Document, Tag, plain, read


@pytest.fixture(scope="module")
def contents(files: Files, make: Made) -> dict[str, Any]:
    """What the template was given."""
    register, identite = register_of(files), record(files, "identite", Identite)
    svg = make(files)[0][edition.CHART]
    drawn = edition.drawings(
        register, {"site/cartes/inondation/carte.svg": MAP, edition.CHART: svg}
    )
    return document(PrintedEdition(register, identite, 1763830000, drawn.images))


@pytest.fixture(scope="module")
def pdf(documents: Files) -> Document:
    return read(documents["site/documents/dicrim.pdf"])


def blocks(contents: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    parts = [contents["couverture"]]
    parts += [risque["blocs"] for famille in contents["familles"] for risque in famille["risques"]]
    parts += [contents["numeros"], contents["revision"]]
    yield from (bloc for part in parts for bloc in part if bloc["genre"] == kind)


def headings(contents: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "H1", "Numéros d’urgence"
    yield "H1", "Table des matières"
    yield "H1", "Ce que couvre ce document"
    for famille in contents["familles"]:
        yield "H1", famille["titre"]
        for risque in famille["risques"]:
            yield "H2", risque["titre"]
            for bloc in risque["blocs"]:
                if bloc["genre"] == "heading":
                    yield f"H{bloc['niveau'] + 2}", bloc["texte"]
    yield "H1", "Numéros utiles"
    yield "H1", "Dates de révision"
    yield "H1", "Sources"


def test_a_reader_is_told_title_and_language(pdf: Document) -> None:
    assert (pdf.titre, pdf.langue, pdf.est_titre_montre) == (
        "Les risques majeurs à Paris",
        "fr-FR",
        True,
    )


def test_it_is_declared_as_pdf_ua_1(pdf: Document) -> None:
    assert pdf.partie_ua == "1"


def test_headings_are_those_of_the_records_in_order(
    pdf: Document, contents: dict[str, Any]
) -> None:
    found = [
        (tag.role, plain(tag.titre))
        for tag in pdf.racine.walk()
        if tag.role in ("H1", "H2", "H3", "H4")
    ]
    assert found == [(level, plain(text)) for level, text in headings(contents)]


def test_tables_are_those_of_the_records_in_order(pdf: Document, contents: dict[str, Any]) -> None:
    emergency, *found = pdf.racine.all("Table")
    assert [cells(row)[0] for row in emergency.all("TR")[1:]] == [
        one["numero"] for one in contents["urgences"]
    ]
    expected = list(blocks(contents, "grid"))
    assert len(found) == len(expected)
    for tag, bloc in zip(found, expected, strict=True):
        assert [plain(head.text) for head in tag.all("TH")] == [
            plain(head) for head in bloc["entetes"]
        ]
        rows = [cells(row) for row in tag.all("TR") if row.all("TD")]
        assert rows == [[squeezed(text) for text in line] for line in bloc["lignes"]]


def test_who_cannot_speak_reads_on_paper_that_114_takes_messages(pdf: Document) -> None:
    emergency, *_ = pdf.racine.all("Table")
    (row,) = (one for one in map(cells, emergency.all("TR")[1:]) if one[0] == "114")
    assert "SMS" in row[1]


def cells(row: Tag) -> list[str]:
    return [squeezed(cell.text) for cell in row.all("TD")]


def squeezed(text: str) -> str:
    """Without spaces: where a line is broken, none is drawn."""
    return plain(text).replace(" ", "")


def test_images_have_the_alternative_texts_of_the_records_in_order(
    pdf: Document, contents: dict[str, Any]
) -> None:
    found = [plain(tag.alternative) for tag in pdf.racine.all("Figure")]
    assert found == [plain(bloc["alternative"]) for bloc in blocks(contents, "image")]
    assert found[0] == "Carte d'essai. Un rectangle de 2 km²"
    assert re.search(r"\d{4} : \d,\d\d m", found[1])


def test_every_instruction_is_in_the_document(pdf: Document, files: Files) -> None:
    text = squeezed(pdf.text)
    for risque in register_of(files).risques:
        for consigne in instructions(risque):
            assert squeezed(consigne.replace("'", "’")) in text


def instructions(risque: Risque) -> list[str]:
    phases = (risque.consignes.avant, risque.consignes.pendant, risque.consignes.apres)
    return [consigne.texte for phase in phases for consigne in phase]


def test_the_cover_says_that_it_is_not_the_official_document_and_its_date(pdf: Document) -> None:
    first = squeezed(pdf.text[:1500])
    assert (
        squeezed("Ce document n’est pas le DICRIM officiel arrêté par la Maire de Paris.") in first
    )
    assert squeezed("Édition du 22 novembre 2025") in first


def test_families_and_risks_are_in_the_table_of_contents(
    pdf: Document, contents: dict[str, Any]
) -> None:
    lines = [squeezed(tag.text) for tag in pdf.racine.all("TOCI")]
    for famille in contents["familles"]:
        for name in (famille["titre"], *(risque["titre"] for risque in famille["risques"])):
            assert any(line.startswith(squeezed(name)) for line in lines), name
