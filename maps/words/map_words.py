"""What a map says in words: one sentence for each arrondissement, and what its page adds.

A map has one kind of words. Those of classes come from their table (`maps.choropleth`); the others are:

    places   its layers are made of places      maps.words.place_lists
    zone     `paroles: {zone: …}`               maps.words.zone_words
    cartes   `paroles: {cartes: […]}`           what each of these maps says, one after the other
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure
from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.words.place_lists import place_words
from maps.words.zone_words import zone_territories, zone_words
from opendata.french import NO_BREAK_SPACE

Layers = Mapping[str, Layer]


@dataclass(frozen=True)
class Words:
    """`resume` for the whole city, `phrases` by code_insee, `page` as JSON for the page's template."""

    resume: str
    phrases: Mapping[str, str] = field(repr=False)
    page: Mapping[str, Any] = field(repr=False)


def words_of(carte: Carte, cartes: Iterable[Carte], layers: Layers, exposure: Exposure) -> Words:
    """What a map says of the whole city and of each arrondissement; `cartes` are all the declared maps.

    Raises ValueError for a map of classes, whose words are those of its table.
    """
    if carte.places:
        return _words(*place_words(carte, layers))
    if carte.paroles and carte.paroles.zone:
        return _words(*zone_words(carte.paroles.zone, layers, exposure))
    if carte.paroles and carte.paroles.cartes:
        by_id = {other.id: other for other in cartes}
        chosen = [by_id[name] for name in carte.paroles.cartes]
        return _words(*gathered(chosen, layers, exposure))
    raise ValueError(f"{carte.id}: a map without words of its own")


def _words(phrases: Mapping[str, str], page: Mapping[str, Any]) -> Words:
    return Words(phrases[PARIS], phrases, page)


def gathered(
    cartes: Sequence[Carte], layers: Layers, exposure: Exposure
) -> tuple[dict[str, str], dict[str, Any]]:
    """What maps of places or of a zone say of each territory, each after its short title.

    `constats` of the page: map → what it says there.
    """
    titles = {carte.id: carte.titre_court for carte in cartes}
    rows = {carte.id: _territories(carte, layers, exposure) for carte in cartes}
    territories = [
        {**names, "constats": {name: own[code]["constat"] for name, own in rows.items()}}
        for code, names in _names(next(iter(rows.values()))).items()
    ]
    phrases = {
        item[
            "code_insee"
        ]: f"{item['libelle']}{NO_BREAK_SPACE}: {_one_after_the_other(item['constats'], titles)}"
        for item in territories
    }
    return phrases, {"territoires": territories}


def _territories(carte: Carte, layers: Layers, exposure: Exposure) -> dict[str, dict[str, Any]]:
    """What one map says of each territory, by code_insee."""
    if carte.paroles and carte.paroles.zone:
        rows = [item.as_json() for item in zone_territories(carte.paroles.zone, exposure)]
    else:
        rows = place_words(carte, layers)[1]["territoires"]
    return {row["code_insee"]: row for row in rows}


def _names(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        code: {key: row[key] for key in ("code_insee", "libelle")} for code, row in rows.items()
    }


def _one_after_the_other(constats: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """« inondation, 2,01 km²… Carrières, aucune zone… »."""
    text = " ".join(f"{titles[name]}, {constat}" for name, constat in constats.items())
    return f"{text[0].lower()}{text[1:]}"
