"""What `data/` declares and holds of datasets, read and checked: one frozen record a noun.

    catalogue.py          every dataset of data/datasets/, checked as a whole
    dataset.py            dataset.yaml
    resource.py           one table as dataset.yaml declares it
    schema.py             its Table Schema
    table.py              canonical CSV ↔ typed table; keys, own and foreign
    values.py             the text of one field → a value, or why it is not one
    coherence.py          parts that make their total, statuses that fit their value
    charts.py             what a chart names, and whether its time is to scale
    fiction.py            fictitious data say so everywhere
    licences.py           what may go out under which licence
    archived_versions.py  earlier versions, kept as they were published
    sources.py            data/sources.yaml
    series.py             data/series.yaml
    digest.py             SHA-256

Readers take files as bytes and a list of findings to append to; none opens a file.
"""
