"""Alerts as the search finds them: a small file beside the index, so that an alert does not have it made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import to_json

from site_src.alertes.history import Alerts
from site_src.alertes.places import ARCHIVE, ENGLISH_NOW, NOW
from site_src.alertes.records import Alert
from site_src.alertes.scope import Scope
from site_src.alertes.views import View, view

# Past ones that are found, the latest first: the archive has them all.
MOST_PAST = 100


@dataclass(frozen=True)
class Sought:
    """What is searched, at the moment of the build."""

    alerts: Alerts
    scope: Scope
    instant: datetime

    def file(self) -> bytes:
        """Those that stand, the gravest first, then past ones: words by language, and when the alert ends by itself.

        `fin` is null of what is over already; `etat` says what the alert is, `finie` what it is once it ended.
        """
        past = self.alerts.past(self.instant)[:MOST_PAST]
        entries = [
            *(self._entry(alert, NOW, alert.fin) for alert in self.alerts.standing(self.instant)),
            *(self._entry(alert, ARCHIVE, None) for alert in past),
        ]
        return to_json(entries, indent=1) + b"\n"

    def _entry(self, alert: Alert, page: str, end: datetime | None) -> Mapping[str, Any]:
        french, english = (
            view(alert, self.alerts, self.scope, self.instant, name) for name in ("fr", "en")
        )
        return {
            "fin": french.fin if end else None,
            "mots": " ".join([french.risque.titre, french.risque.anglais, *(place.libelle for place in french.lieux)]),
            "fr": {**_words(french, is_over=end is None), "adresse": f"{page}#{alert.id}"},
            "en": {**_words(english, is_over=end is None), "adresse": f"{ENGLISH_NOW if end else page}#{alert.id}"},
        }  # fmt: skip


def _words(seen: View, *, is_over: bool) -> Mapping[str, str]:
    state = f"{seen.niveau}, {seen.quand}"
    return {
        "titre": seen.titre.mots,
        "langue": seen.titre.langue,
        "etat": f"{seen.niveau}. {seen.fin_dite}" if is_over else state,
        "finie": f"{seen.niveau}. {seen.finie}",
        "texte": seen.texte.mots,
    }
