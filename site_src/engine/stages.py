"""The build as a table of stages: each a function from declared inputs to `{path: bytes}`.

A stage sees the records of the readings that it takes, the files it declares and the outputs of
the stages it needs, nothing else. Its key is taken over their contents, the locked dependencies
and the code it names; while the key stays, its outputs are taken from the store and its code is
not even imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TypeVar

from site_src.engine.readings import Library
from site_src.engine.store import Outputs
from site_src.engine.units import Work

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """One line of the build's table.

    `run` is `module:function`, imported only when the stage runs. `takes` are readings, `files`
    glob patterns from the root of what is no data (templates, styles), `code` those of the Python
    it calls, `needs` the stages before it, `options` the build options it depends on.
    """

    name: str
    makes: str
    run: str
    takes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """What a stage is given.

    `files` maps paths from the repository's root to contents, sorted. `outputs` are those of the
    needed stages, by stage. `options` are words that change the result (the site's address,
    SOURCE_DATE_EPOCH): part of the key. `work` does the stage's units.
    """

    takes: tuple[str, ...]
    library: Library = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    outputs: Mapping[str, Outputs] = field(repr=False)
    options: Mapping[str, str]
    work: Work = field(repr=False)

    def record(self, name: str, kind: type[T]) -> T:
        """The record of a reading that the stage takes."""
        if name not in self.takes:
            raise KeyError(f"{name}: not among the readings that the stage takes")
        return self.library.record(name, kind)


def function_of(stage: Stage) -> Callable[[Inputs], Outputs]:
    """The stage's function, imported now."""
    module, _, name = stage.run.partition(":")
    function: Callable[[Inputs], Outputs] = getattr(import_module(module), name)
    return function
