"""The charts as PNG, for who cannot show an SVG: those of the published drawings, in one font that is given."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from opendata.api.addresses import CHART, chart_stem
from opendata.api.dataset import is_called
from opendata.packages.file_names import chart_file, folder_of
from opendata.records.dataset import Dataset
from site_src.donnees.cards import FONT, drawn_apart
from site_src.engine.store import Outputs
from site_src.engine.units import Batch, Work

SCALE = 2  # dots for a point: sharp on a phone, 720 wide
_FONT = re.compile(r'font-family="[^"]*"')


def images(
    datasets: Mapping[str, Dataset],
    packages: Mapping[str, bytes],
    fonts: Sequence[bytes],
    work: Work,
) -> Outputs:
    """Every chart that programs may call, as PNG under its name, and the first of each dataset again."""
    shown = dict(_drawings(datasets, packages))
    made = work.join(work.batch(shown, partial(_drawing, shown, fonts)).values())
    firsts = {
        f"{_place(name, one)}/{chart_stem(one.graphiques[0].nom)}.png": f"{_place(name, one)}/{CHART}.png"
        for name, one in datasets.items()
        if is_called(one) and one.graphiques
    }
    return work.join([made, made.renamed(firsts)])


def _drawings(
    datasets: Mapping[str, Dataset], packages: Mapping[str, bytes]
) -> Iterator[tuple[str, str]]:
    """The SVG of each chart by the path of its PNG."""
    for name, one in datasets.items():
        for chart in one.graphiques if is_called(one) else ():
            svg = packages[f"{_place(name, one)}/{chart_file(one.est_fictif, chart.nom)}"].decode()
            yield (
                f"{_place(name, one)}/{chart_stem(chart.nom)}.png",
                _FONT.sub(f'font-family="{FONT}"', svg),
            )


def _place(name: str, dataset: Dataset) -> str:
    return folder_of(name, dataset)


@contextmanager
def _drawing(
    shown: Mapping[str, str], fonts: Sequence[bytes], _names: Sequence[str]
) -> Iterator[Batch]:
    """What draws charts by path: nothing is prepared for it."""
    yield lambda some: {
        name: smaller(raw)
        for name, raw in drawn_apart({name: shown[name] for name in some}, fonts, SCALE).items()
    }


def smaller(png: bytes) -> bytes:
    """The same picture (PNG, ISO 15948) in a quarter of the bytes: what drew it hardly compresses."""
    parts = list(_chunks(png))
    pixels = zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT"))
    others = [(kind, data) for kind, data in parts if kind != b"IDAT"]
    packed = [*others[:-1], (b"IDAT", zlib.compress(pixels, 6)), others[-1]]  # IEND is the last
    return png[:8] + b"".join(map(_chunk, packed))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each chunk."""
    place = 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
