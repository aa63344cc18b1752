"""Pages about organisation, being ready and prevention, as data: one file a page.

    dossier.py          a page made of sourced statements
    records.py          the two pages one fills in: the 72 h kit and the family plan
    quoted_datasets.py  figures and rows taken from published datasets, never written twice
    collection.py       data/{organisation,se-preparer,prevention}/** → a `Fonds`, or every finding
    cross_rules.py      what must hold from one file to another
    translations.py     parallel records in English, and what they no longer match
    language.py         how a text, a date, a quantity is said in French and in English
    workbench.py        what it takes to write a page in one language
    english.py          the English pages
    pages.py            the fonds → pages in both languages

Facts, instructions, sources and contacts are those of `site_src.risques`: one form, one rule.
"""

from site_src.dossiers.collection import RUBRIQUES, Fonds, read_fonds
from site_src.dossiers.english import addresses
from site_src.dossiers.pages import pages
from site_src.dossiers.translations import Traductions, read_traductions

__all__ = [
    "RUBRIQUES",
    "Fonds",
    "Traductions",
    "addresses",
    "pages",
    "read_fonds",
    "read_traductions",
]
