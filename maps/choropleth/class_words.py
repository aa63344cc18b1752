"""A map of classes in words: its legend, a label and a sentence for each territory, its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from maps.choropleth.territory_values import TerritoryValue
from maps.records.classes import ABSENTE, CACHEE, CLASSE, ZERO, Choroplethe
from maps.words.map_words import Words
from opendata.french import NO_BREAK_SPACE, number

SHORT: Mapping[str, str] = {ZERO: "0", CACHEE: "caché", ABSENTE: "n.d."}
# What takes the place of a figure, in a table and in a popup.
NO_FIGURE: Mapping[str, str] = {
    CACHEE: "secret statistique : valeur cachée",
    ABSENTE: "pas de donnée",
}


def look_names(declared: Choroplethe) -> dict[str, str]:
    """What menus call each look, classes first."""
    classes = {
        f"{CLASSE}{rank}": f"{classe.nom}{NO_BREAK_SPACE}: {bounds(declared, rank)}"
        for rank, classe in enumerate(declared.classes, 1)
    }
    return classes | {name: etat.libelle for name, etat in declared.etats.items()}


def legends(declared: Choroplethe, values: Sequence[TerritoryValue]) -> dict[str, str]:
    """What the legend says of each look, with how many territories have it."""
    texts = {
        name: f"{text} {declared.taux.libelle}" if name.startswith(CLASSE) else text
        for name, text in look_names(declared).items()
    }
    texts |= {name: etat.legende for name, etat in declared.etats.items()}
    return {name: f"{text} ({_how_many(name, values)})" for name, text in texts.items()}


def _how_many(etat: str, values: Iterable[TerritoryValue]) -> str:
    count = sum(value.etat == etat for value in values)
    if not count:
        return "aucun arrondissement sur cette carte"
    return f"{count} arrondissement{'s' if count > 1 else ''}"


def bounds(declared: Choroplethe, rank: int) -> str:
    """« moins de 5 », « de 5 à moins de 15 », « 150 ou plus »."""
    classe = declared.classes[rank - 1]
    if classe.maximum is None:
        return f"{bound_figure(classe.minimum)} ou plus"
    if not classe.minimum:
        return f"moins de {bound_figure(classe.maximum)}"
    return f"de {bound_figure(classe.minimum)} à moins de {bound_figure(classe.maximum)}"


def bound_figure(value: float) -> str:
    """A bound as it is declared: 5; 2,5."""
    return number(value, 0 if value == int(value) else 1)


def short_label(value: TerritoryValue) -> str:
    """What stands in the territory on the picture, below its number."""
    return SHORT.get(value.etat) or number(value.taux or 0, 1)


def count_of(value: TerritoryValue) -> str:
    """The count, or what takes its place."""
    return NO_FIGURE.get(value.etat) or number(value.effectif or 0)


def rate_of(value: TerritoryValue) -> str:
    """The rate, or what takes its place."""
    return NO_FIGURE.get(value.etat) or number(value.taux or 0, 1)


def sentence(declared: Choroplethe, value: TerritoryValue) -> str:
    """What the map says of a territory, without its name."""
    if value.etat == CACHEE:
        return (
            "secret statistique : valeur cachée, pour protéger les personnes. Ce n’est pas un zéro."
        )
    if value.etat == ABSENTE:
        return "pas de donnée. Ce n’est pas un zéro."
    if value.etat == ZERO:
        return f"zéro publié. {declared.effectif}{NO_BREAK_SPACE}: 0."
    rate = f"{number(value.taux or 0, 1)} {declared.taux.libelle}"
    name = look_names(declared).get(value.etat, "")
    placed = f" {name}." if name else ""
    return f"{rate} ({declared.effectif.lower()}{NO_BREAK_SPACE}: {number(value.effectif or 0)}).{placed}"


def words_of_classes(
    declared: Choroplethe, values: Sequence[TerritoryValue], paris: TerritoryValue, mention: str
) -> Words:
    """The page's table and the sentences; `mention` opens each sentence that travels alone."""
    opening = f"{mention.capitalize()}. " if mention else ""
    everywhere = [*values, paris]
    phrases = {
        value.code: f"{opening}{value.nom}{NO_BREAK_SPACE}: {sentence(declared, value)}"
        for value in everywhere
    }
    page = {
        "methode": declared.methode,
        "effectif": declared.effectif,
        "taux": declared.taux.libelle,
        "reserve": declared.taux.reserve,
        "jeu": declared.table.jeu,
        "table": declared.table.ressource,
        "territoires": [_row(declared, value) for value in everywhere],
    }
    return Words(phrases[paris.code], phrases, page)


def class_name(declared: Choroplethe, value: TerritoryValue) -> str:
    """What the legend calls the territory's class; Paris has none."""
    if not value.etat.startswith(CLASSE):
        return declared.etats[value.etat].libelle if value.etat in declared.etats else "sans classe"
    return declared.classes[int(value.etat.removeprefix(CLASSE)) - 1].nom


def _row(declared: Choroplethe, value: TerritoryValue) -> dict[str, Any]:
    return {
        "code_insee": value.code,
        "libelle": value.nom,
        "constat": sentence(declared, value),
        "etat": value.etat,
        "effectif": count_of(value),
        "taux": rate_of(value),
        "classe": class_name(declared, value),
        "est_publie": value.effectif is not None,
    }
