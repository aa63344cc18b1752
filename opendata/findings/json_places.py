"""Where each value of a JSON text stands: only what a finding asks for is looked at.

A value is skipped by the json module itself, at its own speed; what lies beside the way to a value is
never built twice.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from opendata.findings.limits import FINDINGS

Key = str | int
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonPlaces:
    """The places of a text that json has read without an error."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._inside: dict[int, dict[Key, int]] = {}

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def place(self, keys: Sequence[Key]) -> tuple[int, int]:
        """(line, column) from 1 of the value at `keys`, or of the nearest parent that exists."""
        offset = self._after_space(0)
        for key in keys:
            child = self._children(offset).get(key)
            if child is None:
                break
            offset = child
        return self.line_column(offset)

    def line_column(self, offset: int) -> tuple[int, int]:
        """(line, column) from 1 of a character."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def repeated_keys(self) -> list[tuple[str, int]]:
        """(key, where it comes again) of objects that have a key twice, in the order of the text.

        One more than `FINDINGS` of them at most.
        """
        found: list[tuple[str, int]] = []
        pending = [self._after_space(0)]
        while pending and len(found) <= FINDINGS:
            offset = pending.pop()
            if self._text[offset] in "{[":
                pending.extend(reversed(self._members(offset, found).values()))
        return sorted(found, key=lambda pair: pair[1])

    def _children(self, offset: int) -> dict[Key, int]:
        """The values inside the one at `offset`, by key or rank; none when it is no list nor object."""
        if self._text[offset] not in "{[":
            return {}
        if offset not in self._inside:
            self._inside[offset] = self._members(offset, [])
        return self._inside[offset]

    def _members(self, offset: int, repeated: list[tuple[str, int]]) -> dict[Key, int]:
        """The same; keys that come again are added to `repeated`, and stand for their last value."""
        is_object = self._text[offset] == "{"
        members: dict[Key, int] = {}
        place = self._after_space(offset + 1)
        while self._text[place] not in "}]" and len(repeated) <= FINDINGS:
            key: Key = len(members)
            if is_object:
                key, end = _DECODER.raw_decode(self._text, place)
                if key in members:
                    repeated.append((str(key), place))
                place = self._after_space(self._after_space(end) + 1)  # past the colon
            members[key] = place
            _, end = _DECODER.raw_decode(self._text, place)
            place = self._after_space(end)
            if self._text[place] == ",":
                place = self._after_space(place + 1)
        return members

    def _after_space(self, place: int) -> int:
        match = _SPACE.match(self._text, place)
        return place if match is None else match.end()
