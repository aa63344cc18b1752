from __future__ import annotations

import copy
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from opendata.disclosure import (
    FewBring,
    NkDominance,
    PPercent,
    ProblemsError,
    UsageError,
    protect_amounts,
)
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.magnitudes.test_amount_commands import CONTRIBUTIONS, PROTECT

AXES = {"region": None, "secteur": None}
GIVEN: dict[str, Any] = {"amount": "ca", "contributor": "siren", "only_declared": True}
FRAME = pd.read_csv(io.StringIO(CONTRIBUTIONS))


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ca.csv").write_text(CONTRIBUTIONS, encoding="utf-8")
    assert main([*PROTECT, "--report", "report.csv"]) == 0
    said = capsys.readouterr().out.splitlines()
    for table in (Path("ca.csv"), FRAME, pl.from_pandas(FRAME)):
        release = protect_amounts(table, [PPercent(15)], AXES, **GIVEN)
        assert release.to_csv().decode().splitlines()[:2] == ["region,secteur,value,status", "Total,Total,651.75,published"]  # fmt: skip
        assert list(release.sentences()) == said
    assert protect_amounts(Path("ca.csv"), [PPercent(15)], AXES, **GIVEN).report_csv() == Path("report.csv").read_bytes()  # fmt: skip


def test_published_amounts_are_exact_and_hidden_ones_are_nowhere() -> None:
    release = protect_amounts(FRAME, [PPercent(15)], AXES, **GIVEN)
    frame = release.to_pandas()
    assert frame["value"].iloc[0] == Decimal("651.75")
    assert frame["value"].isna().sum() == 6 == len(release.intervals())
    assert set(release.publication.values[release.publication.hidden].tolist()) == {0}
    assert copy.copy(release).confidential is None
    with pytest.raises(UsageError, match="une copie n'a ni règles"):
        copy.copy(release).report_csv()


def test_every_hidden_amount_is_inside_what_an_attacker_computes() -> None:
    release = protect_amounts(FRAME, [PPercent(15), FewBring(3)], AXES, **GIVEN)
    assert release.confidential is not None
    for labels, (lower, upper) in release.intervals().items():
        amount = release.confidential.values[release.publication.cube.cell(labels)] / 100
        assert lower <= amount <= upper


def test_a_percentage_may_be_whole_or_a_fraction() -> None:
    one, other = (protect_amounts(FRAME, [PPercent(p), NkDominance(2, p)], AXES, **GIVEN).to_csv()
                  for p in (90, Fraction(90)))  # fmt: skip
    assert one == other


def test_a_wrong_amount_is_located_and_not_shown() -> None:
    with pytest.raises(ProblemsError) as raised:
        protect_amounts(FRAME.assign(ca=-FRAME["ca"]), [PPercent(15)], AXES, **GIVEN)
    assert "table:2:5: montant négatif : non pris en charge" in str(raised.value)
    assert "100.5" not in str(raised.value)


@pytest.mark.parametrize(
    ("rules", "arguments", "message"),
    [
        ([], {}, "rules : une règle au moins"),
        ([PPercent(0)], {}, "rules : un pourcentage"),
        ([NkDominance(0, 85)], {}, "rules : un nombre de contributeurs à partir de 1"),
        ([PPercent(15)], {"prior": 2}, "prior : une part"),
        ([PPercent(15)], {"holding": "siren"}, "holding : « siren » sert déjà à contributor"),
    ],
)
def test_a_wrong_argument_is_named(rules: Any, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        protect_amounts(FRAME, rules, AXES, **{**GIVEN, **arguments})
    assert str(raised.value).startswith(message)
