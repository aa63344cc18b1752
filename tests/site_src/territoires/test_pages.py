"""« Ma rue » and the pages of places: every territory says what the tables say, in words."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from maps.records.atlas import Atlas
from opendata.findings import FindingsError
from opendata.model import Source
from site_src.dossiers.border import Spoken
from site_src.engine.readings import Library
from site_src.frame.anchors import slug
from site_src.frame.page import Page
from site_src.frame.rendering import TEMPLATES, templates_of
from site_src.risques.border import Gesture
from site_src.risques.register import Register
from site_src.territoires import pages as ma_rue
from tests.builds import ROOT, committed, library, outputs

READ = (
    "data/geo/*", "data/cartes.yaml", "data/sources.yaml", "data/datasets/**/*", "data/risques/*",
    "data/langues/*/langue.yaml", "data/langues/*/mots/*",
    "node_modules/uqr/LICENSE", "node_modules/uqr/dist/index.mjs",
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return committed(*READ)


@pytest.fixture(scope="module")
def shelf(files: dict[str, bytes]) -> Library:
    return library(files)


@pytest.fixture(scope="module")
def made(files: dict[str, bytes]) -> dict[str, bytes]:
    return outputs("rues", files)


@pytest.fixture(scope="module")
def places(made: dict[str, bytes]) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(made["rues/territoires.json"])
    return read


@pytest.fixture(scope="module")
def register(shelf: Library) -> Register:
    return shelf.record("register", Register)


@pytest.fixture(scope="module")
def sources(shelf: Library) -> dict[str, Source]:
    read: dict[str, Source] = shelf.record("sources", dict)
    return read


@pytest.fixture(scope="module")
def contracts(shelf: Library) -> Mapping[str, Mapping[str, str]]:
    read: dict[str, dict[str, str]] = shelf.record("contracts", dict)
    return read


SCRIPTS = (
    "site_src/territoires/ma-rue.js",
    "site_src/territoires/montee.js",
    "site_src/direct/niveau.js",
)
PHRASES = {"Crue de la Seine": "Flooding by the Seine"}
ELSEWHERE = {"risques/crue-seine/": "en/flooding-by-the-seine/", **ma_rue.addresses("en")}


@pytest.fixture(scope="module")
def spoken(shelf: Library) -> list[Spoken]:
    """French, then English with a sentence and two pages alone."""
    languages = shelf.record("langues", dict)
    return [ma_rue.spoken(languages["fr"]), ma_rue.spoken(languages["en"], PHRASES, ELSEWHERE)]


@pytest.fixture(scope="module")
def pages(
    made: dict[str, bytes],
    register: Register,
    sources: dict[str, Source],
    contracts: Mapping[str, Mapping[str, str]],
    spoken: list[Spoken],
) -> dict[str, Page]:
    templates = templates_of(committed(TEMPLATES))
    return {
        page.address: page
        for page in ma_rue.pages(made, register, sources, templates, contracts, {}, spoken)
    }


def body_of(page: Page) -> str:
    """The body with its characters plain: templates write `-` and `_` as references; a space is a space."""
    return re.sub(r"[\u00a0\u202f]", " ", unescape(page.body))


def text(page: Page) -> str:
    """The body without tags; spaces of every kind are one space."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body_of(page)))


def test_a_layer_that_cannot_be_read_stops_the_stage(files: dict[str, bytes]) -> None:
    with pytest.raises(FindingsError):
        outputs("rues", {**files, "data/geo/voies.geojson": b""})


def test_every_arrondissement_and_quartier_has_a_page_and_a_picture(
    made: dict[str, bytes], places: list[dict[str, Any]], pages: dict[str, Page]
) -> None:
    assert [item["niveau"] for item in places].count("arrondissement") == 20
    assert [item["niveau"] for item in places].count("quartier") == 80
    addresses = {item["adresse"] for item in places}
    assert len(addresses) == 100
    assert set(pages) == addresses | {"ma-rue/", "en/my-street/", "mon-quartier/"}
    assert {f"rues/{item['code']}.svg" for item in places} <= set(made)


