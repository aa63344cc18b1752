"""The dataset of exercises says what its sources say, and the page of exercises reads it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "data/datasets/exercices"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def declared() -> dict[str, dict[str, Any]]:
    """The sources of the texts, by id: the dataset copies them and changes nothing."""
    found: dict[str, dict[str, Any]] = {}
    for folder in ("se-preparer", "organisation", "risques"):
        for one in yaml.safe_load((ROOT / f"data/{folder}/sources.yaml").read_bytes())["sources"]:
            found[one["id"]] = one
    return found


def test_the_page_tells_every_exercise_that_a_source_dates_and_copies_no_date() -> None:
    page = yaml.safe_load((ROOT / "data/organisation/exercices.yaml").read_bytes())
    sections = page["sections"]
    told = [one["ligne"] for section in sections for one in section.get("jalons_du_jeu", ())]
    assert told == [f"exercices.{row['id_exercice']}" for row in rows("exercices") if row["date_debut"]]  # fmt: skip
    assert not [one for section in sections for one in section.get("jalons", ())]


def test_a_source_is_described_as_the_pages_describe_it() -> None:
    texts = declared()
    for row in rows("sources"):
        one = texts[row["id_source"]]
        assert (row["titre"], row["editeur"], row["nature"]) == (
            one["titre"], one["editeur"], one["nature"],
        )  # fmt: skip
        assert (row["adresse"] or "document imprimé") == one["adresse"]
        assert row["date_source"] == ("" if one["date"] == "s.d." else str(one["date"]))


def test_what_was_read_in_a_page_that_quotes_is_to_confirm() -> None:
    nature = {row["id_source"]: row["nature"] for row in rows("sources")}
    for row in [*rows("exercices"), *rows("rendez-vous")]:
        assert row["statut"] == "a_confirmer" or nature[row["source"]] == "officielle", row


def test_what_no_source_says_stays_empty() -> None:
    (hydros,) = [row for row in rows("exercices") if row["id_exercice"] == "hydros-25"]
    assert not any(hydros[name] for name in ("organisateur", "scenario", "lieu", "nb_partenaires"))
