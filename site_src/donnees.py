"""Pages of the open data: an index, and one page a dataset, from what the packages hold.

Everything on a dataset's page is read from its declaration and from the files published
beside it; figures of charts and previews are never computed again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from opendata.catalogue import FOLDER, read_declarations
from opendata.dataset import ChartDeclaration, Dataset, Resource
from opendata.digest import sha256
from opendata.findings import Finding, FindingsError
from opendata.formats.offer import FORMATS
from opendata.packages import DIGESTS, chart_file, folder_of
from opendata.schema import Column
from site_src.identity import Identite, complete
from site_src.page import Page
from site_src.rendering import date_longue, environment, nombre
from site_src.risques.phrases import typographie

# A table of up to SHORT rows is shown whole, a longer one by its first PREVIEW rows.
SHORT, PREVIEW = 12, 6
BRIEF = 24  # the longest reason printed in an empty cell of a preview
FREQUENCES = {
    "annuelle": "annuelle",
    "trimestrielle": "trimestrielle",
    "irreguliere": "irrégulière, quand une source nouvelle paraît",
    "ponctuelle": "aucune prévue",
}
TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux (true, false)",
    "year": "année",
    "date": "date (AAAA-MM-JJ)",
}


@dataclass(frozen=True)
class Download:
    """A published file as its page offers it."""

    nom: str
    format: str
    octets: int
    sha256: str


@dataclass(frozen=True)
class Shelf:
    """The files that hold the same thing: one table in every format, or all of them together."""

    titre: str
    fichiers: tuple[Download, ...]
    lignes: int | None = None
    licence: str = ""


@dataclass(frozen=True)
class Preview:
    """The first rows of a table; `autres` rows are left to the file."""

    resource: Resource
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    autres: int


@dataclass(frozen=True)
class Drawing:
    """A chart with its rows: `entetes` and `lignes` are the table printed beside it."""

    declaration: ChartDeclaration
    fichier: str
    svg: Markup = field(repr=False)
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...] = field(repr=False)


def pages(
    files: Mapping[str, bytes],
    packages: Mapping[str, bytes],
    templates: Mapping[str, str],
    identite: Identite,
) -> list[Page]:
    """Index and dataset pages. `packages` are the outputs of the stage of that name."""
    findings: list[Finding] = []
    datasets = read_declarations(files, findings)
    if findings:
        raise FindingsError(findings)
    env = environment(templates, {"taille": taille, "milliers": nombre, "typographie": typographie})
    made = [
        _page(identifier, dataset, rank, packages, env, identite)
        for rank, (identifier, dataset) in enumerate(datasets.items(), 1)
    ]
    return [_index(datasets, env), *made]


def taille(octets: int) -> str:
    """928 octets; 31,7 ko (1 ko = 1 000 octets)."""
    return f"{octets} octets" if octets < 1000 else f"{nombre(octets / 1000, 1)} ko"


def _index(datasets: Mapping[str, Dataset], env: Environment) -> Page:
    return Page(
        path="donnees/index.md",
        titre="Les données ouvertes",
        titre_court="Tous les jeux de données",
        description="Des tables documentées, contrôlées et réutilisables sur la prévention et la tranquillité publique à Paris.",
        body=env.get_template("donnees.md.j2").render(datasets=datasets),
        source="site_src/templates/donnees.md.j2",
        section="donnees",
    )


def _page(
    identifier: str,
    dataset: Dataset,
    rank: int,
    packages: Mapping[str, bytes],
    env: Environment,
    identite: Identite,
) -> Page:
    page = partial(
        Page,
        path=f"donnees/{identifier}.md",
        titre=dataset.titre,
        titre_court=dataset.titre_court,
        description=f"{dataset.description.split('. ')[0].rstrip('.')}.",
        source=f"{FOLDER}/{identifier}/dataset.yaml",
        section="donnees",
        rank=rank,
        est_indexee=not dataset.est_fictif,
        est_fictive=dataset.est_fictif,
    )
    folder = folder_of(identifier, dataset)
    package = json.loads(packages[f"{folder}/datapackage.json"])
    body = env.get_template("donnees_jeu.md.j2").render(
        id=identifier,
        jeu=dataset,
        paquet=package,
        graphiques=list(_drawings(identifier, dataset, packages)),
        rayons=list(_shelves(folder, package, packages)) if dataset.est_telechargeable else [],
        apercus=[_preview(resource, packages[f"{folder}/{resource.fichier}"]) for resource in dataset.ressources],
        cellule=cell,
        types=TYPES,
        frequence=FREQUENCES[dataset.frequence],
        citation=citation(identifier, dataset, package, identite),
        date=date_longue(dataset.journal[0].date),
        date_longue=date_longue,
    )  # fmt: skip
    return page(body=body)


def _shelves(
    folder: str, package: Mapping[str, Any], packages: Mapping[str, bytes]
) -> Iterator[Shelf]:
    """All tables together, then each table, then the description; measured on the published bytes."""
    together = [item["path"] for item in package.get("formats", ())]
    together += [f"{name.removesuffix('.xlsx')}.zip" for name in together]
    yield Shelf("Toutes les tables ensemble", _files(folder, together, packages))
    for resource in package["resources"]:
        names = [resource["path"], *(item["path"] for item in resource.get("formats", ()))]
        yield Shelf(resource["title"], _files(folder, names, packages), resource["rows"],
                    resource["licenses"][0]["title"])  # fmt: skip
    yield Shelf(
        "Descriptions et empreintes", _files(folder, ("datapackage.json", DIGESTS), packages)
    )


def _files(
    folder: str, names: Iterable[str], packages: Mapping[str, bytes]
) -> tuple[Download, ...]:
    found = ((name, packages[f"{folder}/{name}"]) for name in names)
    return tuple(Download(name, _format(name), len(raw), sha256(raw)) for name, raw in found)


def _format(name: str) -> str:
    """The name of a file's format, as its link reads."""
    words = {"datapackage.json": "Data Package", DIGESTS: "SHA-256 de tous les fichiers"}
    return words.get(name) or FORMATS[name.rpartition(".")[2]][0]


