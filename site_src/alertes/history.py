"""Which alerts stand at an instant, and what became of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from site_src.alertes.levels import gravity, is_crisis
from site_src.alertes.records import Alert, Cancellation


@dataclass(frozen=True)
class Fate:
    """What became of an alert: `state` is « en cours », « terminée », « remplacée » or « annulée », `by` the message that did it."""

    state: str
    since: datetime
    by: Alert | Cancellation | None = None


@dataclass(frozen=True)
class Alerts:
    """Every message that was published, in the order in which they were issued."""

    alerts: tuple[Alert, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()

    @cached_property
    def _ends(self) -> Mapping[str, Alert | Cancellation]:
        """The message that ended each alert before its time, by the alert's id."""
        replaced = {alert.remplace: alert for alert in self.alerts if alert.remplace}
        return {**replaced, **{one.annule: one for one in self.cancellations}}

    def ended_by(self, identifier: str) -> Alert | Cancellation | None:
        """The message that replaced or cancelled the alert."""
        return self._ends.get(identifier)

    def fate(self, alert: Alert, instant: datetime) -> Fate:
        """What is said of the alert at `instant`."""
        by = self.ended_by(alert.id)
        if isinstance(by, Cancellation):
            return Fate("annulée", by.emise_le, by)
        if by is not None:
            return Fate("remplacée", by.emise_le, by)
        return Fate("terminée" if alert.fin <= instant else "en cours", alert.fin)

    def standing(self, instant: datetime) -> list[Alert]:
        """Alerts that hold at `instant` or are announced for later: the gravest first, then the latest."""
        chosen = [alert for alert in self.alerts if self.fate(alert, instant).state == "en cours"]
        return sorted(
            chosen, key=lambda one: (-gravity(one.niveau), -one.emise_le.timestamp(), one.id)
        )

    def past(self, instant: datetime) -> list[Alert]:
        """The others, the latest first."""
        stand = {alert.id for alert in self.standing(instant)}
        return [alert for alert in reversed(self.alerts) if alert.id not in stand]

    def chain(self, alert: Alert) -> list[Alert]:
        """The alerts that it replaced, the nearest first."""
        known = {one.id: one for one in self.alerts}
        found, name = [], alert.remplace
        while name is not None:
            found.append(known[name])
            name = known[name].remplace
        return found

    def clock(self, instant: datetime) -> datetime:
        """`instant`, or the moment when the last message was issued: what is published was issued before."""
        issued = [one.emise_le for one in self.alerts]
        return max([instant, *issued, *(one.emise_le for one in self.cancellations)])


def crisis(standing: Sequence[Alert]) -> list[Alert]:
    """Those for which the home page gives way."""
    return [alert for alert in standing if is_crisis(alert.niveau)]


def instant_of(seconds: str) -> datetime:
    """The moment that so many seconds since 1970 are."""
    return datetime.fromtimestamp(int(seconds), UTC)
