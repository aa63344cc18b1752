"""The signature of the version that is published, kept by a round of readings or an alert that publishes it again.

    python -m tools.published_signature ADRESSE SITE

Only `site.yml` signs. What it signed, the digests of every version, has the same bytes when the same version is built
again: its signature then holds, and is laid into SITE. Digests that differ: none is laid, it would not hold.

Always exit code 0, with a line that says what was done: an alert is never kept from being published by this.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

MANIFEST = "donnees/sha256sums.txt"
SIGNATURE = "donnees/provenance.sigstore.json"
TIMEOUT_S = 10
LARGEST = 1_000_000  # bytes; a bundle has about ten thousand
KEPT = "Signature reprise du site publié."
OTHER = "Pas de signature : les empreintes publiées ne sont pas celles de ce site."
NONE = "Pas de signature : le site publié n'en donne pas."
Get = Callable[[str], bytes | None]


def kept(site: Path, get: Get) -> str:
    """Lay the signature that `get` gives (the bytes of an address of the published site, or nothing); what was done."""
    if get(MANIFEST) != (site / MANIFEST).read_bytes():
        return OTHER
    signature = get(SIGNATURE)
    if not signature or len(signature) > LARGEST:
        return NONE
    (site / SIGNATURE).write_bytes(signature)
    return KEPT


def _published(base: str) -> Get:
    def get(path: str) -> bytes | None:
        try:
            reply = httpx.get(f"{base.rstrip('/')}/{path}", timeout=TIMEOUT_S, follow_redirects=True)  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        return reply.content if reply.is_success else None

    return get


def main(arguments: Sequence[str]) -> int:
    """Ask the published site, lay what holds; always 0."""
    base, site = arguments
    try:
        print(kept(Path(site), _published(base)))
    except OSError as error:
        print(f"Pas de signature : {error.strerror or error}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
