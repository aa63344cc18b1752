"""The radon category of the arrondissements, held against the official file.

The register states one category for the whole of Paris. Nothing is kept of the original:
`build.py derive` reads it and refuses a category that is not the one stated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from maps.derivation.originals import read_described
from opendata.findings import Finding, decode
from opendata.model import Source

SOURCE = "radon"
CATEGORIE = "1"
ARRONDISSEMENTS = tuple(str(75101 + rank) for rank in range(20))
CODE, CLASSE = "insee_com", "classe_potentiel"


def held(mirror: Path, sources: Mapping[str, Source], findings: list[Finding]) -> tuple[str, ...]:
    """The line that says what was held; none, with findings, when it does not hold."""
    rule = "la catégorie de radon vient d'une source décrite"
    original = read_described(mirror, (SOURCE,), sources, rule, findings)
    return () if original is None else categories(sources[SOURCE], original[SOURCE], findings)


def categories(source: Source, raw: bytes, findings: list[Finding]) -> tuple[str, ...]:
    """The line that says what an original was held against; none, with findings, when it does not hold."""
    before = len(findings)
    text = decode(source.fichier, raw, findings)
    if text is None:
        return ()
    rows = {
        row.get(CODE): row.get(CLASSE)
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    }
    findings.extend(
        Finding(source.fichier, 0, 0, f"{code} : catégorie de radon « {rows.get(code) or 'absente'} »",
                f"le registre publie la catégorie {CATEGORIE} pour les 20 arrondissements",
                "corriger data/risques/mouvement-terrain.yaml")
        for code in ARRONDISSEMENTS
        if rows.get(code) != CATEGORIE
    )  # fmt: skip
    if len(findings) > before:
        return ()
    return (f"radon : catégorie {CATEGORIE} dans les {len(ARRONDISSEMENTS)} arrondissements",)
