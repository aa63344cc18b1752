"""How the site is served: headers by address, written for three kinds of host from the one table below.

`_headers`       Netlify, Cloudflare Pages: published with the site
`nginx.conf`     nginx 1.22 or later: .github/hebergement/, as is `Caddyfile` for Caddy 2.6 or later

GitHub Pages reads none of them: there, the policy that each document carries is what holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from site_src.publishing import media, policy

EDITED = "gestion/"
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
    """Headers of the addresses that begin with one of `starts` (from the site's root)."""

    starts: tuple[str, ...]
    headers: dict[str, str]

    @property
    def pattern(self) -> str:
        """The regular expression of these addresses, as nginx and Caddy read one."""
        return f"^/(?:{'|'.join(map(re.escape, self.starts))})"


# Named by their content, by the site or by Pagefind: at one address, one content for ever. The script of each map is too,
# and is asked again with its document: `_headers` cannot say its folder without the others'.
IMMUTABLE = Rule(("assets/", "pagefind/fragment/", "pagefind/index/"),
                 {"Cache-Control": KEPT, "Cross-Origin-Resource-Policy": "same-origin"})  # fmt: skip
OPEN = Rule(("cartes/couches/", "direct.json", "documents/", "donnees/", "en-ce-moment/alertes.atom", "en-ce-moment/cap/"), _OPEN)  # fmt: skip
RULES = (IMMUTABLE, OPEN)


def headers_of(path: str) -> dict[str, str]:
    """What a host says of the file at `path`, but for its type: what the three files mean."""
    found = dict(EVERYWHERE, **{"Cache-Control": ASKED_AGAIN})
    for rule in RULES:
        if re.match(rule.pattern, f"/{path}"):
            found |= rule.headers
    return found


def for_pages(edited: Mapping[str, str] = MappingProxyType({})) -> str:
    """`_headers`. Such hosts say themselves that a page is asked for again, know the types, and join two values of a header.

    `edited`: what is said of /gestion/ where it is built, in the place of what is said everywhere: `!` takes that away
    (Cloudflare Pages; a host that does not know it keeps both policies, and the editor does not start there).
    """
    lines = ["/*", *_said(EVERYWHERE)]
    for rule in RULES:
        for start in rule.starts:
            lines += [f"/{start}*" if start.endswith("/") else f"/{start}", *_said(rule.headers)]
    if edited:
        lines += [f"/{EDITED}*", *(f"  ! {name}" for name in edited if name in EVERYWHERE), *_said(edited)]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


def _said(headers: Mapping[str, str]) -> list[str]:
    return [f"  {name}: {value}" for name, value in headers.items()]


def nginx(root: str = "/srv/site", listen: str = "80", *, brotli: bool = False) -> str:
    """A file of `conf.d/`: the site below `root`, whose compressed forms are sent as they are; `brotli` where nginx has that module."""
    names = sorted({name for rule in RULES for name in rule.headers})
    lines = [*_HEAD, "server_tokens off;"]
    for name in names:
        default = ASKED_AGAIN if name == "Cache-Control" else ""
        lines += [f"map $uri {_variable(name)} {{", f'    default "{default}";']
        lines += [f'    "~{rule.pattern}" "{rule.headers[name]}";' for rule in RULES if name in rule.headers]  # fmt: skip
        lines.append("}")
    lines += ["server {", *(f"    {line}" for line in _server(root, listen, names, brotli=brotli)), "}"]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)


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
        *(f'add_header {name} "{value}" always;' for name, value in EVERYWHERE.items()),
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
    said = ["header {", *(f'\t{name} "{value}"' for name, value in EVERYWHERE.items()), "}"]
    lines = [f"root * {root}", "header -Server", *said, "@relus {",
             f"\tnot path_regexp {IMMUTABLE.pattern}", "}", f"header @relus Cache-Control {ASKED_AGAIN}"]  # fmt: skip
    for number, rule in enumerate(RULES):
        lines += [f"@adresses{number} path_regexp {rule.pattern}", f"header @adresses{number} {{",
                  *(f'\t{name} "{value}"' for name, value in rule.headers.items()), "}"]  # fmt: skip
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
            for line in (*said, f'header Content-Type "{_PAGE}"', "rewrite * /404.html", *_FILES)
        ),
        "}",
    ]


_PAGE = "text/html; charset=utf-8"
_FILES = ("file_server {", "\tprecompressed br gzip", "\thide .*", "}")


def _with_charset(suffix: str, kind: str) -> str:
    return f"{kind}; charset=utf-8" if suffix in media.TEXTS else kind
