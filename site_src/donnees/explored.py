"""The tables that the explorer opens: where their files are, and which of their columns may be summed.

A page in the site's frame lists them; a bare document shows one view in another site's page (`FRAME`), and finds them in `TABLES`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape
from pathlib import PurePosixPath

from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import Dataset
from opendata.records.resource import Resource

PLACE = "donnees/explorer/"
FRAME, TABLES = f"{PLACE}cadre/index.html", f"{PLACE}tables.json"
OUTLINES = "data/geo/arrondissements.geojson"


@dataclass(frozen=True)
class Explored:
    """One table, in the words of the script (`data-…`): `dossier` is the way to its files from the explorer's page, `sql` its name there.

    `totaux`, JSON: for each column that may be summed, the code of the published total of each column that has one.
    """

    jeu: str
    table: str
    titre: str
    fichier: str
    dossier: str
    description: str
    totaux: str
    sql: str


@dataclass(frozen=True)
class Outlines:
    """A published GeoJSON with one outline a district; `cle` is its key, `modele` the pattern of the key's codes."""

    adresse: str = ""
    cle: str = ""
    modele: str = ""


def explored(identifier: str, dataset: Dataset, place: str = "../") -> tuple[Explored, ...]:
    """The tables of a dataset that may be downloaded, none of one that may only be shown; `place`: the way to its folder's parent."""
    if not dataset.est_telechargeable:
        return ()
    folder = f"{place}{identifier}/" if place else ""
    description = fiction.named(DESCRIPTION, dataset.est_fictif)
    return tuple(
        Explored(
            identifier,
            one.nom,
            one.titre,
            one.fichier,
            folder,
            description,
            _totals(one),
            _name(identifier, dataset, one),
        )
        for one in dataset.ressources
    )


def _name(identifier: str, dataset: Dataset, resource: Resource) -> str:
    """Dataset and table as SQL writes them without quotes; a fictitious one says so in each question."""
    schema = f"{identifier}_fictif" if dataset.est_fictif else identifier
    return f"{schema}.{resource.nom}".replace("-", "_")


def _totals(resource: Resource) -> str:
    found: dict[str, dict[str, str]] = {}
    for total in resource.totaux:
        found.setdefault(total.valeur, {}).setdefault(total.colonne, total.total)
    return json.dumps(found, ensure_ascii=False)


def outlines(datasets: Mapping[str, Dataset]) -> Outlines:
    """The first table of districts that is published as a map: every table with their codes is shown on it."""
    for identifier, dataset in datasets.items():
        for resource in dataset.ressources:
            for geometry in resource.geometrie:
                is_whole = resource.schema_.primary_key == (geometry.cle,) and not geometry.filtre
                if geometry.couche == OUTLINES and is_whole and dataset.est_telechargeable:
                    pattern = resource.schema_.column(geometry.cle).constraints.pattern or "."
                    name = f"{PurePosixPath(resource.fichier).stem}.geojson"
                    return Outlines(f"donnees/{identifier}/{name}", geometry.cle, pattern)
    return Outlines()


def frame_files(datasets: Mapping[str, Dataset], mention: str) -> dict[str, bytes]:
    """The bare document of a view, which says `mention`, the site's legal standing, and the tables that it may be asked for."""
    tables = {f"{one.jeu}/{one.table}": asdict(one) for one in _every(datasets)}
    return {
        f"site/{FRAME}": _document(outlines(datasets), mention).encode(),
        f"site/{TABLES}": json.dumps(tables, ensure_ascii=False, indent=1).encode() + b"\n",
    }


def _every(datasets: Mapping[str, Dataset]) -> Iterator[Explored]:
    for identifier, dataset in datasets.items():
        yield from explored(identifier, dataset, "../../")


def _document(places: Outlines, mention: str) -> str:
    """Without header or footer: another site's page has its own. What it says of the site stays in its main part."""
    root = "../../../"
    contours = f"{root}{places.adresse}" if places.adresse else ""
    return f"""<!doctype html>
<html lang="fr" class="prm">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Une vue des données ouvertes</title>
<link rel="stylesheet" href="{root}assets/style.css">
</head>
<body class="prm prm-texte donnees-cadre">
<main>
<div data-seul data-tables="../tables.json" data-explorer-page="../" data-racine="{root}" data-contours="{contours}" data-cle="{places.cle}" data-modele="{places.modele}">
<h1>Une vue des données ouvertes</h1>
<p>Cette vue demande JavaScript. <a href="../" target="_top">Toutes les tables, à lire et à télécharger</a>.</p>
</div>
<p class="prm-note">{escape(mention)}</p>
</main>
<script type="module" src="{root}assets/navigateur/cadre.js"></script>
</body>
</html>
"""
