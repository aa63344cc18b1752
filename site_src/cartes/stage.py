"""The maps' stage: carries the described sources of `opendata` to `maps`, which knows values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from maps import stage
from maps.choropleth.joining import joined
from maps.figures.published_exposure import TABLES, published_exposure
from maps.stage import Atlas
from opendata.findings import Finding, FindingsError
from opendata.records.sources import read_sources
from site_src.cartes.published_tables import publiables
from site_src.engine.stages import Inputs
from site_src.frame import identity

SOURCES = "data/sources.yaml"


def run(inputs: Inputs) -> dict[str, bytes]:
    """Pictures, interactive maps, their shared files, and what pages say; raises FindingsError."""
    findings: list[Finding] = []
    sources = read_sources(SOURCES, inputs.files[SOURCES], findings)
    atlas = stage.read_atlas(inputs.files, sources or {}, findings) if sources else None
    identite = identity.read_identity(inputs.files.get(identity.PATH, b""), findings)
    whole = with_tables(atlas, inputs.files, findings, findings) if atlas else None
    if whole is None or identite is None:
        raise FindingsError(findings)
    standing = replace(whole, mention=identite.mention)
    return stage.make(standing, inputs.files, inputs.progress)


def with_tables(
    atlas: Atlas, files: Mapping[str, bytes], findings: list[Finding], told: list[Finding]
) -> Atlas | None:
    """The atlas with the published figures and its maps of classes joined to their tables; `None` with findings.

    What is wrong with the tables themselves goes to `told`: the check of the datasets says it too.
    """
    used = {name for name, _ in TABLES} | {
        carte.choroplethe.table.jeu for carte in atlas.cartes if carte.choroplethe
    }
    faults: list[Finding] = []
    tables = publiables(files, sorted(used), faults)
    told.extend(faults)
    if faults:
        return None
    exposure = published_exposure(tables[name] for name in TABLES if name in tables)
    return joined(replace(atlas, exposure=exposure), files, tables, findings)
