"""An asset's name follows its content, and whoever refers to it says that name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pytest

from opendata.findings import FindingsError
from site_src.alertes.blocks import PATH as BLOCKS
from site_src.publishing import links, naming, seal
from tests.builds import outputs

ASSETS = {
    "assets/style.css": b'a { src: url("polices/a.woff2"); mask: url("data:image/svg+xml,<svg xmlns=\'http://x.org/2000/svg\'>") }',
    "assets/polices/a.woff2": b"wOF2",
    "assets/navigateur/a.js": b'import { b } from "./b.js";\nconst c = () => import("./c.js");\n',
    "assets/navigateur/b.js": b'export const root = new URL("../../", import.meta.url);\n',
    "assets/navigateur/c.js": b'export * from "./b.js"; fetch("rien/b.js");\n',
}
BLOCK = '<link rel="stylesheet" href="\ue000assets/alertes.css">'
PAGE = (
    '<html lang="fr"><head><meta charset="utf-8"><link rel="stylesheet" href="&#46;&#46;/assets/style.css">'
    '<script type="module" src="../assets/navigateur/a.js"></script></head>'
    '<body><!--alertes:bandeau fr ../--><p data-code="../assets/navigateur/c.js">La règle de assets/style.css</p></body></html>'
)


def name_of(path: str, raw: bytes) -> str:
    stem, _, suffix = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(raw).hexdigest()[:10]}.{suffix}"


def names(assets: Mapping[str, bytes] = ASSETS) -> Mapping[str, str]:
    return naming.named(assets).names


def changed(assets: Mapping[str, bytes]) -> set[str]:
    """The assets of another name than those of `ASSETS`."""
    before, after = names(), names(assets)
    return {path for path in after if before[path] != after[path]}


def sealed(documents: Mapping[str, bytes], **parts: dict[str, bytes]) -> dict[str, bytes]:
    given: dict[str, dict[str, bytes]] = {name: {} for name in (*seal.PUBLISHERS, "gestion")}
    return outputs("seal", {}, {**given, "html": {**ASSETS, **documents}, **parts})


def findings(documents: Mapping[str, bytes]) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        sealed(documents)
    return [str(finding) for finding in caught.value.findings]


def test_a_name_holds_the_digest_of_what_is_published_under_it() -> None:
    for path, raw in naming.named(ASSETS).files.items():
        assert path == name_of(naming.plain(path), raw)
        assert naming.is_named(path)
    assert not naming.is_named("documents/dicrim.pdf")


def test_references_of_style_sheets_and_scripts_say_the_new_names() -> None:
    made = naming.named(ASSETS)
    style, script = (made.files[made.names[path]].decode() for path in ("assets/style.css", "assets/navigateur/a.js"))  # fmt: skip
    assert f'url("{made.names["assets/polices/a.woff2"].removeprefix("assets/")}")' in style
    assert "data:image/svg+xml,<svg xmlns='http://x.org/2000/svg'>" in style
    for other in ("b", "c"):
        assert f'"./{made.names[f"assets/navigateur/{other}.js"].rpartition("/")[2]}"' in script


def test_what_is_no_address_of_an_asset_is_left_as_it_is() -> None:
    made = naming.named(ASSETS)
    assert made.files[made.names["assets/navigateur/b.js"]] == ASSETS["assets/navigateur/b.js"]
    assert b'fetch("rien/b.js")' in made.files[made.names["assets/navigateur/c.js"]]


def test_a_changed_asset_changes_its_name_and_those_of_all_that_load_it_and_no_other() -> None:
    font = {**ASSETS, "assets/polices/a.woff2": b"wOF2 bis"}
    assert changed(font) == {"assets/polices/a.woff2", "assets/style.css"}
    script = {**ASSETS, "assets/navigateur/c.js": b"export {};\n"}
    assert changed(script) == {"assets/navigateur/c.js", "assets/navigateur/a.js"}


def test_data_documents_and_the_pictures_of_leaflet_keep_their_addresses() -> None:
    for path in ("documents/dicrim.pdf", "cartes/a/carte.svg", "cartes/couches/eau.json", "sw.js",
                 "assets/leaflet-1.9.4/images/layers.png", "pagefind/pagefind.js"):  # fmt: skip
        assert not naming.is_asset(path)
    for path in ("assets/leaflet-1.9.4/leaflet.js", "cartes/a/interactive/carte.js", "assets/a.svg"):  # fmt: skip
        assert naming.is_asset(path)


def test_an_asset_that_is_not_there_is_found_where_it_is_asked_for() -> None:
    missing = {path: raw for path, raw in ASSETS.items() if not path.endswith(("a.woff2", "c.js"))}
    with pytest.raises(FindingsError) as caught:
        naming.named(missing)
    rule = "règle : ce qu'une feuille de style ou un script charge est publié avec lui — remède : corriger l'adresse, ou remettre le fichier"
    assert [str(finding) for finding in caught.value.findings] == [
        f"assets/navigateur/a.js:0:0: « assets/navigateur/c.js » demandé, absent du site — {rule}",
        f"assets/style.css:0:0: « assets/polices/a.woff2 » demandé, absent du site — {rule}",
    ]


def test_scripts_that_load_each_other_are_refused() -> None:
    circle = {**ASSETS, "assets/navigateur/b.js": b'import "./c.js";\n'}
    with pytest.raises(FindingsError) as caught:
        naming.named(circle)
    (finding,) = caught.value.findings
    assert "fichiers qui se chargent l'un l'autre : assets/navigateur/" in str(finding)
    assert "remède : mettre à part ce que les deux partagent" in str(finding)


def test_a_page_says_the_names_wherever_it_writes_an_address_and_not_in_its_text() -> None:
    made = sealed({"a/index.html": PAGE.encode()})
    html, found = made["a/index.html"].decode(), names()
    for path in ("assets/style.css", "assets/navigateur/a.js", "assets/navigateur/c.js"):
        assert f'/{found[path]}"' in html
        assert found[path] in made
        assert path not in made
    assert "La règle de assets/style.css" in html
    assert links.faults(made) == []


def test_a_page_without_assets_is_left_as_it_is() -> None:
    raw = b'<html><body><a href="a.png">"b.css"</a></body></html>'
    assert naming.renamed("index.html", raw, names()) is raw


def test_the_page_of_absent_addresses_says_them_from_the_host_s_root() -> None:
    head = '<link rel="canonical" href="https://exemple.fr/repo/">'
    home = PAGE.replace("&#46;&#46;/", "").replace("../", "").replace("<link", f"{head}<link", 1)
    absent = '<html><head></head><body><img src="/repo/assets/polices/a.woff2"></body></html>'
    made = sealed({"index.html": home.encode(), "404.html": absent.encode()})
    assert f'"/repo/{names()["assets/polices/a.woff2"]}"' in made["404.html"].decode()


def test_a_manifest_says_the_names_of_its_icons_and_keeps_its_own() -> None:
    manifest = json.dumps({"icons": [{"src": "assets/polices/a.woff2"}]}).encode()
    made = sealed({"index.html": b"<html><head></head></html>", "site.webmanifest": manifest})
    assert json.loads(made["site.webmanifest"])["icons"][0]["src"] == names()["assets/polices/a.woff2"]  # fmt: skip


def test_what_an_alert_loads_says_its_name_too() -> None:
    blocks = {"bands": {"fr": BLOCK}, "pages": {}, "is_crisis": False}
    style = {"assets/alertes.css": b"a { color: red; }"}
    made = sealed(
        {"a/index.html": PAGE.encode(), **style}, alertes={BLOCKS: json.dumps(blocks).encode()}
    )
    (name,) = (path for path in made if path.startswith("assets/alertes."))
    assert f'href="../{name}"' in made["a/index.html"].decode()


def test_an_address_that_nothing_renames_stops_publication() -> None:
    page = PAGE.replace('"&#46;&#46;/assets/style.css"', "../assets/style.css")
    assert findings({"a/index.html": page.encode()}) == [
        (
            "a/index.html:0:0: « assets/style.css » chargé par une adresse que rien ne renomme — règle : le nom d'un fichier "
            "de assets/ suit son contenu, partout où il est écrit — remède : écrire l'adresse entière entre guillemets, "
            "seule dans son attribut"
        )
    ]


def test_an_asset_named_in_a_script_of_the_page_stops_publication() -> None:
    page = PAGE.replace("</head>", '\n<script>load("../assets/navigateur/c.js")</script></head>')
    assert findings({"a/index.html": page.encode()}) == [
        (
            "a/index.html:2:0: fichier nommé dans un script ou un style de la page — règle : la politique de sécurité connaît "
            "ce texte par son empreinte, et le nom du fichier suit son contenu — remède : nommer le fichier dans un attribut "
            "data-, que le script lit"
        )
    ]


def test_a_block_of_data_may_name_assets() -> None:
    data = '<script>1</script><script type="application/json">{"code": "../assets/navigateur/c.js"}</script></head>'
    made = sealed({"a/index.html": PAGE.replace("</head>", data).encode()})
    assert f'{{"code": "../{names()["assets/navigateur/c.js"]}"}}' in made["a/index.html"].decode()
