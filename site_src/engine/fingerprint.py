"""A digest of the values that a unit of work is given: as long as it stays, the work need not be done again."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from typing import Any


def fingerprint(value: object) -> str:
    """SHA-256 of `value`, any picklable value.

    Two different values never have the same digest. A value with an
    attribute `fingerprint` (a record that knows the digest of the files it was read from) is
    taken by that digest alone.

    Raises `pickle.PicklingError`, `AttributeError` or `TypeError` on what cannot be pickled.
    """
    # Looking at every object for sets takes several times as long: only for who has one.
    written = _plainly_written(value) or _written(_SetFingerprinter, value)
    return hashlib.sha256(written).hexdigest()


def parts_of(value: object) -> tuple[object, ...]:
    """The values of what only gathers others, in their order: of a record, a dataclass without a digest of its own, or
    of a tuple or a dict of records, whose keys come first.
    """
    if type(value) is tuple:
        return value if _are_records(value) else ()
    if type(value) is dict:
        return (tuple(value), *value.values()) if _are_records(value.values()) else ()
    if not is_dataclass(value) or isinstance(value, type) or hasattr(value, "fingerprint"):
        return ()
    return tuple(getattr(value, field.name) for field in fields(value))


def _are_records(values: Iterable[object]) -> bool:
    """Whether each is a record: of ours, or of pydantic."""
    return all(is_dataclass(one) or hasattr(one, "__pydantic_fields_set__") for one in values)


# The last protocol that says by name that something is a set: later ones say it by one byte, which numbers and letters
# have too.
_PROTOCOL = 3
# What a pickle with a set holds; a text that holds the same costs time alone.
_OF_SETS = (b"cbuiltins\nset\n", b"cbuiltins\nfrozenset\n")


def _plainly_written(value: object) -> bytes | None:
    """The pickle of a value without sets; `None` for one that has some."""
    try:
        written = _written(_Fingerprinter, value)
    except (KeyError, ValueError):
        # CPython loses count of frozensets in this mode (save_frozenset enters fast_save and never leaves it), and takes
        # the fifty-first for part of itself. A value that cannot be written raises again.
        return None
    return None if any(name in written for name in _OF_SETS) else written


def _written(kind: type[pickle.Pickler], value: object) -> bytes:
    file = io.BytesIO()
    writer = kind(file, protocol=_PROTOCOL)
    # Without its memo a pickle tells values alone: which of two equal texts are one object in memory
    # (pydantic keeps some) changes from run to run.
    writer.fast = True
    writer.dump(value)
    return file.getvalue()


class _Fingerprinter(pickle.Pickler):
    """Records by their digest or by their attributes."""

    def reducer_override(self, obj: Any) -> Any:  # noqa: ANN401  (pickle's own signature)
        if isinstance(obj, type):
            return NotImplemented
        known = getattr(obj, "fingerprint", None)
        if isinstance(known, str):
            return _known, (type(obj).__qualname__, known)
        if hasattr(obj, "__pydantic_fields_set__") or "_cache" in getattr(obj, "__dict__", ()):
            reduced = obj.__reduce_ex__(_PROTOCOL)
            return tuple(_plain(part) for part in reduced)
        return NotImplemented


class _SetFingerprinter(_Fingerprinter):
    """The same where there are sets, whose order follows the hash seed of the process."""

    def persistent_id(self, obj: Any) -> Any:  # noqa: ANN401  (pickle's own signature)
        return _of_set(obj) if isinstance(obj, set | frozenset) else None


def _known(kind: str, digest: str) -> tuple[str, str]:
    """What a value that knows its digest is written as."""
    return kind, digest


def _plain(part: object) -> object:
    """The attributes of an object without what is no part of its value, and in one order."""
    if not isinstance(part, dict):
        return part
    # pandas keeps with arrays and types what was asked of them before.
    kept = {name: value for name, value in part.items() if name != "_cache"}
    if "__pydantic_fields_set__" in kept:
        kept["__pydantic_fields_set__"] = sorted(kept["__pydantic_fields_set__"])
    return kept


def _of_set(values: AbstractSet[Any]) -> tuple[str, tuple[str, ...]]:
    return ("set", tuple(sorted(map(fingerprint, values))))
