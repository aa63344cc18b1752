"""How a text, a date, a quantity is said: in French as written, in another language as translated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from opendata.french import FRENCH
from site_src.dossiers.dossier import PLACE, Chiffre
from site_src.dossiers.quoted_datasets import QuotedDataset, places, value
from site_src.frame.languages import SOURCE, Language, typeset
from site_src.frame.rendering import literal
from site_src.frame.typography import (
    NO_BREAK_SPACE,
    locale_of,
    long_date_in,
    number_as_written,
    typographie,
)
from site_src.risques import phrases as french
from site_src.risques.border import PLACE as VALEUR
from site_src.risques.border import SANS_DATE, Fait

WORDS, SCRIPT_WORDS = "dossiers", "garde-script"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Langue:
    """One language of the site. `phrases`: French sentence → this language; empty in French.

    A sentence without translation is shown in French and marked so, for screen readers too. `marque` says of a
    translation that it is not official; `mots` are those around the texts, `mots_des_scripts` those of the forms' scripts.
    `noms_francais` stand in its sentences as they are in French, and are marked so.
    """

    code: str
    mots: Mapping[str, str] = field(repr=False)
    marque: str = ""
    sens: str = "ltr"
    phrases: Mapping[str, str] = field(repr=False, default_factory=dict)
    mots_des_scripts: Mapping[str, str] = field(repr=False, default_factory=dict)
    noms_francais: tuple[str, ...] = ()

    @property
    def est_francais(self) -> bool:
        """Whether texts are shown as written."""
        return self.code == SOURCE

    @property
    def marque_du_francais(self) -> Markup:
        """The attributes of what stands in French on a page of this language."""
        return Markup(' lang="fr"') if self.sens == "ltr" else Markup(' lang="fr" dir="ltr"')

    @property
    def _locale(self) -> Locale:
        return FRENCH if self.est_francais else locale_of(self.code)

    def dit(self, text: str, filled: Mapping[str, str] = NOTHING) -> str | Markup:
        """The text in this language, `filled` put in the places it names."""
        translated = text if self.est_francais else self.phrases.get(text)
        if translated is None:
            return self._in_french(literal(typographie(_fill(text, filled))))
        return self.marque_les_noms(self._set(_fill(translated, filled)))

    def marque_les_noms(self, text: str | Markup) -> str | Markup:
        """The text with the names marked that stay in French in it; a text without one as it is."""
        said, names = literal(text), [literal(name) for name in self.noms_francais]
        if not any(name in said for name in names):
            return text
        found = re.compile("|".join(map(re.escape, names)))
        # What was literal, and spans of ours.
        return Markup(found.sub(lambda name: self._in_french(Markup(name[0])), said))  # noqa: S704

    def est_traduit(self, text: str) -> bool:
        """Whether `dit` gives the text in this language."""
        return self.est_francais or text in self.phrases

    def actions(self, text: str) -> Markup:
        """An instruction in this language, a line for each of its sentences, what forbids marked."""
        if self.est_traduit(text):
            return literal(self.marque_les_noms(french.action_lines(self.nu(text), self.code)))
        return self._in_french(french.action_lines(text))

    def _in_french(self, said: Markup) -> Markup:
        return Markup("<span{}>{}</span>").format(self.marque_du_francais, said)

    def nu(self, text: str) -> str:
        """The text without any mark, for a title or an attribute."""
        return self._set(self.phrases.get(text, text))

    def _set(self, text: str) -> str:
        return typeset(text, self.code)

    def fait(self, fait: Fait) -> str | Markup:
        """The sentence of a fact, its figure in its place."""
        filled = {} if fait.valeur is None else {VALEUR: self.quantite(fait.valeur, fait.unite)}
        return self.dit(fait.texte, filled)

    def chiffre(self, chiffre: Chiffre, jeux: Mapping[str, QuotedDataset]) -> str | Markup:
        """The sentence with the figures of the dataset; « plus de » where the figure is a bound."""
        marks = [match.group() for match in PLACE.finditer(chiffre.texte)]
        rows = [value(chiffre, place, jeux) or NOTHING for place in places(chiffre)]
        said = [(self.mots[row["qualificatif"]], self.nombre(row["valeur"], bool(row["est_compte"]))) for row in rows]  # fmt: skip
        figures = [" ".join(filter(None, pair)) for pair in said]
        return self.dit(chiffre.texte, dict(zip(marks, figures, strict=True)))

    def nombre(self, text: str, est_compte: bool = False) -> str:
        """A number of a dataset; years, without a space of thousands, have four digits, and count nothing."""
        if not text.isdigit() or (len(text) <= len("2015") and not est_compte):
            return text
        return number_as_written(int(text), self._locale)

    def quantite(self, valeur: float, unite: str) -> str:
        """266 000 personnes; 266,000 people."""
        if self.est_francais:
            return french.quantite(valeur, unite)
        figure = number_as_written(valeur, self._locale)
        return f"{figure}{NO_BREAK_SPACE}{self.phrases.get(unite, unite)}"

    def metres(self, valeur: float) -> str:
        """6,10 m; 6.10 m."""
        if self.est_francais:
            return french.metres(valeur)
        return f"{format_decimal(valeur, '0.00', self._locale)}{NO_BREAK_SPACE}m"

    def date(self, text: str | date) -> str:
        """11 décembre 2023, décembre 2018, 2019, sans date."""
        written = text.isoformat() if isinstance(text, date) else text
        if self.est_francais:
            return french.date_dite(written)
        return self.mots["sans_date"] if written == SANS_DATE else _date(written, self.code)

    def rangs(self, text: str) -> str:
        """« 1, 3 à 5 »; 1, 3 to 5."""
        return text.replace(" à ", f" {self.mots['jusqu_a']} ")

    def periode(self, debut: str, fin: str | None) -> str:
        """3 juin – 4 juin 2016."""
        if self.est_francais:
            return french.periode(debut, fin)
        return self.date(debut) if fin is None else f"{self.date(debut)} – {self.date(fin)}"


def _fill(text: str, filled: Mapping[str, str]) -> str:
    for place, words in filled.items():
        text = text.replace(place, words)
    return text


def _date(text: str, code: str) -> str:
    if len(text) == len("2023"):
        return text
    if len(text) == len("2023-12"):
        return format_date(date.fromisoformat(f"{text}-01"), "MMMM y", locale_of(code))
    return long_date_in(date.fromisoformat(text), code)


def langue_of(language: Language, phrases: Mapping[str, str] = NOTHING) -> Langue:
    """One language of the site with its words, and the sentences translated so far."""
    scripts = language.rooms.get(SCRIPT_WORDS, NOTHING)
    return Langue(
        language.code, language.words(WORDS), language.mark, language.direction, phrases, scripts,
        language.french_names,
    )  # fmt: skip


# French as texts alone are said in it: without the words around them.
FRANCAIS = Langue(SOURCE, NOTHING)
