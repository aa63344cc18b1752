"""When places are open and fountains give no water: tables of the dataset « lieux-frais », not of a layer."""

from __future__ import annotations

from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.cooling import FONTAINES_COLUMNS, LIEUX_COLUMNS, MOTIFS, identifiers
from maps.derivation.originals import Features
from maps.derivation.points import Columns, text

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
COLUMNS: Columns = {**LIEUX_COLUMNS, **dict.fromkeys(f"horaires_{jour}" for jour in JOURS)}
INDISPONIBILITES: Columns = {**FONTAINES_COLUMNS, "debut_ind": None, "fin_ind": None}


def horaires(original: Features, lieux: DerivedLayer) -> tuple[Properties, ...]:
    """A row for each place of the layer and each day of which the publisher says something.

    Columns: identifiant, jour, horaires (the publisher's words, cut by it at 50 characters).
    """
    rows = identifiers(original)
    return tuple(
        {"identifiant": place["identifiant"], "jour": jour, "horaires": hours}
        for place in lieux.properties
        for jour in JOURS
        if (hours := text(original.properties[rows[place["identifiant"]]][f"horaires_{jour}"]))
    )


def indisponibilites(original: Features, fontaines: DerivedLayer) -> tuple[Properties, ...]:
    """A row for each fountain of the layer that gives no water.

    Columns: identifiant, motif, date_debut, date_fin (days, local time; « » when not said).
    """
    rows = {text(row["gid"]): row for row in original.properties}
    shut = [place for place in fontaines.properties if not place["est_disponible"]]
    return tuple(_indisponibilite(rows[place["identifiant"]]) for place in shut)


def _indisponibilite(row: Properties) -> Properties:
    reason = text(row["motif_ind"])
    return {
        "identifiant": text(row["gid"]),
        "motif": MOTIFS.get(reason, reason),
        "date_debut": text(row["debut_ind"])[:10],
        "date_fin": text(row["fin_ind"])[:10],
    }
