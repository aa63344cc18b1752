"""Published packages as machines find them: catalogue, feeds, citations.

    dcat.py           the catalogue that portals harvest (DCAT-AP): itself, series, datasets, versions
    distributions.py  files of a dataset in it, and the schemas of tables
    documents.py      what datasets point at: pages, licences, standards, sources, places
    vocabulary.py     terms of vocabularies that it uses
    translations.py   titles in other languages
    rdf.py            a graph → Turtle and JSON-LD
    extent.py         the box and the centre of a place
    feed.py           every version, as Atom
    citation.py       APA, BibTeX and CITATION.cff
    schemaorg.py      the Dataset and the DataCatalog that search engines read
    croissant.py      the tables as tools of MLCommons read them
    csvw.py           the tables as CSV on the Web
    deposits.py       what archives that give a DOI ask: DataCite, Zenodo
    catalogue_files.py  all of them, by path

What is fictitious, or only shown, stands in none of them.
"""
