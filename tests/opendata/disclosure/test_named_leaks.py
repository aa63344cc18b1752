"""Leaks planted over time, in sums, under other names of totals and through doors: an audit names the cell of each.

With `test_leaks` (32, in one table), they are more than sixty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from opendata.disclosure.__main__ import main
from opendata.disclosure.audit import audit
from opendata.disclosure.combinations import Limits, audit_sums
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.releases import Release
from opendata.disclosure.insiders import Secrets
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.history.tables import Counts, grouped, released, table

Labels = tuple[str, ...]
SMALL = (1, 4)


@dataclass(frozen=True)
class Leak:
    """What is published, the audit that is asked, and the line that must be among what it says."""

    name: str
    said: Callable[[], Sequence[str]]
    named: str


def over_time(name: str, named: str, *releases: Release) -> Leak:
    """Releases that are each safe, and not together."""

    def said() -> list[str]:
        assert all(audit(release.publication, SMALL).safe for release in releases)
        return [f"{where} : {e}" for where, e in audit_history(releases, SMALL).exposures]

    return Leak(name, said, named)


def of_sums(
    name: str, named: str, case: Case, hidden: Sequence[Labels], limits: Limits, **brought: dict[Labels, int]
) -> Leak:  # fmt: skip
    """One release, and who contributes to it."""

    def said() -> list[str]:
        own = {
            who: {case.cube.cell(labels): facts for labels, facts in parts.items()}
            for who, parts in brought.items()
        }
        found = audit_sums(case.hide(*hidden), Secrets(case.values, {}, own), limits)
        return [
            f"{' + '.join('/'.join(case.cube.labels(cell)) for cell in one.cells)} : {one.reason}"
            for one in found.broken
        ]

    return Leak(name, said, named)


# -- over time -----------------------------------------------------------------------------

THREE: Counts = {("a",): 10, ("b",): 20, ("c",): 31}
MONTHS: Counts = {
    ("a", "m1"): 3, ("a", "m2"): 20, ("b", "m1"): 25, ("b", "m2"): 30, ("c", "m1"): 40, ("c", "m2"): 12,
}  # fmt: skip
QUARTER: Counts = MONTHS | {("a", "m3"): 2, ("b", "m3"): 17, ("c", "m3"): 9}
HALVES = ([("a", "m1"), ("a", "m2"), ("c", "m1"), ("c", "m2")],
          [("a", "m1"), ("a", "m3"), ("b", "m1"), ("b", "m3")])  # fmt: skip
FINE = [(code,) for code in "ijklmn"]
IRIS: Counts = {("i",): 12, ("j",): 9, ("k",): 2, ("l",): 30, ("m",): 11, ("n",): 25}
SEVERAL, DIFFERENCE = "plusieurs publications", "différence de publications"
KNOWN = "additions et soustractions"


def more(**added: int) -> Counts:
    """The counts of THREE, and some more facts."""
    return {(code,): count + added.get(code, 0) for (code,), count in THREE.items()}


def until(name: str, counts: Counts, *periods: str, hidden: Sequence[Labels] = ()) -> Release:
    return released(name, table(counts, "lieu"), *hidden, période=periods)


def by_group(name: str, counts: Counts = IRIS, **groups: str) -> Release:
    """Counts of groups of codes: the codes themselves are not published."""
    case = table(counts, "lieu", trees={"lieu": [grouped(**groups)]})
    return released(name, case, left_out=FINE)


OVER_TIME = [
    over_time("one quarter more", f"{SEVERAL} : (a, T4) = 3 : {DIFFERENCE}",
              until("trois", THREE, "T1", "T2", "T3"), until("quatre", more(a=3, b=9, c=9), "T1", "T2", "T3", "T4")),
    over_time("two quarters more", f"{SEVERAL} : (c, T3+T4) = 1 : {DIFFERENCE}",
              until("deux", THREE, "T1", "T2"), until("quatre", more(a=7, b=9, c=1), "T1", "T2", "T3", "T4")),
    over_time("a quarter without facts but one", f"{SEVERAL} : (Total, T2) = 1 : {DIFFERENCE}",
              until("un", THREE, "T1"), until("deux", more(b=1), "T1", "T2")),
    over_time("the second of three", f"{SEVERAL} : (b, T2) = 4 : {DIFFERENCE}",
              until("un", THREE, "T1"), until("deux", more(b=4, c=8), "T1", "T2"),
              until("trois", more(a=9, b=40, c=20), "T1", "T2", "T3")),
    over_time("the third of three", f"{SEVERAL} : (c, T3) = 2 : {DIFFERENCE}",
              until("un", THREE, "T1"), until("deux", more(a=9, b=14, c=8), "T1", "T2"),
              until("trois", more(a=19, b=24, c=10), "T1", "T2", "T3")),
    over_time("a quarter that two releases bound", f"{SEVERAL} : (a, T2+T3) = 3 : {DIFFERENCE}",
              until("un", THREE, "T1"), until("deux", more(a=1, b=9, c=9), "T1", "T2", hidden=[("a",), ("b",)]),
              until("trois", more(a=3, b=19, c=19), "T1", "T2", "T3")),
    over_time("a sliding year", f"{SEVERAL} : (b, T1) = 3 : {DIFFERENCE}",
              until("quatre", more(a=20, b=3, c=9), "T1", "T2", "T3", "T4"), until("trois", more(a=11), "T2", "T3", "T4")),
    over_time("a year less its months", f"{SEVERAL} : (a, m3) = 2 : {DIFFERENCE}",
              released("mois", table({("a", "m1"): 8, ("a", "m2"): 9, ("b", "m1"): 7, ("b", "m2"): 12}, "lieu", "mois")),
              released("année", table({("a",): 19, ("b",): 30}, "lieu"), mois=["m1", "m2", "m3"])),
    over_time("a year by its months, hidden month", f"mois : (a, m1) = 3 : {KNOWN}",
              released("mois", table(MONTHS, "lieu", "mois"), ("a", "m1"), ("a", "Total"), ("b", "m1"), ("b", "Total")),
              released("année", table({("a",): 23, ("b",): 55, ("c",): 52}, "lieu"), mois=["m1", "m2"])),
    over_time("months of which one more", f"trois mois : (a, m1) = 3 : {KNOWN}",
              released("deux mois", table(MONTHS, "lieu", "mois"), *HALVES[0]),
              released("trois mois", table(QUARTER, "lieu", "mois"), *HALVES[1])),
    over_time("a month that comes with it", f"trois mois : (a, m3) = 2 : {KNOWN}",
              released("deux mois", table(MONTHS, "lieu", "mois"), *HALVES[0]),
              released("trois mois", table(QUARTER, "lieu", "mois"), *HALVES[1])),
    over_time("a revision by one", f"{SEVERAL} : (b, v2) = 1 : {DIFFERENCE}",
              released("v1", table(THREE, "lieu"), version=["v1"]), released("v2", table(more(b=1), "lieu"), version=["v1", "v2"])),
    over_time("a revision of a hidden count", f"{SEVERAL} : (Total, v2) = 2 : {DIFFERENCE}",
              released("v1", table(THREE | {("d",): 2}, "lieu"), ("a",), ("d",), version=["v1"]),
              released("v2", table(THREE | {("d",): 4}, "lieu"), ("a",), ("d",), version=["v1", "v2"])),
    over_time("a revision without a word", "v2 : (b) entre 20 et 21 : deux publications donnent deux effectifs à une même case",
              released("v1", table(THREE, "lieu")), released("v2", table(more(b=1), "lieu"))),
    over_time("a correction that takes a fact away", "v2 : (c) entre 30 et 31 : deux publications donnent deux effectifs à une même case",
              released("v1", table(THREE, "lieu")), released("v2", table(more(c=-1), "lieu"))),
    over_time("hidden, then shown", "après : (a) = 2 : additions et soustractions",
              released("avant", table(THREE | {("a",): 2}, "lieu"), ("a",), ("c",)),
              released("après", table(THREE | {("a",): 2}, "lieu"), ("a",), ("b",))),
    over_time("a secondary count shown", "après : (c) = 31 : masqué par une publication, publié par une autre",
              released("avant", table(THREE | {("a",): 2}, "lieu"), ("a",), ("c",)),
              released("après", table(THREE | {("a",): 2}, "lieu"), ("a",), ("b",))),
    over_time("groupings that are not nested", f"U, V : (a) = 2 : {KNOWN}",
              released("N, S", table({("a",): 2, ("b",): 12, ("c",): 9, ("d",): 31}, "lieu", trees={"lieu": [grouped(N="ab", S="cd")]}), ("a",), ("b",)),
              released("U, V", table({("a",): 2, ("b",): 12, ("c",): 9, ("d",): 31}, "lieu", trees={"lieu": [grouped(U="ac", V="bd")]}), ("a",), ("c",))),
    over_time("an arrondissement less a circonscription", f"{SEVERAL} : (k) = 2 : {DIFFERENCE}",
              by_group("arrondissements", A="ijk", B="lmn"), by_group("circonscriptions", U="ij", V="klmn")),
    over_time("an arrondissement less two circonscriptions", f"{SEVERAL} : (k) = 2 : {DIFFERENCE}",
              by_group("arrondissements", A="ijk", B="lmn"), by_group("circonscriptions", U="i", V="j", W="klmn")),
    over_time("a group that loses a part", f"{SEVERAL} : (k) = 2 : {DIFFERENCE}",
              by_group("avant", N="ijk", S="lmn"), by_group("après", N="ij", S="klmn")),
    over_time("a code that is divided", f"après : (y) = 2 : {KNOWN}",
              released("avant", table({("a",): 14, ("b",): 20, ("c",): 9}, "lieu")),
              released("après", table({("x",): 12, ("y",): 2, ("b",): 20, ("c",): 9}, "lieu", trees={"lieu": [grouped(a="xy", z="bc")]}),
                       ("y",), ("a",), ("b",), ("z",))),
    over_time("a part of the population", f"{SEVERAL} : (a, mineurs) = 3 : {DIFFERENCE}",
              released("tous", table(more(a=3, b=9, c=9), "lieu"), population=["majeurs", "mineurs"]),
              released("majeurs", table(THREE, "lieu"), population=["majeurs"])),
    over_time("a part of the population and of the year", f"{SEVERAL} : (b, S1, mineurs) = 1 : {DIFFERENCE}",
              released("tous", table(more(a=9, b=1, c=9), "lieu"), semestre=["S1"], population=["majeurs", "mineurs"]),
              released("majeurs", table(THREE, "lieu"), semestre=["S1"], population=["majeurs"]),
              released("année", table(more(a=30, b=30, c=30), "lieu"), semestre=["S1", "S2"], population=["majeurs"])),
    over_time("a table with one dimension less", f"type : (a, x) = 3 : {KNOWN}",
              released("type", table({("a", "x"): 3, ("a", "y"): 30, ("b", "x"): 25, ("b", "y"): 9}, "lieu", "type"),
                       ("a", "x"), ("a", "Total"), ("b", "x"), ("b", "Total")),
              released("lieu", table({("a",): 33, ("b",): 34}, "lieu"))),
    over_time("a withdrawn table", f"{SEVERAL} : (a, T2) = 3 : {DIFFERENCE}",
              Release("retirée", until("un", THREE, "T1").publication, {"période": ("T1",)}, "2025-04-15", withdrawn=True),
              until("deux", more(a=3, b=9, c=9), "T1", "T2")),
    over_time("a withdrawn table, published again hidden elsewhere", f"remise : (a) = 2 : {KNOWN}",
              Release("retirée", released("", table(THREE | {("a",): 2}, "lieu"), ("a",), ("c",)).publication, withdrawn=True),
              released("remise", table(THREE | {("a",): 2}, "lieu"), ("a",), ("b",))),
    over_time("a row left out, and its total", f"{SEVERAL} : (c) = 4 : {DIFFERENCE}",
              released("une", table({("a",): 10, ("b",): 20, ("c",): 4}, "lieu"), left_out=[("c",)])),
]  # fmt: skip

# -- sums ----------------------------------------------------------------------------------

CORNERS: list[Labels] = [("r2", "c1"), ("r3", "c2")]
OTHERS: list[Labels] = [("r1", "c1"), ("r1", "c2"), ("r2", "c3"), ("r3", "c3")]
RING = [*CORNERS, *OTHERS]
CROSSED = matrix([[30, 30, 40], [21, 40, 30], [40, 21, 30]])
ROW = matrix([[200, 192, 179, 335, 74]])
PAIR = [("r1", "c1"), ("r1", "c2")]
SQUARE = [*PAIR, ("r2", "c1"), ("r2", "c2")]
FEW = "somme de cases masquées, de trop peu de contributeurs"
DOMINATED = "somme de cases masquées, qu'un contributeur domine"
SUMS = [
    of_sums("three hidden counts of one contributor", f"r1/c1 + r1/c2 + r1/c3 : {DOMINATED}", ROW, [*PAIR, ("r1", "c3")],
            Limits(share=0.85), X=dict(zip([*PAIR, ("r1", "c3")], (190, 180, 170), strict=True)), Y={("r1", "c1"): 10}),
    of_sums("two hidden counts of two contributors", f"r1/c1 + r1/c2 : {FEW}", matrix([[20, 30, 335, 74]]), PAIR,
            Limits(contributors=3), X=dict.fromkeys(PAIR, 10), Y={("r1", "c1"): 10, ("r1", "c2"): 20}),
    of_sums("a sum of several totals, dominated", f"r2/c1 + r3/c2 : {DOMINATED}", CROSSED, RING,
            Limits(share=0.85), X=dict.fromkeys(CORNERS, 20)),
    of_sums("a sum of several totals, of few", f"r2/c1 + r3/c2 : {FEW}", CROSSED, RING, Limits(contributors=3),
            X=dict.fromkeys(CORNERS, 10), Y=dict.fromkeys(CORNERS, 10), **dict.fromkeys("ABC", dict.fromkeys(OTHERS, 10))),
    of_sums("a small sum of a row", "r1/c1 + r1/c2 : somme petite de cases masquées",
            matrix([[1, 2, 30], [20, 40, 50]]), SQUARE, Limits(SMALL)),
    of_sums("a small sum of a column", "r1/c1 + r2/c1 : somme petite de cases masquées",
            matrix([[1, 20, 30], [2, 40, 50]]), SQUARE, Limits(SMALL)),
]  # fmt: skip

# -- totals under another name, and doors ----------------------------------------------------

OTHER_TOTAL = """region,type,value,status
A,x,,hidden
A,y,20,published
A,Ensemble,23,published
B,x,30,published
B,y,40,published
B,Ensemble,70,published
Ensemble,x,33,published
Ensemble,y,60,published
Ensemble,Ensemble,93,published
"""
BY_BOTH = ("--dimension", "region", "--dimension", "type")
PUBLISHED = "lieu,value,status\n"


def by_command(name: str, named: str, text: str, *options: str, after: str = "") -> Leak:
    """A published table, attacked by the command `audit`."""

    def said() -> list[str]:
        Path("p.csv").write_text(text, encoding="utf-8")
        Path("avant.csv").write_text(after, encoding="utf-8")
        assert main(["audit", "p.csv", *options, *(["--after", "avant.csv"] if after else [])]) == 1
        return []

    return Leak(name, said, named)


def _by_region(total: str, hidden: set[str]) -> str:
    """Three regions by three types, and their totals under a name."""
    codes = (("A", "B", "C", total), ("x", "y", "z", total))
    counts = ((3, 20, 10, 33), (30, 40, 11, 81), (15, 16, 17, 48), (48, 76, 38, 162))
    rows = [
        f"{region},{kind}," + (",hidden" if region + kind in hidden else f"{count},published")
        for region, row in zip(codes[0], counts, strict=True)
        for kind, count in zip(codes[1], row, strict=True)
    ]
    return "\n".join(["region,type,value,status", *rows, ""])


NAMES = [
    by_command("totals of both dimensions under another name", "(A, x) = 3 : additions et soustractions", OTHER_TOTAL, *BY_BOTH),
    by_command("totals that the reader names", "(A, x) = 3 : additions et soustractions", OTHER_TOTAL, *BY_BOTH,
               "--total", "region=Ensemble", "--total", "type=Ensemble"),
    by_command("a total named beside the true one", "(A, x) = 3 : additions et soustractions",
               OTHER_TOTAL.replace("Ensemble", "Total"), *BY_BOTH),
    by_command("a total of one dimension under another name", "(A, x) = 3 : additions et soustractions",
               OTHER_TOTAL.replace("Ensemble,x", "Total,x").replace("Ensemble,y", "Total,y").replace("Ensemble,Ensemble", "Total,Ensemble"), *BY_BOTH),
    by_command("a hidden total, and its parts", "(Total) = 33 : additions et soustractions",
               PUBLISHED + "Total,,hidden\na,13,published\nb,20,published\n", "--dimension", "lieu"),
    by_command("a part that no row gives, hidden beside its total", "(a) = 3 : additions et soustractions",
               PUBLISHED + "Total,23,published\na,,hidden\nb,20,published\n", "--dimension", "lieu"),
    by_command("a small count published", "(a) = 3 : petit effectif publié",
               PUBLISHED + "Total,23,published\na,3,published\nb,20,published\n", "--dimension", "lieu"),
    by_command("a code and its twin with a space", "p.csv:4:1: code aux bords ou aux caractères invisibles",
               PUBLISHED + "Total,33,published\na,,hidden\na ,3,published\nb,30,published\n", "--dimension", "lieu"),
    by_command("a code and its twin in capitals", "p.csv:4:1: code presque égal à celui de la ligne 3",
               PUBLISHED + "Total,33,published\na,,hidden\nA,3,published\nb,30,published\n", "--dimension", "lieu"),
    by_command("a count in a hidden row", "p.csv:3:3: statut et effectif se contredisent",
               PUBLISHED + "Total,33,published\na,3,hidden\nb,30,published\n", "--dimension", "lieu"),
    by_command("a cell given twice, hidden once", "p.csv:4:0: case répétée",
               PUBLISHED + "Total,33,published\na,,hidden\na,3,published\nb,30,published\n", "--dimension", "lieu"),
    by_command("a column more", "p.csv:1:4: colonne hors du schéma",
               "lieu,value,status,vrai\nTotal,33,published,33\na,,hidden,3\nb,,hidden,30\n", "--dimension", "lieu"),
    by_command("a table whose codes nothing adds up", "p.csv:0:1: rien ne dit comment les codes de « lieu » s'additionnent",
               PUBLISHED + "a,,hidden\nb,30,published\n", "--dimension", "lieu"),
    by_command("an earlier table with totals under another name", "(A, x) = 3 : additions et soustractions",
               _by_region("Total", {"Ax", "Az", "Cx", "Cz"}), *BY_BOTH, after=_by_region("Ensemble", {"Ax", "Ay", "Bx", "By"})),
    by_command("a count that an earlier table shows", "(a) = 3 : additions et soustractions",
               PUBLISHED + "Total,43,published\na,,hidden\nb,,hidden\nc,10,published\n", "--dimension", "lieu",
               after=PUBLISHED + "Total,43,published\na,,hidden\nb,30,published\nc,,hidden\n"),
]  # fmt: skip

LEAKS = [*OVER_TIME, *SUMS, *NAMES]


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_the_leak_is_named(
    leak: Leak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = leak.said()
    printed = capsys.readouterr()
    lines = [*said, *printed.out.splitlines(), *printed.err.splitlines()]
    assert any(line.startswith(leak.named) for line in lines), lines


def test_leaks_have_each_their_name() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 30
