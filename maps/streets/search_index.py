"""The verdicts as the browser downloads them: names to search and what is said of each, one file.

Streets are in the order of `codes`; zones that say nothing of a street cost nothing.

    codes        steps between codes, from `BASE`
    noms         names, one a line
    arrondissements  numbers, « 1 4 », one street a line
    zones        zone → {verdicts: one letter a street, parts: rank → [% at each distance], troncons: rank → words}
    ppri_verte   rank → share (%) within the middle distance of the green zone
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

BASE = 750_000_000
LETTERS: Mapping[str, str] = {
    "concernee": "c",
    "en_partie": "p",
    "a_verifier": "v",
    "ouvrage": "o",
    "hors_zone": "-",
}
SHOWN = ("ppri", "plus_hautes_eaux", "carrieres")
PARTS = ("part_10_m_pct", "part_20_m_pct", "part_30_m_pct")


def street_index(voies: pd.DataFrame, verdicts: pd.DataFrame) -> bytes:
    """`voies.json` from the tables of the street datasets (all zones together).

    `voies` has `n_sq_vo`, `libelle_voie`, `arrondissements`, sorted by code; `verdicts` the columns
    of `maps.streets.verdicts.COLUMNS`.
    """
    codes = [int(code) for code in voies["n_sq_vo"]]
    ranks = {code: rank for rank, code in enumerate(voies["n_sq_vo"])}
    by_zone = dict(iter(verdicts.groupby("zone", sort=False)))
    data = {
        "base": BASE,
        "codes": [b - a for a, b in zip([BASE, *codes], codes, strict=False)],
        "noms": "\n".join(voies["libelle_voie"]),
        "arrondissements": "\n".join(_numbers(text) for text in voies["arrondissements"]),
        "zones": {zone: _zone(by_zone[zone], ranks) for zone in SHOWN},
        "ppri_verte": _green(by_zone["ppri_v"], ranks),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _numbers(codes: str) -> str:
    """« 75101 75104 » → « 1 4 »."""
    return " ".join(str(int(code) - 75100) for code in codes.split())


def _zone(rows: pd.DataFrame, ranks: Mapping[str, int]) -> dict[str, Any]:
    letters = ["-"] * len(ranks)
    parts, words = {}, {}
    columns = ("n_sq_vo", "verdict", "troncons", *PARTS)
    for code, verdict, stretches, *shares in zip(*(rows[name] for name in columns), strict=True):
        rank = ranks[code]
        letters[rank] = LETTERS[verdict]
        if verdict not in ("hors_zone", "ouvrage"):
            parts[rank] = [_short(share) for share in shares]
        if isinstance(stretches, str) and stretches:
            words[rank] = stretches
    return {"verdicts": "".join(letters), "parts": parts, "troncons": words}


def _green(rows: pd.DataFrame, ranks: Mapping[str, int]) -> dict[int, int]:
    kept = rows[rows["verdict"].isin(["concernee", "en_partie", "a_verifier"])]
    values: Sequence[dict[Any, Any]] = kept.to_dict("records")
    return {ranks[row["n_sq_vo"]]: _short(row[PARTS[1]]) for row in values}


def _short(share: float) -> int:
    """Whole per cent: never 0 nor 100 for what is neither."""
    percent = round(float(share))
    if percent == 0 and share > 0:
        return 1
    return 99 if percent == 100 and share < 100 else percent
