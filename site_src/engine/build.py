"""One run over a repository: its readings judged, then the stages whose inputs changed."""

from __future__ import annotations

import gc
import hashlib
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from site_src.engine.faults import FaultError
from site_src.engine.memo import Memo
from site_src.engine.readings import Library, Reading
from site_src.engine.stages import Inputs, Stage, function_of
from site_src.engine.store import AlteredError, Store, Stored
from site_src.engine.tree import Tree
from site_src.engine.units import Progress, Work
from site_src.engine.usage import UsageError

# What everything depends on without saying so.
EVERYWHERE = ("requirements/site.txt", "site_src/engine/*.py", "build.py")

# What a package manager puts beside the repository.
INSTALLED = "node_modules/"


@dataclass(frozen=True)
class Plan:
    """The two tables, and what surrounds them.

    `shared` are patterns of code that every reading and stage runs; `refused` is the exception, with
    `findings`, that says that inputs are faulty.
    """

    readings: Sequence[Reading]
    stages: Sequence[Stage]
    refused: type[Exception]
    shared: tuple[str, ...] = ()

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The patterns on which every reading and stage hangs."""
        return (*EVERYWHERE, *self.shared)

    def until(self, last: str) -> Plan:
        """The plan up to the stage named `last`, included."""
        names = [stage.name for stage in self.stages]
        return Plan(self.readings, self.stages[: names.index(last) + 1], self.refused, self.shared)


@dataclass(frozen=True)
class Only:
    """The readings and stages that a run may do again; `says` is what is said when there are others."""

    readings: Collection[str]
    stages: Collection[str]
    says: str


@dataclass(frozen=True)
class Result:
    """A stage that ran, or did not need to; `done` are the units that had to be done."""

    stage: Stage
    outputs: Stored = field(repr=False)
    est_neuf: bool
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a run gave: the lines that say what was read, and each stage's result by its name."""

    lines: tuple[str, ...]
    results: Mapping[str, Result] = field(repr=False)
    library: Library = field(repr=False)

    def __getitem__(self, name: str) -> Result:
        return self.results[name]


def run(
    plan: Plan,
    root: Path,
    options: Mapping[str, str],
    progress: Progress,
    *,
    checking: str,
    cache: Path | None = None,
    day: date | None = None,
    only: Only | None = None,
    instead: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Judge the readings, then run the stages in the order of the table.

    `checking` announces the judging. The store is in `cache`, by default build/cache/ of the root. `day` is the
    one after which nothing has happened yet. `only` says what alone may have changed since the last run,
    `instead` what files of the root would hold, were they written.
    What is returned is whole: every object was checked. Raises the plan's `refused` with every
    finding of every reading, or of every stage that could run; `UsageError` when something else than `only` changed.
    """
    cache = cache or root / "build" / "cache"
    tree = partial(Tree, root, instead)
    with _records_kept():
        try:
            return _Run(plan, tree(), options, progress, Store(cache), day, only).outcome(checking)
        except AlteredError:  # somebody else wrote in the store: it is worth nothing any more
            shutil.rmtree(cache, ignore_errors=True)
            return _Run(plan, tree(), options, progress, Store(cache), day, only).outcome(checking)


@contextmanager
def _records_kept() -> Iterator[None]:
    """No search for circular garbage while records that live to the end of the run are gathered.

    The collector would walk through all of them again and again, an eighth of a clean build's processor,
    and copy in each forked process the pages that it touches.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            # Into the oldest generation at once: else the collector, on its return, would walk through all of them as new.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


class _Run:
    def __init__(
        self,
        plan: Plan,
        tree: Tree,
        options: Mapping[str, str],
        progress: Progress,
        store: Store,
        day: date | None,
        only: Only | None,
    ) -> None:
        self._plan = plan
        self._only = only
        self._options = options
        self._progress = progress
        self._store = store
        self._tree = tree
        self._library = Library(
            plan.readings, self._tree, plan.refused, store, plan.everywhere, day
        )
        self._results: dict[str, Result] = {}

    def outcome(self, checking: str) -> Outcome:
        if self._only:
            self._refuse_others(self._library.changed(), self._only.readings)
        lines = self._judge(checking)
        self._find_libraries()
        findings: list[Any] = []
        for stage in self._plan.stages:
            if all(need in self._results for need in stage.needs):
                findings += self._advance(stage)
        if findings:
            raise self._plan.refused(findings)
        self._store.verify(set().union(*(result.outputs.digests.values() for result in self._results.values())))  # fmt: skip
        if self._library.read or any(result.est_neuf for result in self._results.values()):
            self._store.prune()  # else it holds what it held
        return Outcome(lines, self._results, self._library)

    def _find_libraries(self) -> None:
        """A package that is not installed stops every stage: pages without it would be full of dead links."""
        for pattern in (pattern for stage in self._plan.stages for pattern in stage.files):
            if pattern.startswith(INSTALLED) and not self._tree.select((pattern,)):
                what = pattern.partition("*")[0].rstrip("/")
                raise FaultError(f"il manque {what} : lancer make site, qui l'installe")

    def _judge(self, checking: str) -> tuple[str, ...]:
        if not self._library.has_passed():
            self._progress(checking)
        lines, findings = self._library.check()
        if findings:
            raise self._plan.refused(findings)
        return lines

    def _advance(self, stage: Stage) -> Sequence[Any]:
        """Run one stage, or take what it gave; its findings."""
        options = {name: self._options[name] for name in stage.options}
        code = self._tree.digest((*self._plan.everywhere, *stage.code))
        key = self._key(stage, code, options)
        memory = self._store.recall(f"etapes/{stage.name}", key)
        if memory:
            self._results[stage.name] = Result(stage, memory.outputs, est_neuf=False)
            return ()
        if self._only:
            self._refuse_others([stage.name], self._only.stages)
        self._progress(stage.makes)
        work = Work(
            stage.name,
            f"{code} {sorted(options.items())}",
            self._store,
            self._progress,
            self._plan.refused,
            memo=Memo(self._store, f"{stage.name} en mémoire", code),
        )
        given = {need: self._results[need].outputs for need in stage.needs}
        files = self._tree.select(stage.files)
        try:
            made = function_of(stage)(
                Inputs(stage.takes, self._library, files, given, options, work)
            )
        except self._plan.refused as error:
            return tuple(getattr(error, "findings", ()))
        kept = self._store.keep(made)
        work.forget_others()
        self._store.remember(f"etapes/{stage.name}", key, kept)
        self._results[stage.name] = Result(stage, kept, est_neuf=True, done=tuple(work.done))
        return ()

    def _refuse_others(self, changed: Iterable[str], allowed: Collection[str]) -> None:
        others = [name for name in changed if name not in allowed]
        if others and self._only:
            raise UsageError(
                f"{self._only.says} ({', '.join(others)}) ; construire d'abord : build.py build"
            )

    def _key(self, stage: Stage, code: str, options: Mapping[str, str]) -> str:
        """SHA-256 over the stage, its code, and the contents of what it is given."""
        sha256 = hashlib.sha256(repr((stage, code, sorted(options.items()))).encode())
        sha256.update(self._tree.digest(stage.files).encode())
        for name in stage.takes:
            sha256.update(self._library.key(name).encode())
        for need in stage.needs:
            sha256.update(self._results[need].outputs.fingerprint.encode())
        return sha256.hexdigest()
