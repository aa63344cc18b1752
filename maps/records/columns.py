"""Which layers data/geo holds, and the columns of each: known without the libraries of geometry."""

from __future__ import annotations

from collections.abc import Mapping

# Layer → its columns and their types, as `maps.derivation` writes them.
COLUMNS: Mapping[str, Mapping[str, type]] = {
    "arrondissements": {
        "code_insee": str,
        "numero": int,
        "libelle_arrondissement": str,
        "libelle_officiel": str,
        "surface_m2": int,
        "population_municipale": int,
    },
    "quartiers": {
        "code_quartier": str,
        "numero": int,
        "libelle_quartier": str,
        "code_insee": str,
        "surface_m2": int,
    },
    "iris": {
        "code_iris": str,
        "libelle_iris": str,
        "code_insee": str,
        "population_totale": int,
        "population_75_plus": int,
    },
    "seine_et_canaux": {"code_emprise": str, "libelle_classe": str},
    "ppri": {"code_zone": str, "zonage": str, "libelle_zonage": str},
    "plus_hautes_eaux": {"code_zone": str},
    "carrieres": {"code_zone": str},
    "voies": {
        "n_sq_vo": str,
        "c_voie": str,
        "c_voie_vp": str,
        "libelle_voie": str,
        "type_voie": str,
        "longueur_tracee_m": int,
        "arrondissements": list,
    },
    "lieux_frais": {
        "identifiant": str,
        "nom": str,
        "type_lieu": str,
        "adresse": str,
        "code_insee": str,
        "est_payant": str,
        "statut_ouverture": str,
        "horaires_periode": str,
    },
    "fontaines": {
        "identifiant": str,
        "type_fontaine": str,
        "adresse": str,
        "code_insee": str,
        "est_disponible": bool,
        "motif": str,
    },
    "gares": {
        "identifiant": str,
        "nom": str,
        "modes": str,
        "lignes": str,
        "code_insee": str,
    },
    "mairies": {"identifiant": str, "nom": str, "adresse": str, "code_insee": str},
    "toilettes": {
        "identifiant": str,
        "type_toilettes": str,
        "adresse": str,
        "code_insee": str,
        "horaires": str,
        "acces_pmr": str,
    },
}

# Layers of places: one Point a feature.
POINTS = frozenset({"lieux_frais", "fontaines", "gares", "mairies", "toilettes"})
