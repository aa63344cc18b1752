"""A week's summary → a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata.bilan.summary import EARLIER_YEARS, RECENT, Line, Summary
from opendata.bilan.usual import GUARD, LEAST, REFERENCE
from opendata.tranquillite.divulgation import Nomenclature
from site_src.bilan.drawing import Outlines, in_words, small_map
from site_src.bilan.sheet import Block, Drawing, Grid, Heading, Items, Paragraph, Sheet, Workbook
from site_src.bilan.words import (
    UNKNOWN_SAID,
    by_chance,
    counted,
    days,
    file_name,
    known,
    place,
    usual_range,
)
from site_src.frame.typography import listed, number, typographie

SHOWN_YEARS = 3
ABOVE = "au-dessus"
_METHOD = (
    (f"Niveau habituel : régression quasi-Poisson sur au plus {REFERENCE} semaines, les {GUARD} dernières laissées de côté, avec"
    " tendance et saison ; les semaines passées très hautes y pèsent moins (Farrington et al., 1996 ; Noufaily et al., 2013)."
    " La saison est celle du type d'équipement. « Habituel » donne l'intervalle de neuf semaines sur dix."),
    ("Au-dessus : la probabilité de compter autant ou plus est assez petite pour que, sur toutes les alertes d'une semaine, une"
    " sur dix au plus vienne en moyenne du hasard (Benjamini et Hochberg, 1995) ; il faut au moins trois faits. Les équipements"
    " sont jugés entre eux, tous ensemble ; les types de faits entre eux."),
    ("Un fait est un fait signalé : une hausse peut venir d'un signalement meilleur, une baisse d'un oubli. Des fiches qui manquent encore"
    " font paraître la semaine plus calme. Une alerte est une question à poser sur place, pas une réponse. Chaque équipement est compté là où son dernier fait le place."),
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What every sheet of a run shares."""

    codes: Nomenclature
    outlines: Outlines
    est_fictif: bool


def weekly(summary: Summary, rank: int, setting: Setting) -> Sheet:
    """The sheet of a circonscription or directorate; `rank` keeps the names of files apart."""
    codes, area = setting.codes, summary.area
    return Sheet(
        nom=file_name(f"{area.sorte}-{rank:02d}-{area.code}", setting.est_fictif),
        titre=typographie(f"Semaine {summary.week} : {area.libelle}"),
        sous_titre=_scope(summary),
        est_fictif=setting.est_fictif,
        blocs=tuple(_blocks(summary, setting)),
        table=_table(summary, codes),
    )


def _scope(summary: Summary) -> str:
    area = summary.area
    where = (
        f"Arrondissements : {listed([place(code) for code in area.arrondissements])}."
        if area.sorte == "circonscription"
        else "Tous les arrondissements."
    )
    return typographie(f"Faits signalés {days(summary.week)}. {where}")


def _blocks(summary: Summary, setting: Setting) -> Iterator[Block]:
    codes = setting.codes
    yield Heading("L’essentiel")
    yield Items(tuple(map(typographie, _essential(summary))))
    yield Heading("Ce qui dépasse le niveau habituel")
    yield from _alarms(summary, codes)
    yield Heading("Ce qui a changé depuis la semaine d’avant")
    yield Items(tuple(map(typographie, _changes(summary, codes))))
    yield Heading("Par type de fait")
    yield _grid("Faits de la semaine, par type", ("Type de fait",), summary.types, [(_type(line, codes),) for line in summary.types], summary)  # fmt: skip
    yield Heading("Par équipement")
    if summary.facilities:
        heads = ("Équipement", "Type", "Arr.")
        rows = [_facility(line, codes) for line in summary.facilities]
        yield _grid("Équipements avec un fait cette semaine ou la semaine d’avant", heads, summary.facilities, rows, summary)  # fmt: skip
    else:
        yield Paragraph("Aucun fait cette semaine ni la semaine d’avant.")
    yield Heading("Où")
    raised = {
        line.facility.arrondissement
        for line in summary.facilities
        if line.facility and line.is_above
    }
    yield Drawing(
        small_map(setting.outlines, summary.places, raised),
        typographie(in_words(summary.places, raised)),
    )
    yield Paragraph(typographie("Le nombre est celui des faits de la semaine, sans égard au nombre d'équipements, d'usagers ou d'habitants ; hachures : un équipement au-dessus de son niveau habituel."))  # fmt: skip
    yield Heading("Comment lire ce bilan")
    yield Items((*map(typographie, _METHOD), UNKNOWN_SAID))


