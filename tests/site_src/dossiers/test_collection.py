"""data/{organisation,se-preparer,prevention}/** becomes a collection, or every problem is said at once."""

from __future__ import annotations

import pytest
import yaml

from site_src.dossiers.collection import RUBRIQUES
from site_src.dossiers.dossier import Chiffre, Jalon
from site_src.risques.rules import walk
from tests.site_src.dossiers.cases import CASES, GOLDEN, files_of, own_files, read, sound
from tests.tables import rows, with_cells


@pytest.mark.parametrize("case", CASES)
def test_a_broken_directory_is_told_in_these_words_and_not_read(case: str) -> None:
    _, traductions, findings = read(files_of(case))
    said = "".join(f"{finding}\n" for finding in findings)
    assert said == (GOLDEN / case / "attendu.txt").read_text(encoding="utf-8")
    assert traductions is None


def test_every_golden_case_expects_a_finding() -> None:
    assert CASES
    assert all((GOLDEN / case / "attendu.txt").stat().st_size for case in CASES)


def test_pages_come_by_rubrique_index_first() -> None:
    collection, _ = sound(files_of())
    assert [entry.adresse for entry in collection.entries] == [
        "se-preparer/kit/",
        "se-preparer/plan/",
        "organisation/",
        "organisation/cas/",
    ]


def test_a_source_of_the_rubrique_joins_those_of_the_risks() -> None:
    collection, _ = sound(files_of())
    assert {"page-propre", "page-officielle"} <= collection.sources.keys()


def test_a_table_that_cannot_be_read_brings_no_second_finding() -> None:
    files = files_of()
    files["data/datasets/essai/table.csv"] = b"autre,colonnes\n1,2\n"
    assert read(files)[2] == []
    files["data/datasets/essai/dataset.yaml"] = b"titre: [\n"
    assert read(files)[2] == []


EXERCISES = "data/datasets/exercices/exercices.csv"


def dated(files: dict[str, bytes]) -> tuple[str, str]:
    """The first dated row that the page of exercises tells: its identifier, and the page's words."""
    page = yaml.safe_load(files["data/organisation/exercices.yaml"])
    told = [one for section in page["sections"] for one in section.get("jalons_du_jeu", ())]
    return told[0]["ligne"].partition(".")[2], told[0]["texte"]


@pytest.mark.parametrize(("end", "expected"), [("2024-10-16", "2024-10-16"), ("2024-10-14", None)])
def test_a_dated_row_of_a_dataset_is_told_in_the_words_of_the_page(
    end: str, expected: str | None
) -> None:
    files = own_files()
    row, words = dated(files)
    days = {"date_debut": "2024-10-14", "date_fin": end, "statut": "a_confirmer"}
    files[EXERCISES] = with_cells(files[EXERCISES], row, **days)
    collection, _ = sound(files)
    (page,) = [one.record for one in collection.entries if one.adresse == "organisation/exercices/"]
    told = {item.texte: item for _, item in walk(page) if isinstance(item, Jalon)}[words]
    assert (told.debut, told.fin) == ("2024-10-14", expected)
    source = next(one["source"] for one in rows(files[EXERCISES]) if one["id_exercice"] == row)
    assert (told.source, told.statut) == (source, "a_confirmer")


def test_a_dated_row_s_source_is_known_to_the_pages() -> None:
    files = own_files()
    row, _ = dated(files)
    files[EXERCISES] = with_cells(files[EXERCISES], row, source="inconnue")
    said = "".join(f"{finding}\n" for finding in read(files)[2])
    assert "data/organisation/exercices.yaml:" in said
    assert "source « inconnue » inconnue" in said


def test_the_repository_s_own_records_are_sound() -> None:
    collection, _ = sound(own_files())
    assert [len(collection.rubrique(name)) > 1 for name in RUBRIQUES] == [True] * len(RUBRIQUES)


def test_every_figure_and_instruction_leads_to_a_source() -> None:
    collection, _ = sound(own_files())
    for entry in collection.entries:
        for _, item in walk(entry.record):
            source = getattr(item, "source", None)
            has_source = source is None or source in collection.sources
            assert has_source, f"{entry.path}: {source}"
            if isinstance(item, Chiffre):
                assert item.jeu in collection.jeux


def test_an_instruction_of_a_risk_is_not_copied_into_a_rubrique() -> None:
    files = files_of()
    risk = yaml.safe_load(files["data/risques/crue-essai.yaml"])
    copied = next(one["texte"] for phase in risk["consignes"].values() for one in phase)
    page = yaml.safe_load(files["data/organisation/cas.yaml"])
    section = next(one for one in page["sections"] if one.get("consignes"))
    section["consignes"][0]["texte"] = copied
    files["data/organisation/cas.yaml"] = yaml.safe_dump(page, allow_unicode=True).encode()
    (said,) = map(str, read(files)[2])
    assert said.partition(": ")[2] == (
        "consigne déjà écrite dans data/risques/crue-essai.yaml — règle : chaque consigne est écrite une fois, pour sa page"
        " — remède : la récrire pour cette page, ou la retirer — page : /organisation/cas/"
    )
