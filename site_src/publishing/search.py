"""The search index: Pagefind's chunks, of which a search loads only those it needs, and what they lack.

pagefind/**            text and excerpts, an index for each language
recherche/<lang>.json  titles, words that people type, and the vocabulary by which a misspelt word is corrected
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

from site_src.engine import outputs
from site_src.frame.search_words import SearchWords
from site_src.frame.typography import typographie

# Documents that search engines are asked to leave out stay out of ours too (fictitious data, 404).
NOINDEX = re.compile(rb"""<meta name="robots" content="noindex""")
_INDEXED = b"data-pagefind-body"
# A dataset's former version says what its present one says, which leads to it.
_FORMER = re.compile(r"^donnees/[^/]+/\d+\.\d+\.\d+/")
# Pagefind brings ready-made interfaces; ours replaces them.
_INTERFACES = (
    "pagefind-ui.",
    "pagefind-modular-ui.",
    "pagefind-component-ui.",
    "pagefind-highlight.",
)
# A document's language and what is searched of it: what surrounds them, a fifth of its bytes, is read for nothing.
_ARTICLE = re.compile(
    rb"\A.*?(<html[^>]*>).*?(<article[^>]* data-pagefind-body.*</article>).*", re.DOTALL
)
_FRENCH = re.compile(rb"""<html[^>]*\blang="?fr\b""")
_LANGUAGE = re.compile(rb"""<html[^>]*\blang="?([a-z]+)""")
_HEAD = 4096  # bytes of a document that hold its description
_DESCRIPTION = re.compile(r"""<meta name="description" content="([^"]*)">""")
# Pagefind takes « l'électricité » for one word. A space after the apostrophe makes two of it; the page's script takes
# the space away again from what it shows.
# The apostrophe stands first in each pattern, for speed.
_ELIDED = (re.compile(r"’(?<=[A-Za-z]’)(?=[^\W\d_])"), re.compile(r"'(?<=[A-Za-z]')(?=[^\W\d_])"))
_SPACED = re.compile(r"(['’]) (?=\w)")
_ENTRY = "pagefind/pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
# Pages that list the names of a place, or of every place.
_PLACES = re.compile(r"^mon-quartier/\d|/liste/$")
# Of these, places are found by their name, with their verdicts: the text of one is that of all others but for figures,
# and a hundred of them would be half of the index.
_NAMED = re.compile(r"^mon-quartier/\d")
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>")
# The first lines of such a page: what it says of each zone.
_BRIEF = re.compile(r"""<ul class="prm-bref">(.*?)</ul>""", re.DOTALL)
_VERDICT = re.compile(r"<li>(.*?(?:% de la surface|rien de dessiné).*?)</li>")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_MARKS = re.compile("[\u0300-\u036f]+")  # accents, once letters are decomposed (NFD)


def index(site: Mapping[str, bytes], words: Iterable[SearchWords] = ()) -> dict[str, bytes]:
    """The indexes of the documents that may be found, a language each, at addresses below the site's root."""
    chosen = {path: raw for path, raw in site.items() if is_found(path, raw)}
    if not chosen:
        return {}
    with tempfile.TemporaryDirectory(prefix="prm-pagefind-") as name:
        # A thread of its own: whoever calls may already have an event loop (a browser test has).
        source, target = Path(name) / "pages", Path(name) / "index"
        texts = {path: _parted(raw) for path, raw in chosen.items() if not _NAMED.match(path)}
        outputs.lay(texts, source)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_write(str(source), str(target)))).result()
        made = {
            f"pagefind/{path.relative_to(target).as_posix()}": path.read_bytes()
            for path in sorted(target.rglob("*"))
            if path.is_file() and not path.name.startswith(_INTERFACES)
        }
    # Pagefind writes its languages in no order.
    made[_ENTRY] = json.dumps(json.loads(made[_ENTRY]), sort_keys=True).encode()
    named = [_named(path, raw) for path, raw in chosen.items() if _NAMED.match(path)]
    return made | _lexicons([*_fragments(made), *named], chosen, words)


