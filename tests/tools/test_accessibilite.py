"""The record of the checks: what is written is what a reading takes, failures included."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from opendata.findings import Finding, read_record, read_yaml
from site_src.accessibilite.records import RESULTATS, Resultats, Sorte
from tools import access, accessibilite

KINDS = (
    Sorte(id="accueil", nom="Accueil", adresse=""),
    Sorte(id="carte", nom="Carte", adresse="cartes/a/interactive/", document=True),
    Sorte(id="perdue", nom="Perdue", adresse="nulle/part/", absente=True),
)


def test_each_check_is_told_once_with_its_pages_and_its_failures() -> None:
    found: dict[str, access.Faults] = {"accueil": {"axe": [], "impression": ["menu"]}, "carte": {"axe": ["nom"]}, "perdue": {"axe": [], "impression": []}}  # fmt: skip
    assert list(accessibilite.gathered(KINDS, found)) == [
        {"id": "axe", "pages": 3, "echecs": [{"sorte": "carte", "quoi": "nom"}]},
        {"id": "impression", "pages": 2, "echecs": [{"sorte": "accueil", "quoi": "menu"}]},
    ]


def test_the_page_that_is_not_there_is_the_document_that_answers_for_it() -> None:
    assert [accessibilite.address_of(kind) for kind in KINDS] == ["", "cartes/a/interactive/", "404.html"]  # fmt: skip


def test_what_is_written_is_what_a_reading_takes() -> None:
    values = {
        "mesure_le": date(2026, 1, 31), "revision": "abc1234", "empreinte": "0" * 64, "navigateur": "Chromium 1",
        "outils": ["axe-core 4"], "sortes": ["accueil"],
        "controles": [{"id": "axe", "pages": 1, "echecs": [{"sorte": "accueil", "quoi": "« nom » : absent"}]}],
        "poids": [{"sorte": "accueil", "requetes": 7, "octets": 84100, "tiers": 0, "polices": 1}],
    }  # fmt: skip
    findings: list[Finding] = []
    document = read_yaml(RESULTATS, accessibilite.written(values).encode(), findings)
    read = read_record(document, Resultats, findings) if document else None
    assert findings == []
    assert read == Resultats.model_validate(values)
    assert yaml.safe_load(accessibilite.written(values))["mesure_le"] == date(2026, 1, 31)


def test_the_digest_changes_with_a_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("un", encoding="utf-8")
    before = accessibilite.digest([page])
    page.write_text("deux", encoding="utf-8")
    assert accessibilite.digest([page]) != before
