"""data/derives.yaml: the imprint of every file that `derive` wrote, so that no other hand changes one unseen.

A layer short of five hundred polygons, a table where every street is « hors_zone », an hour corrected where the next
`derive` would write over it: each reads as a sound file. Only what `derive` gave is right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from maps.records.columns import COLUMNS
from maps.streets.thresholds import PATH as RULES
from maps.streets.thresholds import StreetRules
from opendata.findings import Document, Finding, Record, read_record, read_yaml

PATH = "data/derives.yaml"
TABLES = tuple(
    f"data/datasets/{table}.csv"
    for table in (
        "exposition/exposition", "exposition-plus-hautes-eaux/exposition",
        "territoires/territoires", "voies/voies", "voies/voies-arrondissements", "voies-risques/verdicts", "voies-plus-hautes-eaux/verdicts",
        "lieux-frais/lieux-frais", "lieux-frais/horaires", "lieux-frais/fontaines",
        "lieux-frais/indisponibilites", "lieux-frais/arrondissements", "lieux-frais/types",
        "maxima-annuels/maxima-annuels", "maxima-annuels/crues-de-la-serie",
        "maxima-annuels/debits-annuels", "maxima-annuels/desaccords",
        "delinquance-enregistree/arrondissements", "delinquance-enregistree/paris",
    )
)  # fmt: skip
# What `derive` writes and nobody changes by hand.
DERIVED = (*(f"data/geo/{name}.geojson" for name in sorted(COLUMNS)), *TABLES)
HEAD = """\
# Ce que `python build.py derive` a écrit, et l'empreinte de chaque fichier. Écrit par derive, jamais à la main.
# `seuils` est l'empreinte des nombres de data/parametres/voies.yaml dont les verdicts sont tirés.
"""
RULE = "un fichier tiré des originaux n'est changé que par derive"
REMEDY = "reprendre le fichier dans l'historique ; pour le refaire, python build.py derive --mirror DOSSIER"
# Who corrects an hour in such a table is right about the hour, and not about the file.
OVERWRITTEN = (
    "le prochain derive effacerait ce changement : signaler l'erreur à qui publie l'original, et "
    + REMEDY
)
# What, rule and remedy, to who would edit such a table.
BY_HAND = ("table écrite par derive", RULE,
           "signaler l'erreur à qui publie l'original ; pour refaire la table, python build.py derive --mirror DOSSIER")  # fmt: skip

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Imprint(Record):
    """SHA-256 of a derived file, and its lines: one a feature or a row, and few more."""

    lignes: Annotated[int, Field(ge=1)]
    sha256: Sha256


class Imprints(Record):
    """The whole file."""

    seuils: Sha256
    fichiers: dict[str, Imprint]


def imprints(files: Mapping[str, bytes], rules: StreetRules) -> bytes:
    """data/derives.yaml of the `DERIVED` ones of `files`, and of the rules that verdicts follow from."""
    lines = [f"  {path}: {{lignes: {_lines(raw)}, sha256: \"{_sha256(raw)}\"}}"
             for path, raw in sorted(files.items()) if path in DERIVED]  # fmt: skip
    return "\n".join([f'{HEAD}seuils: "{rules_digest(rules)}"', "fichiers:", *lines, ""]).encode()


def rules_digest(rules: StreetRules) -> str:
    """SHA-256 of the numbers of the rules: who decided them, when and why change no verdict."""
    every = {"source", "date"}
    chosen = dict.fromkeys(("distances_m", "part_concernee_pct", "part_minimale_pct", "troncons", "ouvrages"), every)  # fmt: skip
    values = rules.model_dump(mode="json", include=set(chosen), exclude=chosen)
    return _sha256(json.dumps(values, sort_keys=True).encode())


def altered(files: Mapping[str, bytes], rules: StreetRules | None, findings: list[Finding]) -> None:
    """Report every derived file that is not the one `derive` wrote; `rules` is `None` when they cannot be read."""
    if PATH not in files:
        findings.append(Finding(PATH, 0, 0, "fichier absent", "les fichiers de derive ont leur empreinte ici", REMEDY))  # fmt: skip
        return
    document = read_yaml(PATH, files[PATH], findings)
    told = read_record(document, Imprints, findings) if document else None
    if document is None or told is None:
        return
    findings.extend(_unlisted(document, told))
    findings.extend(
        found
        for path, imprint in told.fichiers.items()
        if path in DERIVED and (found := _changed(path, files.get(path), imprint))
    )
    if rules is not None and rules_digest(rules) != told.seuils:
        findings.append(Finding(RULES, 0, 0, "seuils changés depuis les verdicts publiés", "les verdicts par voie suivent ces seuils",
                                "python build.py derive --mirror DOSSIER, qui refait les tables"))  # fmt: skip


def _unlisted(document: Document, told: Imprints) -> Iterator[Finding]:
    for path in DERIVED:
        if path not in told.fichiers:
            yield document.finding(("fichiers",), f"« {path} » n'y est pas", "chaque fichier de derive a son empreinte", REMEDY)  # fmt: skip
    for path in told.fichiers:
        if path not in DERIVED:
            yield document.finding(("fichiers", path), f"« {path} » n'est pas un fichier de derive",
                                   "chaque fichier de derive a son empreinte, et eux seuls", "retirer la ligne")  # fmt: skip


def _changed(path: str, raw: bytes | None, imprint: Imprint) -> Finding | None:
    if raw is None or _sha256(raw) == imprint.sha256:  # who reads a file says that it is absent
        return None
    what = "changé depuis derive"
    if _lines(raw) != imprint.lignes:
        what = f"{what} : {_lines(raw)} lignes au lieu de {imprint.lignes}"
    return Finding(path, 0, 0, what, RULE, OVERWRITTEN)


def _lines(raw: bytes) -> int:
    return raw.count(b"\n")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
