"""Blocks and files on the cores of one machine: the bytes of one process."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.cluster.connection import ClusterError
from opendata.disclosure.cluster.cores import on_cores
from opendata.disclosure.program import SolverError
from tests.opendata.disclosure.api.tables import CSV

PARTS = list(range(6))


def doubled(part: int) -> int:
    return 2 * part


def unanswered(part: int) -> int:
    if part == 3:
        raise SolverError("HiGHS : rien")
    return part


def killed(part: int) -> int:
    if part == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def test_results_come_in_the_order_of_the_parts() -> None:
    with on_cores(2) as every:
        assert list(every(doubled, PARTS)) == [2 * part for part in PARTS]
        assert list(every(doubled, [4])) == [8]


def test_a_solver_without_an_answer_is_no_pass() -> None:
    with on_cores(2) as every, pytest.raises(SolverError, match="HiGHS : rien"):
        list(every(unanswered, PARTS))


def test_a_process_that_dies_is_said_and_ends_the_work() -> None:
    with on_cores(2) as every, pytest.raises(ClusterError, match="un processus de travail est mort"):  # fmt: skip
        list(every(killed, PARTS))


@pytest.mark.parametrize("number", [0, 257])
def test_a_number_of_cores_is_one(number: int) -> None:
    with pytest.raises(ClusterError, match="un nombre de cœurs de 1 à 256"), on_cores(number):
        pass


def test_commands_give_the_same_bytes_on_two_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    by = ["--dimension", "region", "--dimension", "type"]
    Path("counts.csv").write_text(CSV, encoding="utf-8")
    assert main(["protect", "counts.csv", "--count", "n", *by, "--out", "out.csv"]) == 0
    said = []
    for rank, cores in enumerate(([], ["--cores", "2"])):
        capsys.readouterr()
        assert main(["audit", "out.csv", *by, *cores, "--report", f"{rank}.csv"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert Path("0.csv").read_bytes() == Path("1.csv").read_bytes()
    assert main(["audit", "out.csv", *by, "--cores", "2", "--dask", "tcp://127.0.0.1:1"]) == 2
    assert "--cores : ou --dask, pas les deux" in capsys.readouterr().err
