"""Datasets of a few files, without layers or a release: their records, and their packages as the stage makes them."""

from __future__ import annotations

from collections.abc import Mapping

from opendata.findings import Finding, FindingsError
from opendata.packages.drawings import NoDrawings
from opendata.packages.package import publish
from opendata.records.catalogue import Datasets, read_catalogue
from opendata.records.publisher import Publisher
from opendata.records.sources import read_sources
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.engine.tree import Tree
from site_src.frame.identity import A_COMPLETER, NON_OFFICIEL
from tests.builds import ROOT

GOLDEN = ROOT / "tests/golden/datasets"
SOURCES = "data/sources.yaml"
PUBLISHER = Publisher(A_COMPLETER, "", NON_OFFICIEL)


def case(name: str) -> dict[str, bytes]:
    """The files of a golden directory, with those that all share."""
    folders = (Tree(GOLDEN / "commun"), Tree(GOLDEN / name))
    return {path: raw for tree in folders for path, raw in tree.select(["data/**/*"]).items()}


def datasets(files: Mapping[str, bytes]) -> Datasets:
    """Every dataset of `files`. Raises `FindingsError` when one of them is wrong."""
    findings: list[Finding] = []
    sources = read_sources(SOURCES, files[SOURCES], findings)
    read = read_catalogue(files, sources, findings)
    if findings:
        raise FindingsError(findings)
    return read


def packages(files: Mapping[str, bytes], audit: ReleaseAudit | None = None) -> dict[str, bytes]:
    """The packages of every dataset of `files`; `audit` stands for that of the release. Raises `FindingsError`."""
    sources = read_sources(SOURCES, files[SOURCES], []) or {}
    made: dict[str, bytes] = {}
    for checked in datasets(files).checked:
        made |= publish(checked, sources, PUBLISHER, audit, {}, NoDrawings())
    return made
