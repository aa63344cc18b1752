"""The search index: Pagefind's chunks, of which a search loads only those it needs."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from site_src.engine import outputs

# Documents that search engines are asked to leave out stay out of ours too (fictitious data, 404).
NOINDEX = re.compile(rb"""<meta name="robots" content="noindex""")
_INDEXED = b"data-pagefind-body"
# Pagefind brings ready-made interfaces; ours replaces them.
_INTERFACES = (
    "pagefind-ui.",
    "pagefind-modular-ui.",
    "pagefind-component-ui.",
    "pagefind-highlight.",
)


def index(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """The index of the documents that may be found, in French, at addresses below the site's root."""
    chosen = {path: raw for path, raw in site.items() if is_found(path, raw)}
    if not chosen:
        return {}
    with tempfile.TemporaryDirectory(prefix="prm-pagefind-") as name:
        # A thread of its own: whoever calls may already have an event loop (a browser test has).
        source, target = Path(name) / "pages", Path(name) / "index"
        outputs.write(chosen, source)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_write(str(source), str(target)))).result()
        return {
            f"pagefind/{path.relative_to(target).as_posix()}": path.read_bytes()
            for path in sorted(target.rglob("*"))
            if path.is_file() and not path.name.startswith(_INTERFACES)
        }


def is_found(path: str, raw: bytes) -> bool:
    """Whether the search may show this file."""
    return path.endswith(".html") and _INDEXED in raw and not NOINDEX.search(raw)


async def _write(pages_folder: str, folder: str) -> None:
    from pagefind.service import PagefindService

    service = await PagefindService().launch()
    try:
        pages = await service.create_index({"force_language": "fr"})
        # One call for the whole folder: the client waits a tenth of a second for each answer.
        await pages.add_directory(pages_folder)
        await pages.write_files(folder)
        await pages.delete_index()
    finally:
        await service.close()
