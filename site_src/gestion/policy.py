"""What /gestion/ may load, run and ask: more than any other page of the site, and only there.

Measured in Chromium with decap-cms 3.16.3: it writes its styles while it runs ('unsafe-inline', for emotion; without it the
page has none), and would compile the check of its configuration ('unsafe-eval', for ajv; without it the page stays empty),
which editor/manuel.js answers in its place. Nothing else is given: of other hosts, that of the repository alone.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from site_src.frame.identity import Gestion
from site_src.gestion.headers import policy_of

GITHUB_API = "https://api.github.com"


def asked(gestion: Gestion) -> list[str]:
    """The hosts that the editor talks to."""
    if gestion.service == "github":
        return [GITHUB_API]
    parts = urlsplit(gestion.connexion)
    return [f"{parts.scheme}://{parts.netloc}"]


def document(gestion: Gestion) -> str:
    """The policy that the page carries."""
    return policy_of(asked(gestion))
