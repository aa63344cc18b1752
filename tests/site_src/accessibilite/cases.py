"""A small record of access: two checks, two kinds of pages, and the criteria of the repository."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opendata.findings import Finding
from site_src.accessibilite.records import DECLARATION, RESULTATS, SORTES, Preuves, read_evidence
from tests.builds import committed

KINDS = '- {id: accueil, nom: Accueil, adresse: ""}\n- {id: perdue, nom: Perdue, adresse: nulle/part/, absente: true}\n'
RESULTS = f"""mesure_le: 2026-01-31
revision: abc1234
empreinte: {"ab01" * 16}
navigateur: Navigateur 1
outils: [outil 2]
sortes: [accueil, perdue]
controles:
- {{id: axe, pages: 2, echecs: []}}
- {{id: html, pages: 9, echecs: []}}
poids:
- {{sorte: accueil, requetes: 7, octets: 84100, tiers: 0, polices: 1}}
- {{sorte: perdue, requetes: 5, octets: 60000, tiers: 0, polices: 1}}
"""


def files(changes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The files of data/accessibilite/, kinds and results replaced by small ones."""
    texts = {SORTES: KINDS, RESULTATS: RESULTS, **(changes or {})}
    read = committed("data/accessibilite/*.yaml")
    declaration = re.sub(rb"(?m)^audit:.*$", b"audit:", read[DECLARATION])
    declaration = re.sub(rb"(?m)^duree_jours:.*$", b"duree_jours: 180", declaration)
    return {
        **read,
        DECLARATION: declaration,
        **{path: text.encode() for path, text in texts.items()},
    }


def evidence(changes: Mapping[str, str] | None = None) -> Preuves:
    """The record of `files(changes)`, which must be right."""
    found: list[Finding] = []
    read = read_evidence(files(changes), found)
    assert found == []
    assert read is not None
    return read
