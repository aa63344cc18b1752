"""Independent parts done on the cores of this machine, each in a process of its own, with the same results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from opendata.disclosure.cluster.across import Across, Part, Result
from opendata.disclosure.cluster.connection import ClusterError

DEAD = "un processus de travail est mort : rien n'est conclu ; recommencer avec moins de cœurs, ou plus de mémoire"
MOST = 256


@contextmanager
def on_cores(number: int) -> Iterator[Across]:
    """Parts done by so many processes, their results in the order of the parts.

    Each process starts from nothing (a solver does not survive the copy of the one that runs it): a program that
    calls this guards its own start by `if __name__ == "__main__"`. Raises ClusterError when a process dies.
    """
    if not 1 <= number <= MOST:
        raise ClusterError(f"un nombre de cœurs de 1 à {MOST}")
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
        try:
            yield lambda work, parts: _done(pool, work, parts)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _done(
    pool: ProcessPoolExecutor, work: Callable[[Part], Result], parts: Sequence[Part]
) -> Iterator[Result]:
    """The results as they come, in order; one part alone is done here."""
    if len(parts) < 2:
        yield from map(work, parts)
        return
    try:
        yield from pool.map(work, parts)
    except BrokenProcessPool:
        raise ClusterError(DEAD) from None
