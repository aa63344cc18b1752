"""What a program must know of one table before it reads a figure: `<jeu>/<table>.metadata.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opendata.api.addresses import place_template
from opendata.api.places import Kind
from opendata.harvest.citation import Citation, apa
from opendata.packages.file_names import FORMATS

Package = Mapping[str, Any]
EMPTY_CELL = "Une case vide n’est pas un zéro : la valeur est inconnue, sans objet ou cachée ; « vide » le dit, colonne par colonne."


def table_metadata(
    package: Package, resource: Mapping[str, Any], citation: Citation, kinds: Sequence[Kind],
    errors: Sequence[Mapping[str, str]], *, is_growing: bool
) -> dict[str, Any]:  # fmt: skip
    """Where it comes from, what each column means, its files with their digests; `kinds` of places that it tells of, `errors` that are known.

    Of a table that grows by itself nothing is said that its next row would change.
    """
    licence = resource["licenses"][0]
    return {
        **identity(package, citation, "./", is_growing=is_growing),
        "table": resource["name"],
        "titre": resource["title"],
        "description": resource["description"],
        "licence": {"id": licence["name"], "titre": licence["title"], "adresse": licence["path"]},
        "sources": sources(resource),
        "methode": package["method"],
        "limites": list(package["limits"]),
        "erreurs_connues": list(errors),
        **({} if is_growing else {"nb_lignes": resource["rows"]}),
        "cle_primaire": list(resource["schema"]["primaryKey"]),
        "cases_vides": EMPTY_CELL,
        "colonnes": [_column(field) for field in resource["schema"]["fields"]],
        "fichiers": list(_files(resource, is_growing=is_growing)),
        "lieux": [place_template(kind.nom, kind.variable) for kind in kinds],
    }


def identity(
    package: Package, citation: Citation, page: str, *, is_growing: bool
) -> dict[str, Any]:
    """The dataset that an answer comes from, how to cite it, and the way to its `page`."""
    period = package["temporal"]
    return {
        "jeu": package["name"],
        "titre_jeu": package["title"],
        "version": package["version"],
        **({} if is_growing else {"date": package["created"][:10]}),
        "page": page,
        "periode": {"debut": period["start"], "fin": period["end"]},
        "territoire": package["spatial"],
        "citation": apa(citation),
        **({"doi": citation.doi} if citation.doi else {}),
    }


def sources(described: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a package or a table of it derives from: title, and address where there is one."""
    return [
        {"titre": one["title"], **({"adresse": one["path"]} if one.get("path") else {})}
        for one in described["sources"]
    ]


def _column(field: Mapping[str, Any]) -> dict[str, Any]:
    missing = [one for one in field.get("missingValues", ()) if isinstance(one, dict)]
    return {
        "nom": field["name"],
        "titre": field["title"],
        "description": field["description"],
        "type": field["type"],
        **({"unite": field["unit"]} if "unit" in field else {}),
        **({"codes": [{"code": one["value"], "libelle": one["label"]} for one in field["categories"]]}
           if "categories" in field else {}),
        **({"vide": missing[0]["label"]} if missing else {}),
    }  # fmt: skip


def _files(resource: Mapping[str, Any], *, is_growing: bool) -> Iterator[dict[str, Any]]:
    for one in (resource, *resource.get("formats", ())):
        path = one["path"]
        yield {
            "format": FORMATS[path.rpartition(".")[2]][0],
            "adresse": path,
            "type_media": one["mediatype"],
            **({} if is_growing else {"octets": one["bytes"], "sha256": one["hash"].removeprefix("sha256:")}),
        }  # fmt: skip
