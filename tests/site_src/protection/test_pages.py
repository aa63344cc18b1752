"""The page about protection: its example is what the engine makes of it, its words what is decided."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from opendata.disclosure.combinations import LARGEST
from opendata.findings import Finding, FindingsError
from opendata.tranquillite import release
from opendata.tranquillite.audit_outcome import ReleaseAudit
from opendata.tranquillite.divulgation import CHEMIN as DIVULGATION
from opendata.tranquillite.divulgation import Divulgation, read_divulgation
from opendata.tranquillite.espri import COLUMNS
from site_src.frame.page import Page
from site_src.frame.rendering import templates_of
from site_src.frame.typography import number
from site_src.protection import pages as protection
from site_src.protection.attacked import AttackedTable, Demonstration
from site_src.protection.decisions import CHEMIN, Exemple, read_protection
from site_src.protection.example import badly_protected, well_protected
from site_src.protection.pages import share
from tests.builds import committed, library, record


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    read = committed(
        "data/parametres/*", "data/datasets/tranquillite/*.csv", "site_src/protection/templates/*"
    )
    return {**read, CHEMIN: undecided(read[CHEMIN])}


def undecided(raw: bytes) -> bytes:
    """The file before the service has decided anything."""
    decisions, rest = raw.decode().split("\nexemple:", 1)
    emptied = re.sub(r"(?m)^(  [a-z_]+: *)[^\s#].*?( *(?:  #.*)?)$", r'\1""\2', decisions)
    return f"{emptied}\nexemple:{rest}".encode()


@pytest.fixture(scope="module")
def decided(files: dict[str, bytes]) -> Divulgation:
    read = read_divulgation(files[DIVULGATION], [])
    assert read is not None
    return read


@pytest.fixture(scope="module")
def exemple(files: dict[str, bytes]) -> Exemple:
    read = read_protection(files[CHEMIN], [])
    assert read is not None
    return read.exemple


@pytest.fixture(scope="module")
def mal(exemple: Exemple, decided: Divulgation) -> AttackedTable:
    made = badly_protected(exemple, decided, [])
    assert made is not None
    return made


@pytest.fixture(scope="module")
def bien(exemple: Exemple, decided: Divulgation) -> AttackedTable:
    made = well_protected(exemple, decided, [])
    assert made is not None
    return made


@pytest.fixture(scope="module")
def outcome(files: dict[str, bytes]) -> ReleaseAudit:
    return release.audit(files)


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes], outcome: ReleaseAudit) -> list[Page]:
    return made(files, outcome)


def made(files: dict[str, bytes], outcome: ReleaseAudit) -> list[Page]:
    read = library(files)
    shown, decided = read.record("protection", Demonstration), read.record("decided", Divulgation)
    return protection.pages(shown, decided, outcome, templates_of(files))


def text(page: Page) -> str:
    bare = html.unescape(re.sub(r"<[^>]+>", "", page.body))
    return re.sub(r"\s+", " ", bare)


def compatible(attaque: AttackedTable) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """(hidden × tables): every way to fill the hidden cells from 0 to 25 that adds up."""
    places = [(row, column) for row, (_, values) in enumerate(attaque.lignes)
              for column, value in enumerate(values) if value is None]  # fmt: skip
    guesses = np.indices((26,) * len(places)).reshape(len(places), -1)
    rows: list[list[Any]] = [list(values) for _, values in attaque.lignes]
    for (row, column), guess in zip(places, guesses, strict=True):
        rows[row][column] = guess
    lines = [*rows, *map(list, zip(*rows, strict=True))]
    fits = np.ones(guesses.shape[1], dtype=bool)
    for line in lines:
        fits &= sum(line[:-1]) == line[-1]
    return guesses[:, fits]


def test_the_badly_protected_count_is_the_only_one_possible(mal: AttackedTable) -> None:
    assert len(mal.cases) == mal.possibles == 1
    assert compatible(mal).tolist() == [[mal.cases[0].minimum]]


def test_the_limits_and_number_of_tables_are_those_of_plain_additions(bien: AttackedTable) -> None:
    found = compatible(bien)
    assert found.shape[1] == bien.possibles > 1
    assert [case.minimum for case in bien.cases] == found.min(axis=1).tolist()
    assert [case.maximum for case in bien.cases] == found.max(axis=1).tolist()


def test_every_witness_is_a_table_that_adds_up(bien: AttackedTable) -> None:
    tables = {tuple(table) for table in compatible(bien).T.tolist()}
    witnesses = list(zip(*(case.temoins for case in bien.cases), strict=True))
    assert len(witnesses) > 1
    assert set(witnesses) <= tables


def test_a_small_count_of_the_example_stays_compatible_with_zero_and_with_the_threshold(
    bien: AttackedTable, exemple: Exemple, decided: Divulgation
) -> None:
    low, high = decided.hidden_counts
    small = [
        (case, exemple.a_attaquer[row][column])
        for case in bien.cases
        for row, column in [(exemple.lignes.noms.index(case.ligne), exemple.colonnes.noms.index(case.colonne))]
        if low <= exemple.a_attaquer[row][column] <= high
    ]  # fmt: skip
    assert len(small) == bien.petits
    assert all(case.minimum == 0 and case.maximum > high for case, _ in small)


def test_true_counts_of_the_table_to_attack_are_not_on_the_page(pages: list[Page]) -> None:
    table = pages[0].body.split('id="protection-bien"')[1].split("</table>")[0]
    assert table.count("masqué</td>") == 4
    assert not re.search(r"<td[^>]*>(6|2|16|10)</td>", table)


def test_the_page_has_the_public_audit_labelled_as_fictitious(
    pages: list[Page], outcome: ReleaseAudit
) -> None:
    for page in pages:
        block = page.body.split('<div class="protection-resultat protection-resultat--fictif">')[
            1
        ].split("</div>")[0]
        said = html.unescape(block)
        assert "Données fictives de démonstration" in said
        assert f"Nombres masqués attaqués : <strong>{number(outcome.attacked)}</strong>" in said
        assert "Nombres retrouvés : <strong>0</strong>" in said
        assert f"({number(outcome.cells[0])} sur {number(outcome.cells[1])})" in said
        assert not page.est_fictive


def test_the_page_says_what_all_publications_tell_together_and_what_memory_costs(
    pages: list[Page], outcome: ReleaseAudit
) -> None:
    for page in pages:
        said = text(page)
        assert f"{len(outcome.publications)} publications : les années entières jusqu’à 2025, puis 2 trimestres" in said  # fmt: skip
        assert f"attaqués ensemble : {number(outcome.together)}. Retrouvés : 0." in said
        assert f"{number(outcome.cout)} cases masquées de plus" in said
        for one in outcome.later:
            assert f"{one.nom} : {one.masquees} cases masquées sur {one.cases}, dont {one.cout} à cause de la mémoire" in said  # fmt: skip
        assert (
            html.unescape(page.body).count("Ces nombres décrivent des publications inventées") == 1
        )


def test_a_first_publication_has_no_memory_to_tell(
    files: dict[str, bytes], outcome: ReleaseAudit
) -> None:
    for page in made(files, replace(outcome, publications=outcome.publications[:1], together=0)):
        assert "sans se trahir" not in text(page)


def test_every_example_says_it_is_invented_before_its_table(pages: list[Page]) -> None:
    """Inside a table that is wider than the screen the mark was cut."""
    parts = pages[0].body.split('<span class="protection-invente">Exemple inventé</span>')
    assert len(parts) == 4
    for part in parts[1:]:
        assert "<table" in part
        assert "</table>" not in part.split("<table")[0]
        assert "protection-invente" not in part


def test_thresholds_come_from_the_decided_parameters(files: dict[str, bytes]) -> None:
    parametres = files[DIVULGATION].replace(b"minimum: 3 ", b"minimum: 4 ")
    assert parametres != files[DIVULGATION]
    changed = {**files, DIVULGATION: parametres}
    for page in made(changed, release.audit(changed)):
        assert "moins de 4 équipements différents" in text(page)
        assert "plus de 85 %" in text(page)


def test_what_the_service_has_not_decided_is_said(
    pages: list[Page], files: dict[str, bytes], outcome: ReleaseAudit
) -> None:
    assert text(pages[0]).count("à compléter par le service") == 6
    assert text(pages[1]).count("à compléter par le service") == 9
    taken = files[CHEMIN].replace(
        b'conservation_extrait: "" ', b"conservation_extrait: trois mois "
    )
    said = made({**files, CHEMIN: taken}, outcome)
    assert "trois mois" in text(said[0])
    assert "trois mois" in text(said[1])


def test_nothing_is_promised_that_no_method_can_promise(pages: list[Page]) -> None:
    for page in pages:
        assert not re.search(r"impossible|anonymes?\b|aucun risque|zéro risque", text(page))


def test_a_complement_beside_a_total_is_explained_without_a_figure(pages: list[Page]) -> None:
    body = html.unescape(pages[0].body)
    told = body.split("## Un complément peut défaire un masque")[1].split("\n## ")[0]
    for said in (
        "Le total, moins les cases publiées",
        "on la retrouve",
        "chacune est bornée de près",
    ):
        assert said in told
    assert not re.search(r"\d", told)


def test_the_note_answers_each_test_with_measures_and_what_remains(pages: list[Page]) -> None:
    note = text(pages[1])
    for titre in ("Individualisation", "Corrélation", "Inférence"):
        assert f"### {titre}" in note
    assert note.count("Risque résiduel.") == 3
    assert all(f"<code>{name.replace('_', '&#95;')}</code>" in pages[1].body for name in COLUMNS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[3, 12, 7]", "[3, 2, 7]", "mal_protegee n'a pas un seul petit nombre — règle : son seul nombre masqué, hors totaux, se retrouve par soustraction — remède : y laisser un seul petit nombre"),
        ("[[6, 2, 13]", "[[6, 9, 13]", "a_attaquer n'apprend rien au lecteur — règle : de deux à quelques cases masquées, dont on sait compter les valeurs possibles — remède : y mettre un seul petit nombre"),
        ("[[6, 2, 13], [11, 8, 9], [16, 10, 12]]", "[[0, 2, 0], [0, 0, 0], [0, 0, 0]]", "a_attaquer n'apprend rien au lecteur — règle : de deux à quelques cases masquées, dont on sait compter les valeurs possibles — remède : y mettre un seul petit nombre"),
    ],
)  # fmt: skip
def test_an_example_that_teaches_nothing_is_a_finding(
    files: dict[str, bytes], decided: Divulgation, old: str, new: str, expected: str
) -> None:
    raw = files[CHEMIN].decode()
    assert old in raw
    said = read_protection(raw.replace(old, new).encode(), [])
    assert said is not None
    found: list[Finding] = []
    badly_protected(said.exemple, decided, found)
    well_protected(said.exemple, decided, found)
    assert [str(one) for one in found] == [f"{CHEMIN}:0:0: {expected}"]


def test_a_page_of_a_bad_record_is_not_made(files: dict[str, bytes], outcome: ReleaseAudit) -> None:
    bad = files[CHEMIN].replace(b"[3, 12, 7]", b"[3, 2, 7]")
    with pytest.raises(FindingsError) as caught:
        made({**files, CHEMIN: bad}, outcome)
    assert [one.path for one in caught.value.findings] == [CHEMIN]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[3, 12, 7], ", "", "« mal_protegee » n'a pas la forme annoncée"),
        ("id: inference", "id: correlation", "une épreuve est donnée deux fois"),
        ("garanties:\n", "promesses: [rien]\ngaranties:\n", "clé « promesses » inconnue"),
        ("[3, 12, 7]", "[-3, 12, 7]", "« -3 »"),
    ],
)
def test_a_bad_record_is_a_located_finding(
    files: dict[str, bytes], old: str, new: str, expected: str
) -> None:
    raw = (
        files[CHEMIN]
        .decode()
        .replace(
            f"\n{old}" if old.startswith("garanties") else old,
            f"\n{new}" if old.startswith("garanties") else new,
            1,
        )
    )
    found: list[Finding] = []
    assert read_protection(raw.encode(), found) is None
    assert len(found) == 1
    assert found[0].line > 1
    assert expected in str(found[0])


def test_a_share_is_said_in_french() -> None:
    assert share(12162, 16500) == "73,7 %"
    assert share(1, 0) == "sans objet"


def test_a_missing_record_is_reported_with_its_page(files: dict[str, bytes]) -> None:
    known = {path: raw for path, raw in files.items() if path != CHEMIN}
    with pytest.raises(FindingsError) as caught:
        record(known, "protection", Demonstration)
    (found,) = caught.value.findings
    assert (found.path, found.page) == (CHEMIN, "/donnees/protection/")


def test_the_page_says_where_sums_are_no_longer_searched(pages: list[Page]) -> None:
    assert f"plus de {number(LARGEST)} nombres masqués" in pages[0].body
