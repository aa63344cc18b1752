"""An atlas and published tables → the atlas with its maps of classes, judged whole."""

from __future__ import annotations

from dataclasses import replace

from maps.choropleth.class_layers import Joined, Tables, fiction_findings, join, layer_name
from maps.records.atlas import Atlas
from opendata.findings import Document, Finding


def joined(atlas: Atlas, tables: Tables, findings: list[Finding]) -> Atlas | None:
    """The atlas whose maps of classes are ready to be drawn; `None` with every finding.

    `tables` are those that may be published, by (dataset, resource).
    """
    before = len(findings)
    made = dict(_each(atlas.document, atlas, tables, findings))
    if len(findings) > before:
        return None
    return replace(
        atlas,
        cartes=tuple(made[carte.id].carte if carte.id in made else carte for carte in atlas.cartes),
        layers={**atlas.layers, **{layer_name(item.carte): item.layer for item in made.values()}},
        said={**atlas.said, **{name: item.words for name, item in made.items()}},
    )


def _each(
    document: Document, atlas: Atlas, tables: Tables, findings: list[Finding]
) -> dict[str, Joined]:
    made = {}
    for number, carte in enumerate(atlas.cartes):
        findings.extend(fiction_findings(document, number, carte))
        item = join(document, number, carte, atlas.layers, tables, frozenset(atlas.sources), findings)  # fmt: skip
        if item is not None:
            made[carte.id] = item
    return made
