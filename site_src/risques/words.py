"""The kinds of value that the register's files hold, each with its rule in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from opendata.findings import broken

# How a number is reached: a call, or a written message.
Canal = Literal["tel", "sms"]
CANAUX: Mapping[Canal, str] = {"tel": "appel", "sms": "message écrit"}
# Numbers that take written messages: who cannot speak or hear would be lost in a call.
NUMEROS_PAR_SMS = frozenset({"114"})
SANS_DATE = "s.d."
IMPRIME = "document imprimé"
_IDENTIFIANT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# Short numbers (15, 112, 3975), European ones (116 006), ten digits by pairs, free-phone by threes.
_NUMERO = re.compile(
    r"1[1578]|11\d|1\d{3}|3\d{3}|116 \d{3}|0[1-9]( \d{2}){4}|0 8\d{2}(( \d{3}){2}|( \d{2}){3})"
)
# A page of a site: more than its host, or nobody finds again what was read.
_PAGE = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/\S+")
_ANONYME = re.compile(r"non relevé|inconnu|anonyme", re.IGNORECASE)
_ADRESSE = re.compile(r"(https?://)?[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?")
# « envoyez un SMS au 114 », « écrivez au 114 », “text 114”.
_MESSAGE = re.compile(r"SMS|[Éé]criv|\b[Tt]ext\b")
# An imperative of the second person plural, or its negation: « Coupez… », « N'allez pas… ».
_IMPERATIF = re.compile(r"(Ne |N['’]|\w+ez\b|Faites\b|Dites\b)")


def _when(is_right: Callable[[Any], object], quoi: str, regle: str, remede: str) -> AfterValidator:
    """The value as it is when it is right, else what is wrong with it (`{}` in `quoi`), rule and remedy."""

    def judged(value: object) -> object:
        if is_right(value):
            return value
        raise broken(quoi.format(value), regle, remede)

    return AfterValidator(judged)


def calls_a_message_number(text: str) -> bool:
    """Whether a text, French or English, names a number that takes messages without saying how."""
    named = any(re.search(rf"\b{number}\b", text) for number in NUMEROS_PAR_SMS)
    return named and not _MESSAGE.search(text)


def is_page(address: str) -> bool:
    """Whether an address leads to a page, not to a site's door."""
    return _PAGE.fullmatch(address) is not None


def _date_text(value: object) -> object:
    """YAML reads 2023-12-11 as a date and 2010 as a number; both are dates in words here."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if not match:
        return False
    year, month, day = match.groups(default="01")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _fiabilite(value: object) -> object:
    if value in ("S", "P"):
        return value
    raise broken(f"consigne de fiabilité « {value} »", "seules les consignes S (lue à la source) et P (à confirmer) sont publiées",
                 "retrouver la source officielle, ou retirer la consigne")  # fmt: skip


Texte = Annotated[str, Field(min_length=1)]
TexteSansChiffre = Annotated[
    Texte,
    _when(lambda text: not any(character.isdigit() for character in text), "chiffre sans source dans « {} »",
          "un chiffre a une source et une date", "l'écrire dans un fait, avec sa source"),
]  # fmt: skip
Identifiant = Annotated[
    str,
    _when(_IDENTIFIANT.fullmatch, "identifiant « {} »",
          "un identifiant est en minuscules sans accent, avec des tirets", "écrire par exemple crue-seine"),
]  # fmt: skip
# A day, a month or a year: « 2023-12-11 », « 2023-12 », « 2023 ».
DateDite = Annotated[
    str,
    BeforeValidator(_date_text),
    _when(lambda text: text == SANS_DATE or _is_date(text), "date « {} »",
          "une date est AAAA, AAAA-MM ou AAAA-MM-JJ ; « s.d. » si la source n'en porte pas", "corriger la date"),
]  # fmt: skip
DateConnue = Annotated[
    DateDite,
    _when(lambda text: text != SANS_DATE, "chiffre sans date : « {} »", "un chiffre a une date, une unité et une source",
          "donner sa date, ou retirer le chiffre"),
]  # fmt: skip
Hauteur = Annotated[
    float,
    _when(lambda metres: 0 <= metres <= 10, "hauteur de {:g} m",
          "une hauteur à l'échelle d'Austerlitz est entre 0 et 10 m", "écrire des mètres avec un point décimal (6.10)"),
]  # fmt: skip
Numero = Annotated[
    str,
    _when(_NUMERO.fullmatch, "numéro « {} »",
          "un numéro est court (15, 112, 3975) ou groupé (01 40 47 58 00, 0 800 06 66 66)",
          "corriger le numéro et ses espaces"),
]  # fmt: skip
Adresse = Annotated[
    str,
    _when(_ADRESSE.fullmatch, "adresse « {} »",
          "une adresse est complète (https://…), ou le nom du site", "corriger l'adresse"),
]  # fmt: skip
AdresseDePage = Annotated[
    str,
    _when(lambda text: text == IMPRIME or is_page(text), "source sans page : « {} »",
          "une source se retrouve : l'adresse complète de sa page (https://…), pas le seul nom d'un site",
          "donner l'adresse de la page, ou retirer la source et ce qui la cite"),
]  # fmt: skip
TexteNomme = Annotated[
    Texte,
    _when(lambda text: not _ANONYME.search(text), "source sans nom : « {} »", "une source a un nom : qui la publie, et son titre",
          "la nommer, ou retirer la source et ce qui la cite"),
]  # fmt: skip
TexteConsigne = Annotated[
    Texte,
    _when(lambda text: not calls_a_message_number(text), "« {:.40}… » fait appeler le 114",
          "le 114 reçoit des messages écrits, pour qui ne peut ni parler ni entendre",
          "écrire par exemple « ou envoyez un SMS au 114 »"),
    _when(_IMPERATIF.match, "consigne « {:.40}… »",
          "une consigne commence par un verbe à l'impératif (« Coupez… », « Ne descendez pas… »)",
          "mettre le verbe en tête"),
]  # fmt: skip
Fiabilite = Annotated[Literal["S", "P"], BeforeValidator(_fiabilite)]
Statut = Literal["confirme", "a_confirmer"]
Phase = Literal["avant", "pendant", "apres"]
PHASES: tuple[Phase, ...] = ("avant", "pendant", "apres")
