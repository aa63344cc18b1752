"""The stage of « Ma rue »: files that the browser searches, and what pages say of each territory.

site/ma-rue/voies.json     names and verdicts (maps.streets.search_index)
site/ma-rue/traces.json    axes, loaded when a position is asked for (maps.streets.locating)
site/ma-rue/lieux.json     places near a street (maps.streets.near_places)
site/assets/navigateur/uqr.js  what draws the QR code of an answer, on the reader's device
rues/territoires.json      for the pages: figures, streets and useful places (site_src.territoires.useful_places) of 20
                           arrondissements and 80 quartiers
rues/<code>.svg            the small map of each (site_src.territoires.vignettes)
rues/legende.json          its legend
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maps.records.atlas import Atlas
from maps.records.layers import Layer
from maps.streets.locating import quartiers_of, traces
from maps.streets.near_places import GROUPS, Quartier, near_places
from maps.streets.search_index import SHOWN, street_index
from maps.words.estimates import rounded
from maps.words.opening_words import week
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame.anchors import slug
from site_src.territoires.tables import PlaceTables
from site_src.territoires.useful_places import useful_places
from site_src.territoires.vignettes import vignettes

LISTED = ("concernee", "en_partie", "a_verifier", "ouvrage")

UQR = "node_modules/uqr/"

Territory = dict[str, Any]


def run(inputs: Inputs) -> Outputs:
    """Everything above; the index, the axes, and each small map are units."""
    atlas, tables = inputs.record("atlas", Atlas), inputs.record("places", PlaceTables)
    useful = useful_places(atlas)
    territories = [
        item | {"lieux": useful[item["code"]]}
        for item in described(atlas, tables.voies, tables.verdicts, tables.exposition)
    ]
    layers = {
        name: atlas.layers[name] for name in ("voies", *(group[0] for group in GROUPS.values()))
    }
    files = [
        Unit("voies", _index, (tables.voies, tables.verdicts)),
        Unit("traces", _traces, (atlas.layers["voies"],)),
        Unit(
            "lieux",
            _near,
            (layers, tables.horaires, list(tables.voies["n_sq_vo"]), _named(territories)),
        ),
    ]
    made = inputs.work.each([*files, *vignettes(atlas, territories, "Cartes des quartiers")])
    written = {"rues/territoires.json": _json(territories)}
    return inputs.work.join([written, _code_maker(inputs), *made.values()])


def _index(voies: pd.DataFrame, verdicts: pd.DataFrame) -> dict[str, bytes]:
    return {"site/ma-rue/voies.json": street_index(voies, verdicts)}


def _traces(voies: Layer) -> dict[str, bytes]:
    return {"site/ma-rue/traces.json": traces(voies)}


def _near(
    layers: Mapping[str, Layer],
    hours: pd.DataFrame,
    codes: Sequence[str],
    quartiers: Sequence[Quartier],
) -> dict[str, bytes]:
    weeks: dict[str, dict[str, str]] = {}
    for place, day, words in hours[["id_lieu", "jour", "horaires"]].itertuples(index=False):
        weeks.setdefault(place, {})[day] = words
    told = {place: week(days) for place, days in weeks.items()}
    return {"site/ma-rue/lieux.json": near_places(layers, told, codes, quartiers)}


def _named(territories: Sequence[Territory]) -> list[Quartier]:
    """The quartiers as the browser finds them."""
    return [
        Quartier(item["libelle"], item["adresse"], item["numero"])
        for item in territories
        if item["niveau"] == "quartier"
    ]


def _code_maker(inputs: Inputs) -> dict[str, bytes]:
    """The library that draws a QR code, its licence before it."""
    licence = inputs.files[f"{UQR}LICENSE"].decode().strip()
    module = inputs.files[f"{UQR}dist/index.mjs"].decode()
    return {"site/assets/navigateur/uqr.js": f"/*! uqr\n{licence}\n*/\n{module}".encode()}


def described(
    atlas: Atlas, voies: pd.DataFrame, verdicts: pd.DataFrame, exposed: pd.DataFrame
) -> list[Territory]:
    """Each arrondissement followed by its quartiers: names, address, figures and streets by zone."""
    streets = _streets(atlas, voies, verdicts)
    figures = dict(_figures(exposed))
    found = []
    for row in atlas.layers["arrondissements"].properties:
        code, numero = row["code_insee"], row["numero"]
        place = NamedTerritory("arrondissement", code, numero, row["libelle_arrondissement"])
        found.append(place.described(f"mon-quartier/{numero}/", figures, streets[code]))
        for part in atlas.layers["quartiers"].properties:
            if part["code_insee"] == code:
                name = part["libelle_quartier"]
                place = NamedTerritory("quartier", part["code_quartier"], numero, name)
                address = f"mon-quartier/{numero}/{slug(name)}/"
                found.append(place.described(address, figures, streets[place.code]))
    return found


Figures = Mapping[tuple[str, str], Mapping[str, Any]]
# Zone → verdict → [code, name, stretches] of streets, by name.
Listed = dict[str, dict[str, list[list[str]]]]


@dataclass(frozen=True)
class NamedTerritory:
    """A territory by its names; `numero` is that of its arrondissement."""

    niveau: str
    code: str
    numero: int
    libelle: str

    def described(self, address: str, figures: Figures, streets: Listed) -> Territory:
        """The territory for its page: figures and streets of each zone."""
        return {
            "niveau": self.niveau,
            "code": self.code,
            "numero": self.numero,
            "libelle": self.libelle,
            "adresse": address,
            "zones": {zone: {**figures[self.code, zone], "voies": streets[zone]} for zone in SHOWN},
        }


def _figures(exposed: pd.DataFrame) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    kept = exposed[exposed["niveau"].isin(["arrondissement", "quartier"])]
    for row in kept.to_dict("records"):
        wide = row["nb_habitants_vides_combles"]
        yield (
            (row["code_territoire"], row["zone"]),
            {
                "surface_m2": int(row["surface_vides_ouverts_m2"]),
                "part_pct": float(row["part_vides_ouverts_pct"]),
                "habitants": rounded(row["nb_habitants_vides_ouverts"]),
                "habitants_combles": None if pd.isna(wide) else rounded(wide),
                "habitants_majorant": rounded(row["nb_habitants_majorant"]),
            },
        )


def _streets(atlas: Atlas, voies: pd.DataFrame, verdicts: pd.DataFrame) -> dict[str, Listed]:
    """Streets of which something is said, by the codes of the arrondissements and quartiers they run through."""
    layer = atlas.layers["voies"]
    places = dict(
        zip(layer.column("n_sq_vo"), quartiers_of(layer, atlas.layers["quartiers"]), strict=True)
    )
    for code, arrondissements in zip(voies["n_sq_vo"], voies["arrondissements"], strict=True):
        places[code] += arrondissements.split()
    names = dict(zip(voies["n_sq_vo"], voies["libelle_voie"], strict=True))
    every = [row["code_insee"] for row in atlas.layers["arrondissements"].properties]
    every += atlas.layers["quartiers"].column("code_quartier")
    found: dict[str, Listed] = {
        code: {zone: {verdict: [] for verdict in LISTED} for zone in SHOWN} for code in every
    }
    said = verdicts[verdicts["zone"].isin(SHOWN) & verdicts["verdict"].isin(LISTED)]
    rows = said[["n_sq_vo", "zone", "verdict", "troncons"]].itertuples(index=False, name=None)
    for code, zone, verdict, words in sorted(rows, key=lambda row: (names[row[0]], row)):
        for place in places[code]:
            found[place][zone][verdict].append([code, names[code], words])
    return found


def _json(value: Sequence[Territory]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
