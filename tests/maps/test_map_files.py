"""Everything the maps publish, from the committed layers: structure, sizes, no other host."""

import gzip
import json
import re
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from maps.records.atlas import Atlas, read_atlas, read_layers
from maps.records.columns import COLUMNS
from opendata.findings import Finding
from opendata.model import Source
from site_src.frame.identity import NON_OFFICIEL
from tests.builds import ROOT, committed, outputs

READS = ("data/geo/*", "data/cartes.yaml", "data/site.yaml", "data/langues/*/langue.yaml", "data/langues/*/mots/*.yaml", "data/sources.yaml", "data/parametres/*",
         "data/datasets/exposition*/**/*", "data/datasets/tranquillite/**/*", "node_modules/leaflet/**/*")  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return outputs("maps", committed(*READS))


def atlas_of(
    files: dict[str, bytes], sources: dict[str, Source]
) -> tuple[Atlas | None, list[Finding]]:
    """The atlas of `files`, and what is wrong with its layers and its maps."""
    findings: list[Finding] = []
    return read_atlas(files, read_layers(files, findings), sources, findings), findings


CARTES: list[dict[str, Any]] = yaml.safe_load((ROOT / "data" / "cartes.yaml").read_bytes())
# No arrondissement is « zéro » or « absente » today.
DRAWN_CLASSES = (*(f"classe-{rank}" for rank in range(1, 6)), "cachee")


def layers_of(carte: dict[str, Any]) -> set[str]:
    """The layers that a declared map downloads, and those it draws in detail."""
    couches = carte["couches"]
    classes = DRAWN_CLASSES if "choroplethe" in carte else ()
    return {
        *(couche["id"] for couche in couches),
        *(f"{couche['id']}-detail" for couche in couches if "detail" in couche),
        *(f"{carte['id']}-{name}" for name in classes),
    }


NAMED = {repere["id"] for carte in CARTES for repere in carte.get("reperes", ())}
MAPS = {carte["id"]: layers_of(carte) for carte in CARTES}


def expected_of(name: str, layers: set[str]) -> set[str]:
    place = "site/donnees/tranquillite/carte" if "fictif" in name else f"site/cartes/{name}"
    return {
        *(f"site/cartes/couches/{layer}.json" for layer in layers),
        f"{place}/carte{'-donnees-fictives-de-demonstration' if 'fictif' in name else ''}.svg",
        f"{place}/interactive/index.html",
        f"{place}/interactive/carte.js",
        f"cartes/{name}.json",
        f"documents/{name}.json",
        f"cartes/{name}.svg",
    }


def test_each_map_is_published_in_three_forms(made: dict[str, bytes]) -> None:
    expected = {path for name, layers in MAPS.items() for path in expected_of(name, layers)}
    expected |= {
        f"site/assets/cartes/{name}"
        for name in (
            "autour.js",
            "carte.js",
            "cartes.css",
            "demarrage.js",
            "document.css",
            "listes.css",
            "noms.js",
            "pres.js",
            "vue.js",
        )
    }
    expected |= {f"site/cartes/noms/{name}.json" for name in NAMED}
    assert {path for path in made if "leaflet" not in path} == expected


def test_leaflet_is_ours_whole_and_at_an_address_of_its_version(made: dict[str, bytes]) -> None:
    (folder,) = {
        PurePosixPath(path).parts[2] for path in made if path.startswith("site/assets/leaflet")
    }
    assert re.fullmatch(r"leaflet-\d+\.\d+\.\d+", folder)
    style = made[f"site/assets/{folder}/leaflet.css"].decode()
    assert ".leaflet-tile" in style


def test_no_picture_of_leaflet_is_published_as_no_map_shows_one(made: dict[str, bytes]) -> None:
    leaflet = {path: raw for path, raw in made.items() if path.startswith("site/assets/leaflet")}
    assert sorted(PurePosixPath(path).name for path in leaflet) == ["leaflet.css", "leaflet.js"]
    (style,) = (raw.decode() for path, raw in leaflet.items() if path.endswith(".css"))
    assert re.findall(r"url\(([^)#]+)\)", style) == []


