"""The list of what a device keeps: chosen in the sealed site, refused when a page is gone or when it is too heavy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from opendata.findings import Finding
from opendata.findings.limits import counted
from site_src.engine.tree import matches
from site_src.frame import editor_place
from site_src.hors_ligne.needs import needed
from site_src.hors_ligne.records import Choice, Line

INDEX = "index.html"
HEAVIEST = 5  # files named when the list is too heavy
SHORTEST_NAME = 8  # hexadecimal digits of a digest that make a name the content's own


@dataclass(frozen=True)
class Kept:
    """One file that a device keeps.

    `address` is asked below the site's root; `digest` is the SHA-256 of its bytes (base64), by which a browser refuses
    any others; `is_named` by its content: what has that name never changes.
    """

    address: str
    digest: str
    size: int
    is_named: bool


def kept(
    site: Mapping[str, bytes],
    choice: Choice,
    findings: list[Finding],
    *,
    is_weighed: bool = True,
) -> tuple[Kept, ...]:
    """What devices keep of the site, in the order of their addresses; what is wrong goes to `findings`.

    Nothing of the editor, whatever a pattern matches. Its weight is judged only where it `is_weighed`.
    """
    paths = sorted(path for path in site if not path.startswith(editor_place.PLACE))
    findings.extend(_gone((*choice.pages, *choice.files), paths))
    chosen = needed(
        site, _matching(choice.pages, paths), lambda path: _is_one(choice.without, path)
    )
    chosen |= set(_matching(choice.files, paths))
    found = tuple(_kept(path, site[path]) for path in sorted(chosen))
    if is_weighed:
        findings.extend(_heavy(found, choice))
    return found


def _kept(path: str, raw: bytes) -> Kept:
    digest = hashlib.sha256(raw)
    is_folder = path == INDEX or path.endswith(f"/{INDEX}")
    address = path.removesuffix(INDEX) if is_folder else path
    return Kept(address, base64.b64encode(digest.digest()).decode(), len(raw),
                digest.hexdigest()[:SHORTEST_NAME] in path)  # fmt: skip


def _matching(lines: Iterable[Line], paths: Collection[str]) -> Iterator[str]:
    for line in lines:
        yield from (path for path in paths if matches(line.files, path))


def _is_one(lines: Iterable[Line], path: str) -> bool:
    return any(matches(line.files, path) for line in lines)


def _gone(lines: Iterable[Line], paths: Collection[str]) -> Iterator[Finding]:
    for line in lines:
        if not any(matches(line.files, path) for path in paths):
            yield line.finding(f"« /{line.pattern} » : rien à cette adresse", "ce que les appareils gardent est dans le site",
                               "corriger l'adresse, ou retirer la ligne")  # fmt: skip


def _heavy(found: Collection[Kept], choice: Choice) -> Iterator[Finding]:
    size = sum(one.size for one in found)
    if size > choice.limit:
        heaviest = sorted(found, key=lambda one: -one.size)[:HEAVIEST]
        named = ", ".join(f"/{one.address} ({counted(one.size)})" for one in heaviest)
        yield choice.limit_at.finding(f"copie de {counted(size)} octets", f"au plus {counted(choice.limit)} octets",
                                      f"retirer des pages, ou mettre des fichiers dans « sans » ; les plus lourds : {named}")  # fmt: skip
