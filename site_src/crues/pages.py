"""The page of the Seine's heights: a slider over plain tables, the crests, the annual maxima."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from site_src.crues.at_home import AtHome, at_home
from site_src.crues.scale import scale
from site_src.crues.timeline import timeline
from site_src.crues.witnesses import witnesses
from site_src.dossiers.border import Langue, Spoken
from site_src.dossiers.border import spoken as spoken_with
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import NO_BREAK_SPACE
from site_src.frame.wording import sayer
from site_src.risques.border import Register, RiskLink, Seine, by_publisher, link_to
from site_src.risques.phrases import FILTERS, datation

# As the dataset's package drew it; a dataset that may only be shown has its files outside site/.
CHART = "donnees/maxima-annuels/plus-haute-eau-par-annee.svg"
LEVELS, LEVELS_ELSEWHERE = "crues", "water-levels"
# The words of the page, of its script, and of the scripts of other rooms that it takes.
WORDS, SCRIPT_WORDS = "crues", ("crues-script", "niveau-script", "garde-script")
# A language as this page speaks it.
spoken = partial(spoken_with, WORDS, SCRIPT_WORDS)


def addresses(code: str) -> dict[str, str]:
    """Address of the French page → that of its page in another language."""
    return {f"{LEVELS}/": f"{code}/{LEVELS_ELSEWHERE}/"}


def pages(
    register: Register,
    packages: Mapping[str, bytes],
    templates: Mapping[str, str],
    languages: Iterable[Spoken],
) -> list[Page]:
    """The page in every language, as `jobs` says."""
    return [job.written() for job in jobs(register, packages, Templates(templates), languages)]


def jobs(
    register: Register,
    packages: Mapping[str, bytes],
    templates: Templates,
    languages: Iterable[Spoken],
) -> Iterator[PageJob]:
    """The page in every language; none while no risk of the register shows the Seine's heights.

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
    for one in languages:
        yield PageJob(_path(one.langue).removesuffix(".md"), "crues", page, (*given, one))


def _path(langue: Langue) -> str:
    return f"{LEVELS}.md" if langue.est_francais else f"{langue.code}/{LEVELS_ELSEWHERE}.md"


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
    one: Spoken,
) -> Page:
    """The page of heights; `register` holds the Seine's records, and the sources of all that it says."""
    seine, langue, path = register.seine, one.langue, _path(one.langue)
    assert seine is not None
    body = _environment(one, templates).get_template("crues.md.j2").render(
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
        titre=one.mots["titre"],
        titre_court=one.mots["titre_court"],
        description=one.mots["description"],
        body=body,
        source="data/datasets/hauteurs-effets/effets.csv",
        section="risques" if langue.est_francais else langue.code,
        rank=rank if langue.est_francais else 2,
        # The frame's band of numbers is in French: a translated page prints its own.
        a_numeros_urgence=langue.est_francais,
        langue=langue.code,
        originale=None if langue.est_francais else f"{LEVELS}/",
    )


def _environment(one: Spoken, templates: Templates) -> Environment:
    langue, said = one.langue, sayer(one.mots)
    filters: dict[str, Callable[..., Any]] = {
        **FILTERS,
        "dit": langue.dit,
        "actions": langue.actions,
        "metres": langue.metres,
        "quantite": langue.quantite,
        "periode": langue.periode,
        "date": langue.date,
        "datation": datation if langue.est_francais else langue.date,
        "deux_decimales": lambda metres: langue.metres(metres).rpartition(NO_BREAK_SPACE)[0],
    }
    env = environment(templates, filters, f"crues-{langue.code}")
    env.globals |= {
        "m": lambda key, **filled: langue.marque_les_noms(said(key, **filled)),
        "langue": langue,
        "ailleurs": one.ailleurs,
        "mots_des_scripts": one.mots_des_scripts,
    }
    return env


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
