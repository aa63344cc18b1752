"""What a producer holds beside a table, and never gives with it."""

from __future__ import annotations


class Guarded:
    """What it holds as `confidential` goes neither into a copy nor into a pickle."""

    def __getstate__(self) -> dict[str, object]:
        """What a pickle holds, and a copy: nothing confidential."""
        return {**self.__dict__, "confidential": None}
