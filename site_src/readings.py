"""The readers of `READINGS`: from the files of data/ to the records that stages take.

Each reads its own files, once; a faulty file leaves its findings, with the page of the site that
it affects, and stops only those who need its record.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from maps.choropleth.joining import joined
from maps.figures.published_exposure import TABLES as EXPOSURE
from maps.figures.published_exposure import published_exposure
from maps.records.atlas import Atlas, read_atlas, read_layers
from maps.records.layers import Layer
from maps.streets.thresholds import PATH as THRESHOLDS
from maps.streets.thresholds import StreetRules, read_street_rules
from opendata.findings import Finding, FindingsError, page_of
from opendata.model import Publishable, Source
from opendata.packages.publishable import publishable_table
from opendata.records import series as dataset_series
from opendata.records.catalogue import Datasets, read_catalogue
from opendata.records.dataset import Dataset
from opendata.records.sources import read_sources
from opendata.tranquillite import divulgation, release
from opendata.tranquillite.divulgation import Divulgation
from opendata.tranquillite.release import ReleaseAudit
from site_src.documents import posters
from site_src.documents.posters import Affiche
from site_src.dossiers.collection import Collection, read_collection
from site_src.dossiers.translations import Translations, read_translations
from site_src.engine.readings import Given
from site_src.frame import identity
from site_src.frame.identity import Identite
from site_src.preparation.records import KINDS
from site_src.protection import decisions
from site_src.protection.example import Demonstration, demonstration
from site_src.risques.register import SHARED, Register, read_register
from site_src.risques.tables import COMMAND, late
from site_src.territoires.coverage import coverage_findings
from site_src.territoires.tables import PlaceTables, place_tables

SOURCES = "data/sources.yaml"
DATASET = "tranquillite"
Tables = dict[tuple[str, str], Publishable]


def sources(given: Given) -> dict[str, Source] | None:
    """Where each published datum comes from, by id."""
    found: list[Finding] = []
    read = read_sources(SOURCES, given.files.get(SOURCES, b""), found)
    given.findings.extend(page_of(found, "/sources/"))
    given.report(f"sources : {len(read or {})}")
    return read


def identite(given: Given) -> Identite | None:
    """Who publishes."""
    found: list[Finding] = []
    read = identity.read_identity(given.files.get(identity.PATH, b""), found)
    given.findings.extend(page_of(found, "/mentions-legales/"))
    given.report("identité du site : lue")
    return read


def layers(given: Given) -> dict[str, Layer]:
    """The layers of data/geo, by name."""
    found: list[Finding] = []
    read = read_layers(given.files, found)
    given.findings.extend(page_of(found, "/cartes/"))
    return read


def atlas(given: Given) -> Atlas | None:
    """The declared maps over their layers, tables not yet joined."""
    found: list[Finding] = []
    read = read_atlas(
        given.files, given.record("layers", dict), given.record("sources", dict), found
    )
    given.findings.extend(page_of(found, "/cartes/"))
    given.report(
        f"cartes : {len(read.cartes) if read else 0}, couches : {len(read.layers) if read else 0}"
    )
    return read


def datasets(given: Given) -> Datasets:
    """Every dataset, also what can be read of those with a finding."""
    read = read_catalogue(given.files, given.maybe("sources", dict), given.findings)
    given.report(f"jeux de données : {len(read.checked)}")
    return read


def declarations(given: Given) -> dict[str, Dataset]:
    """What each dataset says of itself, by id."""
    return given.record("datasets", Datasets).declarations


def series(given: Given) -> tuple[dataset_series.Series, ...]:
    """The datasets that are read together."""
    found: list[Finding] = []
    raw = given.files.get(dataset_series.PATH, b"")
    read = dataset_series.read_series(raw, given.record("datasets", Datasets).folders, found)
    given.findings.extend(page_of(found, "/donnees/"))
    given.report(f"séries de jeux : {len(read)}")
    return read


def thresholds(given: Given) -> StreetRules | None:
    """The decisions behind the verdict of a street."""
    found: list[Finding] = []
    read = read_street_rules(given.files.get(THRESHOLDS, b""), found)
    given.findings.extend(page_of(found, "/ma-rue/"))
    given.report("seuils des voies : lus")
    return read


def coverage(given: Given) -> bool:
    """Whether the tables of territories and streets have a row for each feature of their layer."""
    found = coverage_findings(
        given.record("layers", dict), given.record("datasets", Datasets).texts
    )
    given.findings.extend(page_of(found, "/ma-rue/"))
    given.report("tables des territoires et des voies : complètes")
    return True


def places(given: Given) -> PlaceTables | None:
    """The published tables that pages of places read."""
    return place_tables(given.record("datasets", Datasets))


def decided(given: Given) -> Divulgation | None:
    """The decisions of the release: rules, weights, codes."""
    found: list[Finding] = []
    read = divulgation.read_divulgation(given.files.get(divulgation.CHEMIN, b""), found)
    given.findings.extend(page_of(found, "/donnees/tranquillite/"))
    return read


def released(given: Given) -> ReleaseAudit | None:
    """The protected tables, attacked from public files alone."""
    catalogue = given.record("datasets", Datasets)
    if DATASET in catalogue.folders - catalogue.sound:
        return None  # what cannot be read cannot be attacked: its own findings say why
    try:
        outcome = release.audit(
            catalogue.files, decided=given.record("decided", Divulgation), tables=catalogue.texts
        )
    except FindingsError as error:
        given.findings.extend(page_of(error.findings, "/donnees/tranquillite/"))
        return None
    given.findings.extend(page_of(release.exposure_findings(outcome), "/donnees/tranquillite/"))
    given.report(f"diffusion protégée : {outcome.lines[0]}")
    return outcome


def protection(given: Given) -> Demonstration | None:
    """What is said of protection; its example is attacked and protected by the engine of the release."""
    found: list[Finding] = []
    said = decisions.read_protection(given.files.get(decisions.CHEMIN, b""), found)
    decisions_made = given.record("decided", Divulgation)
    shown = None if said is None else demonstration(said, decisions_made, found)
    given.findings.extend(page_of(found, f"/{decisions.ADRESSE}"))
    given.report("page de la protection : lue")
    return shown


def map_tables(given: Given) -> Tables | None:
    """The tables that maps show or repeat, under the type that lets them out.

    `None` when one of them is wrong: that is said with its dataset, and no map is judged without it.
    """
    catalogue, outcome = given.record("datasets", Datasets), given.maybe("released", ReleaseAudit)
    cartes = given.record("atlas", Atlas).cartes
    used = {name for name, _ in EXPOSURE}
    used |= {carte.choroplethe.table.jeu for carte in cartes if carte.choroplethe}
    if used & (catalogue.folders - catalogue.sound):
        return None
    tables = {
        (checked.id, resource.nom): publishable_table(checked, resource, outcome, [])
        for checked in catalogue.checked
        if checked.id in used
        for resource in checked.dataset.ressources
    }
    found = {name: table for name, table in tables.items() if table is not None}
    return found if len(found) == len(tables) else None


def cartes(given: Given) -> Atlas | None:
    """The atlas with the figures of published tables, and its maps of classes joined to theirs."""
    found: list[Finding] = []
    tables = given.record("map_tables", dict)
    exposure = published_exposure(tables[name] for name in EXPOSURE if name in tables)
    whole = joined(replace(given.record("atlas", Atlas), exposure=exposure), tables, found)
    given.findings.extend(page_of(found, "/cartes/"))
    return whole


def register(given: Given) -> Register | None:
    """The register of risks, with the Seine's heights of the datasets."""
    found: list[Finding] = []
    read = read_register(given.files, given.record("datasets", Datasets), found)
    for finding in found:
        name = PurePosixPath(finding.path).stem
        page_name = "/risques/" if name in SHARED else f"/risques/{name}/"
        given.findings.extend(page_of([finding], page_name))
    given.report(f"risques : {len(read.risques) if read else 0}")
    return read


