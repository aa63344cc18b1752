"""Pages of the open data: an index, and one page a dataset, from what the packages hold.

Everything on a dataset's page is read from its declaration and from the files published
beside it; figures of charts and previews are never computed again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from opendata.harvest.citation import apa, bibtex
from opendata.harvest.citation import citation as cited
from opendata.harvest.schemaorg import catalogue_json, dataset_json
from opendata.packages import snippets
from opendata.packages.file_names import DIGESTS, FEED, FORMATS, bundle_name, folder_of
from opendata.packages.questions import question
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import FOLDER, Dataset, Release
from opendata.records.licences import licence
from site_src.donnees import calling, errors, listing
from site_src.donnees.downloads import Shelf, shelves, size_in_words, version_shelves
from site_src.donnees.explored import Outlines, explored, outlines
from site_src.donnees.metadata import dataset_forms, index_forms, picture
from site_src.donnees.previews import ChartWithTable, cell, charts, first_rows, preview, rates
from site_src.donnees.sql_engine import ENGINE
from site_src.engine.store import part_of
from site_src.frame.anchors import slug
from site_src.frame.identity import Identite, or_to_complete
from site_src.frame.page import Page, PageJob
from site_src.frame.rendering import Templates, environment
from site_src.frame.said_once import said_once
from site_src.frame.typography import long_date, number

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

Cartes = Mapping[str, Sequence[Mapping[str, str]]]
# A dataset that grows by itself, and the titles and addresses of what tells of its rows.
Suites = Mapping[str, tuple[Dataset, Sequence[tuple[str, str]]]]
# Titles and addresses of the pages that are made from a dataset, by its id.
Lectures = Mapping[str, Sequence[tuple[str, str]]]


def pages(
    datasets: Mapping[str, Dataset],
    packages: Mapping[str, bytes],
    templates: Mapping[str, str],
    identite: Identite,
    depasses: Collection[str] = (),
    cartes: Cartes = MappingProxyType({}),
    suites: Suites = MappingProxyType({}),
) -> list[Page]:
    """Index and dataset pages, as `jobs` says."""
    every = jobs(datasets, packages, Templates(templates), identite, depasses, cartes, suites)
    return [job.written() for job in every]


def jobs(
    datasets: Mapping[str, Dataset],
    packages: Mapping[str, bytes],
    templates: Templates,
    identite: Identite,
    depasses: Collection[str],
    cartes: Cartes,
    suites: Suites,
    lectures: Lectures = MappingProxyType({}),
    engine: Mapping[str, bytes] = MappingProxyType({}),
) -> Iterator[PageJob]:
    """Index and dataset pages of declared `datasets`, by id. `packages` are the outputs of the stage of that name.

    `depasses` are datasets whose origin, here in data/, has gone on since their version; `cartes`
    the maps that compute a rate from a dataset, by its id; `suites` the datasets that grow by themselves, by id,
    with the pages and feeds that tell of them; `lectures` the pages made from a dataset, by its id; `engine` the files of the
    engine of SQL (site_src.donnees.sql_engine): without them there is no page that loads it.
    """
    of_set, of_version = (
        templates.only("donnees_jeu.md.j2"),
        templates.only("donnees_version.md.j2", "donnees_version_retiree.md.j2"),
    )
    growing = {name: dataset for name, (dataset, _) in suites.items()}
    listed = listing.entries(datasets, growing, packages)
    index = (datasets, growing, listed, identite, templates.only("donnees.md.j2"))
    yield PageJob("donnees", "donnees", index_page, index)
    explorer = (
        datasets,
        listed,
        _counts(datasets, packages),
        ENGINE in engine,
        templates.only("donnees_explorer.md.j2"),
    )
    places = outlines(datasets)
    yield PageJob("donnees/explorer", "donnees", explorer_page, explorer)
    if ENGINE in engine:
        given_sql = (
            datasets,
            *_weights(datasets, packages, engine),
            templates.only("donnees_sql.md.j2"),
        )
        yield PageJob("donnees/explorer/sql", "donnees", sql_page, given_sql)
    for rank, (identifier, dataset) in enumerate(datasets.items(), 1):
        own = part_of(packages, f"site/donnees/{identifier}/", f"donnees/{identifier}/")
        is_late, maps = identifier in depasses, cartes.get(identifier, ())
        read = tuple(lectures.get(identifier, ()))
        given = (identifier, dataset, rank, own, identite, is_late, maps, read, places, of_set)
        yield PageJob(f"donnees/{identifier}", "donnees", dataset_page, given)
    for rank, (identifier, (dataset, links)) in enumerate(suites.items(), len(datasets) + 2):
        grows = (identifier, dataset, rank, links, templates.only("donnees_suite.md.j2"))
        yield PageJob(f"donnees/{identifier}", "donnees", growing_page, grows)
    rank = len(datasets) + len(suites) + 2
    called = (calling.read_by_examples(datasets), rank, identite, templates.only(calling.TEMPLATE))
    yield PageJob(calling.PATH, "donnees", calling.api_page, called)
    told = (errors.told_of(datasets), rank + 1, identite, templates.only(errors.TEMPLATE))
    yield PageJob(errors.PATH, "donnees", errors.errors_page, told)
    for identifier, dataset in datasets.items():
        own = part_of(packages, f"site/donnees/{identifier}/", f"donnees/{identifier}/")
        for entry in dataset.journal:
            version = (identifier, dataset, entry, own, identite, of_version)
            yield PageJob(f"donnees/{identifier}/{entry.version}", "donnees", version_page, version)


def _environment(templates: Templates) -> Environment:
    filters: dict[str, Callable[..., Any]] = {
        "taille": size_in_words,
        "milliers": number,
        "ancre": slug,
        "une_fois": said_once,
    }
    return environment(templates, filters, "donnees")


# Stands for the site's address in a snippet until data/site.yaml or the build gives it.
SITE_UNKNOWN = "https://ADRESSE-DU-SITE/"
# Title and address of the feed of every dataset.
EVERYTHING = ("Données ouvertes : les versions publiées", f"donnees/{FEED}")


def _feeds(identifier: str, dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """The feeds that a dataset's pages name: none for what is fictitious or only shown."""
    if dataset.est_fictif or not dataset.est_telechargeable:
        return ()
    own = (f"{dataset.titre} : les versions publiées", f"donnees/{identifier}/{FEED}")
    return (own, EVERYTHING)


