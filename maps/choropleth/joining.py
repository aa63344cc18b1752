"""An atlas and published tables → the atlas with its maps joined to them, judged whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maps.choropleth.class_layers import Joined, Tables, fiction_findings, join, layer_name
from maps.records.atlas import Atlas
from maps.words.zone_words import zone_findings
from opendata.findings import Document, Finding


def joined(atlas: Atlas, tables: Tables, findings: list[Finding]) -> Atlas | None:
    """The atlas whose maps can be drawn and put into words; `None` with every finding.

    `tables` are those that may be published, by (dataset, resource). Zones that the atlas has no
    published figures of are found too.
    """
    before = len(findings)
    findings.extend(_zones(atlas.document, atlas))
    joined_maps = dict(_each(atlas.document, atlas, tables, findings))
    if len(findings) > before:
        return None
    return replace(
        atlas,
        cartes=tuple(
            joined_maps[carte.id].carte if carte.id in joined_maps else carte
            for carte in atlas.cartes
        ),
        layers={
            **atlas.layers,
            **{layer_name(item.carte): item.layer for item in joined_maps.values()},
        },
        said={**atlas.said, **{name: item.words for name, item in joined_maps.items()}},
    )


def _zones(document: Document, atlas: Atlas) -> Iterator[Finding]:
    codes = atlas.layers["arrondissements"].column("code_insee")
    for number, carte in enumerate(atlas.cartes):
        if carte.paroles and carte.paroles.zone:
            yield from zone_findings(document, number, carte.paroles.zone, codes, atlas.exposure)


def _each(
    document: Document, atlas: Atlas, tables: Tables, findings: list[Finding]
) -> dict[str, Joined]:
    joined_maps = {}
    for number, carte in enumerate(atlas.cartes):
        findings.extend(fiction_findings(document, number, carte))
        item = join(document, number, carte, atlas.layers, tables, frozenset(atlas.sources), findings)  # fmt: skip
        if item is not None:
            joined_maps[carte.id] = item
    return joined_maps