def late_tables(given: Given) -> tuple[str, ...]:
    """Tables of the register that no longer say what it says: told, and only `--strict` refuses it."""
    paths = late(given.record("register", Register), given.record("datasets", Datasets).files)
    names = ", ".join(PurePosixPath(path).stem for path in paths)
    given.report(
        f"registre en tables : en retard sur data/risques ({names}) ; pour publier une version : {COMMAND}"
        if paths
        else "registre en tables : à jour"
    )
    return tuple(paths)


def collection(given: Given) -> Collection | None:
    """Organisation, preparation and prevention."""
    return read_collection(
        given.files,
        given.record("register", Register),
        given.record("datasets", Datasets),
        KINDS,
        given.findings,
    )


def translations(given: Given) -> Translations | None:
    """The English sentences beside the French ones."""
    pages = given.record("collection", Collection)
    read = read_translations(given.files, pages, given.findings)
    given.report(
        f"organisation, préparation, prévention : {len(pages.entries)}, "
        f"traductions : {len(read.by_original) if read else 0}"
    )
    return read


def affiches(given: Given) -> tuple[Affiche, ...] | None:
    """The posters."""
    found: list[Finding] = []
    raw = given.files.get(posters.PATH, b"")
    read = posters.read_posters(raw, given.record("register", Register), found)
    given.findings.extend(page_of(found, "/documents/"))
    given.report(f"affiches : {len(read or ())}")
    return read
