"""Layers of data/geo, declared maps, and the streets' thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from maps.choropleth.joining import joined
from maps.figures.published_exposure import TABLES as EXPOSURE
from maps.figures.published_exposure import published_exposure
from maps.records.atlas import Atlas, atlas_of, read_layers
from maps.records.layers import Layer
from maps.streets.thresholds import PATH as THRESHOLDS
from maps.streets.thresholds import StreetRules, read_street_rules
from maps.words.addresses import told
from opendata.findings import Document, Finding, page_of
from opendata.model import Publishable
from opendata.packages.publishable import publishable_table
from opendata.records.catalogue import Datasets
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.alertes.outlines import Outlines, outlines
from site_src.engine.readings import Given
from site_src.territoires.coverage import CoveredTables, coverage_findings

PLACES = ("arrondissements", "quartiers")
Tables = dict[tuple[str, str], Publishable]


def layers(given: Given) -> dict[str, Layer]:
    """The layers of data/geo, by name."""
    found: list[Finding] = []
    read = read_layers(given.files, found)
    given.findings.extend(page_of(found, "/cartes/"))
    return read


def named_places(given: Given) -> dict[str, Sequence[Mapping[str, Any]]] | None:
    """The columns of the arrondissements and of the quartiers, by layer, without an outline.

    `None` when one of the two is wrong: that is said with the layer, and nothing is judged without it.
    """
    read: dict[str, Layer] = given.record("layers", dict)
    if not set(PLACES) <= read.keys():
        return None
    return {name: read[name].properties for name in PLACES}


def place_outlines(given: Given) -> Outlines | None:
    """What messages of alerts draw of the places of Paris, by official code; `None` as `named_places` is."""
    read: dict[str, Layer] = given.record("layers", dict)
    return outlines(read, given.record("sources", dict)) if set(PLACES) <= read.keys() else None


def atlas(given: Given) -> Atlas | None:
    """The declared maps over their layers, addresses in French case, tables not yet joined."""
    found: list[Finding] = []
    read = atlas_of(
        given.maybe("map_document", Document),
        given.files,
        told(given.record("layers", dict)),
        given.record("sources", dict),
        found,
    )
    given.findings.extend(page_of(found, "/cartes/"))
    given.report(
        f"cartes : {len(read.cartes) if read else 0}, couches : {len(read.layers) if read else 0}"
    )
    return read


def thresholds(given: Given) -> StreetRules | None:
    """The decisions behind the verdict of a street."""
    found: list[Finding] = []
    read = read_street_rules(given.files.get(THRESHOLDS, b""), found)
    given.findings.extend(page_of(found, "/ma-rue/"))
    given.report("seuils des voies : lus")
    return read


def coverage(given: Given) -> bool:
    """Whether the tables of territories and streets have a row for each feature of their layer."""
    found = coverage_findings(
        given.record("layers", dict), given.record("covered", CoveredTables).texts
    )
    given.findings.extend(page_of(found, "/ma-rue/"))
    given.report("tables des territoires et des voies : complètes")
    return True


def mapped(given: Given) -> tuple[str, ...]:
    """The datasets whose tables maps show or repeat."""
    cartes = given.record("atlas", Atlas).cartes
    shown = {carte.choroplethe.table.jeu for carte in cartes if carte.choroplethe}
    return tuple(sorted(shown | {name for name, _ in EXPOSURE}))


def map_tables(given: Given) -> Tables | None:
    """The tables that maps show or repeat, under the type that lets them out.

    `None` when one of them is wrong: that is said with its dataset, and no map is judged without it.
    """
    catalogue, outcome = given.record("datasets", Datasets), given.maybe("released", ReleaseAudit)
    used = set(given.record("mapped", tuple))
    if used & (catalogue.folders - catalogue.sound):
        return None
    tables = {
        (checked.id, resource.nom): publishable_table(checked, resource, outcome, [])
        for checked in catalogue.checked
        if checked.id in used
        for resource in checked.dataset.ressources
    }
    found = {name: table for name, table in tables.items() if table is not None}
    return found if len(found) == len(tables) else None


def cartes(given: Given) -> Atlas | None:
    """The atlas with the figures of published tables, and its maps of classes joined to theirs."""
    found: list[Finding] = []
    tables = given.record("map_tables", dict)
    exposure = published_exposure(tables[name] for name in EXPOSURE if name in tables)
    whole = joined(replace(given.record("atlas", Atlas), exposure=exposure), tables, found)
    given.findings.extend(page_of(found, "/cartes/"))
    return whole