def _preview(resource: Resource, raw: bytes) -> Preview:
    _, *rows = csv.reader(io.StringIO(raw.decode(), newline=""))
    shown = rows if len(rows) <= SHORT else rows[:PREVIEW]
    return Preview(resource, tuple(map(tuple, shown)), len(rows) - len(shown))


def cell(column: Column, text: str) -> tuple[str, str]:
    """What a preview prints for a field, and the class of its cell."""
    if not text:
        word = column.missing_values[0].label.split(" :")[0] if column.missing_values else "vide"
        return (word if len(word) <= BRIEF else "vide"), "donnees-vide"
    if column.type in ("integer", "number"):
        return text, "prm-nombre"
    is_prose = column.type == "string" and not column.categories and not column.constraints.pattern
    return text, "donnees-texte" if is_prose else "donnees-code"


def _drawings(
    identifier: str, dataset: Dataset, packages: Mapping[str, bytes]
) -> Iterator[Drawing]:
    figures = json.loads(packages[f"donnees/{identifier}/graphiques.json"])
    for declaration in dataset.graphiques:
        name = chart_file(dataset.est_fictif, declaration.nom)
        svg = packages[f"{folder_of(identifier, dataset)}/{name}"].decode().strip()
        shown = figures[declaration.nom]
        heads, rows = _table(dataset, declaration, shown)
        yield Drawing(declaration, name, Markup(svg), heads, rows)  # noqa: S704  (drawn by opendata.chart)


def _table(
    dataset: Dataset, declaration: ChartDeclaration, shown: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The rows of a chart as a table: a column of values, or one for each head of a matrix."""
    values: list[list[str]] = shown["valeurs"]
    first = dataset.resource(declaration.ressource).schema_.column(declaration.ligne).title
    if declaration.colonne is None:
        return (first, shown["unite"]), tuple((row, value) for row, _, value in values)
    heads = list(dict.fromkeys(head for _, head, _ in values))
    cells = {(row, head): value for row, head, value in values}
    rows = list(dict.fromkeys(row for row, _, _ in values))
    return (first, *heads), tuple(
        (row, *(cells.get((row, head), "") for head in heads)) for row in rows
    )


def citation(
    identifier: str, dataset: Dataset, package: Mapping[str, Any], identite: Identite
) -> str:
    """One line to cite the dataset; what is not known yet reads « à compléter »."""
    publisher = complete(identite.editeur)
    address = (
        f"{identite.adresse}donnees/{identifier}/"
        if identite.adresse
        else "Adresse du site à compléter"
    )
    licences = ", ".join(licence["title"] for licence in package["licenses"])
    return (f"Éditeur : {publisher}. « {dataset.titre} », version {dataset.version}, "
            f"{date_longue(dataset.journal[0].date)}. {address}. {licences}.")  # fmt: skip
