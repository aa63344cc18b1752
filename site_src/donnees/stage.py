"""The stages of the open data: packages, a unit a dataset; then the catalogue and the API that describe them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from maps.records.layers import Layer
from opendata.api.dataset import SUMMARIES, dataset_files, growing_files, is_called, summary
from opendata.api.index import index_files
from opendata.findings import Finding, FindingsError
from opendata.harvest.catalogue_files import catalogue_files
from opendata.harvest.dictionary import NAME as DICTIONARY
from opendata.harvest.dictionary import dictionary_file
from opendata.harvest.extent import extents
from opendata.packages import frictionless_judge
from opendata.packages.drawings import NoDrawings
from opendata.packages.growing import announced
from opendata.packages.manifest import manifest_file
from opendata.packages.package import charts, digested, layers_named, tables_and_formats
from opendata.records.catalogue import CheckedDataset, Datasets
from opendata.records.dataset import Dataset
from opendata.records.dictionary import Dictionary, joins
from opendata.records.table import TypedTable
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.donnees.cards import cards
from site_src.donnees.chart_images import images
from site_src.donnees.explored import frame_files
from site_src.donnees.translated import translations
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs, part_of
from site_src.engine.units import Unit
from site_src.frame.identity import Identite, identity_at, or_to_complete

# The dataset that grows with each alert: its files are made with the alert's.
ALERTS = "alertes"
# How long the charts of a dataset take, in cells of a table.
CHARTS = 4000


def packages(inputs: Inputs) -> Outputs:
    """Every dataset as `site/donnees/<id>/…`, and what pages show of it. Raises `FindingsError`."""
    checked = inputs.record("datasets", Datasets).checked
    outcome = inputs.record("released", ReleaseAudit)
    audits = {one.id: outcome if _is_protected(one.dataset) else None for one in checked}
    units = [*_drawn(inputs, checked, audits), *_tables(inputs, checked, audits)]
    made = inputs.work.each(units, frictionless_judge.imported)
    parts = {one.id: inputs.work.join([made[one.id], made[_charts_of(one.id)]]) for one in checked}
    whole = inputs.work.each(
        Unit(f"empreintes-{one.id}", digested, (one, parts[one.id])) for one in checked
    )
    return inputs.work.join([*parts.values(), *whole.values()])


def _drawn(
    inputs: Inputs, checked: Iterable[CheckedDataset], audits: Mapping[str, ReleaseAudit | None]
) -> Iterator[Unit]:
    """The charts of each dataset, by one process: what draws them is long to start."""
    memo = inputs.work.memo or NoDrawings()
    for one in checked:
        given = (one, audits[one.id], memo)
        yield Unit(_charts_of(one.id), charts, given, group="graphiques", weight=CHARTS)


def _tables(
    inputs: Inputs, checked: Iterable[CheckedDataset], audits: Mapping[str, ReleaseAudit | None]
) -> Iterator[Unit]:
    """The tables of each; it is given the sources and layers that it names, and no other."""
    publisher = inputs.record("identite", Identite).publisher
    sources = inputs.record("sources", dict)
    layers = {layer.path: layer for layer in inputs.record("layers", dict).values()}
    dictionary = inputs.record("dictionnaire", Dictionary)
    for one in checked:
        dataset = one.dataset
        names = {name for resource in dataset.ressources for name in resource.derive_de}
        names |= set(dataset.lignee.sources)
        given = (
            one,
            {name: source for name, source in sources.items() if name in names},
            publisher,
            audits[one.id],
            {path: layers[path] for path in sorted(layers_named(dataset)) if path in layers},
            joins(dictionary, one.id, _columns(dataset)),
        )
        yield Unit(
            one.id,
            tables_and_formats,
            given,
            f"Paquet {one.id}",
            weight=_cells(one.tables.values()),
        )


def _columns(dataset: Dataset) -> Iterator[str]:
    return (column for resource in dataset.ressources for column in resource.schema_.columns)


def _is_protected(dataset: Dataset) -> bool:
    return any(one.nature != "publique" for one in dataset.ressources)


def _charts_of(dataset: str) -> str:
    return f"graphiques-{dataset}"


def _cells(tables: Iterable[TypedTable]) -> int:
    return sum(table.frame.size for table in tables)


def api(inputs: Inputs) -> Outputs:
    """What programs call: `site/donnees/{index,openapi}.json`, and of each dataset what `opendata.api` says; the digests
    of all versions (`opendata.packages.manifest`). Raises `FindingsError` on a wrong address.
    """
    identite = _identity(inputs)
    publisher, packages = identite.publisher, inputs.outputs["packages"]
    declared = {
        name: one for name, one in inputs.record("declarations", dict).items() if is_called(one)
    }
    cited = (or_to_complete(identite.editeur), identite.adresse)
    alerts = inputs.record("alert_table", Dataset)
    given = (ALERTS, alerts, announced(ALERTS, alerts, publisher), *cited)
    units = [
        *(Unit(name, dataset_files, (name, one, _own(packages, name), *cited)) for name, one in declared.items()),
        Unit(ALERTS, growing_files, given),
    ]  # fmt: skip
    made = inputs.work.each(units)
    told = [summary(files[f"{SUMMARIES}{name}.json"]) for name, files in made.items()]
    pictures = images(declared, packages, tuple(inputs.files.values()), inputs.work)
    whole = (index_files(told, publisher), manifest_file(packages))
    return inputs.work.join([*made.values(), pictures, *whole])


def _own(packages: Outputs, name: str) -> Outputs:
    """The package of one dataset, and the figures of its charts."""
    return part_of(packages, f"site/donnees/{name}/", f"donnees/{name}/graphiques")


def catalogue(inputs: Inputs) -> Outputs:
    """`site/donnees/catalogue.{ttl,jsonld}`, `dictionnaire.json`, feeds, citation files. Raises `FindingsError` on a wrong address."""
    identite = _identity(inputs)
    publisher = identite.publisher
    arrondissements: Layer = inputs.record("layers", dict)["arrondissements"]
    alerts = inputs.record("alert_table", Dataset)
    french = {name: one.titre for name, one in inputs.record("declarations", dict).items()}
    french |= {one.identifiant: one.titre for one in inputs.record("series", tuple)}
    described = catalogue_files(
        inputs.outputs["packages"],
        publisher,
        inputs.record("series", tuple),
        identite.adresse,
        extents(arrondissements.geometries),
        {ALERTS: announced(ALERTS, alerts, publisher)},
        translations(
            inputs.record("langues", dict),
            inputs.record("jeux_traduits", dict),
            {**french, ALERTS: alerts.titre},
        ),
    )
    names = dictionary_file(
        inputs.record("dictionnaire", Dictionary),
        {**inputs.record("declarations", dict), ALERTS: alerts},
    )
    shared = _cards(inputs, identite) if identite.adresse else {}
    framed = frame_files(inputs.record("declarations", dict), identite.mention)
    return inputs.work.join((described, shared, framed, {f"site/donnees/{DICTIONARY}": names}))


def _identity(inputs: Inputs) -> Identite:
    findings: list[Finding] = []
    found = identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if found is None:
        raise FindingsError(findings)
    return found


def _cards(inputs: Inputs, identite: Identite) -> Outputs:
    """A picture a dataset, for other sites."""
    fonts = tuple(inputs.files.values())
    declared = inputs.record("declarations", dict)
    return cards(declared, inputs.outputs["packages"], identite.titre_court, fonts, inputs.work)
