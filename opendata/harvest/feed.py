"""Atom feeds (RFC 4287): of what is published, one entry a version of a dataset; of anything else that has entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from opendata.packages.identifiers import urn

NEVER = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Entry:
    """One entry: `name` makes its identifier, `updated` is a date and time of RFC 3339, `address` its page.

    `others` are the same in other forms: media type, address.
    """

    title: str
    name: str
    updated: str
    address: str
    summary: str
    others: tuple[tuple[str, str], ...] = ()


def feed(
    title: str, name: str, packages: Iterable[Mapping[str, Any]], editeur: str, base: str
) -> bytes:
    """Every version of the given packages, the most recent first.

    `name` tells this feed from the others of the site; `base` is the address of /donnees/,
    relative to the feed when the site has none.
    """
    versions = sorted(
        ((entry["date"], package["name"], entry["version"], package["title"], entry["description"])
         for package in packages for entry in package["changelog"]),
        key=lambda item: (item[0], item[1], [int(part) for part in item[2].split(".")]),
        reverse=True,
    )  # fmt: skip
    return atom(title, name, [_version(base, *item) for item in versions], editeur, base)


def atom(title: str, name: str, entries: Sequence[Entry], editeur: str, base: str) -> bytes:
    """The entries, in their order, the most recent first; `base` is the address of what the feed is about."""
    updated = entries[0].updated if entries else NEVER
    body = "".join(map(_entry, entries))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f" <title>{escape(title)}</title>\n <id>{urn(name)}</id>\n"
        f" <updated>{updated}</updated>\n"
        f" <author><name>{escape(editeur)}</name></author>\n"
        f' <link rel="alternate" href={quoteattr(base)}/>\n{body}</feed>\n'
    ).encode()


def _version(base: str, date: str, identifier: str, version: str, title: str, text: str) -> Entry:
    return Entry(
        f"{title}, version {version}",
        f"{identifier}/{version}",
        f"{date}T00:00:00Z",
        f"{base}{identifier}/{version}/",
        text,
    )


def _entry(entry: Entry) -> str:
    others = "".join(
        f'  <link rel="alternate" type={quoteattr(kind)} href={quoteattr(address)}/>\n'
        for kind, address in entry.others
    )
    return (
        f" <entry>\n  <title>{escape(entry.title)}</title>\n"
        f"  <id>{urn(entry.name)}</id>\n"
        f"  <updated>{entry.updated}</updated>\n"
        f'  <link rel="alternate" href={quoteattr(entry.address)}/>\n{others}'
        f"  <summary>{escape(entry.summary)}</summary>\n </entry>\n"
    )
