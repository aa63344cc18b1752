"""How many readers the site answers at once: nginx with .github/hebergement/ on the loopback address, asked by wrk for 24 s in all.

Beside it, in the same run and in turn, the same nginx that compresses at each request, as one does that is given the site
without its compressed forms. Printed, never judged: a machine is shared. `python -m tools.load` needs site/, nginx and wrk
(Debian: nginx-light, wrk); what is missing is said, and nothing else is done.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from site_src.publishing import compression
from tools import servers

SITE = Path(__file__).resolve().parent.parent / "site"
PAGES = ("", "risques/crue-seine/")
ROUNDS, SECONDS, CONNECTIONS = 2, 3, 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAULTS = re.compile(r"(?m)^\s*(Non-2xx or 3xx responses: \d+|Socket errors: .+)$")


@dataclass(frozen=True)
class Load:
    """Requests a second for one page: with compressed forms, and compressing at each."""

    page: str
    ours: float
    peer: float

    def __str__(self) -> str:
        return (
            f"       charge, /{self.page} : {self.ours:,.0f} demandes/s, {self.ours / self.peer:.1f} fois celles de nginx "
            f"sans formes comprimées ({self.peer:,.0f}) — {CONNECTIONS} liaisons, gzip, 127.0.0.1"
        )


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name in ("nginx", "wrk") if not servers.installed(name)]


def measures(site: Path = SITE, pages: Sequence[str] = PAGES) -> Iterator[Load]:
    """Each page: medians of rounds in turn."""
    with tempfile.TemporaryDirectory(prefix="prm-charge-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        both = {"formes": True, "sans": False}
        for kind, is_packed in both.items():
            _lay(site, folder / kind / "site", pages, is_packed=is_packed)
        with (
            servers.nginx(folder / "formes/site", folder / "formes") as ours,
            servers.nginx(folder / "sans/site", folder / "sans", on_the_fly=True) as peer,
        ):
            for page in pages:
                runs = [(rate(ours, page), rate(peer, page)) for _ in range(ROUNDS)]
                yield Load(page, *(median(rates) for rates in zip(*runs, strict=True)))


def _lay(site: Path, folder: Path, pages: Sequence[str], *, is_packed: bool) -> None:
    """The pages' documents, with their compressed forms or without."""
    for page in pages:
        path = f"{page}index.html"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, folder / path)
        for form, raw in compression.forms({path: (site / path).read_bytes()}).items() if is_packed else ():  # fmt: skip
            (folder / form).write_bytes(raw)


def rate(port: int, page: str, seconds: int = SECONDS) -> float:
    """Requests a second, all answered. Raises `RuntimeError` with what wrk says of those that were not."""
    words = [str(servers.installed("wrk")), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-H", "Accept-Encoding: gzip",
             f"http://{servers.LOOPBACK}:{port}/{page}"]  # fmt: skip
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603  (our own words)
    faults = _FAULTS.findall(said)
    found = _RATE.search(said)
    if faults or not found:
        raise RuntimeError("; ".join(faults) or said)
    return float(found[1])


def show() -> None:
    """Print every measure, or what is missing for it."""
    lacking = missing()
    if lacking:
        print(f"       charge : pas mesurée, il manque {' et '.join(lacking)} (Debian : nginx-light, wrk)", flush=True)  # fmt: skip
        return
    try:
        for load in measures():
            print(load, flush=True)
    except RuntimeError as error:  # a machine that does something else
        print(f"       charge : pas mesurée ({error})", flush=True)


if __name__ == "__main__":
    show()
