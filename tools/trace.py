"""Each data file is parsed once in a build: one whole build in this process, every parse of a data file counted.

    python -m tools.trace

A parse is a call of a parser (YAML, JSON, CSV, SVG) on the text of a file of data/, wherever the text
comes from: a table parsed again from a published package counts. Only frictionless does so by design: it
judges, independently, what a stranger would download.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

import pandas as pd
import yaml
from lxml import etree

import build
from site_src.engine.build import Plan, run
from site_src.engine.tree import Tree

ROOT = Path(build.__file__).resolve().parent
OPTIONS = {"adresse": "", "depot": "", "epoch": "0", "instant": "0"}
# Where each parser takes what it parses, in its arguments.
PARSERS: tuple[tuple[Any, str, int], ...] = (
    (json, "loads", 0),
    (csv, "reader", 0),
    (pd, "read_csv", 0),
    (yaml.CSafeLoader, "__init__", 1),
    (yaml.SafeLoader, "__init__", 1),
    (etree, "fromstring", 0),
)


@dataclass
class Trace:
    """Who parsed each data file, one name for each time: a reading, else a stage of `plan`."""

    plan: Plan
    files: Mapping[str, bytes] = field(repr=False)
    readers: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every file starts with nobody."""
        self.readers = {path: [] for path in self.files}
        self._paths: dict[bytes, list[str]] = {}
        for path, raw in self.files.items():
            self._paths.setdefault(raw, []).append(path)
        self._names = {item.reader: item.name for item in self.plan.readings}
        self._names |= {item.run: item.name for item in self.plan.stages}

    def parsed(self, raw: bytes, frame: FrameType | None) -> None:
        """Something was parsed; of files that have the same contents, it is the one least parsed."""
        paths = self._paths.get(raw)
        if paths:
            self.readers[min(paths, key=lambda path: len(self.readers[path]))].append(
                self._name(frame)
            )

    def _name(self, frame: FrameType | None) -> str:
        """The reading or stage that runs, by the innermost call of its function."""
        while frame is not None:
            place = f"{frame.f_globals.get('__name__')}:{frame.f_code.co_name}"
            if place in self._names:
                return self._names[place]
            frame = frame.f_back
        return "?"

    @property
    def repeated(self) -> list[str]:
        """The files parsed more often than once."""
        return [path for path, names in self.readers.items() if len(names) > 1]

    def __str__(self) -> str:
        parsed = {path: names for path, names in self.readers.items() if names}
        lines = [f"{path} : {_counted(names)}" for path, names in parsed.items()]
        end = (
            f"lus plusieurs fois : {', '.join(self.repeated)}"
            if self.repeated
            else f"{len(parsed)} fichiers, chacun lu une fois"
        )
        return "\n".join([*lines, end])


def _counted(names: list[str]) -> str:
    """« datasets 1, pages 2 »."""
    return ", ".join(f"{name} {count}" for name, count in Counter(names).items())


def trace(plan: Plan, root: Path = ROOT) -> Trace:
    """The parses of one build of `plan` from nothing: nothing is left behind."""
    found = Trace(plan, Tree(root).select(("data/**/*",)))
    with tempfile.TemporaryDirectory(prefix="prm-trace-") as folder, watched(found):
        for path in root.iterdir():
            if path.name not in ("build", "site"):
                (Path(folder) / path.name).symlink_to(path)
        run(plan, Path(folder), OPTIONS, lambda _: None, checking="")
    return found


@contextmanager
def watched(found: Trace) -> Iterator[None]:
    """Every parse of this process goes to `found`, and units of work stay in it."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch("os.cpu_count", return_value=1))
        for owner, name, place in PARSERS:
            stack.enter_context(
                mock.patch.object(owner, name, _told(getattr(owner, name), place, found))
            )
        yield


def _told(parser: Callable[..., Any], place: int, found: Trace) -> Callable[..., Any]:
    @functools.wraps(parser)
    def parse(*given: Any, **named: Any) -> Any:  # noqa: ANN401  (whatever the parser takes and gives)
        raw = _bytes(given[place]) if len(given) > place else None
        if raw is not None:
            found.parsed(raw, sys._getframe(1))
        return parser(*given, **named)

    return parse


def _bytes(source: object) -> bytes | None:
    """What is parsed, where it is all in memory."""
    if isinstance(source, io.StringIO | io.BytesIO):
        source = source.getvalue()
    return (
        source.encode()
        if isinstance(source, str)
        else source
        if isinstance(source, bytes)
        else None
    )


def main() -> int:
    """Print the trace; 1 when a file was parsed more often than once."""
    found = trace(build.PLAN)
    print(found)
    return 1 if found.repeated else 0


if __name__ == "__main__":
    sys.exit(main())
