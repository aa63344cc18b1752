"""The service worker as files: a short script at the site's root, whose parts are named by their content.

sw.js                              asks for the two others: a browser looks at it with every page, and at nothing more
assets/hors-ligne/copie.<…>.js     the list of what is kept, and the bands of copied pages
assets/hors-ligne/service.<…>.js   Workbox's modules and our own script, the same for every build

A site that keeps nothing publishes at the same place a worker that erases what others kept, and goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from markupsafe import Markup

from site_src.frame.hours import local, said, said_in_english
from site_src.frame.languages import Language, Languages, published
from site_src.frame.typography import long_date_in
from site_src.hors_ligne.kept import Kept

PATH, FOLDER = "sw.js", "assets/hors-ligne/"
SOURCES = "site_src/hors_ligne/worker/"
SERVICE, REMOVAL = f"{SOURCES}service.js", f"{SOURCES}retrait.js"
# In the order in which they name one another.
WORKBOX = tuple(
    f"node_modules/workbox-{name}/build/workbox-{name}.prod.js"
    for name in ("core", "routing", "strategies", "precaching")
)
LICENCE = "node_modules/workbox-core/LICENSE"
# Where a page that is not kept is said to be so, and where the copy is told of and erased.
ABSENT, ABOUT = "hors-ligne/", "desinstaller/"
# The worker writes its own place for it: the way to the site's root.
_ROOT = "\ue000"
_SAID = {"fr": said, "en": said_in_english}
DIGITS = 10  # of the SHA-256 in a name, as in those of all assets
ROOM = "hors_ligne"  # of the words of each language
_BAND = Markup(
    '<aside class="prm-copie" lang="{lang}" dir="{direction}" aria-label="{label}"><p><strong>{what}</strong> {why}'
    ' <a href="{root}{about}">{more}</a></p></aside>'
)


def worker(
    files: Mapping[str, bytes], kept: Iterable[Kept], languages: Languages, instant: datetime
) -> dict[str, bytes]:
    """The worker of a site whose copy is `kept`, built at `instant`; `files` are its sources, by their paths."""
    parts = (_part("copie", _list(kept, languages, instant)), _part("service", _service(files)))
    names = ", ".join(json.dumps(path) for path, _ in parts)
    return {PATH: f"importScripts({names});\n".encode(), **dict(parts)}


def removal(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The worker of a site that keeps nothing."""
    return {PATH: files[REMOVAL]}


def _part(name: str, raw: bytes) -> tuple[str, bytes]:
    return f"{FOLDER}{name}.{hashlib.sha256(raw).hexdigest()[:DIGITS]}.js", raw


def _service(files: Mapping[str, bytes]) -> bytes:
    """Workbox under its licence (MIT, which goes with every copy), without the address of a map that is not published; then ours."""
    modules = (files[path].partition(b"//# sourceMappingURL")[0] for path in WORKBOX)
    return b"".join([b"/*! Workbox\n", files[LICENCE], b"*/\n", *modules, files[SERVICE]])


def _list(kept: Iterable[Kept], languages: Languages, instant: datetime) -> bytes:
    told = {
        "absente": ABSENT,
        "bandes": {code: _band(one, instant) for code, one in published(languages).items()},
        "fichiers": [[one.address, one.digest, int(one.is_named)] for one in kept],
    }
    return f"self.COPIE = {json.dumps(told, ensure_ascii=False)};\n".encode()


def _band(language: Language, instant: datetime) -> str:
    """What a copied page says of itself, in its language; no mark of its own: the worker writes it into any page."""
    words = language.words(ROOM)
    what = words["copie_du"].replace("{date}", _moment(instant, language.code))
    return _BAND.format(lang=language.code, direction=language.direction, label=words["bandeau"], what=what, why=words["reseau"],
                        root=_ROOT, about=ABOUT, more=words["en_savoir_plus"])  # fmt: skip


def _moment(instant: datetime, code: str) -> str:
    """The moment in the hour of Paris, as the language writes it."""
    if code in _SAID:
        return _SAID[code](instant)
    return f"{long_date_in(local(instant).date(), code)}, {local(instant):%H:%M}"
