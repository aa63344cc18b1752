"""The stage: the register and its drawings → PDF documents and JSON, below site/documents/."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from opendata.findings import Finding, FindingsError
from opendata.findings.texts import texts
from site_src.documents import glyphs
from site_src.documents.blocks import Image, gesture_file
from site_src.documents.composition import TEMPLATES, Typesetter, Unprintable
from site_src.documents.dicrim import PrintedEdition, document, pictogram_file, sheet
from site_src.documents.posters import FORMATS, PATH, ROOM, Affiche, poster_data
from site_src.documents.register_json import json_of
from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.tree import below
from site_src.engine.units import Unit
from site_src.frame import identity
from site_src.frame.drawings import picture
from site_src.frame.identity import Identite
from site_src.risques.border import FOLDER, Gesture, Register, gesture_picture, risk_picture
from site_src.risques.phrases import metres

# The colour of titles, in templates/commun.typ: paper gives a drawing no colour of the text around it.
NIGHT = "#0b2f50"
PUBLISHED = "site/documents"
CHART = "site/donnees/crues/crues.svg"
# Sizes of a sheet's text, in points, and the pages that it may take then, tried in turn: one page, else two.
SHEETS = ((14, 1), (13, 1), (12, 1), (11, 1), (13, 2), (12, 2), (11, 2), (10, 2), (9, 2))
MOST_PAGES = max(pages for _, pages in SHEETS)
WEIGHTS = ("_400Regular.ttf", "_700Bold.ttf")
_WORDS = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Drawings:
    """The images of a document by their key, and the files they are in."""

    images: Mapping[str, Image]
    files: Mapping[str, bytes]


def run(inputs: Inputs) -> Outputs:
    """`dicrim.pdf`, `fiches/<id>.pdf`, `affiches/<id>-<a4|a3>.pdf`, `registre.json`, `pictogrammes/**.svg`; raises FindingsError."""
    findings: list[Finding] = []
    identite = identity.identity_at(inputs.record("identite", Identite), inputs.options, findings)
    if identite is None:
        raise FindingsError(findings)
    register = inputs.record("register", Register)
    drawn = drawings(register, {**inputs.outputs["maps"], **inputs.outputs["packages"]})
    edition = PrintedEdition(register, identite, int(inputs.options["epoch"]), drawn.images)
    shapes, gestes = inputs.record("pictogrammes", dict), inputs.record("gestes", dict)
    pictograms = printed_pictograms(shapes, gestes)
    typesetter = Typesetter(
        {**templates(inputs.files), **typeface(inputs.files), **drawn.files, **pictograms},
        edition.epoch,
    )
    units = [
        Unit("dicrim", _dicrim, (typesetter, document(edition))),
        *_sheets(edition, typesetter),
        *_posters(inputs.record("affiches", tuple), edition, typesetter),
    ]
    register_json = json_of(register, identite, edition.jour.isoformat())
    made = inputs.work.each(units).values()
    pictures = published_pictograms(shapes, gestes)
    return inputs.work.join([{f"{PUBLISHED}/registre.json": register_json, **pictures}, *made])


def templates(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Templates by file name."""
    return {path.rsplit("/", 1)[1]: raw for path, raw in below(files, TEMPLATES).items()}


