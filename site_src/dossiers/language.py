"""How a text, a date, a quantity is said: in French as written, in English as translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup

from opendata.french import FRENCH
from site_src.dossiers.dossier import PLACE, Chiffre
from site_src.dossiers.labels import EN, FR
from site_src.dossiers.quoted_datasets import QuotedDataset, places, value
from site_src.frame.rendering import literal
from site_src.frame.typography import NO_BREAK_SPACE, number_as_written, typographie
from site_src.risques import phrases as french
from site_src.risques.border import PLACE as VALEUR
from site_src.risques.border import SANS_DATE, Fait

ENGLISH = Locale("en")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Langue:
    """One language of the site. `phrases`: French sentence → this language; empty in French.

    A sentence without translation is shown in French and marked so, for screen readers too.
    """

    code: str
    mots: Mapping[str, str] = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def est_francais(self) -> bool:
        """Whether texts are shown as written."""
        return self.code == "fr"

    def dit(self, text: str, filled: Mapping[str, str] = NOTHING) -> str | Markup:
        """The text in this language, `filled` put in the places it names."""
        translated = text if self.est_francais else self.phrases.get(text)
        if translated is None:
            return Markup('<span lang="fr">{}</span>').format(
                literal(typographie(_fill(text, filled)))
            )
        return self._set(_fill(translated, filled))

    def est_traduit(self, text: str) -> bool:
        """Whether `dit` gives the text in this language."""
        return self.est_francais or text in self.phrases

    def actions(self, text: str) -> Markup:
        """An instruction in this language, a line for each of its sentences, what forbids marked."""
        if self.est_traduit(text):
            return french.action_lines(self.nu(text), self.code)
        return Markup('<span lang="fr">{}</span>').format(french.action_lines(text))

    def nu(self, text: str) -> str:
        """The text without any mark, for a title or an attribute."""
        return self._set(self.phrases.get(text, text))

    def _set(self, text: str) -> str:
        return (
            typographie(text)
            if self.est_francais
            else text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        )

    def fait(self, fait: Fait) -> str | Markup:
        """The sentence of a fact, its figure in its place."""
        filled = {} if fait.valeur is None else {VALEUR: self.quantite(fait.valeur, fait.unite)}
        return self.dit(fait.texte, filled)

    def chiffre(self, chiffre: Chiffre, jeux: Mapping[str, QuotedDataset]) -> str | Markup:
        """The sentence with the figures of the dataset; « plus de » where the figure is a bound."""
        marks = [match.group() for match in PLACE.finditer(chiffre.texte)]
        rows = [value(chiffre, place, jeux) or NOTHING for place in places(chiffre)]
        figures = [self.mots[row["qualificatif"]] + self.nombre(row["valeur"]) for row in rows]
        return self.dit(chiffre.texte, dict(zip(marks, figures, strict=True)))

    def nombre(self, text: str) -> str:
        """A number of a dataset; years, without a space of thousands, have four digits."""
        if not text.isdigit() or len(text) <= len("2015"):
            return text
        return number_as_written(int(text), FRENCH if self.est_francais else ENGLISH)

    def quantite(self, valeur: float, unite: str) -> str:
        """266 000 personnes; 266,000 people."""
        if self.est_francais:
            return french.quantite(valeur, unite)
        figure = number_as_written(valeur, ENGLISH)
        return f"{figure}{NO_BREAK_SPACE}{self.phrases.get(unite, unite)}"

    def metres(self, valeur: float) -> str:
        """6,10 m; 6.10 m."""
        return french.metres(valeur) if self.est_francais else f"{valeur:.2f}{NO_BREAK_SPACE}m"

    def date(self, text: str | date) -> str:
        """11 décembre 2023, décembre 2018, 2019, sans date."""
        written = text.isoformat() if isinstance(text, date) else text
        return french.date_dite(written) if self.est_francais else _english_date(written)

    def rangs(self, text: str) -> str:
        """« 1, 3 à 5 »; 1, 3 to 5."""
        return text if self.est_francais else text.replace(" à ", " to ")

    def periode(self, debut: str, fin: str | None) -> str:
        """3 juin – 4 juin 2016."""
        if self.est_francais:
            return french.periode(debut, fin)
        return self.date(debut) if fin is None else f"{self.date(debut)} – {self.date(fin)}"


def _fill(text: str, filled: Mapping[str, str]) -> str:
    for place, words in filled.items():
        text = text.replace(place, words)
    return text


def _english_date(text: str) -> str:
    if text == SANS_DATE:
        return "undated"
    if len(text) == len("2023"):
        return text
    if len(text) == len("2023-12"):
        return format_date(date.fromisoformat(f"{text}-01"), "MMMM y", ENGLISH)
    return format_date(date.fromisoformat(text), f"d{NO_BREAK_SPACE}MMMM y", ENGLISH)


FRANCAIS = Langue("fr", FR)


def anglais(phrases: Mapping[str, str]) -> Langue:
    """English, with the sentences translated so far."""
    return Langue("en", EN, phrases)
