"""The rule of a kind of value, as a form checks it while it is typed: the same as the reader's, sooner.

A kind is known by the validators of its annotation. `check` stays the judge: what a pattern cannot say is found there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import AfterValidator, BeforeValidator

from site_src.alertes import records as alertes
from site_src.alertes.moments import Moment
from site_src.dossiers.border import AdressePage
from site_src.frame.identity import Adresse as AdresseDuSite
from site_src.risques.border import (
    Adresse,
    AdresseDePage,
    DateConnue,
    DateDite,
    DateOuInconnue,
    Hauteur,
    Identifiant,
    Numero,
    TexteConsigne,
    TexteSansChiffre,
)


@dataclass(frozen=True)
class Kind:
    """What a form asks of a value: a `pattern` of JavaScript, and the French words when it does not match.

    `minimum` and `maximum` bound a number. `is_long`: a text written in a box of several lines. `is_moment`: a day and an hour.
    """

    pattern: str = ""
    message: str = ""
    minimum: float | None = None
    maximum: float | None = None
    is_long: bool = False
    is_moment: bool = False


_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
# A spreadsheet would run what begins so; what an alert says is also a cell of a table.
_NO_FORMULA = r"(?![\s]*[=+\-@\t])"
_IMPERATIVE = r"^(Ne |N['’]|[\wÀ-ÿ]+ez(?![\wÀ-ÿ])|Faites(?![\wÀ-ÿ])|Dites(?![\wÀ-ÿ]))"
IDENTIFIER = Kind(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "des minuscules sans accent, des chiffres et des tirets, comme crue-seine",
)
WITHOUT_FIGURE = Kind(
    r"^[^0-9]+$", "aucun chiffre ici : un chiffre va dans un fait, avec sa source et sa date"
)
INSTRUCTION = Kind(
    _IMPERATIVE,
    "une consigne commence par un verbe à l'impératif : « Coupez… », « Ne descendez pas… »",
    is_long=True,
)
WEB_PAGE = Kind(r"^https://[^\s]+/[^\s]+$", "l'adresse complète d'une page, https://…")

# The last of the annotation wins: a kind made of another is told by the validator that it adds.
_KINDS: tuple[tuple[Any, Kind], ...] = (
    (TexteSansChiffre, WITHOUT_FIGURE),
    (Identifiant, IDENTIFIER),
    (DateDite, Kind(rf"^({_DAY}|s\.d\.)$", "AAAA, AAAA-MM ou AAAA-MM-JJ ; « s.d. » si la source n'en porte pas")),
    (DateConnue, Kind(rf"^{_DAY}$", "AAAA, AAAA-MM ou AAAA-MM-JJ : un chiffre a une date")),
    (DateOuInconnue, Kind(r"^(inconnue|\d{4}-\d{2}-\d{2})$", "AAAA-MM-JJ ; « inconnue » tant que le service ne l’a pas donnée")),
    (Hauteur, Kind(minimum=0, maximum=10)),
    (Numero, Kind(r"^[0-9][0-9 ]+$", "un numéro court (15, 112, 3975) ou groupé (01 40 47 58 00, 0 800 06 66 66)")),
    (Adresse, Kind(r"^(https?://)?[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$", "une adresse complète (https://…), ou le nom du site")),
    (AdresseDePage, Kind(r"^(document imprimé|https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?/\S+)$",
                         "l'adresse complète de la page (https://…), pas le seul nom d'un site")),
    (AdressePage, Kind(r"^[a-z0-9-]+/([a-z0-9-]+/)*$", "depuis la racine du site, comme se-preparer/kit-72h/")),
    (AdresseDuSite, Kind(r"^https?://\S+$", "une adresse commence par https://")),
    (TexteConsigne, INSTRUCTION),
    (Moment, Kind(is_moment=True)),
    (alertes.Cellule, Kind(rf"^{_NO_FORMULA}[\s\S]+$", "commencer par un mot : un tableur y lirait une formule")),
    (alertes.Titre, Kind(rf"^{_NO_FORMULA}.{{1,{alertes.LONGEST_TITLE}}}$",
                         f"une seule ligne, {alertes.LONGEST_TITLE} caractères au plus, qui commence par un mot")),
    (alertes.Resume, Kind(rf"^{_NO_FORMULA}[\s\S]{{1,{alertes.LONGEST_TEXT}}}$",
                          f"{alertes.LONGEST_TEXT} caractères au plus, qui commencent par un mot", is_long=True)),
    (alertes.AdresseWeb, WEB_PAGE),
)  # fmt: skip


def _markers(metadata: Iterable[object]) -> list[object]:
    return [one for one in metadata if isinstance(one, AfterValidator | BeforeValidator)]


_BY_MARKER = {id(_markers(get_args(alias)[1:])[-1]): kind for alias, kind in _KINDS}


def kind_of(metadata: Iterable[object]) -> Kind:
    """The kind that the metadata of an annotation tell; one that asks nothing where none is known."""
    found = [_BY_MARKER[id(one)] for one in metadata if id(one) in _BY_MARKER]
    return found[-1] if found else Kind()
