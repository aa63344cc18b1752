"""What the published branch has under a number, a proposal keeps under that number."""

from __future__ import annotations

import pytest

from opendata.packages.version_guard import compare
from tests.opendata.cases import case
from tests.opendata.records.test_archived_versions import (
    DECLARATION,
    ESSAI,
    KEPT,
    resealed,
    second,
    withdrawn,
)


def first() -> dict[str, bytes]:
    return case("valide")


def lines(published: dict[str, bytes], proposed: dict[str, bytes]) -> list[str]:
    return [str(finding) for finding in compare(published, proposed).findings]


def changed(files: dict[str, bytes], path: str, before: str, after: str) -> dict[str, bytes]:
    raw = files[path].replace(before.encode(), after.encode())
    assert raw != files[path]
    return {**files, path: raw}


def test_the_same_files_keep_every_promise() -> None:
    assert lines(first(), first()) == []
    assert lines(second(), second()) == []


def test_a_table_changed_under_the_current_number_is_located_with_its_remedy() -> None:
    proposed = changed(first(), f"{ESSAI}mesures.csv", "2021-12-31", "2021-12-30")
    (found,) = lines(first(), proposed)
    assert found == (
        f"{ESSAI}mesures.csv:3:0: table changée sous la version 1.0.0, déjà publiée — règle : une version publiée ne change "
        "plus : qui l'a citée doit la retrouver — remède : donner une version au changement : python build.py version essai "
        "--texte \"ce qui change\" (sans terminal : l'action « version »), qui garde la 1.0.0 telle qu'elle est publiée — page : /donnees/essai/"
    )


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("b\n", "", 3), ("b\n", "b\nc\n", 4), ("a\n", "c\n", 2), ("lieu\n", "rue\n", 1)],
)
def test_the_first_line_that_differs_is_named(before: str, after: str, line: int) -> None:
    (found,) = lines(first(), changed(first(), f"{ESSAI}lieux.csv", before, after))
    assert found.startswith(f"{ESSAI}lieux.csv:{line}:0: table changée")


def test_another_way_to_write_the_same_values_changes_nothing() -> None:
    proposed = changed(first(), f"{ESSAI}lieux.csv", "\n", "\r\n")
    assert lines(first(), proposed) == []
    assert "6.10" in first()[f"{ESSAI}mesures.csv"].decode()
    assert lines(first(), changed(first(), f"{ESSAI}mesures.csv", "6.10", "6.1")) == []


def test_a_text_may_be_corrected_under_its_number() -> None:
    assert lines(first(), changed(first(), DECLARATION, "titre: ", "titre: Les ")) == []


def test_a_new_number_with_the_old_one_kept_is_how_a_table_changes() -> None:
    assert lines(first(), second()) == []


def test_what_is_kept_after_the_change_is_not_what_was_published() -> None:
    """Archiving too late would give the new figures the old number."""
    (found,) = lines(first(), changed(second(), f"{KEPT}mesures.csv", "2021-12-31", "2021-12-30"))
    assert found.startswith(
        f"{KEPT}mesures.csv:3:0: table changée sous la version 1.0.0, déjà publiée"
    )


def test_a_number_cannot_replace_another_without_keeping_it() -> None:
    proposed = changed(first(), DECLARATION, "version: 1.0.0", "version: 1.0.1")
    assert [line.partition(" — ")[0] for line in lines(first(), proposed)] == [
        f"{KEPT}lieux.csv:0:0: table absente de la version 1.0.0, déjà publiée",
        f"{KEPT}mesures.csv:0:0: table absente de la version 1.0.0, déjà publiée",
    ]


def test_a_number_that_goes_back_is_seen_where_nothing_was_archived() -> None:
    proposed = changed(first(), DECLARATION, "version: 1.0.0", "version: 0.9.0")
    assert any(
        "version 0.9.0 alors que la version 1.0.0 est publiée — règle : un numéro de version ne recule pas et ne sert "
        "qu'une fois — remède : donner un numéro au-dessus de 1.0.0" in found
        for found in lines(first(), proposed)
    )


def test_an_identifier_given_to_another_dataset_is_seen() -> None:
    proposed = first()
    for before, after in (("nom: lieux", "nom: rues"), ("nom: mesures", "nom: dates"),
                          ("resource: lieux", "resource: rues")):  # fmt: skip
        proposed = changed(proposed, DECLARATION, before, after)
    (found,) = lines(first(), proposed)
    assert (
        "aucune table commune avec la version 1.0.0, publiée — règle : un identifiant désigne"
        in found
    )
    assert "remède : donner au jeu un autre identifiant" in found


