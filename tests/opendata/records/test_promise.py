"""What programs call stays within a major version, whatever else a version changes."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from opendata.packages.version_guard import compare
from opendata.records.catalogue import read_datasets
from tests.builds import committed
from tests.opendata.cases import case
from tests.opendata.records.test_archived_versions import DECLARATION, ESSAI, second

RULE = "règle : dans une version majeure, une adresse et ce qu'elle dit ne changent pas : des programmes les lisent"
REMEDY = "remède : le remettre, ou publier sous le numéro 2.0.0 — page : /donnees/essai/"


def broken(files: dict[str, bytes]) -> list[str]:
    """What a build says of the promise, the place of each left out."""
    found: list[Finding] = []
    read_datasets(files, None, found)
    return [str(one).partition(": ")[2] for one in found if one.regle in RULE]


def changed(before: str, after: str, version: str = "1.1.0") -> dict[str, bytes]:
    """The second version of the golden dataset, its declaration changed."""
    files = second(version)
    text = files[DECLARATION].decode()
    assert text.count(before) == 1, before
    return {**files, DECLARATION: text.replace(before, after).encode()}


CHANGES = {
    "une unité qui dit autre chose": (
        "          unit: m\n", "          unit: cm\n",
        "colonne « hauteur_m » de mesures.csv : unité « cm », « m » dans la version 1.0.0",
    ),
    "un type": (
        "description: Jour de la mesure., type: date,", "description: Jour de la mesure., type: string,",
        "colonne « date_mesure » de mesures.csv : type « string », « date » dans la version 1.0.0",
    ),
    "une clé": (
        "      primaryKey: [lieu, date_mesure]\n", "      primaryKey: [date_mesure, lieu]\n",
        "clé de mesures.csv : date_mesure, lieu, au lieu de lieu, date_mesure dans la version 1.0.0 : une ligne y dit autre chose",
    ),
    "une table sous un autre nom": (
        "  - nom: mesures\n    fichier", "  - nom: releves\n    fichier",
        "adresse mesures.csv donnée à la table « releves » : la version 1.0.0 y a « mesures »",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_address_says_does_not_change_within_a_major_version(name: str) -> None:
    before, after, told = CHANGES[name]
    assert f"{told} — {RULE} — {REMEDY}" in broken(changed(before, after))


@pytest.mark.parametrize("name", CHANGES)
def test_a_major_version_may_change_it(name: str) -> None:
    before, after, _ = CHANGES[name]
    assert broken(changed(before, after, "2.0.0")) == []


def test_an_added_row_column_or_table_breaks_nothing() -> None:
    column = '        - {name: note, title: Note, description: Une note., type: string, missingValues: [{value: "", label: aucune}]}\n'
    assert broken(second()) == []
    assert (
        broken(changed("      primaryKey: [lieu]\n", f"{column}      primaryKey: [lieu]\n")) == []
    )


def test_a_table_at_another_address_is_located_at_its_file() -> None:
    files = changed("    fichier: lieux.csv\n", "    fichier: endroits.csv\n")
    files[f"{ESSAI}endroits.csv"] = files.pop(f"{ESSAI}lieux.csv")
    found: list[Finding] = []
    read_datasets(files, None, found)
    line = files[DECLARATION].decode().partition("fichier: endroits.csv")[0].count("\n") + 1
    assert [str(one) for one in found if one.regle in RULE] == [
        f"{DECLARATION}:{line}:14: table « lieux » à une autre adresse que lieux.csv, celle de la version 1.0.0 — {RULE} — {REMEDY}"
    ]


def test_a_column_that_went_away_and_a_table_without_an_heir_are_each_said() -> None:
    files = changed(
        "  - nom: lieux\n    fichier: lieux.csv\n", "  - nom: rues\n    fichier: rues.csv\n"
    )
    files[f"{ESSAI}rues.csv"] = files.pop(f"{ESSAI}lieux.csv")
    assert f"adresse lieux.csv de la version 1.0.0 sans table — {RULE} — {REMEDY}" in broken(files)
    files = changed("        - name: etat\n", "        - name: qualite\n")
    assert f"colonne « etat » de mesures.csv, version 1.0.0, absente — {RULE} — {REMEDY}" in broken(
        files
    )


def test_a_proposal_is_held_to_what_the_branch_published() -> None:
    """Also under the same number, and for the charts, of which no kept version tells."""
    before, after, told = CHANGES["une unité qui dit autre chose"]
    text = case("valide")[DECLARATION].decode()
    proposed = case("valide") | {DECLARATION: text.replace(before, after).encode()}
    assert [str(one).partition(": ")[2] for one in compare(case("valide"), proposed).findings] == [f"{told} — {RULE} — {REMEDY}"]  # fmt: skip
    renamed = case("valide") | {DECLARATION: text.replace("  - nom: hauteurs\n", "  - nom: niveaux\n").encode()}  # fmt: skip
    (found,) = compare(case("valide"), renamed).findings
    assert str(found).partition(": ")[2] == f"absence du graphique « hauteurs » de la version 1.0.0 — {RULE} — {REMEDY}"  # fmt: skip


def test_the_chart_of_a_dataset_stays_the_first_one() -> None:
    """`graphique.csv` would else say something else, to whoever reads it every day."""
    text = case("valide")[DECLARATION].decode()
    start, end = text.index("  - nom: hauteurs\n"), text.index("ressources:\n")
    other = text[start:end].replace("nom: hauteurs", "nom: autre")
    proposed = case("valide") | {DECLARATION: (text[:start] + other + text[start:]).encode()}
    (found,) = compare(case("valide"), proposed).findings
    assert str(found).partition(": ")[2] == f"« autre » avant « hauteurs », le graphique de la version 1.0.0 — {RULE} — {REMEDY}"  # fmt: skip
    after = case("valide") | {DECLARATION: (text[:end] + other + text[end:]).encode()}
    assert compare(case("valide"), after).findings == ()


def test_the_committed_datasets_keep_what_their_kept_versions_promised() -> None:
    found: list[Finding] = []
    read_datasets(committed("data/datasets/**/*"), None, found)
    assert [one for one in found if one.regle in RULE] == []
