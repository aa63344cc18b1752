"""A map of classes in words: its legend, a label and a sentence for each territory, its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from maps.choropleth.territory_values import Case
from maps.records.classes import ABSENTE, CACHEE, CLASSE, ZERO, Choroplethe
from maps.words.map_words import Words
from opendata.french import NO_BREAK_SPACE, number

SHORT: Mapping[str, str] = {ZERO: "0", CACHEE: "caché", ABSENTE: "n.d."}
# What takes the place of a figure, in a table and in a popup.
NO_FIGURE: Mapping[str, str] = {
    CACHEE: "secret statistique : valeur cachée",
    ABSENTE: "pas de donnée",
}


def names(declared: Choroplethe) -> dict[str, str]:
    """What menus call each look, classes first."""
    named = {
        f"{CLASSE}{rank}": f"{classe.nom}{NO_BREAK_SPACE}: {bounds(declared, rank)}"
        for rank, classe in enumerate(declared.classes, 1)
    }
    return named | {name: etat.libelle for name, etat in declared.etats.items()}


def legends(declared: Choroplethe, cases: Sequence[Case]) -> dict[str, str]:
    """What the legend says of each look, with how many territories have it."""
    texts = {
        name: f"{text} {declared.taux.libelle}" if name.startswith(CLASSE) else text
        for name, text in names(declared).items()
    }
    texts |= {name: etat.legende for name, etat in declared.etats.items()}
    return {name: f"{text} ({_how_many(name, cases)})" for name, text in texts.items()}


def _how_many(etat: str, cases: Iterable[Case]) -> str:
    count = sum(case.etat == etat for case in cases)
    if not count:
        return "aucun arrondissement sur cette carte"
    return f"{count} arrondissement{'s' if count > 1 else ''}"


def bounds(declared: Choroplethe, rank: int) -> str:
    """« moins de 5 », « de 5 à moins de 15 », « 150 ou plus »."""
    classe = declared.classes[rank - 1]
    if classe.maximum is None:
        return f"{figure(classe.minimum)} ou plus"
    if not classe.minimum:
        return f"moins de {figure(classe.maximum)}"
    return f"de {figure(classe.minimum)} à moins de {figure(classe.maximum)}"


def figure(value: float) -> str:
    """A bound as it is declared: 5; 2,5."""
    return number(value, 0 if value == int(value) else 1)


def short(case: Case) -> str:
    """What stands in the territory on the picture, below its number."""
    return SHORT.get(case.etat) or number(case.taux or 0, 1)


def count_of(case: Case) -> str:
    """The count, or what takes its place."""
    return NO_FIGURE.get(case.etat) or number(case.effectif or 0)


def rate_of(case: Case) -> str:
    """The rate, or what takes its place."""
    return NO_FIGURE.get(case.etat) or number(case.taux or 0, 1)


def constat(declared: Choroplethe, case: Case) -> str:
    """What the map says of a territory, without its name."""
    if case.etat == CACHEE:
        return (
            "secret statistique : valeur cachée, pour protéger les personnes. Ce n’est pas un zéro."
        )
    if case.etat == ABSENTE:
        return "pas de donnée. Ce n’est pas un zéro."
    if case.etat == ZERO:
        return f"zéro publié. {declared.effectif}{NO_BREAK_SPACE}: 0."
    rate = f"{number(case.taux or 0, 1)} {declared.taux.libelle}"
    said = names(declared).get(case.etat, "")
    placed = f" {said}." if said else ""
    return f"{rate} ({declared.effectif.lower()}{NO_BREAK_SPACE}: {number(case.effectif or 0)}).{placed}"


def words(declared: Choroplethe, cases: Sequence[Case], paris: Case, mention: str) -> Words:
    """The page's table and the sentences; `mention` opens each sentence that travels alone."""
    opening = f"{mention.capitalize()}. " if mention else ""
    everyone = [*cases, paris]
    phrases = {
        case.code: f"{opening}{case.nom}{NO_BREAK_SPACE}: {constat(declared, case)}"
        for case in everyone
    }
    page = {
        "methode": declared.methode,
        "effectif": declared.effectif,
        "taux": declared.taux.libelle,
        "reserve": declared.taux.reserve,
        "jeu": declared.table.jeu,
        "table": declared.table.ressource,
        "territoires": [_row(declared, case) for case in everyone],
    }
    return Words(phrases[paris.code], phrases, page)


def class_name(declared: Choroplethe, case: Case) -> str:
    """What the legend calls the territory's class; Paris has none."""
    if not case.etat.startswith(CLASSE):
        return declared.etats[case.etat].libelle if case.etat in declared.etats else "sans classe"
    return declared.classes[int(case.etat.removeprefix(CLASSE)) - 1].nom


def _row(declared: Choroplethe, case: Case) -> dict[str, Any]:
    return {
        "code_insee": case.code,
        "libelle": case.nom,
        "constat": constat(declared, case),
        "etat": case.etat,
        "effectif": count_of(case),
        "taux": rate_of(case),
        "classe": class_name(declared, case),
        "est_publie": case.effectif is not None,
    }
