"""The checks of access find what they are for: a page with one fault of each kind, and one without any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tools import access, axe

STYLE = "body{margin:0;font:16px/1.5 sans-serif}:focus{outline:3px solid #005}a,button{display:inline-block;min-height:24px}@media print{nav,button{display:none}}"
WORDS = "<p>Assez de mots pour que la page ne soit pas tenue pour vide, ni à l’écran ni sur le papier, par qui la lit ou l’imprime.</p>"


def document(body: str = "", style: str = "") -> str:
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><style>{STYLE}{style}</style></head>'
        '<body><header><nav aria-label="Menu"><a href="#contenu">Aller au contenu</a></nav></header>'
        f'<main id="contenu"><h1>Essai</h1>{WORDS}{body}</main><footer><p>Pied</p></footer></body></html>'
    )


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def found(page: Page, body: str = "", style: str = "") -> dict[str, list[str]]:
    page.set_content(document(body, style))
    return {name: faults for name, faults in access.checked(page).items() if faults}


def test_a_plain_page_has_no_fault(page: Page) -> None:
    assert found(page, "<button type=button>Agir</button>") == {}


LONG = "anticonstitutionnellement" * 3


@pytest.mark.parametrize(
    ("check", "body", "style"),
    [
        ("axe", "<p style='color:#bbb'>Trop pâle</p>", ""),
        ("axe", "<p>Lisible</p><p>Lisible</p><p style='color:#bbb'>Trop pâle</p>", ""),
        ("axe", "<p>Lisible</p><p>Recouvert</p><div style='position:relative;z-index:-1;height:60px;margin-top:-60px;background:#444'></div>", ""),
        ("axe", "<p class=a>Lisible</p><div class=b><p class=a>Assombri</p></div>", ".b{background:#444}"),
        ("axe", "<p>Lisible</p><p class=nuit>Pâle la nuit</p>", "@media (prefers-color-scheme: dark){.nuit{color:#bbb}}"),
        ("axe", "<p>Lisible</p><p class=nuit>Pâle la nuit</p>", "@media (prefers-color-scheme: dark) and (min-width:1000px){.nuit{color:#bbb}}"),
        ("axe", "<img class=nuit width=50 height=50 src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", ".nuit{display:none}@media (prefers-color-scheme: dark){.nuit{display:block}}"),
        ("axe", "<button aria-label=un style='min-height:0;width:9px;height:9px;padding:0'></button><button aria-label=deux style='min-height:0;width:9px;height:9px;padding:0'></button>", ""),
        ("noms-et-roles", "<button type=button></button>", ""),
        ("noms-et-roles", "<h4>Trop bas</h4>", ""),
        ("noms-et-roles", "<nav aria-label=Menu><a href=#contenu>Encore</a></nav>", ""),
        ("clavier", "<button type=button class=nu>Sans contour</button>", ".nu:focus{outline:none}"),
        ("clavier", "<button type=button tabindex=3>Le premier</button>", ""),
        ("clavier", "<button type=button onkeydown=\"event.key === 'Tab' && event.preventDefault()\">Piège</button>", ""),
        ("clavier", "<button type=button>Dessous</button><div style='position:fixed;inset:0;background:#fff'></div>", ""),
        ("couleurs-forcees", "<button type=button class=ombre>Ombre</button>", ".ombre:focus{outline:none;box-shadow:0 0 0 3px #005}"),
        ("mouvement", "<p class=tourne>Tourne</p>", "@keyframes t{to{opacity:.9}}.tourne{animation:t 3s infinite}"),
        ("redistribution", "<p style='width:600px'>Large</p>", ""),
        ("grossissement", "<p style='height:1.5em;font-size:1rem;overflow:hidden;height:24px'>Une ligne</p>", ""),
        ("espacement", f"<p style='overflow:hidden;white-space:nowrap;width:14em'>{LONG[:34]}</p>", ""),
        ("impression", "<button type=button class=reste>Reste</button>", "@media print{.reste{display:block!important}}"),
        ("absences", "<marquee>défile</marquee>", ""),
    ],
)  # fmt: skip
def test_a_fault_is_found_by_the_check_that_is_for_it(
    page: Page, check: str, body: str, style: str
) -> None:
    assert check in found(page, body, style)


# Colours of every writing, some mixed with what is below them, some that no program can tell.
COLOURS = (
    "#bbb", "#0058", "gray", "hsl(200 50% 70%)", "hsl(.3turn 50% 30% / .5)", "oklch(70% .1 200)", "rgb(200 200 200 / 40%)",
    "color(display-p3 .7 .7 .7)", "#333",
)  # fmt: skip
GROUNDS = ("#fff", "#0008", "linear-gradient(#fff, #000)", "lab(30% 20 30)")
TEXTS = "".join(f'<p style="color:{colour}">Un texte</p>' for colour in COLOURS)
PAINTED = "".join(f'<section style="background:{ground}">{TEXTS}</section>' for ground in GROUNDS)
# All that axe says, but for the moment at which it says it.
SAID = """async () => {
  const { violations, passes, incomplete, inapplicable } = await axe.run(document);
  return { violations, passes, incomplete, inapplicable };
}"""


def test_axe_made_quicker_says_what_it_says_as_it_is_published(page: Page) -> None:
    said = []
    for given in (axe.PLAIN, axe.AXE):
        page.set_content(document(PAINTED, "section{opacity:.9}p{text-shadow:0 0 2px #888}"))
        page.evaluate(given)
        said.append(page.evaluate(SAID))
    plain, quicker = said
    assert quicker == plain
    told = {kind: str(plain[kind]).count("contrastRatio") for kind in ("violations", "passes", "incomplete")}  # fmt: skip
    assert all(told.values()), told


def test_a_page_without_scripts_has_no_button_that_does_nothing(page: Page) -> None:
    page.set_content(document("<button type=button>Agir</button>"))
    assert access.without_scripts(page) == ["bouton sans effet"]
