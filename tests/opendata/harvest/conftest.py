"""The catalogue of the committed data at an address, by a publisher who can be written to: made once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import rdflib

from site_src.engine.store import Store
from tests import builds
from tests.opendata import built

ADDRESS = "https://exemple.invalid/depot/"
PUBLISHER, MAIL = "Service d’essai", "donnees@exemple.invalid"
NAMED = {
    path: raw + f"editeur: {PUBLISHER}\ncourriel: {MAIL}\n".encode()
    for path, raw in builds.UNKNOWN.items()
}


def harvested(
    kept: Store, committed: Mapping[str, bytes], published: Mapping[str, bytes], adresse: str
) -> dict[str, bytes]:
    """What the stage of the catalogue gives."""
    files = {**committed, **NAMED}
    return built.outputs(kept, "catalogue", files, {"packages": published}, {"adresse": adresse})


@pytest.fixture(scope="session")
def described(
    kept: Store, committed: Mapping[str, bytes], published: Mapping[str, bytes]
) -> dict[str, bytes]:
    return harvested(kept, committed, published, ADDRESS)


@pytest.fixture(scope="session")
def graph(described: Mapping[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=described["site/donnees/catalogue.ttl"], format="turtle")
