"""A PDF as a screen reader walks it: its tag tree, with the text of each element (pikepdf reads, we decode)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass
class Tag:
    """One structure element: its role (H1, Table, Figure…), the texts it owns, its children in order."""

    role: str
    titre: str = ""
    alternative: str = ""
    own: str = ""
    children: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list[Tag]:
        return [tag for tag in self.walk() if tag.role in roles]

    @property
    def text(self) -> str:
        return "".join([self.own, *(child.text for child in self.children)])


@dataclass
class Document:
    """What a reader is told before the first word, and the tags."""

    titre: str
    langue: str
    est_titre_montre: bool
    partie_ua: str
    pages: int
    taille_pt: tuple[float, float]
    racine: Tag

    @property
    def text(self) -> str:
        return plain(self.racine.text)


def plain(text: str) -> str:
    """Every space an ordinary one, single: lines are broken where the page is."""
    return re.sub(r"\s+", " ", text).strip()


def read(raw: bytes) -> Document:
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        texts = {page.obj.objgen: _texts(page) for page in pdf.pages}
        root = Tag("StructTreeRoot")
        _walk(pdf.Root.StructTreeRoot.K, None, texts, root)
        with pdf.open_metadata() as metadata:
            title, part = str(metadata.get("dc:title")), str(metadata.get("pdfuaid:part"))
        box = [float(value) for value in pdf.pages[0].mediabox]
        return Document(
            titre=title,
            langue=str(pdf.Root.Lang),
            est_titre_montre=bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            partie_ua=part,
            pages=len(pdf.pages),
            taille_pt=(box[2], box[3]),
            racine=root,
        )


Texts = dict[tuple[int, int], dict[int, str]]


def _walk(node: Any, page: Any, texts: Texts, parent: Tag) -> None:
    if isinstance(node, pikepdf.Array):
        for item in node:
            _walk(item, page, texts, parent)
    elif isinstance(node, int):
        parent.own += texts[page.objgen].get(node, "")
    elif isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if "/S" in node:
            tag = Tag(str(node.S).lstrip("/"), str(node.get("/T", "")), str(node.get("/Alt", "")))
            parent.children.append(tag)
            if "/K" in node:
                _walk(node.K, page, texts, tag)
        elif "/MCID" in node:
            # A text in several pieces keeps its place among the children.
            parent.children.append(Tag("text", own=texts[page.objgen].get(int(node.MCID), "")))


def _texts(page: pikepdf.Page) -> dict[int, str]:
    """Marked content identifier → text."""
    fonts = {name: _cmap(font) for name, font in dict(page.Resources.get("/Font", {})).items()}
    found: dict[int, str] = {}
    current: list[int | None] = []
    cmap: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name in ("BDC", "BMC"):
            inside: Any = operands[1] if len(operands) > 1 else None
            marked = isinstance(inside, pikepdf.Dictionary) and "/MCID" in inside
            current.append(int(inside.MCID) if marked else (current[-1] if current else None))
        elif name == "EMC":
            current.pop()
        elif name == "Tf":
            cmap = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and current and current[-1] is not None:
            found[current[-1]] = found.get(current[-1], "") + _said(operands[0], cmap)
    return found


def _said(operand: Any, cmap: dict[bytes, str]) -> str:
    """What one operator draws: a text, or texts with spaces between them."""
    pieces = [operand] if isinstance(operand, pikepdf.String) else operand
    return "".join(_decoded(bytes(one), cmap) for one in pieces if isinstance(one, pikepdf.String))


def _decoded(raw: bytes, cmap: dict[bytes, str]) -> str:
    return "".join(
        cmap.get(raw[start : start + 2], "\N{REPLACEMENT CHARACTER}")
        for start in range(0, len(raw), 2)
    )


def _cmap(font: Any) -> dict[bytes, str]:
    """Two-byte code → text, from the font's ToUnicode."""
    raw = font.ToUnicode.read_bytes()
    found: dict[bytes, str] = {}
    for block in _CHARS.findall(raw):
        for code, text in _BFCHAR.findall(block):
            found[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in _RANGES.findall(raw):
        for first, last, text in _RANGE.findall(block):
            start = int(text, 16)
            for offset in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + offset).to_bytes(2, "big")] = chr(start + offset)
    return found


def pages_saying(raw: bytes, text: str) -> int:
    """How many pages draw `text`, outside the tags too: running heads are no part of what is read."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        return sum(text in _drawn(page) for page in pdf.pages)


def _drawn(page: pikepdf.Page) -> str:
    fonts = {name: _cmap(font) for name, font in dict(page.Resources.get("/Font", {})).items()}
    cmap: dict[bytes, str] = {}
    said = ""
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name == "Tf":
            cmap = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            said += _said(operands[0], cmap)
    return said
