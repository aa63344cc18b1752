"""The picture that stands for a dataset where its page is shared: its title, and its first chart whole (Open Graph).

Drawn only for a site with an address: without one no other site can show it. The letters are those of one font that is
given, so that the bytes do not depend on the machine.
"""

from __future__ import annotations

import html
import multiprocessing
import re
import tempfile
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from opendata.packages.colours import INK, MUTED, PAPER
from opendata.packages.file_names import chart_file, folder_of
from opendata.records.dataset import Dataset
from site_src.engine.store import Outputs
from site_src.engine.units import Batch, Work

NAME = "partage.png"
# What social networks ask: 1.91 to 1 (Open Graph). Three quarters of the usual 1200 × 630: half the bytes and the time.
WIDTH, HEIGHT = 900, 472
FONT = "Atkinson Hyperlegible Next"
_MARGIN, _SIZE, _LETTERS = 24, 33, 24
_FROM_CHART = re.compile(r'<svg (?P<head>[^>]*?)width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)"')  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What a picture shows: the dataset's title, the site's name, and a chart in SVG."""

    titre: str
    site: str
    graphique: bytes = field(repr=False)


def has_card(dataset: Dataset) -> bool:
    """Whether a dataset has a picture: a chart of what is real and may be downloaded."""
    return bool(dataset.graphiques) and dataset.est_telechargeable and not dataset.est_fictif


def cards(
    datasets: Mapping[str, Dataset], packages: Mapping[str, bytes], site: str, fonts: Sequence[bytes], work: Work
) -> Outputs:  # fmt: skip
    """`site/donnees/<id>/partage.png` of every dataset that has one; drawn again where title or chart changed."""
    shown = {
        f"site/donnees/{name}/{NAME}": Card(
            dataset.titre,
            site,
            packages[f"{folder_of(name, dataset)}/{chart_file(dataset.est_fictif, dataset.graphiques[0].nom)}"],
        )
        for name, dataset in datasets.items()
        if has_card(dataset)
    }  # fmt: skip
    return work.join(work.batch(shown, partial(_drawing, shown, fonts)).values())


@contextmanager
def _drawing(
    shown: Mapping[str, Card],
    fonts: Sequence[bytes],
    _names: Sequence[str],
) -> Iterator[Batch]:
    """What draws cards by path: nothing is prepared for it."""
    yield lambda some: drawn_apart({name: svg(shown[name]) for name in some}, fonts)


def drawn_apart(
    pictures: Mapping[str, str], fonts: Sequence[bytes], scale: float = 1
) -> dict[str, bytes]:
    """`drawn` in a process of its own: the drawing engine keeps the fonts that it was given, and draws with others
    once their files are gone.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as apart:
        return apart.submit(drawn, pictures, fonts, scale).result()


def drawn(
    pictures: Mapping[str, str], fonts: Sequence[bytes], scale: float = 1
) -> dict[str, bytes]:
    """Pictures in SVG as PNG, by the same names, `scale` dots for each of their points. For a process that draws nothing else."""
    import vl_convert  # it is there when something is drawn, and costs nothing else

    with tempfile.TemporaryDirectory(prefix="prm-partage-") as folder:
        for number, raw in enumerate(fonts):
            (Path(folder) / f"{number}.ttf").write_bytes(raw)
        vl_convert.register_font_directory(folder)
        return {name: vl_convert.svg_to_png(one, scale=scale) for name, one in pictures.items()}


def svg(card: Card) -> str:
    """The card: title on the left, the chart as large as fits on the right, nothing cut."""
    lines = textwrap.wrap(card.titre, _LETTERS)
    title = "".join(
        f'<text x="36" y="{96 + 41 * rank}" font-size="{_SIZE}" font-weight="bold" fill="{INK}">{html.escape(line)}</text>'
        for rank, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{title}'
        f'<text x="36" y="{HEIGHT - 36}" font-size="20" fill="{MUTED}">{html.escape(card.site)}</text>'
        f"{_placed(card.graphique.decode().strip())}</svg>"
    )


def _placed(chart: str) -> str:
    """The chart's SVG inside the card, in the card's font. Raises `ValueError` on one without its size."""
    found = _FROM_CHART.search(chart)
    if found is None:
        raise ValueError("chart without width and height")
    width, height = float(found["width"]), float(found["height"])
    scale = min((HEIGHT - 2 * _MARGIN) / height, (WIDTH / 2 - _MARGIN) / width)
    wide, high = width * scale, height * scale
    place = f'x="{WIDTH - _MARGIN - wide:.1f}" y="{(HEIGHT - high) / 2:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    head = re.sub(r'(?:font-family|xmlns)="[^"]*"', "", found["head"])
    return f"<svg {head}{place}{chart[found.end() :]}"
