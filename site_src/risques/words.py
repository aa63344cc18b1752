"""The kinds of value that the register's files hold, each with its rule in French."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from opendata.findings import broken

SANS_DATE = "s.d."
NON_RELEVEE = "non relevée"
_IDENTIFIANT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# Short numbers (15, 112, 3975), European ones (116 006), ten digits by pairs, free-phone by threes.
_NUMERO = re.compile(
    r"1[1578]|11\d|1\d{3}|3\d{3}|116 \d{3}|0[1-9]( \d{2}){4}|0 8\d{2}(( \d{3}){2}|( \d{2}){3})"
)
_ADRESSE = re.compile(r"(https?://)?[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?")
# An imperative of the second person plural, or its negation: « Coupez… », « N'allez pas… ».
_IMPERATIF = re.compile(r"(Ne |N['’]|\w+ez\b|Faites\b|Dites\b)")


def _identifiant(value: str) -> str:
    if _IDENTIFIANT.fullmatch(value):
        return value
    raise broken(f"identifiant « {value} »", "un identifiant est en minuscules sans accent, avec des tirets",
                 "écrire par exemple crue-seine")  # fmt: skip


def _date_text(value: object) -> object:
    """YAML reads 2023-12-11 as a date and 2010 as a number; both are dates in words here."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _date_form(value: str) -> str:
    if value == SANS_DATE or _is_date(value):
        return value
    raise broken(f"date « {value} »", "une date est AAAA, AAAA-MM ou AAAA-MM-JJ ; « s.d. » si la source n'en porte pas",
                 "corriger la date")  # fmt: skip


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


def _sans_chiffre(value: str) -> str:
    if not any(character.isdigit() for character in value):
        return value
    raise broken(f"chiffre sans source dans « {value} »", "un chiffre a une source et une date",
                 "l'écrire dans un fait, avec sa source")  # fmt: skip


def _hauteur(value: float) -> float:
    if 0 <= value <= 10:
        return value
    raise broken(f"hauteur de {value:g} m", "une hauteur à l'échelle d'Austerlitz est entre 0 et 10 m",
                 "écrire des mètres avec un point décimal (6.10)")  # fmt: skip


def _numero(value: str) -> str:
    if _NUMERO.fullmatch(value):
        return value
    raise broken(f"numéro « {value} »", "un numéro est court (15, 112, 3975) ou groupé (01 40 47 58 00, 0 800 06 66 66)",
                 "corriger le numéro et ses espaces")  # fmt: skip


def _adresse(value: str) -> str:
    if value == NON_RELEVEE or _ADRESSE.fullmatch(value):
        return value
    raise broken(f"adresse « {value} »", "une adresse est complète (https://…), ou le nom du site, ou « non relevée »",
                 "corriger l'adresse")  # fmt: skip


def _imperatif(value: str) -> str:
    if _IMPERATIF.match(value):
        return value
    raise broken(f"consigne « {value[:40]}… »", "une consigne commence par un verbe à l'impératif (« Coupez… », « Ne descendez pas… »)",
                 "mettre le verbe en tête")  # fmt: skip


def _fiabilite(value: object) -> object:
    if value in ("S", "P"):
        return value
    raise broken(f"consigne de fiabilité « {value} »", "seules les consignes S (lue à la source) et P (à confirmer) sont publiées",
                 "retrouver la source officielle, ou retirer la consigne")  # fmt: skip


Texte = Annotated[str, Field(min_length=1)]
TexteSansChiffre = Annotated[Texte, AfterValidator(_sans_chiffre)]
Identifiant = Annotated[str, AfterValidator(_identifiant)]
# A day, a month or a year: « 2023-12-11 », « 2023-12 », « 2023 ».
DateDite = Annotated[str, BeforeValidator(_date_text), AfterValidator(_date_form)]
Hauteur = Annotated[float, AfterValidator(_hauteur)]
Numero = Annotated[str, AfterValidator(_numero)]
Adresse = Annotated[str, AfterValidator(_adresse)]
TexteConsigne = Annotated[Texte, AfterValidator(_imperatif)]
Fiabilite = Annotated[Literal["S", "P"], BeforeValidator(_fiabilite)]
Statut = Literal["confirme", "a_confirmer"]
Phase = Literal["avant", "pendant", "apres"]
PHASES: tuple[Phase, ...] = ("avant", "pendant", "apres")
