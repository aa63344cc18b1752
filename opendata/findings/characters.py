"""Characters that no text of a contributed file holds: nobody sees them, and they change what is read.

A line of French seems to say one thing and is published as another (Unicode Technical Report 36, 3; « Trojan
Source », CVE-2021-42574); a feed, a PDF or a workbook with a control character is no longer well formed
(XML 1.0, 2.2). Properties are those of the Unicode Character Database 16.0: Bidi_Control (PropList.txt),
Default_Ignorable_Code_Point (DerivedCoreProperties.txt), General_Category Cc, Zl, Zp, Cs, Co, and noncharacters.

Spaces that do not break (U+00A0, U+202F) are French. Joiners stay where a script or an emoji needs them
(Unicode Standard, 23.2), variation selectors after the sign that they vary (23.4).
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from opendata.findings.finding import Finding

RULE = "un texte n'a que des caractères qui se voient, dans l'ordre où ils se lisent (Unicode)"
REMEDY = "effacer ce caractère, ou retaper le mot"
_REFUSED = {
    # Cc, but tab and line breaks
    "de commande": r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
    # Bidi_Control
    "qui change le sens de lecture": r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    # Zl, Zp
    "qui coupe la ligne sans se voir": r"\u2028\u2029",
    # Default_Ignorable_Code_Point, less the above; interlinear annotations
    "invisible": r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff",
    # Cs: half of a character above U+FFFF, which no UTF-8 can hold
    "coupé en deux": r"\ud800-\udfff",
    # Co: a sign of one font, most often a symbol of a word processor
    "sans dessin commun": r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    # Noncharacters, and what stands for a character that was lost
    "perdu": r"\ufdd0-\ufdef\ufffd-\uffff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17)),
}
# One class of characters: ten times faster over megabytes than one for each kind.
# A return without its line feed breaks a line for some readers and not for others.
_RETURN = r"\r(?!\n)"
_ANY = re.compile(f"[{''.join(_REFUSED.values())}]|{_RETURN}")
_KINDS = {kind: re.compile(f"[{signs}]") for kind, signs in _REFUSED.items()}
_KINDS["de commande"] = re.compile(f"[{_REFUSED['de commande']}\r]")
# In a JSON file: what stands for a character, or for a whole run of them (RFC 8259, 7).
_ESCAPED = re.compile(r"\\(?:((?:u[0-9a-fA-F]{4})(?:\\u[0-9a-fA-F]{4})*+)|.)", re.DOTALL)
_JOINERS, _VARIANTS = "\u200c\u200d", "\ufe0e\ufe0f"


def refused(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Where each refused character stands (from 0), and what it is, in French; those from `start` on."""
    for match in _ANY.finditer(text, start):
        if not _is_at_home(text, match.start()):
            sign = match.group()
            kind = next(kind for kind, signs in _KINDS.items() if signs.match(sign))
            yield match.start(), f"caractère {kind} (U+{ord(sign):04X})"


def without_refused(text: str) -> str:
    """The text without them: an official text is taken as its publisher wrote it, but for what nobody sees."""
    places = {place for place, _ in refused(text)}
    return (
        "".join(sign for place, sign in enumerate(text) if place not in places) if places else text
    )


def json_without_refused(text: str) -> str:
    """The same of a JSON document, escaped characters included; its lines stay where they are."""

    def kept(match: re.Match[str]) -> str:
        if not match.group(1):
            return match.group()
        signs = json.loads(f'"{match.group()}"')
        seen = without_refused(signs)
        return match.group() if seen == signs else json.dumps(seen)[1:-1]

    return _ESCAPED.sub(kept, without_refused(text))


def _is_at_home(text: str, place: int) -> bool:
    """Whether a joiner or a variation selector stands where Unicode has a use for it."""
    sign = text[place]
    before = unicodedata.category(text[place - 1]) if place else ""
    after = unicodedata.category(text[place + 1]) if place + 1 < len(text) else ""
    if sign in _VARIANTS:
        return before[:1] in ("S", "P", "N")
    # Between two letters of a script without capitals, or two emoji.
    return sign in _JOINERS and before in ("Lo", "Mn", "Mc", "So", "Sk") and after in ("Lo", "So")


def character_findings(path: str, text: str) -> Iterator[Finding]:
    """The refused characters of a file, those that JSON escapes included: one finding a line, at the first of them.

    What YAML escapes is read with its records: only a parser knows which backslashes are escapes.
    """
    escaped = _escaped(text) if path.endswith(("json", "jsonld")) else ()
    line, start, end = 1, 0, -1
    for offset, quoi in merge(_first_of_lines(text), escaped):
        if offset <= end:  # this line is told
            continue
        # Lines are counted from the one before: a file may have a million of them.
        line += text.count("\n", start, offset)
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        end = len(text) if end < 0 else end
        place = _field(text[start:offset]) if path.endswith(".csv") else offset - start + 1
        yield Finding(path, line, place, quoi, RULE, REMEDY)


def _first_of_lines(text: str) -> Iterator[tuple[int, str]]:
    """Of each line, its first refused character: others on it are not looked for."""
    # A file has few different characters: most are told at once to hold none.
    if not _ANY.search("".join(set(text) - {"\n"})):
        return
    start = 0
    while start >= 0 and (found := next(refused(text, start), None)):
        yield found
        start = text.find("\n", found[0])


def _escaped(text: str) -> Iterator[tuple[int, str]]:
    r"""The same characters where JSON writes them « \u202e »; two halves of one character are one."""
    if "\\" not in text:
        return
    for match in _ESCAPED.finditer(text):
        if match.group(1):
            signs = json.loads(f'"{match.group()}"')
            around = text[match.start() - 1] + signs + text[match.end() : match.end() + 1]
            found = (quoi for place, quoi in refused(around) if 0 < place <= len(signs))
            yield from ((match.start(), quoi) for quoi in islice(found, 1))


def _field(before: str) -> int:
    """The number of the field, from 1, that follows `before` on a line of CSV."""
    return len(next(csv.reader([before]), [])) or 1
