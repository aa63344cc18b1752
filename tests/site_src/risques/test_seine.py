"""The Seine's heights are written once, as datasets, and read into the register with every problem located."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from opendata.findings import Finding
from site_src.engine.tree import Tree
from site_src.risques import seine_reading
from site_src.risques.register import Register
from site_src.risques.seine import Seine
from site_src.risques.seine_reading import CRUES, EFFETS, MAXIMA
from tests.builds import committed
from tests.site_src.risques.cases import heights_in, register_in

GOLDEN = Path(__file__).parents[2] / "golden" / "seine"
FOLDERS = tuple(f"data/datasets/{name}" for name in (CRUES, EFFETS, MAXIMA))


@pytest.fixture
def files() -> dict[str, bytes]:
    return committed("data/risques/*", *(f"{folder}/**/*" for folder in FOLDERS))


@pytest.fixture
def few(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same datasets with tables of a day that is past: their lines and their rows stay."""
    declared = f"data/datasets/{MAXIMA}/dataset.yaml"
    # A few years of a long series: their chart is a line of time.
    timeline = re.sub(r"(?m)^ +(?:evide|nomme_des): .*\n", "", files[declared].decode())
    timeline = timeline.replace("forme: colonnes", "forme: frise")
    return {**files, declared: timeline.encode(), **Tree(GOLDEN).select(["data/**/*.csv"])}


def read(files: dict[str, bytes]) -> tuple[Seine | None, list[str]]:
    findings: list[Finding] = []
    heights = heights_in(files, findings)
    return heights.seine, [str(finding) for finding in sorted([*findings, *heights.absent])]


def change(files: dict[str, bytes], path: str, before: str, after: str) -> None:
    text = files[path].decode()
    assert text.count(before) == 1, before
    files[path] = text.replace(before, after).encode()


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(files[f"data/datasets/{name}"].decode(), newline=""))]


def register_of(files: dict[str, bytes]) -> tuple[Register | None, list[str]]:
    findings: list[Finding] = []
    register = register_in(files, findings)
    return register, [str(finding) for finding in sorted(findings)]


def test_crests_go_from_the_oldest_and_effects_from_the_lowest(files: dict[str, bytes]) -> None:
    seine, findings = read(files)
    assert findings == []
    assert seine is not None
    dates = [crue.debut for crue in seine.crues]
    heights = [effet.hauteur_m for effet in seine.effets]
    assert dates == sorted(dates)
    assert heights == sorted(heights)
    kept = {row["id_crue"] for row in table(files, "crues/crues.csv")}
    assert len(dates) == len(kept)


def test_heights_that_contradict_the_one_kept_follow_it_with_their_source(
    files: dict[str, bytes],
) -> None:
    seine, _ = read(files)
    assert seine is not None
    others = table(files, "crues/autres-hauteurs.csv")
    for row in table(files, "crues/crues.csv"):
        crue = next(one for one in seine.crues if one.debut == row["date_debut"])
        told = [row, *(other for other in others if other["id_crue"] == row["id_crue"])]
        assert [(one.hauteur_m, one.source) for one in crue.hauteurs] == [
            (float(one["hauteur_m"]), one["source"]) for one in told
        ]


def test_every_crest_before_1800_has_the_uncertainty_of_a_foot_and_no_other(
    few: dict[str, bytes],
) -> None:
    seine, _ = read(few)
    assert seine is not None
    for crue in seine.crues:
        expected = 0.325 if crue.debut < "1800" else None
        assert (crue.incertitude and crue.incertitude.plus_ou_moins_m) == expected


def test_years_without_a_maximum_are_kept_as_gaps(files: dict[str, bytes]) -> None:
    seine, _ = read(files)
    assert seine is not None
    rows = table(files, "maxima-annuels/maxima-annuels.csv")
    years = [one.annee for one in seine.maxima]
    assert years == list(range(years[0], years[-1] + 1)) == [int(row["annee"]) for row in rows]
    gaps = [one.annee for one in seine.maxima if one.maximum_m is None]
    assert gaps == [int(row["annee"]) for row in rows if row["statut"] == "lacune"]
    assert gaps


