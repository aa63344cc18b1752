"""The maps' stage: carries the described sources of `opendata` to `maps`, which knows values only."""

from __future__ import annotations

from maps import stage
from opendata.findings import Finding, FindingsError
from opendata.sources import read_sources
from site_src.stages import Inputs

SOURCES = "data/sources.yaml"


def run(inputs: Inputs) -> dict[str, bytes]:
    """Pictures, interactive maps, their shared files, and what pages say; raises FindingsError."""
    findings: list[Finding] = []
    sources = read_sources(SOURCES, inputs.files[SOURCES], findings)
    atlas = stage.read_atlas(inputs.files, sources or {}, findings) if sources else None
    if atlas is None:
        raise FindingsError(findings)
    return stage.make(atlas, inputs.files, inputs.progress)
