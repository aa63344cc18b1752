"""One key, one name: what is found of a column that is called otherwise, and of a cell that holds several keys."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from opendata.findings import CsvTable, Finding, read_csv, read_record, read_yaml
from opendata.records.dataset import Dataset
from opendata.records.dictionary import PATH, Dictionary, idle, joins, read_dictionary
from opendata.records.naming import held_lists, misheld, misnamed, unjoined
from tests.builds import ROOT

DECLARED = "data/datasets/essai/dataset.yaml"
HEAD = (
    (ROOT / "data/datasets/voies/dataset.yaml")
    .read_text(encoding="utf-8")
    .split("ressources:\n")[0]
    .split("graphiques:\n")[0]
)
WORDS = """
cles:
  - {nom: code_insee, titre: Code, description: Code., type: string, motif: "^751(0[1-9]|1[0-9]|20)$", exemple: "75115",
     est_reconnaissable: true, anciens_noms: [arrondissement],
     autres_noms: [{nom: arrondissement, raison: Publiée ainsi., jeux: [ancien]}]}
  - {nom: id_voie, titre: Voie, description: Voie., type: string, exemple: a, autres_noms: [{nom: croise, raison: Celle qui croise.}]}
colonnes: {libelle: Nom., nb: Nombre., lieu: Lieu.}
"""
LEAVE = "listes: [{colonne: lieu, jeux: [essai], raison: Elles se lisent ensemble.}]\n"


def dictionary(more: str = "") -> Dictionary:
    found: list[Finding] = []
    read = read_dictionary(f"{WORDS}{more}".encode(), found)
    assert read is not None, found
    return read


def resource(*columns: str, foreign: str = "") -> str:
    fields = "".join(f"        - {{name: {column}, title: T, description: D, constraints: {{required: true}}}}\n" for column in columns)  # fmt: skip
    return (
        f"{HEAD}graphiques: []\nsans_graphique: Essai.\nressources:\n  - nom: table\n    fichier: table.csv\n    titre: T\n"
        "    description: D\n    nature: publique\n    licence: ODbL-1.0\n    derive_de: [voies]\n    sans_geometrie: Essai.\n"
        f"    sans_totaux: Essai.\n    schema:\n      fields:\n{fields}      primaryKey: [id_voie]\n{foreign}"
    )


def named(text: str, identifier: str = "essai") -> list[str]:
    found: list[Finding] = []
    document = read_yaml(DECLARED, text.encode(), found)
    dataset = read_record(document, Dataset, found) if document else None
    assert document is not None
    assert dataset is not None, found
    return [str(one) for one in misnamed(document, identifier, dataset, dictionary())]


def place(text: str, words: str) -> str:
    lines = text.splitlines()
    number = next(rank for rank, line in enumerate(lines) if words in line)
    return f"{DECLARED}:{number + 1}:{lines[number].index(words) + 1}"


def test_a_column_of_no_dictionary_is_named() -> None:
    text = resource("id_voie, type: string", "teinte, type: string")
    assert named(text) == [
        (
            f"{place(text, 'teinte')}: colonne « teinte » dans aucun dictionnaire — règle : data/dictionnaire.yaml : chaque colonne "
            "publiée y a son sens — remède : reprendre un nom qui y est, ou l'y ajouter"
        )
    ]


def test_a_key_under_a_name_of_the_past_is_named_but_where_the_dictionary_allows_it() -> None:
    text = resource("id_voie, type: string", "arrondissement, type: string")
    assert named(text) == [
        (
            f"{place(text, 'arrondissement,')}: colonne « arrondissement » : ancien nom de code_insee — règle : "
            "data/dictionnaire.yaml : une clé a le même nom dans toutes les tables — remède : la nommer code_insee"
        )
    ]
    assert named(text, "ancien") == []


def test_a_key_of_another_type_is_named() -> None:
    text = resource("id_voie, type: string", "code_insee, type: integer, unit: numéro")
    assert named(text) == [
        (
            f"{place(text, 'integer')}: colonne « code_insee » de type integer — règle : data/dictionnaire.yaml : code_insee est de "
            "type string — remède : reprendre le type du dictionnaire"
        )
    ]


@pytest.mark.parametrize(
    "unit", ["habitants (recensement 2022)", "habitants 1999", "ménages de 2016"]
)
def test_a_unit_with_a_year_in_it_is_named(unit: str) -> None:
    text = resource("id_voie, type: string", f'nb, type: integer, unit: "{unit}"')
    assert named(text) == [
        (
            f"{place(text, chr(34) + unit)}: colonne « nb » : unité « {unit} » avec une année — règle : une unité n'a pas d'âge : "
            "l'année ou le recensement se dit à part — remède : ne garder que l'unité, et écrire le reste sous « vintage »"
        )
    ]


def test_a_unit_with_its_vintage_apart_is_right() -> None:
    assert (
        named(
            resource(
                "id_voie, type: string",
                "nb, type: integer, unit: habitants, vintage: recensement 2022",
            )
        )
        == []
    )


def test_a_foreign_key_has_the_name_of_the_key_or_a_part_that_the_dictionary_tells() -> None:
    key = "      foreignKeys:\n        - {{fields: [{}], reference: {{resource: table, fields: [id_voie]}}}}\n"
    columns = ("id_voie, type: string", "libelle, type: string", "croise, type: string")
    text = resource(*columns, foreign=key.format("libelle"))
    assert named(text) == [
        (
            f"{place(text, '{fields: [libelle]')}: clé « id_voie » sous le nom « libelle » — règle : data/dictionnaire.yaml : une clé "
            "a le même nom dans toutes les tables — remède : la nommer id_voie, ou écrire son rôle sous « autres_noms » de id_voie"
        )
    ]
    assert named(resource(*columns, foreign=key.format("croise"))) == []


def held(rows: str, more: str = "") -> list[str]:
    dataset, table = essai(rows)
    return [str(one) for one in misheld("essai", {"table": table}, dataset, dictionary(more))]


def essai(rows: str) -> tuple[Dataset, CsvTable]:
    columns = ("id_voie", "lieu")
    document = read_yaml(
        DECLARED, resource("id_voie, type: string", "lieu, type: string").encode(), []
    )
    assert document is not None
    dataset = read_record(document, Dataset, [])
    table = read_csv("data/datasets/essai/table.csv", f"id_voie,lieu\n{rows}".encode(), columns, [])
    assert dataset is not None
    assert table is not None
    return dataset, table


def test_values_that_are_all_a_key_are_that_key_whatever_their_name() -> None:
    assert held("a,75115\nb,\nc,75101\n") == [
        (
            "data/datasets/essai/table.csv:2:2: lieu « 75115 » : la clé code_insee sous un autre nom — règle : "
            "data/dictionnaire.yaml : une clé a le même nom dans toutes les tables — remède : nommer la colonne code_insee, ou "
            "écrire son rôle sous « autres_noms » de code_insee"
        )
    ]
    assert held("a,75115\nb,Paris\n") == []


@pytest.mark.parametrize("cell", ["75101 75102", "75101;75102", "75101 | 75102", '"75101, 75102"'])
def test_keys_in_a_row_in_one_cell_are_a_list(cell: str) -> None:
    assert held(f"a,Paris\nb,{cell}\n") == [
        (
            f"data/datasets/essai/table.csv:3:2: lieu « {cell.strip(chr(34))} » : 2 valeurs dans une case — règle : une case porte une valeur ; "
            "plusieurs valeurs sont plusieurs lignes d'une table longue — remède : en faire une table, une ligne par valeur, ou dire pourquoi sous « listes » de data/dictionnaire.yaml"
        )
    ]


@pytest.mark.parametrize("cell", ["3 0 12", "7;7;6", "4 | 5"])
def test_numbers_in_a_row_in_most_cells_are_lists(cell: str) -> None:
    assert held(f"a,\nb,{cell}\n") == [
        (
            f"data/datasets/essai/table.csv:3:2: lieu « {cell} » : {len(cell.replace(' |', '').replace(';', ' ').split())} valeurs dans une case — "
            "règle : une case porte une valeur ; plusieurs valeurs sont plusieurs lignes d'une table longue — remède : en faire une table, "
            "une ligne par valeur, ou dire pourquoi sous « listes » de data/dictionnaire.yaml"
        )
    ]
    assert held(f"a,\nb,{cell}\n", LEAVE) == []


@pytest.mark.parametrize(
    "rows",
    ["a,01 42 76 40 40\n", "a,0 800 47 33 33\nb,3975\n", "a,2016-06-03\n", 'a,"6,10"\n', "a,12\n"],
)
def test_a_number_to_call_a_date_or_a_single_number_is_no_list(rows: str) -> None:
    assert held(rows) == []


def test_a_leave_that_nothing_needs_any_more_is_named() -> None:
    read = dictionary(LEAVE)
    lists = [
        ("essai", column) for column in held_lists({"table": essai("a,1 2 3\n")[1]}, essai("")[0])
    ]
    assert lists == [("essai", "lieu")]
    assert list(idle(f"{WORDS}{LEAVE}".encode(), read, lists)) == []
    assert [str(one) for one in idle(f"{WORDS}{LEAVE}".encode(), read, [])] == [
        (
            "data/dictionnaire.yaml:8:33: « lieu » du jeu essai : aucune liste dans ses cases — règle : une exception ne dure pas plus que "
            "ce qui la demande — remède : la retirer"
        )
    ]


def test_keys_of_a_table_beside_in_one_cell_are_a_list() -> None:
    assert [
        "2 valeurs dans une case" in one for one in held("quai-a,Paris\nquai-b,quai-a / quai-b\n")
    ] == [True]


def test_prose_with_commas_is_no_list() -> None:
    assert held('quai-a,"entre quai-a et la rue, puis le pont"\nb,"75101, puis 75102"\n') == []


def test_every_key_of_the_dictionary_is_used_and_every_table_of_reference_has_it() -> None:
    read = read_dictionary((ROOT / PATH).read_bytes(), [])
    assert read is not None
    declared = {
        path.parent.name: yaml.safe_load(path.read_bytes())
        for path in Path(ROOT / "data/datasets").glob("*/dataset.yaml")
    }
    for key in read.cles:
        if key.referentiel:
            table = next(
                one
                for one in declared[key.referentiel.jeu]["ressources"]
                if one["nom"] == key.referentiel.table
            )
            assert table["schema"]["primaryKey"] == [key.referentiel.colonne], key.nom


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "{libelle: Nom.",
            "{code_insee: Nom., libelle: Nom.",
            "« code_insee » à la fois clé et colonne",
        ),
        ("nom: id_voie", "nom: code_insee", "clé « code_insee » décrite deux fois"),
        (
            'exemple: "75115"',
            'exemple: "75"',
            "exemple « 75 » qui n'a pas la forme ^751(0[1-9]|1[0-9]|20)$",
        ),
        (
            "exemple: a,",
            "exemple: a, est_reconnaissable: true,",
            "clé « id_voie » reconnaissable sans motif",
        ),
    ],
)
def test_a_dictionary_that_says_a_name_twice_or_shows_no_value_of_its_key_is_refused(
    old: str, new: str, words: str
) -> None:
    found: list[Finding] = []
    assert old in WORDS
    assert read_dictionary(WORDS.replace(old, new).encode(), found) is None
    assert [one.quoi for one in found] == [words]


def test_a_value_of_a_key_that_the_dataset_of_reference_lacks_is_named() -> None:
    words = WORDS.replace("est_reconnaissable: true,", "est_reconnaissable: true, referentiel: {jeu: lieux, table: lieux, colonne: code_insee},")  # fmt: skip
    read = read_dictionary(words.encode(), [])
    assert read is not None
    columns = ("code_insee",)
    here = read_csv("data/datasets/essai/t.csv", b"code_insee\n75101\n75102\n", columns, [])
    there = read_csv("data/datasets/lieux/lieux.csv", b"code_insee\n75101\n", columns, [])
    assert here is not None
    assert there is not None
    others = {("lieux", "lieux"): there}
    assert [str(one) for one in unjoined("essai", {"t": here}, read, others)] == [
        (
            "data/datasets/essai/t.csv:3:1: code_insee « 75102 » : absent du jeu lieux, table lieux — règle : "
            "data/dictionnaire.yaml : code_insee se joint à lieux par code_insee — remède : corriger la valeur"
        )
    ]
    assert list(unjoined("lieux", {"t": here}, read, others)) == []
    assert list(unjoined("essai", {"t": here}, read, {})) == []


def test_the_dictionary_says_which_dataset_a_column_joins() -> None:
    read = read_dictionary((ROOT / PATH).read_bytes(), [])
    assert read is not None
    columns = ("n_sq_vo", "zone", "code_insee")
    assert {name: there.jeu for name, there in joins(read, "voies-risques", columns).items()} == {
        "n_sq_vo": "voies",
        "code_insee": "territoires",
    }
    assert "n_sq_vo" not in joins(read, "voies", columns)
