"""What hosts say of /gestion/: the most that it may do, whoever keeps the repository.

The page carries its own policy, which names the host of the repository (policy.py): both hold at once. The window where the
service signs people in tells this one who they are: it must keep its opener.
"""

from __future__ import annotations

from collections.abc import Iterable


def policy_of(hosts: Iterable[str]) -> str:
    """The policy of a page that talks to these hosts, and of the site's own files to nothing else."""
    return "; ".join([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        " ".join(["connect-src 'self'", *hosts]),
        "base-uri 'none'",
        "form-action 'none'",
    ])  # fmt: skip


HEADERS = {
    "Content-Security-Policy": f"{policy_of(['https:'])}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "X-Robots-Tag": "noindex, nofollow",
}
