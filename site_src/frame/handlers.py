"""What a browser would run out of an attribute: event handlers, addresses that are scripts.

Read from the elements of a document, never searched in its text: a page may speak of « onclick= ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from opendata.findings import Finding

RULE = "un script est dans un fichier"
REMEDY = "l'attacher depuis un fichier de script"
# Attributes whose value is an address, or becomes one (SVG's animations).
_ADDRESSES = frozenset({"href", "xlink:href", "src", "action", "formaction", "data", "to", "from", "values"})  # fmt: skip
# Browsers leave out these characters of an address, wherever they stand (URL Standard, WHATWG, 4.4).
_IGNORED = re.compile(r"[\x00-\x20]")
# A document in small letters with none of these has nothing to run; one that has some may only speak of it. The
# addresses that templates write begin with an escaped « . » or « # ».
_SUSPECTS = (
    re.compile(r"""[\s"'/]on[a-z]+\s*="""),
    re.compile(r"""=\s*["']?(?:[\x00-\x20]|&(?!#4[56];|#35;)|j[\x00-\x20&a])"""),
    re.compile("srcdoc|<animate|<set"),
)
_SCRIPT = re.compile("<script")


@dataclass(frozen=True)
class Handler:
    """Where it stands (line and column, from 1), the element and the attribute ("" for the element's own text)."""

    line: int
    column: int
    tag: str
    attribute: str

    def finding(self, path: str, first_line: int = 1, page: str = "") -> Finding:
        """What is said of it; the document begins at `first_line` of the file."""
        where = f"« {self.attribute} » de <{self.tag}>" if self.attribute else f"<{self.tag}>"
        quoi = f"script dans une balise : {where}"
        line = self.line + first_line - 1
        return Finding(path, line, self.column, quoi, RULE, REMEDY, page=page)


def handlers(html: str, *, with_scripts: bool = False) -> tuple[Handler, ...]:
    """Every handler of a document or a fragment, in its order; scripts written in it too, where they are asked for."""
    lowered = html.lower()
    suspects = (*_SUSPECTS, _SCRIPT) if with_scripts else _SUSPECTS
    if not any(suspect.search(lowered) for suspect in suspects):
        return ()
    reader = _Reader(with_scripts=with_scripts)
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self, *, with_scripts: bool) -> None:
        super().__init__()
        self._with_scripts = with_scripts
        self.found: list[Handler] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.found += [Handler(line, column + 1, tag, name) for name in live(attrs)]
        if self._with_scripts and tag == "script" and "src" not in dict(attrs):
            self.found.append(Handler(line, column + 1, tag, ""))


def live(attrs: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """The attributes of an element, as an HTML parser reads them, that a browser would run."""
    for name, value in attrs:
        address = _IGNORED.sub("", value or "").lower() if name in _ADDRESSES else ""
        # The values of an animation are a list.
        runs = any(part.startswith("javascript:") for part in address.split(";"))
        if runs or re.fullmatch(r"on[a-z]+", name) or name == "srcdoc":
            yield name
