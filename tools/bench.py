"""`make bench`: what the site costs, beside a named peer measured in the same run.

Ratios, bytes and Lighthouse's performance fail the bench; seconds on the clock are judged only
beside those of a peer, for machines are shared. Every measure is a median of a few runs, ours and the
peer's in turn so that both meet the same weather.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from maps.records.atlas import Atlas
from tools import (
    build_times,
    comparison,
    cubes,
    first_paint,
    hosting,
    large_tables,
    load,
    long_tasks,
    measures_ma_rue,
    outbreaks,
    peers,
    performance,
    small_tables,
    weekly,
    weights,
)
from tools.verdict import Ratio, Verdict, failures

ROOT = Path(__file__).resolve().parent.parent
# The peer of the disclosure engine; what it is asked for beside `interval`.
PEER, SAME = "pytauargus modulaire", "mêmes intervalles"


def main() -> int:
    """Print every measure; 1 when one is missed."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        missed = failures(_verdicts(Path(name)))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"       mémoire au plus : {peak:,.0f} Mio (le plus gros processus)")
    return 1 if missed else 0


def _verdicts(folder: Path) -> Iterator[Verdict]:
    atlas = weights.read_maps(ROOT)
    yield from build_times.ratios(ROOT, folder)
    yield from _map_weights(atlas)
    yield from _ma_rue()
    yield from _pages(atlas, folder / "peers")
    load.show()
    yield from _disclosure()
    yield from large_tables.measures()
    yield from outbreaks.rates()
    yield from weekly.ratios(folder / "bilan")


def _map_weights(atlas: Atlas) -> Iterator[Ratio]:
    for page in weights.started_maps(ROOT / "site", ROOT, atlas):
        yield Ratio(
            f"carte démarrée, {page.name}", page.ours / 1000, page.folium / 1000,
            "folium tel quel avec ses fichiers", "ko gzip", 0.25,
        )  # fmt: skip


def _ma_rue() -> Iterator[Verdict]:
    for measure in measures_ma_rue.measures(ROOT / "site"):
        # Bytes are the same on every machine; a wait is printed, never judged.
        if measure.unit.startswith("ko"):
            yield measure
        else:
            print(measure, flush=True)


def _pages(atlas: Atlas, folder: Path) -> Iterator[Verdict]:
    """What a page costs a telephone: Lighthouse before a map is started, its first layer, long tasks while it starts."""
    site, peer = ROOT / "site", peers.build(ROOT, atlas, folder)
    yield from first_paint.measures(site, peer, atlas)
    for measure in long_tasks.measures(site, peer, atlas):
        print(measure, flush=True)
    print(f"       Lighthouse, nous et pairs servis ainsi : {hosting.WHAT}", flush=True)
    yield from performance.scores(site, peer, [carte.place for carte in atlas.cartes])


def _disclosure() -> Iterator[Verdict]:
    """Protection and audits against the peer's protection alone, on the same cubes, for the same required range."""
    done = []
    for one in cubes.outcomes():
        done.append(one)
        what = f"masquage d'un cube de {one.name} cases"
        yield from _beside(f"{what}, exact", one.exact, one.peer, 1, PEER)
        print(f"       qui lit la table du pair calcule {one.peer.sums} petites sommes de deux à quatre cases masquées : « exact » "
              "n'en laisse aucune", flush=True)  # fmt: skip
        yield from _beside(f"{what}, intervalle", one.interval, one.wide, 1.25, f"{PEER}, {SAME}")
        _print_narrow(one.interval, one.peer)
    linked = []
    for two in cubes.linked():
        linked.append(two)
        what = f"masquage d'un cube de {two.name} cases à deux regroupements, intervalle"
        yield from _beside(what, two.interval, two.wide, 1.25, f"{PEER}, tables liées, {SAME}")
        _print_narrow(two.interval, two.peer)
        print(f"       qui lit les deux regroupements du pair calcule {two.wide.recovered} de ses cases masquées "
              f"({two.peer.recovered} avec sa règle) ; chacun protégé à part, {two.apart.recovered} de {two.apart.hidden}, "
              f"en {two.apart.seconds:.1f} s", flush=True)  # fmt: skip
    comparison.write(done, linked)
    yield from _beside_gauss()
    yield from small_tables.measures()
    far = cubes.largest("exact")
    print(
        f"       {far.cells} cases, exact : {far.hidden} masquées et attaquées en {far.seconds:.1f} s"
    )
    for groupings in (1, 2):
        far = cubes.largest("interval", groupings)
        what = f"masquage de {far.cells} cases à {groupings} regroupement(s), intervalle"
        yield Ratio(f"{what} : durée de processeur", far.seconds, 900, "limite", "s", 1)
        yield Ratio(f"{what} : mémoire", far.peak, 4096, "limite", "Mio", 1)


def _beside_gauss() -> Iterator[Ratio]:
    """By intervals, beside the kept answers of GaussSuppression: for intervals 10 wide, which pass our rule, where there are."""
    for one in comparison.kept():
        hidden, name = (one.gauss, "") if one.wide is None else (one.wide, ", intervalles de 10")
        yield Ratio(f"table {one.name} de SSBtools, intervalle : cases masquées", one.interval, hidden,
                    f"GaussSuppression{name}", "cases", 1)  # fmt: skip


def _print_narrow(ours: cubes.Outcome, peer: cubes.Outcome) -> None:
    """Beside the peer's own rule, which promises less: printed, never judged."""
    print(f"       à côté de ce que le pair masque avec sa propre règle (intervalle de 30 % de chaque effectif) : "
          f"{ours.hidden / peer.hidden:.2f} fois ses cases, {ours.seconds / peer.seconds:.2f} fois sa durée", flush=True)  # fmt: skip


def _beside(
    what: str, ours: cubes.Outcome, peer: cubes.Outcome, most: float, name: str
) -> Iterator[Ratio]:
    """Hidden cells and seconds, beside the peer's."""
    yield Ratio(f"{what} : cases masquées", ours.hidden, peer.hidden, name, "cases", most)
    yield Ratio(f"{what} : durée", ours.seconds, peer.seconds, name, "s", 1)


if __name__ == "__main__":
    sys.exit(main())
