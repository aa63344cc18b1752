"""The picture of each of the twelve tasks of the guide: the real editor, or what our own commands answer.

    python -m tests.guide_pictures [NAME…]

Writes .github/images/<name>.webp of the tasks named, of all by default (some minutes). Values typed are seen to be examples;
nothing is published. A picture is looked at before it is committed.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import markdown
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page

from site_src.alertes.kept import altered
from site_src.proposal.annotations import verdict
from tests.builds import ROOT
from tests.editor import IN_TIME, Desk, chosen, desk_at
from tools.browsing import chromium

IMAGES = ROOT / ".github" / "images"
QUALITY = 70
# The form is the left half of the window: a picture of it is 850 pixels wide, and 900 what a command answers.
WINDOW, WIDTH, HEIGHT = 1700, 900, 1500
AROUND, BELOW = 14, 6
# The form of the sources has some thousands of fields.
LOADED = 120_000
STYLE = """body{margin:0;padding:20px;width:860px;font:16px/1.5 sans-serif;color:#16202c;background:#fff;box-sizing:content-box}
h3{margin:0 0 8px}p{margin:8px 0}ul{margin:0;padding-left:22px}code,pre{font:15px/1.5 monospace;background:#f3f5f8;overflow-wrap:anywhere;white-space:pre-wrap}
pre{margin:0;padding:14px}table{border-collapse:collapse;font-size:15px}td,th{border:1px solid #b8c2cf;padding:4px 9px;text-align:left;font-weight:400}
th{background:#e7ecf2}.tete{font-weight:700}.nouveau{outline:3px solid #0a4f8c;outline-offset:-3px;font-weight:700}"""
ALERT = "data/alertes/2031-01-10-exemple.yaml"


@dataclass(frozen=True)
class Box:
    """What is kept of a window, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


def _around(page: Page, *shown: Locator) -> Box:
    """The form as wide as it is, from the top of the first to the foot of the last."""
    for one in (shown[-1], shown[0]):
        one.scroll_into_view_if_needed()
    boxes = [box for one in shown if (box := one.bounding_box())]
    top = min(box["y"] for box in boxes) - AROUND
    foot = max(box["y"] + box["height"] for box in boxes) + BELOW
    return Box(0, top, WINDOW / 2 - 6, foot - top)


def _control(page: Page, label: str, within: Locator | None = None) -> Locator:
    """A field with its label and its hint."""
    named = (within or page).get_by_text(label, exact=True).first
    return named.locator("xpath=ancestor::div[contains(@class, 'ControlContainer')][1]")


def _item(page: Page, words: str) -> Locator:
    """An item of a list, unfolded."""
    item = page.locator("div[class*=SortableListItem]").filter(has_text=words).last
    item.locator("button").first.click(timeout=IN_TIME)
    return item


def _field(item: Locator, label: str) -> Locator:
    """The first field that is seen, by the beginning of its label."""
    return item.get_by_label(label).locator("visible=true").first


def _alert(page: Page) -> Box:
    page.set_viewport_size({"width": 1000, "height": 700})
    page.get_by_label("Identifiant", exact=True).fill("2031-01-10-exemple", timeout=IN_TIME)
    page.get_by_label("Émise le").fill("2031-01-10T17:30")
    chosen(page, "Risque", "Orage et foudre")
    chosen(page, "Niveau", "vigilance orange")
    page.get_by_label("Titre", exact=True).fill("Un exemple")
    page.get_by_label("Texte", exact=True).fill("Ceci est un exemple.")
    chosen(page, "Secteurs", "Paris")
    page.get_by_label("Début", exact=True).fill("2031-01-10T18:00")
    page.get_by_label("Fin", exact=True).fill("2031-01-11T20:00")
    page.get_by_text("Secteurs", exact=True).first.evaluate("label => label.scrollIntoView()")
    page.get_by_text("Risque", exact=True).first.evaluate("label => {label.scrollIntoView(); label.closest('[class*=PaneContainer]').parentElement.scrollBy(0, -14)}")  # fmt: skip
    page.frame_locator("#preview-pane").get_by_text("Ceci est un exemple.").wait_for(timeout=IN_TIME)  # fmt: skip
    return Box(0, 0, 1000, 588)


def _figure(page: Page) -> Box:
    item = _item(page, "La hauteur de la Seine se lit")
    _field(item, "Valeur").fill("9999")
    return _around(page, item)


def _event(page: Page) -> Box:
    page.get_by_role("button", name="Ajouter évènement").click(timeout=IN_TIME)
    item = page.locator("div[class*=SortableListItem]").filter(has=page.get_by_label("Titre").locator("visible=true")).last  # fmt: skip
    _field(item, "Début").fill("2031-01-10")
    _field(item, "Titre").fill("Un exemple d’évènement")
    _field(item, "Texte").fill("Ceci est un exemple.")
    return _around(page, item)


def _hours(page: Page) -> Box:
    item = _item(page, "Inspection générale des carrières")
    hours = _field(item, "Horaires")
    hours.fill("exemple : de 9 h à 17 h 15")
    return _around(page, item.locator("button").first, hours)  # fmt: skip


def _translation(page: Page) -> Box:
    item = _item(page, "Cherchez dès maintenant où loger plusieurs semaines")
    item.get_by_label("Traduction").fill("This is an example.")
    return _around(page, item)


def _risk(page: Page) -> Box:
    for label, text in (("Identifiant", "exemple"), ("Titre", "Un risque d’exemple"), ("Titre court", "Exemple"), ("Rang", "99"),
                        ("Résumé", "Ceci est un exemple.")):  # fmt: skip
        page.get_by_label(label, exact=True).first.fill(text, timeout=IN_TIME)
    chosen(page, "Famille", "naturels")
    return _around(page, _control(page, "Identifiant"), _control(page, "Résumé"))


def _identity(page: Page) -> Box:
    for label, text in (("Adresse publique du site", "https://exemple.invalid/"), ("Dépôt public", "https://exemple.invalid/depot"), ("Éditeur", "Une ville"),
                        ("Directeur ou directrice", "Une personne"), ("Hébergeur", "Un hébergeur"), ("Courriel", "risques@exemple.invalid")):  # fmt: skip
        page.get_by_label(label).first.fill(text, timeout=IN_TIME)
    return _around(page, page.get_by_text("Adresse publique du site").first, page.get_by_label("Courriel").first)  # fmt: skip


def _source(page: Page) -> Box:
    item = _item(page, "Tout savoir sur les sous-sols")
    address = _field(item, "Adresse de la page")
    address.fill("https://exemple.invalid/nouvelle-page")
    return _around(page, item.locator("button").first, address)


# Name of the picture → where its form is, how it is filled.
FORMS: dict[str, tuple[str, Callable[[Page], Box]]] = {
    "publier-une-alerte": ("alertes/new", _alert),
    "corriger-un-chiffre": ("risques/entries/crue-seine", _figure),
    "ajouter-un-evenement": ("evenements/entries/orage", _event),
    "changer-des-horaires": ("contacts/entries/contacts", _hours),
    "corriger-une-traduction": ("en-risques/entries/crue-seine", _translation),
    "ajouter-un-risque": ("risques/new", _risk),
    "dire-qui-publie": ("identite/entries/site", _identity),
    "remplacer-un-lien-mort": ("sources/entries/sources-risques", _source),
}


def _command(*words: str) -> str:
    """What build.py prints; a check that finds something exits with 1."""
    return subprocess.run([sys.executable, "build.py", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout  # fmt: skip


def _checked(desk: Desk) -> str:
    """The summary of a check, as the proposal shows it."""
    summary = desk.repository.with_name("resume.md")
    summary.unlink(missing_ok=True)
    _command("check", "--racine", str(desk.repository), "--resume", str(summary))
    return markdown.markdown(summary.read_text(encoding="utf-8"))


def _sheet(desk: Desk) -> str:
    """The first rows of the sheet of contracts that `tableur` writes, a year typed in the first."""
    workbook = desk.repository.with_name("prevention.xlsx")
    _command("tableur", "prevention", "--vers", str(workbook), "--racine", str(desk.repository))
    sheet = load_workbook(workbook)["contrats-arrondissement"]
    sheet["D2"] = "2099"
    rows = [f"<tr><th></th>{''.join(f'<th>{letter}</th>' for letter in 'ABCD')}</tr>"]
    for rank, row in enumerate(sheet.iter_rows(min_row=1, max_row=7, max_col=4), 1):
        cells = (
            f'<td class="{"nouveau" if cell.coordinate == "D2" else "tete" if rank == 1 else ""}">{escape(str(cell.value or ""))}</td>'
            for cell in row
        )
        rows.append(f"<tr><th>{rank}</th>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _version(desk: Desk) -> str:
    table = desk.repository / "data/datasets/crues/crues.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",\n", ",Exemple.\n", 1), encoding="utf-8")  # fmt: skip
    told = _command("version", "crues", "--texte", "Exemple : une note est complétée.", "--depuis", "main", "--racine", str(desk.repository))  # fmt: skip
    return f"<pre>{escape(told)}</pre>"


def _withdrawn(desk: Desk) -> str:
    """The value is erased, and not the sentence around it."""
    sheet = desk.repository / "data/risques/accident-industriel.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("    valeur: 102\n", "", 1), encoding="utf-8")  # fmt: skip
    return _checked(desk)


def _undone(_: Desk) -> str:
    """What `check --depuis` finds of a published alert whose file was taken out."""
    return markdown.markdown(verdict(list(altered({ALERT: b""}, {})), []))


# Name of the picture → what our own command answers, in HTML.
ANSWERS: dict[str, Callable[[Desk], str]] = {
    "dater-un-contrat": _sheet,
    "publier-une-version": _version,
    "retirer-un-chiffre": _withdrawn,
    "defaire-une-erreur": _undone,
}


def _opened(desk: Desk, names: list[str]) -> Iterator[tuple[str, Page, Box]]:
    page = None
    for name in names:
        route, fill = FORMS[name]
        if page is None:
            page = desk.form(f"collections/{route}")
        else:
            page.set_viewport_size({"width": WINDOW, "height": HEIGHT})
            page.goto(f"{desk.address}/gestion/?{name}#/collections/{route}")
        page.locator("label").first.wait_for(timeout=LOADED)
        yield name, page, fill(page)


def _answered(desk: Desk, names: list[str]) -> Iterator[tuple[str, Page, Box]]:
    page, published = desk.context.new_page(), desk.git("rev-parse", "main").strip()
    for name in names:
        body = ANSWERS[name](desk)
        desk.git("reset", "--quiet", "--hard", published)
        desk.git("clean", "--quiet", "-fd")
        page.set_content(f'<!doctype html><html lang="fr"><style>{STYLE}</style><body>{body}')
        height = page.evaluate("document.body.getBoundingClientRect().height")
        yield name, page, Box(0, 0, WIDTH, height)


def _photograph(name: str, page: Page, box: Box) -> None:
    session = page.context.new_cdp_session(page)
    clip = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "scale": 1}
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY, "clip": clip})  # fmt: skip
    (IMAGES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))
    session.detach()
    sys.stdout.write(f"{name}.webp : {round(box.width)} × {round(box.height)}\n")
    sys.stdout.flush()


def main(names: list[str]) -> None:
    """Writes the pictures; all of them when no name is given."""
    asked = names or [*FORMS, *ANSWERS]
    with (
        tempfile.TemporaryDirectory(prefix="prm-images-") as folder,
        chromium() as browser,
        desk_at(browser, Path(folder), WINDOW, HEIGHT) as desk,
    ):
        for made, known in ((_answered, ANSWERS), (_opened, FORMS)):
            for picture in made(desk, [name for name in asked if name in known]):
                _photograph(*picture)


if __name__ == "__main__":
    main(sys.argv[1:])
