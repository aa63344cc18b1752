from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from opendata.disclosure.cellkey.ptable_file import read_ptable
from opendata.disclosure.problems import ProblemsError

HEAD = "count,noise,probability\n"
ZERO = HEAD + "0,0,1\n"
RIGHT = ZERO + "1,-1,0.25\n1,0,0.5\n1,1,0.25\n"


def refused(text: str, folder: Path) -> list[str]:
    path = folder / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as wrong:
        read_ptable(path)
    return str(wrong.value).replace(f"{folder}/", "").splitlines()


def test_a_right_table_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(RIGHT, encoding="utf-8")
    table = read_ptable(path)
    assert table.rows == (
        {0: Fraction(1)},
        {-1: Fraction(1, 4), 0: Fraction(1, 2), 1: Fraction(1, 4)},
    )
    assert (table.deviation, table.variance(7), table.smallest) == (1, Fraction(1, 2), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ZERO + "1,-1,0.2\n1,0,0.5\n1,1,0.3\n",
         "p.csv:3:3: bruit de l'effectif 1 biaisé — règle : le bruit moyen d'un effectif est nul — remède : corriger ses probabilités"),
        (ZERO + "1,-1,0.25\n1,0,0.4\n1,1,0.25\n",
         "p.csv:3:3: probabilités de l'effectif 1 dont la somme n'est pas 1 — règle : les probabilités d'un effectif ont 1 pour somme — remède : corriger ses lignes"),
        (ZERO + "1,-2,0.25\n1,0,0.5\n1,2,0.25\n",
         "p.csv:3:2: bruit qui rend un effectif négatif — règle : un effectif bruité est positif ou nul — remède : retirer ce bruit"),
        (HEAD + "0,0,0.5\n0,1,0.5\n1,0,1\n",
         "p.csv:2:2: zéro ne reste pas zéro — règle : un effectif nul n'a pas de bruit — remède : donner à 0 le seul bruit 0"),
        (RIGHT + "1,0,0.5\n",
         "p.csv:6:0: bruit déjà lu pour cet effectif — règle : une ligne par effectif et par bruit — remède : garder une ligne"),
        (RIGHT + "3,0,1\n",
         "p.csv:0:1: effectif 2 sans bruit — règle : les effectifs se suivent à partir de 0 — remède : ajouter ses lignes"),
        (RIGHT + "2,0,1.5\n",
         "p.csv:6:0: nombre non valable — règle : count et noise sont des entiers, probability un nombre de 0 à 1 — remède : corriger la ligne"),
        (RIGHT + "2,101,0\n",
         "p.csv:6:0: table trop grande — règle : effectifs et bruits d'au plus 100 — remède : s'arrêter au premier effectif dont le bruit est celui des suivants"),
        (HEAD,
         "p.csv:0:0: aucune ligne — règle : une table de bruit a une ligne par effectif et par bruit — remède : vérifier le fichier"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_located(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in refused(text, tmp_path)
