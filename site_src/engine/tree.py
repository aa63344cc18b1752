"""Files of the repository by glob pattern, as bytes: each is read from disk once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path


class Tree:
    """Files below a root. What a build reads, it reads here: a file changed under way is seen by nobody.

    `instead` are other contents of files that are there, by path: what would be read, were they written.
    """

    def __init__(self, root: Path, instead: Mapping[str, bytes] | None = None) -> None:
        self._root = root
        self._contents: dict[str, bytes] = dict(instead or {})
        self._digests: dict[str, bytes] = {}
        self._matches: dict[str, tuple[str, ...]] = {}

    def select(self, patterns: Iterable[str]) -> dict[str, bytes]:
        """Every file that matches one of the patterns, sorted by its path from the root.

        Links and byte code are left out.
        """
        return {path: self._read(path) for path in self._paths(patterns)}

    def digest(self, patterns: Iterable[str]) -> str:
        """SHA-256 over the paths and contents of the files that match."""
        sha256 = hashlib.sha256()
        for path in self._paths(patterns):
            sha256.update(f"\0{path}\0".encode() + self._digest(path))
        return sha256.hexdigest()

    def _paths(self, patterns: Iterable[str]) -> list[str]:
        return sorted({path for pattern in patterns for path in self._matching(pattern)})

    def _matching(self, pattern: str) -> tuple[str, ...]:
        if pattern not in self._matches:
            self._matches[pattern] = tuple(_matches(self._root, pattern))
        return self._matches[pattern]

    def _read(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = (self._root / path).read_bytes()
        return self._contents[path]

    def _digest(self, path: str) -> bytes:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self._read(path)).digest()
        return self._digests[path]


def _matches(root: Path, pattern: str) -> Iterator[str]:
    for path in root.glob(pattern):
        if path.is_file() and not path.is_symlink() and path.suffix != ".pyc":
            yield path.relative_to(root).as_posix()


def below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Those of `files` that stand below `folder`."""
    return {path: raw for path, raw in files.items() if path.startswith(f"{folder}/")}


def matches(pattern: str, path: str) -> bool:
    """Whether a path from the root is one that the glob pattern selects."""
    return _form(pattern).fullmatch(path) is not None


@lru_cache(maxsize=1 << 10)
def _form(pattern: str) -> re.Pattern[str]:
    form = re.escape(pattern).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(form)
