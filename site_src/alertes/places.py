"""Where the files and pages of alerts stand, from the site's root."""

from __future__ import annotations

NOW, ARCHIVE, ENGLISH_NOW = "en-ce-moment/", "en-ce-moment/archives/", "en/now/"
FEED = f"{NOW}alertes.atom"
INDEX = f"{NOW}cap/index.json"
DATASET_ID = "alertes"
DATASET = f"donnees/{DATASET_ID}/"
# What the dataset says of itself, which grows by a row at each alert: not below data/datasets/.
DECLARATION = "data/parametres/alertes.yaml"
# What the search finds of alerts.
SEARCH = f"{NOW}recherche.json"


def cap_file(identifier: str) -> str:
    """The CAP message of an alert or a cancellation."""
    return f"{NOW}cap/{identifier}.xml"


def document(address: str) -> str:
    """The HTML document that is served at an address."""
    return f"{address}index.html"
