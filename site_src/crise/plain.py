"""A sheet → plain text: 72 columns, headings that are numbered words, no drawing of any sort."""

from __future__ import annotations

from collections.abc import Iterator

from site_src.crise.sheet import Block, Line, Paragraph, Part, Sheet
from site_src.frame.crisis_file import PLACE
from site_src.frame.plain_text import joined, listed, wrapped


def plain(sheet: Sheet) -> str:
    """The file as text; alerts have their place on a line of their own."""
    headings = [f"{rank}. {part.titre.mots}" for rank, part in enumerate(sheet.parties, 1)]
    return (
        joined(
            [
                wrapped(sheet.titre),
                *(_block(one) for one in sheet.intro),
                PLACE,
                joined([wrapped(sheet.sommaire), "\n".join(map(wrapped, headings))]),
                *_parts(sheet.parties, ""),
            ]
        )
        + "\n"
    )


def _parts(parts: tuple[Part, ...], number: str) -> Iterator[str]:
    """Each heading after an empty line more than paragraphs have."""
    for rank, part in enumerate(parts, 1):
        mark = f"{number}{rank}. "
        yield "\n" + wrapped(f"{mark}{part.titre.mots}")
        yield from map(_block, part.blocs)
        yield from _parts(part.parties, mark.rstrip(" "))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return wrapped(_line(block.ligne))
    return listed(map(_line, block.lignes), block.premier)


def _line(line: Line) -> str:
    return "".join(one.mots for one in line)
