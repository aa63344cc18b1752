"""What data.gouv.fr keeps of a catalogue: the rules of its harvester (udata), in our words.

Read in opendatateam/udata, udata/harvest/backends/dcat.py, udata/core/dataset/{rdf,models}.py and udata/rdf.py:

- each resource of class `dcat:Dataset` is a dataset; without `dct:identifier` it is skipped;
- of several values, the first one written is taken; a description in French before another;
- a period with an address is fetched at that address, and lost when no RDF is there; else its dates are read;
- a licence is known by its `rdfs:label`, else by its address, among the licences of the portal;
- a contact without an e-mail is none; a place is a polygon in GeoJSON, or in WKT under one old name;
- a media type is one of IANA's addresses with https; a size and a checksum are taken as the literals' own values:
  a checksum that is no text fails the whole dataset.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlparse

import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
IANA = "https://www.iana.org/assignments/media-types/"
GEOJSON = f"{IANA}application/vnd.geo+json"
WKT = "http://www.opengis.net/rdf#wktLiteral"
# Of the portal's list of licences (api/1/datasets/licenses/): titles and addresses.
LICENCES = {
    "lov2": (
        "Licence Ouverte / Open Licence version 2.0",
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence",),
    ),
    "odc-odbl": (
        "Open Data Commons Open Database License (ODbL)",
        (
            "http://opendatacommons.org/licenses/odbl/summary/",
            "https://opendefinition.org/licenses/odc-odbl",
        ),
    ),
}

# `rdflib.resource.Resource`, whose methods have no types.
Resource: TypeAlias = Any


class LostError(Exception):
    """The whole dataset is refused."""


@dataclass(frozen=True)
class File:
    """A resource of a dataset."""

    url: str
    title: str
    mime: str
    format: str
    size: int | None
    checksum: str | None


@dataclass(frozen=True)
class Imported:
    """A dataset as the portal shows it; `None` is what was lost."""

    identifier: str
    title: str
    description: str
    period: tuple[datetime.date | None, datetime.date | None] | None
    licence: str | None
    contact: tuple[str, str] | None
    place: dict[str, Any] | None
    frequency: str
    files: tuple[File, ...]


def imported(graph: rdflib.Graph) -> Iterator[Imported]:
    """Every dataset that is kept. Raises `LostError` when one is refused whole."""
    for node in graph.subjects(RDF.type, DCAT.Dataset):
        one: Resource = graph.resource(node)
        if one.value(DCTERMS.identifier):
            yield _dataset(one)


def _dataset(one: Resource) -> Imported:
    distributions = tuple(one.objects(DCAT.distribution))
    licences = [*_labels(one), *(text for file in distributions for text in _labels(file))]
    return Imported(
        str(one.value(DCTERMS.identifier)),
        str(one.value(DCTERMS.title)),
        _french(one),
        _period(one.value(DCTERMS.temporal)),
        next((found for text in licences if (found := _licence(text))), None),
        _contact(one.value(DCAT.contactPoint)),
        _place(one),
        str(one.value(DCTERMS.accrualPeriodicity).identifier).rpartition("/")[2],
        tuple(map(_file, distributions)),
    )


def _french(one: Resource) -> str:
    values = list(one.objects(DCTERMS.description))
    return str(next((text for text in values if text.language == "fr"), values[0]))


def _period(period: Resource) -> tuple[datetime.date | None, datetime.date | None] | None:
    if isinstance(period.identifier, rdflib.URIRef):
        return None  # the HTML page at this address holds no period
    dates = [period.value(DCAT.startDate), period.value(DCAT.endDate)]
    start, end = (date.toPython() if date is not None else None for date in dates)
    return (start, end) if start or end else None


def _labels(one: Resource) -> Iterator[str]:
    for licence in one.objects(DCTERMS.license):
        yield str(licence.value(RDFS.label) or licence.identifier)


def _licence(text: str) -> str | None:
    for identifier, (title, addresses) in LICENCES.items():
        if text.lower() in (identifier, title.lower(), *map(str.lower, addresses)):
            return identifier
        parsed = urlparse(text)
        end = f"{parsed.netloc}{parsed.path.rstrip('/')}"
        if parsed.netloc and any(end in address for address in addresses):
            return identifier
    return None


def _contact(contact: Resource) -> tuple[str, str] | None:
    mail = contact.value(VCARD.hasEmail)
    if mail is None:
        return None
    return str(contact.value(VCARD.fn)), str(mail.identifier).replace("mailto:", "")


def _place(one: Resource) -> dict[str, Any] | None:
    for place in one.objects(DCTERMS.spatial):
        for text in place.objects():
            if isinstance(text, rdflib.Literal) and str(text.datatype) == GEOJSON:
                shape: dict[str, Any] = json.loads(text)
                return shape if shape["type"] in ("Polygon", "MultiPolygon") else None
            if isinstance(text, rdflib.Literal) and str(text.datatype) == WKT:
                return {"type": re.split(r"[ (]", text)[0].title()}
    return None


def _file(one: Resource) -> File:
    size, checksum = one.value(DCAT.byteSize), one.value(SPDX.checksum)
    digest = checksum.value(SPDX.checksumValue).toPython() if checksum else None
    if digest is not None and not isinstance(digest, str):
        raise LostError(f"{one.identifier} : empreinte illisible")
    mime = str(one.value(DCAT.mediaType).identifier)
    return File(
        str(one.value(DCAT.downloadURL).identifier),
        str(one.value(DCTERMS.title)),
        "/".join(mime.split("/")[-2:]) if mime.startswith(IANA) else mime,
        str(one.value(DCTERMS["format"]).identifier).rpartition("/")[2].lower(),
        None if size is None else size.toPython(),
        digest,
    )
