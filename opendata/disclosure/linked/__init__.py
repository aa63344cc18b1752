"""Several tables of the same facts, protected and attacked as one release.

Tables share cells but not dimensions (region × type, region × age): a cell that stands in two of them is one
unknown, and whoever attacks holds them all.

    document.py     a YAML file as located texts
    description.py  the file that describes a release
    selection.py    what each table shows of the release
    facts.py        the facts of a release, counted in all its tables
    published.py    the tables of a folder, read as whoever attacks reads them
    folder.py       the folder of a release, replaced whole
"""
