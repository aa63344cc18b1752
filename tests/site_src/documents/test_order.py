"""A risk is told in one order, that of its page: on paper, as data, and in English."""

from __future__ import annotations

import html
import json
import re

import pytest

from site_src.documents.blocks import Heading
from site_src.documents.risk_sheet import short_text, whole_text
from site_src.dossiers import pages as dossiers
from site_src.risques.pages import pages
from site_src.risques.phrases import PHASES
from site_src.risques.register import Register
from site_src.risques.risque import Risque
from tests.site_src.documents.conftest import Files, register_of
from tests.site_src.dossiers.cases import LANGUAGES, own_files, sound, templates

ENGLISH = {"During": "Pendant", "Before": "Avant", "After": "Après"}
# What the record calls the parts of the page.
KEYS = {
    "contacts": "Qui appeler",
    "alerte": "Comment vous êtes alerté",
    "description": "Ce que c’est",
    "consequences": "Ce qui peut arriver",
    "ou_a_paris": "Où à Paris",
    "evenements": "Ce qui s’est déjà passé",
    "actions": "Ce qui est fait",
    "responsables": "Qui répond",
    "indemnisation": "Être indemnisé",
    "manque": "Ce qui manque à cette page",
}


@pytest.fixture(scope="module")
def register(files: Files) -> Register:
    return register_of(files)


@pytest.fixture(scope="module")
def on_pages(register: Register) -> dict[str, list[str]]:
    """The headings of each risk's page, phases by their name alone."""
    bodies = {page.path: html.unescape(page.body) for page in pages(register, templates())}
    return {one.id: headings(bodies[f"risques/{one.id}.md"]) for one in register.risques}


def headings(body: str) -> list[str]:
    found = re.findall(r"(?m)^#{2,3} (.+?)(?: \{ #\w+ \})?$|<h2>(.+?)</h2>", body)
    return [(plain or folded).removesuffix(" : que faire") for plain, folded in found]


def common(found: list[str], order: list[str]) -> list[str]:
    return [heading for heading in found if heading in order]


@pytest.mark.parametrize("is_sheet", [False, True], ids=["document", "fiche"])
def test_paper_has_the_order_of_the_page(
    register: Register, on_pages: dict[str, list[str]], is_sheet: bool
) -> None:
    for risque in register.risques:
        blocks = short_text(risque, register) if is_sheet else whole_text(risque, register, {})  # fmt: skip
        on_paper = [block.texte for block in blocks if isinstance(block, Heading)]
        on_paper = [heading.replace("cette fiche", "cette page") for heading in on_paper]
        assert common(on_paper, on_pages[risque.id]) == common(on_pages[risque.id], on_paper)
        missing = set(on_pages[risque.id]) & {*PHASES.values(), "Qui appeler"} - set(on_paper)
        assert not missing, risque.id


def test_the_json_has_the_order_of_the_page(
    documents: Files, register: Register, on_pages: dict[str, list[str]]
) -> None:
    found = json.loads(documents["site/documents/registre.json"])
    for risque in found["risques"]:
        keys = [KEYS[key] for key in risque if key in KEYS]
        assert common(keys, on_pages[risque["id"]]) == common(on_pages[risque["id"]], keys)
        order = list(risque)
        assert order.index("resume") < order.index("consignes") < order.index("contacts")
        assert list(risque["consignes"]) == list(PHASES)


def test_english_has_the_phases_in_the_order_of_the_page(on_pages: dict[str, list[str]]) -> None:
    collection, translations = sound(own_files())
    made = {
        page.path: page for page in dossiers.pages(collection, LANGUAGES, translations, templates())
    }
    translated: list[Risque] = []
    for risque in collection.register.risques:
        read = translations["en"].by_original.get(f"data/risques/{risque.id}.yaml")
        if read is None or risque.consignes.est_vide:
            continue
        translated.append(risque)
        body = made[f"en/{read.record.page}.md"].body
        phases = [ENGLISH[one] for one in headings(body) if one in ENGLISH]
        shown = [one for one in on_pages[risque.id] if one in ENGLISH.values()]
        assert phases[: len(shown)] == shown, risque.id
    assert translated
