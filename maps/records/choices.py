"""Declared choices against the layers: a value that nothing has, a place that no layer shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maps.records.carte import Carte, Couche
from maps.records.layers import Layer
from opendata.findings import Document, Finding

VALUE_RULE = "un choix ne cite que des valeurs que la couche contient"
COMPLETE_RULE = "une carte qui montre une partie des lieux d'un fichier les montre tous"


def choice_findings(
    document: Document, cartes: tuple[Carte, ...], layers: Mapping[str, Layer]
) -> Iterator[Finding]:
    """Every choice of `document` (data/cartes.yaml) that its layer does not bear out."""
    for number, carte in enumerate(cartes):
        for index, couche in enumerate(carte.couches):
            if couche.choix and couche.fichier in layers:
                yield from _unmet(document, (number, "couches", index, "choix"), couche, layers)
        for name in sorted({couche.fichier for couche in carte.places} & set(layers)):
            yield from _left_out(document, number, carte, layers[name])


def _unmet(
    document: Document, where: tuple[str | int, ...], couche: Couche, layers: Mapping[str, Layer]
) -> Iterator[Finding]:
    choix = couche.choix
    if choix is None:
        return
    known = layers[couche.fichier].column(choix.propriete)
    for rank, value in enumerate(choix.valeurs):
        if value not in known:
            yield document.finding((*where, "valeurs", rank),
                                   f"valeur « {_written(value)} » que rien n'a dans {couche.fichier}", VALUE_RULE,
                                   f"choisir parmi {', '.join(sorted({_written(value) for value in known}))}")  # fmt: skip


def _left_out(document: Document, number: int, carte: Carte, layer: Layer) -> Iterator[Finding]:
    """One finding a value that is left out, for the choices that a map makes on one file."""
    choices = [couche.choix for couche in carte.places if couche.fichier == layer.name]
    partial = [choix for choix in choices if choix]
    if len(partial) < len(choices):  # one layer shows the whole file
        return
    for propriete in sorted({choix.propriete for choix in partial}):
        kept = [choix for choix in partial if choix.propriete == propriete]
        values = dict.fromkeys(layer.column(propriete))
        for value in [value for value in values if not any(choix.keeps(value) for choix in kept)]:
            yield document.finding((number, "couches"),
                                   f"{propriete} « {_written(value)} » de {layer.name} n'est dans aucune couche de la carte « {carte.id} »",
                                   COMPLETE_RULE, "ajouter la valeur au choix d'une couche")  # fmt: skip


def _written(value: object) -> str:
    """As a contributor writes it in YAML."""
    return str(value).lower() if isinstance(value, bool) else str(value)
