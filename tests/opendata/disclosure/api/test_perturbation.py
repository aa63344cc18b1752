from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from opendata.disclosure import PTable, UsageError, perturb
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import AXES, TREE
from tests.opendata.disclosure.api.test_facts import FACTS

SECRET = b"a secret of the tests only"
TABLE = {**FACTS, "id": [f"f{rank}" for rank in range(len(FACTS["region"]))]}
GIVEN: dict[str, Any] = {"identifier": "id", "secret": SECRET, "deviation": 2, "variance": 1}


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("regions.csv").write_text(TREE, encoding="utf-8")
    pd.DataFrame(TABLE).to_csv("facts.csv", index=False)
    Path("kept").mkdir()
    Path("kept/secret").write_bytes(SECRET)
    Path("kept/secret").chmod(0o600)
    command = ["perturb", "facts.csv", "--dimension", "region=regions.csv", "--dimension", "type", "--identifier", "id",
               "--secret", "kept/secret", "--deviation", "2", "--variance", "1", "--out", "out.csv", "--error", "error.csv",
               "--report", "kept/report.csv"]  # fmt: skip
    assert main(command) == 0
    said = capsys.readouterr().out.splitlines()
    for table in (pd.DataFrame(TABLE), pl.DataFrame(TABLE)):
        release = perturb(table, AXES, **GIVEN)
        assert release.to_csv() == Path("out.csv").read_bytes()
        assert release.error_csv() == Path("error.csv").read_bytes()
        assert release.report_csv() == Path("kept/report.csv").read_bytes()
        assert list(release.sentences()) == said
    assert perturb(TABLE, AXES, **{**GIVEN, "secret": Path("kept/secret")}).to_csv() == release.to_csv()  # fmt: skip


def test_a_release_with_noise_is_a_table_of_whole_numbers() -> None:
    release = perturb(TABLE, AXES, **GIVEN)
    assert release.to_polars().columns == ["region", "type", "value", "deviation"]
    assert str(release.to_pandas()["value"].dtype) == "Int64"
    assert release.error()["largest deviation"] == "2"


@pytest.mark.parametrize("kept", [copy.copy, lambda one: pickle.loads(pickle.dumps(one))])
def test_neither_a_copy_nor_a_pickle_keeps_what_takes_the_noise_away(kept: Any) -> None:
    release = kept(perturb(TABLE, AXES, **GIVEN))
    assert release.confidential is None
    with pytest.raises(UsageError, match="une copie n'a ni effectifs ni clés"):
        release.report_csv()


def test_an_additive_table_adds_up() -> None:
    frame = perturb(TABLE, {"type": None}, ignore=["region"], additive=True, **GIVEN).to_pandas()
    found = dict(zip(frame["type"], frame["value"], strict=True))
    assert found["Total"] == found["x"] + found["y"]


def test_the_noise_is_a_table_that_is_given() -> None:
    drawn = perturb(TABLE, AXES, **GIVEN)
    noises = [(count, noise, float(part)) for count, row in enumerate(drawn.noise.rows) for noise, part in row.items()]  # fmt: skip
    columns = pd.DataFrame(noises, columns=["count", "noise", "probability"]).astype(str)
    keyed: dict[str, Any] = {"identifier": "id", "secret": SECRET}
    assert isinstance(drawn.noise, PTable)
    assert perturb(TABLE, AXES, ptable=drawn.noise, **keyed).to_csv() == drawn.to_csv()
    assert perturb(TABLE, AXES, ptable=columns, **keyed).perturbed.deviation == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"identifier": None}, "key : key, ou identifier et secret"),
        ({"secret": None}, "secret : identifier et secret vont ensemble"),
        ({"secret": b"short"}, "secret : au moins 16 octets, tirés au hasard"),
        ({"ptable": {}}, "ptable : dit déjà deviation, variance et threshold"),
        ({"deviation": None}, "deviation : ptable, ou deviation et variance"),
        ({"threshold": 2}, "threshold : un nombre de 0 à 1 : moins que deviation, sinon"),
        ({"variance": "NaN"}, "variance : un nombre, par exemple 1.5"),
        ({"variance": 3}, "variance : aucun bruit sans biais d'au plus 2"),
        ({"margins": [["âge"]]}, "margins : dimension inconnue : âge"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        perturb(TABLE, AXES, **{**GIVEN, **arguments})
    assert str(raised.value).startswith(message)
