"""A row of a dataset and the page that tells it name each other: who reads one finds the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from opendata.findings import Finding
from site_src.dossiers.dossier import ChiffreLu, ExtraitLu, JalonDuJeu, PageRecord
from site_src.dossiers.quoted_datasets import SOURCES, QuotedDataset, key_of
from site_src.risques.border import walk

# Column of a table that names, from the site's root, the page that tells each row.
PAGE = "page"
# Dataset, table, key of a row.
Told = tuple[str, str, str]


def told(records: Iterable[PageRecord]) -> frozenset[Told]:
    """The rows that a page tells; `records` are the page as it is written and with its rows read."""
    return frozenset(row for record in records for row in _told(record))


def _told(record: PageRecord) -> Iterator[Told]:
    for _, item in walk(record):
        if isinstance(item, ChiffreLu | ExtraitLu):
            yield from ((item.jeu, line.table, line.ligne) for line in item.lignes)
        elif isinstance(item, JalonDuJeu):
            table, _, key = item.ligne.partition(".")
            yield item.jeu, table, key


def untold(jeu: QuotedDataset, pages: Mapping[str, Collection[Told]]) -> Iterator[Finding]:
    """Rows that name a page that is not there, or that does not tell them; `pages` by address, with what each tells.

    Nothing is said of a dataset whose table of sources cannot be read: what pages tell of it is not known.
    """
    if SOURCES in jeu.unreadable:
        return
    for name, text in jeu.texts.items():
        if PAGE not in text.columns:
            continue
        for number, row in enumerate(jeu.tables[name]):
            there, row_told = row[PAGE], (jeu.id, name, key_of(jeu, name, row))
            if there not in pages:
                yield text.finding(number, PAGE, f"page « {there} » inconnue", "une ligne nomme la page du site qui la dit",
                                   "corriger l'adresse, écrite depuis la racine du site")  # fmt: skip
            elif row_told not in pages[there]:
                yield text.finding(number, PAGE, f"page « {there} », qui ne dit pas cette ligne", "une ligne et la page qui la dit se nomment l'une l'autre",
                                   "citer la ligne sur cette page, ou nommer celle qui la dit")  # fmt: skip
