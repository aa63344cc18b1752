"""What /gestion/ may load, run and ask: more than any other page of the site, and only there.

Measured in Chromium with decap-cms 3.16.3: it compiles the check of its configuration ('unsafe-eval', for ajv) and writes
its styles while it runs ('unsafe-inline', for emotion). Nothing else is given: of other hosts, that of the repository alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from site_src.frame.identity import Gestion

GITHUB_API = "https://api.github.com"


def asked(gestion: Gestion) -> list[str]:
    """The hosts that the editor talks to."""
    if gestion.service == "github":
        return [GITHUB_API]
    parts = urlsplit(gestion.connexion)
    return [f"{parts.scheme}://{parts.netloc}"]


def document(hosts: Sequence[str]) -> str:
    """The policy that the page carries."""
    return "; ".join([
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        " ".join(["connect-src 'self'", *hosts]),
        "base-uri 'none'",
        "form-action 'none'",
    ])  # fmt: skip


def headers(gestion: Gestion) -> dict[str, str]:
    """What a host says of the page, besides what it says of every page.

    The window where the service signs people in tells this one who they are: it must keep its opener.
    """
    return {
        "Content-Security-Policy": f"{document(asked(gestion))}; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "X-Robots-Tag": "noindex, nofollow",
    }
