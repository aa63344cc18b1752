"""What a proposal changes of the site, in Markdown, from the checkout and the site built before and after.

Only what is published is told: addresses and names of pages, counts of rows, sizes, days. No value of a table is
quoted, and a table that must not be there stops the summary.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from opendata.findings import Finding, FindingsError
from opendata.french import number
from opendata.packages.difference import NOTHING, TableVersion, differences, table_versions
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.catalogue import CONFIDENTIAL
from site_src.frame.typography import long_date
from site_src.proposal.annotations import code

SHOWN = 40  # pages named; the others are counted
NAMED_DOCUMENTS = 10
PICTURED = 5
KILOBYTE, MEGABYTE = 1_000, 1_000_000
YEAR = len("1910")
DATA, TEXTS = ("data/",), ("site_src/pages/",)
PAGE = ".html"
HOW = ("changée", "nouvelle", "retirée")
HEAD = "## Ce que change cette proposition"
BOTH = (
    "> **Données et code à la fois.** Ce que change le code ne se voit pas dans les lignes des données : relire l'un et "
    "l'autre, ou proposer le code à part."
)
UNSEEN = "Rien ne change de ce qui est publié."
CONFIDENTIAL_RULE = "une colonne qui désigne un fait ou un lieu n'est jamais publiée"
CONFIDENTIAL_REMEDY = (
    "retirer ce fichier de la proposition et de son historique, et prévenir l'observatoire"
)
OPENING = """\
### Voir le site

Au bas de cette page, « Artifacts » :

- **site-a-ouvrir** : décompresser, puis ouvrir `index.html` ; le site se lit depuis le disque ;
- **resume** : ce texte{}."""
OPENING_PICTURES = ", et les images d'avant et d'après (ouvrir `index.html`)"
_MAIN = re.compile(rb"<main\b[^>]*>(.*)</main>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<(svg|script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Side:
    """The files of a checkout and those of the site built from it, by path, before or after a proposal."""

    files: Mapping[str, bytes] = field(repr=False)
    site: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True)
class ChangedPage:
    """A page whose content is not the same: its path below the site, its name, what happened to it."""

    path: str
    name: str
    how: str

    @property
    def address(self) -> str:
        """Where readers find it."""
        return f"/{self.path.removesuffix('index.html')}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The words of the address: /risques/orage/ → risques, orage."""
        return tuple(filter(None, self.address.removesuffix(PAGE).split("/")))

    @property
    def part(self) -> str:
        """The part of the site where it stands."""
        return next(iter(self.parts), "")


def changed_pages(before: Side, after: Side) -> list[ChangedPage]:
    """Pages changed in their own content, then those that are new, then those that are gone; each in the order of addresses."""
    old, new = (_pages(side.site) for side in (before, after))
    changed = [path for path in old.keys() & new.keys() if _content(old[path]) != _content(new[path])]  # fmt: skip
    found = [
        *(ChangedPage(path, _name(new[path], path), "changée") for path in changed),
        *(ChangedPage(path, _name(new[path], path), "nouvelle") for path in new.keys() - old.keys()),
        *(ChangedPage(path, _name(old[path], path), "retirée") for path in old.keys() - new.keys()),
    ]  # fmt: skip
    return sorted(found, key=lambda page: (HOW.index(page.how), page.address))


def pictured(pages: Iterable[ChangedPage], before: Side, after: Side) -> list[ChangedPage]:
    """Those of which pictures are made, on both sides: what the changed files name comes first, and each part of the site
    in its turn.
    """
    names = _subjects(_changed(before.files, after.files))
    left = [page for page in pages if page.how == "changée"]
    taken: list[ChangedPage] = []
    while left and len(taken) < PICTURED:
        met = Counter(page.part for page in taken)
        chosen = min(left, key=lambda page: (names.isdisjoint(page.parts), met[page.part], page.address))  # fmt: skip
        left.remove(chosen)
        taken.append(chosen)
    return taken


def _subjects(changed: Iterable[str]) -> set[str]:
    """What files of data are about: data/risques/orage.yaml → orage, data/datasets/crues/crues.csv → crues."""
    data = [path.split("/") for path in changed if path.startswith(DATA)]
    return {parts[2] if parts[1] == "datasets" and len(parts) > 3 else parts[-1].partition(".")[0] for parts in data}  # fmt: skip


