"""A map of places in words: for each arrondissement what is there, group by group, and how many.

Groups are the declared layers, in their order. What a file does not say of a place is not said of
it; that it says so little is said once, on the page.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from maps.records.carte import Carte, Couche
from maps.records.layers import Layer
from opendata.french import NO_BREAK_SPACE, number

PARIS = ("75056", "Paris")
# The first four arrondissements have one town hall, by its name « Paris Centre ».
PARIS_CENTRE = frozenset({"75101", "75102", "75103", "75104"})
CENTRE = "Mairie de Paris Centre"
MANQUANTE = "Sa mairie n’est pas dans le fichier de la Ville ; nous n’en donnons pas l’adresse"
PARTAGEE = "une seule mairie pour les 1er, 2e, 3e et 4e arrondissements"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class ListedPlace:
    """A place to go to, or several that read alike: what it is called, what more is known."""

    nom: str
    detail: str
    nb: int = 1


@dataclass(frozen=True)
class PlaceGroup:
    """What one declared layer shows in one arrondissement."""

    couche: Couche
    lieux: tuple[ListedPlace, ...]

    @property
    def nb(self) -> int:
        """How many places."""
        return sum(lieu.nb for lieu in self.lieux)

    def as_json(self) -> dict[str, Any]:
        """For the pages."""
        return {
            "libelle": self.couche.libelle,
            "nb": self.nb,
            "lieux": [asdict(lieu) for lieu in self.lieux],
        }


@dataclass(frozen=True)
class PlaceTerritory:
    """An arrondissement: its places by group, `mairie` what is to be said of its town hall.

    `mairie_en` is the code_insee of the arrondissement where that is; "" where no file names it.
    """

    code_insee: str
    libelle: str
    groupes: tuple[PlaceGroup, ...] = field(repr=False)
    mairie: str = ""
    mairie_en: str = ""

    @property
    def constat(self) -> str:
        """What the map says here, after the territory's name."""
        counted = [
            item for item in self.groupes if not (self.mairie and _is_town_halls(item.couche))
        ]
        hall = f" {self.mairie}." if self.mairie else ""
        return _counted({item.couche.libelle: item.nb for item in counted}) + hall

    def as_json(self) -> dict[str, Any]:
        """For the pages."""
        return {
            "code_insee": self.code_insee,
            "libelle": self.libelle,
            "constat": self.constat,
            "mairie": self.mairie,
            "mairie_en": self.mairie_en,
            "nombres": [item.nb for item in self.groupes],
            "groupes": [item.as_json() for item in self.groupes],
        }


def place_words(carte: Carte, layers: Mapping[str, Layer]) -> tuple[dict[str, str], dict[str, Any]]:
    """The sentence of each territory by code_insee, Paris last; what the page adds, as JSON."""
    arrondissements = layers["arrondissements"]
    names = dict(
        zip(
            arrondissements.column("code_insee"),
            arrondissements.column("libelle_arrondissement"),
            strict=True,
        )
    )
    has_halls = any(_is_town_halls(couche) for couche in carte.places)
    mairies = town_halls(layers["mairies"], names) if has_halls else {}
    places = hall_places(layers["mairies"]) if has_halls else {}
    territories = [
        PlaceTerritory(
            code,
            name,
            place_groups(carte.places, _rows(carte, layers, code)),
            mairies.get(code, ""),
            places.get(code, ""),
        )
        for code, name in sorted(names.items())
    ]
    paris = _paris(territories)
    page = {
        "groupes": [couche.libelle for couche in carte.places],
        "territoires": [*(item.as_json() for item in territories), paris],
        "manquantes": [names[code] for code, text in mairies.items() if text == MANQUANTE],
        "statuts": _statuses(carte, layers),
    }
    phrases = {
        item.code_insee: f"{item.libelle}{NO_BREAK_SPACE}: {item.constat}" for item in territories
    }
    return {**phrases, PARIS[0]: f"{PARIS[1]}{NO_BREAK_SPACE}: {paris['constat']}"}, page


def _paris(territories: Sequence[PlaceTerritory]) -> dict[str, Any]:
    """The whole city: each group's sum."""
    sums: Counter[str] = Counter()
    for item in territories:
        sums.update({groupe.couche.libelle: groupe.nb for groupe in item.groupes})
    constat, nombres = _counted(sums), list(sums.values())
    return {"code_insee": PARIS[0], "libelle": PARIS[1], "constat": constat, "nombres": nombres}


def _counted(counts: Mapping[str, int]) -> str:
    """« piscines (4) ; musées (2). Dans nos données, rien pour : lieux de culte. »."""
    there = [f"{_lower(name)} ({number(count)})" for name, count in counts.items() if count]
    none = [_lower(name) for name, count in counts.items() if not count]
    missing = f"dans nos données, rien pour{NO_BREAK_SPACE}: {_joined(none)}." if none else ""
    if not there:
        return missing
    return f"{_joined(there)}.{f' {missing[0].upper()}{missing[1:]}' if missing else ''}"


