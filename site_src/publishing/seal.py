"""The last hand: one site of all parts, each document under its own security policy.

policy      a meta Content-Security-Policy with the hashes of the document's inline scripts
links       every internal link and anchor exists; nothing is loaded from another host
sitemap     the documents that have a canonical address and may be indexed
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from opendata.findings import Finding, FindingsError
from site_src.engine import outputs
from site_src.engine.stages import Inputs
from site_src.publishing import links
from site_src.publishing.search import NOINDEX

PUBLISHED = "site/"
# The stages that publish files of their own, besides the pages.
PUBLISHERS = ("maps", "rues", "packages", "catalogue", "documents")
_HEAD = re.compile(r"(<head[^>]*>\s*(?:<meta charset=[^>]*>)?)", re.IGNORECASE)
_INLINE = {
    tag: re.compile(rf"<{tag}\b(?![^>]*\bsrc=)([^>]*)>(.*?)</{tag}>", re.IGNORECASE | re.DOTALL)
    for tag in ("script", "style")
}
# A block of data (JSON-LD) is no script: browsers run only these types.
_DATA_BLOCK = re.compile(
    r"""\btype=["']?(?!module\b|text/javascript\b|importmap\b)[^\s"'>]""", re.IGNORECASE
)
_HANDLER = re.compile(
    r"<[a-z][^<>]*\son[a-z]+\s*=|<a\b[^<>]*\shref=[\"']?\s*javascript:", re.IGNORECASE
)
_STYLE_ATTRIBUTE = re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE)
_MENTION = re.compile(rb"""<p class="prm-mention">[^<]*</p>""")
_CANONICAL = re.compile(rb"""<link rel="canonical" href="([^"]+)">""")


def run(inputs: Inputs) -> dict[str, bytes]:
    """The stage: everything that is published, sealed. Raises `FindingsError`."""
    given = inputs.outputs
    site = outputs.merge((name, _published(given[name])) for name in PUBLISHERS)
    merged = outputs.merge(
        [
            ("cartes, paquets et documents", site),
            ("html", given["html"]),
            ("search", given["search"]),
        ]
    )
    return seal(merged)


def _published(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Outputs that a stage publishes as they are; its others are for later stages."""
    return {
        path.removeprefix(PUBLISHED): raw
        for path, raw in made.items()
        if path.startswith(PUBLISHED)
    }


def seal(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site with policies, robots.txt and, when it knows its address, sitemap.xml."""
    canonical = _canonical(site)
    base = urlsplit(canonical[0]).path if canonical else "/"
    found = [*links.faults(site, base), *_handlers(site)]
    if found:
        raise FindingsError(found)
    mention = _mention(site)
    documents = {
        path: _sealed(_standing(raw, mention))
        for path, raw in site.items()
        if path.endswith(".html")
    }
    return {**site, **documents, **_for_robots(canonical)}


def _canonical(site: Mapping[str, bytes]) -> list[str]:
    """Addresses of the documents that search engines may keep, the home page first."""
    found = [
        match.group(1).decode()
        for path, raw in site.items()
        if path.endswith(".html") and not NOINDEX.search(raw) and (match := _CANONICAL.search(raw))
    ]
    return sorted(found)


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


def _handlers(site: Mapping[str, bytes]) -> Iterable[Finding]:
    """Inline event handlers: no policy without 'unsafe-inline' would let them run."""
    for path, raw in site.items():
        if path.endswith(".html") and _HANDLER.search(raw.decode()):
            yield Finding(path, 0, 0, "gestionnaire d'évènement dans une balise (onclick…)",
                          "un script est dans un fichier", "l'attacher depuis un fichier de script")  # fmt: skip


def _mention(site: Mapping[str, bytes]) -> bytes:
    """The paragraph on the document's legal standing, as the home page prints it."""
    match = _MENTION.search(site.get("index.html", b""))
    return match.group() if match else b""


def _standing(raw: bytes, mention: bytes) -> bytes:
    """The document with that paragraph: map documents, made without the theme, lack it."""
    return (
        raw if not mention or mention in raw else raw.replace(b"</main>", mention + b"</main>", 1)
    )


def _sealed(raw: bytes) -> bytes:
    """The document with its policy before anything that could load or run."""
    html = raw.decode()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return _HEAD.sub(lambda match: match.group(1) + meta, html, count=1).encode()


def policy(html: str) -> str:
    """The document's Content-Security-Policy (CSP level 3).

    'wasm-unsafe-eval' is for Pagefind. Style attributes are allowed only to documents that have some;
    scripts never run from the document unless their hash is listed.
    """
    scripts = _hashes(body for attributes, body in _INLINE["script"].findall(html)
                      if not _DATA_BLOCK.search(attributes))  # fmt: skip
    styles = _hashes(body for _, body in _INLINE["style"].findall(html))
    rules = [
        "default-src 'self'",
        " ".join(["script-src 'self' 'wasm-unsafe-eval'", *scripts]),
        " ".join(["style-src 'self'", *styles]),
        *(["style-src-attr 'unsafe-inline'"] if _STYLE_ATTRIBUTE.search(html) else []),
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
    return "; ".join(rules)


def _hashes(bodies: Iterable[str]) -> list[str]:
    return sorted(
        {
            f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
            for body in bodies
        }
    )
