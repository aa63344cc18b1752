"""Stages over the committed data, that take from the last build what it made of the same by the same code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import build
from site_src.engine.memo import Memo
from site_src.engine.readings import Library
from site_src.engine.stages import Inputs, function_of
from site_src.engine.store import AlteredError, Memory, Outputs, Store
from site_src.engine.tree import Tree
from site_src.engine.units import Work
from tests.builds import OPTIONS, ROOT

PLAN = build.PLAN
T = TypeVar("T")


class AfterBuild(Store):
    """A store in a folder of its own, that finds there also what the build has kept; it writes nothing to the build's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._build = Store(ROOT / "build/cache")

    def recall(self, name: str, key: str) -> Memory | None:
        return super().recall(name, key) or self._built(name, key)

    def _built(self, name: str, key: str) -> Memory | None:
        memory = self._build.recall(name, key)
        try:
            return memory and replace(memory, outputs=self.keep(dict(memory.outputs)))
        except AlteredError:  # another build has begun, and dropped it
            return None


def record(store: Store, name: str, instead: Mapping[str, bytes], kind: type[T]) -> T:
    """The record of one reading of the repository, where some files are others `instead`."""
    return _library(store, Tree(ROOT, instead)).record(name, kind)


def outputs(
    store: Store,
    name: str,
    instead: Mapping[str, bytes],
    given: Mapping[str, Outputs] | None = None,
    options: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """What one stage gives of the repository, where some files are others `instead`, and of the stages before it.

    Readings and units of which `store` has what they gave, by their keys, are not done again.
    """
    stage = next(one for one in PLAN.stages if one.name == name)
    tree, told = Tree(ROOT, instead), {**OPTIONS, **(options or {})}
    own = {one: told[one] for one in stage.options}
    code = tree.digest((*PLAN.everywhere, *stage.code))
    memo = Memo(store, f"{name} en mémoire", code)
    work = Work(name, f"{code} {sorted(own.items())}", store, lambda _: None, PLAN.refused, cores=1, memo=memo)  # fmt: skip
    library = _library(store, tree)
    kept = {need: store.keep(given[need]) for need in given} if given else {}
    return dict(function_of(stage)(Inputs(stage.takes, library, tree.select(stage.files), kept, own, work)))  # fmt: skip


def _library(store: Store, tree: Tree) -> Library:
    return Library(build.READINGS, tree, PLAN.refused, store, PLAN.everywhere)