def test_the_picture_of_a_place_has_all_its_hazards(
    made: dict[str, bytes], places: list[dict[str, Any]]
) -> None:
    for item in places:
        svg = made[f"rues/{item['code']}.svg"].decode()
        for zone, couche in (("ppri", "ppri"), ("carrieres", "carrieres")):
            if item["zones"][zone]["part_pct"] > 1:
                assert f'<path class="prm-tous-risques-{couche}" d="m' in svg, item["adresse"]


def test_a_street_is_listed_by_its_own_verdict(places: list[dict[str, Any]]) -> None:
    by_name = {item["adresse"]: item for item in places}
    seventh = by_name["mon-quartier/7/"]["zones"]
    lille = ["750004568", "Rue de Lille"]
    assert lille in [row[:2] for row in seventh["ppri"]["voies"]["concernee"]]
    assert lille in [row[:2] for row in seventh["plus_hautes_eaux"]["voies"]["en_partie"]]
    assert lille not in [row[:2] for rows in seventh["carrieres"]["voies"].values() for row in rows]
    invalides = by_name["mon-quartier/7/invalides/"]["zones"]
    assert lille in [row[:2] for row in invalides["ppri"]["voies"]["concernee"]]


def test_the_index_weighs_less_than_200_kilobytes(made: dict[str, bytes]) -> None:
    assert len(gzip.compress(made["site/ma-rue/voies.json"], mtime=0)) <= 200_000


def test_nothing_drawn_is_never_said_to_be_safe(pages: dict[str, Page]) -> None:
    belleville = text(pages["mon-quartier/20/belleville/"])
    assert (
        belleville.count(
            "Rien de dessiné dans ce quartier dans nos données. Ce n’est pas une absence de risque."
        )
        == 2
    )
    for page in pages.values():
        assert "sans risque" not in text(page)
        assert "aucun risque" not in text(page).lower()


def test_a_place_says_the_worst_first_and_gives_each_advice_once(
    pages: dict[str, Page], register: Register
) -> None:
    bercy = body_of(pages["mon-quartier/12/bercy/"])
    titles = re.findall(r"^## (.+)$", bercy, re.MULTILINE)
    assert titles[:3] == [
        "Crue de la Seine : zones du PPRI", "Crue de la Seine : plus hautes eaux connues", "Anciennes carrières"
    ]  # fmt: skip
    for name in ("crue-seine", "mouvement-terrain"):
        advice = bercy.count(
            f"Tout ce qu’il faut faire, avant, pendant, après : {short(register, name)}"
        )
        assert advice == 1, name


def short(register: Register, name: str) -> str:
    return next(risque.titre_court for risque in register.risques if risque.id == name)


def test_a_place_is_told_in_short_and_leads_to_the_rest(pages: dict[str, Page]) -> None:
    croulebarbe = body_of(pages["mon-quartier/13/croulebarbe/"])
    headings = set(re.findall(r"^## (.+)$", croulebarbe, re.MULTILINE))
    short = croulebarbe[croulebarbe.index('<ul class="prm-bref">') :].partition("</ul>")[0]
    lines = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", short)).strip()
    assert lines.startswith(
        "Anciennes carrières : 100,0 % de la surface Crue de la Seine : zones du PPRI : rien de dessiné"
    )
    assert set(re.findall('href="#([^"]+)"', short)) <= {slug(title) for title in headings}


def test_residents_are_said_as_estimates(pages: dict[str, Page]) -> None:
    said = text(pages["mon-quartier/15/"])
    assert re.search(r"Environ [\d\s]+ à [\d\s]+ personnes y habitent, au plus [\d\s]+\.", said)


def test_a_place_says_where_it_is_in_few_words(pages: dict[str, Page]) -> None:
    bercy, first = pages["mon-quartier/12/bercy/"], pages["mon-quartier/1/"]
    assert bercy.fil == (("Mon quartier", "mon-quartier/"), ("12e", "mon-quartier/12/"))
    assert bercy.titre_court == "Bercy"
    assert first.fil == (("Mon quartier", "mon-quartier/"),)
    assert pages["mon-quartier/1/halles/"].fil[1] == ("1er", "mon-quartier/1/")
    assert {address for page in pages.values() for _, address in page.fil} <= set(pages)


