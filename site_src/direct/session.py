"""One round as the command runs it: the records of disk, or else of the published site, asked again, and what is said of it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping

import httpx

from site_src.direct.answers import FeedError
from site_src.direct.fetching import Round, fetch
from site_src.direct.published import LIMIT, NAME, returned
from site_src.direct.records import Direct, Fiche, direct_of
from site_src.direct.transport import Ask, Chances, Patience, Question, Transport

CHANCES = Chances(time.monotonic, time.sleep, random.SystemRandom().random)


def client(patience: Patience) -> httpx.Client:
    """Connections that end, by the proxy of the environment if there is one."""
    return httpx.Client(timeout=patience.silence, follow_redirects=False)


def transport(opened: httpx.Client, patience: Patience) -> Transport:
    """What asks for real."""
    return Transport(opened, CHANCES, patience)


def resumed(held: Direct, site: str, ask: Ask) -> tuple[Direct, str]:
    """The records held, those that are missing taken from the site published at `site`; and a line that says so."""
    if not site:
        return held, ""
    try:
        body = ask(Question(f"{site.rstrip('/')}/{NAME}", limit=LIMIT)).body
        back = returned(body or b"")
    except FeedError as error:
        return held, f"rien de repris du site publié : {error.motif}"
    missing = {name: fiche for name, fiche in back.fiches.items() if name not in held.fiches}
    line = f"repris du site publié : {', '.join(missing)}" if missing else ""
    return direct_of({**missing, **held.fiches}), line


def lines(direct: Direct, asked: Iterable[str]) -> Iterator[str]:
    """What the round gave, a line a feed."""
    for name in asked:
        yield f"{name} : {_said(direct.fiches[name])}"


STATUTS: Mapping[str, str] = {
    "a_jour": "lu",
    "douteux": "douteux",
    "sans_donnee": "rien de publié",
    "injoignable": "injoignable",
    "refuse": "refusé",
    "illisible": "illisible",
    "non_configure": "source non configurée",
}


def _said(fiche: Fiche) -> str:
    motif = f" ({fiche.motif})" if fiche.motif else ""
    observed = f", observé à {fiche.observe_a:%Y-%m-%dT%H:%M:%SZ}" if fiche.observe_a else ""
    return f"{STATUTS[fiche.statut]}{motif}{observed}"


__all__ = ["Round", "client", "fetch", "lines", "resumed", "transport"]
