"""Declared maps and published tables → the same maps, with a layer for each class.

A class is a layer like any other: pictures, interactive maps, legends and colours need to know
nothing of tables. Hidden, zero and absent figures are three more layers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pandas.api.types import is_numeric_dtype

from maps.choropleth import class_words
from maps.choropleth.multiples import multiples
from maps.choropleth.territory_values import (
    OUTSIDE,
    Row,
    TerritoryValue,
    paris_value,
    rows_by_code,
    territory_values,
)  # fmt: skip
from maps.records.carte import Carte, Couche, Ligne
from maps.records.choix import Choix
from maps.records.classes import ABSENTE, CLASSE, Choroplethe, Key, Tableau, class_findings
from maps.records.declaration import file_findings
from maps.records.layers import Layer
from maps.records.style import Style
from maps.words.map_words import Words
from opendata.findings import Document, Finding
from opendata.model import FICTION, FICTION_RULE, Publishable, ReleasedTable

Tables = Mapping[tuple[str, str], Publishable]
Where = tuple[Key, ...]

TABLE_RULE = "une carte de classes lit une table publiée de data/datasets/"
ROW_RULE = "une ligne par territoire, une fois le filtre appliqué"
NUMBER_RULE = "un taux divise un compte par un nombre d'habitants"
CLASS_RULE = "toute valeur publiée est d'une classe"


@dataclass(frozen=True)
class Joined:
    """A map whose classes have become layers, the layer that they draw, and what it says."""

    carte: Carte
    layer: Layer = field(repr=False)
    words: Words = field(repr=False)


def fiction_findings(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Every text of a fictitious map that does not say so."""
    if not carte.est_fictif:
        return
    for key, text in (("titre", carte.titre), ("description", carte.description), ("resume", carte.resume)):  # fmt: skip
        if FICTION not in text.lower():
            yield document.finding((number, key), f"« {FICTION} » absent de ce texte", FICTION_RULE,
                                   f"y écrire « {FICTION} »")  # fmt: skip
    for key, text in (("id", carte.id), ("titre_court", carte.titre_court)):
        if "fictif" not in text.lower():
            yield document.finding((number, key), "« fictif » absent de ce nom", FICTION_RULE,
                                   "y écrire « fictif »")  # fmt: skip


def join(
    document: Document, number: int, carte: Carte, layers: Mapping[str, Layer], tables: Tables,
    sources: frozenset[str], findings: list[Finding],
) -> Joined | None:  # fmt: skip
    """The map of that rank in `document` (data/cartes.yaml), joined; `None` with every finding."""
    declared = carte.choroplethe
    if declared is None:
        return None
    where = (number, "choroplethe")
    problems = [
        *class_findings(document, where, declared),
        *_layer_findings(document, where, declared, layers, sources),
        *_table_findings(document, number, carte, declared.table, tables),
    ]
    if not problems:
        table = tables[declared.table.jeu, declared.table.ressource]
        rows = rows_by_code(declared.table, table)
        layer = layers[declared.fichier]
        territories = territory_values(declared, layer, rows)
        problems = [*_row_findings(document, where, declared, rows), *_outside(document, where, territories)]  # fmt: skip
        others = _others(declared, layer, table)
        problems += [*_other_findings(document, where, declared, others)]
    if problems:
        findings.extend(problems)
        return None
    drawn = _expanded(carte, declared, territories)
    words = class_words.words_of_classes(declared, territories, paris_value(declared, layer, rows), FICTION if carte.est_fictif else "")  # fmt: skip
    page = {**words.page, "multiples": multiples(drawn, declared, layer, others)}
    return Joined(drawn, _layer(carte, declared, layer, territories), replace(words, page=page))


def _others(
    declared: Choroplethe, layer: Layer, table: Publishable
) -> dict[str, tuple[TerritoryValue, ...]]:
    """The values of each small map, by its code."""
    small = declared.multiples
    if small is None:
        return {}
    return {
        code: territory_values(
            declared, layer, rows_by_code(declared.table.of(small.colonne, code), table)
        )
        for code in small.codes
        if small.colonne in table.frame
    }


def _other_findings(
    document: Document,
    where: Where,
    declared: Choroplethe,
    others: Mapping[str, Sequence[TerritoryValue]],
) -> Iterator[Finding]:
    small = declared.multiples
    if small is None:
        return
    if small.colonne not in declared.table.filtre:
        yield document.finding((*where, "multiples", "colonne"), f"colonne « {small.colonne} » absente du filtre", ROW_RULE,
                               f"choisir parmi {', '.join(declared.table.filtre)}")  # fmt: skip
        return
    for code, territories in others.items():
        if all(value.etat == ABSENTE for value in territories):
            yield document.finding((*where, "multiples", "codes", code), f"aucune ligne pour {small.colonne} « {code} »",
                                   ROW_RULE, "corriger le code")  # fmt: skip
        yield from _outside(document, where, territories)


def _layer_findings(
    document: Document, where: Where, declared: Choroplethe, layers: Mapping[str, Layer],
    sources: frozenset[str],
) -> Iterator[Finding]:  # fmt: skip
    properties = {name: frozenset[str](*layer.properties[:1]) for name, layer in layers.items()}
    yield from file_findings(document, where, declared, properties, sources, declared.properties)
    if declared.fichier not in layers:
        return
    known = layers[declared.fichier].properties[0]
    residents = declared.taux.propriete
    if residents in known and not isinstance(known[residents], int):
        yield document.finding((*where, "taux", "propriete"), f"propriété « {residents} » : nombre entier attendu", NUMBER_RULE,
                               "choisir une propriété qui compte des habitants")  # fmt: skip


