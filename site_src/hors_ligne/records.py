"""data/hors-ligne.yaml: which pages and files a device keeps, how much at most, and whether it keeps any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.findings.text import place
from site_src.frame import editor_place

PATH = "data/hors-ligne.yaml"
_WRITTEN = re.compile(r"""^ *- +["']?(/[^\s"']*)""", re.MULTILINE)
_LIMIT = re.compile(r"^limite_octets: *(\S)", re.MULTILINE)
# From the site's root, « * » for any run of characters but a slash; it is an address, so it holds no space.
Address = Annotated[str, Field(pattern=r"^/[A-Za-z0-9*._/-]*$")]


class _File(Record):
    """The whole file."""

    active: bool
    limite_octets: Annotated[int, Field(gt=0)]
    pages: tuple[Address, ...]
    fichiers: tuple[Address, ...] = ()
    sans: tuple[Address, ...] = ()


@dataclass(frozen=True)
class Line:
    """One address of the file, from the site's root without its first slash, and where it stands there."""

    pattern: str
    line: int
    field: int

    @property
    def files(self) -> str:
        """The pattern of the files behind it: a folder's address is that of its index."""
        is_folder = not self.pattern or self.pattern.endswith("/")
        return f"{self.pattern}index.html" if is_folder else self.pattern

    def finding(self, quoi: str, regle: str, remede: str) -> Finding:
        """A finding at this line."""
        return Finding(PATH, self.line, self.field, quoi, regle, remede)


@dataclass(frozen=True)
class Choice:
    """What devices keep. `limit` is in bytes, of files as a device stores them; its own place is `limit_at`.

    `pages` are kept with what they load; `files` besides; `without` are never kept, even where a page loads them.
    """

    is_active: bool = False
    limit: int = 0
    limit_at: Line = Line("", 0, 0)
    pages: tuple[Line, ...] = ()
    files: tuple[Line, ...] = ()
    without: tuple[Line, ...] = ()


def read_choice(raw: bytes, findings: list[Finding]) -> Choice | None:
    """The choice that the file says, or `None` with located findings."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, _File, findings) if document else None
    if document is None or read is None:
        return None
    faults = [*_twice(document, read), *_of_the_editor(document, read)]
    findings.extend(faults)
    return None if faults else _choice(document.text, read)


def _choice(text: str, read: _File) -> Choice:
    """Places are looked for in the text: asking the document for them would parse the file once more."""
    written = {found[1]: found.start(1) for found in _WRITTEN.finditer(text)}
    pages, files, without = (
        tuple(Line(address.removeprefix("/"), *place(text, written.get(address, 0))) for address in addresses)
        for addresses in (read.pages, read.fichiers, read.sans)
    )  # fmt: skip
    limit = _LIMIT.search(text)
    limit_at = Line("", *place(text, limit.start(1) if limit else 0))
    return Choice(read.active, read.limite_octets, limit_at, pages, files, without)


def _twice(document: Document, read: _File) -> Iterator[Finding]:
    seen: set[str] = set()
    for key in ("pages", "fichiers", "sans"):
        for index, address in enumerate(getattr(read, key)):
            if address in seen:
                yield document.finding((key, index), f"« {address} » écrite deux fois",
                                       "une adresse est écrite une fois", "retirer l'une des deux")  # fmt: skip
            seen.add(address)


def _of_the_editor(document: Document, read: _File) -> Iterator[Finding]:
    for key in ("pages", "fichiers", "sans"):
        for index, address in enumerate(getattr(read, key)):
            if f"{address}/".startswith(f"/{editor_place.PLACE}"):
                yield document.finding((key, index), f"« {address} » : c'est l'éditeur",
                                       "l'éditeur n'est dans aucune copie hors ligne : sans réseau il ne peut rien proposer",
                                       "retirer la ligne")  # fmt: skip
