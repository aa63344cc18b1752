"""Originals and slow services asked: what came, what did not answer, and what came in another shape.

A service that is silent or refuses leaves its layers as they are published, and is named. One that answers something
else than what it used to is a finding: nothing is proposed of such a week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from maps.derivation.originals import read_originals
from opendata.findings import Finding
from opendata.model import Source
from site_src.direct.answers import FeedError
from site_src.direct.crests import Crete, read_crests
from site_src.direct.orders import Arrete, read_orders
from site_src.direct.originals import Original, fetched
from site_src.direct.services import PATH as SERVICES
from site_src.direct.services import Parametres
from site_src.direct.transport import Ask

# What a service that works can no longer be blamed for: its answer is not the one that we read.
OTHER_SHAPE = ("illisible", "sans_donnee")
ORIGINAL_RULE = "un original a la forme que lit derive"
SERVICE_RULE = "un service officiel répond dans la forme qu'il documente"
REMEDY = "lire sa réponse : son format ou son contenu a changé ; rien n'est proposé avant"
T = TypeVar("T")


@dataclass(frozen=True)
class Received:
    """`originals` by source id; `silent`: name of a source or of a service → why it gave nothing."""

    originals: Mapping[str, Original] = field(repr=False)
    crests: tuple[Crete, ...] = field(repr=False)
    orders: tuple[Arrete, ...] = field(repr=False)
    silent: Mapping[str, str]


def asked(
    sources: Mapping[str, Source],
    parametres: Parametres,
    folder: Path,
    today: date,
    ask: Ask,
    findings: list[Finding],
) -> Received:
    """Every source with a machine address and both slow services asked; originals laid by hand in `folder` are read.

    An answer of another shape, or an original laid by hand that is not the one described, is a finding.
    """
    silent: dict[str, str] = {}
    originals: dict[str, Original] = {}
    for found in fetched(sources.values(), ask):
        if isinstance(found, Original):
            originals[found.source.id] = found
        else:
            source, error = found
            _failed(source.id, source.fichier, ORIGINAL_RULE, error, silent, findings)
    by_hand = {
        name: source
        for name, source in sources.items()
        if not source.telechargement and (folder / source.fichier).is_file()
    }
    for name, raw in read_originals(folder, by_hand, findings).items():
        originals[name] = Original(sources[name], raw)
    slow, seuils = parametres.services_lents, parametres.seuils
    crests = _service("hubeau-elaborees", lambda: read_crests(slow.hubeau_elaborees, seuils, today, ask), silent, findings)  # fmt: skip
    orders = _service("georisques-catnat", lambda: read_orders(slow.georisques_catnat, today, ask), silent, findings)  # fmt: skip
    return Received(originals, crests, orders, silent)


def _service(
    name: str,
    read: Callable[[], tuple[T, ...]],
    silent: dict[str, str],
    findings: list[Finding],
) -> tuple[T, ...]:
    try:
        return read()
    except FeedError as error:
        _failed(name, SERVICES, SERVICE_RULE, error, silent, findings)
        return ()


def _failed(
    name: str,
    path: str,
    rule: str,
    error: FeedError,
    silent: dict[str, str],
    findings: list[Finding],
) -> None:
    if error.statut in OTHER_SHAPE:
        findings.append(Finding(path, 0, 0, f"{name} : {error.motif}", rule, REMEDY))
    else:
        silent[name] = error.motif
