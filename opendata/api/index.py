"""`index.json`, from which a program finds everything, and `openapi.json`, from which it knows the shape of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from opendata.api import openapi
from opendata.api.addresses import INDEX, OPENAPI
from opendata.api.dataset import Told
from opendata.harvest.schemaorg import TITLE
from opendata.records.publisher import Publisher

FOLDER = "site/donnees/"


def index_files(every: Iterable[Told], publisher: Publisher) -> dict[str, bytes]:
    """Both, of all datasets in their order; nothing without any."""
    every = list(every)
    if not every:
        return {}
    index = {
        "titre": TITLE,
        "editeur": publisher.nom,
        "documentation": "api/",
        "openapi": OPENAPI,
        "catalogue": "catalogue.jsonld",
        "erreurs": "erreurs/",
        "jeux": [one.entree for one in every],
    }
    paths: dict[str, Any] = {name: path for one in every for name, path in one.chemins.items()}
    schemas = {name: schema for one in every for name, schema in one.schemas.items()}
    contact = {"name": publisher.nom, "email": publisher.courriel} if publisher.courriel else {}
    document = openapi.document(TITLE, paths, schemas, contact)
    return {
        f"{FOLDER}{INDEX}": to_json(index, indent=1) + b"\n",
        f"{FOLDER}{OPENAPI}": to_json(document, indent=1) + b"\n",
    }
