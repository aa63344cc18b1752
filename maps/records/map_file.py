"""data/cartes.yaml as it is written: who only asks what it says loads neither layers nor drawings."""

from __future__ import annotations

from collections.abc import Mapping

from opendata.findings import Document, Finding, read_yaml

CARTES = "data/cartes.yaml"


def read_declarations(files: Mapping[str, bytes], findings: list[Finding]) -> Document | None:
    """The file's document; `None` with findings when it is absent or no YAML."""
    raw = present(files, CARTES, findings)
    return None if raw is None else read_yaml(CARTES, raw, findings)


def present(files: Mapping[str, bytes], path: str, findings: list[Finding]) -> bytes | None:
    """The bytes of a file that maps are made from; `None` with a finding when it is absent."""
    if path not in files:
        findings.append(Finding(path, 0, 0, "fichier absent", "les cartes sont faites de ce fichier",
                                "remettre le fichier, ou relancer derive"))  # fmt: skip
    return files.get(path)
