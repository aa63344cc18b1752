"""Ctrl-C and its like: at once, without a word of the workers, save while a site is swapped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_src.engine.interruption import ASKED, stoppable, too_late
from site_src.engine.store import Outputs, Store
from site_src.engine.units import Unit, Work

FOR_EVER = 60  # seconds: ends by itself, should the test fail


@pytest.fixture(autouse=True)
def as_at_a_terminal() -> Iterator[None]:
    """A suite that was begun in the background or by nohup ignores what these tests send."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in ASKED}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


ASKS = pytest.mark.parametrize("number", ASKED, ids=lambda number: number.name)


@ASKS
def test_whoever_asks_to_stop_is_heard(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(KeyboardInterrupt), stoppable():
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_what_was_ignored_before_stays_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.fixture
def another_thread() -> Iterator[None]:
    """The kernel may give it what is sent to the process."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


@ASKS
@pytest.mark.usefixtures("another_thread")
def test_what_comes_too_late_is_dropped_and_the_next_one_is_heard(number: signal.Signals) -> None:
    with stoppable():
        with too_late():
            os.kill(os.getpid(), number)
            os.kill(os.getpid(), number)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)  # a second one does not disturb who puts things in order


def wait(folder: Path) -> Outputs:
    """A unit that says who does it, then takes for ever."""
    (folder / str(os.getpid())).touch()
    time.sleep(FOR_EVER)
    return {}


def build(folder: Path) -> None:
    with open(folder / "dit", "w") as said:  # noqa: PTH123
        os.dup2(said.fileno(), 2)
    units = [Unit(name, wait, (folder,)) for name in ("un", "deux", "trois")]
    with stoppable():
        try:
            Work("essai", "", Store(folder / "cache"), print, ValueError, cores=2).each(units)
        except KeyboardInterrupt:
            os._exit(130)


def workers(folder: Path) -> list[int]:
    while len(found := [int(path.name) for path in folder.glob("[0-9]*")]) < 2:
        time.sleep(0.01)
    return found


def has_ended(process: int) -> bool:
    try:
        state = Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


@pytest.mark.parametrize("number", [*ASKED, signal.SIGKILL], ids=lambda number: number.name)
def test_workers_end_with_the_build_and_say_nothing(tmp_path: Path, number: signal.Signals) -> None:
    process = multiprocessing.get_context("fork").Process(target=build, args=(tmp_path,))
    process.start()
    found = workers(tmp_path)
    os.kill(process.pid or 0, number)
    process.join()
    assert process.exitcode == (-9 if number is signal.SIGKILL else 130)
    late = time.monotonic() + FOR_EVER / 2
    while not all(map(has_ended, found)):
        assert time.monotonic() < late, "workers outlive their build"
        time.sleep(0.01)
    assert (tmp_path / "dit").read_text() == ""
