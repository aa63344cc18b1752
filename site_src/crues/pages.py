"""The page of the Seine's heights: a slider over plain tables, the crests, the annual maxima."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from markupsafe import Markup

from site_src.crues.at_home import AtHome, at_home
from site_src.crues.scale import scale
from site_src.crues.timeline import timeline
from site_src.crues.witnesses import witnesses
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.risques.border import Register, RiskLink, Seine, by_publisher, link_to
from site_src.risques.phrases import FILTERS

# As the dataset's package drew it; a dataset that may only be shown has its files outside site/.
CHART = "donnees/maxima-annuels/plus-haute-eau-par-annee.svg"


def pages(
    register: Register, packages: Mapping[str, bytes], templates: Mapping[str, str]
) -> list[Page]:
    """The page, as `jobs` says."""
    return [job.written() for job in jobs(register, packages, Templates(templates))]


def jobs(
    register: Register, packages: Mapping[str, bytes], templates: Templates
) -> Iterator[PageJob]:
    """The page; none while no risk of the register shows the Seine's heights.

    `packages` are the outputs of the stage of that name: the chart of the maxima is theirs.
    """
    if register.seine is None:
        return
    chart = packages.get(f"site/{CHART}") or packages[CHART]
    shows = next(risque for risque in register.risques if risque.hauteurs_de_la_seine)
    home = at_home(shows, register)
    about = _about(register, home)
    rank = len(register.risques) + 1
    given = (about, link_to(shows), home, rank, chart, templates.only("crues.md.j2"))
    yield PageJob("crues", "crues", page, given)


def _about(register: Register, home: AtHome) -> Register:
    """What the page says of the register, and nothing else: it is written again when this changes."""
    cited = home.sources | (register.seine.sources.keys() if register.seine else set())
    return replace(
        register,
        risques=(),
        familles=(),
        situations=(),
        contacts={contact.id: contact for contact in register.urgences},
        sources={name: source for name, source in register.sources.items() if name in cited},
    )


def page(
    register: Register,
    risque: RiskLink,
    home: AtHome,
    rank: int,
    chart: bytes,
    templates: Templates,
) -> Page:
    """The page of heights; `register` holds the Seine's records, and the sources of all that it says."""
    seine, path = register.seine, "crues.md"
    assert seine is not None
    body = environment(templates, FILTERS, "crues").get_template("crues.md.j2").render(
        root=root_of(path),
        register=register,
        seine=seine,
        echelle=scale(seine.crues),
        frise=timeline(seine.crues),
        temoins=witnesses(seine),
        graphique=Markup(chart.decode().strip()),  # noqa: S704  (drawn by opendata.packages.chart)
        incertitudes=_incertitudes(seine),
        chez_vous=home,
        sources=by_publisher(register.sources.values()),
        negatives=sum(year.nb_lectures_negatives or 0 for year in seine.maxima),
        lacunes=list(spans(year.annee for year in seine.maxima if year.maximum_m is None)),
        fiche=risque,
    )  # fmt: skip
    return Page(
        path=path,
        titre="Que se passe-t-il à … mètres ?",
        titre_court="Hauteurs de la Seine",
        description="Ce que change chaque hauteur de la Seine à Paris, de 0 à 10 m, les crues qui l’ont atteinte, et la plus haute eau de chaque année.",
        body=body,
        source="data/datasets/hauteurs-effets/effets.csv",
        section="risques",
        rank=rank,
        a_numeros_urgence=True,
    )


def spans(years: Iterable[int]) -> Iterator[str]:
    """Runs of years in words: « 1899 », « 1974 à 1989 »."""
    run: list[int] = []
    for year in (*years, None):
        if run and (year is None or year != run[-1] + 1):
            yield str(run[0]) if len(run) == 1 else f"{run[0]} à {run[-1]}"
            run = []
        if year is not None:
            run.append(year)


def _incertitudes(seine: Seine) -> Iterable[tuple[str, str]]:
    """What is said of uncertain heights: (text, source), each once."""
    uncertain = [crue.incertitude for crue in seine.crues if crue.incertitude]
    return dict.fromkeys((item.texte, item.source) for item in uncertain)