def test_a_crest_of_the_series_that_its_annual_maximum_contradicts_is_told(
    few: dict[str, bytes],
) -> None:
    change(few, "data/datasets/crues/crues.csv", "1924-01-06,,jour,7.32", "1924-01-06,,jour,7.31")
    seine, findings = read(few)
    assert seine is None
    assert findings == [
        (
            "data/datasets/crues/crues.csv:9:6: hauteur_m « 7.31 » le 1924-01-06 : la série dit 7.32 le 1924-01-06 — règle : une crue tirée "
            "de la série historique est le maximum de son année (maxima-annuels) — remède : recopier le maximum, ou nommer une autre source "
            "— page : /donnees/crues/"
        )
    ]


def test_a_great_flood_of_the_series_that_the_list_leaves_out_is_told(
    few: dict[str, bytes],
) -> None:
    crests = "data/datasets/crues/crues.csv"
    lines = few[crests].decode().splitlines(keepends=True)
    few[crests] = "".join(line for line in lines if "crue-1924" not in line).encode()
    seine, findings = read(few)
    assert seine is None
    assert findings == [
        (
            f"{crests}:1:0: crue du 1924-01-06 absente, 7.32 m — règle : la liste a toutes les crues de 6 m ou plus que donne la série "
            "(maxima-annuels) — remède : ajouter sa ligne, avec sa hauteur et sa source — page : /donnees/crues/"
        )
    ]


CHANGED = ("1920-01-05,,jour,6.65,,,hydro-austerlitz", "1920-01-05,,jour,6.60,,,francesoir-crues")


def test_a_height_that_the_series_contradicts_is_not_chosen_in_silence(
    few: dict[str, bytes],
) -> None:
    change(few, "data/datasets/crues/crues.csv", *CHANGED)
    seine, findings = read(few)
    assert seine is None
    assert findings == [
        (
            "data/datasets/crues/crues.csv:8:6: hauteur_m « 6.60 » : la série dit 6.65 le 1920-01-05, et le jeu n'en dit rien — règle : une "
            "hauteur que la série contredit n'est pas choisie en silence (maxima-annuels) — remède : garder celle de la série, ou la montrer "
            "dans autres-hauteurs.csv avec sa source — page : /donnees/crues/"
        )
    ]


def test_a_height_that_the_series_contradicts_and_that_says_so_is_accepted(
    few: dict[str, bytes],
) -> None:
    change(few, "data/datasets/crues/crues.csv", *CHANGED)
    few["data/datasets/crues/autres-hauteurs.csv"] += b"crue-1920,6.65,hydro-austerlitz,confirme,\n"
    seine, findings = read(few)
    assert findings == []
    assert seine is not None


def test_the_register_shows_them_on_the_risk_that_asks_for_them_alone(
    files: dict[str, bytes],
) -> None:
    register, findings = register_of(files)
    assert findings == []
    assert register is not None
    assert register.seine is not None
    assert [risque.id for risque in register.risques if risque.effets] == ["crue-seine"]
    seine = next(risque for risque in register.risques if risque.id == "crue-seine")
    assert seine.effets == register.seine.effets
    assert set(register.seine.sources) <= set(register.sources)


