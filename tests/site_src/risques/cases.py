"""The register as the readings make it, over files by path: datasets, then the Seine's heights, then the risks."""

from __future__ import annotations

from collections.abc import Mapping

from opendata.findings import Finding
from opendata.records.catalogue import read_catalogue
from site_src.risques.register import Register, read_register
from site_src.risques.seine import SeineReading
from site_src.risques.seine_reading import read_seine


def heights_in(files: Mapping[str, bytes], findings: list[Finding]) -> SeineReading:
    """What the datasets say of the Seine."""
    return read_seine(read_catalogue(files, None, findings), findings)


def register_in(files: Mapping[str, bytes], findings: list[Finding]) -> Register | None:
    """The register; every finding, also of the datasets that it shows."""
    return read_register(files, heights_in(files, findings), findings)
