"""A description of two tables that refer to each other, and its citation."""

from __future__ import annotations

from typing import Any

from opendata.harvest.citation import Citation, citation

ADDRESS = "https://exemple.invalid/"
LICENCES = [
    {"name": "ODbL-1.0", "title": "Open Database License 1.0 (ODbL)", "path": "https://opendatacommons.org/licenses/odbl/1-0/"},
    {"name": "etalab-2.0", "title": "Licence Ouverte 2.0 (Etalab)", "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
]  # fmt: skip


def _column(name: str, kind: str, **others: Any) -> dict[str, Any]:
    return {"name": name, "title": name.title(), "description": f"Ce que dit {name}.", "type": kind, **others}  # fmt: skip


def _table(name: str, columns: list[dict[str, Any]], licence: int, **others: Any) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": f"Table {name}",
        "description": f"Une ligne par {name}.",
        "mediatype": "text/csv",
        "bytes": 12,
        "hash": "sha256:" + "ab" * 32,
        "licenses": [LICENCES[licence]],
        "schema": {"fields": columns, "primaryKey": [columns[0]["name"]], **others},
    }


PACKAGE: dict[str, Any] = {
    "name": "essai",
    "title": "Les essais <b>",
    "description": "Des essais & des mesures.\n\nCe n’est pas officiel.",
    "version": "1.1.0",
    "created": "2026-11-02T00:00:00Z",
    "keywords": ["essai"],
    "method": "Relevés à la main.",
    "spatial": {"libelle": "Paris", "code_insee": "75056"},
    "licenses": LICENCES,
    "changelog": [
        {"version": "1.1.0", "date": "2026-11-02", "description": "Une ligne de plus."},
        {"version": "1.0.0", "date": "2026-10-01", "description": "Première version."},
    ],
    "resources": [
        _table(
            "lieux",
            [
                _column("code", "string", constraints={"required": True, "pattern": "^[0-9]{2}$"}),
                _column("annee", "year", constraints={"minimum": 1900}),
                _column("hauteur_m", "number", unit="m", constraints={"minimum": 0, "maximum": 10}),
                _column("est_ouvert", "boolean"),
            ],
            0,
        ),
        _table(
            "visites",
            [_column("jour", "date"), _column("lieu", "string"), _column("nb", "integer")],
            1,
            foreignKeys=[
                {"fields": ["lieu"], "reference": {"resource": "lieux", "fields": ["code"]}}
            ],
        ),
    ],
}  # fmt: skip


def reference(address: str = ADDRESS) -> Citation:
    return citation(PACKAGE, "Service d’essai", address)