def by_language(site: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The documents that may be found, by the language that they say: Pagefind has an index for each."""
    found: dict[str, list[str]] = {}
    for path, raw in site.items():
        if is_found(path, raw):
            language = _LANGUAGE.search(raw[:_HEAD])
            found.setdefault(language[1].decode() if language else "", []).append(path)
    return found


def joined(indexes: Iterable[Mapping[str, bytes]]) -> dict[str, bytes]:
    """The indexes of several languages as one: what Pagefind makes of all their documents at once."""
    files: dict[str, bytes] = {}
    entry: dict[str, Any] = {"languages": {}}
    for index_ in indexes:
        one = json.loads(index_[_ENTRY])
        entry = {**one, "languages": {**entry["languages"], **one["languages"]}}
        files |= index_
    return files | {_ENTRY: json.dumps(entry, sort_keys=True).encode()} if files else {}


def is_found(path: str, raw: bytes) -> bool:
    """Whether the search may show this file."""
    return (
        path.endswith(".html")
        and _INDEXED in raw
        and not NOINDEX.search(raw)
        and not _FORMER.match(path)
    )


def _parted(raw: bytes) -> bytes:
    """The document as Pagefind reads it: what is searched alone, elided words apart."""
    article = _ARTICLE.sub(rb"\1\2", raw)
    if not _FRENCH.search(raw[:_HEAD]):
        return article
    text = article.decode().replace("&#39;", "'")
    for mark, pattern in zip("’'", _ELIDED, strict=True):
        text = pattern.sub(f"{mark} ", text)
    return text.encode()


async def _write(pages_folder: str, folder: str) -> None:
    from pagefind.service import PagefindService

    service = await PagefindService().launch()
    try:
        pages = await service.create_index({})
        # One call for the whole folder: the client waits a tenth of a second for each answer.
        await pages.add_directory(pages_folder)
        await pages.write_files(folder)
        await pages.delete_index()
    finally:
        await service.close()


def _fragments(made: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pagefind's own id of each page, by which its results name it, and what it read of the page."""
    for path, raw in made.items():
        if path.endswith(".pf_fragment"):
            text = gzip.decompress(raw).removeprefix(_SIGNATURE)
            yield Path(path).stem, json.loads(text)


def _named(path: str, raw: bytes) -> tuple[str, dict[str, Any]]:
    """The same of a place, which Pagefind does not read: its name, and its verdicts as its text."""
    html = raw.decode()
    title, brief = _TITLE.search(html), _BRIEF.search(html)
    verdicts = [_plain(found) for found in _VERDICT.findall(brief[1])] if brief else []
    read = {
        "url": path.removesuffix("index.html"),
        "meta": {"title": _plain(title[1]) if title else ""},
        "content": " ".join(f"{verdict}." for verdict in verdicts),
        "anchors": [],
    }
    return f"fr_{path}", read


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html)).strip()


def _lexicons(
    fragments: Iterable[tuple[str, dict[str, Any]]],
    site: Mapping[str, bytes],
    words: Iterable[SearchWords],
) -> dict[str, bytes]:
    """`recherche/<lang>.json`: `pages` (id, address, title, text, phrases, headings), `mots` (most frequent first)."""
    typed = {entry.page: entry.phrases for entry in words}
    pages: dict[str, list[dict[str, Any]]] = {}
    counts: dict[str, Counter[str]] = {}
    for id_, read in sorted(fragments, key=lambda pair: pair[1]["url"]):
        language = id_.split("_")[0]
        page = _page(id_, read, site, typed)
        pages.setdefault(language, []).append(page)
        # Such a page lists streets: they are found by their own index, and correct nobody's words.
        text = page["titre"] if _PLACES.search(page["adresse"]) else read["content"]
        known = counts.setdefault(language, Counter())
        known.update(words_of(" ".join([text, *page["mots"]])))
    return {
        f"recherche/{language}.json": _json({"pages": pages[language], "mots": _ordered(counts[language])})
        for language in sorted(pages)
    }  # fmt: skip


def _page(
    id_: str,
    read: Mapping[str, Any],
    site: Mapping[str, bytes],
    typed: Mapping[str, tuple[str, ...]],
) -> dict[str, Any]:
    address = read["url"].removeprefix("/")
    headings = [anchor["text"] for anchor in read["anchors"] if anchor["element"] == "h2"]
    is_place = bool(_PLACES.search(address))
    return {
        "id": id_,
        "adresse": address,
        "titre": _joined(read["meta"]["title"]),
        "texte": (_NAMED.match(address) and typographie(read["content"]))
        or _description(site, address),
        "mots": typed.get(address, ()),
        "rubriques": [] if is_place else [_joined(text) for text in headings],
    }


def _description(site: Mapping[str, bytes], address: str) -> str:
    raw = site.get(f"{address}index.html", b"")[:_HEAD]
    found = _DESCRIPTION.search(raw.decode(errors="ignore"))
    return unescape(found[1]) if found else ""


def _joined(text: str) -> str:
    return _SPACED.sub(r"\1", text)


def words_of(text: str) -> set[str]:
    """Words and figures without accents, in small letters; `question.js` reads a question alike."""
    plain = text.lower().replace("œ", "oe").replace("æ", "ae")
    return set(_WORD.findall(_MARKS.sub("", unicodedata.normalize("NFD", plain))))


def _ordered(counts: Counter[str]) -> str:
    kept = (word for word in counts if len(word) > 1 and not word.isdigit())
    return " ".join(sorted(kept, key=lambda word: (-counts[word], word)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
