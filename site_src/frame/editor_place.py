"""Where the editor stands, for who must leave it out: it is in no link, no index, no plan of the site, no copy."""

from __future__ import annotations

PLACE = "gestion/"
