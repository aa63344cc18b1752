"""The maps' pages: picture before words, every arrondissement, values as text, links that hold."""

import html
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from opendata.findings import FindingsError
from site_src.cartes.pages import drawn_from, pages, snippet
from site_src.frame.page import Page

TEMPLATES = Path(__file__).resolve().parents[3] / "site_src" / "cartes" / "templates"
MEASURE = {
    "surface_km2": 0.7445,
    "part_pct": 40.8,
    "surface_comblee_km2": 0.8,
    "part_comblee_pct": 45.2,
    "nb_habitants_vides_ouverts": 3000,
    "nb_habitants_vides_combles": 3800,
    "nb_habitants_majorant": 11500,
    "nb_75_plus_vides_ouverts": 200,
    "nb_75_plus_vides_combles": 300,
    "est_nulle": False,
}
NONE = {**dict.fromkeys(MEASURE, 0), "est_nulle": True}


def territory(
    code: str, name: str, ppri: Mapping[str, object], phec: Mapping[str, object]
) -> dict[str, object]:
    return {
        "code_insee": code,
        "libelle": name,
        "constat": f"constat de {code}.",
        "zones": {"ppri": ppri, "plus_hautes_eaux": phec},
    }


def templates(**maps: str) -> dict[str, str]:
    """The templates of the room; each map named here has those of another."""
    read = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2")}
    for name, other in maps.items():
        own = {kind: f"{kind}_{other}.j2" for kind in ("carte", "liste")}
        read |= {f"{kind}_{name}.j2": read[path] for kind, path in own.items() if path in read}
    return read


@pytest.fixture(scope="module")
def made() -> list[Page]:
    data = {
        "id": "essai", "place": "cartes/essai/", "titre": "Carte [d'essai](x)", "titre_court": "Essai", "description": "Une <b>zone</b>.",
        "limites": ["Rien ici n'est vrai."], "methode": "Au prorata.", "motifs": "<pattern/>",
        "image": "carte.svg", "est_fictif": False, "avis": "Un avis.",
        "legende": [{"libelle": "Zone", "legende": "Zone (hachures)", "definition": "", "est_fond": False, "est_eteinte": True, "pastille": "<path/>"}],
        "territoires": [
            territory("75101", "1er arrondissement", MEASURE, NONE),
            territory("75114", "14e arrondissement", NONE, NONE),
            territory("75056", "Paris", MEASURE, MEASURE),
        ],
        "communs_km2": {"ppri": {"plus_hautes_eaux": 7.01, "seine_et_canaux": 0.01}, "plus_hautes_eaux": {"seine_et_canaux": 1.89}},
        "chiffres_publies": [
            {"texte": "240 000 Parisiens.", "date": "2019", "source": "presse", "adresse": "https://exemple.invalid/article", "est_a_confirmer": True},
        ],
        "sources": [{"id": "z", "adresse": "https://exemple.invalid/z", "mention": "Éditeur, « Z »"}],
    }  # fmt: skip
    outputs = {
        "cartes/essai.json": json.dumps(data).encode(),
        "cartes/essai.svg": b'<svg class="prm-image"></svg>',
        "site/cartes/essai/carte.svg": b"<svg/>",
    }
    return pages(outputs, templates(essai="inondation"), "https://exemple.invalid/")


def test_there_is_an_index_and_one_page_a_map(made: list[Page]) -> None:
    assert [page.address for page in made] == ["cartes/", "cartes/essai/"]
    assert 'href="essai/"' in made[0].body
    assert made[1].root == "../../"


def test_the_picture_stands_before_any_script_and_before_the_words(made: list[Page]) -> None:
    body = made[1].body
    assert (
        body.index('<svg class="prm-image">')
        < body.index("<script")
        < body.index("## Et dans mon arrondissement")
    )


def test_a_layer_to_be_switched_on_is_said_to_be_thin_on_the_picture(made: list[Page]) -> None:
    said = "Trait fin sur l’image ; sur la carte interactive, à allumer dans la liste des couches."
    assert f" {said}</span>" in made[1].body


def test_the_interactive_map_is_a_link_that_works_without_script(made: list[Page]) -> None:
    assert '<a class="prm-bouton prm-demarrer" href="interactive/"' in made[1].body


