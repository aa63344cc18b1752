"""What a page may weigh, by its kind: what a reader's first visit loads, and what one more page adds; in brotli bytes.

`python -m tools.budgets` prints the heaviest page of each kind of the built site and fails over a budget (`budgets.yaml`). The
weight is that of files: the document, and what it, its style sheets and its scripts load by themselves: no browser is needed.
What a script asks for later, after a press or a letter typed, is not counted; what it asks for at once is named in
`budgets.yaml` (`aussitot`). Nor is the worker's copy for later, which waits for the page and has its own limit.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import brotli
import yaml
from pydantic import BaseModel, ConfigDict

from site_src.publishing import links, media

FILE = Path(__file__).with_name("budgets.yaml")
SITE = Path(__file__).resolve().parent.parent / "site"
HOME = "index.html"
KB = 1000
QUALITY = 11  # as `build --comprime`
WEIGHED = (
    3  # of each kind, those that ask for most before compression: all of them would take a minute
)
# A reader may open these in a frame, after a press: they are documents, not files that a page loads.
_FRAMED = (".html", "/")
_MODULE = re.compile(rb"""(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']""")
_STYLE = re.compile(rb"""url\(\s*["']?([^"')\s:#]+)["']?\s*\)""")


class Budget(BaseModel):
    """One kind of pages: `pages` are patterns of paths, `premiere_kb` and `suivante_kb` its two limits (1 kB: 1,000 bytes).

    `aussitot` are files that its scripts ask for by themselves.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sorte: str
    pages: tuple[str, ...]
    premiere_kb: int
    suivante_kb: int
    aussitot: tuple[str, ...] = ()
    pourquoi: str = ""


@dataclass(frozen=True)
class Weight:
    """One page: brotli bytes of a first visit, and of a visit after the home page."""

    page: str
    budget: Budget
    first: int
    next: int

    @property
    def passes(self) -> bool:
        """Whether both are within the budget."""
        return self.first <= self.budget.premiere_kb * KB and self.next <= self.budget.suivante_kb * KB  # fmt: skip

    def __str__(self) -> str:
        state = "ok    " if self.passes else "MANQUÉ"
        return (
            f"{state} poids, {self.budget.sorte} : {self.first / KB:.1f} kB à la première visite (au plus "
            f"{self.budget.premiere_kb}), {self.next / KB:.1f} ensuite (au plus {self.budget.suivante_kb}) — {self.page}"
        )


def budgets() -> list[Budget]:
    """Those of `budgets.yaml`, in its order: a page is of the first kind that names it."""
    return [Budget.model_validate(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def budget_of(path: str, known: Iterable[Budget]) -> Budget:
    """The budget of the document at `path`. Raises `LookupError` when no kind names it."""
    for budget in known:
        if any(fnmatchcase(path, pattern) for pattern in budget.pages):
            return budget
    raise LookupError(f"{path} : aucune sorte de page de tools/budgets.yaml ne la nomme")


@dataclass(frozen=True)
class Scale:
    """The files of a site, weighed; `base` is the path under which it is served."""

    site: Mapping[str, bytes] = field(repr=False)
    base: str = "/"
    weights: dict[str, int] = field(default_factory=dict, repr=False)

    def loaded(self, path: str, at_once: Iterable[str] = ()) -> set[str]:
        """What a first visit of the document asks for, itself included. Raises `LookupError` on a file that is absent."""
        found: set[str] = set()
        waiting = [path, *at_once]
        while waiting:
            one = waiting.pop()
            if one not in self.site:
                raise LookupError(f"{path} : « {one} » absent du site")
            if one not in found:
                found.add(one)
                waiting += self._asked(one)
        return found

    def _asked(self, path: str) -> Iterator[str]:
        raw, suffix = self.site[path], PurePosixPath(path).suffix
        if suffix == ".html":
            addresses = links.read_document(path, raw.decode()).loads
        else:
            pattern = {".css": _STYLE, ".js": _MODULE}.get(suffix)
            addresses = [one.decode() for one in pattern.findall(raw)] if pattern else []
        for address in addresses:
            parts = urlsplit(address)
            if parts.path and not parts.scheme and not parts.path.endswith(_FRAMED):
                yield links.target(path, unquote(parts.path), self.base)

    def bytes_of(self, paths: Iterable[str]) -> int:
        """Of all together, as a server with compressed forms sends them."""
        return sum(map(self._bytes, paths))

    def _bytes(self, path: str) -> int:
        if path not in self.weights:
            raw = self.site[path]
            is_text = PurePosixPath(path).suffix.removeprefix(".") in media.TEXTS
            packed = brotli.compress(raw, quality=QUALITY) if is_text else raw
            self.weights[path] = min(len(raw), len(packed))
        return self.weights[path]

    @cached_property
    def at_home(self) -> set[str]:
        """What a reader has already who comes from the home page."""
        return self.loaded(HOME)


def heaviest(
    site: Mapping[str, bytes], known: Iterable[Budget], base: str = "/"
) -> Iterator[Weight]:
    """Of each kind, the heaviest of the pages that ask for most. Raises `LookupError` on a page of no kind, on an absent file."""
    known, scale = list(known), Scale(site, base)
    kinds: dict[str, dict[str, int]] = {}
    for path in sorted(path for path in site if path.endswith(".html")):
        budget = budget_of(path, known)
        own = scale.loaded(path, budget.aussitot) - scale.at_home
        kinds.setdefault(budget.sorte, {})[path] = sum(len(site[one]) for one in own)
    for sorte in (one.sorte for one in known if one.sorte in kinds):
        largest = sorted(kinds[sorte], key=kinds[sorte].__getitem__)[-WEIGHED:]
        weights = [weight(scale, path, known) for path in largest]
        yield max(weights, key=lambda one: (one.next - one.budget.suivante_kb * KB, one.first))


def weight(scale: Scale, path: str, known: Iterable[Budget]) -> Weight:
    """One page, weighed."""
    budget = budget_of(path, known)
    asked = scale.loaded(path, budget.aussitot)
    return Weight(path, budget, scale.bytes_of(asked), scale.bytes_of(asked - scale.at_home))


def main() -> int:
    """Print the heaviest page of each kind; 1 when one is over its budget."""
    site = {path.relative_to(SITE).as_posix(): path.read_bytes() for path in sorted(SITE.rglob("*")) if path.is_file()}  # fmt: skip
    weights = list(heaviest(site, budgets()))
    for one in weights:
        print(one)
    return 0 if all(one.passes for one in weights) else 1


if __name__ == "__main__":
    sys.exit(main())
