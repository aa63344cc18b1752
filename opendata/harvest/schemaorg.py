"""The schema.org Dataset of a page, and the DataCatalog of the index: what search engines for datasets read.

https://schema.org/Dataset, as JSON that can stand in an HTML document. None for fictitious data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from opendata.packages.file_names import FORMATS
from opendata.records.dataset import Dataset
from opendata.records.licences import licence

TITLE = "Paris : risques majeurs et prévention, données ouvertes"

NOTHING = ""


def dataset_json(package: Mapping[str, Any], editeur: str, adresse: str) -> str:
    """The JSON-LD of a datapackage.json; `NOTHING` when it is fictitious.

    `adresse` is the site's; without it addresses are relative to the page.
    """
    if package["fictitious"]:
        return NOTHING
    base = f"{adresse}donnees/{package['name']}/" if adresse else ""
    period, doi = package["temporal"], package["changelog"][0].get("doi")
    document = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "version": package["version"],
        **({"identifier": f"https://doi.org/{doi}"} if doi else {}),
        "datePublished": package["changelog"][-1]["date"],
        "dateModified": package["changelog"][0]["date"],
        "keywords": package["keywords"],
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "license": [item["path"] for item in package["licenses"]],
        "creator": {"@type": "Organization", "name": editeur},
        "temporalCoverage": f"{period['start']}/{period['end']}",
        "spatialCoverage": {"@type": "Place", "name": package["spatial"]["libelle"]},
        "variableMeasured": _variables(package),
        "distribution": _distributions(package, base),
        **({"url": base} if base else {}),
    }
    return _inside_html(document)


def catalogue_json(datasets: Mapping[str, Dataset], editeur: str, adresse: str) -> str:
    """The JSON-LD of the index: every dataset that is real and may be downloaded, by id; `NOTHING` when none is.

    `adresse` is the site's; without it addresses are relative to the page.
    """
    told = {
        name: one for name, one in datasets.items() if one.est_telechargeable and not one.est_fictif
    }
    if not told:
        return NOTHING
    base = f"{adresse}donnees/" if adresse else ""
    publisher = {"@type": "Organization", "name": editeur}
    return _inside_html({
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "name": TITLE,
        "inLanguage": "fr",
        "publisher": publisher,
        **({"url": base} if base else {}),
        "dataset": [
            {"@type": "Dataset", "name": one.titre, "description": one.description.strip(), "url": f"{base}{name}/",
             "license": list(dict.fromkeys(licence(table.licence).adresse for table in one.ressources)),
             "creator": publisher}
            for name, one in told.items()
        ],
    })  # fmt: skip


def _inside_html(document: Mapping[str, Any]) -> str:
    """« </script> » inside a text must not end the element it stands in."""
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")


def _variables(package: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"@type": "PropertyValue", "name": item["name"], "description": item["description"]}
        | ({"unitText": item["unit"]} if "unit" in item else {})
        for resource in package["resources"]
        for item in resource["schema"]["fields"]
        if item["type"] in ("integer", "number")
    ]


def _distributions(package: Mapping[str, Any], base: str) -> list[dict[str, Any]]:
    """Only what may be downloaded has other formats than its CSV."""
    files = [
        {
            "path": item["path"],
            "bytes": item["bytes"],
            "hash": item["hash"],
            "title": resource["title"],
        }
        for resource in package["resources"]
        if "formats" in resource
        for item in (resource, *resource["formats"])
    ]
    files += [{**item, "title": package["title"]} for item in package.get("formats", ())]
    return [
        {
            "@type": "DataDownload",
            "name": item["title"],
            "encodingFormat": FORMATS[item["path"].rpartition(".")[2]][1],
            "contentUrl": f"{base}{item['path']}",
            "contentSize": f"{item['bytes']} B",
            "sha256": item["hash"].removeprefix("sha256:"),
        }
        for item in files
    ]
