"""What an archive asks of a dataset that is deposited there: DataCite (kernel 4) and Zenodo, ready but for the DOI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from opendata.harvest.citation import Citation
from opendata.harvest.translations import Said


def datacite(
    package: Mapping[str, Any], reference: Citation, translations: Sequence[Said]
) -> dict[str, Any]:
    """The JSON of DataCite's metadata schema 4.5; without `doi` until the journal of the dataset says one."""
    log = package["changelog"]
    titles = [{"title": one.titre, "titleType": "TranslatedTitle", "lang": one.langue} for one in translations]  # fmt: skip
    told = [{"description": one.phrase, "descriptionType": "Abstract", "lang": one.langue} for one in translations]  # fmt: skip
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Jeu de données"},
        "creators": [{"name": reference.editeur, "nameType": "Organizational"}],
        "publisher": {"name": reference.editeur},
        "publicationYear": reference.date[:4],
        "titles": [{"title": reference.titre, "lang": "fr"}, *titles],
        "descriptions": [
            {"description": reference.resume, "descriptionType": "Abstract", "lang": "fr"},
            *told,
            {"description": package["method"], "descriptionType": "Methods", "lang": "fr"},
        ],
        "subjects": [{"subject": word, "lang": "fr"} for word in reference.mots_cles],
        "language": "fr",
        "version": reference.version,
        "dates": [
            {"date": log[-1]["date"], "dateType": "Issued"},
            {"date": log[0]["date"], "dateType": "Updated"},
        ],
        "rightsList": [
            {
                "rights": item["title"],
                "rightsUri": item["path"],
                "rightsIdentifier": item["name"],
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
            for item in package["licenses"]
        ],
        "geoLocations": [{"geoLocationPlace": package["spatial"]["libelle"]}],
        "formats": sorted({item["mediatype"] for item in package["resources"]}),
        **({"doi": reference.doi} if reference.doi else {}),
        **({"url": reference.place} if reference.place else {}),
    }


def zenodo(package: Mapping[str, Any], reference: Citation) -> dict[str, Any]:
    """What `.zenodo.json` holds; a description there is HTML."""
    version = {"identifier": reference.place, "relation": "isIdenticalTo", "resource_type": "dataset"}  # fmt: skip
    return {
        "title": reference.titre,
        "upload_type": "dataset",
        "access_right": "open",
        "description": "".join(f"<p>{escape(part)}</p>" for part in reference.resume.split("\n\n")),
        "method": f"<p>{escape(package['method'])}</p>",
        "creators": [{"name": reference.editeur}],
        "publication_date": reference.date,
        "version": reference.version,
        "language": "fra",
        "keywords": list(reference.mots_cles),
        # One licence a deposit: the strictest of the tables, which says what the whole asks.
        "license": package["licenses"][0]["name"].lower(),
        **({"doi": reference.doi} if reference.doi else {}),
        **({"related_identifiers": [version]} if reference.place else {}),
    }