def test_a_place_links_every_map_of_its_hazards_and_says_how_they_are_drawn(
    pages: dict[str, Page], files: dict[str, bytes]
) -> None:
    body = body_of(pages["mon-quartier/14/"])
    cartes = yaml.safe_load(files["data/cartes.yaml"])
    legends = {one["id"]: one.get("legende") for carte in cartes for one in carte["couches"]}
    for carte in ("tous-risques", "inondation", "carrieres", "fraicheur", "lieux-utiles"):
        assert f'href="../../cartes/{carte}/"' in body
    assert body.count('<li><svg width="30"') == 3
    assert legends["carrieres"].replace("'", "’") in body


def here(files: dict[str, bytes], layer: str, code: str) -> list[dict[str, Any]]:
    """The places of a layer in one arrondissement."""
    features = json.loads(files[f"data/geo/{layer}.geojson"])["features"]
    return [one["properties"] for one in features if one["properties"]["code_insee"] == code]


def test_useful_places_are_those_of_the_files(
    pages: dict[str, Page], files: dict[str, bytes]
) -> None:
    said = text(pages["mon-quartier/13/"])
    modes = [row["modes"] for row in here(files, "gares", "75113")]
    opening = [row["statut_ouverture"] for row in here(files, "lieux_frais", "75113")]
    works = [row["est_disponible"] for row in here(files, "fontaines", "75113")]
    assert "Mairie du 13e arrondissement, 1 place d’Italie." in said
    assert f"Stations de métro : {modes.count('métro')}" in said
    assert f"Gares de RER, avec ou sans métro : {len(modes) - modes.count('métro')}" in said
    assert "Place d’Italie : métro 5, métro 6, métro 7" in said
    assert re.search(r"Île-de-France Mobilités, millésime : .+ \(licence à confirmer\)", said)
    assert (
        f"Le fichier en dit {opening.count('éteint')} « éteint » et ne dit rien des autres." in said
    )
    assert "« éteint » dans le fichier ; Horaires d’ouvertures du parc" in said
    assert (
        f"{len(works)} fontaines dans cet arrondissement : le fichier en dit {works.count(True)} disponibles "
        f"et {works.count(False)} indisponibles." in said
    )


def test_what_the_files_do_not_have_is_said(pages: dict[str, Page]) -> None:
    sixth = text(pages["mon-quartier/6/"])
    assert "Sa mairie n’est pas dans le fichier de la Ville" in sixth
    second = text(pages["mon-quartier/2/"])
    assert "Mairie de Paris Centre, 2 rue Eugène Spuller, dans le 3e arrondissement" in second
    assert "Le fichier ne dit pas s’ils sont ouverts." in second
    gaillon = text(pages["mon-quartier/2/gaillon/"])
    assert "Le fichier ne nomme aucun lieu dans ce quartier." in gaillon
    assert "Le fichier n’a aucune fontaine dans ce quartier." in gaillon


