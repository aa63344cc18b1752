"""Small answers of the official services, written by hand in the shapes that they have, around one moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from opendata.findings import Finding
from site_src.direct.services import Parametres, read_services

ROOT = Path(__file__).parents[3]
# A winter's day: Paris is one hour ahead of UTC.
NOW = datetime(2026, 1, 28, 14, 0, tzinfo=UTC)
STATION = "F700000103"
KEYS = {"METEOFRANCE_API_KEY": "cle-meteo-inventee", "AIRPARIF_API_KEY": "cle-air-inventee"}


def parametres() -> Parametres:
    """Those of the repository."""
    findings: list[Finding] = []
    found = read_services((ROOT / "data/parametres/direct.yaml").read_bytes(), findings)
    assert found is not None, findings
    return found


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def row(moment: datetime, millimetres: object, **others: object) -> dict[str, Any]:
    return {
        "code_site": "F7000001", "code_station": STATION, "grandeur_hydro": "H", "date_obs": iso(moment),
        "resultat_obs": millimetres, "code_qualification_obs": 16,
        "libelle_qualification_obs": "Non qualifiée", "libelle_statut": "Brute", **others,
    }  # fmt: skip


def hubeau(height_m: float = 1.27, now: datetime = NOW, hours: int = 72) -> dict[str, Any]:
    """Hub'Eau, from the newest: a reading an hour, two centimetres lower each hour back until 1 m."""
    rows = [
        row(
            now - timedelta(hours=back, minutes=10),
            float(round(max(height_m - back * 0.02, 1) * 1000)),
        )
        for back in range(hours)
    ]
    return {"count": len(rows), "next": None, "api_version": "2.0.1", "data": rows}


def observations(height_m: float = 1.28, now: datetime = NOW) -> dict[str, Any]:
    """Vigicrues, in pairs."""
    first = int((now - timedelta(minutes=70)).timestamp() * 1000)
    pairs = [[first, height_m - 0.01], [first + 3_600_000, height_m]]
    return {"VersionFlux": "essai", "Serie": {
        "CdStationHydro": STATION, "LbStationHydro": "Paris", "GrdSerie": "H", "ObssHydro": pairs,
    }}  # fmt: skip


def section(code: str, name: str, level: object) -> dict[str, Any]:
    line = {"type": "MultiLineString", "coordinates": [[[2.361678999997482, 48.85], [2.37, 48.84]]]}
    properties = {"CdEntCru": code, "lbentcru": name, "NivInfViCr": level}
    return {"type": "Feature", "properties": properties, "geometry": line}


def vigicrues(level: object = 1, now: datetime = NOW) -> dict[str, Any]:
    others = [section("IF2", "Oise aval francilienne", 1), section("SA1", "Saône", 3)]
    return {
        "type": "FeatureCollection", "features": [*others, section("IF5", "Seine à Paris", level)],
        "RefInfoVigiCru": "28012026_10", "DtHrInfoVigiCru": (now - timedelta(hours=5)).isoformat(),
    }  # fmt: skip


def phenomenon(number: str, level: object, slots: object = None) -> dict[str, Any]:
    return {
        "phenomenon_id": number,
        "phenomenon_max_color_id": level,
        "timelaps_items": slots or [],
    }


def period(echeance: str, first: datetime, last: datetime, levels: Mapping[str, object]) -> dict[str, Any]:  # fmt: skip
    """A period of Paris, beside one of another department that is red."""
    items = [
        phenomenon(number, level, number != "4" and [{"begin_time": iso(first), "end_time": iso(last), "color_id": level}])
        for number, level in levels.items()
    ]  # fmt: skip
    domains = [
        {"domain_id": "13", "max_color_id": 4, "phenomenon_items": [phenomenon("1", 4)]},
        {"domain_id": "75", "max_color_id": 1, "phenomenon_items": items},
    ]
    return {
        "echeance": echeance, "begin_validity_time": iso(first), "end_validity_time": iso(last),
        "text_items": {"title": "", "text": []}, "timelaps": {"domain_ids": domains},
    }  # fmt: skip


GREEN: Mapping[str, object] = dict.fromkeys("123645", 1)


def meteo(
    levels: Mapping[str, object] = GREEN,
    tomorrow: Mapping[str, object] | None = GREEN,
    now: datetime = NOW,
) -> dict[str, Any]:
    """The map of vigilance: from one hour ago to midnight in Paris, then tomorrow if there is one."""
    midnight = now.replace(hour=23, minute=0)
    periods = [period("J", now - timedelta(hours=1), midnight, {**GREEN, **levels})]
    if tomorrow is not None:
        periods.append(period("J1", midnight, midnight + timedelta(days=1), {**GREEN, **tomorrow}))
    product = {
        "warning_type": "vigilance", "update_time": iso(now - timedelta(hours=1)),
        "domain_id": "FRA", "global_max_color_id": "4", "periods": periods,
    }  # fmt: skip
    return {"product": product, "meta": {"snapshot_id": "essai"}}


def airparif(index: object = "Bon", now: datetime = NOW, tomorrow: object = "Moyen") -> dict[str, Any]:  # fmt: skip
    pollutants = {"no2": "Bon", "o3": index, "pm10": "Bon", "pm25": "Bon", "so2": "Bon"}
    days = [
        {"date": (now + timedelta(days=day)).date().isoformat(), **pollutants, "indice": said}
        for day, said in enumerate((index, tomorrow))
    ]
    return {"75056": days}


# What each service answers on a quiet day, by its name.
QUIET: Mapping[str, Mapping[str, Any]] = {
    "hubeau": hubeau(),
    "vigicrues_hauteurs": observations(),
    "vigicrues": vigicrues(),
    "meteo_france": meteo(),
    "airparif": airparif(),
}


def raw(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def crest(day: str, millimetres: object, **others: object) -> dict[str, Any]:
    return {
        "code_station": STATION, "date_obs_elab": day, "resultat_obs_elab": millimetres,
        "grandeur_hydro_elab": "HIXnJ", "libelle_qualification": "Bonne", **others,
    }  # fmt: skip


def crests(*rows: dict[str, Any], following: str | None = None, count: int | None = None) -> dict[str, Any]:  # fmt: skip
    """A page of Hub'Eau's daily maxima; two days by default."""
    data = list(rows) or [crest("2018-01-28", 5840.0), crest("2018-01-29", 5880.0)]
    return {
        "count": len(data) if count is None else count, "first": "https://exemple.invalid/?cursor=", "prev": None,
        "next": following, "api_version": "2.0.1", "data": data,
    }  # fmt: skip


def order(code: str = "INTE0000001A", **others: object) -> dict[str, Any]:
    """An invented order."""
    return {
        "code_national_catnat": code, "date_debut_evt": "15/01/2018", "date_fin_evt": "05/02/2018",
        "date_publication_arrete": "14/02/2018", "date_publication_jo": "15/02/2018",
        "libelle_risque_jo": "Inondations et/ou Coulées de Boue", "code_insee": "75056", "libelle_commune": "Paris",
        **others,
    }  # fmt: skip


def orders(*rows: dict[str, Any], pages: int = 1, results: int | None = None) -> dict[str, Any]:
    """A page of Géorisques's orders; one by default."""
    data = list(rows) or [order()]
    return {
        "results": len(data) if results is None else results, "page": 1, "total_pages": pages, "data": data,
        "response_code": 200, "message": "OK", "next": None, "previous": None,
    }  # fmt: skip


# What each slow service answers, by its name.
SLOW: Mapping[str, Mapping[str, Any]] = {
    "hubeau_elaborees": crests(),
    "georisques_catnat": orders(),
}
