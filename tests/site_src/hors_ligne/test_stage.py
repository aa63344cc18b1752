"""The last stage: everything of the sealed site and the worker; an alert is never refused for what it weighs."""

from __future__ import annotations

import pytest

from opendata.findings import FindingsError
from site_src.alertes.blocks import Blocks, written
from site_src.hors_ligne import worker
from tests.builds import OPTIONS, committed, outputs

FILE = "active: {active}\nlimite_octets: {limit}\npages:\n  - /\n"
SITE = {"index.html": b"<html lang='fr'>Bonjour</html>", "autre.txt": b"x"}
GIVEN = committed(f"{worker.SOURCES}*.js", *worker.WORKBOX, worker.LICENCE, "data/langues/**/*.yaml")  # fmt: skip


def made(active: str, limit: int, blocks: Blocks | None = None) -> dict[str, bytes]:
    files = {
        **GIVEN,
        "data/hors-ligne.yaml": FILE.format(active=active, limit=limit).encode(),
    }
    return outputs("hors_ligne", files, {"seal": SITE, "alertes": written(blocks or Blocks())}, OPTIONS)  # fmt: skip


def test_the_site_is_published_as_it_was_sealed_with_the_worker_beside_it() -> None:
    published = made("true", 1000)
    assert SITE.items() <= published.items()
    assert b"importScripts" in published[worker.PATH]


def test_a_site_that_keeps_nothing_has_the_worker_that_goes_and_no_list() -> None:
    published = made("false", 1000)
    assert published.keys() - SITE.keys() == {worker.PATH}
    assert b"unregister()" in published[worker.PATH]


def test_a_copy_that_is_too_heavy_is_refused_but_never_because_of_an_alert() -> None:
    with pytest.raises(FindingsError):
        made("true", 10)
    assert worker.PATH in made("true", 10, Blocks(bands={"fr": "<p>Alerte</p>"}))