def _type(line: Line, codes: Nomenclature) -> str:
    return codes.types_faits[line.code].libelle


def _facility(line: Line, codes: Nomenclature) -> tuple[str, str, str]:
    found = line.facility
    return (
        (line.code, codes.types_equipement[found.kind], place(found.arrondissement))
        if found
        else (line.code, "", "")
    )


def _essential(summary: Summary) -> Iterator[str]:
    total = summary.total
    recent = "" if total.usually is None else (
        f" ; {number(total.usually, 1)} par semaine en moyenne sur les {len(total.recent)} semaines d'avant"
    )  # fmt: skip
    last = "" if total.last_week is None else f", {counted(total.last_week)} la semaine d'avant"
    yield f"{counted(total.facts)} cette semaine{last}{recent}.".capitalize()
    if total.level is not None:
        level = total.level
        where = (
            ABOVE
            if level.facts > level.high
            else "au-dessous"
            if level.facts < level.low
            else "dans l'intervalle"
        )
        yield f"Neuf semaines sur dix, il y en a {usual_range(level)} en cette saison : {where}."
    years = [
        f"{summary.week.year - n} : {known(value)}" for n, value in enumerate(total.earlier, 1)
    ]
    yield f"La même semaine, {' ; '.join(years)}."
    yield _trend(summary)
    yield _late(summary)


def _trend(summary: Summary) -> str:
    trend = summary.trend
    if trend is None:
        return "Tendance : l'extrait est trop court pour la dire."
    sense = {1: "en hausse", -1: "en baisse", 0: "un écart que le hasard seul peut faire"}[
        trend.sense
    ]
    return f"Tendance : {counted(trend.now)} en {RECENT} semaines, {counted(trend.before)} les mêmes semaines un an avant, {sense}."


def _late(summary: Summary) -> str:
    start = "Ce qui n'a pas été signalé à temps :"
    if summary.late is None:
        return f"{start} l'extrait n'a pas la date des fiches, on ne peut pas le savoir."
    return f"{start} {counted(summary.late)} d'avant la semaine, dont la fiche est datée de cette semaine. Des fiches de cette semaine peuvent encore manquer."


def _alarms(summary: Summary, codes: Nomenclature) -> Iterator[Block]:
    if summary.total.level is None:
        yield Paragraph(typographie(f"On ne peut pas le dire : il faut au moins {LEAST + GUARD} semaines d'extrait avant celle-ci. Ce n'est pas une semaine calme pour autant."))  # fmt: skip
        return
    judged = f"{counted(summary.judged, 'équipement')} et {counted(len(summary.types), 'type')} de faits jugés"
    if not summary.alarms:
        yield Paragraph(typographie(f"Rien cette semaine : {judged}, aucun au-dessus."))
    for line in summary.alarms:
        yield Paragraph(*_alarm(line, summary.area.sorte, codes))


def _alarm(line: Line, sorte: str, codes: Nomenclature) -> tuple[str, str]:
    level = line.level
    if level is None:
        raise ValueError("an alarm has a level")
    if line.facility:
        name = f"{line.code}, {codes.types_equipement[line.facility.kind]}, {place(line.facility.arrondissement)}"
        noun = "équipements"
    else:
        name, noun = _type(line, codes), f"comptes (un type de fait, une {sorte})"
    told = (
        f"{counted(level.facts)} cette semaine, {usual_range(level)} d'habitude ({number(level.mean, 1)} en moyenne), d'après"
        f" {counted(level.past_facts)} en {level.past_weeks} semaines. {by_chance(level, noun)}"
    )
    return typographie(told), typographie(f"{name} :")


