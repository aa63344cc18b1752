"""Every text of a parsed document, with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Key = str | int


def texts(data: Any) -> Iterator[tuple[tuple[Key, ...], str]]:  # noqa: ANN401  (whatever YAML or JSON holds)
    """The texts of lists and mappings, keys of mappings included, in their order; what aliases repeat, once."""
    pending: list[tuple[tuple[Key, ...], Any]] = [((), data)]
    seen: set[int] = set()
    while pending:
        keys, value = pending.pop()
        if isinstance(value, str):
            yield keys, value
        elif isinstance(value, dict | list | tuple) and id(value) not in seen:
            seen.add(id(value))
            items = value.items() if isinstance(value, dict) else enumerate(value)
            inside = [((*keys, key), item) for key, item in items]
            if isinstance(value, dict):
                yield from ((place, str(place[-1])) for place, _ in inside)
            pending.extend(reversed(inside))