def test_what_the_document_loads_is_published(made: dict[str, bytes]) -> None:
    page = made["site/cartes/inondation/interactive/index.html"].decode()
    here = Path("/site/cartes/inondation/interactive")
    addresses = re.findall(r'<(?:script src|link rel="stylesheet" href)="([^"]+)"', page)
    addresses += re.findall(r'"(\.\./\.\./(?:couches|noms)/[^"]+)"', page)
    # The site's own tokens come with its theme: the seal refuses a link to what is not there.
    addresses.remove("../../../assets/jetons.css")
    assert len(addresses) > 12
    for address in addresses:
        assert str((here / address).resolve()).removeprefix("/") in made


def test_pages_load_no_style_of_the_interactive_document(made: dict[str, bytes]) -> None:
    sheets = [made[f"site/assets/cartes/{name}.css"].decode() for name in ("cartes", "listes")]
    assert not any(word in sheet for word in ("leaflet", ".prm-document", ".prm-cadre") for sheet in sheets)  # fmt: skip
    assert ".leaflet-popup-content" in made["site/assets/cartes/document.css"].decode()


def test_no_script_or_style_names_another_host(made: dict[str, bytes]) -> None:
    for path, raw in made.items():
        if path.startswith(("site/assets/cartes", "site/cartes")) and path.endswith(
            (".js", ".css", ".json")
        ):
            assert b"//" not in re.sub(rb"/\*.*?\*/", b"", raw, flags=re.DOTALL), path


def test_pictures_are_light_and_valid(made: dict[str, bytes]) -> None:
    for path in (path for path in made if path.endswith(".svg")):
        ET.fromstring(made[path])
        assert len(made[path]) < 120_000
        assert len(gzip.compress(made[path])) < 45_000


def test_pages_are_told_figures_with_method_sources_and_limits(made: dict[str, bytes]) -> None:
    said = json.loads(made["cartes/inondation.json"])
    assert [item["code_insee"] for item in said["territoires"]][-1] == "75056"
    assert len(said["territoires"]) == 21
    assert said["communs_km2"]["ppri"]["plus_hautes_eaux"] == pytest.approx(7.0, abs=0.1)
    assert "recensement 2022" in said["methode"]
    assert [couche["est_fond"] for couche in said["legende"]] == [False] * 3 + [True] * 3
    assert any("à confirmer" in source["mention"] for source in said["sources"])


def test_each_map_has_its_warning_in_a_few_words(made: dict[str, bytes]) -> None:
    said = {name: json.loads(made[f"cartes/{name}.json"])["avis"] for name in MAPS}
    for name in ("inondation", "carrieres", "tous-risques"):
        assert said[name] == "Une zone, pas votre immeuble."
    assert "ouvert" in said["fraicheur"]
    assert "15" in said["lieux-utiles"]


def test_the_licence_of_stations_is_to_be_confirmed_wherever_they_are_drawn(
    made: dict[str, bytes],
) -> None:
    place = "site/cartes/lieux-utiles"
    for path in (
        f"{place}/carte.svg",
        f"{place}/interactive/index.html",
        "cartes/lieux-utiles.json",
    ):
        text = " ".join(re.sub(r"<[^>]+>", " ", made[path].decode()).split())
        assert "licence à confirmer" in text, path


def test_each_interactive_document_says_once_that_the_site_is_not_official(
    made: dict[str, bytes],
) -> None:
    for name in MAPS:
        (path,) = expected_of(name, set()) & {path for path in made if path.endswith("/index.html")}
        document = made[path].decode()
        assert document.count(NON_OFFICIEL) == 1, name


def test_a_missing_layer_and_a_broken_declaration_are_said_together(
    sources: dict[str, Source],
) -> None:
    files = committed(*READS)
    del files["data/geo/ppri.geojson"]
    before, after = b"etiquette: numero", b"etiquette: num"
    lines = files["data/cartes.yaml"].splitlines()
    line = 1 + next(number for number, text in enumerate(lines) if before in text)
    column = lines[line - 1].index(b"numero") + 1
    files["data/cartes.yaml"] = files["data/cartes.yaml"].replace(before, after)
    atlas, findings = atlas_of(files, sources)
    assert atlas is None
    assert [str(finding).split(" — ")[0] for finding in findings] == [
        "data/geo/ppri.geojson:0:0: fichier absent",
        f"data/cartes.yaml:{line}:{column}: propriété « num » inconnue de arrondissements",
    ]


def test_no_declaration_at_all_is_a_finding(sources: dict[str, Source]) -> None:
    atlas, findings = atlas_of(committed("data/geo/*"), sources)
    assert atlas is None
    assert [finding.path for finding in findings] == ["data/cartes.yaml"]
    assert set(COLUMNS) >= {"ppri", "voies"}
