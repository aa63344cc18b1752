from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from opendata.disclosure import __main__, intervals
from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.program import LimitError, Program, Restricted, SolverError

BOUND = "un programme en nombres entiers s'est arrêté à sa borne : rien n'en est conclu"


def test_an_integer_program_that_meets_its_bound_says_so() -> None:
    # A market split (Cornuéjols and Dawande, 1998): small, and long to settle.
    rng = np.random.default_rng(3)
    shares = rng.integers(0, 100, (4, 30))
    half = shares.sum(axis=1) // 2
    split = Program(
        csr_array(shares), half, half, np.zeros(30), np.ones(30), np.ones(30, dtype=bool), 1
    )
    with pytest.raises(SolverError, match=f"^{BOUND}$"):
        split.minimise()


def test_a_linear_program_that_meets_its_bound_says_so() -> None:
    # Twenty counts of at least 1 each, in a row of sums that a simplex meets one after the other.
    matrix = np.eye(20, 21) - np.eye(20, 21, 1)
    ones, top = np.ones(20), np.full(21, 1e3)
    short, long = (
        Program(csr_array(matrix), ones, ones, np.zeros(21), top, quick=True, iterations=most)
        for most in (3, 300)
    )
    with pytest.raises(LimitError, match="programme linéaire s'est arrêté à sa borne"):
        short.minimise_with(-np.ones(21))
    assert long.minimise_with(-np.ones(21)).optimal


def test_a_program_of_some_columns_leaves_the_others_at_zero() -> None:
    rng = np.random.default_rng(7)
    for _ in range(30):
        matrix = csr_array(rng.integers(-1, 2, (8, 14)))
        costs, upper = rng.normal(size=14), rng.integers(0, 4, 14).astype(float)
        chosen = np.flatnonzero(rng.random(14) < 0.6)
        kept = np.zeros(14)
        kept[chosen] = upper[chosen]
        whole = Program(matrix, np.zeros(8), np.zeros(8), np.zeros(14), kept)
        answer = Restricted(matrix).minimise_over(chosen, costs[chosen], upper[chosen])
        assert answer.objective == pytest.approx(whole.minimise_with(costs).objective)
        assert np.allclose(matrix.toarray()[:, chosen] @ answer.values, 0)
        assert np.all((answer.values >= 0) & (answer.values <= upper[chosen]))


def test_programs_of_other_columns_follow_each_other() -> None:
    system = Restricted(csr_array(np.array([[1, -1, 0], [0, 1, -1]])))
    for columns in ([0, 1, 2], [0, 1], [], [2], [0, 1, 2]):
        chosen = np.array(columns, dtype=np.int64)
        answer = system.minimise_over(chosen, -np.ones(len(chosen)), np.full(len(chosen), 2.0))
        assert answer.values.tolist() == ([2.0] * 3 if len(columns) == 3 else [0.0] * len(columns))


def test_an_audit_that_meets_its_bound_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bound(*_args: object) -> None:
        raise SolverError(BOUND)

    (tmp_path / "counts.csv").write_text("a,b,n\nx,u,1\nx,v,30\ny,u,20\ny,v,9\n", encoding="utf-8")
    monkeypatch.setattr(Program, "minimise", bound)
    out = tmp_path / "out.csv"
    words = ["protect", str(tmp_path / "counts.csv"), "--count", "n", "--dimension", "a"]
    assert __main__.main([*words, "--dimension", "b", "--out", str(out)]) == 1
    assert capsys.readouterr().err == f"rien n'est écrit : {BOUND}\n"
    assert not out.exists()


def test_every_integer_program_of_the_audits_has_a_bound() -> None:
    block = Unknowns(np.arange(2), csr_array(np.array([[1, 1]])), np.array([3]))
    system = intervals.program(block, integers=True)
    assert system._solver.getOptionValue("mip_max_nodes")[1] == intervals.BRANCHES