def _joined(parts: Sequence[str]) -> str:
    return f"{NO_BREAK_SPACE}; ".join(parts)


def _lower(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"


def _is_town_halls(couche: Couche) -> bool:
    return couche.fichier == "mairies"


def _rows(carte: Carte, layers: Mapping[str, Layer], code: str) -> dict[str, list[Row]]:
    """What the layers of the map's places have in one arrondissement."""
    names = {couche.fichier for couche in carte.places}
    return {
        name: [row for row in layers[name].properties if row["code_insee"] == code]
        for name in names
    }


def place_groups(
    couches: Sequence[Couche], rows: Mapping[str, Sequence[Row]]
) -> tuple[PlaceGroup, ...]:
    """What each declared layer shows among `rows`, which are those of one territory by layer."""
    return tuple(
        PlaceGroup(couche, _listed_places(rows[couche.fichier], couche)) for couche in couches
    )


def _listed_places(rows: Sequence[Row], couche: Couche) -> tuple[ListedPlace, ...]:
    """The places that the layer shows, by name; those that read alike counted."""
    choix = couche.choix
    shown = [row for row in rows if choix is None or choix.keeps(row[choix.propriete])]
    read = Counter(DESCRIBED[couche.fichier](row) for row in shown)
    ordered = sorted(read.items(), key=lambda item: (_plain(item[0][0]), item[0]))
    return tuple(ListedPlace(nom, detail, nb) for (nom, detail), nb in ordered)


def _plain(name: str) -> str:
    """As a dictionary orders it: « Étienne Marcel » before « Sentier »."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _cool(row: Row) -> tuple[str, str]:
    """A cool place: kind, address, price, then what the file says of its opening."""
    payant = {"oui": "entrée payante", "non": "gratuit"}.get(row["est_payant"], "")
    statut = row["statut_ouverture"]
    opening = f"« {statut} » dans le fichier" if statut in ("ouvert", "éteint") else ""
    known = (row["type_lieu"], row["adresse"], payant, opening, row["horaires_periode"])
    return row["nom"], " ; ".join(part for part in known if part and part != "non indiqué")


def _fountain(row: Row) -> tuple[str, str]:
    return row["adresse"], " ; ".join(filter(None, (row["type_fontaine"], row["motif"])))


def wheelchair(row: Row) -> str:
    """Whether a wheelchair goes into the toilets, where the file says so."""
    said = {"oui": "accès en fauteuil roulant", "non": "sans accès en fauteuil roulant"}
    return said.get(row["acces_pmr"], "")


def _toilets(row: Row) -> tuple[str, str]:
    """Public toilets: kind, hours, access, as far as the file says."""
    known = (row["type_toilettes"], row["horaires"], wheelchair(row))
    return row["adresse"] or "Sans adresse dans le fichier", " ; ".join(filter(None, known))


# Layer → the name of one of its places, and the rest of what is known of it.
DESCRIBED: Mapping[str, Callable[[Row], tuple[str, str]]] = {
    "lieux_frais": _cool,
    "fontaines": _fountain,
    "gares": lambda row: (row["nom"], row["lignes"]),
    "mairies": lambda row: (row["nom"], row["adresse"]),
    "toilettes": _toilets,
}


def town_halls(mairies: Layer, names: Mapping[str, str]) -> dict[str, str]:
    """What is to be said of each arrondissement's town hall; `names` are theirs by code_insee."""
    rows = mairies.properties
    own = {row["code_insee"]: f"{row['nom']}, {row['adresse']}" for row in rows}
    centre = next((row for row in rows if row["nom"] == CENTRE), None)
    if centre is not None:
        there = names[centre["code_insee"]]
        shared = f"{CENTRE}, {centre['adresse']}, dans le {there}{NO_BREAK_SPACE}: {PARTAGEE}"
        own |= dict.fromkeys(sorted(PARIS_CENTRE), shared)
    return {code: own.get(code, MANQUANTE) for code in sorted(names)}


def hall_places(mairies: Layer) -> dict[str, str]:
    """Of each arrondissement that has a town hall, by code_insee: the code of where that is."""
    own = {row["code_insee"]: row["code_insee"] for row in mairies.properties}
    centre = next((row["code_insee"] for row in mairies.properties if row["nom"] == CENTRE), None)
    return own | (dict.fromkeys(sorted(PARIS_CENTRE), centre) if centre else {})


def _statuses(carte: Carte, layers: Mapping[str, Layer]) -> dict[str, int]:
    """How many cool places the file says to be open, switched off, or says nothing of."""
    if not any(couche.fichier == "lieux_frais" for couche in carte.places):
        return {}
    return dict(sorted(Counter(layers["lieux_frais"].column("statut_ouverture")).items()))
