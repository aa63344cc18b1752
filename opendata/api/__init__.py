"""The open data as addresses that programs call: files that a static host serves, and their description.

    addresses.py   what the addresses are, relative to /donnees/
    tables.py      <jeu>/<table>.metadata.json
    charts.py      <jeu>/graphique.{csv,svg,metadata.json}, and the same of each chart
    places.py      <jeu>/par/<lieu>/<code>.json
    dataset.py     all of one dataset: its files, and what the whole says of it
    openapi.py     openapi.json (OpenAPI 3.1)
    index.py       index.json

Made from the published packages of what is real and may be downloaded, nothing else. Within a major version of a
dataset none of these addresses goes away: `opendata.packages.major_promise` holds it.
"""
