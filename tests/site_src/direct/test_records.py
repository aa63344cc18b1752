"""A record is read as it was written; a file that cannot be is told, and its feed has no record."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from opendata.findings import Finding
from site_src.direct.records import Direct, path_of, read_direct, written
from tests.site_src.direct.faulty import Server, a_round


def files(direct: Direct) -> dict[str, bytes]:
    return {path_of(name): written(fiche) for name, fiche in direct.fiches.items()}


def read(given: Mapping[str, bytes]) -> tuple[Direct, list[str]]:
    findings: list[Finding] = []
    return read_direct(given, findings), [str(one) for one in findings]


def test_what_is_written_is_read_again(server: Server) -> None:
    direct = a_round(server)
    assert read(files(direct)) == (direct, [])
    assert len(direct.fiches) == 4


def test_nothing_written_is_nothing_known() -> None:
    assert read({}) == (Direct(), [])


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "data/direct/troncon.json:0:0: fichier vide"),
        (b"{", "data/direct/troncon.json:1:2: JSON mal formé"),
        (b'{"statut": "vert"}', "data/direct/troncon.json:1:1: « interroge_a » manque"),
        (b'{"statut": "a_jour", "interroge_a": "2026-01-28T14:00:00Z", "valeur": 7}', "data/direct/troncon.json:1:71: « 7 » : au plus 4 attendu"),
        (b'{"statut": "a_jour", "interroge_a": "2026-01-28T14:00:00Z", "valeur": 1}', "data/direct/troncon.json:1:1: valeur sans date"),
        (b'{"statut": "a_jour", "interroge_a": "2026-01-28T14:00:00"}', "data/direct/troncon.json:1:37: « 2026-01-28T14:00:00 » n'est pas valable"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_and_the_others_are_read(
    server: Server, raw: bytes, told: str
) -> None:
    good = a_round(server, wanted=("niveau",))
    direct, findings = read({**files(good), path_of("troncon"): raw})
    assert direct == good
    assert any(one.startswith(told) for one in findings), findings
