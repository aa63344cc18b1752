"""data/{organisation,se-preparer,prevention}/** becomes a collection, or every problem is said at once."""

from __future__ import annotations

import pytest

from site_src.dossiers.collection import RUBRIQUES
from site_src.dossiers.dossier import Chiffre, Jalon
from site_src.risques.risque import Consigne
from site_src.risques.rules import walk
from tests.site_src.dossiers.cases import CASES, GOLDEN, files_of, own_files, read, sound


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


def test_a_dated_row_of_a_dataset_is_told_in_the_words_of_the_page() -> None:
    files = own_files()
    table = "data/datasets/exercices/exercices.csv"
    files[table] = files[table].replace(b"2025-10-13,2025-10-17", b"2025-10-14,2025-10-16")
    collection, _ = sound(files)
    (page,) = [one.record for one in collection.entries if one.adresse == "organisation/exercices/"]
    told = {item.texte: item for _, item in walk(page) if isinstance(item, Jalon)}
    several = told["Exercice Hydros 25. Des messages FR-Alert d'essai sont envoyés."]
    assert (several.debut, several.fin) == ("2025-10-14", "2025-10-16")
    assert (several.source, several.statut) == ("hydros-2025", "a_confirmer")
    one_day = told["Essai de FR-Alert à Beaugrenelle (15e), de 13 h à 13 h 30."]
    assert (one_day.debut, one_day.fin) == ("2025-10-15", None)


def test_a_dated_row_s_source_is_known_to_the_pages() -> None:
    files = own_files()
    table = "data/datasets/exercices/exercices.csv"
    files[table] = files[table].replace(b"hydros-2025,a_confirmer", b"inconnue,a_confirmer")
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


def test_no_instruction_of_the_rubriques_is_one_of_a_risk() -> None:
    collection, _ = sound(own_files())
    records = (*collection.register.risques, *(entry.record for entry in collection.entries))
    instructions = [
        item.texte for record in records for _, item in walk(record) if isinstance(item, Consigne)
    ]
    assert len(instructions) == len(set(instructions))
