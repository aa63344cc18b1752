"""One at a time: who comes second is told who is there; a holder that died holds nobody up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_src.engine.lock import HeldError, held

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import os, sys, time
from pathlib import Path
from site_src.engine.lock import held
with held(Path(sys.argv[1]), "build.py build"):
    worker = os.fork() if sys.argv[2:] else -1
    if worker == 0:  # it outlives its parent
        time.sleep(60)
        os._exit(0)
    print("held", worker, flush=True)
    sys.stdin.read()
"""
TOLD = (
    r"déjà en cours : build\.py build, processus {}, depuis le \d\d/\d\d/\d{{4}} à \d\d:\d\d:\d\d "
    r"\(verrou : {}\) — attendre sa fin, ou l'arrêter \(kill {}\), puis relancer"
)


@pytest.fixture
def verrou(tmp_path: Path) -> Path:
    return tmp_path / "build" / "verrou"


@contextmanager
def holder(verrou: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(verrou), *words], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def is_free(verrou: Path) -> bool:
    with held(verrou, "build.py check"):
        return verrou.read_text().startswith(f"{os.getpid()}\nbuild.py check\n")


def test_who_comes_second_is_told_who_is_there_and_since_when(verrou: Path) -> None:
    with holder(verrou) as process:
        assert line(process) == "held -1"
        with pytest.raises(HeldError) as told, held(verrou, "build.py check"):
            pass
        pattern = TOLD.format(process.pid, re.escape(str(verrou)), process.pid)
        assert re.fullmatch(pattern, str(told.value))
        process.communicate("")
    assert not verrou.exists()
    assert is_free(verrou)


def test_a_holder_that_was_killed_holds_nobody_up(verrou: Path) -> None:
    with holder(verrou) as process:
        assert line(process) == "held -1"
        process.kill()
        process.wait()
        assert verrou.exists()
        assert is_free(verrou)
    assert not verrou.exists()


def test_a_worker_that_outlives_the_holder_holds_nobody_up(verrou: Path) -> None:
    with holder(verrou, "fork") as process:
        worker = int(line(process).split()[1])
        process.kill()
        process.wait()
        os.kill(worker, 0)
        assert is_free(verrou)
        os.kill(worker, signal.SIGKILL)


def test_a_process_does_not_give_itself_the_lock_twice(verrou: Path) -> None:
    with held(verrou, "build.py build"):
        with pytest.raises(HeldError, match=f"processus {os.getpid()}"), held(verrou, ""):
            pass
        assert verrou.exists()
    assert is_free(verrou)


def test_the_lock_is_free_after_a_failure(verrou: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(verrou, "build.py build"):
        raise ZeroDivisionError
    assert is_free(verrou)


@pytest.mark.parametrize("left", [b"", b"999999999\nbuild.py build\nhier", b"\xff", b"\n" * 9])
def test_whatever_an_earlier_holder_left_is_written_over(verrou: Path, left: bytes) -> None:
    verrou.parent.mkdir()
    verrou.write_bytes(left)
    assert is_free(verrou)
