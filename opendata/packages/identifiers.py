"""Identifiers that stay when the site moves: of datasets, of feeds and of their entries."""

from __future__ import annotations

import uuid

_SPACE = uuid.UUID("6f1b0d2e-6a0c-5f5e-9a3b-2f9b8d1c7e40")  # ours, drawn once


def urn(name: str) -> str:
    """The same for the same name (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, name)}"
