"""Official originals of data/sources.yaml, fetched from their machine addresses into a folder outside the repository.

What is fetched is judged by its kind before it is kept: a page, an error or an empty table in place of an original
is told, never derived. `derive` reads the folder; who wants a new vintage records its digest first.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from opendata.model import Source
from opendata.records.digest import sha256
from site_src.direct.answers import FeedError, document
from site_src.direct.transport import Ask, Question

LIMIT = 60_000_000
EMPTY = "l'original reçu est vide"
ZIP_START = b"PK\x03\x04"


@dataclass(frozen=True)
class Original:
    """An original as it was received."""

    source: Source
    raw: bytes = field(repr=False)

    @property
    def empreinte(self) -> str:
        """Its SHA-256."""
        return sha256(self.raw)

    @property
    def est_nouveau(self) -> bool:
        """Whether it is not the one that data/sources.yaml describes."""
        return self.empreinte != self.source.sha256


def fetched(sources: Iterable[Source], ask: Ask) -> Iterator[Original | tuple[Source, FeedError]]:
    """Each source with a machine address: its original, or why there is none."""
    for source in sources:
        if not source.telechargement:
            continue
        try:
            raw = ask(Question(source.telechargement, limit=LIMIT)).body or b""
            _judge(source.fichier, raw)
        except FeedError as error:
            yield source, error
        else:
            yield Original(source, raw)


def _judge(name: str, raw: bytes) -> None:
    """Raises `FeedError` on what cannot be the original: another kind of file, no row."""
    kind = PurePosixPath(name).suffix
    if kind == ".zip":
        _judge_archive(raw)
    elif kind in (".json", ".geojson"):
        found = document(raw)
        rows = found.get("features") if isinstance(found, Mapping) else found
        if not isinstance(rows, list):
            raise FeedError("illisible", "l'original reçu n'a pas la forme attendue")
        if not rows:
            raise FeedError("sans_donnee", EMPTY)
    else:
        _judge_text(raw)


def _judge_archive(raw: bytes) -> None:
    """A zipped Shapefile. Raises `FeedError`."""
    if not raw.startswith(ZIP_START):
        raise FeedError("illisible", "l'original reçu n'est pas une archive ZIP")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise FeedError("illisible", "l'archive reçue est abîmée") from None
    if not any(name.lower().endswith(".shp") for name in names):
        raise FeedError("illisible", "l'archive reçue ne contient aucun Shapefile")


def _judge_text(raw: bytes) -> None:
    """A table. Raises `FeedError`, also on a portal's error, which it writes in JSON whatever was asked."""
    first = raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if first == b"<":
        raise FeedError("illisible", "l'original reçu est une page et non des données")
    if first in (b"{", b"["):
        raise FeedError("illisible", "l'original reçu est un message et non une table")
    if len(raw.split(b"\n", 2)) < 2 or not raw.split(b"\n", 2)[1].strip():
        raise FeedError("sans_donnee", EMPTY)


def line(found: Original | tuple[Source, FeedError]) -> str:
    """What is said of one, in French."""
    if isinstance(found, tuple):
        source, error = found
        return f"{source.id} : pas d'original ({error.motif})"
    if not found.est_nouveau:
        return f"{found.source.id} : inchangé"
    size = f"{len(found.raw) / 1e6:.1f} Mo".replace(".", ",")
    return f"{found.source.id} : nouveau, {size}, sha256 {found.empreinte}"


def recorded(text: str, originals: Iterable[Original], day: date) -> str:
    """data/sources.yaml with the digest and the day of each new original; everything else as it was written."""
    for one in originals:
        if one.est_nouveau:
            text = _recorded(text, one, day)
    return text


def _recorded(text: str, one: Original, day: date) -> str:
    entry = re.search(rf"(?ms)^- id: {re.escape(one.source.id)}\n.*?(?=^- id: |\Z)", text)
    assert entry is not None  # the source was read from this text
    told = re.sub(r"(?m)^(  sha256: ).*$", rf"\g<1>{one.empreinte}", entry[0])
    told = re.sub(r"(?m)^(  consulte_le: ).*$", rf"\g<1>{day.isoformat()}", told)
    return text[: entry.start()] + told + text[entry.end() :]