def summary(before: Side, after: Side) -> str:
    """The whole text. Raises `FindingsError` when a table has a column that is never published."""
    for side in (before, after):
        _refuse_confidential(side.site)
    changed = _changed(before.files, after.files)
    pages = changed_pages(before, after)
    parts = [
        HEAD,
        _nature(changed),
        *_part("### Pages", _page_lines(before, after, pages)),
        *_part("### Jeux de données", _dataset_lines(before.site, after.site)),
        *_part("### Tailles", _size_lines(before.site, after.site)),
        *_part("### Dates dans les lignes changées", _day_lines(before, after, changed)),
        OPENING.format(OPENING_PICTURES if pictured(pages, before, after) else ""),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(head: str, lines: Iterable[str]) -> Iterator[str]:
    body = "\n".join(lines)
    if body:
        yield head
        yield body


def _changed(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in {*old, *new} if old.get(path) != new.get(path))


def _nature(changed: Sequence[str]) -> str:
    """What kinds of files change; data and code at once are told apart from the rest."""
    data = [path for path in changed if path.startswith(DATA)]
    texts = [path for path in changed if path.startswith(TEXTS)]
    programs = [path for path in changed if path not in data and path not in texts and not path.endswith(".md")]  # fmt: skip
    guides = len(changed) - len(data) - len(texts) - len(programs)
    counted = [
        _counted(count, what, f"{what}s") + of
        for count, what, of in (
            (len(data), "fichier", " de données"),
            (len(texts), "texte", " de page"),
            (len(programs), "fichier", " de code"),
            (guides, "guide", ""),
        )
        if count
    ]
    told = ", ".join(counted) or "aucun fichier"
    sentence = f"Change : {told}."
    return f"{BOTH}\n\n{sentence}" if programs and (data or texts) else sentence


def _pages(site: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: raw for path, raw in site.items() if path.endswith(PAGE)}


def _content(raw: bytes) -> bytes:
    """What is between the menu and the foot of a page."""
    found = _MAIN.search(raw)
    return found[1] if found else raw


def _name(raw: bytes, path: str) -> str:
    heading = _HEADING.search(raw.decode())
    return " ".join(unescape(_TAG.sub("", heading[1])).split()) if heading else path


def _page_lines(before: Side, after: Side, pages: Sequence[ChangedPage]) -> Iterator[str]:
    for page in pages[:SHOWN]:
        yield f"- {code(page.name)}, {code(page.address)} : {page.how}"
    if len(pages) > SHOWN:
        yield f"- et {_counted(len(pages) - SHOWN, 'autre', 'autres')}"
    named = {page.path for page in pages}
    around = [path for path in _pages(after.site) if path not in named and before.site.get(path) != after.site[path]]  # fmt: skip
    if around:
        yield f"- {_counted(len(around), 'page change', 'pages changent')} seulement autour du texte (menu, pied, adresses des images ou des styles)"
    others = [path for path in _changed(before.site, after.site) if path.endswith(".pdf")]
    if others:
        first = ", ".join(code(f"/{path}") for path in others[:NAMED_DOCUMENTS])
        more = ", …" if len(others) > NAMED_DOCUMENTS else ""
        yield f"- {_counted(len(others), 'document', 'documents')} à imprimer (PDF) : {first}{more}"
    if not pages and not around and not others:
        yield UNSEEN


def _dataset_lines(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[str]:
    before, after = _datasets(old), _datasets(new)
    for name in sorted({*before, *after}):
        if name not in after:
            yield f"- {code(name)} : retiré"
        elif name not in before:
            yield f"- {code(name)} : nouveau jeu"
        else:
            yield from _compared(name, before[name], after[name])


Dataset = tuple[str, dict[str, TableVersion]]


def _compared(name: str, old: Dataset, new: Dataset) -> Iterator[str]:
    told = differences(old[1], new[1])
    if told == (NOTHING,) and old[0] == new[0]:
        return
    number = f"{old[0]} → {new[0]}" if old[0] != new[0] else f"{new[0]}, sans nouveau numéro"
    yield f"- {code(name)} ({number})"
    yield from (f"  - {code(sentence)}" for sentence in told)


def _datasets(site: Mapping[str, bytes]) -> dict[str, Dataset]:
    """Number and tables of each dataset that can be downloaded, as they are published."""
    found: dict[str, Dataset] = {}
    for path, raw in site.items():
        folder, _, name = path.rpartition("/")
        if not (re.fullmatch("donnees/[^/]+", folder) and name.endswith(DESCRIPTION)):
            continue
        package = json.loads(raw)
        rows = {one["path"]: _rows(site.get(f"{folder}/{one['path']}", b""))[1:] for one in package["resources"]}  # fmt: skip
        found[folder.partition("/")[2]] = package["version"], table_versions(package, rows)
    return found


def _rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def _refuse_confidential(site: Mapping[str, bytes]) -> None:
    """No table of a site has a column of the confidential extract: `check` refuses it, and so does this."""
    faults = [
        Finding(path, 1, rank, f"colonne confidentielle « {name} »", CONFIDENTIAL_RULE, CONFIDENTIAL_REMEDY)
        for path, raw in site.items()
        if path.endswith(".csv")
        for rank, name in enumerate(next(iter(_rows(raw.partition(b"\n")[0])), []), 1)
        if name in CONFIDENTIAL
    ]  # fmt: skip
    if faults:
        raise FindingsError(faults)


def _size_lines(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[str]:
    yield "| | avant | après | écart |"
    yield "|---|---|---|---|"
    for what, ending in (("Site entier", ""), ("Pages", PAGE), ("Documents à imprimer", ".pdf")):
        counts, totals = zip(*(_size(side, ending) for side in (old, new)), strict=True)
        cells = [f"{_counted(count, 'fichier', 'fichiers')}, {_weight(total)}" for count, total in zip(counts, totals, strict=True)]  # fmt: skip
        yield f"| {what} | {' | '.join(cells)} | {_gap(totals[1] - totals[0])} |"


def _size(site: Mapping[str, bytes], ending: str) -> tuple[int, int]:
    """How many files, and their bytes: the same ones are one file on disk, as a build counts them."""
    contents = [raw for path, raw in site.items() if path.endswith(ending)]
    return len(contents), sum(map(len, set(contents)))


def _weight(size: int) -> str:
    return f"{number(size / 1e6, 2)} Mo" if size >= MEGABYTE else f"{number(size / 1e3, 1)} ko"


def _gap(size: int) -> str:
    if not size:
        return "aucun"
    sign = "+" if size > 0 else "\N{MINUS SIGN}"
    return f"{sign}{_counted(abs(size), 'octet', 'octets') if abs(size) < KILOBYTE else _weight(abs(size))}"


def _day_lines(before: Side, after: Side, changed: Iterable[str]) -> Iterator[str]:
    days = sorted({day for path in changed for day in _days(path, before, after)})
    if len(days) == 1:
        yield f"Une seule : {_told(days[0])}."
    elif days:
        yield f"{'Du' if len(days[0]) > YEAR else 'De'} {_told(days[0])} {'au' if len(days[-1]) > YEAR else 'à'} {_told(days[-1])}."


def _told(day: str) -> str:
    return long_date(date.fromisoformat(day)) if len(day) > YEAR else day


def _days(path: str, before: Side, after: Side) -> Iterator[str]:
    """Days (1910-01-28), and years of a table (1740), in the lines of a file of data that are only on one side."""
    if not path.startswith(DATA) or not path.endswith((".yaml", ".csv")) or not _is_public(path, after.site):  # fmt: skip
        return
    raws = [side.files.get(path, b"") for side in (before, after)]
    old, new = (Counter(raw.splitlines()) for raw in raws)
    lines = sorted((old - new) | (new - old))
    for line in lines:
        days = [day for day in _DAY.findall(line.decode(errors="replace")) if _is_day(day)]
        yield from days or _years(line, raws)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _years(line: bytes, raws: Sequence[bytes]) -> Iterator[str]:
    """The years of a row whose table has a column for them: `annee`, `annee_…`."""
    head, row = _rows(next(filter(None, raws)).partition(b"\n")[0]), _rows(line)
    for name, value in zip(*head, *row, strict=False):
        if name.partition("_")[0] == "annee" and _YEAR.fullmatch(value):
            yield value


def _is_public(path: str, site: Mapping[str, bytes]) -> bool:
    """Whether a table is published as it is: of any other, not even a day is told."""
    return not path.endswith(".csv") or path.replace("data/datasets/", "donnees/", 1) in site


def _counted(count: int, one: str, many: str) -> str:
    return f"{number(count)} {many if count > 1 else one}"
