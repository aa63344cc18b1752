"""The committed datasets agree with the parameters and facts that they repeat."""

from __future__ import annotations

import csv
from pathlib import Path

from opendata.findings import Finding
from opendata.records.catalogue import read_catalogue, read_declarations
from opendata.records.dataset import Dataset
from opendata.tranquillite.divulgation import CHEMIN, read_divulgation
from tests.builds import committed
from tests.tables import with_cells

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "data/datasets"


def declared(identifier: str) -> Dataset:
    path = f"data/datasets/{identifier}/dataset.yaml"
    return read_declarations({path: (ROOT / path).read_bytes()}, [])[identifier]


def rows(path: str) -> list[dict[str, str]]:
    with (FOLDER / path).open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_codes_of_the_release_have_the_labels_of_its_parameters() -> None:
    parametres = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert parametres is not None
    codes = parametres.nomenclature
    types = {code: kind.libelle for code, kind in codes.types_faits.items()}
    known = {
        "type_fait": {**codes.groupes_faits, **types},
        "groupe_faits": codes.groupes_faits,
        "type_equipement": codes.types_equipement,
    }
    compared = set()
    for resource in declared("tranquillite").ressources:
        for column in resource.schema_.fields_:
            if column.name in known:
                labels = dict(column.labels)
                assert labels.pop("Total"), column.name
                assert labels == known[column.name]
                compared.add(column.name)
    assert compared == set(known)


def test_the_release_s_thresholds_are_the_ones_in_words() -> None:
    parametres = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert parametres is not None
    text = declared("tranquillite").protection
    assert f"de {parametres.hidden_counts[0]} à {parametres.hidden_counts[1]}" in text
    assert f"plus de {parametres.regles.dominance.part:.0%}".replace("%", " %") in text
    assert parametres.regles.contributeurs.minimum == 3
    assert "moins de trois équipements" in text


def test_prevention_counts_are_those_of_its_tables() -> None:
    counts = {
        row["objet"]: int(row["nb"])
        for row in rows("prevention/comptes.csv")
        if row["etat"] == "en_2016"
    }
    assert counts["contrat_arrondissement"] == len(rows("prevention/contrats-arrondissement.csv"))
    named = [
        row
        for row in rows("prevention/dispositifs.csv")
        if row["cadre"] == "nouveau_dispositif_cpps"
    ]
    assert len(named) <= counts["nouveau_dispositif"]


def test_a_lower_bound_is_not_published_as_an_exact_value() -> None:
    (tig,) = [
        row
        for row in rows("contrats-indicateurs/indicateurs.csv")
        if row["id_indicateur"] == "tig-accueillis-2015"
    ]
    assert (tig["qualificatif"], tig["valeur"], tig["annee"]) == ("plus_de", "400", "2015")


def test_every_row_of_prevention_has_its_source_and_says_how_it_is_known() -> None:
    for name in ("prevention", "contrats-indicateurs"):
        sources = {row["id_source"] for row in rows(f"{name}/sources.csv")}
        for path in sorted((FOLDER / name).glob("*.csv")):
            for row in rows(f"{name}/{path.name}") if path.stem != "sources" else ():
                assert row["source"] in sources, path.name
                assert row["fiabilite"], path.name


def test_at_least_eighty_sourced_values_measure_the_contracts() -> None:
    values = rows("contrats-indicateurs/indicateurs.csv")
    whole = [row for row in values if all(row[name] for name in ("annee", "valeur", "unite", "perimetre", "source", "fiabilite"))]  # fmt: skip
    assert len(whole) == len(values) >= 80


def test_a_second_unit_in_a_published_series_is_found_at_its_line() -> None:
    path = "data/datasets/contrats-indicateurs/indicateurs.csv"
    files = committed("data/datasets/contrats-indicateurs/**/*")
    values = rows("contrats-indicateurs/indicateurs.csv")
    series = [row["serie"] for row in values]
    number = next(rank for rank, name in enumerate(series) if name in series[:rank])
    row, unit = values[number], values[number]["unite"]
    other = next(one["unite"] for one in values if one["unite"] != unit)
    files[path] = with_cells(files[path], row["id_indicateur"], unite=other)
    found: list[Finding] = []
    read_catalogue(files, None, found)
    assert [str(one).partition(" — ")[0] for one in found] == [
        f"{path}:{number + 2}:10: unite « {other} » : serie « {row['serie']} » a déjà unite « {unit} »"
    ]


def test_brawls_and_bands_are_two_series() -> None:
    values = rows("contrats-indicateurs/indicateurs.csv")
    series = {theme: {row["serie"] for row in values if row["theme"] == theme} for theme in ("rixes", "bandes")}  # fmt: skip
    assert series["rixes"]
    assert series["bandes"]
    assert not series["rixes"] & series["bandes"]


def test_both_counts_of_action_sheets_of_one_contract_are_published_as_contradicted() -> None:
    counts = [
        row for row in rows("prevention/comptes.csv")
        if (row["objet"], row["id_contrat"]) == ("fiche_action", "cpps-2015")
    ]  # fmt: skip
    assert len({row["nb"] for row in counts}) == len(counts) == 2
    assert {row["fiabilite"] for row in counts} == {"contredite"}


def test_an_arrondissement_without_a_date_found_has_none_guessed() -> None:
    signed = [row for row in rows("prevention/signatures.csv") if row["nature"] == "signature"]
    dated = {row["code_insee"]: row["date_debut"][:4] for row in signed}
    contracts = rows("prevention/contrats-arrondissement.csv")
    assert len(contracts) == 20
    for row in contracts:
        assert row["annee_signature"] == dated.get(row["code_insee"], ""), row["code_insee"]
    label = next(
        column.missing_values[0].label
        for column in declared("prevention").resource("contrats-arrondissement").schema_.fields_
        if column.name == "annee_signature"
    )
    assert label == "date non trouvée"


def test_the_observatory_of_2006_and_that_of_2023_are_two_things() -> None:
    both = rows("prevention/observatoires.csv")
    assert [row["debut"] for row in both] == ["2006", "2023"]
    assert any("deux choses" in limite for limite in declared("prevention").limites)
