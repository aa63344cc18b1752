"""Links that lead somewhere, and nothing loaded from elsewhere: read from the finished documents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import etree

from opendata.findings import Finding

# Attributes from which a browser loads by itself, without a reader's click.
_LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
_LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect",
                     "dns-prefetch", "manifest", "apple-touch-icon"}  # fmt: skip
# Any other attribute says nothing of addresses.
_SAYING = {"id", "name", "data-source", "style", "href", "rel", "action", "http-equiv"}.union(
    *_LOADING.values()
)
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", re.IGNORECASE)


@dataclass
class HtmlDocument:
    """What one HTML document says of addresses: its own anchors, where it leads, what it loads."""

    path: str
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    source: str = ""


# What browsers make of a page: a document that is not well formed is read all the same.
_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)


def _addresses(name: str, given: Mapping[str, str]) -> list[str]:
    value = given.get(name, "")
    if name == "srcset":
        return [item.split()[0] for item in value.split(",") if item.strip()]
    return [value] if value else []


def read_document(path: str, html: str) -> HtmlDocument:
    """Anchors, links and loads of one document."""
    document = HtmlDocument(path)
    for element in etree.fromstring(html, _PARSER).iter():
        given = dict(element.items())
        if not _SAYING.isdisjoint(given) or element.tag == "style":
            _add(document, element, given)
    return document


def _add(document: HtmlDocument, element: etree._Element, given: Mapping[str, str]) -> None:
    tag = str(element.tag)
    document.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
    document.source = given.get("data-source", document.source)
    document.loads += _CSS_ADDRESS.findall(given.get("style", ""))
    document.loads += [item for name in _LOADING.get(tag, ()) for item in _addresses(name, given)]
    if tag in ("a", "area") and "href" in given:
        document.links.append(given["href"])
    elif tag == "link":
        _add_relation(document, given)
    elif tag == "form" and "action" in given:
        document.loads.append(given["action"])
    elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        document.loads.append(given.get("content", "").partition("=")[2])
    elif tag == "style":
        document.loads += _CSS_ADDRESS.findall(str(element.text or ""))


def _add_relation(document: HtmlDocument, given: Mapping[str, str]) -> None:
    relations = set(given.get("rel", "").lower().split())
    if "alternate" in relations and "href" in given:
        document.links.append(given["href"])  # a feed: it must be there, it is not loaded
    if _LOADED_RELATIONS & relations:
        document.loads.append(given.get("href", ""))


def faults(site: Mapping[str, bytes], base: str = "/") -> list[Finding]:
    """Broken internal links and anchors, and foreign loads, of a whole site (path → bytes).

    `base` is the path under which the site is served: only 404.html, shown at any depth,
    writes addresses from the root of the host.
    """
    documents = {
        path: read_document(path, raw.decode())
        for path, raw in site.items()
        if path.endswith(".html")
    }
    styles = {path: raw for path, raw in site.items() if path.endswith(".css")}
    return faults_of(documents, frozenset(site), styles, base)


def faults_of(
    documents: Mapping[str, HtmlDocument],
    paths: Collection[str],
    styles: Mapping[str, bytes],
    base: str,
) -> list[Finding]:
    """The same of `documents` that are already read; `paths` are all files of the site."""
    found = [
        fault
        for document in documents.values()
        for fault in (*_broken(document, documents, paths, base), *_foreign(document))
    ]
    return [*found, *_foreign_styles(styles)]


def _broken(
    document: HtmlDocument, documents: Mapping[str, HtmlDocument], site: Collection[str], base: str
) -> Iterator[Finding]:
    for address in sorted(
        {*document.links, *(load for load in document.loads if not _is_foreign(load))}
    ):
        host, path, fragment = _parts(address)
        if host:
            continue
        found = target(document.path, path, base)
        if found not in site:
            yield _finding(document, f"lien « {address} » vers rien", "un lien interne mène à une page du site",
                           "corriger l'adresse")  # fmt: skip
        elif _is_anchor(fragment) and not _has(documents.get(found), unquote(fragment)):
            yield _finding(document, f"lien « {address} » vers une ancre absente",
                           "l'ancre est un titre de la page visée", "corriger l'ancre")  # fmt: skip


@lru_cache(maxsize=1 << 14)  # the navigation has the same addresses on page after page
def _parts(address: str) -> tuple[str, str, str]:
    """Scheme and host, "" for an internal address; path, decoded; fragment, as written."""
    parts = urlsplit(address)
    return parts.scheme + parts.netloc, unquote(parts.path), parts.fragment


@lru_cache(maxsize=1 << 16)  # pages of a folder have the same navigation
def _beside(folder: str, address: str) -> str:
    """The file that an address, written in a document of `folder`, leads to; "" outside the site."""
    joined = posixpath.join(folder, address)
    is_folder = not joined or joined.endswith(("/", "/.", "/.."))
    path = posixpath.normpath(joined) if joined else "."
    if path.startswith(".."):
        return ""
    if is_folder or path == ".":
        return "index.html" if path == "." else f"{path}/index.html"
    return path


def target(path: str, address: str, base: str) -> str:
    """The file that `address`, written in the document at `path`, leads to; "" outside the site."""
    if not address:
        return path
    if address.startswith("/"):
        if path != "404.html" or not address.startswith(base):
            return ""
        return _beside("", address.removeprefix(base))
    return _beside(path.rpartition("/")[0], address)


def _is_anchor(fragment: str) -> bool:
    """Whether a fragment names a place in a document: « voie=… » is what a page remembers for its script."""
    return bool(fragment) and "=" not in fragment


def _has(document: HtmlDocument | None, anchor: str) -> bool:
    return document is None or anchor in document.anchors or anchor == "top"


@lru_cache(maxsize=1 << 14)
def _is_foreign(address: str) -> bool:
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme not in ("", "data", "blob")


def _foreign(document: HtmlDocument) -> Iterator[Finding]:
    for address in sorted(filter(_is_foreign, set(document.loads))):
        yield _finding(document, f"« {address} » chargé d'un autre site",
                       "aucune requête vers un autre hôte : rien ne dit à un tiers qui lit",
                       "mettre le fichier dans le site, ou en faire un simple lien")  # fmt: skip


def _foreign_styles(styles: Mapping[str, bytes]) -> Iterator[Finding]:
    for path, raw in styles.items():
        yield from _foreign(HtmlDocument(path, loads=_CSS_ADDRESS.findall(raw.decode())))


def _finding(document: HtmlDocument, quoi: str, regle: str, remede: str) -> Finding:
    """Named by the file that a contributor edits, where the page says it."""
    page = document.path.removesuffix("index.html")
    return Finding(
        document.source or document.path, 0, 0, quoi, regle, remede, page=page or "accueil"
    )
