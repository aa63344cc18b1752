"""Which patterns cover the addresses of some documents and of no other: for hosts whose rules only add to one another.

Netlify and Cloudflare Pages give an address the headers of every rule that it matches, and join two values of a header:
a rule for all addresses has no exception there. The patterns made here match each address once.

`x*` matches what begins with x; `:page` one name between two bars; anything else itself. Netlify lets the last bar be left
out, Cloudflare Pages sends who asks for an `index.html` to its folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

INDEX = "index.html"
# Cloudflare Pages reads no more rules of `_headers`, nor longer lines.
MOST_RULES, LONGEST_LINE = 100, 2000


def alike(documents: Iterable[str], name: str) -> list[str]:
    """The folders where three pages or more have a folder called `name` (« interactive/ »): they share their patterns."""
    parents = sorted(path.removesuffix(f"/{name}{INDEX}").rpartition("/")[0] for path in documents if path.endswith(f"/{name}{INDEX}"))  # fmt: skip
    return [f"{folder}/" for folder, some in groupby(parents) if folder and len(list(some)) > 2]


def cover(documents: Iterable[str], others: Iterable[str], shared: Sequence[str] = ()) -> list[str]:
    """Patterns that match each of `documents` under all its names, and none of `others`; no name matches two.

    Both are paths of the site, and no path is in both. All pages of a folder of `shared` are told by one name.
    """
    own, rest = _names(documents), _names(others)
    told = {name for name in own if any(_is_page(name, f"/{folder}") for folder in shared)}
    patterns = [f"/{folder}:page/{name}" for folder in shared for name in ("", INDEX)]
    return [*patterns, *_patterns([name for name in own if name not in told], sorted({*rest, *told}), 1)]  # fmt: skip


def _is_page(name: str, folder: str) -> bool:
    """Whether Netlify takes it for a page of the folder: the folder's own index, and one folder further."""
    inside = name.removeprefix(folder).removesuffix(INDEX)
    return name.startswith(folder) and name != folder and inside.strip("/").count("/") == 0


def _names(documents: Iterable[str]) -> list[str]:
    """The addresses where they are read, in order: that of its folder too for an index."""
    return sorted({f"/{name}" for path in documents for name in (path, path.removesuffix(INDEX))})


def _patterns(own: Sequence[str], others: Sequence[str], size: int) -> Iterator[str]:
    """`own` and `others` begin with the same `size` characters."""
    if not own:
        return
    start = own[0][:size]
    if not others:
        yield f"{start}*"
        return
    if start == own[0]:
        yield start
    for letter, some in groupby((name for name in own if name != start), key=lambda name: name[size]):  # fmt: skip
        yield from _patterns(list(some), [name for name in others if name[size : size + 1] == letter], size + 1)  # fmt: skip
