"""The maps' pages: an index; for each map the picture first, then words; the places of a map as a list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from opendata.findings import Finding, FindingsError
from site_src.frame.page import Page, PageJob, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.said_once import said_once

SOURCE = "data/cartes.yaml"
PREFIX = "cartes/"
TEMPLATES = "site_src/cartes/templates/"
# Of each map, what the index shows.
INDEXED = ("id", "titre", "description")
# A fictitious table colours a real layer, and its rates divide by real residents.
PART_REELLE = "Les contours et les nombres d’habitants sont ceux de Paris."
# Stands for the site's address in a snippet until data/site.yaml or the build gives it.
SITE_UNKNOWN = "https://ADRESSE-DU-SITE/"


def pages(maps: Mapping[str, bytes], templates: Mapping[str, str], adresse: str) -> list[Page]:
    """Index and map pages, as `jobs` says."""
    return [job.written() for job in jobs(maps, Templates(templates), adresse)]


def jobs(maps: Mapping[str, bytes], templates: Templates, adresse: str) -> Iterator[PageJob]:
    """Index and map pages from the outputs of the maps' stage (`cartes/<id>.json`, `cartes/<id>.svg`).

    `templates` are those of all rooms by name; `adresse` that of the site, "" when not known. Raises
    `FindingsError` when a map has no template of its own.
    """
    cartes = [json.loads(raw) for path, raw in sorted(maps.items()) if _is_data(path)]
    missing = missing_templates((carte["id"] for carte in cartes), templates)
    if missing:
        raise FindingsError(missing)
    shown = [{name: carte[name] for name in INDEXED} for carte in cartes if not carte["est_fictif"]]
    yield PageJob("cartes", "cartes", index_page, (shown, templates.only("cartes.md.j2")))
    for rank, carte in enumerate(cartes, 1):
        name = carte["id"]
        own = templates.only("carte.md.j2", f"carte_{name}.j2")
        image = maps[f"{PREFIX}{name}.svg"].decode()
        yield PageJob(f"cartes/{name}", "cartes", map_page, (carte, image, rank, adresse, own))
        if carte["place"] != f"{PREFIX}{name}/":
            moved = templates.only("carte_demenagee.md.j2")
            for part in ("", "interactive/"):
                yield PageJob(f"cartes/{name}/{part}", "cartes", moved_page, (carte, part, moved))
    for carte in cartes:
        if "groupes" in carte:
            own = templates.only("liste.md.j2", f"liste_{carte['id']}.j2")
            yield PageJob(f"cartes/{carte['id']}/liste", "cartes", list_page, (carte, own))


def _environment(templates: Templates, adresse: str = "") -> Environment:
    env = environment(templates, {"dessin": _drawn, "une_fois": said_once}, "cartes")
    env.globals["integration"] = lambda carte: snippet(carte, adresse)
    return env


def missing_templates(ids: Iterable[str], templates: Collection[str]) -> list[Finding]:
    """A finding for each map, by its id, whose text is not among the names of `templates`."""
    return [
        Finding(f"{TEMPLATES}{name}", 0, 0, "fichier absent", "chaque carte de data/cartes.yaml a son texte",
                "l'écrire : ce que la page ajoute à l'image et à la légende")
        for name in (f"carte_{identifier}.j2" for identifier in ids)
        if name not in templates
    ]  # fmt: skip


def drawn_from(maps: Mapping[str, bytes]) -> dict[str, list[dict[str, str]]]:
    """The maps that compute a rate from a dataset, by its id: `adresse`, `titre`, `reserve`."""
    by_dataset: dict[str, list[dict[str, str]]] = {}
    for carte in (json.loads(raw) for path, raw in sorted(maps.items()) if _is_data(path)):
        if "jeu" in carte:
            rate = {"adresse": carte["place"], "titre": carte["titre"], "reserve": carte["reserve"]}
            by_dataset.setdefault(carte["jeu"], []).append(rate)
    return by_dataset


def _is_data(path: str) -> bool:
    return path.startswith(PREFIX) and path.endswith(".json")


def snippet(carte: Mapping[str, Any], adresse: str) -> str:
    """The element that shows a map's own document in another site's page.

    It hands on the right to ask for a position (Permissions Policy), which the document does when a reader presses.
    """
    place = f"{adresse or SITE_UNKNOWN}{carte['place']}interactive/"
    return (
        f'<iframe src="{escape(place)}" title="{escape(carte["titre"])}" '
        'width="100%" height="900" loading="lazy" allow="geolocation"></iframe>'
    )


def _drawn(svg: str) -> Markup:
    # SVG of maps.drawing.picture and maps.drawing.pattern: built from validated values, every text escaped there.
    return Markup(svg)  # noqa: S704


def index_page(cartes: Iterable[Mapping[str, Any]], templates: Templates) -> Page:
    """All maps, by what they show."""
    return Page(
        path="cartes/index.md",
        titre="Cartes",
        description="Les cartes des risques majeurs à Paris : image, carte interactive, tableau et texte.",
        body=_environment(templates).get_template("cartes.md.j2").render(cartes=cartes),
        source=SOURCE,
        section="cartes",
    )


def map_page(
    carte: Mapping[str, Any], image: str, rank: int, adresse: str, templates: Templates
) -> Page:
    """One map: its picture first, then words."""
    path = f"{carte['place'].rstrip('/')}.md"
    *arrondissements, paris = carte["territoires"]
    body = (
        _environment(templates, adresse)
        .get_template("carte.md.j2")
        .render(
            root=root_of(path),
            carte=carte,
            image=image,
            arrondissements=arrondissements,
            paris=paris,
        )
    )
    return Page(
        path=path,
        titre=carte["titre"],
        titre_court=carte["titre_court"],
        description=carte["description"],
        body=body,
        source=SOURCE,
        # What is invented stands below the data that it shows, and not where residents look.
        section="" if carte["est_fictif"] else "cartes",
        fil=(("Données", "donnees/"), ("Jeu de données", f"donnees/{carte['jeu']}/"))
        if carte["est_fictif"]
        else (),
        rank=rank,
        est_fictive=carte["est_fictif"],
        part_reelle=PART_REELLE if carte["est_fictif"] else "",
    )


def moved_page(carte: Mapping[str, Any], part: str, templates: Templates) -> Page:
    """Where a map, or its own document (`part`), stood before: the address leads to the new one."""
    path = f"{PREFIX}{carte['id']}/{part}".rstrip("/") + ".md"
    body = (
        _environment(templates)
        .get_template("carte_demenagee.md.j2")
        .render(nouvelle=f"{root_of(path)}{carte['place']}{part}", carte=carte)
    )
    return Page(
        path=path,
        titre=f"Adresse changée : {carte['titre_court']}",
        titre_court="Adresse changée",
        description="Cette page a une autre adresse.",
        body=body,
        source=f"{TEMPLATES}carte_demenagee.md.j2",
        est_indexee=False,
        fil=(("Données", "donnees/"),),
    )


def list_page(carte: Mapping[str, Any], templates: Templates) -> Page:
    """The places of a map one by one, by arrondissement: light, for a phone and for paper."""
    path = f"cartes/{carte['id']}/liste.md"
    *arrondissements, _ = carte["territoires"]
    body = (
        _environment(templates)
        .get_template("liste.md.j2")
        .render(root=root_of(path), carte=carte, arrondissements=arrondissements)
    )
    return Page(
        path=path,
        titre=carte["titre_liste"],
        titre_court="Liste",
        description=carte["titre_liste"],
        body=body,
        source=SOURCE,
        fil=(("Cartes", PREFIX), (carte["titre_court"], f"{PREFIX}{carte['id']}/")),
    )
