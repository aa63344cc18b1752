"""Who publishes the packages: what travels with the data of who the site says it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Publisher:
    """Name (« à compléter » while it is not known) and e-mail of the publisher.

    `mention` is the sentence on the site's legal standing; empty once the document is adopted. `site` is where the site
    stands, "" while that is not known.
    """

    nom: str
    courriel: str
    mention: str
    site: str = ""
