"""Readings and stages of build.py over a dict of files: a test changes a value, not a disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import build
from site_src.engine.readings import LastRead, Library
from site_src.engine.stages import Inputs, Stage, function_of
from site_src.engine.store import Outputs, Store
from site_src.engine.tree import Tree, matches
from site_src.engine.units import Work

T = TypeVar("T")
ROOT = Path(build.__file__).resolve().parent
# An identity that nobody has filled in yet, whatever data/site.yaml says today.
UNKNOWN = {
    "data/site.yaml": b"titre: Paris, essai\ntitre_court: Essai\ndescription: Un essai.\n"
                      b"dicrim: {adopte: false}\n",
}  # fmt: skip
STORE = "build/cache"
# What the tests of one process have read: the same committed files are read once for them all.
_LAST = LastRead()
OPTIONS = {"adresse": "", "depot": "", "epoch": "0", "instant": "0"}


class Files(Tree):
    """Files by path that stand in for a disk.

    Most tests change one file of hundreds: what is worked out of their names is kept for the next.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(Path())
        self._contents = dict(files)
        self._names = tuple(sorted(files))

    def _matching(self, pattern: str) -> tuple[str, ...]:
        return _matched(self._names, pattern)


@lru_cache(maxsize=1 << 12)
def _matched(names: tuple[str, ...], pattern: str) -> tuple[str, ...]:
    beginning = pattern.partition("*")[0]
    return tuple(name for name in names if name.startswith(beginning) and matches(pattern, name))


def begin_as_built(root: Path) -> None:
    """Give a copy of the repository what the last build kept: what it reads and makes alike is not done again."""
    # What another build drops meanwhile is missing from the copy, and is made again.
    with suppress(FileNotFoundError, shutil.Error):
        shutil.copytree(ROOT / STORE, root / STORE)


def committed(*patterns: str) -> dict[str, bytes]:
    """Files of the repository, by glob patterns."""
    return Tree(ROOT).select(patterns)


def library(files: Mapping[str, bytes], day: date | None = None, last: LastRead = _LAST) -> Library:
    """The readings of build.py over `files`; each is done when its record is asked for.

    What a test of the process read of the same files is in `last`, with what was found wrong, and is not read again.
    """
    return Library(build.READINGS, Files(files), build.PLAN.refused, day=day, last=last)


def record(files: Mapping[str, bytes], name: str, kind: type[T]) -> T:
    """The record of one reading. Raises `FindingsError` when it, or one that it needs, failed."""
    return library(files).record(name, kind)


def findings(files: Mapping[str, bytes], day: date | None = None) -> list[str]:
    """What `check` would print of `files` on `day`."""
    return [str(finding) for finding in sorted(set(library(files, day).check()[1]))]


def outputs(
    name: str,
    files: Mapping[str, bytes],
    given: Mapping[str, Outputs] | None = None,
    options: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """What one stage of build.py gives of `files` and of the outputs of the stages before it, by stage."""
    stage = next(stage for stage in build.COMPRESSED.stages if stage.name == name)
    with _inputs(stage, files, given or {}, {**OPTIONS, **(options or {})}) as inputs:
        return dict(function_of(stage)(inputs))


@contextmanager
def _inputs(
    stage: Stage,
    files: Mapping[str, bytes],
    given: Mapping[str, Outputs],
    options: Mapping[str, str],
) -> Iterator[Inputs]:
    with tempfile.TemporaryDirectory(prefix="prm-essai-") as folder:
        store = Store(Path(folder))
        work = Work(stage.name, "", store, lambda _: None, build.PLAN.refused, cores=1)
        kept = {need: store.keep(given[need]) for need in given}
        yield Inputs(
            stage.takes, library(files), Files(files).select(stage.files), kept, options, work
        )
