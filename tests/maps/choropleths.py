"""A small map of classes: five territories, a released table with a hidden cell, a zero and a missing row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely

from maps.choropleth.class_layers import Tables
from maps.choropleth.joining import joined
from maps.geometry.projection import to_wgs84
from maps.records.atlas import Atlas
from maps.records.carte import Carte
from maps.records.declaration import cartes_of
from maps.records.layers import Layer
from maps.records.map_file import CARTES
from opendata.findings import Finding, read_yaml
from opendata.model import ReleasedTable
from tests.maps.worlds import SOUTH, WEST, sources

NAMES = ("annee", "lieu", "nb_faits", "obs_status")
Row = tuple[str, str, int | None, str]
ROWS: tuple[Row, ...] = (
    ("2024", "A", 999, "A"),
    ("2025", "Total", 130, "A"),
    ("2025", "A", 10, "A"),
    ("2025", "B", 100, "A"),
    ("2025", "C", None, "Q"),
    ("2025", "D", 0, "A"),
)
COLUMNS = {"arrondissements": frozenset({"code_insee", "libelle_arrondissement", "population_municipale"})}  # fmt: skip

DECLARED = """\
- id: essai-fictif
  titre: Carte d'essai (données fictives de démonstration)
  titre_court: Essai (fictif)
  description: "Cinq territoires : données fictives de démonstration."
  resume: Données fictives de démonstration. Cinq carrés.
  avis: Rien ici n'est vrai.
  est_fictif: true
  limites: [Rien ici n'est vrai.]
  choroplethe:
    fichier: arrondissements
    cle: code_insee
    nom: libelle_arrondissement
    sources: [territoires]
    precision: {ecran_m: 1, image_m: 1}
    table:
      jeu: essai
      ressource: faits
      colonne: lieu
      total: Total
      filtre: {annee: "2025"}
      valeur: nb_faits
      statut: {colonne: obs_status, publie: [A], masque: [Q]}
    effectif: Faits inventés
    taux: {propriete: population_municipale, pour: 10000, libelle: "pour 10 000 habitants", reserve: On vient d'ailleurs.}
    methode: Deux classes.
    contour: {clair: "#000000", sombre: "#ffffff"}
    classes:
      - {nom: Classe 1, minimum: 0, maximum: 50, couleur: {clair: "#e6b6d6", sombre: "#48308c"}}
      - {nom: Classe 2, minimum: 50, couleur: {clair: "#5a34a2", sombre: "#cf9dc4"}}
    zero: {libelle: Zéro, legende: Zéro publié, style: {trait: {clair: "#55514a", sombre: "#c9cdd4"}, motif: points}}
    cachee: {libelle: Cachée, legende: "Secret statistique : valeur cachée", style: {trait: {clair: "#3a3732", sombre: "#e8e6e1"}, motif: hachures}}
    absente: {libelle: Absente, legende: Pas de donnée, style: {trait: {clair: "#77726a", sombre: "#9a9ea6"}, motif: croix}}
  couches:
    - id: limites
      fichier: arrondissements
      est_fond: true
      libelle: Limites
      legende: Limite
      sources: [territoires]
      style: {trait: {clair: "#000000", sombre: "#ffffff"}}
      precision: {ecran_m: 1, image_m: 1}
"""


def layer() -> Layer:
    """Five squares of a kilometre, of 5,000 residents each."""
    codes = "ABCDE"
    squares = [shapely.box(WEST + 1000 * i, SOUTH, WEST + 1000 * (i + 1), SOUTH + 1000) for i in range(5)]  # fmt: skip
    rows = tuple({"code_insee": code, "libelle_arrondissement": f"Territoire {code}", "population_municipale": 5000}
                 for code in codes)  # fmt: skip
    return Layer("arrondissements.geojson", rows, to_wgs84(np.array(squares, dtype=object)))


def table(rows: Sequence[Row] = ROWS, *, est_fictif: bool = True) -> ReleasedTable:
    """What the public audit lets out."""
    frame = pd.DataFrame(rows, columns=list(NAMES)).astype({"nb_faits": "Int64"})
    schema = {"fields": [{"name": name} for name in NAMES]}
    return ReleasedTable("faits", schema, frame, attacked=1, recovered=0, est_fictif=est_fictif)


def atlas_of(text: str = DECLARED, tables: Tables | None = None) -> tuple[Atlas | None, list[str]]:
    """The declared map joined to its table, and the findings, as printed."""
    findings: list[Finding] = []
    document = read_yaml(CARTES, text.encode(), findings)
    assert document is not None, findings
    cartes = cartes_of(document, COLUMNS, frozenset(sources()), findings)
    if cartes is None:
        return None, [str(finding) for finding in findings]
    given = {("essai", "faits"): table()} if tables is None else tables
    atlas = Atlas({"arrondissements": layer()}, cartes, sources(), document)
    whole = joined(atlas, given, findings)
    return whole, [str(finding) for finding in findings]


def joined_map(rows: Sequence[Row] = ROWS) -> tuple[Carte, Atlas]:
    """The map of these rows, ready to be drawn."""
    atlas, findings = atlas_of(tables={("essai", "faits"): table(rows)})
    assert atlas is not None, findings
    return atlas.cartes[0], atlas
