from __future__ import annotations

import pytest

from site_src.publishing import links


def faults(site: dict[str, str], base: str = "/") -> list[str]:
    found = links.faults({path: text.encode() for path, text in site.items()}, base)
    return [f"{finding.page} {finding.quoi}" for finding in found]


def page(body: str) -> str:
    return f"<html><body><main id='contenu'>{body}</main></body></html>"


@pytest.mark.parametrize(
    "address",
    ["../", "../index.html", "./", "../b/#x", "#contenu", "#top", "?q=1", "../f.csv", "../b/?a#x"],
)
def test_an_address_that_leads_somewhere_passes(address: str) -> None:
    site = {
        "index.html": page(""),
        "a/index.html": page(f'<a href="{address}">x</a>'),
        "b/index.html": page('<h2 id="x">x</h2>'),
        "f.csv": "a\n",
    }
    assert faults(site) == []


@pytest.mark.parametrize("address", ["../c/", "../b", "../../", "/a/", "b.md", "../f.csv/"])
def test_an_address_that_leads_nowhere_is_found(address: str) -> None:
    site = {"index.html": page(""), "a/index.html": page(f'<a href="{address}">x</a>'),
            "b/index.html": page(""), "f.csv": "a\n"}  # fmt: skip
    assert faults(site) == [f"a/ lien « {address} » vers rien"]


def test_an_absent_anchor_is_found() -> None:
    site = {"index.html": page('<a href="b/#y">x</a>'), "b/index.html": page("")}
    assert faults(site) == ["accueil lien « b/#y » vers une ancre absente"]


def test_what_a_page_remembers_for_its_script_is_no_anchor() -> None:
    site = {"a/index.html": page(""), "index.html": page('<a href="a/#voie=750004568">x</a>')}
    assert faults(site) == []


def test_the_404_page_writes_addresses_from_the_host_s_root() -> None:
    site = {
        "index.html": page(""),
        "404.html": page('<a href="/repo/">x</a><a href="/ailleurs/">y</a>'),
    }
    assert faults(site, "/repo/") == ["404.html lien « /ailleurs/ » vers rien"]


def test_a_missing_image_or_script_is_found() -> None:
    site = {"index.html": page('<img src="a.png"><script src="b.js"></script>')}
    assert faults(site) == ["accueil lien « a.png » vers rien", "accueil lien « b.js » vers rien"]


@pytest.mark.parametrize(
    "loading",
    [
        '<script src="https://cdn.exemple/x.js"></script>',
        '<link rel="preconnect" href="//cdn.exemple">',
        '<img srcset="https://cdn.exemple/x.png 2x">',
        '<iframe src="http://cdn.exemple/"></iframe>',
        '<style>@import "https://cdn.exemple/x.css";</style>',
        '<p style="background:url(https://cdn.exemple/x.png)">',
        '<svg><use xlink:href="https://cdn.exemple/x.svg#a"/></svg>',
        '<form action="https://cdn.exemple/"></form>',
        '<meta http-equiv="refresh" content="0; url=https://cdn.exemple/">',
    ],
)
def test_whatever_loads_from_another_host_is_found(loading: str) -> None:
    (fault,) = faults({"index.html": page(loading)})
    assert fault.endswith("chargé d'un autre site")


def test_a_style_sheet_that_loads_from_another_host_is_found() -> None:
    assert faults({"a.css": "@font-face{src:url('https://cdn.exemple/x.woff2')}"}) == [
        "a.css « https://cdn.exemple/x.woff2 » chargé d'un autre site"
    ]


def test_a_feed_that_is_not_there_is_found() -> None:
    head = '<head><link rel="alternate" type="application/atom+xml" href="a.atom"></head>'
    assert faults({"index.html": head + page("")}) == ["accueil lien « a.atom » vers rien"]
    assert faults({"index.html": head + page(""), "a.atom": "<feed/>"}) == []


def test_a_plain_link_to_another_site_is_no_load() -> None:
    assert (
        faults({"index.html": page('<a href="https://exemple.fr/">x</a><img src="data:,">')}) == []
    )


def test_a_fault_names_the_file_that_a_contributor_edits() -> None:
    site = {
        "a/index.html": '<main data-source="data/risques/crue.yaml"><a href="rien/">x</a></main>'
    }
    (finding,) = links.faults({path: text.encode() for path, text in site.items()})
    assert str(finding) == (
        "data/risques/crue.yaml:0:0: lien « rien/ » vers rien — règle : un lien interne mène à une page "
        "du site — remède : corriger l'adresse — page : a/"
    )
