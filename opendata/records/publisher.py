"""Who publishes the packages: the part of data/site.yaml that travels with the data."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from opendata.findings import Finding, read_record, read_yaml

UNKNOWN = "à compléter"
NOT_OFFICIAL = "Ce site n’est pas le DICRIM officiel arrêté par la Maire de Paris."


class _Dicrim(BaseModel):
    adopte: bool


class _Site(BaseModel):
    # The site's own reader owns the file and refuses unknown keys; here only these are read.
    model_config = ConfigDict(extra="ignore")
    editeur: str = ""
    courriel: str = ""
    dicrim: _Dicrim


@dataclass(frozen=True)
class Publisher:
    """Name and e-mail of the publisher, and the sentence on the site's legal standing."""

    nom: str
    courriel: str
    mention: str


def read_publisher(path: str, raw: bytes, findings: list[Finding]) -> Publisher | None:
    """The publisher; an unknown name reads « à compléter »."""
    document = read_yaml(path, raw, findings)
    site = read_record(document, _Site, findings) if document else None
    if not site:
        return None
    return Publisher(
        site.editeur or UNKNOWN, site.courriel, "" if site.dicrim.adopte else NOT_OFFICIAL
    )
