"""The last hand: one site of all parts, each document under its own security policy.

search      the index of the pages (site_src.publishing.search)
alerts      laid into documents that are sealed already, and into the file for a crisis (site_src.publishing.laying)
names       assets under the names of their contents (site_src.publishing.naming)
policy      a meta Content-Security-Policy with the hashes of the document's inline scripts
links       every internal link and anchor exists; nothing is loaded from another host
sitemap     the documents that have a canonical address and may be indexed
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape
from zlib import crc32

from opendata.findings import Finding, FindingsError
from site_src.alertes.blocks import Blocks, blocks_of
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs, Stored
from site_src.engine.units import Unit
from site_src.frame.handlers import handlers
from site_src.publishing import hosting, laying, links, naming, search
from site_src.publishing.links import HtmlDocument
from site_src.publishing.policy import INLINE, rules
from site_src.publishing.search import NOINDEX

PUBLISHED, SEEN = "site/", "vu.json"
INDEX = "recherche "  # how the units are called that make the search index, one a language
CRISIS = "fichier de crise"  # the unit that lays alerts into it
# The units that do the last hand of documents, some at a time: after one sentence a few are done again.
FINISHED, SHARES = "dernière main", 16
# The stages that publish files of their own, besides the pages.
PUBLISHERS = (
    "maps",
    "cartes_traduites",
    "rues",
    "packages",
    "moteur_sql",
    "catalogue",
    "api",
    "documents",
    "traductions",
    "direct",
    "alertes",
    "crise",
)
_HEAD = re.compile(r"(<head[^>]*>\s*(?:<meta charset=[^>]*>)?)", re.IGNORECASE)
_INLINE = {
    tag: re.compile(rf"<{tag}\b(?![^>]*\bsrc=)([^>]*)>(.*?)</{tag}>", re.IGNORECASE | re.DOTALL)
    for tag in ("script", "style")
}
# A block of data (JSON-LD) is no script: browsers run only these types.
_DATA_BLOCK = re.compile(
    r"""\btype=["']?(?!module\b|text/javascript\b|importmap\b)[^\s"'>]""", re.IGNORECASE
)
_STYLE_ATTRIBUTE = re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE)
_CANONICAL = re.compile(rb"""<link rel="canonical" href="([^"]+)">""")


@dataclass(frozen=True)
class Seen:
    """What the whole site must know of one document; `canonique` is "" when search engines leave it out."""

    lien: HtmlDocument
    canonique: str

    def with_alerts(self, added: HtmlDocument) -> Seen:
        """The same with what alerts add to the document."""
        own = self.lien
        return replace(self, lien=replace(own, anchors=own.anchors | added.anchors,
                                          links=own.links + added.links, loads=own.loads + added.loads))  # fmt: skip


def run(inputs: Inputs) -> Outputs:
    """The stage: everything that is published, sealed. Raises `FindingsError`."""
    parts = _parts(inputs)
    made = _made(inputs, parts["html"], _merged(inputs, parts))
    indexes = [made.pop(name) for name in sorted(made) if name.startswith(INDEX)]
    found = inputs.work.join([search.joined(indexes)])
    site = _merged(inputs, {**parts, INDEX.rstrip(): found})
    seen = {path: _seen(json.loads(files[SEEN])) for path, files in made.items()}
    canonical = sorted(one.canonique for one in seen.values() if one.canonique)
    base = urlsplit(canonical[0]).path if canonical else "/"
    assets = naming.named(site.some(filter(naming.is_asset, site)))
    last = LastHand(blocks_of(inputs.outputs["alertes"]), assets.names, base)
    sealed = {path: files.some([path]) for path, files in made.items()}
    crisis = _crisis(inputs, site, sealed, last.blocks.files)
    pages = {path: files for path, files in sealed.items() if path not in crisis}
    finished = _finished(inputs, pages, seen, last)
    for one in (one for files in finished for one in laying.added(files[laying.ADDED])):
        seen[one.path] = seen[one.path].with_alerts(one)
    styles = {path: site[path] for path in site if path.endswith(".css")}
    faults = links.faults_of({path: one.lien for path, one in seen.items()}, frozenset(site), styles, base)  # fmt: skip
    if faults:
        raise FindingsError(faults)
    documents = [files.some(files.keys() - {laying.ADDED}) for files in finished]
    others = site.some(path for path in site if path not in crisis)
    editor = _published(
        inputs.work.join([inputs.outputs["gestion"]])
    )  # its own policy, no link, no index, no plan
    served = [path for path in (*site, *editor) if path.endswith(".html")]
    for_host = {"_headers": hosting.for_pages(served).encode()}
    return inputs.work.join([*_others(others, assets.names), assets.files, *documents, crisis, _for_robots(canonical), for_host, editor])  # fmt: skip


