"""What was published stays as it was: whoever received an alert finds it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opendata.findings import Finding
from site_src.alertes.reading import PAGE

RULE = (
    "une alerte publiée est mise à jour ou annulée par un autre fichier, jamais changée ni effacée"
)
REMEDY = "remettre le fichier d'avant, puis publier « remplace » ou « annule »"


def altered(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[Finding]:
    """A finding for each file that was published (path from the root → bytes) and is no more what it was."""
    for path in sorted(before):
        if path not in now:
            yield Finding(path, 0, 0, "alerte publiée, effacée depuis", RULE, REMEDY, PAGE)
        elif now[path] != before[path]:
            yield Finding(path, 0, 0, "alerte publiée, changée depuis", RULE, REMEDY, PAGE)
