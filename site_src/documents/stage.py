"""The stage: the register and its drawings → PDF documents and JSON, below site/documents/."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from opendata.findings import Finding, FindingsError
from site_src.documents.blocks import Image
from site_src.documents.composition import GABARITS, Atelier
from site_src.documents.dicrim import Edition, document, feuille
from site_src.documents.posters import FORMATS, PATH, ROOM, Affiche, affiche, read_affiches
from site_src.documents.register_json import registre
from site_src.engine.stages import Inputs
from site_src.frame import identity
from site_src.risques.border import FOLDER, Register, read_register
from site_src.risques.phrases import metres

SYMBOLES = "site_src/documents/symbols"
PUBLISHED = "site/documents"
CHART = "site/donnees/crues/crues.svg"
# Sizes tried in turn, in points, until a sheet holds on two pages.
SIZES, MOST_PAGES = (10.5, 9.5, 8.5), 2
_WORDS = re.compile(r"<(title|desc)\b[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Drawings:
    """The images of a document by their key, and the files they are in."""

    images: Mapping[str, Image]
    files: Mapping[str, bytes]


def run(inputs: Inputs) -> dict[str, bytes]:
    """`dicrim.pdf`, `fiches/<id>.pdf`, `affiches/<id>-<a4|a3>.pdf`, `registre.json`; raises FindingsError."""
    findings: list[Finding] = []
    register = read_register(inputs.files, findings)
    identite = identity.identity_at(inputs.files, inputs.options, findings)
    posters = read_affiches(inputs.files.get(PATH, b""), register, findings) if register else None
    if findings or register is None or identite is None or posters is None:
        raise FindingsError(findings)
    drawn = drawings(register, {**inputs.outputs["maps"], **inputs.outputs["packages"]})
    edition = Edition(register, identite, int(inputs.options["epoch"]), drawn.images)
    templates = {path.rsplit("/", 1)[1]: raw for folder in (GABARITS, SYMBOLES)
                 for path, raw in inputs.under(folder).items()}  # fmt: skip
    atelier = Atelier({**templates, **drawn.files}, edition.epoch)
    outputs = {
        f"{PUBLISHED}/dicrim.pdf": atelier.compose("dicrim.typ", document(edition)),
        f"{PUBLISHED}/registre.json": registre(register, identite, edition.jour.isoformat()),
        **_sheets(edition, atelier, findings),
        **_posters(posters, edition, atelier, findings),
    }
    if findings:
        raise FindingsError(findings)
    return outputs


def drawings(register: Register, made: Mapping[str, bytes]) -> Drawings:
    """The maps that risks refer to and the chart of the crests, out of other stages' outputs.

    The alternative text is what the drawing itself says in its title and description.
    """
    images: dict[str, Image] = {}
    files: dict[str, bytes] = {}
    for carte in sorted({risque.ou_a_paris.carte or "" for risque in register.risques} - {""}):
        raw = made.get(f"site/cartes/{carte}/carte.svg")
        if raw is not None:
            titre, alternative = said(raw)
            files[f"carte-{carte}.svg"] = raw
            legende = f"{titre}. Sur le site : cartes/{carte}/, avec le tableau par arrondissement."
            images[f"carte:{carte}"] = Image(f"carte-{carte}.svg", alternative, legende)
    if register.seine and CHART in made:
        titre, alternative = said(made[CHART])
        values = " ; ".join(
            f"{crue.debut[:4]} : {metres(crue.hauteurs[0].hauteur_m)}"
            for crue in register.seine.crues
        )
        files["crues.svg"] = made[CHART]
        images["crues"] = Image("crues.svg", f"{alternative} {values}.", titre, largeur=65)
    return Drawings(images, files)


def said(svg: bytes) -> tuple[str, str]:
    """A drawing's own title, and its title and description as one text."""
    found = {name: html.unescape(words) for name, words in _WORDS.findall(svg.decode())}
    return found["title"], f"{found['title']}. {found.get('desc', '')}".strip()


def _sheets(edition: Edition, atelier: Atelier, findings: list[Finding]) -> dict[str, bytes]:
    made = {}
    for risque in edition.register.risques:
        data = feuille(risque, edition)
        pdf = _fitting(
            atelier, "fiche.typ", ({**data, "taille": size} for size in SIZES), MOST_PAGES
        )
        if pdf is None:
            findings.append(Finding(f"{FOLDER}/{risque.id}.yaml", 0, 0, f"fiche imprimée de plus de {MOST_PAGES} pages",
                                    f"une fiche de risque tient sur {MOST_PAGES} pages A4", "raccourcir consignes, alerte ou lieux",
                                    page=f"/risques/{risque.id}/"))  # fmt: skip
        else:
            made[f"{PUBLISHED}/fiches/{risque.id}.pdf"] = pdf
    return made


def _posters(
    posters: tuple[Affiche, ...], edition: Edition, atelier: Atelier, findings: list[Finding]
) -> dict[str, bytes]:
    risques = {risque.id: risque for risque in edition.register.risques}
    made = {}
    for one in posters:
        for papier in FORMATS:
            data = affiche(one, risques[one.risque], papier, edition)
            rooms = ({**data, "hauteur_symbole": height, "taille": size} for height, size in ROOM)
            pdf = _fitting(atelier, "affiche.typ", rooms, most=1)
            if pdf is None:
                findings.append(Finding(PATH, 0, 0, f"affiche « {one.risque} » de plus d'une page", "une affiche tient sur une page",
                                        "raccourcir les consignes du risque, ou retirer l'affiche", page="/documents/"))  # fmt: skip
            else:
                made[f"{PUBLISHED}/affiches/{one.risque}-{papier}.pdf"] = pdf
    return made


def _fitting(
    atelier: Atelier, gabarit: str, variants: Iterable[Mapping[str, Any]], most: int
) -> bytes | None:
    """The first variant that holds on `most` pages."""
    for data in variants:
        if atelier.pages(gabarit, data) <= most:
            return atelier.compose(gabarit, data)
    return None
