"""A map is added by its declaration and one template: picture, interactive document and page follow, without Python."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from opendata.findings import FindingsError
from site_src.cartes.pages import pages
from site_src.frame.page import Page
from tests import builds
from tests.builds import ROOT, committed

CARTES = "data/cartes.yaml"
READS = ("data/geo/*", CARTES, "data/s*.yaml", "data/langues/*/langue.yaml", "data/langues/*/mots/*.yaml", "data/parametres/*", "data/datasets/tranquillite/**/*",
         "data/datasets/exposition*/**/*", "node_modules/leaflet/**/*")  # fmt: skip

# Of each way to speak one: a zone of the published tables, other maps, places.
ADDED = """
- id: zone-verte
  titre: Carte de la zone verte du PPRI
  titre_court: Zone verte
  resume: La zone verte du plan de prévention, en points.
  description: La zone verte du PPRI, seule.
  paroles:
    zone: {code: ppri_v, nom: zone verte du PPRI, aucune: aucune zone verte du PPRI, methode: Au prorata des surfaces.}
  limites: [La carte ne dit rien d'une adresse.]
  couches:
    - *arrondissements
    - *eau
    - id: zone-verte
      fichier: ppri
      libelle: Zone verte
      legende: Zone verte (points)
      sources: [ppri]
      choix: {propriete: zonage, valeurs: [V]}
      style: {trait: {clair: "#4a6f12", sombre: "#cdea8e"}, motif: points}
      precision: {ecran_m: 4, image_m: 18}
- id: sol-et-eau
  titre: Carte de la zone verte et des carrières
  titre_court: Sol et eau
  resume: La zone verte en points, les carrières en croisillons.
  description: La zone verte du PPRI et les anciennes carrières.
  paroles: {cartes: [zone-verte, carrieres]}
  limites: [La carte ne dit rien d'une adresse.]
  couches: [*arrondissements, *carrieres, *plus-hautes-eaux]
- id: seules-mairies
  titre: Carte des mairies
  titre_court: Mairies
  resume: Une étoile par mairie.
  description: Les mairies que nomme le fichier des lieux frais.
  limites: [La carte ne dit rien des horaires.]
  couches:
    - *arrondissements
    - id: mairies-seules
      fichier: mairies
      libelle: Mairies
      legende: Mairie (étoile)
      sources: [lieux-frais]
      style: {trait: {clair: "#a3320b", sombre: "#f89710"}, symbole: etoile}
      precision: {ecran_m: 1, image_m: 1}
"""
NAMES = ("zone-verte", "sol-et-eau", "seules-mairies")
TEXT = "## Et ici ?\n\n{% for t in arrondissements %}\n- {{ t.libelle }}\n{% endfor %}\n"


@pytest.fixture(scope="module")
def outputs() -> dict[str, bytes]:
    files = committed(*READS)
    return builds.outputs("maps", {**files, CARTES: files[CARTES] + ADDED.encode()})


@pytest.fixture(scope="module")
def written(outputs: dict[str, bytes]) -> dict[str, Page]:
    folder = ROOT / "site_src" / "cartes" / "templates"
    templates = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.j2")}
    with pytest.raises(FindingsError) as caught:
        pages(outputs, templates, "")
    missing = [finding.path for finding in caught.value.findings]
    assert sorted(missing) == sorted(f"site_src/cartes/templates/carte_{name}.j2" for name in NAMES)
    own = {path.rpartition("/")[2]: TEXT for path in missing}
    return {page.address: page for page in pages(outputs, templates | own, "")}


@pytest.mark.parametrize("name", NAMES)
def test_an_added_map_has_its_picture_its_document_and_its_page(
    name: str, outputs: dict[str, bytes], written: dict[str, Page]
) -> None:
    ET.fromstring(outputs[f"site/cartes/{name}/carte.svg"])
    document = outputs[f"site/cartes/{name}/interactive/index.html"].decode()
    assert document.count('data-phrase="') == 20
    assert outputs[f"site/cartes/{name}/interactive/carte.js"]
    body = written[f"cartes/{name}/"].body
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="prm-image"' in body
    assert "- 14e arrondissement" in body


def test_its_sentences_are_made_from_its_declaration(outputs: dict[str, bytes]) -> None:
    green = outputs["site/cartes/zone-verte/interactive/index.html"].decode()
    assert "1er arrondissement\xa0: aucune zone verte du PPRI dans nos données." in green
    assert "en zone verte du PPRI. " in green
    both = outputs["site/cartes/sol-et-eau/interactive/index.html"].decode()
    assert (
        "1er arrondissement\xa0: zone verte, aucune zone verte du PPRI dans nos données. Carrières, aucune zone"
        in both
    )


def test_an_added_map_of_places_has_its_list_without_a_template_for_it(
    written: dict[str, Page],
) -> None:
    assert 'id="liste-14"' in written["cartes/seules-mairies/liste/"].body
    assert "cartes/zone-verte/liste/" not in written


def test_a_zone_that_is_not_published_is_located_in_the_declaration() -> None:
    files = committed(*READS)
    added = ADDED.replace("code: ppri_v", "code: ppri_x").encode()
    with pytest.raises(FindingsError) as caught:
        builds.outputs("maps", {**files, CARTES: files[CARTES] + added})
    (finding,) = caught.value.findings
    assert finding.path == CARTES
    assert finding.quoi == "zone « ppri_x » inconnue"
    assert finding.remede == "choisir parmi carrieres, plus_hautes_eaux, ppri, ppri_b, ppri_v"
