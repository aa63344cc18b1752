"""What may be shown of a record at a given moment: the value, the value and its age, or that nothing is known.

A level of the river counts from its observation, a colour from its reading, and no longer than its bulletin
holds. What says « nothing to fear » (green, « Bon », « Moyen ») is shown only while it is fresh; a warning that grew old is
still shown, as such, until it is too old.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from site_src.direct.records import COULEURS, INDICES, Air, Fiche, Niveau, Troncon, Vigilance
from site_src.direct.services import Seuils
from site_src.frame.hours import PARIS, local

Etat = Literal["fraiche", "ancienne", "douteuse", "inconnue"]
# What is said of a feed that gave no value, by how its last attempt went.
RIEN: Mapping[str, str] = {
    "sans_donnee": "pas de mesure publiée",
    "injoignable": "service injoignable",
    "refuse": "demande refusée par le service",
    "illisible": "réponse illisible",
    "non_configure": "source non configurée",
    "douteux": "valeur douteuse",
}
NEVER = "pas de mesure publiée ici"
TOO_OLD = "valeur trop ancienne pour être montrée"
GREEN, CALM = 1, INDICES[:2]


@dataclass(frozen=True)
class Fraicheur:
    """From when a value is old, and from when it is no longer shown."""

    ancienne_a: datetime
    cachee_a: datetime

    def etat(self, now: datetime) -> Etat:
        """Whether the value is fresh, old, or no longer shown, at `now`."""
        if now >= self.cachee_a:
            return "inconnue"
        return "ancienne" if now >= self.ancienne_a else "fraiche"


def freshness(fiche: Fiche, now: datetime, seuils: Seuils) -> Fraicheur | None:
    """How long what the record says of `now` holds; `None` when it says nothing."""
    if getattr(fiche, "valeur", None) is None or fiche.lu_a is None or fiche.observe_a is None:
        return None
    old, hidden = (timedelta(hours=h) for h in (seuils.ancienne_apres_h, seuils.cachee_apres_h))
    if isinstance(fiche, Niveau):
        return Fraicheur(fiche.observe_a + old, fiche.observe_a + hidden)
    end = _end(fiche, now, seuils)
    if end is None:
        return None
    hidden_at = min(fiche.lu_a + hidden, end)
    old_at = min(fiche.lu_a + old, hidden_at)
    return Fraicheur(old_at, old_at if is_calm(fiche, now) else hidden_at)


def _end(fiche: Fiche, now: datetime, seuils: Seuils) -> datetime | None:
    """When what the service says of `now` is over; `None` when it says nothing of it."""
    assert fiche.observe_a is not None
    if isinstance(fiche, Vigilance):
        period = fiche.en_cours(now)
        return period.fin if period else None
    if isinstance(fiche, Air):
        day = local(now).date()
        return datetime.combine(day + timedelta(days=1), time(), PARIS) if fiche.du(day) else None
    return fiche.observe_a + timedelta(hours=seuils.bulletin_vaut_h)


def is_calm(fiche: Fiche, now: datetime) -> bool:
    """Whether what it says of `now` would reassure: it must not, once it is old."""
    if isinstance(fiche, Troncon):
        return fiche.valeur == GREEN
    if isinstance(fiche, Vigilance):
        period = fiche.en_cours(now)
        return period is not None and period.couleur == GREEN
    day = fiche.du(local(now).date()) if isinstance(fiche, Air) else None
    return day is not None and day.indice in CALM


def etat(fiche: Fiche | None, now: datetime, seuils: Seuils) -> Etat:
    """How a feed is shown at `now`. A value that is not sure is never fresh."""
    held = freshness(fiche, now, seuils) if fiche else None
    if fiche is None or held is None:
        return "inconnue"
    found = held.etat(now)
    if fiche.statut != "douteux" or found != "fraiche":
        return found
    return "inconnue" if is_calm(fiche, now) else "douteuse"


def reason(fiche: Fiche | None, found: Etat) -> str:
    """Why nothing is shown, or why what is shown is not sure; "" when nothing is wrong."""
    if fiche is None:
        return NEVER
    if found != "inconnue":
        return fiche.motif
    said = RIEN.get(fiche.statut, TOO_OLD)
    return f"{said} : {fiche.motif}" if fiche.motif and fiche.statut in RIEN else said


def couleur(level: int) -> str:
    """Vert, jaune, orange, rouge."""
    return COULEURS[level]
