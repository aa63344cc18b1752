"""The Data Package (v2) that describes a published dataset: `datapackage.json`.

https://datapackage.org/standard/data-package/. Added to the standard: `limits`, `method`,
`protection`, `fictitious`, `formats` (the same table in other files), `theme`, `changelog`, and on fields `unit`, `vintage` and `joins`. Keys of the standard are never bent.
`conformsTo` says in the word of catalogues (DCMI) what `$schema` says to its validators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic_core import to_json

from opendata.model import Publishable, ReleasedTable, Source
from opendata.packages.file_names import FORMATS
from opendata.packages.formats.distribution import Distribution
from opendata.packages.identifiers import urn
from opendata.records.dataset import Dataset
from opendata.records.dictionary import Joins, Referential
from opendata.records.digest import sha256
from opendata.records.licences import licence
from opendata.records.publisher import Publisher
from opendata.records.resource import Resource

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
STANDARD = "https://datapackage.org/standard/data-package/"
DIALECT = "https://datapackage.org/profiles/2.0/tabledialect.json"


def descriptor(
    identifier: str,
    dataset: Dataset,
    published: Mapping[str, tuple[Publishable, bytes]],
    sources: Mapping[str, Source],
    publisher: Publisher,
    distributions: Sequence[Distribution] = (),
    joined: Joins = MappingProxyType({}),
) -> bytes:
    """datapackage.json; `published` gives each resource's table and its bytes, `distributions` the other formats.

    `joined` are the columns that join another dataset: a foreign key of the standard stays inside its package.
    """
    licences = sorted({resource.licence for resource in dataset.ressources})
    titles = origins(dataset, sources)
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "conformsTo": STANDARD,
        "name": identifier,
        "id": urn(f"jeu/{identifier}"),
        **({"homepage": f"{publisher.site}donnees/{identifier}/"} if publisher.site else {}),
        "title": dataset.titre,
        "description": f"{dataset.description.strip()}\n\n{publisher.mention}".strip(),
        "version": dataset.version,
        "created": f"{dataset.journal[0].date.isoformat()}T00:00:00Z",
        "keywords": list(dataset.mots_cles),
        "theme": dataset.theme,
        "licenses": [_licence(name) for name in licences],
        "contributors": _contributors(dataset, publisher),
        "sources": list(titles.values()),
        "language": "fr",
        "temporal": {"start": dataset.couverture_temporelle.debut, "end": dataset.couverture_temporelle.fin},
        "spatial": dataset.couverture_spatiale.model_dump(),
        "updateFrequency": dataset.frequence,
        "method": dataset.methode,
        "protection": dataset.protection,
        "limits": list(dataset.limites),
        "breaks": [{"date": entry.date.isoformat(), "description": entry.texte} for entry in dataset.ruptures],
        "fictitious": dataset.est_fictif,
        "changelog": [{"version": entry.version, "date": entry.date.isoformat(), "description": entry.texte,
                       **({"doi": entry.doi} if entry.doi else {})} for entry in dataset.journal],
        **_audit(published),
        "resources": [
            {**_resource(resource, *published[resource.nom], titles),
             "schema": _joined(published[resource.nom][0].schema, joined), **_formats(distributions, resource.nom)}
            for resource in dataset.ressources
        ],
        **_formats(distributions, ""),
    }  # fmt: skip
    return to_json(package, indent=2) + b"\n"


def _resource(
    resource: Resource, table: Publishable, raw: bytes, titles: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    return {
        "name": resource.nom,
        "type": "table",
        "path": resource.fichier,
        "title": resource.titre,
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{sha256(raw)}",
        "rows": len(table.frame),
        "licenses": [_licence(resource.licence)],
        "sources": [titles[name] for name in resource.derive_de],
        "dialect": {"$schema": DIALECT, "delimiter": ",", "lineTerminator": "\n"},
    }


def _joined(schema: Mapping[str, Any], joined: Joins) -> dict[str, Any]:
    """The schema, in which a column that joins another dataset says which: its `id`, the table and the column."""
    return {**schema, "fields": [
        {**column, **({"joins": _join(joined[column["name"]])} if column["name"] in joined else {})} for column in schema["fields"]
    ]}  # fmt: skip


def _join(there: Referential) -> dict[str, str]:
    return {"package": urn(f"jeu/{there.jeu}"), "name": there.jeu, "resource": there.table, "field": there.colonne}  # fmt: skip


def _formats(distributions: Sequence[Distribution], name: str) -> dict[str, Any]:
    """The other formats of a table, or with an empty name those of all tables together."""
    files = [
        {"path": file.nom, "format": file.suffix, "mediatype": FORMATS[file.suffix][1],
         "bytes": len(file.raw), "hash": f"sha256:{sha256(file.raw)}",
         **({} if file.decimales is None else {"precision": f"{10 ** -file.decimales:.{file.decimales}f}°"})}
        for file in distributions
        if file.ressource == name
    ]  # fmt: skip
    return {"formats": files} if files else {}


def origins(dataset: Dataset, sources: Mapping[str, Source]) -> dict[str, dict[str, str]]:
    """Title and, where there is one, address of what the dataset derives from, by id."""
    return _papers(dataset) | _sources(dataset, sources)


def _licence(identifier: str) -> dict[str, str]:
    terms = licence(identifier)
    return {"name": terms.id, "title": terms.titre, "path": terms.adresse}


def _contributors(dataset: Dataset, publisher: Publisher) -> list[dict[str, Any]]:
    contact: dict[str, Any] = {"title": dataset.contact.nom, "roles": ["contact"]}
    if dataset.contact.courriel or publisher.courriel:
        contact["email"] = dataset.contact.courriel or publisher.courriel
    return [{"title": publisher.nom, "roles": ["publisher"]}, contact]


def _papers(dataset: Dataset) -> dict[str, dict[str, str]]:
    return {
        paper.id: {"title": f"{paper.titre} ({paper.editeur}, {paper.annee})"}
        | ({"path": paper.adresse} if paper.adresse else {})
        for paper in dataset.lignee.documents
    }


def _sources(dataset: Dataset, sources: Mapping[str, Source]) -> dict[str, dict[str, str]]:
    named = [sources[name] for name in dataset.lignee.sources]
    return {
        source.id: {
            "title": f"{source.jeu} ({source.editeur}, {source.millesime})",
            "path": source.adresse,
        }
        for source in named
    }


def _audit(published: Mapping[str, tuple[Publishable, bytes]]) -> dict[str, Any]:
    """The public audit of the whole release, the same for each of its tables."""
    for table, _ in published.values():
        if isinstance(table, ReleasedTable):
            return {"audit": {"attacked": table.attacked, "recovered": table.recovered}}
    return {}
