"""The grain of a stage: units of work, each done again only when what it was given changed.

A unit is a function and its values. Its key is the digest of the values, of the code of its
stage and of the build's options; while the key stays, what the unit gave is taken from the
store. Units that are to be done are shared among the machine's cores.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from types import NoneType
from typing import Any

from site_src.engine.fingerprint import fingerprint, parts_of
from site_src.engine.interruption import become_worker
from site_src.engine.memo import Memo
from site_src.engine.store import Outputs, Store, Stored

Progress = Callable[[str], None]
# Several files as the work of one process, which share what is costly to set up: their names → the files.
Batch = Callable[[Sequence[str]], Outputs]
# A process more is worth its own set-up from this many files on.
FILES_A_PROCESS = 20
BUNDLES_A_CORE = 8
_SHORT = (str, int, float, bool, date, NoneType)


@dataclass(frozen=True)
class Unit:
    """One piece of a stage: `run(*given)` gives files by path. `says` announces it to who waits.

    `run` is a function of a module, `given` are picklable values: nothing else decides what is made.
    Units of one `group` are done by one process: they share what is costly to set up. `weight` guesses how
    long it takes beside the others of its stage: what is long begins first, so that all cores end together.
    """

    name: str
    run: Callable[..., Outputs]
    given: tuple[Any, ...] = field(repr=False)
    says: str = ""
    group: str = ""
    weight: int = 1


@dataclass
class Work:
    """The units of one stage in one run: all their `names`, and those that had to be `done`.

    `refused` is the exception that a unit raises when what it is given is faulty: all units are
    tried, then one is raised with the findings of all.
    """

    stage: str
    code: str  # digest of the code and of the options
    store: Store = field(repr=False)
    progress: Progress = field(repr=False)
    refused: type[Exception] = field(repr=False)
    cores: int = field(default_factory=lambda: os.cpu_count() or 1)
    memo: Memo | None = field(default=None, repr=False)  # of the stage's code
    done: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    # Digests of values by their identity, with the value, so that no other takes its place in memory.
    digests: dict[int, tuple[object, str]] = field(default_factory=dict, repr=False)

    def each(
        self, units: Iterable[Unit], first: Callable[[], object] | None = None
    ) -> dict[str, Stored]:
        """What every unit gives, by its name, in the order of the units.

        `first` is called when one is to be done, before processes are forked: they find there what it imported.
        Raises `refused` with every finding of every unit.
        """
        every = list(units)
        keys = {unit.name: self._key(unit.run.__qualname__, *unit.given) for unit in every}
        found = self._recalled(keys)
        todo = [unit for unit in every if unit.name not in found]
        if todo and first:
            first()
        made, findings = _shared(todo, self.store, self.cores, self.progress, self.refused)
        # Those that nothing was found in are done, also where another is refused: they wait for its correction.
        found |= self._remembered(keys, made)
        if findings:
            raise self.refused(findings)
        return {unit.name: found[unit.name] for unit in every}

    def batch(
        self,
        given: Mapping[str, object],
        prepared: Callable[[Sequence[str]], AbstractContextManager[Batch]],
    ) -> dict[str, Stored]:
        """The same for files that are made many at a time, each of the name that is given.

        What is `prepared` for all those to be done takes names, and makes their files. Many are shared out to
        several processes, which find there what was prepared once; nothing is when nothing is to be done.
        """
        keys = {name: self._key("", value) for name, value in given.items()}
        found = self._recalled(keys)
        todo = [name for name in given if name not in found]
        parts = self._in_parts(todo, prepared) if todo else ()
        digests = {path: digest for part in parts for path, digest in part.digests.items()}
        made = {name: Stored(self.store, {name: digests[name]}) for name in todo}
        found |= self._remembered(keys, made)
        return {name: found[name] for name in given}

    def _in_parts(
        self,
        todo: Sequence[str],
        prepared: Callable[[Sequence[str]], AbstractContextManager[Batch]],
    ) -> Iterable[Stored]:
        processes = max(1, min(self.cores, len(todo) // FILES_A_PROCESS))
        shares = [todo[number::processes] for number in range(processes)]
        with prepared(todo) as make:
            units = [Unit(f"part {number}", make, (share,)) for number, share in enumerate(shares)]
            made, findings = _shared(units, self.store, self.cores, self.progress, self.refused)
        if findings:
            raise self.refused(findings)
        return made.values()

    def forget_others(self) -> None:
        """Drop what units that are no more have left in the store."""
        self.store.forget_others(self.stage, self.names)

    def _key(self, function: str, *given: object) -> str:
        return fingerprint((self.code, function, *map(self._digest, given)))

    def _digest(self, value: object) -> str:
        """The digest of one value; what many units are given is read once, also inside other records."""
        if id(value) not in self.digests:
            parts = [self._part(part) for part in parts_of(value)]
            digest = fingerprint((type(value), parts)) if parts else fingerprint(value)
            self.digests[id(value)] = (value, digest)
        return self.digests[id(value)][1]

    def _part(self, value: object) -> object:
        """What stands for a value inside others: itself where it is shorter than its digest would take."""
        return value if type(value) in _SHORT else bytes.fromhex(self._digest(value))

    def _recalled(self, keys: Mapping[str, str]) -> dict[str, Stored]:
        self.names += keys
        memories = {
            name: self.store.recall(f"{self.stage}/{name}", key) for name, key in keys.items()
        }
        return {name: memory.outputs for name, memory in memories.items() if memory}

    def _remembered(
        self, keys: Mapping[str, str], made: Mapping[str, Stored]
    ) -> Mapping[str, Stored]:
        for name, outputs in made.items():
            self.store.remember(f"{self.stage}/{name}", keys[name], outputs)
        self.done += [name for name in keys if name in made]
        return made

    def join(self, parts: Iterable[Outputs]) -> Stored:
        """The files of several parts together. Raises `ValueError` where two give the same path."""
        digests: dict[str, str] = {}
        for part in parts:
            kept = self.store.keep(part).digests
            twice = sorted(digests.keys() & kept.keys())
            if twice:
                raise ValueError(f"{self.stage}: {', '.join(twice)} given twice")
            digests |= kept
        return Stored(self.store, digests)


# The groups of units of the pool's processes: they are forked, and find here what would be long to send.
_todo: list[Sequence[Unit]] = []
# Of each unit the digests of its files, or what refused it.
Outcome = tuple[Mapping[str, str], Exception | None]


def _shared(
    units: Sequence[Unit], store: Store, cores: int, progress: Progress, refused: type[Exception]
) -> tuple[dict[str, Stored], list[Any]]:
    """Do the units, on all cores when there are several: what each gave, and the findings of those that were `refused`."""
    done: dict[str, Stored] = {}
    findings: list[Any] = []
    groups = _bundled(sorted(_grouped(units).values(), key=_weight, reverse=True), cores)
    for group, outcomes in _outcomes(groups, store, cores, progress, refused):
        for unit, (digests, error) in zip(group, outcomes, strict=True):
            if error is None:
                done[unit.name] = Stored(store, digests)
                continue
            found = getattr(error, "findings", ())
            if not found:
                raise error  # what refuses and says nothing of it would be done for whoever only counts findings
            findings += found
    return done, findings


def _grouped(units: Iterable[Unit]) -> dict[tuple[str, str], list[Unit]]:
    """The units by group, in their order; one without a group stands alone."""
    groups: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        groups.setdefault((unit.group, "" if unit.group else unit.name), []).append(unit)
    return groups


def _bundled(groups: Iterable[Sequence[Unit]], cores: int) -> list[Sequence[Unit]]:
    """What is short goes together: handing over a hundred small pieces takes longer than doing them.

    Each core still has several bundles to take, so that all of them end together.
    """
    groups = list(groups)
    least = sum(map(_weight, groups)) / (cores * BUNDLES_A_CORE)
    bundles: list[list[Unit]] = []
    for group in groups:
        if bundles and _weight(bundles[-1]) < least:
            bundles[-1] += group
        else:
            bundles.append(list(group))
    return list(bundles)


def _weight(group: Iterable[Unit]) -> int:
    return sum(unit.weight for unit in group)


def _outcomes(
    groups: Sequence[Sequence[Unit]],
    store: Store,
    cores: int,
    progress: Progress,
    refused: type[Exception],
) -> Iterator[tuple[Sequence[Unit], Sequence[Outcome]]]:
    if cores < 2 or not groups:
        for group in groups:
            _announce(group, progress)
            yield group, [_make(unit, store, refused) for unit in group]
        return
    _todo[:] = groups
    # Forked: the records are there already, and only digests come back. A unit alone too: the threads that
    # it starts (typst has some) would be missing from the next processes, which would wait for them for ever.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(
        min(cores, len(groups)), context, initializer=become_worker, initargs=(os.getpid(),)
    ) as pool:
        try:
            yield from _spread(pool, groups, store, cores, progress, refused)
        except BaseException:  # nobody waits for what is under way
            for worker in multiprocessing.active_children():
                # Not asked: one that has hardly begun still hears as its parent does, and forgets it (`become_worker`).
                worker.kill()
            # The pool's thread is waited for (`__exit__`): one that is left would say an error of its own at the end.
            raise
        finally:
            _todo.clear()


def _spread(
    pool: ProcessPoolExecutor,
    groups: Sequence[Sequence[Unit]],
    store: Store,
    cores: int,
    progress: Progress,
    refused: type[Exception],
) -> Iterator[tuple[Sequence[Unit], Sequence[Outcome]]]:
    waiting: dict[Future[list[Outcome]], Sequence[Unit]] = {}
    for number, group in enumerate(groups):
        if len(waiting) >= cores:  # announced when it starts, not when it is queued
            yield from _ended(waiting)
        _announce(group, progress)
        waiting[pool.submit(_make_numbered, number, store, refused)] = group
    while waiting:
        yield from _ended(waiting)


def _ended(
    waiting: dict[Future[list[Outcome]], Sequence[Unit]],
) -> Iterator[tuple[Sequence[Unit], Sequence[Outcome]]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


def _announce(group: Iterable[Unit], progress: Progress) -> None:
    for unit in group:
        if unit.says:
            progress(unit.says)


def _make_numbered(number: int, store: Store, refused: type[Exception]) -> list[Outcome]:
    return [_make(unit, store, refused) for unit in _todo[number]]


def _make(unit: Unit, store: Store, refused: type[Exception]) -> Outcome:
    """Do the unit and keep its files; what refuses it is told with the others."""
    try:
        return store.keep(unit.run(*unit.given)).digests, None
    except refused as error:
        return {}, error
