"""What broke a reader once, and what stands at the edge of what it takes: each is answered, soon, in little memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from opendata.findings import Document
from tools import fuzz
from tools.fuzz_targets import TARGETS, BrokenPromiseError, json_document

SECONDS = 10
GIGABYTE = 1024 * 1024  # in the kilobytes of ru_maxrss
INPUTS = sorted(path for name in TARGETS for path in (fuzz.CORPUS / name).iterdir())


@pytest.fixture
def _alarm() -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer within {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("_alarm")
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_reader_answers(path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    TARGETS[path.parent.name](path.read_bytes())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GIGABYTE


def test_each_reader_has_its_inputs_and_is_searched() -> None:
    assert tuple(TARGETS) == fuzz.NAMES
    assert {folder.name for folder in fuzz.CORPUS.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_every_reader_accepts_its_right_input(name: str) -> None:
    assert TARGETS[name]((fuzz.CORPUS / name / "juste").read_bytes())


def test_a_reader_that_accepts_in_silence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(path: str, *_: object) -> Document:
        return Document(path, "[NaN]", [float("nan")], is_json=True)

    monkeypatch.setattr("tools.fuzz_targets.read_json", careless)
    with pytest.raises(BrokenPromiseError, match="not finite"):
        json_document(b"[NaN]")


def test_a_reader_that_refuses_in_silence_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.fuzz_targets.read_json", lambda *_: None)
    with pytest.raises(BrokenPromiseError, match="refused without one"):
        json_document(b"[]")
