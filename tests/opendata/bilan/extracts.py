"""A small extract: five facilities, two directorates, two types of fact, some years of weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import yaml

from opendata.bilan.week import Week
from opendata.findings import Finding
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Divulgation, read_divulgation

COLUMNS = "id_fait,date,code_equipement,type_equipement,code_direction,arrondissement,type_fait"
FACILITIES = (
    "E-1,ECOLE,DIR-A,75101", "E-2,ECOLE,DIR-A,75102", "E-3,PARC,DIR-B,75112", "E-4,PARC,DIR-B,75112", "E-5,PARC,DIR-B,75120",
)  # fmt: skip
TYPES = ("MENACE", "VOL")
SOURCED = {"source": "Pour un test.", "date": "2026-01-01"}
PARAMETRES = {
    "est_fictif": True,
    "decide_le": "2026-01-01",
    "decide_par": "un test",
    "periode": {"debut": 2006},
    "regles": {
        "petit_effectif": {"minimum": 1, "maximum": 4, **SOURCED},
        "contributeurs": {"minimum": 3, "marge": 0.3, **SOURCED},
        "dominance": {"part": 0.85, **SOURCED},
    },
    "poids": {"total": 3, **SOURCED},
    "nomenclature": {
        "equipement": "E-[0-9]",
        "types_equipement": {"ECOLE": "École", "PARC": "Parc"},
        "directions": {"DIR-A": "Direction A", "DIR-B": "Direction B"},
        "groupes_faits": {"G": "Groupe"},
        "types_faits": {
            "MENACE": {"libelle": "Menace", "groupe": "G"},
            "VOL": {"libelle": "Vol", "groupe": "G"},
        },
        "lieux": {"HALL": "Hall"},
    },
}
AREAS = {
    "est_fictif": True,
    "titre": "Circonscriptions (fictif)",
    **SOURCED,
    "circonscriptions": {
        "C-1": {"libelle": "Circonscription 1", "arrondissements": list(ARRONDISSEMENTS[:10])},
        "C-2": {"libelle": "Circonscription 2", "arrondissements": list(ARRONDISSEMENTS[10:])},
    },
}
LAST = Week(2025, 28)


def raw(values: object) -> bytes:
    """YAML of plain values; days without quotes, as people write them."""
    return yaml.safe_dump(values, allow_unicode=True).replace("'2026-01-01'", "2026-01-01").encode()


def parametres() -> Divulgation:
    """The decisions about the small extract."""
    findings: list[Finding] = []
    found = read_divulgation(raw(PARAMETRES), findings)
    assert found is not None, findings
    return found


def usual_facts(weeks: int, last: Week = LAST, seed: int = 1) -> Iterator[str]:
    """Rows without their identifier: each facility has half a fact a week, on a day and of a type drawn by lot."""
    rng = np.random.default_rng(seed)
    for back in range(weeks - 1, -1, -1):
        monday = last.before(back).monday
        yield f"{monday},{FACILITIES[0]},VOL"  # no week without a fact
        for facility in FACILITIES:
            for _ in range(int(rng.poisson(0.5))):
                day = monday + timedelta(days=int(rng.integers(7)))
                yield f"{day},{facility},{TYPES[int(rng.integers(2))]}"


def written(path: Path, facts: Iterable[str], more: str = "") -> Path:
    """An extract of the facts, numbered; `more` are the names of further columns."""
    rows = (f"F-{number},{fact}\n" for number, fact in enumerate(facts))
    path.write_text("".join([COLUMNS, more, "\n", *rows]), encoding="utf-8")
    return path
