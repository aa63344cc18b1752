"""SHA-256, as packages, pages and a reader's own check write it."""

from __future__ import annotations

import hashlib


def sha256(raw: bytes) -> str:
    """The digest in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
