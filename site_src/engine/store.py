"""Outputs kept by their content: the same bytes once, whatever made them, checked when they are taken again.

objects/<sha256>      the bytes of one output
manifests/<name>      what a piece of work gave: its key, and the digest of each of its files

A file of either folder that was truncated or altered is noticed: a manifest says its own digest,
an object is named by its own. A manifest that names a path outside a folder is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_src.engine.faults import FaultError
from site_src.engine.inventory import digest_of
from site_src.engine.paths import is_below, refuse_outside

Outputs = Mapping[str, bytes]
DIGEST = re.compile("[0-9a-f]{64}")
UNFINISHED = ".ecrit-"  # how the name of a file begins that is being written
LONGEST = 200  # bytes; a file's name may have 255


class AlteredError(FaultError):
    """An object of the store is not what its name, a digest, says: nothing of it may be published."""

    def __str__(self) -> str:
        return "build/cache/ a été abîmé pendant la construction : le supprimer, puis relancer"


class Store:
    """A folder of objects and manifests; written whole or not at all, file by file."""

    def __init__(self, folder: Path) -> None:
        # Texts: a build opens them by the ten thousand, and pathlib doubles the time of each.
        self._objects = f"{folder}/objects"
        self._manifests = f"{folder}/manifests"

    def keep(self, outputs: Outputs) -> Stored:
        """The same outputs, on disk; those that are there already are not written again.

        Raises `OutsideError` for a path that is not below a folder.
        """
        if isinstance(outputs, Stored):
            return outputs
        refuse_outside(outputs)
        return Stored(self, {path: self._keep(raw) for path, raw in sorted(outputs.items())})

    def _keep(self, raw: bytes) -> str:
        digest = hashlib.sha256(raw).hexdigest()
        path = f"{self._objects}/{digest}"
        if not _has_size(path, len(raw)):
            _write(path, raw)
        return digest

    def load(self, digest: str) -> bytes:
        """The bytes whose SHA-256 is `digest`. Raises `AlteredError` when they are not there any more."""
        path = f"{self._objects}/{digest}"
        try:
            raw = _read(path)
        except OSError:
            raise AlteredError(digest) from None
        if hashlib.sha256(raw).hexdigest() != digest:
            os.unlink(path)
            raise AlteredError(digest)
        return raw

    def verify(self, digests: Iterable[str]) -> None:
        """Raises `AlteredError` unless each of these objects is what its name says."""
        for digest in digests:
            if digest_of(f"{self._objects}/{digest}") != digest:
                raise AlteredError(digest)

    def remember(self, name: str, key: str, outputs: Stored, note: str = "") -> None:
        """Write that the work `name`, given what `key` stands for, gave `outputs`; `note` is a word of its own."""
        body = json.dumps(
            {"key": key, "note": note, "files": dict(outputs.digests)}, ensure_ascii=False
        )
        _write(self._path(name), f"{_digest(body)}\n{body}".encode())

    def recall(self, name: str, key: str) -> Memory | None:
        """What `remember` wrote under the same name and key; `None` when it is not whole any more."""
        found = _manifest(self._path(name))
        if not found or found["key"] != key:
            return None
        if not all(map(self._is_there, found["files"].values())):
            return None
        return Memory(Stored(self, found["files"]), found["note"])

    def forget_others(self, folder: str, names: Iterable[str]) -> None:
        """Drop the manifests below `folder` that are none of `names`."""
        kept = {self._path(f"{folder}/{name}") for name in names}
        for path in _files_in(f"{self._manifests}/{_file_name(folder)}"):
            if path not in kept:
                os.unlink(path)

    def prune(self) -> None:
        """Drop the objects that no manifest names, and what an interrupted write left."""
        used = {f"{self._objects}/{digest}" for digest in self._used()}
        for path in _files_in(self._objects):
            if path not in used:
                os.unlink(path)

    def _used(self) -> Iterator[str]:
        for path in _files_in(self._manifests):
            found = _manifest(path)
            if found:
                yield from found["files"].values()
            else:
                os.unlink(path)

    def _is_there(self, digest: str) -> bool:
        return os.path.isfile(f"{self._objects}/{digest}")

    def _path(self, name: str) -> str:
        folder, _, leaf = name.partition("/")
        return f"{self._manifests}/{_file_name(folder)}/{_file_name(leaf or folder)}"


class Stored(Mapping[str, bytes]):
    """Outputs in a store, by path: each is loaded, and checked, when it is asked for."""

    def __init__(self, store: Store, digests: Mapping[str, str]) -> None:
        self._store = store
        self.digests = digests
        self._loaded: dict[str, bytes] = {}

    def __getitem__(self, path: str) -> bytes:
        if path not in self._loaded:
            self._loaded[path] = self._store.load(self.digests[path])
        return self._loaded[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)

    def __contains__(self, path: object) -> bool:
        return path in self.digests

    @classmethod
    def of(cls, *parts: Stored) -> Stored:
        """Outputs of one store together; of two at the same path, the last."""
        digests = {path: digest for part in parts for path, digest in part.digests.items()}
        return cls(parts[0]._store, digests)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over paths and digests: that of the contents."""
        sha256 = hashlib.sha256()
        for path, digest in sorted(self.digests.items()):
            sha256.update(f"\0{path}\0{digest}".encode())
        return sha256.hexdigest()

    def some(self, paths: Iterable[str]) -> Stored:
        """Those of the outputs, by their paths."""
        return Stored(self._store, {path: self.digests[path] for path in paths})

    def renamed(self, names: Mapping[str, str]) -> Stored:
        """The outputs whose path is a key of `names`, under its value."""
        return Stored(self._store, {new: self.digests[old] for old, new in names.items()})


