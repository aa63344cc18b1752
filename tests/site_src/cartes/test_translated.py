"""The maps in another language: what is translated, what leads to French, and that nothing missing reads as zero."""

from __future__ import annotations

import html
import json
from pathlib import Path

from site_src.cartes.translated import addresses, in_words_of, jobs
from site_src.dossiers.border import langue_of
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from tests.site_src.dossiers.cases import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = Templates(
    {path.name: path.read_text("utf-8") for path in ROOT.glob("site_src/*/templates/*.j2")}
)
SVG = "<svg><title id='a'>Carte</title><desc>Une zone</desc><title>Un lieu</title></svg>"
ZONE = {"est_nulle": False, "surface_km2": 2.0146, "part_pct": 3.44, "nb_habitants_vides_ouverts": 3000,
        "nb_habitants_vides_combles": 12000, "nb_habitants_majorant": 20000, "nb_75_plus_vides_ouverts": 300,
        "nb_75_plus_vides_combles": 400}  # fmt: skip
NONE = {**ZONE, "est_nulle": True, "surface_km2": 0.0}
FLOODS = {
    "id": "inondation", "titre": "Carte", "titre_court": "Crue", "description": "Une zone", "avis": "Attention.",
    "limites": ["Pas votre immeuble."], "est_fictif": False, "motifs": "", "image": "carte.svg",
    "legende": [{"legende": "Un fond", "definition": "", "est_eteinte": True, "pastille": ""}],
    "territoires": [{"code_insee": "75101", "zones": {"ppri": NONE, "plus_hautes_eaux": ZONE}},
                    {"code_insee": "75113", "zones": {"ppri": ZONE, "plus_hautes_eaux": NONE}},
                    {"code_insee": "75056", "zones": {"ppri": ZONE, "plus_hautes_eaux": ZONE}}],
    "sources": [{"adresse": "https://exemple.invalid/", "mention": "Ville d'essai"}],
}  # fmt: skip
PLACES = {**FLOODS, "id": "lieux", "titre": "Lieux"}
COOL = {
    **FLOODS, "id": "fraicheur", "titre": "Frais", "titre_court": "Frais", "titre_liste": "Lieux frais", "listes_ouvertes": False,
    "groupes": ["Piscines", "Mairies"], "statuts": {"non indiqué": 517, "ouvert": 28, "éteint": 3},
    "territoires": [
        {"code_insee": "75105", "nombres": [1200, 1], "mairie_en": "75105", "groupes": [
            {"libelle": "Piscines", "nb": 1200, "lieux": [
                {"nom": "Piscine <b>A</b>", "detail": "Piscine ; 1, rue X ; gratuit", "nb": 2}]},
            {"libelle": "Mairies", "nb": 1, "lieux": [{"nom": "Mairie du 5e", "detail": "21 place X", "nb": 1}]}]},
        {"code_insee": "75056", "nombres": [1200, 1]},
    ],
    "sources": [{"adresse": "https://exemple.invalid/", "mention": "Ville d'essai", "est_fond": False}],
}  # fmt: skip
FICTITIOUS = {**FLOODS, "id": "fictif", "titre": "Invente", "est_fictif": True}
PHRASES = {
    "Carte": "Map",
    "Une zone": "A zone",
    "Un fond": "A fill",
    "Crue": "Flood",
    "Piscines": "Pools",
}


def pages() -> dict[str, Page]:
    made = {
        f"cartes/{one['id']}.json": json.dumps(one).encode()
        for one in (FLOODS, PLACES, COOL, FICTITIOUS)
    }
    made |= {f"cartes/{name}.svg": SVG.encode() for name in ("inondation", "fraicheur")}
    there = {"ma-rue/": "en/my-street/", "risques/canicule/": "en/heat-wave/"}
    found = [job.written() for job in jobs(made, LANGUAGES, "en", PHRASES, there, TEMPLATES)]
    return {page.address: page for page in found}


def test_the_list_leads_to_the_translated_map_and_to_french_for_the_others() -> None:
    page = pages()["en/maps/"]
    body = html.unescape(page.body)
    assert page.originale == "cartes/"
    assert 'href="../../en/maps/flooding/">See the map and the table' in body
    assert 'href="../../cartes/lieux/" hreflang="fr">See the map, in French' in body
    assert '<span lang="fr">Lieux</span>' in body
    assert "Invente" not in body


def test_a_map_says_its_figures_in_english_and_never_a_zero_for_nothing_drawn() -> None:
    page = pages()["en/maps/flooding/"]
    body = html.unescape(page.body)
    assert (page.titre, page.langue, page.originale) == ("Map", "en", "cartes/inondation/")
    first, other = body.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:2]
    assert '<th scope="row">1st</th>' in first
    assert "no area in a zone of the PPRI in our data" in first
    assert '<th scope="row">13th</th>' in other
    assert '<td class="prm-nombre">2.01</td>' in other
    assert '<td class="prm-nombre">12,000</td>' in other
    assert ">0" not in body.split("<tbody>")[1].split("</tbody>")[0]
    assert "of the PPRI touches in our data: 1 of 2." in body
    assert "A fill. Thin line on the picture" in body
    assert "The interactive map is in French" in body
    assert '<span lang="fr">Pas votre immeuble.</span>' in body
    assert addresses("en")["cartes/inondation/"] == page.address


def test_a_map_of_places_counts_them_and_leads_to_their_list_and_to_what_to_do() -> None:
    body = html.unescape(pages()["en/maps/cool-places/"].body)
    assert 'href="../../../en/maps/cool-places/list/">Read the list' in body
    assert 'href="../../../en/maps/cool-places/list/#list-5">5th</a>' in body
    assert 'href="../../../en/heat-wave/">Heat wave' in body
    assert '<th scope="col">Pools</th><th scope="col"><span lang="fr">Mairies</span></th>' in body
    assert '<td class="prm-nombre">1,200</td>' in body
    assert "Of 548 cool places, 517 have no mention" in body


def test_a_list_keeps_names_in_french_and_says_the_values_of_the_file() -> None:
    page = pages()["en/maps/cool-places/list/"]
    body = html.unescape(page.body)
    assert (page.originale, page.titre_court) == ("cartes/fraicheur/liste/", "List")
    assert '<h3 id="list-5">5th arrondissement</h3>' in body
    assert "<summary>Pools: 1,200</summary>" in body
    assert '</strong> (2): Swimming pool; <span lang="fr">1, rue X</span>; free</li>' in body
    assert "<b>A</b>" not in page.body
    assert '<p><span lang="fr">Mairie du 5e, 21 place X</span>.</p>' in body
    assert "Mairies: 1" not in body
    assert addresses("en")["cartes/fraicheur/liste/"] == page.address


def test_a_picture_takes_the_words_of_the_language_where_there_are_some() -> None:
    english = langue_of(LANGUAGES["en"], PHRASES)
    assert in_words_of(SVG, FLOODS, english).startswith(
        "<svg><title id='a'>Map</title><desc>A zone</desc>"
    )
    assert in_words_of(SVG, FLOODS, english).endswith("<title>Un lieu</title></svg>")
    assert in_words_of(SVG, FLOODS, langue_of(LANGUAGES["en"], {})) == SVG
