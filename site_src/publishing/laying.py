"""Alerts laid into sealed documents: the theme leaves empty places, which an alert fills and nothing else changes.

`<!--alertes:bandeau fr ../-->`  the band of every page: its language, the way to the site's root
`<!--alertes:page-->`            what stands first on a page that an alert touches
`<!--alertes:entieres-->`        every alert whole, below the readings of « En ce moment »
`<!--alertes:fichier-->`         in the file for a crisis: of when it is, and the alerts that stand then
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from opendata.findings import Finding, FindingsError
from site_src.alertes.blocks import HOME, ROOT, Blocks
from site_src.frame.crisis_file import LIMIT, PLACE
from site_src.frame.handlers import handlers
from site_src.publishing import links
from site_src.publishing.links import HtmlDocument

BAND = re.compile(r"<!--alertes:bandeau (fr|en) ([^ >]*)-->")
PAGE = "<!--alertes:page-->"
WHOLES = "<!--alertes:entieres-->"
ADDED = "ajouts.json"
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


def touched(documents: Iterable[str], blocks: Blocks) -> list[str]:
    """The documents in which something may be laid: all while a band is, else those that have a block."""
    return [path for path in documents if blocks.bands or path in blocks.pages]


def laid(documents: Mapping[str, bytes], blocks: Blocks) -> dict[str, bytes]:
    """The documents with what is laid into them, and as `ADDED` what that says of addresses, by document.

    A document of which nothing changes (that of a map has no place for a band) is left out. Raises `FindingsError` on a
    page that has no place for its block, or on a script in one.
    """
    made: dict[str, bytes] = {}
    added: dict[str, HtmlDocument] = {}
    faults: list[Finding] = []
    for path, raw in documents.items():
        html = raw.decode()
        parts = _parts(path, html, blocks)
        faults += _faults(path, html, parts, blocks)
        if parts:
            made[path] = _filled(html, parts, is_demoted=blocks.is_crisis and path == HOME).encode()
            added[path] = links.read_document(path, "".join(parts.values()))
    if faults:
        raise FindingsError(faults)
    return {**made, ADDED: json.dumps({path: asdict(one) for path, one in added.items()}, default=sorted).encode()}  # fmt: skip


def filled(files: Mapping[str, bytes], blocks: Mapping[str, str]) -> dict[str, bytes]:
    """The file for a crisis, in each of its forms, with its alerts; `blocks` by path.

    Raises `FindingsError` on a form that has no place for them, that holds a script, or is heavier than it may be.
    """
    made = {path: _with_alerts(raw.decode(), blocks[path]) for path, raw in files.items()}
    faults = [
        fault for path, text in made.items() for fault in _crisis_faults(path, text, files[path])
    ]
    if faults:
        raise FindingsError(faults)
    return {path: text.encode() for path, text in made.items()}


def _with_alerts(text: str, block: str) -> str:
    before, _, after = text.partition(PLACE)
    return before + block + after


def _crisis_faults(path: str, text: str, raw: bytes) -> Iterator[Finding]:
    if PLACE.encode() not in raw:
        yield Finding(path, 0, 0, "fichier de crise sans place pour ses alertes", "le fichier de crise dit de quand il est, et les alertes à ce moment",
                      "remettre la place que nomme site_src/frame/crisis_file.py")  # fmt: skip
    if path.endswith(".html"):
        yield from (one.finding(path) for one in handlers(text, with_scripts=True))
    weight = len(text.encode())
    if weight > LIMIT:
        yield Finding(path, 0, 0, f"fichier de crise de {weight} octets", f"il se transmet partout : {LIMIT} octets au plus",
                      "raccourcir les consignes de ses risques, ou ses alertes", page="/crise.html")  # fmt: skip


def added(raw: bytes) -> Iterator[HtmlDocument]:
    """What `laid` says of addresses."""
    for values in json.loads(raw).values():
        yield HtmlDocument(**{**values, "anchors": set(values["anchors"])})


def _parts(path: str, html: str, blocks: Blocks) -> dict[str, str]:
    """What is laid in the document, by the place that it fills."""
    band = BAND.search(html)
    if band is None:
        return {}
    wanted = {
        band[0]: blocks.bands.get(band[1], ""),
        PAGE: blocks.pages.get(path, ""),
        WHOLES: blocks.wholes.get(path, ""),
    }
    return {place: text.replace(ROOT, band[2]) for place, text in wanted.items() if text}


def _filled(html: str, parts: Mapping[str, str], *, is_demoted: bool) -> str:
    for place, text in parts.items():
        before, _, after = html.partition(place)
        if is_demoted and place == PAGE:  # a page has one title, which the alert brings
            after = _TITLE.sub(r"<h2>\1</h2>", after, count=1)
        html = before + text + after
    return html


def _faults(path: str, html: str, parts: Mapping[str, str], blocks: Blocks) -> Iterator[Finding]:
    if path in blocks.pages and not (BAND.search(html) and PAGE in html):
        yield Finding(path, 0, 0, "page sans place pour ses alertes", "le gabarit de la page garde une place aux alertes",
                      "remettre les deux commentaires « alertes: » de base.html")  # fmt: skip
    if path in blocks.wholes and WHOLES not in html:
        yield Finding(path, 0, 0, "page sans place pour ses alertes entières", "la page du moment garde une place aux alertes, sous les mesures",
                      f"remettre « {WHOLES} » dans son gabarit")  # fmt: skip
    for text in parts.values():
        yield from (one.finding(path) for one in handlers(text, with_scripts=True))
