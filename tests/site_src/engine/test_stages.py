"""Stages: run only when what they declare has changed, and see nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from opendata.findings import Finding, FindingsError
from site_src.engine.stages import Inputs, Outputs, Stage, execute, load, read_files, store

RUNS: list[str] = []


def upper(inputs: Inputs) -> Outputs:
    RUNS.append("upper")
    return {path: raw.upper() for path, raw in inputs.files.items()}


def count(inputs: Inputs) -> Outputs:
    RUNS.append("count")
    size = sum(len(raw) for raw in inputs.outputs["upper"].values())
    return {"count.txt": f"{size} {inputs.options['epoch']}".encode()}


def refuse(inputs: Inputs) -> Outputs:
    raise FindingsError([Finding(path, 1, 1, "q", "r", "m") for path in inputs.files])


@pytest.fixture(autouse=True)
def functions() -> Iterator[None]:
    """The stage functions of this file, importable by name as a build's are."""
    module = ModuleType("stage_functions")
    vars(module).update(upper=upper, count=count, refuse=refuse)
    sys.modules[module.__name__] = module
    RUNS.clear()
    yield
    del sys.modules[module.__name__]


UPPER = Stage("upper", "Majuscules", "stage_functions:upper", reads=("data/*.txt",))
COUNT = Stage(
    "count", "Compte", "stage_functions:count", needs=("upper",), options=("epoch",), code=("code.py",)
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("abc")
    (tmp_path / "code.py").write_text("x = 1")
    return tmp_path


def run(root: Path, *stages: Stage, epoch: str = "0") -> dict[str, bytes]:
    results = execute(stages, root, root / "cache", {"epoch": epoch, "adresse": ""}, lambda _: None)
    return dict(results[stages[-1].name].outputs)


def test_a_stage_gets_declared_files_needed_outputs_and_options(root: Path) -> None:
    assert run(root, UPPER, COUNT, epoch="7") == {"count.txt": b"3 7"}


def test_nothing_runs_again_when_nothing_changed(root: Path) -> None:
    first = run(root, UPPER, COUNT)
    assert run(root, UPPER, COUNT) == first
    assert RUNS == ["upper", "count"]


def test_dates_of_files_do_not_count(root: Path) -> None:
    run(root, UPPER)
    (root / "data" / "a.txt").touch()
    run(root, UPPER)
    assert RUNS == ["upper"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("data/a.txt", ["upper", "count"]),
        ("data/b.txt", ["upper", "count"]),
        ("code.py", ["count"]),
        ("requirements/site.txt", ["upper", "count"]),
        ("undeclared.txt", []),
    ],
)
def test_a_change_runs_what_depends_on_it(root: Path, change: str, expected: list[str]) -> None:
    run(root, UPPER, COUNT)
    RUNS.clear()
    (root / change).parent.mkdir(exist_ok=True)
    (root / change).write_text("changed")
    run(root, UPPER, COUNT)
    assert expected == RUNS


def test_an_option_that_changes_runs_the_stages_that_declare_it(root: Path) -> None:
    run(root, UPPER, COUNT, epoch="1")
    RUNS.clear()
    run(root, UPPER, COUNT, epoch="2")
    assert RUNS == ["count"]


def test_findings_of_independent_stages_come_together_and_stop_what_needs_them(root: Path) -> None:
    (root / "data" / "b.txt").write_text("b")
    one = Stage("one", "", "stage_functions:refuse", reads=("data/a.txt",))
    two = Stage("two", "", "stage_functions:refuse", reads=("data/b.txt",))
    after = Stage("after", "", "stage_functions:count", needs=("one",), options=("epoch",))
    with pytest.raises(FindingsError) as caught:
        run(root, one, two, after)
    assert [finding.path for finding in caught.value.findings] == ["data/a.txt", "data/b.txt"]


def test_links_and_byte_code_are_not_inputs(root: Path) -> None:
    (root / "data" / "secret.txt").symlink_to("/etc/hostname")
    (root / "data" / "x.pyc").write_bytes(b"x")
    assert list(read_files(root, ("data/*",))) == ["data/a.txt"]


def test_a_cut_cache_is_no_cache(tmp_path: Path) -> None:
    store(tmp_path / "c", "digest", {"é/a": b"1\n2", "b": b""})
    assert load(tmp_path / "c", "digest") == {"é/a": b"1\n2", "b": b""}
    assert load(tmp_path / "c", "other") is None
    (tmp_path / "c" / "outputs").write_bytes(b"1")
    assert load(tmp_path / "c", "digest") is None
