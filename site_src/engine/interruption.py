"""Ctrl-C and its like: a command stops at once, save in the moment when a site is swapped."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM, and SIGHUP of a terminal that closes, raise `KeyboardInterrupt` as Ctrl-C does: once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # One that is ignored (nohup) stays so.
    taken = [number for number in ASKED if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in taken}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in ASKED:  # what is under way is put in order: a second one would disturb that
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def too_late() -> Iterator[None]:
    """What asks to stop meanwhile comes too late: the work is done a moment later, and is told as done.

    Ignored, not blocked: a mask holds for one thread, and Python answers in the main one whichever is asked.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ASKED}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def become_worker(parent: int) -> None:
    """Of a process of a pool: it dies when asked to, without a word, and with its parent."""
    for number in ASKED:
        signal.signal(number, signal.SIG_DFL)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before
        os._exit(1)
