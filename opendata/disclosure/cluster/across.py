"""How independent parts of a piece of work are done: their results come in the order of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")


class Across(Protocol):
    """Does parts of a piece of work, wherever; `work` stands at the top of a module, and its parts hold no secret but
    what the work needs.
    """

    def __call__(
        self, work: Callable[[Part], Result], parts: Sequence[Part], /
    ) -> Iterator[Result]:
        """The results, in the order of the parts."""
        ...


def here(work: Callable[[Part], Result], parts: Sequence[Part], /) -> Iterator[Result]:
    """In this process, one after the other."""
    return map(work, parts)
