"""Plain Markdown → HTML, by MkDocs in a folder of its own: only the pages whose text or frame changed."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from opendata.findings import Finding, FindingsError
from site_src.engine import outputs
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.frame.confinement import Confined

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.theme import Theme

CONFIGURATION, MARKDOWN, THEME = "mkdocs.yml", "docs/", "theme/"
# Documents that the theme makes without a text.
WITHOUT_TEXT = ("404.html",)
# What MkDocs says of a build that leaves out what it was told is up to date: that is what we ask for.
_EXPECTED = "A 'dirty' build is being performed"


def run(inputs: Inputs) -> Outputs:
    """The stage: the assembled folder → the site's documents and the theme's files."""
    folder = inputs.work.join([inputs.outputs["pages"], inputs.outputs["folder"]])
    pages = {document_of(path): path for path in folder if path.startswith(MARKDOWN)}
    # Whatever every document shows: the navigation, what surrounds the text.
    frame = {path: folder[path] for path in folder if path == CONFIGURATION or _is_template(path)}
    given = {document: (frame, folder[path]) for document, path in pages.items()}
    without = dict.fromkeys(WITHOUT_TEXT, (frame, b""))
    made = inputs.work.batch({**given, **without}, partial(dress, folder))
    return inputs.work.join([assets(folder), *made.values()])


def _is_template(path: str) -> bool:
    return path.startswith(THEME) and path.endswith(".html")


def document_of(path: str) -> str:
    """docs/risques/crue-seine.md → risques/crue-seine/index.html, where MkDocs writes it."""
    stem = path.removeprefix(MARKDOWN).removesuffix(".md")
    return f"{stem}.html" if stem == "index" or stem.endswith("/index") else f"{stem}/index.html"


def assets(folder: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files that are published as they are."""
    return {
        path.removeprefix(THEME): folder[path]
        for path in folder
        if path.startswith(f"{THEME}assets/")
    }


def dress(folder: Mapping[str, bytes], wanted: Sequence[str]) -> dict[str, bytes]:
    """The documents `wanted` of `folder` (mkdocs.yml, docs/, theme/); any warning of MkDocs is a finding."""
    with tempfile.TemporaryDirectory(prefix="prm-mkdocs-") as name:
        source, site = Path(name) / "source", Path(name) / "site"
        outputs.write({path: raw for path, raw in folder.items() if _is_read(path)}, source)
        _leave_out(source, site, folder, wanted)
        warnings = _mkdocs(source / CONFIGURATION, site)
        if warnings:
            raise FindingsError(Finding("build/mkdocs/mkdocs.yml", 0, 0, warning.replace(name, "…"),
                                        "MkDocs habille le site sans avertissement", "corriger la page ou le thème nommés")
                                for warning in warnings)  # fmt: skip
        return {document: (site / document).read_bytes() for document in wanted}


def _is_read(path: str) -> bool:
    return path == CONFIGURATION or path.startswith((MARKDOWN, THEME))


def _leave_out(source: Path, site: Path, folder: Iterable[str], wanted: Sequence[str]) -> None:
    """Make the other documents look newer than their text: MkDocs leaves them as they are (--dirty)."""
    for path in folder:
        document = site / document_of(path)
        if path.startswith(MARKDOWN) and document_of(path) not in wanted:
            document.parent.mkdir(parents=True, exist_ok=True)
            document.touch()
            os.utime(source / path, (0, 0))


def _mkdocs(config_file: Path, site: Path) -> list[str]:
    """Run MkDocs here; returns its warnings."""
    # Read when Material is imported: its notice on MkDocs 2 is for humans at a terminal.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    with _warnings() as heard:
        config = load_config(str(config_file), site_dir=str(site))
        config.theme.get_env = partial(_confined, config.theme)  # type: ignore[method-assign]
        mkdocs_build(config, dirty=True)
    return [line for line in heard if not line.startswith(_EXPECTED)]


def _confined(theme: Theme) -> Environment:
    """The theme's templates where a template, or a text that would be taken for one, reaches nothing of Python's own."""
    plain = type(theme).get_env(theme)
    confined = Confined(loader=plain.loader, auto_reload=False, extensions=list(plain.extensions))
    confined.filters |= plain.filters
    return confined


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
