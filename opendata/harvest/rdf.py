"""A small RDF graph and its two writings: Turtle and JSON-LD (W3C), the same triples in both.

A resource has an address, or is written where it is named (`Blank`): the same graph is always the same text.
Without the site's address, addresses are relative to the document that is read (« ./crues/#jeu »).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from pydantic_core import to_json

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Iri:
    """An address, or a term of a vocabulary as `prefix:name`."""

    value: str


@dataclass(frozen=True)
class Text:
    """A literal in `langue`, or of the type (`xsd:…`, `geo:wktLiteral`, an address) that `kind` names."""

    value: str
    kind: str = ""
    langue: str = "fr"


Value: TypeAlias = Union[Iri, Text, "Blank"]
Properties: TypeAlias = tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Blank:
    """A resource without an address: its class, and its properties in order."""

    kind: str
    properties: Properties


@dataclass(frozen=True)
class Node:
    """A resource: its address, its class, and its properties in order."""

    address: str
    kind: str
    properties: Properties


def turtle(nodes: Iterable[Node]) -> bytes:
    """RDF 1.1 Turtle."""
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return (head + "".join(f"\n{_block(node)}\n" for node in nodes)).encode()


def _block(node: Node) -> str:
    lines = _lines(node.kind, node.properties)
    return f"<{_escaped(node.address)}> " + " ;\n    ".join(lines) + " ."


def _lines(kind: str, properties: Properties) -> Sequence[str]:
    return [f"a {_named(kind)}", *(f"{name} {_term(value)}" for name, value in properties)]


def _term(value: Value) -> str:
    if isinstance(value, Blank):
        return f"[ {' ; '.join(_lines(value.kind, value.properties))} ]"
    if isinstance(value, Iri):
        return _named(value.value)
    text = json.dumps(value.value, ensure_ascii=False)  # Turtle's escapes are those of JSON
    return f"{text}^^{_named(value.kind)}" if value.kind else f"{text}@{value.langue}"


def _named(value: str) -> str:
    return value if _is_term(value) else f"<{_escaped(value)}>"


def _is_term(value: str) -> bool:
    return value.partition(":")[0] in PREFIXES


def _escaped(address: str) -> str:
    """An address without the characters that end it (RDF 1.1 Turtle, IRIREF)."""
    return "".join(f"%{ord(c):02X}" if c in '<>"{}|^`\\' or c <= " " else c for c in address)


def jsonld(nodes: Iterable[Node]) -> bytes:
    """JSON-LD 1.1, flat but for resources without an address."""
    graph = [
        {"@id": _escaped(node.address), **_object(node.kind, node.properties)} for node in nodes
    ]
    document = {"@context": dict(PREFIXES), "@graph": graph}
    return to_json(document, indent=1) + b"\n"


def _object(kind: str, properties: Properties) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": kind}
    for name, value in properties:
        found.setdefault(name, []).append(_value(value))
    return found


def _value(value: Value) -> dict[str, Any]:
    if isinstance(value, Blank):
        return _object(value.kind, value.properties)
    if isinstance(value, Iri):
        return {"@id": value.value if _is_term(value.value) else _escaped(value.value)}
    typed = {"@type": value.kind} if value.kind else {"@language": value.langue}
    return {"@value": value.value, **typed}
