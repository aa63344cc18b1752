"""Of what kind each published file is: its media type (IANA), whether it is text that compression makes smaller.

The one table for those who serve the site (site_src.publishing.hosting) and for what is compressed beforehand
(site_src.publishing.compression). A name that it does not know is a fault of the build's tests.
"""

from __future__ import annotations

# What is written in letters, by the ending of a file's name; letters are UTF-8 everywhere.
TEXTS = {
    "atom": "application/atom+xml",
    "css": "text/css",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "mjs": "text/javascript",
    "cff": "application/yaml",
    "svg": "image/svg+xml",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
}
# What its own format has compressed already, and Pagefind's files, which are gzip inside.
OTHERS = {
    "gpkg": "application/geopackage+sqlite3",
    "gz": "application/gzip",
    "ico": "image/vnd.microsoft.icon",
    "pagefind": "application/octet-stream",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "pf_fragment": "application/octet-stream",
    "pf_index": "application/octet-stream",
    "pf_meta": "application/octet-stream",
    "png": "image/png",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
# A message of the Common Alerting Protocol is XML too: its folder tells it.
ALERTS, ALERT = "en-ce-moment/cap/", "application/cap+xml"
TYPES = dict(sorted({**TEXTS, **OTHERS}.items()))
