"""What readers see of each feed: a value in words, how sure it is, its dates, and until when it may be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from site_src.direct import english
from site_src.direct.english import UNSAID, Words
from site_src.direct.freshness import (
    GREEN,
    NEVER,
    Etat,
    Fraicheur,
    couleur,
    etat,
    freshness,
    reason,
)
from site_src.direct.records import Air, Direct, Fiche, Niveau, Phenomene, Troncon, Vigilance
from site_src.direct.services import Seuils
from site_src.frame.hours import hour, is_one_day, local, said, said_without_year
from site_src.frame.typography import NO_BREAK_SPACE, number

# What Météo-France calls its phenomena; avalanches and waves (8, 9) are not followed in Paris.
PHENOMENES: Mapping[str, str] = {
    "1": "Vent violent",
    "2": "Pluie-inondation",
    "3": "Orages",
    "4": "Crues",
    "5": "Neige-verglas",
    "6": "Canicule",
    "7": "Grand froid",
}
FEEDS = ("niveau", "troncon", "vigilance", "air")
NOT_FOLLOWED = "non publié par le service"
OLD_GREEN = "pas d'avertissement, mais la lecture est ancienne"


@dataclass(frozen=True)
class Mesure:
    """One value as it is shown. `texte` is "" when nothing may be, and `motif` says why, or what makes it unsure.

    `dite` says in words of when it is, `repere_a` from when its age is counted.
    `en` says the same in English. `couleur` is 1 (green) to 4 (red) where the value is a colour. It is old from `ancienne_a`, hidden from `cachee_a`.
    """

    id: str
    libelle: str
    etat: Etat = "inconnue"
    texte: str = ""
    motif: str = NEVER
    couleur: int | None = None
    dite: str = ""
    repere_a: datetime | None = None
    observe_a: datetime | None = None
    lu_a: datetime | None = None
    ancienne_a: datetime | None = None
    cachee_a: datetime | None = None
    en: Words = UNSAID


LIBELLES: Mapping[str, str] = {
    "niveau": "Seine à Paris-Austerlitz",
    "troncon": "Vigilance crues, Seine à Paris",
    "vigilance": "Vigilance météo, Paris",
    "air": "Qualité de l'air, Paris",
}


def measures(direct: Direct, now: datetime, seuils: Seuils) -> tuple[Mesure, ...]:
    """Every value that the page has a place for, at `now`: those that are unknown too."""
    return tuple(_every(direct, now, seuils))


def _every(direct: Direct, now: datetime, seuils: Seuils) -> Iterator[Mesure]:
    for name in FEEDS:
        fiche = direct.fiches.get(name)
        whole = _measure(name, fiche, now, seuils)
        yield whole
        if name == "vigilance":
            yield from _phenomena(whole, fiche, now)


def _measure(name: str, fiche: Fiche | None, now: datetime, seuils: Seuils) -> Mesure:
    found = etat(fiche, now, seuils)
    words = Words(english.LABELS[name], motif=english.reason(fiche, found))
    told = Mesure(name, LIBELLES[name], found, motif=reason(fiche, found), en=words)
    held = freshness(fiche, now, seuils) if fiche else None
    if fiche is None or held is None or found == "inconnue":
        return replace(told, motif=_since(told.motif, fiche))
    texte, level = _words(fiche, now)
    words = replace(words, texte=english.value(texte, fiche, level))
    return _dated(replace(told, texte=texte, couleur=level, en=words), fiche, held)


def _since(motif: str, fiche: Fiche | None) -> str:
    """Why nothing is shown, and when something was read last."""
    if fiche is None or fiche.lu_a is None:
        return motif
    return f"{motif} ; dernière lecture réussie le {said(fiche.lu_a)}"


def _dated(mesure: Mesure, fiche: Fiche, held: Fraicheur) -> Mesure:
    assert fiche.observe_a is not None
    assert fiche.lu_a is not None
    is_level = isinstance(fiche, Niveau)
    return replace(
        mesure,
        dite=_told(fiche, fiche.observe_a, fiche.lu_a),
        repere_a=fiche.observe_a if is_level else fiche.lu_a,
        observe_a=fiche.observe_a,
        lu_a=fiche.lu_a,
        ancienne_a=held.ancienne_a,
        cachee_a=held.cachee_a,
        en=replace(mesure.en, dite=english.told(fiche, fiche.observe_a, fiche.lu_a)),
    )


def _told(fiche: Fiche, observed: datetime, read: datetime) -> str:
    """Of when a value is: a level was measured, a colour was decided in a bulletin that we read.

    Without the year, which the page says once: what is older than some hours is not shown.
    """
    if isinstance(fiche, Niveau):
        return f"mesurée le {said_without_year(observed)}"
    if isinstance(fiche, Air):
        return f"prévision lue le {said_without_year(read)}"
    then = f"à {hour(read)}" if is_one_day(observed, read) else f"le {said_without_year(read)}"
    return f"bulletin du {said_without_year(observed)}, lu {then}"


def _words(fiche: Fiche, now: datetime) -> tuple[str, int | None]:
    """The value in French, and its colour where it is one."""
    if isinstance(fiche, Niveau):
        return height(fiche), None
    if isinstance(fiche, Troncon) and fiche.valeur is not None:
        return couleur(fiche.valeur), fiche.valeur
    if isinstance(fiche, Vigilance) and (period := fiche.en_cours(now)):
        return couleur(period.couleur), period.couleur
    day = getattr(fiche, "du", lambda _: None)(local(now).date())
    return (day.indice.lower() if day else ""), None


def height(niveau: Niveau) -> str:
    """« 1,27 m »; « 1,27 m ou 1,45 m » when two readers disagree."""
    assert niveau.valeur is not None
    heights = {round(niveau.valeur, 2)}
    if niveau.statut == "douteux" and niveau.autre:
        heights.add(round(niveau.autre.hauteur_m, 2))
    return " ou ".join(f"{number(one, 2)}{NO_BREAK_SPACE}m" for one in sorted(heights))


def _phenomena(whole: Mesure, fiche: Fiche | None, now: datetime) -> Iterator[Mesure]:
    """A phenomenon each, today then tomorrow: green ones are hidden as soon as they are old."""
    found = fiche if isinstance(fiche, Vigilance) and whole.texte else None
    today = found.en_cours(now) if found else None
    tomorrow = found.en_cours(today.fin) if found and today else None
    for prefix, period in (("vigilance", today), ("demain", tomorrow)):
        given = {one.id: one for one in period.phenomenes} if period else {}
        others = {one: f"Phénomène {one}" for one in given if one not in PHENOMENES}
        for code, name in {**PHENOMENES, **others}.items():
            words = replace(whole.en, libelle=english.PHENOMENA.get(code, f"Phenomenon {code}"))
            named = replace(whole, id=f"{prefix}-{code}", libelle=name, en=words)
            yield _phenomenon(named, given.get(code))


def _phenomenon(named: Mesure, one: Phenomene | None) -> Mesure:
    """What is said of it; nothing is hidden later than the whole."""
    if not named.texte:
        return named
    if one is None:
        return _silent(named, NOT_FOLLOWED, english.NOT_FOLLOWED)
    if one.couleur > GREEN:
        return _coloured(named, one.couleur)
    if named.etat != "fraiche":
        return _silent(named, OLD_GREEN, english.OLD_GREEN)
    return replace(_coloured(named, GREEN), cachee_a=named.ancienne_a)


def _silent(named: Mesure, motif: str, in_english: str) -> Mesure:
    return Mesure(named.id, named.libelle, motif=motif, en=Words(named.en.libelle, motif=in_english))  # fmt: skip


def _coloured(named: Mesure, level: int) -> Mesure:
    words = replace(named.en, texte=english.COLOURS[level])
    return replace(named, texte=couleur(level), couleur=level, en=words)
