"""The maps' stage: carries the described sources of `opendata` to `maps`, which knows values only."""

from __future__ import annotations

from dataclasses import replace

from maps import stage
from opendata.findings import Finding, FindingsError
from opendata.sources import read_sources
from site_src import identity
from site_src.stages import Inputs

SOURCES = "data/sources.yaml"


def run(inputs: Inputs) -> dict[str, bytes]:
    """Pictures, interactive maps, their shared files, and what pages say; raises FindingsError."""
    findings: list[Finding] = []
    sources = read_sources(SOURCES, inputs.files[SOURCES], findings)
    atlas = stage.read_atlas(inputs.files, sources or {}, findings) if sources else None
    identite = identity.read_identity(inputs.files.get(identity.PATH, b""), findings)
    if atlas is None or identite is None:
        raise FindingsError(findings)
    standing = replace(atlas, mention=identite.mention)
    return stage.make(standing, inputs.files, inputs.progress)
