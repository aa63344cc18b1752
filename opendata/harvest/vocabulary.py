"""The terms of vocabularies that the catalogue uses, each with its class and scheme.

A harvester or a judge that cannot fetch the EU's tables finds here what the shapes of DCAT-AP ask of a term; none is
described beyond that. Sources: EU Publications Office (authority tables), ADMS (licence types), IANA (media types).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from opendata.harvest.rdf import Blank, Iri, Node, Text, Value

EU = "http://publications.europa.eu/resource/authority"
THEMES = f"{EU}/data-theme"
LICENCE_TYPES = "http://purl.org/adms/licencetype"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
# Terms that are concepts have a name (SKOS): that of their table, in French where it has one.
NAMES: Mapping[str, Text] = {
    f"{THEMES}/ENVI": Text("Environnement"),
    f"{THEMES}/GOVE": Text("Gouvernement et secteur public"),
    f"{THEMES}/JUST": Text("Justice, système juridique et sécurité publique"),
    f"{THEMES}/REGI": Text("Régions et villes"),
    f"{THEMES}/TRAN": Text("Transports"),
    f"{EU}/planned-availability/STABLE": Text("stable"),
    f"{LICENCE_TYPES}/Attribution": Text("Attribution", langue="en"),
    f"{LICENCE_TYPES}/ViralEffect-ShareAlike": Text("Viral effect (share-alike)", langue="en"),
}


@dataclass(frozen=True)
class _Table:
    """Terms whose addresses begin alike: their class, and the scheme that they are in."""

    start: str
    kind: str
    scheme: str = ""


_TABLES = (
    _Table(f"{EU}/access-right/", "dct:RightsStatement", f"{EU}/access-right"),
    _Table(f"{EU}/file-type/", "dct:MediaTypeOrExtent", f"{EU}/file-type"),
    _Table(f"{EU}/frequency/", "dct:Frequency", f"{EU}/frequency"),
    _Table(f"{EU}/language/", "dct:LinguisticSystem", f"{EU}/language"),
    _Table(f"{EU}/planned-availability/", "skos:Concept", f"{EU}/planned-availability"),
    _Table(f"{THEMES}/", "skos:Concept", THEMES),
    _Table(f"{LICENCE_TYPES}/", "skos:Concept", f"{LICENCE_TYPES}/1.0"),
    _Table(f"{MEDIA_TYPES}/", "dct:MediaType"),
)


def terms(nodes: Iterable[Node]) -> Iterator[Node]:
    """Each term that the nodes name, once, and the scheme of themes. Raises `KeyError` on a concept without a name."""
    addresses = {value.value for node in nodes for value in _values(node) if isinstance(value, Iri)}
    for address in sorted(addresses):
        table = next((one for one in _TABLES if address.startswith(one.start)), None)
        if table is not None:
            name = [("skos:prefLabel", NAMES[address])] if table.kind == "skos:Concept" else []
            scheme = [("skos:inScheme", Iri(table.scheme))] if table.scheme else []
            yield Node(address, table.kind, (*name, *scheme))
    title = Text("Thèmes de données (Union européenne)")
    yield Node(THEMES, "skos:ConceptScheme", (("dct:title", title),))


def _values(node: Node | Blank) -> Iterator[Value]:
    for _, value in node.properties:
        yield value
        if isinstance(value, Blank):
            yield from _values(value)
