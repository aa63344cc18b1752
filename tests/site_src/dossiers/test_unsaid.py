"""What stands in data/ and on no page is told by `check --strict`, in these words."""

from __future__ import annotations

from opendata.findings import CsvTable, read_csv
from site_src.dossiers import unsaid
from tests.builds import committed

PAGE = b"sections:\n  - jalons_du_jeu:\n      - {jeu: exercices, ligne: exercices.un, texte: Un.}\n"
COLUMNS = ("id_exercice", "date_debut")


def table(rows: str) -> CsvTable:
    read = read_csv(unsaid.EXERCISES, f"{','.join(COLUMNS)}\n{rows}".encode(), COLUMNS, [])
    assert read is not None
    return read


def test_a_dated_exercise_that_its_page_does_not_tell_is_named() -> None:
    told = unsaid.told_rows(PAGE)
    assert told == {"exercices.un"}
    assert [str(one) for one in unsaid.exercises(table("un,2015\ndeux,2016\ntrois,\n"), told)] == [
        (
            f"{unsaid.EXERCISES}:3:1: exercice daté que la page ne dit pas : « deux » — règle : la page des exercices dit chaque "
            "exercice daté — remède : ajouter sa phrase sous « jalons_du_jeu » de data/organisation/exercices.yaml"
        )
    ]


def test_a_source_that_nothing_cites_is_named() -> None:
    files = {
        unsaid.SOURCES: b"sources:\n  - id: loi\n    titre: x\n  - {id: presse, titre: y}\n",
        "data/risques/a.yaml": b"description:\n  - {texte: x, source: loi}\n",
    }
    assert [str(one) for one in unsaid.sources(files)] == [
        (
            f"{unsaid.SOURCES}:4:10: source « presse » que rien ne cite — règle : une source déclarée est celle d'un texte ou d'un "
            "chiffre — remède : la citer, ou la retirer"
        )
    ]


def test_the_page_of_exercises_is_read_where_it_is() -> None:
    files = committed(unsaid.EXERCISES_PAGE, unsaid.EXERCISES)
    assert set(files) == {unsaid.EXERCISES_PAGE, unsaid.EXERCISES}
    assert unsaid.told_rows(files[unsaid.EXERCISES_PAGE])