def _made(inputs: Inputs, html: Stored, site: Stored) -> dict[str, Stored]:
    """Each document of the site under its policy, and the search index of each language, as `INDEX`."""
    documents = [path for path in site if path.endswith(".html")]
    pages = html.some(path for path in html if path.endswith(".html"))
    words = inputs.record("recherche", tuple)
    units = [Unit(path, sealed_files, (site.some([path]),)) for path in documents]
    indexes = [
        Unit(f"{INDEX}{language}", search.index, (html.some(paths), words), weight=2 * len(paths))
        for language, paths in sorted(search.by_language(pages).items())
    ]
    return inputs.work.each([*indexes, *units])


def _others(site: Stored, names: Mapping[str, str]) -> Iterator[Outputs]:
    """What is neither a document nor named by its content; a manifest says the names of its icons."""
    others = [path for path in site if not path.endswith(".html") and path not in names]
    manifests = [path for path in others if path.endswith(naming.MANIFEST)]
    yield {path: naming.renamed(path, site[path], names) for path in manifests}
    yield site.some(
        path for path in others if path not in manifests
    )  # most of the site: it is not loaded


@dataclass(frozen=True)
class LastHand:
    """What is done to sealed documents: alerts laid in, assets called by their published `names`.

    `base` is the path under which the site is served.
    """

    blocks: Blocks
    names: Mapping[str, str] = field(repr=False)
    base: str

    def of(self, share: Iterable[str]) -> LastHand:
        """What of it is done to some of the documents."""
        return replace(self, blocks=_of(self.blocks, share))


def _finished(
    inputs: Inputs, sealed: Mapping[str, Stored], seen: Mapping[str, Seen], last: LastHand
) -> list[Stored]:
    """The documents as they are published, in shares, and what alerts added to each, as `laying.ADDED`."""
    absent = sorted(last.blocks.pages.keys() - sealed.keys())
    if absent:
        raise FindingsError(_absent(path) for path in absent)
    shares: dict[int, list[str]] = {}
    for path in sorted(sealed):
        shares.setdefault(crc32(path.encode()) % SHARES, []).append(path)
    units = []
    for number, share in sorted(shares.items()):
        loads = {path: naming.loaded(seen[path].lien, last.names, last.base) for path in share}
        documents = Stored.of(*(sealed[path] for path in share))
        units.append(
            Unit(f"{FINISHED} {number}", finished_files, (documents, last.of(share), loads))
        )
    return list(inputs.work.each(units).values())


def finished_files(
    documents: Mapping[str, bytes], last: LastHand, loads: Mapping[str, Sequence[str]]
) -> dict[str, bytes]:
    """The documents as they are published; what alerts added to them, as `laying.ADDED`.

    `loads`: the assets that each names. Raises `FindingsError`.
    """
    chosen = {path: documents[path] for path in laying.touched(documents, last.blocks)}
    laid = laying.laid(chosen, last.blocks)
    added = {
        one.path: naming.loaded(one, last.names, last.base)
        for one in laying.added(laid[laying.ADDED])
    }
    faults: list[Finding] = []
    made = {laying.ADDED: laid[laying.ADDED]}
    for path in documents:
        wanted = {*loads[path], *added.get(path, ())}
        made[path], found = naming.document(
            path, laid.get(path, documents[path]), last.names, wanted, last.base
        )
        faults += found
    if faults:
        raise FindingsError(faults)
    return made


def _crisis(
    inputs: Inputs, site: Stored, sealed: Mapping[str, Stored], blocks: Mapping[str, str]
) -> Stored:
    """The file for a crisis in all its forms, with its alerts: `blocks`, by path."""
    absent = sorted(path for path in blocks if path not in site)
    if absent:
        raise FindingsError(_absent(path) for path in absent)
    if not blocks:
        return site.some([])
    given = Stored.of(*(sealed.get(path) or site.some([path]) for path in blocks))
    (made,) = inputs.work.each([Unit(CRISIS, laying.filled, (given, blocks))]).values()
    return made


