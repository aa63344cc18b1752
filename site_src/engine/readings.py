"""Data files → frozen records: each reading is done once a process, and its findings are gathered.

A reading names its files, its reader and the readings it needs. Whoever makes something of the
data is given records, never paths: a file has one reader.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar

from site_src.engine.fingerprint import fingerprint
from site_src.engine.store import Memory, Store
from site_src.engine.tree import Tree

T = TypeVar("T")
RECORD = "fiche"
LAST = 4  # how many of each name are remembered


@dataclass(frozen=True)
class Reading:
    """One line of the table of readings.

    `reader` is `module:function`, imported when it is first asked for: it takes a `Given` and
    returns the record, or `None` with findings. `files` are glob patterns from the root. It is
    not asked while a reading of `needs` failed; those of `uses` it is given as `None` then.
    `code` are the patterns of the Python it calls. A reading that is `by_content` is changed for
    those who take it only when its record is another: for a small part of larger ones. The record
    of one that `is_kept` stays in the store: for what is longer to parse than to load.
    """

    name: str
    reader: str
    files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    by_content: bool = False
    is_kept: bool = False


class LastRead:
    """What the libraries of one process have read, refused or not: the next one takes what was read of the same.

    A record is frozen, and is given as it is to whoever asks. Of each name, the last few are there.
    """

    def __init__(self) -> None:
        self._read: dict[str, dict[object, Any]] = {}

    def taken(self, name: str, key: object, read: Callable[[], T]) -> T:
        """What `read` gave when the same was asked under this name and key; it is called when that is not there."""
        kept = self._read.setdefault(name, {})
        found: T = kept.pop(key) if key in kept else read()
        kept[key] = found
        if len(kept) > LAST:
            del kept[next(iter(kept))]
        return found


class Parts:
    """The parts of one reading that stay in the store, each as long as its own key: for a file among many.

    What is `kept` under a part's name hangs on the `code` of the reading and on what its key is taken over,
    nothing else: a reader names there all that the part is made from. Without a store and what was `last` read, none is kept.
    """

    def __init__(
        self,
        store: Store | None = None,
        name: str = "",
        code: str = "",
        last: LastRead | None = None,
    ) -> None:
        self._store = store
        self._last = last
        self._folder = f"parties de {name}"
        self._code = code
        self._names: list[str] = []

    def kept(self, name: str, given: object, read: Callable[[list[Any]], T]) -> tuple[T, list[Any]]:
        """What `read` gives for the part and what it finds wrong; a part without a finding is read once.

        `given` is any picklable value: the part is read again when it is another.
        """
        if self._store is None and self._last is None:
            return _found(read)
        key = fingerprint((self._code, given))
        self._names.append(name)
        if self._last is None:
            return self._recalled(name, key, read)
        place = f"{self._folder}/{name}"
        record, findings = self._last.taken(place, key, lambda: self._recalled(name, key, read))
        return record, [*findings]

    def _recalled(self, name: str, key: str, read: Callable[[list[Any]], T]) -> tuple[T, list[Any]]:
        """What the store has of the part, else what `read` gives."""
        if self._store is None:
            return _found(read)
        memory = self._store.recall(f"{self._folder}/{name}", key)
        if memory:
            return pickle.loads(memory.outputs[RECORD]), []  # noqa: S301  (ours, checked by its digest)
        record, findings = _found(read)
        if not findings:
            kept = self._store.keep({RECORD: pickle.dumps(record)})
            self._store.remember(f"{self._folder}/{name}", key, kept)
        return record, findings

    def forget_others(self) -> None:
        """Drop what parts that are no more have left in the store."""
        if self._store is not None:
            self._store.forget_others(self._folder, self._names)


def _found(read: Callable[[list[Any]], T]) -> tuple[T, list[Any]]:
    findings: list[Any] = []
    return read(findings), findings


@dataclass(frozen=True)
class Given:
    """What a reader is given: its files, the records it needs, and where it says what is wrong.

    `day` is the day of the run, `None` when nobody said it. A reader may refuse what is later than it, and
    make nothing else of it: what has passed once is not judged again on a later day.
    """

    files: Mapping[str, bytes] = field(repr=False)
    records: Mapping[str, Any] = field(repr=False)
    findings: list[Any] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    day: date | None = None
    parts: Parts = field(default_factory=Parts, repr=False)

    def record(self, name: str, kind: type[T]) -> T:
        """The record of a reading that is needed."""
        return _of_kind(name, self.records[name], kind)

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """The record of a reading that is used; `None` where it failed."""
        value = self.records[name]
        return None if value is None else _of_kind(name, value, kind)

    def report(self, line: str) -> None:
        """A line of `check`: what was read, in words."""
        self.lines.append(line)


def _of_kind(name: str, value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{name}: {kind.__name__} expected, {type(value).__name__} given")
    return value


@dataclass(frozen=True)
class _Read:
    record: Any
    findings: tuple[Any, ...]
    lines: tuple[str, ...]

    @cached_property
    def content(self) -> str:
        """The digest of the record."""
        return fingerprint(self.record)


class Library:
    """The readings of one process over one tree of files.

    What passed before, with the same contents, is not read again to be judged. `shared` are patterns
    of code that every reader calls, `refused` the exception that carries findings, `day` that of the run.
    What libraries that share what was `last` read have read of the same is not read again.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        tree: Tree,
        refused: type[Exception],
        store: Store | None = None,
        shared: Iterable[str] = (),
        day: date | None = None,
        last: LastRead | None = None,
    ) -> None:
        self._refused = refused
        self._readings = {reading.name: reading for reading in readings}
        self._tree = tree
        self._store = store
        self._shared = tuple(shared)
        self._day = day
        self._last = last
        self._done: dict[str, _Read] = {}
        self._keys: dict[str, str] = {}

    @property
    def read(self) -> tuple[str, ...]:
        """The readings that were done, in their order."""
        return tuple(self._done)

    def record(self, name: str, kind: type[T]) -> T:
        """The record of a reading, read now if it was not yet.

        Raises `refused`, with what every reading found, when this one or one that it needs failed.
        """
        value = self._read(name).record
        if value is None:
            raise self._refused(self.findings)
        return _of_kind(name, value, kind)

    @property
    def findings(self) -> tuple[Any, ...]:
        """What the readings that were done found, all together."""
        return tuple(item for read in self._done.values() for item in read.findings)

    def has_passed(self) -> bool:
        """Whether every reading passed before, with the contents of today."""
        return not any(self.changed())

    def changed(self) -> Iterator[str]:
        """The readings that did not pass before, with the contents of today."""
        return (name for name, reading in self._readings.items() if not self._memory(reading))

    def check(self) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        """Every reading judged: the lines that say what was read, and all findings."""
        lines: list[str] = []
        for reading in self._readings.values():
            lines += self._judged(reading)
        return tuple(lines), self.findings

    def _judged(self, reading: Reading) -> Sequence[str]:
        memory = self._memory(reading)
        if memory:
            return [line for line in memory.note.split("\n")[1:] if line]
        return self._read(reading.name).lines

    def key(self, name: str) -> str:
        """What changes when the reading gives something else: of its record, or of all it is made from."""
        reading = self._readings[name]
        if not reading.by_content:
            return self._key(reading)
        memory = self._memory(reading)
        return memory.note.partition("\n")[0] if memory else self._read(name).content

    def _memory(self, reading: Reading) -> Memory | None:
        if self._store is None:
            return None
        return self._store.recall(f"lectures/{reading.name}", self._key(reading))

    def _key(self, reading: Reading) -> str:
        """SHA-256 over the reading, its files, its code, and the keys of what it is given."""
        if reading.name not in self._keys:
            sha256 = hashlib.sha256(repr(reading).encode())
            sha256.update(self._code(reading).encode())
            sha256.update(self._tree.digest(reading.files).encode())
            for other in (*reading.needs, *reading.uses):
                sha256.update(self.key(other).encode())
            self._keys[reading.name] = sha256.hexdigest()
        return self._keys[reading.name]

    def _code(self, reading: Reading) -> str:
        """SHA-256 of all the code that the reading calls."""
        return self._tree.digest((*self._shared, *reading.code))

    def _read(self, name: str) -> _Read:
        if name not in self._done:
            reading = self._readings[name]
            self._done[name] = self._kept(reading) or self._asked(reading)
        return self._done[name]

    def _kept(self, reading: Reading) -> _Read | None:
        """What the store has of the reading: nothing that it needs is read for it."""
        memory = self._memory(reading) if reading.is_kept else None
        if memory is None:
            return None
        return _Read(pickle.loads(memory.outputs[RECORD]), (), ())  # noqa: S301  (ours, checked by its digest)

    def _asked(self, reading: Reading) -> _Read:
        records = {name: self._read(name).record for name in (*reading.needs, *reading.uses)}
        if any(records[name] is None for name in reading.needs):
            return _Read(None, (), ())
        if self._last is None:
            read = self._made(reading, records)
        else:
            key = (self._key(reading), self._day)
            read = self._last.taken(reading.name, key, lambda: self._made(reading, records))
        if not read.findings:
            self._passed(reading, read)
        return read

    def _made(self, reading: Reading, records: Mapping[str, Any]) -> _Read:
        parts = Parts(self._store, reading.name, self._code(reading), self._last)
        given = Given(self._tree.select(reading.files), records, day=self._day, parts=parts)
        record = _function(reading.reader)(given)
        parts.forget_others()
        return _Read(record, tuple(given.findings), tuple(given.lines))

    def _passed(self, reading: Reading, read: _Read) -> None:
        """Remember it, unless it hangs on a reading that did not pass."""
        others = (*reading.needs, *reading.uses)
        if self._store is None or any(self._failed(name) for name in others):
            return
        content = read.content if reading.by_content else ""
        note = "\n".join([content, *read.lines])
        kept = self._store.keep({RECORD: pickle.dumps(read.record)} if reading.is_kept else {})
        self._store.remember(f"lectures/{reading.name}", self._key(reading), kept, note)

    def _failed(self, name: str) -> bool:
        return bool(self._done[name].findings) or self._done[name].record is None


def _function(path: str) -> Callable[[Given], Any]:
    module, _, name = path.partition(":")
    function: Callable[[Given], Any] = getattr(import_module(module), name)
    return function
