"""A map's interactive document in another language: the French one's texts, each said as its translation says it.

What is drawn, its data and its scripts are those of the French document; names of places, of plans and of publishers
stay in French.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal

from maps.records.document_place import place_of
from site_src.frame.languages import Language, typeset
from site_src.frame.typography import locale_of
from site_src.frame.wording import ranked

Row = Mapping[str, Any]
WORDS, ORDINALS = "cartes", "ma-rue-script"
PARIS = "75056"
# A value of a layer that a language says too: its word, under a key that begins so.
VALUE = "valeur_"


@dataclass(frozen=True)
class Speech:
    """A language as a document speaks it. `phrases`: French sentence → this language; `pages`: address of a French page → there.

    `place` is the folder of the document from that of the site, `notes` end it.
    """

    langue: Language
    francais: Language = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)
    pages: Mapping[str, str] = field(repr=False)
    place: str
    notes: Sequence[str] = ()

    @property
    def mots(self) -> Mapping[str, str]:
        """The words of the pages of maps."""
        return self.langue.words(WORDS)

    def dit(self, text: str) -> str:
        """The text in this language; nothing where there is nothing. Raises `KeyError` where it is not translated."""
        return typeset(self.phrases[text], self.langue.code) if text else ""

    def mot(self, key: str, **filled: str) -> str:
        """A word, its places filled."""
        return self.mots[key].format_map(filled)

    def nombre(self, value: float, digits: int = 0) -> str:
        """12,000; 2.01."""
        form = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return str(format_decimal(round(value, digits), form, locale_of(self.langue.code)))

    def arrondissement(self, numero: int) -> str:
        """13th arrondissement."""
        rang = ranked(self.langue.words(ORDINALS), self.langue.code, numero)
        return self.mot("lieu_arrondissement", rang=rang)


def said_in(told: Row, territories: Sequence[Row], one: Speech) -> dict[str, Any] | None:
    """What a document says, in a language: as `maps.drawing.interactive.told` has it; `None` where a text is not translated.

    `territories` are those of the map's page, with the measures of each zone.
    """
    if any(text not in one.phrases for text in texts(told)):
        return None
    names = _names(territories, one)
    phrases = {row["libelle"]: phrase(told["zone"], row, names, one) for row in territories}
    return {
        **told,
        **{key: one.dit(told[key]) for key in ("titre", "description")},
        "legende": [
            {**row, **{key: one.dit(row[key]) for key in ("legende", "definition")}}
            for row in told["legende"]
        ],
        "lieux": [
            {**row, "libelle": names[row["libelle"]], "phrase": phrases[row["libelle"]]}
            for row in told["lieux"]
        ],
        "limites": [one.dit(text) for text in told["limites"]],
        "notes": list(one.notes),
        "donnees": _data(told, names, one),
    }


def texts(told: Row) -> Iterator[str]:
    """Every text of the document that a translation says."""
    yield from (told["titre"], told["description"], *told["limites"])
    for row in told["legende"]:
        yield from filter(None, (row["legende"], row["definition"]))
    for couche in told["donnees"]["couches"]:
        yield from (couche["nom"], *couche["champs"])
        if "bulle" in couche:
            yield from (couche["bulle"][key] for key in ("texte", "faire", "lien"))
    zone = told["zone"]
    yield from (zone["nom"], zone["aucune"])
    if zone["enveloppe"]:
        yield zone["enveloppe"]["nom"]


def _names(territories: Sequence[Row], one: Speech) -> dict[str, str]:
    """1er arrondissement → 1st arrondissement; Paris as it is."""
    return {
        row["libelle"]: row["libelle"]
        if row["code_insee"] == PARIS
        else one.arrondissement(int(row["code_insee"]) - 75100)
        for row in territories
    }


def _data(told: Row, names: Mapping[str, str], one: Speech) -> dict[str, Any]:
    """What the scripts are told: words of layers and bubbles, and addresses from where this document stands."""
    origin, data = place_of(told["id"]), told["donnees"]
    french = one.francais.words(WORDS)
    values = {text: one.mots[key] for key, text in french.items() if key.startswith(VALUE)}

    def moved(address: str, pages: Mapping[str, str] = one.pages) -> str:
        target = posixpath.normpath(posixpath.join(origin, address))
        folder = "/" if address.endswith("/") else ""
        found = pages.get(f"{target}{folder}", f"{target}{folder}")
        return f"{posixpath.relpath(found, one.place)}{folder}"

    def layer(couche: Row) -> dict[str, Any]:
        said: dict[str, Any] = {"nom": one.dit(couche["nom"]), "adresse": moved(couche["adresse"]),
                "champs": [one.dit(text) for text in couche["champs"]]}  # fmt: skip
        if "detail" in couche:
            said["detail"] = {**couche["detail"], "adresse": moved(couche["detail"]["adresse"])}
        if "bulle" in couche:
            bubble = couche["bulle"]
            told_there = {key: one.dit(bubble[key]) for key in ("texte", "faire", "lien")}
            said["bulle"] = {**bubble, **told_there, "adresse": moved(bubble["adresse"])}
        return {**couche, **said}

    return {
        **data,
        "couches": [layer(couche) for couche in data["couches"]],
        "reperes": [{**row, "adresse": moved(row["adresse"])} for row in data["reperes"]],
        "valeurs": {**names, **values},
    }


def phrase(zone: Row, row: Row, names: Mapping[str, str], one: Speech) -> str:
    """What the map of a zone says of a territory: `maps.words.zone_words` says the same in French."""
    return one.mot("constat", lieu=names[row["libelle"]], constat=_finding(zone, row["zones"], one))


def _finding(zone: Row, measures: Mapping[str, Row], one: Speech) -> str:
    inside, envelope = measures[zone["code"]], zone["enveloppe"]
    if envelope is None:
        return _zone(zone, inside, one)
    around, name = measures[envelope["code"]], one.dit(envelope["nom"])
    if inside["est_nulle"] and around["est_nulle"]:
        return one.mot("constat_ni", aucune=one.dit(zone["aucune"]), enveloppe=name)
    key = "constat_enveloppe_aucune" if around["est_nulle"] else "constat_enveloppe"
    said = one.mot(key, enveloppe=f"{name[0].upper()}{name[1:]}", surface=_ground(around, one))
    return f"{_zone(zone, inside, one)} {said}"


def _zone(zone: Row, inside: Row, one: Speech) -> str:
    if inside["est_nulle"]:
        return one.mot("constat_aucune", aucune=one.dit(zone["aucune"]))
    return one.mot(
        "constat_zone",
        surface=_ground(inside, one),
        zone=one.dit(zone["nom"]),
        habitants=_residents(inside, one),
        majorant=one.nombre(inside["nb_habitants_majorant"]),
    )


def _ground(measure: Row, one: Speech) -> str:
    """2.01 km² (3.4% of its area); what is too small to be written is said to be."""
    km2, share = measure["surface_km2"], measure["part_pct"]
    return one.mot(
        "constat_surface",
        surface=one.mot("surface_km2", n=one.nombre(km2, 2)) if km2 >= 0.005 else one.mot("surface_infime"),
        part=one.mot("part_pct", n=one.nombre(share, 1)) if share >= 0.05 else one.mot("part_infime"),
    )  # fmt: skip


def _residents(measure: Row, one: Speech) -> str:
    low, high = sorted(
        (measure["nb_habitants_vides_ouverts"], measure["nb_habitants_vides_combles"])
    )
    if low == high:
        return one.mot("habitants_environ", n=one.nombre(low))
    return one.mot("habitants_entre", bas=one.nombre(low), haut=one.nombre(high))
