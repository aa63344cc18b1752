"""Tables that follow from data/geo alone: exposure of territories, verdict of streets, cool places.

`build.py derive` writes them after the layers, and they are committed; a test makes them again.
What comes from the highest known waters, whose licence is to confirm, stays in tables of
its own, shown and not offered for download.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from maps.figures import cool_places
from maps.figures.exposure_levels import exposure_levels
from maps.records.atlas import read_atlas, read_layers
from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.streets.thresholds import PATH as RULES
from maps.streets.thresholds import read_street_rules
from maps.streets.verdicts import street_verdicts
from opendata.findings import Finding
from opendata.model import PublicTable, Source
from opendata.records.table import canonical_csv

FOLDER = "data/datasets"
TO_CONFIRM = "plus_hautes_eaux"
MAP = "inondation"
COOL = "lieux-frais"
# The layers that exposure and verdicts of streets are measured on.
GROUNDS = frozenset({"arrondissements", "quartiers", "iris", "seine_et_canaux", "ppri", "plus_hautes_eaux", "carrieres", "voies"})  # fmt: skip
TERRITORIES = ("code_territoire", "niveau", "libelle_territoire", "code_insee", "numero_arrondissement", "surface_m2", "nb_habitants")  # fmt: skip
STREETS = ("n_sq_vo", "c_voie", "c_voie_vp", "libelle_voie", "type_voie", "longueur_tracee_m")
# The key of a table of cool places: what its layer calls `identifiant` is a place or a fountain.
COOL_KEYS = {"lieux-frais": "id_lieu", "horaires": "id_lieu", "fontaines": "id_fontaine", "indisponibilites": "id_fontaine"}  # fmt: skip


def derived_tables(
    files: Mapping[str, bytes],
    sources: Mapping[str, Source],
    findings: list[Finding],
    progress: Callable[[str], None] = lambda _: None,
    *,
    are_places_alone: bool = False,
) -> dict[str, bytes]:
    """CSV files below data/datasets/ from `files` (data/geo/*, data/cartes.yaml, the street rules).

    Nothing, with findings, when a layer or the rules cannot be read. `are_places_alone`: only the tables of cool
    places, where no layer of `GROUNDS` changed; the others take most of the time.
    """
    atlas = read_atlas(files, read_layers(files, findings), sources, findings)
    rules = read_street_rules(files.get(RULES, b""), findings)
    if atlas is None or rules is None:
        return {}
    places = _places(atlas.layers)
    if are_places_alone:
        return places
    progress("Exposition des territoires")
    exposed = exposure_levels(atlas.layers)
    progress("Verdicts des voies")
    judged = street_verdicts(atlas.layers, rules)
    return {
        **_csv("territoires", "territoires", territories(exposed)),
        **_apart("exposition", "exposition", exposed),
        **published_csv(atlas.cartes),
        **_csv("voies", "voies", streets(atlas.layers["voies"])),
        **_csv("voies", "voies-arrondissements", street_arrondissements(atlas.layers["voies"])),
        **_apart("voies-risques", "verdicts", judged),
        **places,
    }


def _places(layers: Mapping[str, Layer]) -> dict[str, bytes]:
    return {
        **_cool("lieux-frais", cool_places.places(layers["lieux_frais"])),
        **_cool("fontaines", cool_places.places(layers["fontaines"])),
        **_csv(COOL, "arrondissements", cool_places.by_arrondissement(layers)),
        **_csv(COOL, "types", cool_places.by_kind(layers)),
    }


def complements(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, bytes]:
    """CSV files of « lieux-frais » that no layer holds: rows of the originals, by table."""
    by_table = {name: _cool(name, pd.DataFrame(list(rows))) for name, rows in tables.items()}
    return {path: raw for files in by_table.values() for path, raw in files.items()}


def _cool(name: str, table: pd.DataFrame) -> dict[str, bytes]:
    return _csv(COOL, name, table.rename(columns={"identifiant": COOL_KEYS[name]}))


def _apart(dataset: str, name: str, table: pd.DataFrame) -> dict[str, bytes]:
    """A table in two: what may be downloaded, and the rows of the highest known waters."""
    is_to_confirm = table["zone"] == TO_CONFIRM
    other = {"exposition": "exposition-plus-hautes-eaux", "voies-risques": "voies-plus-hautes-eaux"}
    return {
        **_csv(dataset, name, table[~is_to_confirm]),
        **_csv(other[dataset], name, table[is_to_confirm]),
    }


def territories(exposed: pd.DataFrame) -> pd.DataFrame:
    """One row a territory, Paris first: columns `TERRITORIES`, from the table of exposure (a row a zone and territory)."""
    once = exposed.drop_duplicates("code_territoire").copy()
    numbers = [int(code) - 75100 for code in once["code_insee"]]
    once["numero_arrondissement"] = pd.Series(numbers, once.index, "Int64").mask(once["niveau"] == "paris")  # fmt: skip
    return once[list(TERRITORIES)]


def streets(voies: Layer) -> pd.DataFrame:
    """One row a street, by code. Columns: `STREETS`."""
    return pd.DataFrame(list(voies.properties), columns=list(STREETS))


def street_arrondissements(voies: Layer) -> pd.DataFrame:
    """One row a street and an arrondissement that it runs through: n_sq_vo, code_insee, numero_arrondissement."""
    rows = [
        (row["n_sq_vo"], code, int(code) - 75100)
        for row in voies.properties
        for code in row["arrondissements"]
    ]
    return pd.DataFrame(rows, columns=["n_sq_vo", "code_insee", "numero_arrondissement"])


def published_csv(cartes: Iterable[Carte]) -> dict[str, bytes]:
    """The table of what others publish: the one that follows from data/cartes.yaml, not from a layer."""
    return _csv("exposition", "chiffres-publies", published_figures(cartes))


def figures_late(cartes: Iterable[Carte], files: Mapping[str, bytes]) -> Iterator[Finding]:
    """The same table when it no longer says what data/cartes.yaml says."""
    for path, raw in published_csv(cartes).items():
        if files.get(path) != raw:
            yield Finding(path, 0, 0, "ne dit plus ce que dit data/cartes.yaml (chiffres_publies)", "cette table suit la carte qui les cite",
                          "y recopier le changement, et une version de plus au journal du jeu", "/donnees/exposition/")  # fmt: skip


def published_figures(cartes: Iterable[Carte]) -> pd.DataFrame:
    """What others publish, as data/cartes.yaml lists it beside the flood map, in its order."""
    figures = [item for carte in cartes if carte.id == MAP for item in carte.chiffres_publies]
    return pd.DataFrame(
        [
            {
                "rang": rank,
                "texte": item.texte,
                "date": item.date,
                "source": item.source,
                "adresse": item.adresse or "",
                "est_a_confirmer": item.est_a_confirmer,
            }
            for rank, item in enumerate(figures, 1)
        ]
    )


def _csv(dataset: str, name: str, table: pd.DataFrame) -> dict[str, bytes]:
    schema = {"fields": [{"name": column} for column in table.columns]}
    public = PublicTable(name, schema, table, sources=(dataset,))
    return {f"{FOLDER}/{dataset}/{name}.csv": canonical_csv(public)}