def index_page(
    datasets: Mapping[str, Dataset],
    growing: Mapping[str, Dataset],
    listed: tuple[listing.Entry, ...],
    identite: Identite,
    templates: Templates,
) -> Page:
    """Every dataset by theme, as `listed`; what machines read of them is in the page too."""
    told = catalogue_json(
        {**datasets, **growing}, or_to_complete(identite.editeur), identite.adresse
    )
    return Page(
        path="donnees/index.md",
        titre="Les données ouvertes",
        titre_court="Tous les jeux de données",
        description="Des tables documentées, contrôlées et réutilisables sur la prévention et la tranquillité publique à Paris.",
        body=_environment(templates)
        .get_template("donnees.md.j2")
        .render(themes=list(listing.by_theme(listed)), schema_org=Markup(told)),  # noqa: S704  (JSON without « < »)
        source="site_src/donnees/templates/donnees.md.j2",
        section="donnees",
        flux=_common(datasets),
        formes=index_forms(datasets),
        est_partagee=True,
    )


def dataset_page(
    identifier: str,
    dataset: Dataset,
    rank: int,
    packages: Mapping[str, bytes],
    identite: Identite,
    est_depasse: bool,
    cartes: Sequence[Mapping[str, str]],
    lectures: Sequence[tuple[str, str]],
    places: Outlines,
    templates: Templates,
) -> Page:
    """One dataset; `packages` holds its own files, `places` are the outlines that its tables may be shown on."""
    folder = folder_of(identifier, dataset)
    description = fiction.named(DESCRIPTION, dataset.est_fictif)
    package = json.loads(packages[f"{folder}/{description}"])
    citation = cited(package, or_to_complete(identite.editeur), identite.adresse)
    printed = first_rows(identifier, packages)
    body = _environment(templates).get_template("donnees_jeu.md.j2").render(
        id=identifier,
        jeu=dataset,
        est_depasse=est_depasse,
        cartes=cartes,
        lectures=lectures,
        tables={one.table: one for one in explored(identifier, dataset, "")},
        contours=places,
        integration=partial(_embedded, identifier, identite.adresse),
        description=description,
        empreintes=fiction.named(DIGESTS, dataset.est_fictif),
        paquet=package,
        graphiques=list(charts(identifier, dataset, packages)),
        rayons=list(shelves(folder, package, packages)) if dataset.est_telechargeable else [],
        apercus=[preview(resource, printed) for resource in dataset.ressources],
        cellule=cell,
        joints=_joins(package),
        types=TYPES,
        frequence=FREQUENCES[dataset.frequence],
        apa=apa(citation),
        bibtex=bibtex(citation),
        question=question(dataset),
        extraits=list(_snippets(identifier, dataset, citation.adresse)) if dataset.est_telechargeable else [],
        schema_org=Markup(dataset_json(package, citation.editeur, citation.adresse)),  # noqa: S704  (JSON without « < »)
        changements=_changes(identifier, packages),
        taux=list(rates(dataset, printed)),
        date=long_date(dataset.journal[0].date),
        date_longue=long_date,
    )  # fmt: skip
    return replace(
        _page(identifier, dataset, rank, f"{FOLDER}/{identifier}/dataset.yaml", body),
        est_indexee=not dataset.est_fictif,
        est_fictive=dataset.est_fictif,
        flux=_feeds(identifier, dataset),
        formes=dataset_forms(identifier, dataset),
        est_partagee=not dataset.est_fictif,
        image=picture(identifier, dataset),
    )