def test_an_archived_file_cannot_be_forged_with_its_journal() -> None:
    proposed = resealed(second(), b'"title": "', b'"title": "Autre ')
    (found,) = lines(second(), proposed)
    assert found.startswith(
        f"{KEPT}datapackage.json:0:0: fichier changé d'une version déjà publiée"
    )
    gone = {path: raw for path, raw in second().items() if path != f"{KEPT}lieux.csv"}
    (found,) = lines(second(), gone)
    assert found.startswith(f"{KEPT}lieux.csv:0:0: fichier retiré d'une version déjà publiée")


def test_a_dataset_that_was_published_does_not_disappear() -> None:
    (found,) = lines(first(), {"data/datasets/autre/dataset.yaml": b""})
    assert found.startswith(
        f"{DECLARATION}:0:0: jeu « essai » retiré — règle : l'adresse d'un jeu publié"
    )


def test_a_declaration_that_cannot_be_read_is_left_to_its_own_check() -> None:
    assert lines(first(), {**first(), DECLARATION: b"titre: ["}) == []


def test_what_could_not_be_compared_is_named() -> None:
    assert compare(first(), first()).line == "versions publiées : 1 jeu comparé"
    old = changed(first(), DECLARATION, "    licence: etalab-2.0\n", "")
    assert compare(old, first()).line == (
        "versions publiées : 0 jeu comparé ; non comparés, illisibles aujourd'hui : essai"
    )


def test_a_dataset_that_is_new_promises_nothing_yet() -> None:
    assert lines({}, first()) == []


def test_a_table_about_people_may_be_withdrawn_from_an_earlier_version_but_not_changed() -> None:
    protected = {**first(), DECLARATION: first()[DECLARATION].replace(b"publique", b"protegee")}
    later = changed(protected, DECLARATION, "version: 1.0.0", "version: 1.0.1")
    assert lines(protected, later) == []
    (found,) = lines(protected, changed(protected, f"{ESSAI}lieux.csv", "b\n", "c\n"))
    assert "table changée sous la version 1.0.0" in found


def test_the_files_of_an_earlier_version_of_people_s_tables_may_be_withdrawn() -> None:
    files = second()
    files |= {f"{ESSAI}{name}": files[f"{KEPT}{name}"] for name in ("lieux.csv", "mesures.csv")}
    gone = {path: raw for path, raw in files.items() if path != f"{KEPT}lieux.csv"}
    assert len(lines(files, gone)) == 1
    protected = files[DECLARATION].replace(b"publique", b"protegee")
    assert lines({**files, DECLARATION: protected}, {**gone, DECLARATION: protected}) == []
    assert compare({**files, DECLARATION: protected}, {}).compared == ("essai",)


def with_counts(files: dict[str, bytes]) -> dict[str, bytes]:
    """Its table of measures has counts about people."""
    told = b"statut: {colonne: etat, valeur: hauteur_m, masque: [douteux]}"
    raw = files[DECLARATION].replace(b"publique", b"protegee")
    return {**files, DECLARATION: raw.replace(b"    titre: Mesures\n", b"    titre: Mesures\n    " + told + b"\n")}  # fmt: skip


def test_a_version_said_to_be_taken_up_has_every_count_in_the_current_one() -> None:
    published = with_counts(first())
    proposed = with_counts(withdrawn(second(), key=b"reprise"))
    table = f"{ESSAI}mesures.csv"
    kept = {**proposed, table: published[table] + b"b,2022-12-31,,douteux\n"}
    assert lines(published, kept) == []
    (found,) = lines(published, changed(kept, table, "b,2021-12-31,", "b,2021-12-30,"))
    assert found.startswith(
        f"{table}:0:0: 1 ligne(s) de la version 1.0.0, dite reprise, absente(s) — règle : une version reprise est tout "
        "entière dans la version actuelle — remède : remettre ces lignes, ou retirer la version (« retiree »)"
    )


def test_a_correction_that_awaits_its_number_is_told_apart_from_what_breaks_a_promise() -> None:
    corrected = changed(first(), f"{ESSAI}mesures.csv", "2021-12-31", "2021-12-30")
    held = compare(first(), corrected)
    assert held.awaited == held.findings
    assert len(held.awaited) == 1
    for proposed in (
        changed(second(), f"{KEPT}mesures.csv", "2021-12-31", "2021-12-30"),  # archived too late
        {path: raw for path, raw in first().items() if path != f"{ESSAI}mesures.csv"},
        {path: raw for path, raw in first().items() if not path.startswith(ESSAI)},
    ):
        held = compare(first(), proposed)
        assert held.findings
        assert held.awaited == ()