def _table_findings(
    document: Document, number: int, carte: Carte, tableau: Tableau, tables: Tables
) -> Iterator[Finding]:
    where = (number, "choroplethe", "table")
    table = tables.get((tableau.jeu, tableau.ressource))
    if table is None:
        known = ", ".join(sorted("/".join(name) for name in tables)) or "aucune n'est publiable"
        yield document.finding((*where, "ressource"), f"table « {tableau.jeu}/{tableau.ressource} » inconnue",
                               TABLE_RULE, f"choisir parmi {known}")  # fmt: skip
        return
    for keys, name in tableau.columns:
        if name not in table.frame:
            yield document.finding((*where, *keys), f"colonne « {name} » inconnue de {tableau.jeu}/{tableau.ressource}",
                                   TABLE_RULE, f"choisir parmi {', '.join(map(str, table.frame.columns))}")  # fmt: skip
    if tableau.valeur in table.frame and not is_numeric_dtype(table.frame[tableau.valeur]):
        yield document.finding((*where, "valeur"), f"colonne « {tableau.valeur} » : nombres attendus", NUMBER_RULE,
                               "choisir une colonne qui compte")  # fmt: skip
    is_fictif = isinstance(table, ReleasedTable) and table.est_fictif
    if is_fictif != carte.est_fictif:
        nature = "est fictive" if is_fictif else "n'est pas fictive"
        yield document.finding((number, "est_fictif"), f"la table « {tableau.jeu}/{tableau.ressource} » {nature}, la carte dit le contraire",
                               FICTION_RULE, f"écrire est_fictif: {str(is_fictif).lower()}")  # fmt: skip


def _row_findings(
    document: Document, where: Where, declared: Choroplethe, rows: Mapping[str, list[Row]]
) -> Iterator[Finding]:
    here = (*where, "table", "filtre")
    if not rows:
        yield document.finding(here, "aucune ligne ne répond au filtre", ROW_RULE, "corriger les valeurs du filtre")  # fmt: skip
    for code, several in rows.items():
        if len(several) > 1:
            yield document.finding(here, f"{len(several)} lignes pour {declared.table.colonne} « {code} »", ROW_RULE,
                                   "ajouter au filtre la colonne qui les distingue")  # fmt: skip


def _outside(
    document: Document, where: Where, territories: Sequence[TerritoryValue]
) -> Iterator[Finding]:
    for value in territories:
        if value.etat == OUTSIDE:
            yield document.finding((*where, "classes"), f"{value.nom} : {class_words.rate_of(value)} n'est d'aucune classe",
                                   CLASS_RULE, "étendre la première ou la dernière classe")  # fmt: skip


def layer_name(carte: Carte) -> str:
    """What the joined layer of a map is called among layers."""
    return carte.id.replace("-", "_")


def _layer(
    carte: Carte, declared: Choroplethe, layer: Layer, territories: Sequence[TerritoryValue]
) -> Layer:
    """The territories with what is said of each: no figure that is not published is in it."""
    names = class_words.look_names(declared)
    rows = tuple(
        {
            "code": value.code,
            "nom": value.nom,
            "etat": value.etat,
            "etiquette": f"{value.nom.removesuffix(' arrondissement')}\n{class_words.short_label(value)}",
            "effectif": class_words.count_of(value),
            "taux": class_words.rate_of(value),
            "classe": names[value.etat],
            "nature": FICTION if carte.est_fictif else "données publiées",
        }
        for value in territories
    )
    return Layer(f"{layer_name(carte)}.geojson", rows, layer.geometries)


def _expanded(carte: Carte, declared: Choroplethe, territories: Sequence[TerritoryValue]) -> Carte:
    """The map with a layer for each look, below the declared ones."""
    lines = (
        Ligne(propriete="nom", libelle="Territoire"),
        Ligne(propriete="effectif", libelle=declared.effectif),
        Ligne(propriete="taux", libelle=declared.taux.libelle.capitalize()),
        Ligne(propriete="classe", libelle="Classe"),
        Ligne(propriete="nature", libelle="Données"),
    )
    legends = class_words.legends(declared, territories)
    looks = tuple(
        Couche(
            id=f"{carte.id}-{etat}",
            fichier=layer_name(carte),
            libelle=libelle,
            legende=legends[etat],
            sources=declared.sources,
            choix=Choix(propriete="etat", valeurs=(etat,)),
            etiquette="etiquette",
            infobulle=lines,
            style=_style(declared, etat),
            precision=declared.precision,
        )
        for etat, libelle in class_words.look_names(declared).items()
    )
    return carte.model_copy(update={"couches": (*looks, *carte.couches)})


def _style(declared: Choroplethe, etat: str) -> Style:
    if etat in declared.etats:
        return declared.etats[etat].style
    classe = declared.classes[int(etat.removeprefix(CLASSE)) - 1]
    return Style(fond=classe.couleur, trait=declared.contour, epaisseur=1)
