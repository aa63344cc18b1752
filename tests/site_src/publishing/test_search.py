"""The search index: what is found, in which language, and what a misspelt word is corrected by."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from site_src.frame.search_words import SearchWords
from site_src.frame.typography import typographie
from site_src.publishing import search

FOUND = b'<html lang="fr"><head><title>Crue</title></head><body><main data-pagefind-body><h1>Crue</h1><p>La Seine.</p></main></body></html>'
HIDDEN = FOUND.replace(b"<head>", b'<head><meta name="robots" content="noindex">')
ENGLISH = FOUND.replace(b'lang="fr"', b'lang="en"').replace(b"La Seine", b"The Seine")
ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / ".venv" / "bin" / "node"
MAP = FOUND.replace(b" data-pagefind-body", b"")


def test_fictitious_pages_and_map_documents_stay_out() -> None:
    assert search.is_found("a/index.html", FOUND)
    assert not search.is_found("a/index.html", HIDDEN)
    assert not search.is_found("a/index.html", MAP)
    assert not search.is_found("a.csv", FOUND)


def test_a_former_version_of_a_dataset_stays_out() -> None:
    assert search.is_found("donnees/crues/index.html", FOUND)
    assert not search.is_found("donnees/crues/1.0.0/index.html", FOUND)


def test_the_index_is_in_french_without_interfaces_and_the_same_twice() -> None:
    site = {
        "index.html": FOUND,
        "b/index.html": FOUND.replace(b"Seine", b"Bievre"),
        "c/index.html": HIDDEN,
    }
    made = search.index(site)
    assert made == search.index(site)
    assert {"pagefind/pagefind.js", "pagefind/wasm.fr.pagefind"} <= made.keys()
    assert not [path for path in made if "-ui" in path]
    assert sum(path.startswith("pagefind/fragment/fr_") for path in made) == 2


def made_of(site: dict[str, bytes], words: tuple[SearchWords, ...] = ()) -> dict[str, Any]:
    """What the search knows of French pages besides their text."""
    read: dict[str, Any] = json.loads(search.index(site, words)["recherche/fr.json"])
    return read


def test_each_language_has_an_index_of_its_own() -> None:
    made = search.index({"index.html": FOUND, "en/index.html": ENGLISH})
    assert list(json.loads(made["pagefind/pagefind-entry.json"])["languages"]) == ["en", "fr"]
    assert {"recherche/fr.json", "recherche/en.json", "pagefind/wasm.en.pagefind"} <= made.keys()
    assert sum(path.startswith("pagefind/fragment/fr_") for path in made) == 1
    assert sum(path.startswith("pagefind/fragment/en_") for path in made) == 1


def test_a_page_has_its_title_and_the_words_that_people_type() -> None:
    site = {
        "risques/crue/index.html": FOUND.replace(
            b"Crue</h1>", "L’eau monte</h1><h2 id='a'>Que faire</h2>".encode()
        )
    }
    (page,) = made_of(site, (SearchWords("risques/crue/", ("cave inondée",), 1, 9),))["pages"]
    assert (page["adresse"], page["titre"]) == ("risques/crue/", "L’eau monte")
    assert (page["mots"], page["rubriques"]) == (["cave inondée"], ["Que faire"])


def test_an_elided_word_is_indexed_without_its_article() -> None:
    site = {
        "index.html": FOUND.replace(
            b"La Seine.", "Plus d’électricité ni d'eau ni d&#39;oxygène. Cœur.".encode()
        )
    }
    assert {"electricite", "eau", "oxygene", "coeur"} <= set(made_of(site)["mots"].split())


PLACE = """\
<p>Introduction : 12,0 % de la surface.</p>
<ul class="prm-bref">
<li><a href="#c">Anciennes carrières</a> : <strong>34,8 % de la surface</strong></li>
<li><a href="#p">Crue de la Seine : zones du PPRI</a> : <strong>moins de 0,1 % de la surface</strong></li>
<li><a href="#h">Crue de la Seine : plus hautes eaux</a> : <strong>rien de dessiné</strong></li>
<li><a href="#l">Lieux utiles</a> : mairie, métro</li>
</ul>
<p>Rue Férou.</p>
"""


def test_a_place_is_found_by_its_name_with_its_verdicts_and_corrects_nobody() -> None:
    place = FOUND.replace(b"<h1>Crue", b"<h1>Quartier d&#39;Essai").replace(b"<p>La Seine.</p>", PLACE.encode())  # fmt: skip
    made = search.index({"index.html": FOUND, "mon-quartier/6/essai/index.html": place})
    french = json.loads(made["recherche/fr.json"])
    (found,) = [page for page in french["pages"] if page["adresse"] == "mon-quartier/6/essai/"]
    assert found["titre"] == "Quartier d'Essai"
    assert found["texte"] == typographie("Anciennes carrières : 34,8 % de la surface. "
                                         "Crue de la Seine : zones du PPRI : moins de 0,1 % de la surface. "
                                         "Crue de la Seine : plus hautes eaux : rien de dessiné.")  # fmt: skip
    assert set(french["mots"].split()) == {"crue", "la", "seine", "quartier", "essai"}


def test_the_text_of_a_place_weighs_nothing_in_the_index_of_texts() -> None:
    place = FOUND.replace(b"<p>La Seine.</p>", PLACE.encode())
    made = search.index({"index.html": FOUND, "mon-quartier/6/essai/index.html": place})
    assert sum(path.startswith("pagefind/fragment/") for path in made) == 1


def test_the_page_s_script_keeps_its_promises() -> None:
    script = Path(__file__).with_name("question.test.mjs")
    done = subprocess.run(
        [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", str(script)],
        env={**os.environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
