"""Pages made of sourced statements, one file a page: the machinery that three subjects share.

« Se préparer », « En cas de crise » and « Prévention » are such pages and nothing else: their words are
data, below data/{se-preparer,organisation,prevention}/. A subject that needs a page of another kind
brings its records and templates (`site_src.preparation`: the kit, the family plan).

    dossier.py          a page made of sourced statements
    quoted_datasets.py  figures and rows taken from published datasets, never written twice
    rows_told.py        a row of a dataset and the page that tells it name each other
    collection.py       the three folders → a `Collection`, or every finding
    cross_rules.py      what must hold from one file to another
    translations.py     parallel records in other languages, and what they no longer match
    language.py         how a text, a date, a quantity is said in each language
    spoken.py           the same for pages of other rooms, with the words of their scripts
    workbench.py        what it takes to write a page in one language
    translated.py       the pages of another language
    pages.py            the collection → pages in every language
    border.py           what other rooms may take from here

Facts, instructions, sources and contacts are those of `site_src.risques`: one form, one rule.
"""
