"""One file has the digests of every version of every dataset, as `sha256sum` checks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from opendata.packages.manifest import FOLDER, manifest_file
from opendata.records.fiction import FILE_WORDS

MANIFEST = f"{FOLDER}sha256sums.txt"
ONE, TWO = "a" * 64, "b" * 64


def test_versions_are_in_it_with_their_place_and_nothing_else() -> None:
    files = {
        "site/donnees/b/1.0.0/sha256sums.txt": f"{ONE}  z.csv\n{TWO}  a.csv\n".encode(),
        f"site/donnees/a/2.1.0/{FILE_WORDS}-sha256sums.txt": f"{TWO}  {FILE_WORDS}-c.csv\n".encode(),
        "site/donnees/b/sha256sums.txt": f"{ONE}  z.csv\n".encode(),  # the current address changes
        "site/donnees/b/1.0.0/z.csv": b"z\n",
        "donnees/c/1.0.0/sha256sums.txt": f"{ONE}  secret.csv\n".encode(),  # not to be downloaded
    }
    lines = [f"{TWO}  a/2.1.0/{FILE_WORDS}-c.csv", f"{TWO}  b/1.0.0/a.csv", f"{ONE}  b/1.0.0/z.csv"]
    assert manifest_file(files) == {MANIFEST: "".join(f"{one}\n" for one in lines).encode()}
    assert manifest_file(dict(reversed(files.items()))) == manifest_file(files)


class Counted(dict[str, bytes]):
    """Files that say which of them were read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.read: list[str] = []

    def __getitem__(self, path: str) -> bytes:
        self.read.append(path)
        return super().__getitem__(path)

    def items(self) -> NoReturn:
        raise AssertionError


def test_only_the_lists_of_digests_are_read() -> None:
    digests = f"{FOLDER}b/1.0.0/sha256sums.txt"
    files = Counted({digests: f"{ONE}  z.csv\n".encode(), f"{FOLDER}b/1.0.0/z.csv": b"z\n"})
    assert manifest_file(files)
    assert files.read == [digests]


def test_without_any_version_there_is_none() -> None:
    assert manifest_file({}) == {}
    assert manifest_file({"site/donnees/b/sha256sums.txt": f"{ONE}  z.csv\n".encode()}) == {}
