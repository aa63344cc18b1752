"""Writes .github/hebergement/: how nginx and Caddy serve the site, from the table of site_src/publishing/hosting.py.

`python -m tools.hebergement`; a test compares the files with the table.
"""

from __future__ import annotations

from pathlib import Path

from site_src.publishing import hosting

FOLDER = Path(__file__).resolve().parent.parent / ".github/hebergement"


def files() -> dict[str, str]:
    """Each file by its name."""
    return {"nginx.conf": hosting.nginx(), "Caddyfile": hosting.caddy()}


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
