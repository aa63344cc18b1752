"""The languages of the site and the words around its texts."""

from __future__ import annotations

from opendata.findings import Finding
from opendata.records.dataset import Dataset
from opendata.records.series import Series
from site_src.donnees.translated import Said, read_titles
from site_src.engine.readings import Given
from site_src.frame.languages import Language, published, read_languages

# The dataset that grows by itself.
ALERTS = "alertes"


def langues(given: Given) -> dict[str, Language] | None:
    """Every language by its code, French first, those that are not published too."""
    found: list[Finding] = []
    read = read_languages(given.files, found)
    given.findings.extend(found)
    given.report(f"langues : {len(read or {})}, publiées : {', '.join(published(read or {}))}")
    return read


def jeux_traduits(given: Given) -> dict[str, dict[str, Said]] | None:
    """What each language calls each dataset, that of alerts included."""
    found: list[Finding] = []
    read = read_titles(given.files, french_titles(given), found)
    given.findings.extend(found)
    given.report(f"titres de jeux traduits : {sum(map(len, (read or {}).values()))}")
    return read


def french_titles(given: Given) -> dict[str, str]:
    """The French title of each dataset by its identifier, and that of each series."""
    declared: dict[str, Dataset] = given.record("declarations", dict)
    growing = given.record("alert_table", Dataset)
    series: tuple[Series, ...] = given.record("series", tuple)
    return {
        **{name: one.titre for name, one in declared.items()},
        ALERTS: growing.titre,
        **{one.identifiant: one.titre for one in series},
    }
