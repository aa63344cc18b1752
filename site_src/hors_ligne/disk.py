"""The built site as a browser opens it from a disk, without a server: for who reads a proposal over.

An address that ends with a folder leads there to a list of files: each then names the page, `…/index.html`. Browsers load
no module and ask no file of data from a disk, so that the search, « Ma rue » and the explorer of data do not work: a
band on each page says so, and leads to a page that says what to do. The layers of an interactive map are given to it in a
script of its own.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote

from site_src.frame import editor_place
from site_src.hors_ligne.needs import needed

INDEX = "index.html"
ABOUT = "ouvrir-depuis-un-disque.html"
# Where a reader may be led: a link, a frame, a form.
_PLACE = re.compile(r"""(<(?:a|area|link|iframe|form)\b[^>]*?\s(?:href|src|action)=)(["'])(.*?)\2""", re.DOTALL)  # fmt: skip
# In the script of an interactive map, addresses of pages are texts of their own.
_MAP = re.compile(r"(?:^|/)interactive/carte\.[0-9a-f]+\.js$")
_TEXT = re.compile(r'(")((?:\.\./|\./)*[\w./-]*/)(#[\w-]*)?(")')
_BODY = re.compile(r'<body class="prm\b[^>]*>')
# Asked as from another host, a typeface is refused, then also to the style sheet.
_PRELOAD = re.compile(r"<link rel=\"preload\"[^>]*crossorigin[^>]*>\n?")
_MAP_DOCUMENT = re.compile(r"(?:^|/)interactive/index\.html$")
_FIRST_SCRIPT = re.compile(r"<script src=")
LAYERS = "disque.js"
# What the map asks of the files beside it is answered from here; all the rest is asked as before.
ANSWER = """\
const kept = {kept};
const ask = window.fetch;
window.fetch = (address, ...rest) =>
  address in kept ? Promise.resolve(new Response(kept[address])) : ask(address, ...rest);
"""
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
BAND = (
    '<div class="prm-copie" lang="fr"><p>Copie à relire, ouverte depuis un disque : la recherche et « Ma rue » n’y '
    'marchent pas. <a href="{root}{about}">Pourquoi, et que faire</a></p></div>'
)
PAGE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; object-src 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Ce site, ouvert depuis un disque</title>
{style}
</head>
<body class="prm">
<div class="prm-corps">
<main class="prm-contenu">
<h1>Ce site, ouvert depuis un disque</h1>
<p>Vous lisez une copie du site, décompressée sur un appareil, pour relire une proposition. Rien n’en est publié.</p>
<h2>Ce qui marche</h2>
<ul>
<li>tous les textes, toutes les pages et leurs liens ;</li>
<li>les cartes, images et interactives ;</li>
<li>les documents à imprimer et les fichiers de données.</li>
</ul>
<h2>Ce qui ne marche pas</h2>
<p>Un navigateur ne charge ni programme en modules ni données depuis un disque, par sécurité. Ici, donc :</p>
<ul>
<li>la recherche : <a href="plan-du-site/index.html">toutes les pages</a> sont dans une liste, où Ctrl + F cherche ;</li>
<li>« Ma rue », et ce qui se coche ou se remplit ;</li>
<li>sur les cartes interactives, les noms des rues et « Autour de moi » ;</li>
<li>l’explorateur des jeux de données, et la mesure du moment.</li>
</ul>
<h2>Pour tout essayer</h2>
<p>Avec Python, dans le dossier décompressé : <code>python3 -m http.server</code>, puis ouvrir <code>http://localhost:8000</code>.</p>
<p><a href="index.html">Aller à l’accueil</a></p>
</main>
</div>
</body>
</html>
"""


def opened_from_disk(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the site, by path, with links that a disk follows, the bands, and the page that explains them.

    What only a server or an installed copy reads is left out, and so is the editor, which needs the repository.
    """
    paths = frozenset(site)
    home = site[INDEX].decode()
    style = _STYLE.search(home)
    made = {path: _opened(path, raw, paths) for path, raw in site.items()
            if path not in UNREAD and not path.startswith(editor_place.PLACE)}  # fmt: skip
    layers = {
        _beside(path, LAYERS): _layers(path, site) for path in site if _MAP_DOCUMENT.search(path)
    }
    return {**made, **layers, ABOUT: PAGE.format(style=style[0] if style else "").encode()}


# Those of hosts, of search engines and of the copy that a device keeps.
UNREAD = frozenset(("_headers", "robots.txt", "sitemap.xml", "sw.js", "404.html"))


def _opened(path: str, raw: bytes, paths: Collection[str]) -> bytes:
    if path.endswith(".html"):
        return _page(path, raw.decode(), paths).encode()
    if _MAP.search(path):
        return _script(path, raw.decode(), paths).encode()
    return raw


def _page(path: str, text: str, paths: Collection[str]) -> str:
    def led(one: re.Match[str]) -> str:
        address = unescape(one[3])
        found = _on_disk(path, address, paths)
        return one[0] if found == address else f"{one[1]}{one[2]}{escape(found)}{one[2]}"

    text = _PLACE.sub(led, _PRELOAD.sub("", text))
    if _MAP_DOCUMENT.search(path):
        text = _FIRST_SCRIPT.sub(f'<script src="{LAYERS}"></script>\n<script src=', text, count=1)
    body = _BODY.search(text)
    if body is None:
        return text
    root = "../" * path.count("/")
    return text[: body.end()] + BAND.format(root=root, about=ABOUT) + text[body.end() :]


def _layers(path: str, site: Mapping[str, bytes]) -> bytes:
    """The script that gives a map the files that its document names, by the addresses at which it asks for them."""
    names = sorted(name for name in needed(site, [path], lambda _: False) if name.endswith(".json"))
    kept = {posixpath.relpath(name, posixpath.dirname(path)): site[name].decode() for name in names}
    return ANSWER.format(kept=json.dumps(kept)).encode()


def _beside(path: str, name: str) -> str:
    return posixpath.join(posixpath.dirname(path), name)


def _script(path: str, text: str, paths: Collection[str]) -> str:
    """A map's addresses are those of its document, which stands beside it."""
    return _TEXT.sub(lambda one: f'"{_on_disk(path, one[2] + (one[3] or ""), paths)}"', text)


def _on_disk(path: str, address: str, paths: Collection[str]) -> str:
    """The address as it is, or with the name of the page when it leads to the folder of one."""
    place, mark, rest = _split(address)
    if not place or re.match(r"[a-z][a-z0-9+.-]*:|//|/", place, re.IGNORECASE):
        return address
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(place)))
    page = INDEX if target == "." else f"{target}/{INDEX}"
    if target.startswith("..") or page not in paths or target in paths:
        return address
    return f"{place.rstrip('/') or '.'}/{quote(INDEX)}{mark}{rest}"


def _split(address: str) -> tuple[str, str, str]:
    """The place, then « # » or « ? » and what follows; a page of a disk is asked nothing after « ? »."""
    found = re.match(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL)
    assert found is not None
    return found[1], found[2], found[3]
