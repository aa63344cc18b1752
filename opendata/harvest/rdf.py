"""A small RDF graph and its two writings: Turtle and JSON-LD (W3C), the same triples in both.

Every resource has an address, none is a blank node: the same graph is always the same text.
Without the site's address, addresses are relative to the document that is read (« ./crues/#jeu »).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Iri:
    """An address, or a term of a vocabulary as `prefix:name`."""

    value: str


@dataclass(frozen=True)
class Text:
    """A literal in French, or of the type (`xsd:…`, `geo:wktLiteral`) that `kind` names."""

    value: str
    kind: str = ""


@dataclass(frozen=True)
class Node:
    """A resource: its address, its class, and its properties in order."""

    address: str
    kind: str
    properties: tuple[tuple[str, Iri | Text], ...]


def turtle(nodes: Iterable[Node]) -> bytes:
    """RDF 1.1 Turtle."""
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return (head + "".join(f"\n{_block(node)}\n" for node in nodes)).encode()


def _block(node: Node) -> str:
    lines = [f"{name} {_term(value)}" for name, value in node.properties]
    return f"<{_escaped(node.address)}> " + " ;\n    ".join([f"a {node.kind}", *lines]) + " ."


def _term(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return value.value if _is_term(value.value) else f"<{_escaped(value.value)}>"
    text = json.dumps(value.value, ensure_ascii=False)  # Turtle's escapes are those of JSON
    return f"{text}^^{value.kind}" if value.kind else f"{text}@fr"


def _is_term(value: str) -> bool:
    return value.partition(":")[0] in PREFIXES


def _escaped(address: str) -> str:
    """An address without the characters that end it (RDF 1.1 Turtle, IRIREF)."""
    return "".join(f"%{ord(c):02X}" if c in '<>"{}|^`\\' or c <= " " else c for c in address)


def jsonld(nodes: Iterable[Node]) -> bytes:
    """JSON-LD 1.1, flat."""
    document = {"@context": dict(PREFIXES), "@graph": [_object(node) for node in nodes]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _object(node: Node) -> dict[str, Any]:
    properties: dict[str, Any] = {"@id": _escaped(node.address), "@type": node.kind}
    for name, value in node.properties:
        properties.setdefault(name, []).append(_value(value))
    return properties


def _value(value: Iri | Text) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value if _is_term(value.value) else _escaped(value.value)}
    return {"@value": value.value} | ({"@type": value.kind} if value.kind else {"@language": "fr"})