def growing_page(
    identifier: str,
    dataset: Dataset,
    rank: int,
    links: Sequence[tuple[str, str]],
    templates: Templates,
) -> Page:
    """A dataset whose files are made again with each row: what they hold, and where they are."""
    body = _environment(templates).get_template("donnees_suite.md.j2").render(
        jeu=dataset,
        types=TYPES,
        fichiers=list(_growing_files(identifier, dataset)),
        description=DESCRIPTION,
        licence=licence(dataset.ressources[0].licence),
        suites=links,
    )  # fmt: skip
    return _page(identifier, dataset, rank, f"data/parametres/{identifier}.yaml", body)


def _page(identifier: str, dataset: Dataset, rank: int, source: str, body: str) -> Page:
    """What the page of any dataset says of itself; `source` is the file to edit."""
    return Page(
        path=f"donnees/{identifier}.md",
        titre=dataset.titre,
        titre_court=dataset.titre_court,
        description=f"{dataset.description.split('. ')[0].rstrip('.')}.",
        body=body,
        source=source,
        section="donnees",
        rank=rank,
    )


def _growing_files(identifier: str, dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Its files' names and what each is: those that `opendata.packages.growing` makes, all tables then each."""
    for suffix in ("xlsx", "zip"):
        yield f"{identifier}.{suffix}", f"Toutes les tables : {FORMATS[suffix][0]}"
    for resource in dataset.ressources:
        for suffix in ("csv", "parquet", "json"):
            name = f"{PurePosixPath(resource.fichier).stem}.{suffix}"
            yield name, f"{resource.titre} : {FORMATS[suffix][0]}"
    yield DESCRIPTION, "Data Package"


def version_page(
    identifier: str,
    dataset: Dataset,
    entry: Release,
    packages: Mapping[str, bytes],
    identite: Identite,
    templates: Templates,
) -> Page:
    """The address that a citation names: one version, for as long as the site stands."""
    if entry.est_sans_fichiers:
        return _of_version(identifier, dataset, entry, dataset.titre, _without_files(dataset, entry, templates))  # fmt: skip
    folder, is_current = folder_of(identifier, dataset), entry.version == dataset.version
    package = _described(identifier, dataset, entry, packages)
    citation = cited(package, or_to_complete(identite.editeur), identite.adresse, entry.doi)
    offered = version_shelves(folder, package, packages)
    rayons = list(offered) if dataset.est_telechargeable else []
    body = (
        _environment(templates)
        .get_template("donnees_version.md.j2")
        .render(
            id=identifier,
            jeu=dataset,
            version=entry,
            paquet=package,
            est_actuelle=is_current,
            rayons=rayons,
            sans_formats=not any(shelf.fichiers for shelf in rayons[:1]),
            sans_cartes=_has_no_maps(dataset, rayons),
            empreintes=fiction.named(DIGESTS, dataset.est_fictif),
            changements=_changes(identifier, packages).get(entry.version, ()),
            apa=apa(citation),
            bibtex=bibtex(citation),
            date_longue=long_date,
        )
    )
    return _of_version(identifier, dataset, entry, package["title"], body)


def _has_no_maps(dataset: Dataset, rayons: Iterable[Shelf]) -> bool:
    """A version of which the outlines of its day were not kept, of a dataset that has map files."""
    offered = {file.nom.rpartition(".")[2] for shelf in rayons for file in shelf.fichiers}
    return any(one.geometrie for one in dataset.ressources) and "geojson" not in offered


def _without_files(dataset: Dataset, entry: Release, templates: Templates) -> str:
    """What the address of a version says that is withdrawn, or that the current one takes up."""
    page = _environment(templates).get_template("donnees_version_retiree.md.j2")
    return page.render(jeu=dataset, version=entry, date_longue=long_date)


def _of_version(identifier: str, dataset: Dataset, entry: Release, title: str, body: str) -> Page:
    return Page(
        path=f"donnees/{identifier}/{entry.version}.md",
        titre=f"{title}, version {entry.version}",
        titre_court=f"Version {entry.version}",
        fil=(("Données", "donnees/"), (dataset.titre_court, f"donnees/{identifier}/")),
        description=f"La version {entry.version} de ce jeu de données, {_state(entry)}.",
        body=body,
        source=f"{FOLDER}/{identifier}/dataset.yaml",
        est_indexee=False,  # the dataset's own page is the one to be found
        est_fictive=dataset.est_fictif,
        flux=_feeds(identifier, dataset),
    )


def _state(entry: Release) -> str:
    if entry.retiree is not None:
        return "retirée"
    return "telle qu’elle a été publiée" if entry.reprise is None else "reprise par la version actuelle"  # fmt: skip


def _described(
    identifier: str, dataset: Dataset, entry: Release, packages: Mapping[str, bytes]
) -> dict[str, Any]:
    """The description of one version, as it is published."""
    if entry.version != dataset.version:
        found: dict[str, dict[str, Any]] = json.loads(
            packages[f"donnees/{identifier}/versions.json"]
        )
        return found[entry.version]
    name = fiction.named(DESCRIPTION, dataset.est_fictif)
    current: dict[str, Any] = json.loads(
        packages[f"{folder_of(identifier, dataset)}/{entry.version}/{name}"]
    )
    return current


def _common(datasets: Mapping[str, Dataset]) -> tuple[tuple[str, str], ...]:
    """The feed of everything, when anything is told in it."""
    is_told = any(_feeds(identifier, dataset) for identifier, dataset in datasets.items())
    return (EVERYTHING,) if is_told else ()


def explorer_page(
    datasets: Mapping[str, Dataset],
    listed: tuple[listing.Entry, ...],
    counts: Mapping[str, Mapping[str, int]],
    has_sql: bool,
    templates: Templates,
) -> Page:
    """Every table that may be downloaded, by dataset, to filter, group and chart in the browser; `counts`: rows of each table."""
    shown = [
        (theme, [(one, datasets[one.id], explored(one.id, datasets[one.id])) for one in entries
                 if one.id in datasets and datasets[one.id].est_telechargeable])
        for theme, entries in listing.by_theme(listed)
    ]  # fmt: skip
    return Page(
        path="donnees/explorer.md",
        titre="Explorer les données",
        description="Chercher un jeu de données, filtrer une table, la grouper, la voir en graphique ou sur une carte, dans le navigateur.",
        body=_environment(templates)
        .get_template("donnees_explorer.md.j2")
        .render(themes=shown, lignes=counts, contours=outlines(datasets), a_sql=has_sql),
        source="site_src/donnees/templates/donnees_explorer.md.j2",
        section="donnees",
        flux=_common(datasets),
        rank=len(datasets) + 1,
    )


# What is asked first of the engine: titles, and questions that its tests run on the published tables.
SQL = (
    ("Les cinq plus hautes crues de la Seine",
     "SELECT annee, hauteur_m\nFROM crues.crues\nWHERE hauteur_m IS NOT NULL\nORDER BY hauteur_m DESC\nLIMIT 5"),
    ("Combien de lieux frais de chaque type",
     "SELECT type_lieu, count(*) AS nb_lieux\nFROM lieux_frais.lieux_frais\nGROUP BY type_lieu\nORDER BY nb_lieux DESC"),
    ("Deux tables jointes : le nombre de consignes de chaque risque",
     "SELECT titre_court, count(*) AS nb_consignes\nFROM registre_dicrim.consignes JOIN registre_dicrim.risques USING (id_risque)\nGROUP BY titre_court\nORDER BY nb_consignes DESC, titre_court"),
)  # fmt: skip


def sql_page(
    datasets: Mapping[str, Dataset], engine: int, tables: int, templates: Templates
) -> Page:
    """Every table together, asked in SQL; what is loaded first is `engine` and `tables` bytes."""
    known = [one for name, dataset in datasets.items() for one in explored(name, dataset)]
    return Page(
        path="donnees/explorer/sql.md",
        titre="Interroger les données en SQL",
        titre_court="Interroger en SQL",
        fil=(("Données", "donnees/"), ("Explorer les données", "donnees/explorer/")),
        description="Toutes les tables ouvertes interrogées ensemble, en SQL, dans le navigateur et sans réseau.",
        body=_environment(templates).get_template("donnees_sql.md.j2").render(
            moteur=engine, octets=engine + tables, tables=known, exemples=SQL),
        source="site_src/donnees/templates/donnees_sql.md.j2",
    )  # fmt: skip


def _weights(
    datasets: Mapping[str, Dataset], packages: Mapping[str, bytes], engine: Mapping[str, bytes]
) -> tuple[int, int]:
    """Bytes of the engine, and of the Parquet file of every table that may be downloaded."""
    files = (f"site/donnees/{one.jeu}/{PurePosixPath(one.fichier).stem}.parquet"
             for name, dataset in datasets.items() for one in explored(name, dataset))  # fmt: skip
    return sum(map(len, engine.values())), sum(len(packages[path]) for path in files)


def _counts(
    datasets: Mapping[str, Dataset], packages: Mapping[str, bytes]
) -> dict[str, dict[str, int]]:
    """The rows of each table of each dataset."""
    return {
        name: {table: one["nombre"] for table, one in first_rows(name, packages)["tables"].items()}
        for name in datasets
    }


def _embedded(identifier: str, adresse: str, chart: ChartWithTable) -> str:
    """The element that shows a chart in another site's page: a picture, with what it says for who does not see it."""
    place = f"{adresse or SITE_UNKNOWN}donnees/{identifier}/"
    words = f"{chart.declaration.titre}. {chart.declaration.description}"
    return (
        f'<a href="{escape(place)}"><img src="{escape(place)}{chart.fichier}" alt="{escape(words)}" '
        'width="360" loading="lazy"></a>'
    )


def _changes(identifier: str, packages: Mapping[str, bytes]) -> dict[str, list[str]]:
    """By version, what changed in its data, in words."""
    by_version: dict[str, list[str]] = json.loads(
        packages[f"donnees/{identifier}/changements.json"]
    )
    return by_version


def _joins(package: Mapping[str, Any]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Table → column → the other dataset that it joins."""
    return {
        resource["name"]: {
            field["name"]: field["joins"]
            for field in resource["schema"]["fields"]
            if "joins" in field
        }
        for resource in package["resources"]
    }


def _snippets(identifier: str, dataset: Dataset, adresse: str) -> Iterator[tuple[str, str]]:
    """Lines to copy that answer the dataset's question, by tool."""
    asked = question(dataset)
    place = f"{adresse}donnees/{identifier}/" if adresse else ""
    yield "Python (pandas)", snippets.python(asked, place)
    yield "R", snippets.r(asked, place)
    yield "SQL (DuckDB)", snippets.duckdb(asked, place)
    yield "JavaScript", snippets.javascript(asked, place)
    code = snippets.first_code(asked)
    shown = asked.ressource.schema_.column(asked.colonne).labels.get(code, code)
    what = f"pour « {shown} »" if asked.genre == "compte" else "la plus grande de ces valeurs"
    if asked.genre != "compte" or code:
        book = bundle_name(identifier, dataset.est_fictif, "xlsx")
        tables = tuple(one.nom for one in dataset.ressources)
        yield f"Excel en français, dans {book} : {what}", snippets.excel(asked, tables)
