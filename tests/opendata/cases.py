"""The golden datasets, one directory a case, and what becomes of datasets: packages, or findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from opendata.findings import FindingsError
from opendata.packages.drawings import NoDrawings
from opendata.packages.formats.geometry import Outlines
from opendata.packages.package import publish
from opendata.records import dictionary as names
from opendata.records.catalogue import CheckedDataset, Datasets
from opendata.records.dictionary import Joins
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.frame.identity import Identite
from tests.builds import library

GOLDEN = Path(__file__).resolve().parents[1] / "golden/datasets"


def case(name: str) -> dict[str, bytes]:
    """The files of a case, those of all cases included."""
    return _tree(GOLDEN / "commun") | _tree(GOLDEN / name)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "expected.txt"
    }


def published(
    files: Mapping[str, bytes],
    audit: ReleaseAudit | None = None,
    layers: Mapping[str, Outlines] | None = None,
) -> dict[str, bytes]:
    """The packages of every dataset in `files`, with `audit` as the outcome of the release's attack.

    `layers` are those of data/geo by path. Raises `FindingsError` with all that is wrong with what
    packages are made from.
    """
    read = library(files)
    sources = read.record("sources", dict)
    publisher = read.record("identite", Identite).publisher
    checked = read.record("datasets", Datasets).checked
    if read.findings:
        raise FindingsError(read.findings)
    packages = (
        publish(one, sources, publisher, audit, layers or {}, NoDrawings(), joins_of(one, files))
        for one in checked
    )
    return {path: raw for package in packages for path, raw in package.items()}


def joins_of(checked: CheckedDataset, files: Mapping[str, bytes]) -> Joins:
    """What the dataset's columns join, by the dictionary of `files` where they have one."""
    dictionary = names.read_dictionary(files.get(names.PATH, b""), [])
    columns = [name for one in checked.dataset.ressources for name in one.schema_.columns]
    return names.joins(dictionary, checked.id, columns) if dictionary else {}
