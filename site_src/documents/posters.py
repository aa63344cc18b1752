"""data/affiches.yaml → posters: the official instructions of a risk below its pictogram."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Annotated, Any

from pydantic import Field

from opendata.findings import Finding, Record, read_record, read_yaml
from site_src.documents import risk_sheet
from site_src.documents.blocks import instruction
from site_src.documents.dicrim import PrintedEdition, pictogram_file
from site_src.frame.typography import typographie
from site_src.risques.border import Consigne, Identifiant, Register, Risque, TexteSansChiffre

PATH = "data/affiches.yaml"
# The model of the posters asked of some premises (arrêté of 9 February 2005) could not be read.
RESERVE = "Projet. Conformité au modèle réglementaire non vérifiée."
# Paper → scale of everything on it (ISO 216: A3 is A4 times the square root of two).
FORMATS: Mapping[str, float] = {"a4": 1.0, "a3": math.sqrt(2)}
# (height of the symbol in millimetres, size of the text, 1 being 17 points), tried in turn until all holds.
ROOM = ((76, 1.5), (68, 1.35), (60, 1.2), (50, 1.1), (40, 1.0), (34, 0.9))


class Affiche(Record):
    """One poster: its risk, its title, and what the risk's pictogram shows."""

    risque: Identifiant
    titre: TexteSansChiffre
    alternative: TexteSansChiffre


class Affiches(Record):
    """The whole file."""

    affiches: Annotated[tuple[Affiche, ...], Field(min_length=1)]


def read_posters(
    raw: bytes, register: Register, findings: list[Finding]
) -> tuple[Affiche, ...] | None:
    """The posters; `None` with findings on an unknown risk, or nothing official to print."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, Affiches, findings) if document else None
    if document is None or read is None:
        return None
    risques = {risque.id: risque for risque in register.risques}
    before = len(findings)
    for number, poster in enumerate(read.affiches):
        keys = ("affiches", number)
        if poster.risque not in risques:
            findings.append(document.finding((*keys, "risque"), f"risque « {poster.risque} » inconnu", "une affiche est celle d'un risque du registre",
                                             "corriger l'identifiant"))  # fmt: skip
        elif not official_instructions(risques[poster.risque]):
            findings.append(document.finding((*keys, "risque"), f"risque « {poster.risque} » sans consigne officielle pendant l'évènement",
                                             "une affiche ne montre que des consignes de fiabilité S", "retirer l'affiche, ou retrouver la source officielle"))  # fmt: skip
    return read.affiches if len(findings) == before else None


def official_instructions(risque: Risque) -> tuple[Consigne, ...]:
    """What a poster may show: instructions for the event itself, read at their official source."""
    return tuple(consigne for consigne in risque.consignes.pendant if consigne.fiabilite == "S")


def poster_data(
    poster: Affiche, risque: Risque, papier: str, edition: PrintedEdition
) -> dict[str, Any]:
    """What the template prints on `papier`, a key of `FORMATS`, but for one pair of `ROOM`."""
    instructions = official_instructions(risque)
    named = (risk_sheet.origin(edition.register, consigne.source) for consigne in instructions)
    return {
        **edition.commun(),
        "titre": typographie(poster.titre),
        "reserve": RESERVE,
        "papier": papier,
        "echelle": FORMATS[papier],
        "symbole": pictogram_file(poster.risque),
        "alternative": typographie(poster.alternative),
        "consignes": [
            (typographie(cas), [asdict(instruction(item)) for item in group])
            for cas, group in groupby(instructions, key=lambda item: item.cas or "")
        ],
        "sources": " ; ".join(dict.fromkeys(named)),
    }
