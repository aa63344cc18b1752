"""A study of one facility → a sheet: three years, by type, weekday, hour and place in the building."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opendata.bilan.study import HOURS, WEEKS, Study
from site_src.bilan.sheet import Block, Grid, Heading, Items, Paragraph, Sheet, Workbook
from site_src.bilan.weekly import Setting
from site_src.bilan.words import UNKNOWN_SAID, counted, file_name, known, place
from site_src.frame.typography import long_date, number, typographie

DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
UNWRITTEN = "Non écrit"


def facility(study: Study, setting: Setting) -> Sheet:
    """The sheet of a facility, for a safety study."""
    codes, found = setting.codes, study.facility
    first, last = study.first.monday, study.week.sunday
    return Sheet(
        nom=file_name(f"etude-{found.code}", setting.est_fictif),
        titre=typographie(f"Étude de sûreté : {found.code}"),
        sous_titre=typographie(
            f"{codes.types_equipement[found.kind]}, {place(found.arrondissement)}, {codes.directions[found.directorate]}."
            f" Faits signalés du {long_date(first)} au {long_date(last)}."
        ),
        est_fictif=setting.est_fictif,
        blocs=tuple(_blocks(study, setting)),
        table=_table(study, setting),
    )  # fmt: skip


def _blocks(study: Study, setting: Setting) -> Iterator[Block]:
    codes = setting.codes
    yield Heading("L’essentiel")
    yield Items(tuple(map(typographie, (
        f"{counted(study.facts)} en {study.weeks} semaines, soit {number(study.facts / study.weeks * 52, 1)} pour 52 semaines.".capitalize(),
        *([] if study.weeks == WEEKS else [f"L'extrait n'a pas trois ans avant cette semaine. {UNKNOWN_SAID}"]),
        "Un fait est un fait signalé : ce qui ne l'a pas été n'est pas ici. Sans le nombre d'usagers, un compte ne dit pas un risque.",
    ))))  # fmt: skip
    yield Heading("Quoi")
    if study.types:
        years = [str(study.week.before(52 * n).monday.year) for n in (2, 1, 0)]
        rows = tuple((typographie(codes.types_faits[code].libelle), *map(known, thirds), number(facts))
                     for code, thirds, facts in study.types)  # fmt: skip
        heads = tuple(f"52 sem. finies en {year}" for year in years)
        yield Grid("Par type de fait, du plus ancien au plus récent", ("Type de fait", *heads, "Ensemble"), rows, (3, 1.3, 1.3, 1.3, 1))  # fmt: skip
    else:
        yield Paragraph(f"Aucun fait en {study.weeks} semaines.")
    yield Heading("Quand")
    yield _shares("Par jour de la semaine", "Jour", list(zip(DAYS, study.days, strict=True)))
    yield from _hours(study)
    yield Heading("Où dans le bâtiment")
    yield from _places(study, setting)


def _hours(study: Study) -> Iterator[Block]:
    if study.hours is None:
        yield Paragraph(typographie("Par heure : l'extrait n'a pas l'heure des faits, on ne peut pas le savoir."))  # fmt: skip
        return
    found = dict(study.hours)
    yield _shares("Par heure", "Heure", [*((f"{int(hour)} h", found.get(hour, 0)) for hour in HOURS),
                                         (UNWRITTEN, found.get("", 0))])  # fmt: skip


def _places(study: Study, setting: Setting) -> Iterator[Block]:
    if study.places is None:
        yield Paragraph(typographie("L'extrait n'a pas le lieu des faits dans le bâtiment, on ne peut pas le savoir."))  # fmt: skip
        return
    labels = {**setting.codes.lieux, "": UNWRITTEN}
    yield _shares("Par lieu", "Lieu", [(labels[code], facts) for code, facts in study.places])


def _shares(titre: str, head: str, counts: Sequence[tuple[str, int]]) -> Grid:
    """Counts, and a bar whose longest stands for the largest."""
    most = max((facts for _, facts in counts), default=0) or 1
    rows = tuple((typographie(name), number(facts)) for name, facts in counts)
    bars = tuple(round(facts / most, 3) for _, facts in counts)
    return Grid(titre, (head, "Faits"), rows, (2, 1), barres=bars)


def _table(study: Study, setting: Setting) -> Workbook:
    codes = setting.codes
    rows: list[tuple[str, str, str, int]] = [
        ("type de fait", code, codes.types_faits[code].libelle, facts)
        for code, _, facts in study.types
    ]
    rows += [("jour", str(n), name, facts) for n, (name, facts) in enumerate(zip(DAYS, study.days, strict=True), 1)]  # fmt: skip
    rows += [("heure", code, code or UNWRITTEN, facts) for code, facts in study.hours or ()]
    rows += [("lieu", code, codes.lieux.get(code, UNWRITTEN), facts) for code, facts in study.places or ()]  # fmt: skip
    return Workbook(("Compté par", "Code", "Libellé", "Faits"), tuple(rows))
