"""The real editor on a local repository: what is typed in a form ends as commits on a branch that `check` accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page

from tests.builds import findings
from tests.editor import IN_TIME, MISSING, Desk, chosen, desk_at

ALERT = "2031-01-10-essai"


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    """The editor, and a repository of its own."""
    with desk_at(chromium, tmp_path) as one:
        yield one


def _saved(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("MODIFICATIONS ENREGISTRÉES").or_(
        page.get_by_text("Modifications enregistrées")
    ).first.wait_for(timeout=IN_TIME)


def test_an_alert_written_in_the_form_is_a_proposal_that_check_accepts(desk: Desk) -> None:
    page = desk.form("collections/alertes/new")
    page.get_by_label("Identifiant", exact=True).fill(ALERT, timeout=IN_TIME)
    page.get_by_label("Émise le").fill("2031-01-10T17:30")
    chosen(page, "Risque", "Orage et foudre")
    chosen(page, "Niveau", "vigilance orange")
    page.get_by_label("Titre", exact=True).fill("Orage d’essai")
    page.get_by_label("Texte", exact=True).fill("Un essai de formulaire.")
    chosen(page, "Secteurs", "Paris")
    page.get_by_role("button", name="Ajouter consigne").click()
    chosen(page, "Consigne de la fiche du risque (optionnel)", "Gagnez un bâtiment en dur.")
    page.get_by_label("Début", exact=True).fill("2031-01-10T18:00")
    page.get_by_label("Fin", exact=True).fill("2031-01-11T20:00")
    band = page.frame_locator("#preview-pane").locator(".prm-alerte--orange")
    band.first.wait_for(timeout=IN_TIME)
    _saved(page)
    (branch,) = re.findall(r"cms/alertes/\S+", desk.git("branch", "--list", "cms/*"))
    files = desk.branch(branch)
    written = yaml.safe_load(files[f"data/alertes/{ALERT}.yaml"])
    assert written == {
        "id": ALERT, "emise_le": "2031-01-10 17:30", "risque": "orage", "niveau": "vigilance orange", "titre": "Orage d’essai",
        "texte": "Un essai de formulaire.", "secteurs": ["paris"], "consignes": [{"registre": "Gagnez un bâtiment en dur."}],
        "debut": "2031-01-10 18:00", "fin": "2031-01-11 20:00",
    }  # fmt: skip
    assert not findings(files)
    assert not desk.complaints
    assert desk.git("diff", "--name-only", "main", branch).split() == [f"data/alertes/{ALERT}.yaml"]


def test_a_corrected_figure_changes_its_line_and_no_other(desk: Desk) -> None:
    before = (desk.repository / "data/risques/crue-seine.yaml").read_text()
    page = desk.form("collections/risques/entries/crue-seine")
    rank = page.get_by_label("Rang", exact=True)
    rank.wait_for(timeout=IN_TIME)
    rank.fill("7")
    _saved(page)
    (branch,) = re.findall(r"cms/risques/\S+", desk.git("branch", "--list", "cms/*"))
    files = desk.branch(branch)
    after = files["data/risques/crue-seine.yaml"].decode()
    assert after == re.sub(r"(?m)^rang: .*$", "rang: 7", before)
    assert not findings(files)
    assert not desk.complaints


def test_the_check_that_the_editor_makes_of_its_configuration_finds_it_right(desk: Desk) -> None:
    """On the page it is answered for (manuel.js): here Decap compiles it and runs it."""
    page = desk.context.browser.new_page(bypass_csp=True)  # type: ignore[union-attr]  # of a browser
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" and MISSING not in said.text else None)  # fmt: skip
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/manuel.js", lambda route: route.fulfill(body="window.CMS_MANUAL_INIT = true;", content_type="text/javascript"))  # fmt: skip
    page.goto(f"{desk.address}/gestion/")
    page.get_by_role("button", name="Login").or_(page.get_by_role("button", name="Se connecter")).wait_for(timeout=IN_TIME)  # fmt: skip
    page.close()
    assert faults == []


def test_what_a_form_refuses_is_said_in_french_beside_the_field(desk: Desk) -> None:
    page = desk.form("collections/alertes/new")
    page.set_viewport_size({"width": 390, "height": 664})
    page.get_by_label("Identifiant", exact=True).fill("Pas Un Identifiant", timeout=IN_TIME)
    button = page.get_by_role("button", name="Enregistrer").bounding_box()
    assert button
    assert button["x"] + button["width"] <= 390, "on a telephone too"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("Titre", exact=True).fill("x" * 61)
    page.get_by_role("button", name="Enregistrer").click()
    said: Locator = page.get_by_text("une seule ligne, 60 caractères au plus")
    said.wait_for(timeout=IN_TIME)
    page.get_by_text("des minuscules sans accent").first.wait_for(timeout=IN_TIME)
    assert not desk.git("branch", "--list", "cms/*")