def part_of(outputs: Outputs, *prefixes: str) -> Outputs:
    """The outputs whose paths begin so; those of a store stay in it."""
    paths = [path for path in outputs if path.startswith(prefixes)]
    return outputs.some(paths) if isinstance(outputs, Stored) else {p: outputs[p] for p in paths}


@dataclass(frozen=True)
class Memory:
    """What a piece of work gave, and the note it left."""

    outputs: Stored = field(repr=False)
    note: str = ""


def _file_name(name: str) -> str:
    """One part of a path, whatever stands in `name`."""
    written = quote(name, safe="")
    if written.strip(".") and len(written) <= LONGEST:
        return written
    return f"-{_digest(name)}"


def _manifest(path: str) -> dict[str, Any] | None:
    """What `remember` wrote there; `None` when it is not there, not whole, or names what no store holds."""
    try:
        digest, _, body = _read(path).decode().partition("\n")
        found = json.loads(body) if digest == _digest(body) else None
    except (OSError, ValueError, RecursionError):
        return None
    return found if _is_sound(found) else None


def _is_sound(found: object) -> bool:
    match found:
        case {"key": str(), "note": str(), "files": dict(files)}:
            return all(map(is_below, files)) and all(map(_is_digest, files.values()))
    return False


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _files_in(folder: str) -> list[str]:
    """Every file below the folder, which may not be there."""
    return [f"{place}/{name}" for place, _, names in os.walk(folder) for name in names]


def _has_size(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except FileNotFoundError:
        return False


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _write(path: str, raw: bytes) -> None:
    """Whole or not at all, also when two processes write it at once."""
    folder, _, _ = path.rpartition("/")
    beside = f"{folder}/{UNFINISHED}{os.getpid()}-{threading.get_ident()}"
    try:
        _write_in_folder(folder, beside, raw)
        os.replace(beside, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        raise


def _write_in_folder(folder: str, path: str, raw: bytes) -> None:
    try:
        _fill(path, raw)
    except FileNotFoundError:  # the first file of its folder
        os.makedirs(folder, exist_ok=True)
        _fill(path, raw)


def _fill(path: str, raw: bytes) -> None:
    with open(path, "wb") as file:
        file.write(raw)
