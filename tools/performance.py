"""Lighthouse's mobile scores of pages as readers first see them, beside two peers, in turn.

Lighthouse is a package of its own (tools/lighthouse/, with its lock): only `make bench` installs
it. Ours are one page of each kind (tools/kinds.py), every map before it is started, « Ma rue » and the
flood; the peers show the first map's page: the same Markdown in stock Material, then with folium in a frame.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.browsing import ARGUMENTS, NODE
from tools.hosting import hosted
from tools.kinds import NOT_TO_INDEX, address, document, kinds_of

LIGHTHOUSE = Path(__file__).resolve().parent / "lighthouse"
CHROMIUM = "/usr/bin/chromium"
ROUNDS = 3
LEAST, WHOLE = 98, 100
OTHERS = ("", "ma-rue/", "risques/crue-seine/")
ASIDE = {"accessibility": "accessibilité", "best-practices": "bonnes pratiques", "seo": "référencement"}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """A page's performance in each round, 0 to 100, and what Lighthouse says of it besides, which must be whole.

    `least` is the median that passes; `None` for a peer, which is not judged.
    """

    page: str
    rounds: tuple[int, ...]
    aside: tuple[tuple[str, int], ...] = ()
    least: int | None = LEAST

    @property
    def median(self) -> float:
        """The middle round."""
        return median(self.rounds)

    @property
    def passes(self) -> bool:
        """Whether the median is high enough, and the rest whole."""
        return self.least is None or (
            self.median >= self.least and all(value == WHOLE for _, value in self.aside)
        )

    def __str__(self) -> str:
        mark = "      " if self.least is None else "ok    " if self.passes else "MANQUÉ"
        judged = "" if self.least is None else f" (au moins {self.least})"
        every = ", ".join(map(str, self.rounds))
        aside = "".join(f" ; {name} {value}" for name, value in self.aside)
        return f"{mark} Lighthouse mobile, {self.page} : {self.median:g}{judged} — {every}{aside}"


def pages(maps: Iterable[str], documents: Iterable[str] = ()) -> list[str]:
    """Addresses from the site's root, each once: those of `maps`, the other pages, then those of `documents`."""
    every = (*maps, *OTHERS, *map(address, documents))
    return list(dict.fromkeys(every))


def left_out(site: Path, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Lighthouse's audits of each page that would blame it for what is no fault of its own."""
    # Where data/site.yaml has no address, pages name each other's languages by relative ones, and Lighthouse wants whole
    # ones. The bench measures what `make site` gives: at an invented address it would leave in site/ what nobody may
    # publish. That they are whole where there is one, tests/site_src/publishing/test_languages.py says.
    everywhere = [] if (site / "sitemap.xml").exists() else ["hreflang"]
    return {name: [*_asked_for(site / document(name)), *everywhere] for name in addresses}


def _asked_for(file: Path) -> list[str]:
    """A page that asks search engines to leave it out is not blamed for it."""
    return ["is-crawlable"] if NOT_TO_INDEX in file.read_text(encoding="utf-8") else []


def scores(site: Path, peer: Path, maps: Sequence[str]) -> Iterator[Score]:
    """Each page of the built `site`, then the two of the `peer` folder (tools/peers.py)."""
    peers = {
        maps[0]: "Material tel quel, le même texte",
        maps[0].replace("cartes/", "cartes/folium-"): "Material et folium dans un cadre",
    }
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(hosted(folder)) for folder in (site, peer))
        every = pages(maps, kinds_of(site))
        named = {f"{ours}/{page}": f"/{page}" for page in every}
        named_peers = {f"{theirs}/{page}": name for page, name in peers.items()}
        skipped = {f"{ours}/{page}": audits for page, audits in left_out(site, every).items()}
        lines = _lighthouse([*named, *named_peers], skipped)
    found = gathered(lines, {**named, **named_peers}, frozenset(named_peers))
    yield from found


def gathered(lines: Iterable[str], names: dict[str, str], unjudged: frozenset[str]) -> list[Score]:
    """measure.mjs' lines → one score an address, in the order of `names` (address → words)."""
    runs: defaultdict[str, list[dict[str, int]]] = defaultdict(list)
    for line in lines:
        run = json.loads(line)
        runs[run["address"]].append(run["scores"])
    return [
        Score(
            name,
            tuple(run["performance"] for run in runs[address]),
            tuple((word, run[key]) for run in runs[address][:1] for key, word in ASIDE.items()),
            None if address in unjudged else LEAST,
        )
        for address, name in names.items()
    ]


def asked(addresses: Sequence[str], skipped: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """What measure.mjs takes; `skipped`: the audits that are not made, by address."""
    return {"chromium": CHROMIUM, "flags": ARGUMENTS, "rounds": ROUNDS, "addresses": addresses, "skipped": skipped}  # fmt: skip


def _lighthouse(addresses: Sequence[str], skipped: Mapping[str, Sequence[str]]) -> list[str]:
    command = [str(NODE), str(LIGHTHOUSE / "measure.mjs"), json.dumps(asked(addresses, skipped))]
    done = subprocess.run(command, cwd=LIGHTHOUSE, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own words)
    return done.stdout.splitlines()