def test_one_is_said_in_the_singular(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not re.search(r"\b1 (voies|lieux|stations|fontaines|disponibles)\b", text(page))
        assert not re.search(r"\b1 voie : (en partie )?concernées", text(page))


def test_a_contract_is_said_as_its_row_says_it(
    made: dict[str, bytes],
    register: Register,
    sources: dict[str, Source],
    contracts: Mapping[str, Mapping[str, str]],
    pages: dict[str, Page],
    spoken: list[Spoken],
) -> None:
    said = text(pages["mon-quartier/13/croulebarbe/"])
    assert "En 2016, la Ville disait avoir un contrat de prévention et de sécurité" in said
    assert "donc dans l’arrondissement de ce quartier" in said
    assert "La source ne donne ni sa date ni son contenu." in said
    rows = {
        code: {**row, "annee_signature": "2017", "fiabilite_signature": "officielle"}
        for code, row in contracts.items()
    }
    templates = templates_of(committed(TEMPLATES))
    signed = ma_rue.pages(made, register, sources, templates, rows, {}, spoken[:1])
    assert "Il a été signé en 2017." in text(signed[2])
    rows = {code: {**row, "fiabilite_signature": "secondaire"} for code, row in rows.items()}
    doubtful = ma_rue.pages(made, register, sources, templates, rows, {}, spoken[:1])
    assert "Il a été signé en 2017 (à confirmer)." in text(doubtful[2])


def test_recorded_crime_is_said_with_its_unit_and_what_its_rate_misleads_about(
    made: dict[str, bytes],
    register: Register,
    sources: dict[str, Source],
    contracts: Mapping[str, Mapping[str, str]],
    spoken: list[Spoken],
) -> None:
    thefts = SimpleNamespace(annee="2024", indicateur="Vols", nombre="12", unite="infractions", taux="1,2",
                             rapporte_a="habitants", annee_reference="2022")  # fmt: skip
    hidden = SimpleNamespace(**{**vars(thefts), "indicateur": "Rixes", "nombre": "", "taux": ""})
    shown = {"75113": (thefts, hidden)}
    found = {
        page.address: page
        for page in ma_rue.pages(made, register, sources, templates_of(committed(TEMPLATES)), contracts, {}, spoken[:1], shown)
    }  # fmt: skip
    said = text(found["mon-quartier/13/"])
    assert "Vols : 12 infractions , 1,2 pour 1 000 habitants de 2022" in said
    assert "Rixes : non diffusé par le SSMSI, ce n’est pas zéro" in said
    for warning in ("Un fait signalé n’est pas un crime ; un crime enregistré n’est pas tout.",
                    "aux seuls habitants, ou logements, du lieu", "Une plainte n’est pas un fait établi",
                    "la façon d’enregistrer change", "revoit les années d’avant", "Aucun classement"):  # fmt: skip
        assert warning in said
    assert "enregistré en 2024" not in text(found["mon-quartier/13/croulebarbe/"])
    assert "enregistré en 2024" not in text(found["mon-quartier/12/"])


def test_paris_centre_links_its_four_arrondissements(pages: dict[str, Page]) -> None:
    body = body_of(pages["mon-quartier/2/"])
    assert "Paris Centre" in body
    assert [f'href="../../mon-quartier/{n}/"' in body for n in (1, 2, 3, 4)] == [
        True,
        False,
        True,
        True,
    ]
    assert "Paris Centre" not in body_of(pages["mon-quartier/5/"])


def test_every_risk_is_mapped_or_listed_as_without_map(
    pages: dict[str, Page], register: Register
) -> None:
    for address in ("ma-rue/", "mon-quartier/12/bercy/"):
        body = body_of(pages[address])
        assert [
            risque.id for risque in register.risques if f"risques/{risque.id}/" not in body
        ] == []


def test_every_zone_has_words_for_every_verdict(pages: dict[str, Page]) -> None:
    body = body_of(pages["ma-rue/"])
    found = set(re.findall(r'<template data-zone="(\w+)" data-verdict="(\w+)">', body))
    assert found == {(zone, verdict) for zone in ma_rue.ZONES for verdict in ma_rue.VERDICTS}


def test_what_to_do_fits_the_verdict(register: Register, sources: dict[str, Source]) -> None:
    for zone in ma_rue.zones_of(register, sources):
        assert set(zone.gestes) == set(ma_rue.VERDICTS)
        for verdict in ("concernee", "en_partie", "hors_zone"):
            assert not any("votre adresse" in item.texte for item in zone.gestes[verdict])
        assert any("votre adresse" in item.texte for item in zone.gestes["a_verifier"])
        assert all(len(texts) == 3 for texts in zone.gestes.values())


def test_deeds_are_the_register_s_own_those_for_inside_the_zone_first(register: Register) -> None:
    risque = next(risque for risque in register.risques if risque.id == "crue-seine")
    before = risque.consignes.avant
    inside = [item.texte for item in before if item.cas == "En zone inondable"]
    found = ma_rue.deeds(risque)
    assert [item.texte for item in found["concernee"]] == inside[:3]
    assert {item.texte for item in found["hors_zone"]} <= {
        item.texte for item in before if item.cas is None
    }


def test_deeds_are_drawn_by_the_gestures_of_the_register(
    made: dict[str, bytes], register: Register, sources: dict[str, Source],
    contracts: Mapping[str, Mapping[str, str]], spoken: list[Spoken],
) -> None:  # fmt: skip
    templates = templates_of(committed(TEMPLATES))
    gestes = {one.id: Gesture(one.id, one.fr, one.en, "<path/>") for one in register.gestes}
    drawn = ma_rue.pages(made, register, sources, templates, contracts, gestes, spoken[:1])
    body = body_of(next(page for page in drawn if page.address == "ma-rue/"))
    shown = set(re.findall(r'href="#dessin-([a-z-]+)"', body))
    zones = ma_rue.zones_of(register, sources)
    named = {item.geste for zone in zones for items in zone.gestes.values() for item in items}
    assert shown == named - {None} == set(re.findall(r'<symbol id="dessin-([a-z-]+)"', body))
    assert shown


def test_the_library_of_the_code_is_published_with_its_licence(made: dict[str, bytes]) -> None:
    code = made["site/assets/navigateur/uqr.js"].decode()
    assert code.startswith("/*! uqr\nMIT License")


def test_a_zone_whose_risk_is_not_in_the_register_is_left_out(
    register: Register, sources: dict[str, Source]
) -> None:
    fewer = replace(
        register, risques=tuple(r for r in register.risques if r.id != "mouvement-terrain")
    )
    assert [zone.id for zone in ma_rue.zones_of(fewer, sources)] == ["ppri", "plus_hautes_eaux"]


def test_my_street_says_what_the_drawn_zones_lack(pages: dict[str, Page]) -> None:
    said = body_of(pages["ma-rue/"])
    assert "zone rouge" in said
    assert "bleu clair" in said
    assert "plus large que ce qui a été creusé" in said


def test_the_maps_say_that_the_flood_layer_lacks_zones_and_was_replaced(shelf: Library) -> None:
    cartes = {carte.id: carte for carte in shelf.record("atlas", Atlas).cartes}
    for name in ("inondation", "tous-risques"):
        limits = " ".join(cartes[name].limites)
        assert "zone rouge" in limits
        assert "remplacé" in limits
    published = " ".join(item.texte for item in cartes["carrieres"].chiffres_publies)
    assert "770 hectares" in published
    assert "835 hectares" in published


def test_my_street_is_the_same_page_in_english(pages: dict[str, Page]) -> None:
    french, english = pages["ma-rue/"], pages["en/my-street/"]
    assert (english.langue, english.originale, english.section) == ("en", "ma-rue/", "en")
    for name in ("id", "data-zone", "data-verdict", "data-champ", "data-si", "data-voies"):
        written = re.compile(rf'\b{name}="([^"]+)"')
        found = [
            one.replace("../../ma-rue/", "../ma-rue/") for one in written.findall(body_of(english))
        ]
        assert found == written.findall(body_of(french)), name
    # The index of streets is one file for both.
    assert 'data-voies="../../ma-rue/voies.json"' in body_of(english)


def test_english_says_in_french_what_nobody_translated_and_marks_it(pages: dict[str, Page]) -> None:
    body = body_of(pages["en/my-street/"])
    assert (
        'href="../../en/flooding-by-the-seine/">Everything to do: Flooding by the Seine</a>' in body
    )
    assert 'hreflang="fr">Everything to do: <span lang="fr">' in body
    assert '<span data-champ="troncons" lang="fr"></span>' in body
    assert '<strong>8.62 m</strong>: <span lang="fr">' in body
    assert text(pages["en/my-street/"]).count("This does not mean that there is no risk.") >= 3


def test_scripts_find_their_words_in_the_page(pages: dict[str, Page]) -> None:
    scripts = [(ROOT / name).read_text(encoding="utf-8") for name in SCRIPTS]
    asked = {key for text_ in scripts for key in re.findall(r'\b(?:mot|parts)\("([a-z_]+)"', text_)}
    assert len(asked) > 30
    for address in ("ma-rue/", "en/my-street/"):
        (held,) = re.findall(r'id="prm-mots">(.*?)</script>', pages[address].body)
        assert asked <= json.loads(held).keys()
