"""Published packages as machines find them: catalogue, feeds, citations.

    dcat.py       the catalogue that portals harvest (DCAT-AP)
    rdf.py        a graph → Turtle and JSON-LD
    extent.py     the box and the centre of a place
    feed.py       every version, as Atom
    citation.py   APA, BibTeX and CITATION.cff
    schemaorg.py  the Dataset that search engines read
    stage.py      the stage

What is fictitious, or only shown, stands in none of them.
"""
