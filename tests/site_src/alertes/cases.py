"""Alerts as people would write them, over a register of two risks and four places. Nothing here ever happened."""

from __future__ import annotations

import re
from datetime import date, datetime

from opendata.findings import Finding
from site_src.alertes.history import Alerts
from site_src.alertes.moments import moment_of
from site_src.alertes.reading import FOLDER, read_alerts
from site_src.alertes.scope import AlertRisk, Instruction, Place, Scope
from site_src.risques.border import Contact, Gesture

CALLED = Contact(
    id="pompiers", numero="18", nom="Sapeurs-pompiers", usage="secours", source="essai", statut="confirme",
    est_urgence=True,
)  # fmt: skip
CELLAR = Instruction(
    "Ne descendez pas à la cave.", "Do not go down to the cellar.", "Ville d'essai", "https://exemple.invalid/cave",
    Gesture("ne-pas-descendre", "Ne pas descendre", "Do not go down", '<path d="M2 2h4"/>'),
)  # fmt: skip
SCOPE = Scope(
    risques={
        "crue-seine": AlertRisk(
            "crue-seine", "Crue de la Seine", "Seine flood", "naturels", "inondation", "en/seine-flood/",
            {CELLAR.texte: CELLAR}, (CALLED,),
        ),
        "canicule": AlertRisk("canicule", "Canicule", "", "sanitaires", "", "", {}, ()),
    },
    lieux={
        place.nom: place
        for place in (
            Place("paris", "Tout Paris", "75056"),
            Place("5", "5e arrondissement", "75105"),
            Place("13", "13e arrondissement", "75113"),
            Place("13/salpetriere", "Quartier Salpêtrière (13e arrondissement)", "7511301", "13"),
        )
    },
    urgences=(CALLED,),
)  # fmt: skip
ORANGE = """\
id: crue-essai
emise_le: 2031-01-10 17:30
risque: crue-seine
niveau: vigilance orange
titre: La Seine déborde sur les voies sur berge
texte: Les voies sur berge sont sous l'eau. Le niveau monte encore demain.
secteurs: [5, 13/salpetriere]
consignes:
  - registre: Ne descendez pas à la cave.
  - texte: Évitez les quais bas.
    source: {nom: Préfecture d'essai, adresse: https://exemple.invalid/quais}
    en: Keep away from the lower quays.
emetteur: Préfecture d'essai
debut: 2031-01-10 18:00
fin: 2031-01-11 20:00
liens:
  - {texte: Niveau de la Seine, adresse: https://exemple.invalid/niveau}
en:
  titre: The Seine floods the riverside roads
  texte: The riverside roads are under water. The level rises until tomorrow.
"""
UPDATE = """\
id: crue-essai-2
emise_le: 2031-01-11 08:00
remplace: crue-essai
risque: crue-seine
niveau: vigilance rouge
titre: La Seine monte encore
texte: Le niveau monte encore.
secteurs: [paris]
consignes:
  - registre: Ne descendez pas à la cave.
debut: 2031-01-11 08:00
fin: 2031-01-13 20:00
"""
CANCELLATION = """\
id: crue-essai-fin
emise_le: 2031-01-11 12:00
annule: crue-essai-2
texte: La Seine redescend plus tôt que prévu.
emetteur: Préfecture d'essai
"""
DAY = date(2031, 1, 10)


def at(text: str) -> datetime:
    """The moment that a file would write so."""
    moment = moment_of(text)
    assert moment is not None, text
    return moment


def edited(text: str, *changes: tuple[str, str]) -> str:
    """The text with the first match of each pattern replaced."""
    for pattern, new in changes:
        after = re.sub(pattern, new, text, count=1)
        assert after != text, f"nothing like {pattern}"
        text = after
    return text


def files(*texts: str) -> dict[str, bytes]:
    """The files of data/alertes, named by the ids of their texts."""
    named = {text.partition("\n")[0].removeprefix("id: "): text for text in texts}
    return {f"{FOLDER}/{name}.yaml": text.encode() for name, text in named.items()}


def read(*texts: str, day: date | None = DAY) -> Alerts:
    """The messages of sound texts."""
    findings: list[Finding] = []
    alerts = read_alerts(files(*texts), SCOPE, day, findings)
    assert alerts is not None, [str(finding) for finding in findings]
    return alerts


def refused(*texts: str, day: date | None = DAY) -> list[str]:
    """What is said of texts that are not published."""
    findings: list[Finding] = []
    assert read_alerts(files(*texts), SCOPE, day, findings) is None
    return [str(finding) for finding in sorted(findings)]
