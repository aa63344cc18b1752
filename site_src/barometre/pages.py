"""The barometer's pages: the last quarter at the dataset's address, the others below, each under its own name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opendata.records.dataset import FOLDER, Dataset
from opendata.tranquillite.audit_outcome import ReleaseAudit
from site_src.barometre.changes import RATE, unusual
from site_src.barometre.quarters import BEFORE, TOTAL, Cell, Recent
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import number

DATASET, TABLE = "tranquillite", "trimestres"
ADDRESS = f"donnees/{DATASET}/barometre/"
TEMPLATE = "barometre.md.j2"
NAMES = {"T1": "1er trimestre", "T2": "2e trimestre", "T3": "3e trimestre", "T4": "4e trimestre"}
TALL = 46  # height of the highest bar, in units of the drawing


@dataclass(frozen=True)
class Words:
    """What the dataset calls its codes, and itself; `faits` is what is counted."""

    titre_court: str
    arrondissements: Mapping[str, str]
    groupes: Mapping[str, str]
    mois: Mapping[str, str]
    est_fictif: bool

    @property
    def faits(self) -> str:
        """Facts, said to be invented where they are."""
        return "faits inventés" if self.est_fictif else "faits signalés"

    def lieu(self, cell: Cell) -> str:
        """The place of a cell."""
        return (
            "Paris" if cell.arrondissement == TOTAL else self.arrondissements[cell.arrondissement]
        )

    def groupe(self, cell: Cell) -> str:
        """The group of a cell; a fictitious one says so in its name."""
        return "Tous les faits" if cell.groupe == TOTAL else self.groupes[cell.groupe]


def links(dataset: Dataset | None) -> dict[str, list[tuple[str, str]]]:
    """What the page of the dataset leads to: title, address."""
    return {} if dataset is None else {DATASET: [("Le baromètre du trimestre", ADDRESS)]}


def jobs(
    dataset: Dataset | None,
    recent: Recent,
    outcome: ReleaseAudit,
    templates: Templates,
) -> Iterator[PageJob]:
    """A page for each recent quarter, the last one first; its table was attacked with `outcome`."""
    if dataset is None:
        return
    resource = dataset.resource(TABLE)
    labels = {name: resource.schema_.column(name).labels for name in ("arrondissement", "groupe_faits", "trimestre")}  # fmt: skip
    words = Words(dataset.titre_court, labels["arrondissement"], labels["groupe_faits"], labels["trimestre"], dataset.est_fictif)  # fmt: skip
    own = templates.only(TEMPLATE)
    names = tuple(reversed([*recent.trimestres]))
    for year, quarter in names:
        cells = recent.trimestres[year, quarter]
        given = (year, quarter, names, cells, words, outcome.attacked, own)
        yield PageJob(f"{ADDRESS}{year}-{quarter}", "barometre", quarter_page, given)


def quarter_page(
    year: str,
    quarter: str,
    names: Sequence[tuple[str, str]],
    every: Sequence[Cell],
    words: Words,
    attacked: int,
    templates: Templates,
) -> Page:
    """One quarter of a year, by its cells; `names`: the (year, quarter) of every page, the last one first."""
    found = unusual(every)
    is_last = (year, quarter) == names[0]
    path = f"{ADDRESS}index.md" if is_last else f"{ADDRESS}{year}-{quarter.lower()}.md"
    env = environment(templates, {"milliers": number, "ecart": change}, "barometre")
    body = env.get_template(TEMPLATE).render(
        root=root_of(path), mots=words, annee=year, trimestre=quarter, nom=NAMES[quarter], noms=NAMES,
        annees=f"{int(year) - BEFORE} à {int(year) - 1}", mois=words.mois[quarter],
        hausses=[one for one in found if (one.nombre or 0) > one.moyenne],
        baisses=[one for one in found if (one.nombre or 0) < one.moyenne],
        paris=next(one for one in every if (one.arrondissement, one.groupe) == (TOTAL, TOTAL)),
        groupes=[one for one in every if one.arrondissement == TOTAL],
        lieux=[one for one in every if one.groupe == TOTAL and one.arrondissement != TOTAL],
        fins=[one for one in every if TOTAL not in (one.arrondissement, one.groupe)],
        cases=len(every), comparables=sum(one.est_comparable for one in every),
        masquees=sum(one.nombre is None for one in every),
        trouvees={(one.arrondissement, one.groupe) for one in found},
        autres=[one for one in names if one != (year, quarter)], est_derniere=is_last, derniere=names[0],
        attaquees=attacked, part=round(1 / RATE), hauteurs=heights,
    )  # fmt: skip
    fiction = " (données fictives de démonstration)" if words.est_fictif else ""
    return Page(
        path=path,
        titre=f"Baromètre de la tranquillité publique, {NAMES[quarter]} {year}{fiction}",
        titre_court="Baromètre" if is_last else f"{NAMES[quarter]} {year}",
        description=f"Ce qui a augmenté ou baissé au {NAMES[quarter]} {year}, de combien, et ce qui ne peut pas être dit.",
        body=body,
        source=f"{FOLDER}/{DATASET}/dataset.yaml",
        fil=(("Données", "donnees/"), (words.titre_court, f"donnees/{DATASET}/")),
        est_fictive=words.est_fictif,
        est_indexee=not words.est_fictif,
    )


def change(cell: Cell) -> str:
    """« + 145 % », « − 12 % »; « sans comparaison » where something is hidden."""
    if cell.ecart_pct is None:
        return "sans comparaison"
    rounded = round(cell.ecart_pct)
    sign = "" if not rounded else "+\N{NO-BREAK SPACE}" if rounded > 0 else "−\N{NO-BREAK SPACE}"
    return f"{sign}{number(abs(rounded))}\N{NO-BREAK SPACE}%"


def heights(cell: Cell) -> list[tuple[str, int, float]]:
    """(year, count, height) of each bar of a comparable cell, this year's last and named ""."""
    counts = [*zip(cell.avant, cell.passes, strict=True), ("", cell.nombre or 0)]
    highest = max(count for _, count in counts) or 1
    return [(year, count, round(TALL * count / highest, 1)) for year, count in counts]
