from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from opendata.disclosure import (
    ProblemsError,
    SmallCount,
    UsageError,
    audit,
    protect,
    read_release,
)
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import AXES, COUNTS, TREE, released

TRUTH = {("A", "x"): 11, ("A", "y"): 30, ("B", "y"): 25, ("C", "x"): 9, ("C", "y"): 40}


def leaking() -> list[dict[str, str]]:
    """The protected table with one hidden cell only: additions give it back."""
    rows = list(csv.DictReader(io.StringIO(released().to_csv().decode())))
    for row in rows:
        labels = (row["region"], row["type"])
        if row["status"] == "hidden" and labels in TRUTH:
            row |= {"value": str(TRUTH[labels]), "status": "published"}
    return rows


def test_a_protected_release_passes_its_audit() -> None:
    release = released()
    outcome = audit(release)
    assert outcome.safe
    assert outcome.attacked == 4
    assert release.audit is not None
    assert (outcome.exposures, outcome.told, outcome.groups) == ((), release.audit.told, ())


def test_a_leak_is_named_by_its_labels_and_bounds() -> None:
    frame = pd.DataFrame(leaking())
    frame["value"] = pd.to_numeric(frame["value"])  # a column of fractions, one missing
    outcome = audit(read_release(frame, hierarchies=AXES))
    assert not outcome.safe
    found = {exposure.labels: exposure for exposure in outcome.recovered}
    assert found[("B", "x")].lower == found[("B", "x")].upper == 2


def test_function_says_what_the_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("regions.csv").write_text(TREE, encoding="utf-8")
    rows = leaking()
    with Path("out.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["audit", "out.csv", "--dimension", "region=regions.csv", "--dimension", "type"]) == 1  # fmt: skip
    outcome = audit(read_release("out.csv", hierarchies=AXES))
    assert list(outcome.sentences()) == capsys.readouterr().out.splitlines()


def test_two_releases_are_attacked_together() -> None:
    """A total of three quarters, then of four: the difference is the fourth, hidden in both."""
    axes = {"quarter": None}
    first, second = (
        read_release(
            {"quarter": [*quarters, "Total"], "value": [*[None] * len(quarters), total],
             "status": [*["hidden"] * len(quarters), "published"]},
            hierarchies=axes,
        )
        for quarters, total in (("123", 90), ("1234", 93))
    )  # fmt: skip
    assert audit(first).safe
    assert audit(second).safe
    outcome = audit(replace(second, earlier=(first.publication,)))
    assert [exposure.labels for exposure in outcome.recovered] == [("4",)]
    assert outcome.recovered[0].lower == 3


def test_exact_protection_is_judged_as_such() -> None:
    release = protect(COUNTS, [SmallCount(1, 4)], AXES, count="n", protection="exact")
    assert audit(release).safe
    strict = read_release(release, hierarchies=AXES)
    assert strict.protection == "interval"


def test_a_table_of_which_sums_are_unknown_is_refused() -> None:
    table = {"code": ["a", "b"], "value": [7, 8], "status": ["published"] * 2}
    with pytest.raises(ProblemsError, match="rien ne dit comment les codes de « code » s'additionnent"):  # fmt: skip
        read_release(table, hierarchies={"code": None})
    with pytest.raises(UsageError, match="une table a au moins une dimension"):
        read_release(table)