def _of(blocks: Blocks, share: Iterable[str]) -> Blocks:
    """What is laid into some of the documents."""
    kept = set(share)
    parts = (
        {path: text for path, text in given.items() if path in kept}
        for given in (blocks.pages, blocks.wholes)
    )
    pages, wholes = parts
    return replace(blocks, pages=pages, wholes=wholes, files={})


def _absent(path: str) -> Finding:
    return Finding(path, 0, 0, "page absente, où une alerte serait montrée", "une alerte a sa place sur chaque page qu'elle touche",
                   "remettre la page, ou corriger les secteurs de l'alerte")  # fmt: skip


def _parts(inputs: Inputs) -> dict[str, Stored]:
    """What each stage publishes, by its name."""
    given = inputs.outputs
    parts = {name: _published(inputs.work.join([given[name]])) for name in PUBLISHERS}
    return {**parts, "html": inputs.work.join([given["html"]])}


def _merged(inputs: Inputs, parts: Mapping[str, Stored]) -> Stored:
    """All parts together; two authors of one path are a finding."""
    faults = list(conflicts(parts))
    if faults:
        raise FindingsError(faults)
    return inputs.work.join(parts.values())


def conflicts(parts: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """Paths that two stages (by name) write, or that would stand outside the site."""
    author: dict[str, str] = {}
    for name, paths in parts.items():
        for path in paths:
            if path in author or not _is_plain(path):
                yield Finding(path, 0, 0, f"écrit par « {author.get(path, '?')} » et par « {name} »",
                              "un fichier publié n'a qu'un auteur, au-dedans du site", "renommer l'un des deux")  # fmt: skip
            author[path] = name


def _is_plain(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts


def _published(made: Stored) -> Stored:
    """Outputs that a stage publishes as they are; its others are for later stages."""
    return made.renamed(
        {path: path.removeprefix(PUBLISHED) for path in made if path.startswith(PUBLISHED)}
    )


def sealed_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """One document under its policy, and what the whole site must know of it, as `SEEN`.

    Raises `FindingsError` on an inline event handler: no policy without 'unsafe-inline' would let it run.
    """
    ((path, raw),) = files.items()
    html = raw.decode()
    live = handlers(html)
    if live:
        raise FindingsError(one.finding(path) for one in live)
    found = Seen(links.read_document(path, html), _canonical(raw))
    return {path: _sealed(html).encode(), SEEN: json.dumps(asdict(found), default=sorted).encode()}


def _seen(values: Mapping[str, Any]) -> Seen:
    """What `sealed_files` wrote."""
    link = values["lien"]
    return Seen(HtmlDocument(**{**link, "anchors": set(link["anchors"])}), values["canonique"])


def _canonical(raw: bytes) -> str:
    """The document's address, where search engines may keep it."""
    match = None if NOINDEX.search(raw) else _CANONICAL.search(raw)
    return match.group(1).decode() if match else ""


def _for_robots(canonical: list[str]) -> dict[str, bytes]:
    if not canonical:
        return {"robots.txt": b"User-agent: *\nAllow: /\n"}
    urls = "".join(f"  <url><loc>{escape(address)}</loc></url>\n" for address in canonical)
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
    robots = f"User-agent: *\nAllow: /\nSitemap: {canonical[0]}sitemap.xml\n"
    return {"sitemap.xml": sitemap.encode(), "robots.txt": robots.encode()}


def _sealed(html: str) -> str:
    """The document with its policy before anything that could load or run."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return _HEAD.sub(lambda match: match.group(1) + meta, html, count=1)


def policy(html: str) -> str:
    """The document's Content-Security-Policy.

    Style attributes are allowed only to documents that have some; scripts never run from the document unless their
    hash is listed.
    """
    scripts = _hashes(body for attributes, body in _INLINE["script"].findall(html)
                      if not _DATA_BLOCK.search(attributes))  # fmt: skip
    styles = _hashes(body for _, body in _INLINE["style"].findall(html))
    attributes = [INLINE] if _STYLE_ATTRIBUTE.search(html) else []
    return "; ".join(rules(scripts, styles, attributes))


def _hashes(bodies: Iterable[str]) -> list[str]:
    return sorted(
        {
            f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
            for body in bodies
        }
    )
