"""Printed forms of the register: the whole document, a sheet a risk, posters, and its JSON.

    blocs.py         what a printed text is made of: headings, paragraphs, lists, tables, images
    fiche.py         one risk → blocks, in the order of its page
    dicrim.py        the register → the whole document
    affiches.py      data/affiches.yaml → posters
    registre.py      the register as JSON
    composition.py   data and a Typst template → PDF/UA-1
    edition.py       the stage
    pages.py         the page that lists the files

Templates (gabarits/*.typ) receive their data as JSON: a value is text there, never markup.
"""

from site_src.documents.pages import pages

__all__ = ["pages"]
