"""Plain Markdown → HTML, by MkDocs in a folder of its own: only the pages whose text or frame changed."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from opendata.findings import Finding, FindingsError
from site_src.engine import outputs
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Batch
from site_src.frame.confinement import Confined
from site_src.publishing.raw_html import put_back, set_aside

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.theme import Theme

CONFIGURATION, MARKDOWN, THEME = "mkdocs.yml", "docs/", "theme/"
# Documents that the theme makes without a text.
WITHOUT_TEXT = ("404.html",)
# What text is written as for Markdown's sake (site_src.frame.rendering) means nothing in HTML, where each such character is
# itself: five bytes for one, some two hundred thousand times; no more do the lines that templates leave empty. Characters
# that HTML, an address or a policy reads otherwise stay as they are, and so does what stands where spaces are shown or run.
_NEEDLESS = re.compile(
    rb"&#(33|40|41|43|45|46|95);|\s*\n\s*|<(script|style|pre|textarea)\b.*?</\2>", re.DOTALL | re.IGNORECASE
)  # fmt: skip
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
    made = inputs.work.batch({**given, **without}, partial(dressing, folder))
    return inputs.work.join([assets(folder), *made.values()])


def _is_template(path: str) -> bool:
    return path.startswith(THEME) and path.endswith(".html")


def document_of(path: str) -> str:
    """docs/risques/crue-seine.md → risques/crue-seine/index.html, where MkDocs writes it."""
    stem = path.removeprefix(MARKDOWN).removesuffix(".md")
    return f"{stem}.html" if stem == "index" or stem.endswith("/index") else f"{stem}/index.html"


def assets(folder: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files that are published as they are, the web app manifest among them."""
    return {
        path.removeprefix(THEME): folder[path]
        for path in folder
        if path.startswith(f"{THEME}assets/") or path.endswith(".webmanifest")
    }


@contextmanager
def dressing(folder: Mapping[str, bytes], wanted: Collection[str]) -> Iterator[Batch]:
    """What makes the documents `wanted` of `folder` (mkdocs.yml, docs/, theme/), in one process or in several.

    The folder is written once, MkDocs imported and its configuration read once.
    """
    with tempfile.TemporaryDirectory(prefix="prm-mkdocs-") as name:
        source = Path(name) / "source"
        read = {path: folder[path] for path in folder if _is_read(path, wanted)}
        texts = {
            path: set_aside(raw.decode()) for path, raw in read.items() if path.startswith(MARKDOWN)
        }
        outputs.lay({**read, **{path: text.encode() for path, (text, _) in texts.items()}}, source)
        _name_others(source, folder)
        with _heard(name):
            config = _configuration(source / CONFIGURATION)
        blocks = {document_of(path): found for path, (_, found) in texts.items()}
        yield partial(dress, config, Path(name), blocks)


def _is_read(path: str, wanted: Collection[str]) -> bool:
    """Whether MkDocs reads it; the theme's other files are published as they are."""
    is_frame = path == CONFIGURATION or _is_template(path)
    return is_frame or (path.startswith(MARKDOWN) and document_of(path) in wanted)


def _name_others(source: Path, folder: Iterable[str]) -> None:
    """Texts that no document is made of are there for their names, which links and the navigation lead to."""
    for path in folder:
        if path.startswith(MARKDOWN) and not (source / path).exists():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).touch()


def dress(
    config: MkDocsConfig,
    place: Path,
    blocks: Mapping[str, Mapping[str, str]],
    wanted: Sequence[str],
) -> dict[str, bytes]:
    """The documents `wanted`, made in a folder of their own below `place`; any warning of MkDocs is a finding.

    `blocks` is the HTML that was set aside of each.
    """
    from mkdocs.commands.build import build as mkdocs_build

    site = Path(tempfile.mkdtemp(dir=place))
    config.site_dir = str(site)
    with _heard(str(place)), _only(wanted):
        mkdocs_build(config, dirty=True)
    made = {document: (site / document).read_bytes() for document in wanted}
    return {name: plain(put_back(html, blocks.get(name, {}))) for name, html in made.items()}


def plain(html: bytes) -> bytes:
    """The document with `! ( ) + - . _` written as themselves, without empty lines and without spaces around lines."""
    return _NEEDLESS.sub(_shorter, html).lstrip()


def _shorter(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1])])
    return found[0] if found[2] else b"\n"


@contextmanager
def _only(wanted: Collection[str]) -> Iterator[None]:
    """MkDocs takes the other documents for made already, and leaves them alone (--dirty)."""
    from mkdocs.structure.files import File

    by_time = File.is_modified
    File.is_modified = lambda self: self.dest_uri in wanted  # type: ignore[method-assign]
    try:
        yield
    finally:
        File.is_modified = by_time  # type: ignore[method-assign]


def _configuration(file: Path) -> MkDocsConfig:
    # Read when Material is imported: its notice on MkDocs 2 is for humans at a terminal.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.config import load_config

    config = load_config(str(file))
    config.theme.get_env = partial(_confined, config.theme)  # type: ignore[method-assign]
    return config


def _confined(theme: Theme) -> Environment:
    """The theme's templates where a template, or a text that would be taken for one, reaches nothing of Python's own."""
    plain = type(theme).get_env(theme)
    confined = Confined(loader=plain.loader, auto_reload=False, extensions=list(plain.extensions))
    confined.filters |= plain.filters
    return confined


@contextmanager
def _heard(place: str) -> Iterator[None]:
    """Whatever MkDocs warns of, raised as findings instead of printed; `place` is a folder that nobody knows."""
    heard: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
    warnings = [line.replace(place, "…") for line in heard if not line.startswith(_EXPECTED)]
    if warnings:
        raise FindingsError(Finding("build/mkdocs/mkdocs.yml", 0, 0, warning,
                                    "MkDocs habille le site sans avertissement", "corriger la page ou le thème nommés")
                            for warning in warnings)  # fmt: skip
