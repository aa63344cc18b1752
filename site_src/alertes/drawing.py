"""The blocks that are laid into pages, drawn from the alerts that stand: no page but these changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from site_src.alertes import standalone
from site_src.alertes.blocks import HOME, ROOT, Blocks
from site_src.alertes.history import Alerts, crisis
from site_src.alertes.places import ARCHIVE, DATASET, ENGLISH_NOW, FEED, INDEX, NOW, document
from site_src.alertes.records import Alert
from site_src.alertes.scope import Scope
from site_src.alertes.views import View, view
from site_src.frame.crisis_file import CRISIS_FILES
from site_src.frame.drawings import drawing
from site_src.frame.rendering import Templates, environment

LANGUAGES = ("fr", "en")
# The page that has the whole of each alert, by language: addresses of ours, where no sign needs care.
WHOLE = {"fr": Markup(NOW), "en": Markup(ENGLISH_NOW)}  # noqa: S704  (constants)


@dataclass(frozen=True)
class Draughtsman:
    """All that drawing needs: the messages, what they name, the clock, the templates."""

    alerts: Alerts
    scope: Scope
    instant: datetime
    templates: Templates = field(repr=False)

    def blocks(self) -> Blocks:
        """Everything that is laid into pages at the instant."""
        standing = self.alerts.standing(self.instant)
        bands = {name: self._drawn("alertes_bandeau.j2", standing, name) for name in LANGUAGES}
        return Blocks(
            bands if standing else {},
            dict(self._pages(standing)),
            bool(crisis(standing)),
            dict(self._wholes(standing)) if standing else {},
            dict(self._files(standing)),
        )

    def _files(self, standing: Sequence[Alert]) -> Iterator[tuple[str, str]]:
        """What is laid into the file for a crisis, in both languages and forms."""
        for language, (document_, text) in CRISIS_FILES.items():
            drawn = [(self._view(alert, language), True) for alert in standing]
            weights = [len(self._standalone([one], language).encode()) for one in drawn]
            given = standalone.shared([view for view, _ in drawn], weights)
            yield document_, self._standalone(given, language)
            yield text, standalone.text(given, self.instant, language)

    def _standalone(self, given: standalone.Given, language: str) -> str:
        words = standalone.words_at(self.instant, language)
        return self._rendered(standalone.TEMPLATE, given, langue=language, **words)

    def _wholes(self, standing: Sequence[Alert]) -> Iterator[tuple[str, str]]:
        yield document(NOW), self._drawn("alertes_en_cours.j2", standing)
        yield document(ENGLISH_NOW), self._drawn("alertes_en_cours_en.j2", standing, "en")

    def _pages(self, standing: Sequence[Alert]) -> Iterator[tuple[str, str]]:
        for page, language in ((NOW, "fr"), (ENGLISH_NOW, "en")):
            yield document(page), self._drawn("alertes_bref.j2", standing, language)
        yield document(ARCHIVE), self._archive()
        if standing:
            name = "alertes_crise.j2" if crisis(standing) else "alertes_accueil.j2"
            yield HOME, self._drawn(name, standing)
        for address, language, alerts in self._touched(standing):
            yield document(address), self._drawn("alertes_page.j2", alerts, language)

    def _touched(self, standing: Sequence[Alert]) -> Iterator[tuple[str, str, list[Alert]]]:
        """Pages of risks and of places, their language, and what stands there."""
        for risk in self.scope.risques.values():
            alerts = [alert for alert in standing if alert.risque == risk.id]
            if alerts:
                yield f"risques/{risk.id}/", "fr", alerts
            if alerts and risk.page_anglaise:
                yield risk.page_anglaise, "en", alerts
        touched = {alert.id: self.scope.touched(alert.secteurs) for alert in standing}
        for place in self.scope.lieux.values():
            alerts = [alert for alert in standing if place in touched[alert.id]]
            if alerts:
                yield place.adresse, "fr", alerts

    def _archive(self) -> str:
        past = [self._view(alert) for alert in self.alerts.past(self.instant)]
        return self._rendered("alertes_archives.j2", past, total=len(self.alerts.alerts),
                              jeu=DATASET, flux=FEED, index=INDEX)  # fmt: skip

    def _drawn(self, name: str, alerts: Sequence[Alert], language: str = "fr") -> str:
        views = [self._view(alert, language) for alert in alerts]
        return self._rendered(name, views, langue=language, ici=WHOLE[language])

    def _view(self, alert: Alert, language: str = "fr") -> View:
        return view(alert, self.alerts, self.scope, self.instant, language)

    def _rendered(self, name: str, views: Sequence[object], **words: object) -> str:
        template = environment(self.templates, {"pictogramme": drawing}).get_template(name)
        return template.render(vues=views, racine=Markup(ROOT), **words)  # noqa: S704  (one sign of ours)
