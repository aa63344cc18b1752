"""Everything in one zip, and the SHA-256 of everything in one list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from opendata.records.digest import sha256

# What is compressed already is only stored.
_STORED = (".xlsx", ".parquet")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the archive tells no date


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """A zip of `files` below `folder`, sorted, without dates or owners."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, raw in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            method = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            zipped.writestr(entry, raw, method, 6)
    return file.getvalue()


def digests(files: Mapping[str, bytes]) -> bytes:
    """Lines that `sha256sum --check` reads."""
    lines = (f"{sha256(raw)}  {name}\n" for name, raw in sorted(files.items()))
    return "".join(lines).encode()