def test_every_arrondissement_has_its_sentence_and_its_line(made: list[Page]) -> None:
    body = made[1].body
    said = body.replace("&#46;", ".")
    assert (
        '<a href="../../mon-quartier/1/">1er arrondissement</a></strong> : constat de 75101.'
        in said
    )
    assert body.count('<th scope="row">') == 3
    assert "dans nos données : 1 sur 2." in body
    assert "aucune surface en zone du PPRI dans nos données</td>" in body


def test_figures_are_french_and_published_ones_are_dated_and_to_confirm(made: list[Page]) -> None:
    body = html.unescape(made[1].body)
    assert '<td class="prm-nombre">0,74</td>' in body
    assert "11\u202f500" in body
    source = '<a href="https://exemple.invalid/article">presse</a>'
    assert f'<td>2019</td><td>{source} <span class="prm-statut">à confirmer</span></td>' in body
    assert "7,01 km² en commun" in body


def test_values_are_text_never_markup(made: list[Page]) -> None:
    assert "<b>zone</b>" not in made[1].body
    assert "[d'essai](x)" not in made[0].body


def test_the_map_s_own_document_is_given_to_copy(made: list[Page]) -> None:
    code = html.unescape(made[1].body)
    assert '<iframe src="https://exemple.invalid/cartes/essai/interactive/"' in html.unescape(code)
    assert 'title="Carte [d\'essai](x)"' in html.unescape(code)


def test_a_site_without_address_says_where_to_write_it() -> None:
    code = snippet({"id": "essai", "place": "cartes/essai/", "titre": "Carte « a > b »"}, "")
    assert 'src="https://ADRESSE-DU-SITE/cartes/essai/interactive/"' in code
    assert "a &gt; b" in code


def test_a_map_in_another_site_may_ask_for_a_position() -> None:
    code = snippet(
        {"id": "essai", "place": "cartes/essai/", "titre": "Carte"}, "https://exemple.invalid/"
    )
    assert 'allow="geolocation"' in code


def place(nom: str, nb: int = 1) -> dict[str, object]:
    return {"nom": nom, "detail": "Piscine ; 1, rue X", "nb": nb}


@pytest.fixture(scope="module")
def listed() -> list[Page]:
    here = {
        "code_insee": "75106", "libelle": "6e arrondissement", "constat": "piscines (2).", "mairie": "", "nombres": [2],
        "groupes": [{"libelle": "Piscines", "nb": 2, "lieux": [place("Piscine <b>A</b>", 2)]}],
    }  # fmt: skip
    data = {
        "id": "bains", "place": "cartes/bains/", "titre": "Carte des bains", "titre_court": "Bains", "titre_liste": "Bains, par arrondissement",
        "listes_ouvertes": False, "description": "Des bains.", "avis": "Vérifiez [x](y).", "limites": ["Rien."], "motifs": "",
        "image": "carte.svg", "est_fictif": False, "legende": [], "groupes": ["Piscines"], "manquantes": [],
        "statuts": {"non indiqué": 517, "ouvert": 28, "éteint": 3},
        "territoires": [here, {"code_insee": "75056", "libelle": "Paris", "constat": "", "nombres": [2]}],
        "sources": [
            {"id": "z", "adresse": "https://exemple.invalid/z", "mention": "Éditeur, « Z »", "est_fond": False},
            {"id": "sol", "adresse": "https://exemple.invalid/sol", "mention": "Éditeur, « Sol »", "est_fond": True},
        ],
    }  # fmt: skip
    outputs = {"cartes/bains.json": json.dumps(data).encode(), "cartes/bains.svg": b"<svg></svg>"}
    return pages(outputs, templates(bains="fraicheur"), "")


def test_a_map_of_places_has_its_list_on_a_page_of_its_own(listed: list[Page]) -> None:
    assert [page.address for page in listed] == ["cartes/", "cartes/bains/", "cartes/bains/liste/"]
    assert 'href="liste/#liste-6"' in listed[1].body
    assert 'id="liste-6"' in listed[2].body
    assert listed[2].fil == (("Cartes", "cartes/"), ("Bains", "cartes/bains/"))
    assert listed[2].titre == "Bains, par arrondissement"


