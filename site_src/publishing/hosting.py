"""How the site is served: headers by address, written for three kinds of host from the one table below.

`_headers`       Netlify, Cloudflare Pages: published with the site
`nginx.conf`     nginx 1.22 or later: .github/hebergement/, as is `Caddyfile` for Caddy 2.6 or later

GitHub Pages reads none of them: there, the policy that each document carries is what holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maps.records.document_place import DOCUMENT
from site_src.frame.editor_place import PLACE
from site_src.gestion.headers import HEADERS
from site_src.publishing import media, policy
from site_src.publishing.cover import INDEX, alike, cover

YEAR_S = 31_536_000
# What a page of prevention never asks of a device; the position is asked for by « Ma rue », after a press.
_REFUSED = ("accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "gyroscope", "hid",
            "magnetometer", "microphone", "midi", "payment", "serial", "usb")  # fmt: skip
EVERYWHERE = {
    "Content-Security-Policy": policy.HEADER,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(["geolocation=(self)", *(f"{name}=()" for name in _REFUSED)]),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={YEAR_S}",
    "X-Content-Type-Options": "nosniff",
}
# Asked again at each use, and not sent when it is the same: pages, alerts, readings, data, the worker.
ASKED_AGAIN = "no-cache"
KEPT = f"public, max-age={YEAR_S}, immutable"
# Read from other sites' pages too, in parts (Range): what is there to be used again.
_OPEN = {
    "Access-Control-Allow-Headers": "Range",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@dataclass(frozen=True)
class Rule:
    """Headers of the addresses that begin with one of `starts` (from the site's root), or are in one of `folders`, wherever it stands."""

    starts: tuple[str, ...]
    headers: Mapping[str, str]
    folders: tuple[str, ...] = ()

    @property
    def pattern(self) -> str:
        """The regular expression of these addresses, as nginx and Caddy read one."""
        anywhere = (f"(?:.*/)?{re.escape(folder)}" for folder in self.folders)
        return f"^/(?:{'|'.join([*map(re.escape, self.starts), *anywhere])})"

    def holds(self, path: str) -> bool:
        """Whether the file at `path` is among them."""
        return bool(re.match(self.pattern, f"/{path}"))


# Named by their content, by the site or by Pagefind: at one address, one content for ever. The script of each map is too,
# and is asked again with its document: `_headers` cannot say its folder without the others'.
IMMUTABLE = Rule(("assets/", "pagefind/fragment/", "pagefind/index/"),
                 {"Cache-Control": KEPT, "Cross-Origin-Resource-Policy": "same-origin"})  # fmt: skip
OPEN = Rule(("cartes/couches/", "direct.json", "documents/", "donnees/", "en-ce-moment/alertes.atom", "en-ce-moment/cap/"), _OPEN)  # fmt: skip
# The documents that other sites show within their pages, and no others: each interactive map, and a view of the explorer.
# A chart is a picture there, and asks for nothing.
EMBEDDED = Rule(("donnees/explorer/cadre/",), {"Content-Security-Policy": policy.EMBEDDED}, folders=(DOCUMENT,))  # fmt: skip
EDITOR = Rule((PLACE,), HEADERS)
_KINDS = (EMBEDDED, EDITOR)
RULES = (IMMUTABLE, OPEN, *_KINDS)
DEFAULTS = {**EVERYWHERE, "Cache-Control": ASKED_AGAIN}
# Of a document, one value at most may be said: two policies hold both, two values of the other mean none.
_ONCE = ("Content-Security-Policy", "Cross-Origin-Opener-Policy")


def headers_of(path: str) -> dict[str, str]:
    """What a host says of the file at `path`, but for its type: what the three files mean."""
    found = dict(DEFAULTS)
    for rule in RULES:
        if rule.holds(path):
            found |= rule.headers
    return found


def for_pages(documents: Iterable[str]) -> str:
    """`_headers` of a site that has these `documents`, by their paths.

    Such hosts say themselves that a page is asked for again, and know the types. They join two values of a header: what is
    not the same for all documents is said of each kind of them apart, by patterns that share no address.
    """
    paths = sorted(documents)
    own = {rule.pattern: [path for path in paths if rule.holds(path)] for rule in _KINDS}
    special = {path for some in own.values() for path in some}
    lines = ["/*", *_said({name: value for name, value in EVERYWHERE.items() if name not in _ONCE})]  # fmt: skip
    for rule in (IMMUTABLE, OPEN):
        for start in rule.starts:
            lines += [f"/{start}*" if start.endswith("/") else f"/{start}", *_said(rule.headers)]
    shared = alike(own[EMBEDDED.pattern], DOCUMENT)
    for rule in _KINDS:
        for folder in sorted({_folder(path, shared) for path in own[rule.pattern]}):
            lines += [f"/{folder}*", *_said(_once() | dict(rule.headers))]
    for pattern in cover((path for path in paths if path not in special), special, shared):
        lines += [pattern, *_said(_once())]
    return "".join(f"{line}\n" for line in lines)


def _folder(path: str, shared: Iterable[str]) -> str:
    """The folder of a document, under the name that it shares with its neighbours."""
    for folder in shared:
        if path.startswith(folder) and path.endswith(f"/{DOCUMENT}{INDEX}"):
            return f"{folder}:page/{DOCUMENT}"
    return path.removesuffix(INDEX)


def _once() -> dict[str, str]:
    return {name: EVERYWHERE[name] for name in _ONCE}


def _said(headers: Mapping[str, str]) -> list[str]:
    return [f"  {name}: {value}" for name, value in headers.items()]


def nginx(root: str = "/srv/site", listen: str = "80", *, brotli: bool = False) -> str:
    """A file of `conf.d/`: the site below `root`, whose compressed forms are sent as they are; `brotli` where nginx has that module."""
    names = _varied()
    lines = [*_HEAD, "server_tokens off;"]
    for name in names:
        lines += [f"map $uri {_variable(name)} {{", f'    default "{DEFAULTS.get(name, "")}";']
        lines += [f'    "~{rule.pattern}" "{rule.headers[name]}";' for rule in RULES if name in rule.headers]  # fmt: skip
        lines.append("}")
    lines += ["server {", *(f"    {line}" for line in _server(root, listen, names, brotli=brotli)), "}"]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def _varied() -> list[str]:
    """The headers whose value hangs on the address."""
    return sorted({name for rule in RULES for name in rule.headers})


def _same() -> dict[str, str]:
    """The headers that every address has alike."""
    return {name: value for name, value in EVERYWHERE.items() if name not in _varied()}


_HEAD = (
    "# Écrit par python -m tools.hebergement, d'après site_src/publishing/hosting.py : changer là-bas.",
    "# Le chiffrement (certificat, listen 443 ssl) est celui de la machine.",
)


def _server(root: str, listen: str, names: list[str], *, brotli: bool) -> list[str]:
    types = [f"    {kind} {' '.join(sorted(suffixes))};" for kind, suffixes in sorted(_suffixes().items())]  # fmt: skip
    texts = sorted(
        {*media.TEXTS.values(), media.ALERT} - {"text/html"}
    )  # which nginx adds by itself
    return [
        f"listen {listen};",
        f"root {root};",
        "absolute_redirect off;",
        "error_page 404 /404.html;",
        "charset utf-8;",
        f"charset_types {' '.join(texts)};",
        "gzip off;",
        "gzip_static on;",
        "gzip_vary on;",
        "brotli_static on;" if brotli
        else "# brotli_static on;  # avec le module ngx_brotli (Debian : libnginx-mod-http-brotli-static)",
        "types {",
        *types,
        "}",
        "default_type application/octet-stream;",
        *(f'add_header {name} "{value}" always;' for name, value in _same().items()),
        *(f"add_header {name} {_variable(name)} always;" for name in names),
        "if ($request_method = OPTIONS) { return 204; }",
        r"location ~ /\. { return 404; }",
        f"location /{media.ALERTS} {{",
        "    types { application/json json; }",
        f"    default_type {media.ALERT};",
        "}",
    ]  # fmt: skip


def _suffixes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for suffix, kind in media.TYPES.items():
        found.setdefault(kind, []).append(suffix)
    return found


def _variable(name: str) -> str:
    """A variable of nginx for the header."""
    return f"$site_{name.lower().replace('-', '_')}"


def caddy(root: str = "/srv/site", address: str = ":80") -> str:
    """A Caddyfile: the site below `root` at `address`; a name in its place has Caddy ask for a certificate."""
    lines = [*_HEAD[:1], f"{address} {{", *(f"\t{line}" for line in _site(root)), "}"]
    return "".join(f"{line}\n" for line in lines)


def _site(root: str) -> list[str]:
    lines = [f"root * {root}", "header -Server", *_block("", _same()), *_defaults()]
    for number, rule in enumerate(RULES):
        lines += [f"@adresses{number} path_regexp {rule.pattern}", *_block(f"@adresses{number} ", rule.headers)]  # fmt: skip
    alerts = f"/{media.ALERTS}*.xml"
    for suffix, kind in media.TYPES.items():
        but = f"\tnot path {alerts}\n\t" if kind == media.TYPES["xml"] else ""
        lines += [f"@{suffix} {{", f"\t{but}path *.{suffix}", "}",
                  f'header @{suffix} Content-Type "{_with_charset(suffix, kind)}"']  # fmt: skip
    return [
        *lines,
        f'header {alerts} Content-Type "{media.ALERT}; charset=utf-8"',
        f'header */ Content-Type "{_PAGE}"',
        "@demandes method OPTIONS",
        "respond @demandes 204",
        *_FILES,
        "handle_errors {",
        *(
            f"\t{line}"
            for line in (
                *_block("", EVERYWHERE),
                f'header Content-Type "{_PAGE}"',
                "rewrite * /404.html",
                *_FILES,
            )
        ),
        "}",
    ]


def _block(matcher: str, headers: Mapping[str, str]) -> list[str]:
    """Headers of what a matcher of Caddy names, or of everything."""
    return [f"header {matcher}{{", *(f'\t{name} "{value}"' for name, value in headers.items()), "}"]  # fmt: skip


def _defaults() -> Iterator[str]:
    """What is said of every address but those whose rule says something else: no header hangs on the order of these lines."""
    for number, name in enumerate(name for name in _varied() if name in DEFAULTS):
        yield f"@autres{number} {{"
        yield from (f"\tnot path_regexp {rule.pattern}" for rule in RULES if name in rule.headers)
        yield "}"
        yield f'header @autres{number} {name} "{DEFAULTS[name]}"'


_PAGE = "text/html; charset=utf-8"
_FILES = ("file_server {", "\tprecompressed br gzip", "\thide .*", "}")


def _with_charset(suffix: str, kind: str) -> str:
    return f"{kind}; charset=utf-8" if suffix in media.TEXTS else kind
