"""What maps are made from, read and found right: layers of data/geo, maps of data/cartes.yaml, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maps.figures.published_exposure import Exposure
from maps.records.carte import Carte, Couche
from maps.records.choices import choice_findings
from maps.records.columns import COLUMNS, POINTS
from maps.records.declaration import cartes_of
from maps.records.layers import Layer, read_layer
from maps.records.map_file import present, read_declarations
from maps.records.placement import misplaced
from maps.records.repere import Repere
from maps.words.map_words import Words
from opendata.findings import Document, Finding
from opendata.model import Source

GEO = "data/geo/"


@dataclass(frozen=True)
class Atlas:
    """Layers by name, declared maps and the document that declares them, sources by id.

    `exposure` are the published figures that texts repeat; `said` holds the words of maps that are joined
    to a table of their own (`maps.choropleth.joining`), by id.
    """

    layers: Mapping[str, Layer] = field(repr=False)
    cartes: tuple[Carte, ...]
    sources: Mapping[str, Source] = field(repr=False)
    document: Document = field(repr=False)
    exposure: Exposure = field(default_factory=dict, repr=False)
    said: Mapping[str, Words] = field(default_factory=dict, repr=False)

    @property
    def couches(self) -> tuple[Couche, ...]:
        """Every layer of every map, each once: one id is one layer (`maps.records.declaration`)."""
        once = {couche.id: couche for carte in self.cartes for couche in carte.couches}
        return tuple(once.values())

    @property
    def reperes(self) -> tuple[Repere, ...]:
        """Every kind of names of every map, each once."""
        return tuple(
            {repere.id: repere for carte in self.cartes for repere in carte.reperes}.values()
        )


def read_layers(files: Mapping[str, bytes], findings: list[Finding]) -> dict[str, Layer]:
    """The layers of data/geo that can be read, by name; every finding of the others."""
    read = {name: read_layer_of(files, name, findings) for name in COLUMNS}
    return {name: layer for name, layer in read.items() if layer}


def read_layer_of(files: Mapping[str, bytes], name: str, findings: list[Finding]) -> Layer | None:
    """One layer of data/geo by its name; a missing file is a finding."""
    path = f"{GEO}{name}.geojson"
    raw = present(files, path, findings)
    return None if raw is None else read_layer(path, raw, findings, properties=COLUMNS[name])


def read_atlas(
    files: Mapping[str, bytes],
    layers: Mapping[str, Layer],
    sources: Mapping[str, Source],
    findings: list[Finding],
) -> Atlas | None:
    """The atlas of `layers` (those that could be read) and of data/cartes.yaml; `None` with every finding."""
    before = len(findings)
    atlas = atlas_of(read_declarations(files, findings), files, layers, sources, findings)
    return None if len(findings) > before else atlas


def atlas_of(
    document: Document | None,
    files: Mapping[str, bytes],
    layers: Mapping[str, Layer],
    sources: Mapping[str, Source],
    findings: list[Finding],
) -> Atlas | None:
    """The atlas of `layers` and of what declares the maps, where that could be read; `None` with every finding.

    The declarations are judged even when a layer cannot be read: the layers' columns are known.
    """
    before = len(findings)
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    cartes = (
        None if document is None else cartes_of(document, columns, frozenset(sources), findings)
    )
    if document and cartes:
        findings.extend(dict.fromkeys(choice_findings(document, cartes, layers)))
    findings.extend(_misplaced(files, layers))
    if len(findings) > before or document is None or cartes is None or set(layers) != set(COLUMNS):
        return None
    return Atlas(layers, cartes, sources, document)


def _misplaced(files: Mapping[str, bytes], layers: Mapping[str, Layer]) -> list[Finding]:
    """Points outside the arrondissement that they name, of every layer of places."""
    if "arrondissements" not in layers:
        return []
    chosen = [layer for name, layer in layers.items() if name in POINTS]
    return [
        finding
        for layer in chosen
        for finding in misplaced(layer, files[layer.path], layers["arrondissements"])
    ]
