"""Which arrondissements each circonscription covers: a file of the observatory's, given on the command line.

Public sources say it of four circonscriptions only. The file in `data/parametres/` is fictitious, for the
demonstration, and says so in its name, in its title and in what is made with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Divulgation, Sourced

CHEMIN = "data/parametres/circonscriptions-fictif.yaml"
_EVERY = "chaque arrondissement est dans une circonscription, et une seule"


class Circonscription(Record):
    """A circonscription: its name, the INSEE codes of its arrondissements."""

    libelle: str = Field(min_length=1)
    arrondissements: tuple[str, ...] = Field(min_length=1)


class Areas(Sourced):
    """Every circonscription by its code."""

    est_fictif: bool
    titre: str = Field(min_length=1)
    circonscriptions: dict[str, Circonscription] = Field(min_length=1)


def read_areas(
    path: str, raw: bytes, parametres: Divulgation, findings: list[Finding]
) -> Areas | None:
    """The circonscriptions, or None with findings; `path` is what findings name."""
    document = read_yaml(path, raw, findings)
    areas = None if document is None else read_record(document, Areas, findings)
    if document is None or areas is None:
        return None
    wrong = [*_places(document, areas), *_fiction(document, areas, parametres)]
    findings.extend(wrong)
    return None if wrong else areas


def _places(document: Document, areas: Areas) -> Iterator[Finding]:
    times = Counter(code for one in areas.circonscriptions.values() for code in one.arrondissements)
    for name, one in areas.circonscriptions.items():
        for number, code in enumerate(one.arrondissements):
            place = ("circonscriptions", name, "arrondissements", number)
            if code not in ARRONDISSEMENTS:
                yield document.finding(place, "arrondissement inconnu", "code INSEE d'un arrondissement, 75101 à 75120",
                                       "corriger le code")  # fmt: skip
            elif times[code] > 1:
                yield document.finding(place, f"{code} écrit {times[code]} fois", _EVERY, "ne le garder qu'une fois")  # fmt: skip
    for code in ARRONDISSEMENTS:
        if not times[code]:
            yield document.finding(("circonscriptions",), f"{code} n'est dans aucune circonscription", _EVERY,
                                   "l'ajouter à sa circonscription")  # fmt: skip


def _fiction(document: Document, areas: Areas, parametres: Divulgation) -> Iterator[Finding]:
    if areas.est_fictif and not parametres.est_fictif:
        yield document.finding(("est_fictif",), "circonscriptions fictives pour un extrait qui ne l'est pas",
                               "une correspondance fictive ne sert qu'à la démonstration",
                               "donner celle de l'observatoire : --circonscriptions FICHIER")  # fmt: skip
    if areas.est_fictif and "fictif" not in areas.titre:
        yield document.finding(("titre",), "titre qui ne dit pas « fictif »", "ce qui est fictif le dit dans son titre",
                               "écrire « (fictif) » dans le titre")  # fmt: skip