def _changes(summary: Summary, codes: Nomenclature) -> Iterator[str]:
    total = summary.total
    if total.last_week is not None:
        gap = total.facts - total.last_week
        yield f"{'+' if gap > 0 else '−' if gap < 0 else ''}{number(abs(gap))} fait{'s' if abs(gap) > 1 else ''} par rapport à la semaine d'avant."
    lines = (*summary.types, *summary.facilities)
    if any(line.was_above is None for line in lines):
        yield "Alertes de la semaine d'avant : l'extrait est trop court pour les dire."
        return
    for name, is_above, was_above in (("Nouveau au-dessus", True, False), ("Encore au-dessus", True, True),
                                      ("Revenu au niveau habituel", False, True)):  # fmt: skip
        found = [line.code if line.facility else _type(line, codes) for line in lines
                 if (line.is_above, line.was_above) == (is_above, was_above)]  # fmt: skip
        yield f"{name} : {listed(found) if found else 'rien'}."


def _years(summary: Summary) -> list[int]:
    return [summary.week.year - n for n in range(1, EARLIER_YEARS + 1)]


def _grid(
    titre: str,
    heads: tuple[str, ...],
    lines: Sequence[Line],
    names: Sequence[tuple[str, ...]],
    summary: Summary,
) -> Grid:
    years = _years(summary)[:SHOWN_YEARS]
    rows = tuple(
        (
            *map(typographie, name), number(line.facts), known(line.last_week), known(line.usually, 1),
            *(known(value) for value in line.earlier[:SHOWN_YEARS]), usual_range(line.level), ABOVE if line.is_above else "",
        )
        for line, name in zip(lines, names, strict=True)
    )  # fmt: skip
    widths = {1: (4.0,), 3: (2.4, 2.6, 0.9)}[len(heads)]
    return Grid(
        titre,
        (*heads, "Cette sem.", "Sem. d’avant", f"Moy. {len(lines[0].recent)} sem.", *map(str, years), "Habituel", "Alerte"),
        rows, (*widths, 1.1, 1.1, 1.1, *([0.9] * len(years)), 1.3, 1.4), len(heads),
        tuple(rank for rank, line in enumerate(lines) if line.is_above),
    )  # fmt: skip


def _table(summary: Summary, codes: Nomenclature) -> Workbook:
    years = _years(summary)
    heads = (
        "Ligne", "Code", "Libellé", "Type d'équipement", "Arrondissement", "Semaine", "Faits", "Faits, semaine d'avant",
        f"Moyenne des {RECENT} semaines d'avant", *(f"Faits, même semaine {year}" for year in years), "Habituel, bas",
        "Habituel, haut", "Habituel, moyenne", "Probabilité d'autant ou plus", "Alerte",
    )  # fmt: skip
    lines = (
        *(_row("type de fait", line, _type(line, codes), summary, codes) for line in summary.types),
        *(_row("équipement", line, "", summary, codes) for line in summary.facilities),
    )
    return Workbook(
        heads, (_row("ensemble", summary.total, summary.area.libelle, summary, codes), *lines)
    )


def _row(
    name: str, line: Line, label: str, summary: Summary, codes: Nomenclature
) -> tuple[str | int | float | None, ...]:
    level, facility = line.level, line.facility
    return (
        name, line.code, label, codes.types_equipement[facility.kind] if facility else "",
        facility.arrondissement if facility else "", str(summary.week), line.facts, line.last_week, line.usually,
        *line.earlier, *((level.low, level.high, level.mean, level.probability) if level else (None,) * 4),
        ABOVE if line.is_above else "",
    )  # fmt: skip
