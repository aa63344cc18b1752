"""Bytes that the code of a stage alone decides (what a library compiles of its templates), kept from one build to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_src.engine.store import Store

_ONLY = "bytes"


@dataclass(frozen=True)
class Memo:
    """Named bytes in the store, as long as the digest `code` stays; any process of the stage writes and reads them."""

    store: Store = field(repr=False)
    folder: str
    code: str

    def recall(self, name: str) -> bytes | None:
        """What was kept under the name; `None` when nothing was, or by other code. Raises `AlteredError`."""
        memory = self.store.recall(f"{self.folder}/{name}", self.code)
        return memory.outputs[_ONLY] if memory else None

    def keep(self, name: str, raw: bytes) -> None:
        """Keep it for who asks next."""
        self.store.remember(f"{self.folder}/{name}", self.code, self.store.keep({_ONLY: raw}))
