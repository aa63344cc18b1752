"""The Atom feed (RFC 4287) of what is published: one entry a version of a dataset."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_SPACE = uuid.UUID("6f1b0d2e-6a0c-5f5e-9a3b-2f9b8d1c7e40")  # ours, drawn once


def feed(
    title: str, name: str, packages: Iterable[Mapping[str, Any]], editeur: str, base: str
) -> bytes:
    """Every version of the given packages, the most recent first.

    `name` tells this feed from the others of the site; `base` is the address of /donnees/,
    relative to the feed when the site has none.
    """
    entries = sorted(
        ((entry["date"], package["name"], entry["version"], package["title"], entry["description"])
         for package in packages for entry in package["changelog"]),
        key=lambda item: (item[0], item[1], [int(part) for part in item[2].split(".")]),
        reverse=True,
    )  # fmt: skip
    updated = entries[0][0] if entries else "1970-01-01"
    body = "".join(_entry(base, *item) for item in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f" <title>{escape(title)}</title>\n <id>{_urn(name)}</id>\n"
        f" <updated>{updated}T00:00:00Z</updated>\n"
        f" <author><name>{escape(editeur)}</name></author>\n"
        f' <link rel="alternate" href={quoteattr(base)}/>\n{body}</feed>\n'
    ).encode()


def _urn(name: str) -> str:
    """An identifier that stays when the site moves."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, name)}"


def _entry(base: str, date: str, identifier: str, version: str, title: str, text: str) -> str:
    address = quoteattr(f"{base}{identifier}/{version}/")
    return (
        f" <entry>\n  <title>{escape(title)}, version {version}</title>\n"
        f"  <id>{_urn(f'{identifier}/{version}')}</id>\n"
        f"  <updated>{date}T00:00:00Z</updated>\n"
        f'  <link rel="alternate" href={address}/>\n'
        f"  <summary>{escape(text)}</summary>\n </entry>\n"
    )
