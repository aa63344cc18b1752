"""A digest of the values that a unit of work is given: as long as it stays, the work need not be done again."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Set as AbstractSet
from typing import Any


def fingerprint(value: object) -> str:
    """SHA-256 of `value`, any picklable value.

    Two different values never have the same digest. A value with an
    attribute `fingerprint` (a record that knows the digest of the files it was read from) is
    taken by that digest alone.

    Raises `pickle.PicklingError`, `AttributeError` or `TypeError` on what cannot be pickled.
    """
    written = io.BytesIO()
    writer = _Fingerprinter(written, protocol=pickle.HIGHEST_PROTOCOL)
    # Without its memo a pickle tells values alone: which of two equal texts are one object in memory
    # (pydantic keeps some) changes from run to run.
    writer.fast = True
    writer.dump(value)
    return hashlib.sha256(written.getbuffer()).hexdigest()


class _Fingerprinter(pickle.Pickler):
    def persistent_id(self, obj: Any) -> Any:  # noqa: ANN401  (pickle's own signature)
        if isinstance(obj, set | frozenset):  # their order follows the hash seed of the process
            return _of_set(obj)
        known = getattr(obj, "fingerprint", None)
        return (type(obj).__qualname__, known) if isinstance(known, str) else None

    def reducer_override(self, obj: Any) -> Any:  # noqa: ANN401  (pickle's own signature)
        if isinstance(obj, type) or "_cache" not in getattr(obj, "__dict__", ()):
            return NotImplemented
        # pandas keeps with arrays and types what was asked of them before: no part of the value.
        reduced = obj.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
        return tuple(_without_cache(part) for part in reduced)


def _without_cache(part: object) -> object:
    if isinstance(part, dict):  # the attributes of the object
        return {name: value for name, value in part.items() if name != "_cache"}
    return part


def _of_set(values: AbstractSet[Any]) -> tuple[str, tuple[str, ...]]:
    if all(type(value) is str for value in values):  # nearly all: names of fields
        return ("texts", tuple(sorted(values)))
    return ("set", tuple(sorted(map(fingerprint, values))))
