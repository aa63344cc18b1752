"""A language read from right to left, as a folder laid beside the others, and a few pages of the site with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import yaml

from site_src.dossiers import pages as dossiers
from site_src.dossiers.collection import Collection
from site_src.dossiers.translations import Translations
from site_src.engine.readings import Library
from site_src.frame import site_map
from site_src.frame.identity import Dicrim, Identite
from site_src.frame.languages import Languages, places
from site_src.frame.page import Page
from site_src.frame.rendering import templates_of
from site_src.publishing import mkdocs_folder
from site_src.publishing.markdown import markdown
from site_src.risques import pages as risques
from site_src.risques.register import Register
from tests.builds import committed, library, outputs

Files = Mapping[str, bytes]
FOLDER, MARK, NAME = "data/langues/ar/", "ترجمة غير رسمية", "العربية"
RISK, PAGE = "orage", "thunderstorm"
SAID = {"Orage et foudre": "عاصفة رعدية", "Gagnez un bâtiment en dur.": "ادخل مبنى صلبا."}
MENU = {"risques": "المخاطر", "accueil": "الصفحة الرئيسية"}
IDENTITE = Identite(titre="Paris", titre_court="Risques", description="Essai.", adresse="https://exemple.invalid/repo/", dicrim=Dicrim(adopte=False))  # fmt: skip


def words(text: str) -> str:
    """Something in its letters, with the places of a French text."""
    return " ".join(["كلمة", *places(text)])


def folder(*, is_published: bool = True, mark: str = MARK) -> dict[str, bytes]:
    """data/langues/ar/: the language, a word for each French word, and one risk of which two sentences are translated."""
    head = {"nom": NAME, "sens": "rtl", "publiee": is_published, "marque": mark}
    french = committed("data/langues/fr/mots/*.yaml")
    rooms = {
        path.replace("/fr/", "/ar/"): {
            key: MENU.get(key, words(text)) for key, text in yaml.safe_load(raw).items()
        }
        for path, raw in french.items()
    }
    risk = {
        "page": PAGE,
        "empreinte": "0" * 64,
        "phrases": [{"fr": text, "ar": said} for text, said in SAID.items()],
    }
    made = {f"{FOLDER}langue.yaml": head, **rooms, f"{FOLDER}risques/{RISK}.yaml": risk}
    return {path: json.dumps(one, ensure_ascii=False).encode() for path, one in made.items()}


def documents(added: Files) -> dict[str, bytes]:
    """A few documents of the site, and its assets, with these files beside the repository's own."""
    shelf = library({**committed("data/**/*.yaml", "data/datasets/**/*"), **added})
    languages = shelf.record("langues", dict)
    pages = list(_pages(shelf, languages))
    theme = committed("site_src/publishing/theme/**/*", "site_src/*/*.css", "site_src/*/*.js")
    site = mkdocs_folder.Site(IDENTITE, pages, (), theme, 1763830000, languages)
    texts = {f"docs/{page.path}": markdown(page) for page in pages}
    return outputs("html", {}, {"pages": texts, "folder": mkdocs_folder.assemble(site)})


def _pages(shelf: Library, languages: Languages) -> Iterator[Page]:
    """The French home and list, one risk in every language, and what each language has of its own."""
    templates = templates_of(committed("site_src/*/templates/*.j2"))
    translations: Mapping[str, Translations] = shelf.record("translations", dict)
    jobs = [
        *risques.jobs(shelf.record("register", Register), templates, {}, {}, {}),
        *dossiers.jobs(
            shelf.record("collection", Collection), languages, translations, templates, {}, {}
        ),
    ]
    every = [
        Page("index.md", "Accueil", "Essai.", "Bonjour.", "essai.md"),
        Page("cartes/index.md", "Cartes", "Essai.", "Des cartes.", "essai.md", "cartes"),
        Page("plan-du-site.md", "Plan", "Essai.", "Tout.", "essai.md"),
        *(job.written() for job in jobs if PurePosixPath(job.name).stem in (RISK, PAGE)),
    ]
    yield from every
    for job in site_map.jobs(every, languages, {}):
        yield job.written()
