from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from opendata.disclosure import (
    ApartError,
    Dominance,
    FewContributors,
    Hierarchy,
    ProblemsError,
    Rule,
    SmallCount,
    UsageError,
    protect,
)
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import AXES, COUNTS, CSV, REGIONS, TREE, released


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "counts.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "regions.csv").write_text(TREE, encoding="utf-8")
    return tmp_path


COMMAND = ["protect", "counts.csv", "--count", "n", "--dimension", "region=regions.csv",
           "--dimension", "type", "--out", "out.csv"]  # fmt: skip


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "--report", "report.csv"]) == 0
    release = released()
    assert release.to_csv() == (folder / "out.csv").read_bytes()
    assert release.report_csv(release.intervals()) == (folder / "report.csv").read_bytes()
    assert list(release.sentences()) == capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "table", [pd.DataFrame(COUNTS), pl.DataFrame(COUNTS, strict=False), pa.table(COUNTS)]
)
@pytest.mark.parametrize(
    "grouping",
    [
        REGIONS,
        Hierarchy({code: parent or "Total" for code, parent in REGIONS.items()}),
        pd.DataFrame({"code": list(REGIONS), "parent": [parent or None for parent in REGIONS.values()]}),
        pl.DataFrame({"code": list(REGIONS), "parent": list(REGIONS.values())}),
    ],
)  # fmt: skip
def test_the_same_rows_give_the_same_table_wherever_they_come_from(
    table: Any, grouping: Any
) -> None:
    release = protect(table, [SmallCount(1, 4)], {"region": grouping, "type": None}, count="n")
    assert release.to_csv() == released().to_csv()


def test_files_and_tables_in_memory_go_together(folder: Path) -> None:
    axes = {"region": folder / "regions.csv", "type": None}
    assert protect("counts.csv", hierarchies=axes, count="n").to_csv() == released().to_csv()


def test_facts_are_counted_when_no_count_is_named() -> None:
    rows = zip(*COUNTS.values(), strict=True)
    facts = [(region, kind) for region, kind, n in rows for _ in range(int(str(n)))]
    table = {"region": [one for one, _ in facts], "type": [kind for _, kind in facts]}
    assert protect(table, hierarchies=AXES).to_csv() == released().to_csv()


def test_a_release_holds_no_hidden_count() -> None:
    release = released()
    hidden = release.publication.hidden
    assert hidden.any()
    assert not release.publication.values[hidden].any()
    assert repr(release) == "<Release : 18 cases, dont 4 masquées>"


def test_what_is_confidential_stays_out_of_a_pickle() -> None:
    release = released()
    assert release.confidential is not None
    assert int(release.confidential.primary.sum()) == release.primaries == 1
    again = pickle.loads(pickle.dumps(release))
    assert again.confidential is None
    assert again.to_csv() == release.to_csv()


def test_only_chosen_margins_are_published() -> None:
    release = protect(COUNTS, hierarchies=AXES, count="n", margins=[["region", "type"], ["region"]])
    assert release.to_arrow().num_rows == 5 * 2 + 5


def test_a_second_release_is_protected_with_the_first() -> None:
    first = released()
    again = protect(COUNTS, hierarchies=AXES, count="n", after=[first])
    assert again.to_csv() == first.to_csv()
    assert again.known().hidden.sum() == first.publication.hidden.sum()
    other = {**COUNTS, "n": [11, 30, 2, 26, 9, 40]}
    with pytest.raises(ApartError):
        protect(other, hierarchies=AXES, count="n", after=[first])


def test_contributors_are_attackers() -> None:
    table = {
        "region": [r for r in "ABC" for _ in range(6)],
        "type": [t for _ in "ABC" for t in "xxxyyy"],
        "who": ["E1", "E2", "E3"] * 6,
        "n": [6, 5, 4] * 2 + [6, 5, 60] + [6, 5, 4] * 3,
    }
    rules: list[Rule] = [SmallCount(), FewContributors(3), Dominance(0.8)]
    release = protect(table, rules, AXES, count="n", contributor="who")
    assert release.confidential is not None
    cell = release.publication.cube.cell(("B", "x"))
    assert release.confidential.reasons[cell] == ("un contributeur domine",)


def test_zeros_by_nature_stay_published() -> None:
    table = {**COUNTS, "n": [11, 30, 2, 25, 0, 40]}
    zeros = {"region": ["C", "Sud"], "type": ["x", "x"]}
    release = protect(table, hierarchies=AXES, count="n", structural=zeros)
    assert release.publication.shown[release.publication.cube.cell(("C", "x"))]
    with pytest.raises(UsageError, match="structural : une case nulle par nature porte un effectif"):  # fmt: skip
        protect(COUNTS, hierarchies=AXES, count="n", structural=zeros)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"n": [11, 30, -2, 25, 9, 40]}, "table:4:3: effectif non valable"),
        ({"n": [11, 30, 2.5, 25, 9, 40]}, "table:4:3: effectif non valable"),
        ({"n": [11, 30, None, 25, 9, 40]}, "table:4:3: effectif non valable"),
        ({"region": ["A", "A", "B", "B", "C", "D"]}, "table:7:1: code inconnu"),
        ({"type": ["x", "x", "x", "y", "x", "y"]}, "table:3:0: case déjà lue en ligne 2"),
        ({"nom": ["Anne"] * 6}, "table:1:4: colonne hors du schéma"),
        ({"type": [["x"], ["y"]] * 3}, "table:1:2: colonne de type VARCHAR[]"),
    ],
)
def test_problems_of_a_table_in_memory_are_located_as_those_of_a_file(
    changed: dict[str, list[object]], expected: str
) -> None:
    with pytest.raises(ProblemsError) as raised:
        protect({**COUNTS, **changed}, hierarchies=AXES, count="n")
    assert len(raised.value.problems) == 1
    assert str(raised.value).startswith(expected)
    assert " — remède : " in str(raised.value)


def test_problems_of_a_hierarchy_in_memory_are_located() -> None:
    with pytest.raises(ProblemsError) as raised:
        protect(COUNTS, hierarchies={"region": {"A": "B", "B": "A"}, "type": None}, count="n")
    assert str(raised.value).startswith("hierarchies[region]:2:2: le code est son propre ancêtre")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hierarchies": {}}, "hierarchies : une table a au moins une dimension"),
        ({"hierarchies": {"value": None}}, "hierarchies : « value » est une colonne que cet outil écrit : renommer celle du fichier"),
        ({"count": "region"}, "count : « region » sert déjà à hierarchies"),
        ({"rules": []}, "rules : une règle SmallCount, une seule, de deux effectifs dans l'ordre"),
        ({"rules": [SmallCount(4, 1)]}, "rules : une règle SmallCount, une seule, de deux effectifs dans l'ordre"),
        ({"rules": [SmallCount(), Dominance(0.8)]}, "contributor : contributor manque"),
        ({"coalition": 2}, "coalition : un nombre à partir de 1, avec contributor"),
        ({"alike": True, "protection": "exact"}, "alike : demande protection interval"),
        ({"totals": {"place": "Paris"}}, "totals : dimension inconnue : place"),
        ({"margins": [["place"]]}, "margins : dimension inconnue : place"),
        ({"margins": []}, "margins : une marge au moins, ou aucune liste pour les publier toutes"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        protect(COUNTS, **{"hierarchies": AXES, "count": "n", **arguments})
    assert str(raised.value) == message
    assert isinstance(raised.value, ValueError)
