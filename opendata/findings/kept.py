"""What a reader makes of one file among many, taken again from wherever it was kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from opendata.findings.finding import Finding

T = TypeVar("T")


class Kept(Protocol):
    """Gives the part called `name` and what is wrong with it: from `read`, or as it was while `given` was the same.

    A reader names in `given` all that the part is made from.
    """

    def __call__(
        self, name: str, given: object, read: Callable[[list[Finding]], T], /
    ) -> tuple[T, list[Finding]]:
        """The part, and what is wrong with it."""
        ...


def read_now(
    _name: str, _given: object, read: Callable[[list[Finding]], T], /
) -> tuple[T, list[Finding]]:
    """Nothing was kept."""
    findings: list[Finding] = []
    return read(findings), findings


def read_file(
    path: str,
    raw: bytes,
    read: Callable[[str, bytes, list[Finding]], T],
    kept: Kept,
    findings: list[Finding],
) -> T:
    """What `read` makes of one file, which nothing else decides; what is wrong in it is added to `findings`."""
    made, found = kept(path, raw, partial(read, path, raw))
    findings.extend(found)
    return made
