"""Plain Markdown → HTML, by MkDocs in a folder of its own: paths in, bytes out."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from opendata.findings import Finding, FindingsError
from site_src.engine import outputs
from site_src.engine.stages import Inputs
from site_src.publishing.stylesheet import slimmed

ENGINE_SHEET = "assets/stylesheets/main."
# Of the theme and of MkDocs, what our pages do not use: scripts, lunr's index, source maps,
# and the sitemap, which `seal` writes without the pages that stay out of it.
_UNUSED = ("assets/javascripts/", "assets/images/favicon.png", "assets/stylesheets/palette.",
           "search/", "sitemap.xml")  # fmt: skip


def run(inputs: Inputs) -> dict[str, bytes]:
    """The stage: the assembled folder → the site's documents and the theme's files."""
    return build(inputs.outputs["pages"])


def build(folder: Mapping[str, bytes]) -> dict[str, bytes]:
    """What MkDocs makes of `folder` (mkdocs.yml, docs/, theme/); any warning is a finding."""
    with tempfile.TemporaryDirectory(prefix="prm-mkdocs-") as name:
        place = Path(name)
        outputs.write(folder, place / "source")
        warnings = _mkdocs(place / "source" / "mkdocs.yml", place / "site")
        if warnings:
            raise FindingsError(Finding("build/mkdocs/mkdocs.yml", 0, 0, warning.replace(name, "…"),
                                        "MkDocs habille le site sans avertissement", "corriger la page ou le thème nommés")
                                for warning in warnings)  # fmt: skip
        made = dict(_made(place / "site"))
    sheets = [path for path in made if path.startswith(ENGINE_SHEET)]
    return made | {path: slimmed(made, path) for path in sheets}


def _made(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith(_UNUSED) and path.suffix != ".map":
            yield name, path.read_bytes()


def _mkdocs(config_file: Path, site: Path) -> list[str]:
    """Run MkDocs here; returns its warnings."""
    # Read when Material is imported: its notice on MkDocs 2 is for humans at a terminal.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    with _warnings() as heard:
        mkdocs_build(load_config(str(config_file), site_dir=str(site)))
    return heard


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Whatever MkDocs warns of, heard instead of printed."""
    heard: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
