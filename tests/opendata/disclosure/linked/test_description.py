from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure.linked.description import read_description
from opendata.disclosure.problems import ProblemsError

GOOD = """facts: faits.csv
dimensions:
  region: [regions.csv]
  type:
tables:
  - name: tout
    dimensions: [region, type]
  - name: groupes
    dimensions: {region: regions.csv}
"""


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with a description, without its path."""
    (folder / "faits.csv").write_text("region,type\nA,x\n", encoding="utf-8")
    (folder / "regions.csv").write_text("code,parent\nNord,\nA,Nord\n", encoding="utf-8")
    path = folder / "d.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        read_description(path)
    return str(refused.value).replace(f"{path}:", "").splitlines()


def test_a_description_says_what_each_table_shows(tmp_path: Path) -> None:
    (tmp_path / "faits.csv").write_text("region,type\nA,x\n", encoding="utf-8")
    (tmp_path / "regions.csv").write_text("code,parent\nNord,\nA,Nord\n", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(GOOD, encoding="utf-8")
    described = read_description(tmp_path / "d.yaml")
    first, second = described.tables
    assert (first.dimensions, first.groups["region"], first.margins) == (("region", "type"), (), None)  # fmt: skip
    assert (second.dimensions, second.groups) == (("region",), {"region": ("regions.csv",)})
    assert (described.hide, described.exact, described.coalition) == ((1, 4), False, 1)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[region, type]", "[region, sexe]",
         "7:26: dimension « sexe » inconnue — règle : les dimensions de la diffusion sont region, type — remède : corriger le nom, ou déclarer la dimension"),
        ("name: groupes", "name: TOUT",
         "8:11: table « TOUT » déjà décrite en ligne 6 — règle : deux tables n'ont pas le même nom — remède : renommer l'une des deux"),
        ("{region: regions.csv}", "{region: cotes.csv}",
         "9:26: hiérarchie « cotes.csv » inconnue de « region » — règle : une table nomme finest, regions.csv — remède : corriger le nom, ou la déclarer dans dimensions"),
        ("[regions.csv]", "[regions.csv, cotes.csv]",
         "3:25: hiérarchie « cotes.csv » introuvable — règle : un fichier, par rapport au dossier de la diffusion — remède : corriger le chemin"),
        ("name: groupes", "name: groupes\n    amount: ca",
         "9:13: clé « amount » : une diffusion compte des faits, pas des montants — règle : des montants et des effectifs liés ne sont pas attaqués ensemble — remède : la retirer, et protéger les montants par protect-amounts"),
        ("facts:", "p-percent: 15\nfacts:",
         "1:12: clé « p-percent » : une diffusion compte des faits, pas des montants — règle : des montants et des effectifs liés ne sont pas attaqués ensemble — remède : la retirer, et protéger les montants par protect-amounts"),
        ("facts: faits.csv", "facts: autres.csv",
         "1:8: fichier des faits « autres.csv » introuvable — règle : un fichier, par rapport au dossier de la diffusion — remède : corriger le chemin"),
        ("name: tout", "name: ../tout",
         "6:11: nom de table « ../tout » — règle : un nom fait de lettres sans accent, de chiffres, de tirets et de points, d'au plus 60 caractères — remède : renommer la table"),
        ("[region, type]", "[region, type]\n    margins: [region*age]",
         "8:15: marge sur « age » — règle : les dimensions de cette table sont region, type — remède : corriger la marge, par exemple region*type, ou Total"),
        ("facts:", "hide: 4-1\nfacts:",
         "1:7: valeur « 4-1 » non valable — règle : deux entiers, le petit d'abord : 1-4 — remède : corriger les bornes"),
        ("facts:", "facts: faits.csv\nfacts:",
         "2:1: clé « facts » déjà en ligne 1 — règle : une clé une seule fois — remède : retirer l'une des deux"),
        ("facts: faits.csv", "facts: &a faits.csv\ncount: *a",
         "1:8: ancre, ou trop de niveaux — règle : un fichier YAML sans ancre ni étiquette, d'au plus 8 niveaux — remède : écrire la valeur en entier"),
        ("  type:\n", "  type:\n  value:\n",
         "5:9: « value » ne peut pas nommer une dimension — règle : cet outil écrit cette colonne, ou lit ce mot autrement — remède : renommer la colonne du fichier"),
        ("facts:", "dominance: 2\ncontributor: qui\nfacts:",
         "1:12: valeur « 2 » non valable — règle : une part au-dessus de 0 et au plus 1 : 0.85 — remède : corriger la part"),
        ("facts:", "min-contributors: 3\nfacts:",
         "1:19: « min-contributors » sans contributeurs — règle : cette règle lit la colonne de « contributor » — remède : la nommer"),
        ("facts:", "count: type\nfacts:",
         "1:8: « type » sert déjà — règle : une colonne a un seul rôle — remède : nommer une autre colonne"),
        ("    dimensions: [region, type]\n", "",
         "6:5: table sans « dimensions » — règle : une table a un nom et des dimensions — remède : l'ajouter"),
        ("tables:", "tables: [\n",
         "7:3: YAML mal formé — règle : un fichier YAML sans ancre ni étiquette, d'au plus 8 niveaux — remède : corriger la ligne"),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_stands(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    assert problems(tmp_path, GOOD.replace(before, after, 1)) == [message]


def test_two_tables_of_one_line_have_two_names(tmp_path: Path) -> None:
    """The second would be written over the first."""
    text = (
        GOOD.partition("tables:")[0]
        + "tables: [{name: un, dimensions: [type]}, {name: un, dimensions: [region]}]\n"
    )
    assert [one.partition(" — ")[0] for one in problems(tmp_path, text)] == [
        "5:49: table « un » déjà décrite en ligne 5"
    ]


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("[region, type]", "[region, sexe]").replace("name: groupes", "nom: groupes")
    assert len(problems(tmp_path, text)) == 3


def test_a_file_that_is_no_description_is_said_once(tmp_path: Path) -> None:
    assert problems(tmp_path, "- une\n- liste\n") == [
        "1:1: une diffusion : ni clés ni valeurs — règle : une diffusion s'écrit « clé : valeur » — remède : corriger la ligne"
    ]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 12),
    st.text("-:[]{}*&!#|>'\"\\n ?%@,.~a1é\x00\u2028", max_size=4),
)
def test_no_spoiled_description_is_more_than_a_list_of_problems(
    tmp_path: Path, place: int, gone: int, put: str
) -> None:
    (tmp_path / "faits.csv").write_text("region,type\nA,x\n", encoding="utf-8")
    (tmp_path / "regions.csv").write_text("code,parent\nNord,\nA,Nord\n", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(GOOD[:place] + put + GOOD[place + gone :], encoding="utf-8")
    try:
        said: Sequence[object] = read_description(tmp_path / "d.yaml").tables
    except ProblemsError as refused:
        said = refused.problems
    assert said
