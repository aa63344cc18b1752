"""Two official bases give the tables of « délinquance enregistrée », and nothing that undoes what they hide."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import read_sources
from site_src.delinquance import derivation
from site_src.delinquance.derivation import COMMUNALE, DEPARTEMENTALE, FOLDER
from tests.builds import ROOT
from tests.site_src.delinquance.bases_text import communal, departmental, everywhere

MIRROR = ROOT.parent / "shared" / "mirror"
ROWS, TOTALS = f"{FOLDER}/arrondissements.csv", f"{FOLDER}/paris.csv"


def described() -> dict[str, Source]:
    found = read_sources("data/sources.yaml", (ROOT / "data/sources.yaml").read_bytes(), [])
    assert found is not None
    return found


def originals(folder: Path, base: bytes, department: bytes) -> dict[str, Source]:
    sources = {}
    for name, raw in ((COMMUNALE, base), (DEPARTEMENTALE, department)):
        source = replace(described()[name], sha256=hashlib.sha256(raw).hexdigest())
        (folder / source.fichier).write_bytes(raw)
        sources[name] = source
    return sources


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode())))


def test_a_hidden_cell_has_its_row_and_hides_the_sum(tmp_path: Path) -> None:
    findings: list[Finding] = []
    sources = originals(tmp_path, communal(everywhere(5, c75102=None)), departmental(99))
    files, said = derivation.derive(tmp_path, sources, findings)
    assert findings == []
    cells = {row["code_insee"]: row for row in rows(files[ROWS])}
    assert len(cells) == 20
    hidden, shown = cells["75102"], cells["75101"]
    assert (hidden["nombre"], hidden["taux_pour_mille"], hidden["obs_status"]) == ("", "", "Q")
    assert (shown["nombre"], shown["taux_pour_mille"], shown["obs_status"]) == ("5", "5.00", "A")
    assert [(row["nombre"], row["obs_status"]) for row in rows(files[TOTALS])] == [("", "Q")]
    assert said == (
        (
            "délinquance enregistrée : 0 sommes d'arrondissements égales au département sur 1 ; "
            "1 sans somme ; cases non diffusées : Vols avec armes (1)"
        ),
    )


def test_no_file_holds_the_department_s_count_or_the_complement_of_a_hidden_cell(
    tmp_path: Path,
) -> None:
    sources = originals(tmp_path, communal(everywhere(5, c75102=None)), departmental(98765))
    files, said = derivation.derive(tmp_path, sources, [])
    written = b"".join(files.values()).decode() + " ".join(said)
    assert "98765" not in written
    assert "4.3333333" not in written
    assert "4,3333333" not in written


def test_bases_that_disagree_give_nothing(tmp_path: Path) -> None:
    findings: list[Finding] = []
    sources = originals(tmp_path, communal(everywhere(5)), departmental(101))
    assert derivation.derive(tmp_path, sources, findings) == ({}, ())
    assert len(findings) == 1


def test_an_unknown_unit_of_count_gives_nothing(tmp_path: Path) -> None:
    findings: list[Finding] = []
    base = communal(everywhere(5)).replace(b"Infraction", "Témoin".encode())
    sources = originals(tmp_path, base, departmental(100, unit="Témoin"))
    assert derivation.derive(tmp_path, sources, findings) == ({}, ())
    assert [one.quoi for one in findings] == ["unité de compte « Témoin » inconnue"]


def test_an_undescribed_or_missing_original_is_a_finding(tmp_path: Path) -> None:
    findings: list[Finding] = []
    assert derivation.derive(tmp_path, {}, findings) == ({}, ())
    assert derivation.derive(tmp_path, described(), findings) == ({}, ())
    assert [one.quoi for one in findings] == [
        "source « ssmsi-communale » absente", "source « ssmsi-departementale » absente",
        "original absent du dossier --mirror", "original absent du dossier --mirror",
    ]  # fmt: skip


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the official originals are not beside")
def test_what_is_published_is_what_the_official_bases_say() -> None:
    files, said = derivation.derive(MIRROR, described(), [])
    assert dict(files.items()) == {path: (ROOT / path).read_bytes() for path in files}  # fmt: skip
    assert "130 sommes d'arrondissements égales au département sur 135 ; 5 sans somme" in said[0]


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the official originals are not beside")
@pytest.mark.parametrize("line", [2, 700, 1400, 2100, 2700])
def test_one_changed_digit_of_an_official_count_is_found(tmp_path: Path, line: int) -> None:
    sources = described()
    base = (MIRROR / sources[COMMUNALE].fichier).read_text().splitlines(keepends=True)
    fields = base[line - 1].split(",")
    fields[4] = str(float(fields[4]) + 1)
    base[line - 1] = ",".join(fields)
    department = (MIRROR / sources[DEPARTEMENTALE].fichier).read_bytes()
    findings: list[Finding] = []
    assert derivation.derive(tmp_path, originals(tmp_path, "".join(base).encode(), department), findings) == ({}, ())  # fmt: skip
    assert findings


def published() -> Iterable[dict[str, str]]:
    return rows((ROOT / TOTALS).read_bytes())


def test_no_published_sum_covers_a_hidden_cell() -> None:
    hidden = {(row["annee"], row["indicateur"]) for row in rows((ROOT / ROWS).read_bytes())
              if row["obs_status"] == "Q"}  # fmt: skip
    assert hidden
    assert {(row["annee"], row["indicateur"]) for row in published() if not row["nombre"]} == hidden