def test_the_list_counts_what_reads_alike_and_its_values_are_text(listed: list[Page]) -> None:
    body = listed[2].body
    assert "<b>A</b>" not in body
    assert "</strong> (2) : Piscine" in body
    assert "<summary>Piscines : 2</summary>" in body
    assert "[x](y)" not in body


def test_the_list_says_what_is_not_known_and_where_it_comes_from(listed: list[Page]) -> None:
    body = listed[2].body
    assert "Sur 548 lieux frais, 517 n’ont aucune mention" in body
    assert '/z">Éditeur' in body
    assert '/sol">' not in body
    assert '/sol">' in listed[1].body


@pytest.fixture(scope="module")
def classes() -> dict[str, bytes]:
    """What the maps' stage says of a map of classes of fictitious figures."""
    row = {"code_insee": "75101", "libelle": "1er arrondissement", "constat": "4,0.", "etat": "classe-1", "effectif": "4",
           "taux": "4,0", "classe": "Classe 1", "est_publie": True}  # fmt: skip
    data = {
        "id": "faits-fictif", "titre": "Carte (données fictives de démonstration)", "titre_court": "Faits (fictif)",
        "description": "Des faits.", "avis": "", "limites": ["Rien."], "motifs": "", "image": "carte.svg",
        "place": "donnees/faits/carte/", "est_fictif": True, "legende": [], "sources": [], "multiples": {}, "territoires": [row, row | {"code_insee": "75056"}],
        "methode": "Deux classes.", "effectif": "Faits", "taux": "pour 10", "jeu": "faits", "table": "faits",
        "reserve": "On vient <i>d'ailleurs</i>.",
    }  # fmt: skip
    return {
        "cartes/faits-fictif.json": json.dumps(data).encode(),
        "cartes/faits-fictif.svg": b"<svg></svg>",
    }


def test_a_fictitious_map_says_what_is_real_and_why_its_rate_misleads(
    classes: dict[str, bytes], made: list[Page]
) -> None:
    named = templates(**{"faits-fictif": "tranquillite-fictif"})
    page = pages(classes, named, "")[1]
    assert page.est_fictive
    assert page.part_reelle == "Les contours et les nombres d’habitants sont ceux de Paris."
    said = html.unescape(page.body)
    assert "On vient <i>d’ailleurs</i>." in said
    assert "<i>" not in page.body
    assert said.index("On vient") < said.index("### Le tableau")
    assert 'href="../../../donnees/faits/"' in said
    assert page.address == "donnees/faits/carte/"
    assert made[1].part_reelle == ""


def test_the_former_address_of_a_fictitious_map_leads_to_it(classes: dict[str, bytes]) -> None:
    named = templates(**{"faits-fictif": "tranquillite-fictif"})
    moved = {page.address: page for page in pages(classes, named, "")[2:]}
    assert list(moved) == ["cartes/faits-fictif/", "cartes/faits-fictif/interactive/"]
    assert 'href="../../donnees/faits/carte/"' in html.unescape(moved["cartes/faits-fictif/"].body)
    document = moved["cartes/faits-fictif/interactive/"]
    assert 'href="../../../donnees/faits/carte/interactive/"' in html.unescape(document.body)
    assert not document.est_indexee


def test_a_dataset_knows_the_maps_that_compute_a_rate_from_it(classes: dict[str, bytes]) -> None:
    assert drawn_from(classes) == {
        "faits": [{"adresse": "donnees/faits/carte/", "titre": "Carte (données fictives de démonstration)",
                   "reserve": "On vient <i>d'ailleurs</i>."}]
    }  # fmt: skip
    assert drawn_from({"cartes/essai.json": b'{"id": "essai"}', "cartes/essai.svg": b""}) == {}


def test_a_map_without_its_template_says_which_file_to_write(classes: dict[str, bytes]) -> None:
    with pytest.raises(FindingsError) as caught:
        pages(classes, templates(), "")
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "site_src/cartes/templates/carte_faits-fictif.j2:0:0: fichier absent — règle : chaque carte de data/cartes.yaml a son "
            "texte — remède : l'écrire : ce que la page ajoute à l'image et à la légende"
        )
    ]
