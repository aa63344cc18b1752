"""An existing Dask cluster, reached at the address given and nowhere else.

Nothing of the facts may stay behind: a cluster whose workers write their memory to disk is refused, as is one that
is reached over a network in clear. A part whose worker dies is done again by another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opendata.disclosure.cluster.across import Across, Part, Result, here
from opendata.disclosure.program import SolverError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from distributed import Client, Future, Worker

# Seconds in which a scheduler answers, and after which a cluster without a worker is given up.
ANSWER, PATIENCE = 10, 10
MISSING = "--dask demande la bibliothèque distributed : pip install distributed"
NO_WORKER = "la grappe n'a plus d'ouvrier : en relancer, puis recommencer"
SPILLS = (
    "des ouvriers de la grappe écrivent leur mémoire sur disque : les lancer avec"
    " distributed.worker.memory.target et distributed.worker.memory.spill à false"
)
CLEAR = "une grappe hors de cette machine se joint par tls:// : ce qui circule est confidentiel"


class ClusterError(Exception):
    """The cluster cannot do the work. Says nothing of the data."""


def across(address: str | None) -> AbstractContextManager[Across]:
    """Parts done by the cluster at an address, here without one. Raises ClusterError."""
    return nullcontext(here) if address is None else connected(address)


@contextmanager
def connected(address: str) -> Iterator[Across]:
    """Parts done by the workers of the cluster at this address. Raises ClusterError, and SolverError as the work does."""
    check_address(address)
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(MISSING) from None
    with _silence():
        try:
            # Results come through the scheduler: no worker is spoken to at another address.
            client = Client(address, timeout=ANSWER, direct_to_workers=False, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError):
            raise ClusterError(f"aucune grappe ne répond à {address}") from None
        try:
            _check_workers(client)
            yield lambda work, parts: _done(client, work, parts)
        finally:
            client.close(timeout=ANSWER)


def check_address(address: str) -> None:
    """Refuse an address that is none, and one that crosses a network in clear. Raises ClusterError."""
    place = urlsplit(address)
    if place.scheme not in ("tcp", "tls") or not place.hostname or not _port(place.netloc):
        raise ClusterError("une adresse de grappe s'écrit tls://machine:port, ou tcp://127.0.0.1:port sur cette machine")  # fmt: skip
    if place.scheme == "tcp" and not _is_this_machine(place.hostname):
        raise ClusterError(CLEAR)


def _port(netloc: str) -> bool:
    return netloc.rpartition(":")[2].isdigit()


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_workers(client: Client) -> None:
    """There are some, and none writes results to disk."""
    spills = client.run(_spills)
    if not spills:
        raise ClusterError(NO_WORKER)
    if any(spills.values()):
        raise ClusterError(SPILLS)


def _spills(dask_worker: Worker) -> bool:
    """Whether a worker may write what it holds to disk: what it holds is then no plain dictionary."""
    return not isinstance(dask_worker.data, dict)


def _done(
    client: Client, work: Callable[[Part], Result], parts: Sequence[Part]
) -> Iterator[Result]:
    """Parts sent to the workers, results taken in order and left nowhere."""
    futures = client.map(work, parts, pure=False)
    try:
        while futures:
            yield _result(client, futures[0])
            futures.pop(0)
    finally:
        client.cancel(futures)


def _result(client: Client, future: Future[Result]) -> Result:
    """What a worker found, waited for as long as there is one."""
    alone = 0
    while not future.done():
        try:
            future.exception(timeout=1)
        except TimeoutError:
            alone = 0 if _workers(client) else alone + 1
            if client.status != "running" or alone >= PATIENCE:
                raise ClusterError(NO_WORKER) from None
        except Exception as error:  # cancelled, lost or closed: the library has a type for each
            raise ClusterError(f"la grappe a abandonné le travail ({type(error).__name__})") from None  # fmt: skip
    if future.status == "error":
        failure = future.exception()
        if isinstance(failure, SolverError):
            raise failure  # as here: a solver without an answer, told without data
        # What else a worker says may quote what it read.
        kind = type(failure).__name__
        raise ClusterError(f"des ouvriers sont morts ou n'ont pas pu faire une part ({kind})")
    if future.status != "finished":
        raise ClusterError(f"la grappe a abandonné le travail ({future.status})")
    return future.result()


def _workers(client: Client) -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])


@contextmanager
def _silence() -> Iterator[None]:
    """What the library tells of its own: it may quote a part's arguments."""
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)
