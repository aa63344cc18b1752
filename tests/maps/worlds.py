"""A small world for drawing: two territories side by side, a zone by block, a street; one declared map."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml

from maps.geometry.projection import to_wgs84
from maps.records.carte import Carte, Couche
from maps.records.declaration import read_cartes
from maps.records.layers import Layer
from maps.words.document_words import DocumentWords
from opendata.findings import Finding
from opendata.model import Licence, Source

ROOT = Path(__file__).resolve().parents[2]
WEST, SOUTH = 652_000.0, 6_862_000.0  # Lambert-93, in the middle of Paris
PATH = "data/cartes.yaml"
COLUMNS = {
    "arrondissements": frozenset({"numero", "libelle_arrondissement"}),
    "ppri": frozenset({"zonage", "libelle_zonage"}),
    "voies": frozenset({"libelle_voie", "longueur_tracee_m"}),
    "fontaines": frozenset({"adresse", "est_disponible", "motif"}),
}
SOURCES = frozenset({"territoires", "zones"})

DECLARED = """\
- id: essai
  titre: Carte d'essai
  titre_court: Essai
  description: Deux territoires et une zone.
  resume: Deux rectangles côte à côte.
  paroles: {zone: {code: ppri, nom: zone bleue, aucune: aucune zone bleue, methode: Au prorata.}}
  limites: [Rien ici n'est vrai.]
  couches:
    - id: fond
      fichier: arrondissements
      est_fond: true
      libelle: Territoires
      legende: Limite de territoire
      sources: [territoires]
      etiquette: numero
      infobulle: [{propriete: libelle_arrondissement, libelle: Territoire}]
      style: {fond: {clair: "#f6f4ef", sombre: "#23262b"}, trait: {clair: "#77726a", sombre: "#9a9ea6"}}
      precision: {ecran_m: 1, image_m: 1}
    - id: rues
      fichier: voies
      est_fond: true
      libelle: Rues
      legende: Rues
      sources: [territoires]
      choix: {propriete: longueur_tracee_m, minimum: 300}
      detail: {zoom: 15, ecran_m: 1}
      infobulle: [{propriete: libelle_voie, libelle: Voie}]
      style: {trait: {clair: "#b5aea1", sombre: "#5a606a"}}
      precision: {ecran_m: 1, image_m: 1}
    - id: zone-bleue
      fichier: ppri
      libelle: Zone bleue
      legende: Zone bleue (hachures)
      sources: [zones]
      choix: {propriete: zonage, valeurs: [B]}
      style: {fond: {clair: "#9cc3ea", sombre: "#1f4f86"}, trait: {clair: "#0b4f94", sombre: "#8cc0f5"}, motif: hachures}
      precision: {ecran_m: 1, image_m: 1}
    - id: zone-verte
      fichier: ppri
      libelle: Zone verte
      legende: Zone verte (points)
      sources: [zones]
      choix: {propriete: zonage, valeurs: [V]}
      style: {trait: {clair: "#4a6f12", sombre: "#cdea8e"}, tirets: [7, 4], motif: points}
      precision: {ecran_m: 1, image_m: 1}
      bulle: {texte: Une zone pour l'essai., faire: Restez., officiel: Plan d'essai, lien: Que faire, page: risques/essai/}
"""

PLACES = """\
- id: lieux
  titre: Carte de lieux
  titre_court: Lieux
  description: Deux territoires et des lieux.
  resume: Deux rectangles côte à côte.
  listes_ouvertes: false
  limites: [Rien ici n'est vrai.]
  couches:
    - id: sol
      fichier: arrondissements
      est_fond: true
      libelle: Territoires
      legende: Limite de territoire
      sources: [territoires]
      style: {trait: {clair: "#77726a", sombre: "#9a9ea6"}}
      precision: {ecran_m: 1, image_m: 1}
    - id: fontaines-fermees
      fichier: fontaines
      libelle: Fontaines fermées
      legende: Fontaine fermée (croix)
      sources: [zones]
      choix: {propriete: est_disponible, valeurs: [false]}
      style: {fond: {clair: "#ffffff", sombre: "#000000"}, trait: {clair: "#4a6f12", sombre: "#cdea8e"}, symbole: sautoir}
      precision: {ecran_m: 1, image_m: 1}
    - id: fontaines-ouvertes
      fichier: fontaines
      libelle: Fontaines
      legende: Fontaine (goutte)
      sources: [zones]
      choix: {propriete: est_disponible, valeurs: [true]}
      infobulle: [{propriete: adresse, libelle: Adresse}, {propriete: motif, libelle: Motif}]
      style: {trait: {clair: "#0b4f94", sombre: "#8cc0f5"}, symbole: goutte, taille: 5}
      precision: {ecran_m: 1, image_m: 1}
"""


def read(text: str = DECLARED) -> tuple[tuple[Carte, ...] | None, list[str]]:
    """The declared maps and the findings, as printed."""
    findings: list[Finding] = []
    cartes = read_cartes(PATH, text.encode(), COLUMNS, SOURCES, findings)
    return cartes, [str(finding) for finding in findings]


def carte(text: str = DECLARED) -> Carte:
    """The declared map."""
    cartes, findings = read(text)
    assert cartes is not None, findings
    return cartes[0]


HOSTILE = "{{ 7*7 }}{% raw %}{# #}</script><img src=x onerror=alert(1)>`${1}'\"<!--"


def hostile() -> Carte:
    """The declared map; its texts, its layers' names and the labels of its popups are hostile."""
    declared = carte()
    words = dict.fromkeys(("titre", "titre_court", "description", "resume"), HOSTILE)
    couches = tuple(_hostile(couche) for couche in declared.couches)
    return declared.model_copy(update={**words, "limites": (HOSTILE,), "couches": couches})


def _hostile(couche: Couche) -> Couche:
    lines = tuple(line.model_copy(update={"libelle": HOSTILE}) for line in couche.infobulle)
    words = dict.fromkeys(("libelle", "legende", "definition"), HOSTILE)
    told = couche.bulle and couche.bulle.model_copy(
        update=dict.fromkeys(("texte", "faire", "officiel", "lien"), HOSTILE)
    )
    return couche.model_copy(update={**words, "infobulle": lines, "bulle": told})


def layers() -> dict[str, Layer]:
    """Its layers; the blue zone has two blocks with a street between them, two fountains stand at one place."""
    read = {
        "arrondissements": _layer(
            [{"numero": 1, "libelle_arrondissement": "1er <b>", "code_insee": "75101"},
             {"numero": 2, "libelle_arrondissement": "2e", "code_insee": "75102"}],
            [_box(0, 0, 2000, 1000), _box(2000, 0, 4000, 1000)],
        ),
        "voies": _layer(
            [{"libelle_voie": "Rue longue", "longueur_tracee_m": 4000},
             {"libelle_voie": "Rue courte", "longueur_tracee_m": 200}],
            [_line((0, 500), (4000, 500)), _line((100, 0), (100, 200))],
        ),
        "ppri": _layer(
            [{"zonage": zonage, "libelle_zonage": f"zone {zonage}"} for zonage in ("B", "B", "V")],
            [_box(100, 100, 400, 400), _box(420, 100, 800, 400), _box(3000, 200, 3500, 700)],
        ),
        "fontaines": _layer(
            [_fountain("Quai <i>", True, ""), _fountain("Quai <i>", True, ""), _fountain("Rue B", True, ""),
             _fountain("Rue A", False, "gel")],
            [_point(200, 200), _point(200, 200), _point(900, 300), _point(1500, 600)],
        ),
    }  # fmt: skip
    return {name: replace(layer, path=f"data/geo/{name}.geojson") for name, layer in read.items()}


def mots() -> DocumentWords:
    """The French words of documents, as they are written."""
    written = (
        ROOT / f"data/langues/fr/mots/carte-interactive{part}.yaml" for part in ("", "-script")
    )
    document, scripts = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in written)
    return DocumentWords("fr", "ltr", document, scripts)


def sources() -> dict[str, Source]:
    """Where it would come from."""
    licence = Licence("ODbL-1.0", "Open Database License", "https://exemple.invalid/odbl")
    return {
        name: Source(name, "Éditeur", f"Jeu {name}", f"https://exemple.invalid/{name}", licence, "2020",
                     "2026-01-01", f"{name}.zip", "0" * 64, "Essai.", ("Essai.",))
        for name in sorted(SOURCES)
    }  # fmt: skip


def _fountain(adresse: str, est_disponible: bool, motif: str) -> dict[str, Any]:
    return {"adresse": adresse, "est_disponible": est_disponible, "motif": motif,
            "type_fontaine": "fontaine", "code_insee": "75101"}  # fmt: skip


def _layer(rows: Sequence[dict[str, Any]], shapes: Sequence[shapely.Geometry]) -> Layer:
    return Layer("essai.geojson", tuple(rows), to_wgs84(np.array(shapes, dtype=object)))


def _box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def _line(*points: tuple[float, float]) -> shapely.Geometry:
    return shapely.LineString([(WEST + x, SOUTH + y) for x, y in points])


def _point(x: float, y: float) -> shapely.Geometry:
    return shapely.Point(WEST + x, SOUTH + y)
