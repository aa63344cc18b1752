"""What a map says in words: one sentence for each arrondissement, and what its page adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from maps.figures.exposure import METHODE, PARIS
from maps.figures.published_exposure import Exposure
from maps.figures.shared_ground import shared_km2
from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.words import quarries
from maps.words.flood import NO_BREAK, territoires
from maps.words.place_lists import listing

Layers = Mapping[str, Layer]


@dataclass(frozen=True)
class Words:
    """`resume` for the whole city, `phrases` by code_insee, `page` as JSON for the page's template."""

    resume: str
    phrases: Mapping[str, str] = field(repr=False)
    page: Mapping[str, Any] = field(repr=False)


def flood(layers: Layers, exposure: Exposure) -> Words:
    """Two flood products, and how they differ, in km² of Paris."""
    said = territoires(exposure)
    page = {
        "methode": METHODE,
        "territoires": [item.as_json() for item in said],
        "commun_km2": shared_km2(layers, "ppri", "plus_hautes_eaux"),
        "eau_ppri_km2": shared_km2(layers, "ppri", "seine_et_canaux"),
        "eau_plus_hautes_eaux_km2": shared_km2(layers, "plus_hautes_eaux", "seine_et_canaux"),
    }
    return _words({item.code_insee: item.phrase for item in said}, page)


def quarry(_: Layers, exposure: Exposure) -> Words:
    """Former quarries: ground and residents above them."""
    said = quarries.territoires(exposure)
    page = {
        "methode": quarries.METHODE,
        "territoires": [item.as_json() for item in said],
    }
    return _words({item.code_insee: item.phrase for item in said}, page)


def every_hazard(layers: Layers, exposure: Exposure) -> Words:
    """What each of the other maps says, one after the other."""
    floods = {item["code_insee"]: item for item in flood(layers, exposure).page["territoires"]}
    said = [
        {
            "code_insee": item["code_insee"],
            "libelle": item["libelle"],
            "inondation": floods[item["code_insee"]]["constat"],
            "carrieres": item["constat"],
        }
        for item in quarry(layers, exposure).page["territoires"]
    ]
    phrases = {
        item["code_insee"]: f"{item['libelle']}{NO_BREAK}: inondation, {item['inondation']} "
        f"Carrières, {item['carrieres']}"
        for item in said
    }
    return _words(phrases, {"territoires": said})


def _words(phrases: Mapping[str, str], page: Mapping[str, Any]) -> Words:
    return Words(phrases[PARIS], phrases, page)


def words_of(carte: Carte, layers: Layers, exposure: Exposure) -> Words:
    """What a declared map says: of its places one by one, or of its zones by `texte`."""
    if carte.places:
        return _words(*listing(carte, layers))
    return TEXTS[carte.texte](layers, exposure)


# `texte` of a declared map of zones → its words.
TEXTS: Mapping[str, Callable[[Layers, Exposure], Words]] = {
    "inondation": flood,
    "carrieres": quarry,
    "tous-risques": every_hazard,
}
