"""The compressed forms of what is published, made once for all readers: `a.html.br` (brotli, RFC 7932), `a.html.gz` (RFC 1952).

A server that knows them (nginx's gzip_static, Caddy's precompressed) sends them instead of compressing at each request. They
are made from the whole site by the same build, so that none can say something else than its file: a build that is not asked
for them publishes none.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import PurePosixPath

import brotli

from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit
from site_src.publishing import media

BROTLI, GZIP = ".br", ".gz"
LEAST = 1000  # bytes: below, a network's packet is sent all the same
ANNOUNCED = 200_000  # bytes of a file that takes a second or more
BROTLI_QUALITY, GZIP_LEVEL = 11, 9


def run(inputs: Inputs) -> Outputs:
    """The stage: the whole site, as the stage before it gives it, and beside each text its compressed forms."""
    site = inputs.work.join(inputs.outputs.values())
    sizes = {path: len(site[path]) for path in site if _is_text(path)}
    units = [
        Unit(path, forms, (site.some([path]),), f"{path} ({size / 1e6:.1f} Mo)" if size > ANNOUNCED else "", weight=size)
        for path, size in sizes.items() if size > LEAST
    ]  # fmt: skip
    return inputs.work.join([site, *inputs.work.each(units).values()])


def _is_text(path: str) -> bool:
    return PurePosixPath(path).suffix.removeprefix(".") in media.TEXTS


def forms(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The compressed forms of one file that are smaller than it, at its path and `BROTLI` or `GZIP`; the same bytes on any day."""
    ((path, raw),) = files.items()
    made = {
        f"{path}{BROTLI}": brotli.compress(raw, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        f"{path}{GZIP}": gzip.compress(raw, GZIP_LEVEL, mtime=0),
    }
    return {form: packed for form, packed in made.items() if len(packed) < len(raw)}
