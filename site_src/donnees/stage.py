"""The stages of the open data: packages, a unit a dataset; then the catalogue that describes them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from maps.records.layers import Layer
from opendata.harvest.catalogue_files import catalogue_files
from opendata.harvest.extent import extents
from opendata.model import Source
from opendata.packages import frictionless_judge
from opendata.packages.drawings import NoDrawings
from opendata.packages.growing import announced
from opendata.packages.package import layers_named, publish
from opendata.records.catalogue import Datasets
from opendata.records.dataset import Dataset
from opendata.records.table import TypedTable
from opendata.tranquillite.release_audit import ReleaseAudit
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.frame.identity import Identite

# The dataset that grows with each alert: its files are made with the alert's.
ALERTS = "alertes"


def packages(inputs: Inputs) -> Outputs:
    """Every dataset as `site/donnees/<id>/…`, and what pages show of it. Raises `FindingsError`."""
    units = _units(
        inputs,
        inputs.record("sources", dict),
        {layer.path: layer for layer in inputs.record("layers", dict).values()},
    )
    return inputs.work.join(inputs.work.each(units, frictionless_judge.imported).values())


def _units(
    inputs: Inputs, sources: Mapping[str, Source], layers: Mapping[str, Layer]
) -> Iterator[Unit]:
    """One a dataset; each is given the sources and layers that it names, and no other."""
    publisher = inputs.record("identite", Identite).publisher
    outcome = inputs.record("released", ReleaseAudit)
    for checked in inputs.record("datasets", Datasets).checked:
        dataset = checked.dataset
        names = {name for one in dataset.ressources for name in one.derive_de}
        names |= set(dataset.lignee.sources)
        is_protected = any(one.nature != "publique" for one in dataset.ressources)
        given = (
            checked,
            {name: source for name, source in sources.items() if name in names},
            publisher,
            outcome if is_protected else None,
            {path: layers[path] for path in sorted(layers_named(dataset)) if path in layers},
            inputs.work.memo or NoDrawings(),
        )
        yield Unit(
            checked.id,
            publish,
            given,
            f"Paquet {checked.id}",
            weight=_cells(checked.tables.values()),
        )


def _cells(tables: Iterable[TypedTable]) -> int:
    return sum(table.frame.size for table in tables)


def catalogue(inputs: Inputs) -> Outputs:
    """`site/donnees/catalogue.{ttl,jsonld}`, feeds and citation files."""
    publisher = inputs.record("identite", Identite).publisher
    arrondissements: Layer = inputs.record("layers", dict)["arrondissements"]
    return catalogue_files(
        inputs.outputs["packages"],
        publisher,
        inputs.record("series", tuple),
        inputs.options["adresse"],
        extents(arrondissements.geometries),
        {ALERTS: announced(ALERTS, inputs.record("alert_table", Dataset), publisher)},
    )
