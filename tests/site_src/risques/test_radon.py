"""The radon category that the register states is the one of the official file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from opendata.findings import Finding
from opendata.model import Source
from opendata.records.sources import read_sources
from site_src.risques import radon
from tests.builds import committed
from tests.site_src.risques.cases import register_in

ROOT = Path(__file__).parents[3]
MIRROR = Path(__file__).parents[4] / "shared" / "mirror"
HEAD = "nom_comm;nom_dept;insee_com;classe_potentiel;reg\r\n"


def described() -> dict[str, Source]:
    raw = (ROOT / "data/sources.yaml").read_bytes()
    found = read_sources("data/sources.yaml", raw, [])
    assert found is not None
    return found


def original(folder: Path, classes: dict[str, str]) -> dict[str, Source]:
    raw = (HEAD + "".join(f"X;PARIS;{code};{one};FR\r\n" for code, one in classes.items())).encode()
    source = replace(described()[radon.SOURCE], sha256=hashlib.sha256(raw).hexdigest())
    (folder / source.fichier).write_bytes(raw)
    return {source.id: source}


def test_twenty_arrondissements_of_the_category_hold(tmp_path: Path) -> None:
    findings: list[Finding] = []
    sources = original(tmp_path, dict.fromkeys(radon.ARRONDISSEMENTS, radon.CATEGORIE))
    said = radon.held(tmp_path, sources, findings)
    assert (said, findings) == (("radon : catégorie 1 dans les 20 arrondissements",), [])


@pytest.mark.parametrize(("code", "other"), [("75101", "2"), ("75120", "")])
def test_another_category_or_none_is_a_finding(tmp_path: Path, code: str, other: str) -> None:
    findings: list[Finding] = []
    classes = {**dict.fromkeys(radon.ARRONDISSEMENTS, radon.CATEGORIE), code: other}
    assert radon.held(tmp_path, original(tmp_path, classes), findings) == ()
    assert [one.quoi for one in findings] == [
        f"{code} : catégorie de radon « {other or 'absente'} »"
    ]


def test_an_undescribed_or_missing_original_is_a_finding(tmp_path: Path) -> None:
    findings: list[Finding] = []
    assert radon.held(tmp_path, {}, findings) == ()
    assert radon.held(tmp_path, described(), findings) == ()
    assert [one.quoi for one in findings] == [
        "source « radon » absente", "original absent du dossier --mirror",
    ]  # fmt: skip


def test_the_register_states_the_category_that_is_held() -> None:
    register = register_in(
        committed("data/risques/*", "data/datasets/**/*", "data/sources.yaml"), []
    )
    assert register is not None
    (risque,) = [one for one in register.risques if one.id == "mouvement-terrain"]
    (fait,) = [one for one in risque.ou_a_paris.faits if one.source == "irsn-radon"]
    assert f"catégorie {radon.CATEGORIE} sur 3" in fait.texte


@pytest.mark.skipif(not MIRROR.is_dir(), reason="les originaux officiels ne sont pas dans le dépôt")
def test_the_official_file_gives_the_category() -> None:
    findings: list[Finding] = []
    assert radon.held(MIRROR, described(), findings)
    assert not findings
