"""A count that a text of « lieux-frais » tells is that of its tables; what is not told is no fault."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from opendata.records.catalogue import CheckedDataset, Datasets
from site_src.territoires.told_counts import PATH, RULE, TOLD, miscounted
from tests.builds import committed, library


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return committed("data/sources.yaml", "data/datasets/lieux-frais/**/*")


@pytest.fixture(scope="module")
def checked(files: dict[str, bytes]) -> CheckedDataset:
    return library(files).record("datasets", Datasets).read["lieux-frais"]


def found(checked: CheckedDataset, text: str) -> list[str]:
    """What is wrong with the dataset once `text` is all that it says."""
    said = {"description": text, "limites": (), "graphiques": ()}
    dataset = checked.dataset.model_copy(update=said)
    return [str(one) for one in miscounted(replace(checked, dataset=dataset))]


@pytest.mark.parametrize("form", [form for form, _ in TOLD])
def test_another_count_is_told(checked: CheckedDataset, form: str) -> None:
    text = form.replace(r"(\d[\d\s\u202f]*)", "9 999").replace(r"\d+", "1")
    said = found(checked, re.sub(r"\\b|\\", "", text))
    assert any("9 999" in one and f"— règle : {RULE} — remède : écrire " in one for one in said)


def test_the_count_of_the_tables_is_right_in_any_sentence(checked: CheckedDataset) -> None:
    number = len(checked.texts["fontaines"].rows)
    written = f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    assert found(checked, f"On y boit à {written} fontaines à boire.") == []
    assert found(checked, "On y boit.") == []


def test_the_reading_tells_it_with_its_page(files: dict[str, bytes]) -> None:
    declared = files[PATH].replace(b"limites:\n", b"limites:\n  - Les 99999 lieux frais.\n")
    shelf = library({**files, PATH: declared})
    shelf.record("told_counts", bool)
    assert [(one.page, one.quoi.partition(" : ")[0]) for one in shelf.findings] == [
        ("/donnees/lieux-frais/", "« 99999 lieux frais »")
    ]
