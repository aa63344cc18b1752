"""Bytes kept from one build to the next inside a stage: what a library compiles of its templates, the drawing of a chart."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_src.engine.fingerprint import fingerprint
from site_src.engine.store import Store

_ONLY = "bytes"


@dataclass(frozen=True)
class Memo:
    """Named bytes in the store, as long as the digest `code` and what they are made `of` stay.

    Any process of the stage writes and reads them. A unit of work may be given one: what is kept never decides
    what the unit makes.
    """

    store: Store = field(repr=False)
    folder: str
    code: str

    @property
    def fingerprint(self) -> str:
        """What the key of a unit takes of it: the code alone."""
        return self.code

    def recall(self, name: str, of: object = "") -> bytes | None:
        """What was kept under the name, made of the same by the same code; else `None`. Raises `AlteredError`."""
        memory = self.store.recall(f"{self.folder}/{name}", self._key(of))
        return memory.outputs[_ONLY] if memory else None

    def keep(self, name: str, raw: bytes, of: object = "") -> None:
        """Keep it for who asks next."""
        self.store.remember(f"{self.folder}/{name}", self._key(of), self.store.keep({_ONLY: raw}))

    def _key(self, of: object) -> str:
        return fingerprint((self.code, of))
