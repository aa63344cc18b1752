"""The site as a disk gives it: every link names its page, and a map has its layers."""

from __future__ import annotations

import json
import re

import pytest

from site_src.hors_ligne.disk import ABOUT, INDEX, LAYERS, UNREAD, opened_from_disk

HEAD = '<link rel="preload" href="assets/p.woff2" as="font" crossorigin>\n<link rel="stylesheet" href="assets/style.css">'
MAP = "cartes/eau/interactive"


def page(body: str, head: str = "") -> bytes:
    return f'<!doctype html><head>{head}</head><body class="prm prm--x">{body}</body>'.encode()


def site(body: str, **others: bytes) -> dict[str, bytes]:
    return {
        INDEX: page("Accueil", HEAD), "risques/index.html": page("Risques"), "risques/orage/index.html": page(body),
        "assets/style.css": b"", "risques/orage.pdf": b"%PDF", "crise.html": page("Crise"), **others,
    }  # fmt: skip


def opened(body: str) -> str:
    return opened_from_disk(site(body))["risques/orage/index.html"].decode()


def test_the_editor_is_not_taken_to_a_disk() -> None:
    made = opened_from_disk(
        site("", **{"gestion/index.html": b"<body></body>", "gestion/config.yml": b""})
    )
    assert not [path for path in made if path.startswith("gestion/")]


@pytest.mark.parametrize(
    ("address", "on_disk"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("../../", "../../index.html"),
        ("../#liste", "../index.html#liste"),
        ("../?mot=orage", "../index.html?mot=orage"),
        ("&#46;&#46;/", "../index.html"),
        # As it was: a file, a place of the page, another site, a folder without a page.
        ("../orage.pdf", "../orage.pdf"),
        ("#haut", "#haut"),
        ("https://exemple.invalid/", "https://exemple.invalid/"),
        ("mailto:a@exemple.invalid", "mailto:a@exemple.invalid"),
        ("../../assets/", "../../assets/"),
        ("../../../ailleurs/", "../../../ailleurs/"),
    ],
)
def test_a_link_to_a_folder_names_its_page(address: str, on_disk: str) -> None:
    assert f'<a class="x" href="{on_disk}">' in opened(f'<a class="x" href="{address}">vers</a>')


def test_each_page_says_that_it_is_a_copy_and_leads_to_why() -> None:
    made = opened_from_disk(site("Orage"))
    for path, above in ((INDEX, ""), ("risques/orage/index.html", "../../")):
        assert f'<a href="{above}{ABOUT}">Pourquoi, et que faire</a>' in made[path].decode()
    assert '<link rel="stylesheet" href="assets/style.css">' in made[ABOUT].decode()


def test_the_typeface_is_not_asked_for_as_from_another_host() -> None:
    assert b"crossorigin" not in opened_from_disk(site("Orage"))[INDEX]


def test_a_map_is_given_its_layers_before_its_scripts() -> None:
    layer = json.dumps({"valeurs": ["</script>", "é"]}).encode()
    document = page('<script src="../../../assets/l.js" defer></script>"../../couches/eau.json" <a href="../../../risques/">r</a>')  # fmt: skip
    script = (
        b'var lien = "../../../risques/orage/#pendant", autre = "../../../risques/nulle-part/";'
    )
    made = opened_from_disk(site("Orage", **{
        f"{MAP}/{INDEX}": document, f"{MAP}/carte.0a1b.js": script, "cartes/couches/eau.json": layer,
    }))  # fmt: skip
    text = made[f"{MAP}/{INDEX}"].decode()
    assert text.index(f'src="{LAYERS}"') < text.index("assets/l.js")
    (kept,) = re.findall(r"^const kept = (.*);$", made[f"{MAP}/{LAYERS}"].decode(), re.MULTILINE)
    assert json.loads(kept) == {"../../couches/eau.json": layer.decode()}
    assert made[f"{MAP}/carte.0a1b.js"] == (
        b'var lien = "../../../risques/orage/index.html#pendant", autre = "../../../risques/nulle-part/";'
    )


def test_what_only_a_host_reads_is_left_out_and_all_the_rest_is_there() -> None:
    whole = site("Orage", **{"sw.js": b"", "_headers": b"", "robots.txt": b""})
    made = opened_from_disk(whole)
    assert made.keys() == (whole.keys() - UNREAD) | {ABOUT}
    assert made["risques/orage.pdf"] == b"%PDF"