@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        ("data/datasets/crues/crues.csv", "1910-01-28,,jour,8.62", "1910-01-28,,jour,86.2",
         "data/datasets/crues/crues.csv:7:6: hauteur_m « 86.2 » : entre 0 et 10 attendu — règle : dataset.yaml, hauteur_m — remède : corriger la valeur — page : /donnees/crues/"),
        ("data/datasets/crues/crues.csv", "crue-1799,1799,1799,,annee,7.65,0.325,goubet", "crue-1799,1799,1799,,annee,7.65,,",
         "data/datasets/crues/crues.csv:4:7: crue de 1799 sans incertitude — règle : les hauteurs d'avant 1800 sont incertaines — remède : ajouter « incertitude » avec sa source — page : /donnees/crues/"),
        ("data/datasets/crues/crues.csv", "2001-03,,mois", "2001-03,,jour",
         "data/datasets/crues/crues.csv:13:5: precision_date « jour » pour une crue datée 2001-03 — règle : identifiant, année et précision suivent de date_debut — remède : écrire mois — page : /donnees/crues/"),
        ("data/datasets/crues/crues.csv", "crue-1955,1955,1955-01-23", "crue-1955,1955,1955-02-30",
         "data/datasets/crues/crues.csv:11:3: date « 1955-02-30 » — règle : une date est AAAA, AAAA-MM ou AAAA-MM-JJ ; « s.d. » si la source n'en porte pas — remède : corriger la date — page : /donnees/crues/"),
        ("data/datasets/hauteurs-effets/effets.csv", "niveau-habituel,1.00,2.00", "niveau-habituel,3.00,2.00",
         "data/datasets/hauteurs-effets/effets.csv:2:3: « jusqu_a_m » n'est pas au-dessus de « hauteur_m » — règle : un intervalle va du plus bas au plus haut — remède : échanger ou corriger les deux hauteurs — page : /donnees/hauteurs-effets/"),
        ("data/datasets/hauteurs-effets/effets.csv", ",orange,2016", ",vert,2016",
         "data/datasets/hauteurs-effets/effets.csv:14:5: couleur_plan_prefecture « vert » : code inconnu — règle : dataset.yaml, couleur_plan_prefecture — remède : choisir parmi jaune, orange, rouge — page : /donnees/hauteurs-effets/"),
        ("data/datasets/hauteurs-effets/sources.csv", "Comment mesure-t-on une crue ?,Europe 1", "Crues,Europe 1",
         "data/datasets/hauteurs-effets/sources.csv:2:1: source « europe1-crues » décrite autrement dans data/datasets/crues/sources.csv — règle : une source a une seule description — remède : recopier la même ligne des deux côtés — page : /donnees/hauteurs-effets/"),
        ("data/datasets/crues/dataset.yaml", "  - nom: autres-hauteurs", "  - nom: autres",
         "data/datasets/crues/dataset.yaml:147:10: adresse autres-hauteurs.csv donnée à la table « autres » : la version 1.0.1 y a « autres-hauteurs » — règle : dans une version majeure, une adresse et ce qu'elle dit ne changent pas : des programmes les lisent — remède : le remettre, ou publier sous le numéro 2.0.0 — page : /donnees/crues/"),
    ],
)  # fmt: skip
def test_a_broken_row_is_told_in_these_words(
    few: dict[str, bytes], path: str, before: str, after: str, said: str
) -> None:
    change(few, path, before, after)
    seine, findings = read(few)
    assert findings == [said]
    assert seine is None


def test_a_source_of_the_tables_without_its_page_is_told_in_its_cell(
    files: dict[str, bytes],
) -> None:
    path = "data/datasets/crues/sources.csv"
    text = files[path].decode()
    address = next(row["adresse"] for row in csv.DictReader(io.StringIO(text)))
    files[path] = text.replace(address, "exemple.fr", 1).encode()
    seine, findings = read(files)
    assert seine is None
    assert findings == [
        f"{path}:2:4: source sans page : « exemple.fr » — règle : une source se retrouve : l'adresse complète de sa page (https://…), pas le seul nom d'un site — remède : donner l'adresse de la page, ou retirer la source et ce qui la cite — page : /donnees/crues/"
    ]


def test_a_source_described_here_and_in_the_register_is_a_finding(files: dict[str, bytes]) -> None:
    name = table(files, "crues/sources.csv")[0]["id_source"]
    files["data/risques/sources.yaml"] += (
        f"  - {{id: {name}, titre: Crues, editeur: Essai, adresse: https://essai.fr/document, date: s.d., lu_le: 2026-11-22, nature: secondaire}}\n".encode()
    )  # fmt: skip
    register, findings = register_of(files)
    assert register is None
    assert [finding.split(": ", 1)[1] for finding in findings] == [
        f"source « {name} » déjà décrite dans les jeux de la Seine — règle : une source a une seule description — remède : la retirer d'ici (elle est dans data/datasets, sources.csv)"
    ]


def test_without_its_datasets_the_register_is_not_read(files: dict[str, bytes]) -> None:
    register, findings = register_of(
        {path: raw for path, raw in files.items() if "datasets/crues" not in path}
    )
    assert register is None
    assert {finding.split(": ")[0] for finding in findings} == {
        "data/datasets/crues/dataset.yaml:0:0"
    }


def test_a_table_that_a_risk_shows_and_that_is_absent_is_told() -> None:
    tables: Any = {name: dict.fromkeys(wanted - {"autres-hauteurs"}) for name, wanted in seine_reading.NEEDED.items()}  # fmt: skip
    assert [str(one) for one in seine_reading._absent(tables)] == [
        "data/datasets/crues/dataset.yaml:0:0: table « autres-hauteurs » absente — règle : un risque montre les hauteurs de la Seine (hauteurs_de_la_seine) — remède : remettre le jeu et ses tables"
    ]