def typeface(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The letters of the site, upright, by file name: those that its pages have are of a form that Typst does not read."""
    found = {path.rsplit("/", 1)[1]: raw for path, raw in files.items() if path.endswith(WEIGHTS)}
    return dict(sorted(found.items()))


def printed_pictograms(
    risques: Mapping[str, str], gestes: Mapping[str, Gesture]
) -> dict[str, bytes]:
    """The drawing of each risk and gesture as a file of its own, by the name that templates give it."""
    shapes = {
        **{pictogram_file(name): one for name, one in risques.items()},
        **{gesture_file(name): gesture.dessin for name, gesture in gestes.items()},
    }
    return {name: picture(one, NIGHT) for name, one in shapes.items()}


def published_pictograms(
    risques: Mapping[str, str], gestes: Mapping[str, Gesture]
) -> dict[str, bytes]:
    """The same drawings as files that others may show: what a CAP message refers to."""
    shapes = {
        **{risk_picture(name): one for name, one in risques.items()},
        **{gesture_picture(name): gesture.dessin for name, gesture in gestes.items()},
    }
    return {f"site/{address}": picture(one, NIGHT) for address, one in shapes.items()}


def _dicrim(typesetter: Typesetter, data: Mapping[str, Any]) -> dict[str, bytes]:
    path = f"{PUBLISHED}/dicrim.pdf"
    with signs_found(data, path):
        return {path: typesetter.compose("dicrim.typ", data)}


@contextmanager
def signs_found(data: Mapping[str, Any], path: str) -> Iterator[None]:
    """A character that no font draws is a finding about `path`.

    Those of the register and of posters were found where they stand; this one is of a table or of a map.
    """
    try:
        yield
    except Unprintable as error:
        around = next((text for _, text in texts(data) if error.sign in text), error.sign)
        fault = Finding(path, 0, 0, f"{glyphs.said(error.sign)}, dans « {textwrap.shorten(around, 80, placeholder='…')} »",
                        glyphs.RULE, glyphs.REMEDY, page="/documents/")  # fmt: skip
        raise FindingsError([fault]) from None


def drawings(register: Register, made: Mapping[str, bytes]) -> Drawings:
    """The maps that risks refer to and the chart of the crests, out of other stages' outputs.

    The alternative text is what the drawing itself says in its title and description.
    """
    images: dict[str, Image] = {}
    files: dict[str, bytes] = {}
    for carte in sorted({risque.ou_a_paris.carte or "" for risque in register.risques} - {""}):
        raw = made.get(f"site/cartes/{carte}/carte.svg")
        if raw is not None:
            titre, alternative = own_words(raw)
            files[f"carte-{carte}.svg"] = raw
            legende = f"{titre}. Sur le site : cartes/{carte}/, avec le tableau par arrondissement."
            images[f"carte:{carte}"] = Image(f"carte-{carte}.svg", alternative, legende)
    if register.seine and CHART in made:
        titre, alternative = own_words(made[CHART])
        values = " ; ".join(
            f"{crue.debut[:4]} : {metres(crue.hauteurs[0].hauteur_m)}"
            for crue in register.seine.crues
        )
        files["crues.svg"] = made[CHART]
        images["crues"] = Image("crues.svg", f"{alternative} {values}.", titre, largeur=45)
    return Drawings(images, files)


def own_words(svg: bytes) -> tuple[str, str]:
    """A drawing's own title, and its title and description as one text."""
    found = {name: html.unescape(words) for name, words in _WORDS.findall(svg.decode())}
    return found["title"], f"{found['title']}. {found.get('desc', '')}".strip()


def _sheets(edition: PrintedEdition, typesetter: Typesetter) -> Iterator[Unit]:
    for risque in edition.register.risques:
        data = sheet(risque, edition)
        variants = tuple(({**data, "taille": size}, pages) for size, pages in SHEETS)
        fault = Finding(f"{FOLDER}/{risque.id}.yaml", 0, 0, f"fiche imprimée de plus de {MOST_PAGES} pages",
                        f"une fiche de risque tient sur {MOST_PAGES} pages A4", "raccourcir consignes, alerte ou lieux",
                        page=f"/risques/{risque.id}/")  # fmt: skip
        path = f"{PUBLISHED}/fiches/{risque.id}.pdf"
        given = (needed(typesetter, data), "fiche.typ", variants, path, fault)
        yield Unit(f"fiche-{risque.id}", fitting, given)


def _posters(
    posters: Iterable[Affiche], edition: PrintedEdition, typesetter: Typesetter
) -> Iterator[Unit]:
    risques = {risque.id: risque for risque in edition.register.risques}
    for one in posters:
        for papier in FORMATS:
            data = poster_data(one, risques[one.risque], papier, edition)
            rooms = tuple(({**data, "hauteur_symbole": height, "taille": size}, 1) for height, size in ROOM)  # fmt: skip
            fault = Finding(PATH, 0, 0, f"affiche « {one.risque} » de plus d'une page", "une affiche tient sur une page",
                            "raccourcir les consignes du risque, ou retirer l'affiche", page="/documents/")  # fmt: skip
            path = f"{PUBLISHED}/affiches/{one.risque}-{papier}.pdf"
            given = (needed(typesetter, data), "affiche.typ", rooms, path, fault)
            yield Unit(f"affiche-{one.risque}-{papier}", fitting, given)


def needed(typesetter: Typesetter, data: Mapping[str, Any]) -> Typesetter:
    """The same with the drawings that `data` name, and no other: a map that changes redoes its own sheets."""
    named = json.dumps(data)
    kept = {name: raw for name, raw in typesetter.files.items() if name.endswith((".typ", ".ttf")) or f'"{name}"' in named}  # fmt: skip
    return replace(typesetter, files=kept)


def fitting(
    typesetter: Typesetter,
    gabarit: str,
    variants: Sequence[tuple[Mapping[str, Any], int]],
    path: str,
    fault: Finding,
) -> dict[str, bytes]:
    """The first variant that holds on the pages it may take, as `path`. Raises `FindingsError` with `fault` when none does."""
    with signs_found(variants[0][0], path):
        pdf = typesetter.fitting(gabarit, variants)
    if pdf is None:
        raise FindingsError([fault])
    return {path: pdf}
