"""Assets named by their content: `assets/style.css` is published as `assets/style.3f2a1b9c04.css`.

A browser keeps such a file for as long as it likes: when it changes, it is at another address, which every document,
style sheet, script and manifest that refers to it says. Each file has its own name, and not one folder for all: who comes
back after a script was changed loads that script, and those that import it.

Named so: what stands below assets/, and the script of each map. Not so: data, documents and pictures that people cite, and
Leaflet's pictures, whose folder it reads out of its style sheet by their names; that folder is named by its version.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from opendata.findings import Finding, FindingsError
from site_src.publishing import links

DIGITS = 10  # of the SHA-256: forty bits, for some hundred files
ASSET = re.compile(r"assets/(?!leaflet-[^/]+/images/).|cartes/[^/]+/interactive/.+\.js$")
_NAMED = re.compile(rf"\.[0-9a-f]{{{DIGITS}}}(?=\.[a-z0-9]+$)")
MANIFEST = ".webmanifest"
# Where what may be an address ends, by the kind of the file that says it. It is read back from there: a document of fifty
# kilobytes has a thousand quotes and seven such ends.
_QUOTED = re.compile(rb"""\.(?:css|m?js|png|svg|txt|woff2)(?=["'?#])""")
_ENDS = {
    ".html": _QUOTED,
    MANIFEST: _QUOTED,
    ".css": re.compile(rb"""\.(?:css|png|svg|woff2)(?=["')?#])"""),
    ".js": re.compile(rb"""\.m?js(?=["'`])"""),
}
_START = re.compile(rb"""[^"'`()<>\s]+\Z""")
LONGEST = 200  # bytes of an address
# A policy that lists the hash of a script or a style sheet that stands in the document.
_WITH_INLINE = b"'sha256-"
_INLINE = re.compile(rb"<(?:script|style)\b(?![^>]*\bsrc=)[^>]*>(.+?)</(?:script|style)>", re.DOTALL | re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """`files` as they are published; `names`: the published path of each, by the path that its authors write."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]


def is_asset(path: str) -> bool:
    """Whether the file at `path` is named by its content."""
    return bool(ASSET.match(path))


def is_named(path: str) -> bool:
    """Whether `path` is a name that says its content."""
    return bool(_NAMED.search(path))


def plain(path: str) -> str:
    """The path without what says its content: that which its authors write."""
    return _NAMED.sub("", path)


def named(assets: Mapping[str, bytes]) -> Named:
    """The assets under the names of their contents, which hold the names of those that they refer to.

    Raises `FindingsError` on a reference to an asset that is not there, or that refers back.
    """
    wanted = {path: _wanted(path, raw) for path, raw in assets.items()}
    faults = [_absent(path, one) for path in wanted for one in sorted(wanted[path] - assets.keys())]
    if faults:
        raise FindingsError(faults)
    files, names = {}, dict[str, str]()
    for path in _in_order(wanted):
        raw = renamed(path, assets[path], names)
        names[path] = _with_digest(path, raw)
        files[names[path]] = raw
    return Named(files, names)


def _in_order(wanted: Mapping[str, Collection[str]]) -> Iterable[str]:
    """Every asset after those that it refers to."""
    try:
        return tuple(TopologicalSorter({path: sorted(wanted[path]) for path in sorted(wanted)}).static_order())  # fmt: skip
    except CycleError as error:
        chain = " → ".join(error.args[1])
        raise FindingsError([Finding(error.args[1][0], 0, 0, f"fichiers qui se chargent l'un l'autre : {chain}",
                                     "le nom d'un fichier suit son contenu, donc ceux qu'il charge",
                                     "mettre à part ce que les deux partagent")]) from None  # fmt: skip


def _wanted(path: str, raw: bytes) -> set[str]:
    """The assets that a style sheet or a script names; what it finds elsewhere by the way is not among them."""
    targets = {_resolved(path, address) for _, address in _addresses(path, raw)}
    return {target for target in targets if is_asset(target) and target != path}


def _addresses(path: str, raw: bytes) -> Iterator[tuple[int, str]]:
    """What may be an address in the file at `path`, with the byte after it. Of a script: what begins with a dot, as the
    address of a module does.
    """
    ends = _ENDS.get(PurePosixPath(path).suffix)
    for end in ends.finditer(raw) if ends else ():
        start = _START.search(raw, max(0, end.end() - LONGEST), end.end())
        if start and (ends is not _ENDS[".js"] or start[0].startswith(b".")):
            yield end.end(), start[0].decode()


def _with_digest(path: str, raw: bytes) -> str:
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(raw).hexdigest()[:DIGITS]}{dot}{suffix}"


def _resolved(path: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def renamed(path: str, raw: bytes, names: Mapping[str, str], base: str = "/") -> bytes:
    """The file at `path` with the published name of each asset that it refers to.

    `base` is the path under which the site is served, which only 404.html writes.
    """
    parts, done = [], 0
    for end, written in _addresses(path, raw):
        name = names.get(_target(path, unescape(written), base))
        if name:
            last = written.rpartition("/")[2]
            parts += [raw[done : end - len(last.encode())], posixpath.basename(name).encode()]
            done = end
    return b"".join([*parts, raw[done:]]) if parts else raw


def _target(path: str, address: str, base: str) -> str:
    return links.target(path, address, base) if address.startswith("/") else _resolved(path, address)  # fmt: skip


def loaded(document: links.HtmlDocument, names: Mapping[str, str], base: str) -> tuple[str, ...]:
    """The assets that the document loads, or links to, sorted."""
    written = (
        one for one in (*document.loads, *document.links) if _QUOTED.search(f'{one}"'.encode())
    )
    paths = (unquote(urlsplit(one).path) for one in written)
    targets = {links.target(document.path, path, base) for path in paths}
    return tuple(sorted(targets & names.keys()))


def document(
    path: str, raw: bytes, names: Mapping[str, str], loads: Collection[str], base: str
) -> tuple[bytes, list[Finding]]:
    """The sealed document with the published names; what of its `loads`, the assets that it must name, it still calls
    by another, and what is renamed within a script that its policy knows by a hash.
    """
    made = renamed(path, raw, names, base)
    faults = [_unnamed(path, one) for one in sorted(loads) if posixpath.basename(names[one]).encode() not in made]  # fmt: skip
    if _WITH_INLINE in raw and _INLINE.findall(made) != _INLINE.findall(raw):
        faults += list(_inside(path, raw, made))
    return made, faults


def _inside(path: str, raw: bytes, made: bytes) -> Iterator[Finding]:
    pairs = zip(_INLINE.finditer(raw), _INLINE.finditer(made), strict=True)
    for old, new in pairs:
        if old[1] != new[1] and b"application/" not in old[0].partition(b">")[0]:
            yield Finding(path, raw.count(b"\n", 0, old.start()) + 1, 0, "fichier nommé dans un script ou un style de la page",
                          "la politique de sécurité connaît ce texte par son empreinte, et le nom du fichier suit son contenu",
                          "nommer le fichier dans un attribut data-, que le script lit")  # fmt: skip


def _unnamed(path: str, asset: str) -> Finding:
    return Finding(path, 0, 0, f"« {asset} » chargé par une adresse que rien ne renomme",
                   "le nom d'un fichier de assets/ suit son contenu, partout où il est écrit",
                   "écrire l'adresse entière entre guillemets, seule dans son attribut")  # fmt: skip


def _absent(path: str, asset: str) -> Finding:
    return Finding(path, 0, 0, f"« {asset} » demandé, absent du site",
                   "ce qu'une feuille de style ou un script charge est publié avec lui", "corriger l'adresse, ou remettre le fichier")  # fmt: skip
