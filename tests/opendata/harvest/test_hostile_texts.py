"""Feeds and graphs hold every text as it was written."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
import rdflib

from opendata.harvest.feed import feed
from opendata.harvest.rdf import Iri, Node, Text, jsonld, turtle
from tests.hostile import TEXTS

ATOM = "{http://www.w3.org/2005/Atom}"
LABEL = rdflib.RDFS.label


@pytest.mark.parametrize("text", TEXTS)
def test_a_feed_holds_the_text(text: str) -> None:
    version = {"date": "2026-01-01", "version": "1.0.0", "description": text}
    package = {"name": "essai", "title": text, "changelog": [version]}
    root = ET.fromstring(feed(text, "essai", [package], text, "https://exemple.invalid/donnees/"))
    assert root.findtext(f"{ATOM}title") == text
    assert root.findtext(f"{ATOM}author/{ATOM}name") == text
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == text
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == f"{text}, version 1.0.0"


@pytest.mark.parametrize("text", TEXTS)
def test_both_writings_of_a_graph_hold_the_text(text: str) -> None:
    address = f"https://exemple.invalid/{text}"
    node = Node("https://exemple.invalid/a", "dcat:Dataset", (("rdfs:label", Text(text)), ("dcat:landingPage", Iri(address))))  # fmt: skip
    graph = rdflib.Graph().parse(data=turtle([node]), format="turtle")
    (label,) = graph.objects(None, LABEL)
    assert str(label) == text
    assert len(graph) == 3
    (told,) = json.loads(jsonld([node]))["@graph"]
    assert told["rdfs:label"] == [{"@value": text, "@language": "fr"}]
