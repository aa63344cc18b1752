from __future__ import annotations

import base64
import hashlib
import json

import pytest

from opendata.findings import FindingsError
from site_src.alertes.blocks import PATH as BLOCKS
from site_src.engine.paths import OutsideError
from site_src.publishing import seal
from tests.builds import outputs

HEAD = '<html lang="fr"><head><meta charset="utf-8"><title>x</title>{}</head><body></body></html>'


def document(head: str = "") -> bytes:
    return HEAD.format(head).encode()


def sealed(documents: dict[str, bytes], **others: dict[str, bytes]) -> dict[str, bytes]:
    """The site made of the pages' documents, and of what other stages give, by stage."""
    parts: dict[str, dict[str, bytes]] = {name: {} for name in (*seal.PUBLISHERS, "gestion")}
    return outputs("seal", {}, {**parts, "html": documents, **others})


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_document_has_its_policy_before_anything_that_loads() -> None:
    made = sealed({"index.html": document(), "cartes/x.html": document("<script>1</script>")})
    for path in ("index.html", "cartes/x.html"):
        head = made[path].decode().partition("<head>")[2]
        assert head.startswith(
            '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="'
        )


def test_scripts_run_only_from_files_or_by_hash() -> None:
    policy = seal.policy(document("<script>alert(1)</script><script src='a.js'></script>").decode())
    (scripts,) = [rule for rule in policy.split("; ") if rule.startswith("script-src")]
    assert scripts == f"script-src 'self' 'wasm-unsafe-eval' {sha256('alert(1)')}"


def test_a_block_of_data_is_no_script() -> None:
    policy = seal.policy(
        '<script type="application/ld+json">{}</script><script type="module">2</script>'
    )
    assert sha256("{}") not in policy
    assert sha256("2") in policy


def test_style_attributes_are_allowed_only_where_there_are_some() -> None:
    assert "unsafe-inline" not in seal.policy("<p>x</p>")
    assert "style-src-attr 'unsafe-inline'" in seal.policy('<p style="color:red">x</p>')


def test_inline_handlers_are_refused_where_they_stand() -> None:
    body = '<p>x</p>\n<p><a onclick="x()">x</a></p><a href="javascript:x()">x</a>'
    with pytest.raises(FindingsError) as caught:
        sealed({"index.html": f"<html><head></head><body>{body}</body></html>".encode()})
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "index.html:2:4: script dans une balise : « onclick » de <a> — règle : un script est dans un fichier — "
            "remède : l'attacher depuis un fichier de script"
        ),
        (
            "index.html:2:30: script dans une balise : « href » de <a> — règle : un script est dans un fichier — "
            "remède : l'attacher depuis un fichier de script"
        ),
    ]


def test_a_text_that_speaks_of_handlers_is_published() -> None:
    body = '<p title="<a onclick=x()>">Ne pas écrire &lt;a onclick=x()&gt; : onclick= et javascript:x()</p>'
    made = sealed({"index.html": f"<html><head></head><body>{body}</body></html>".encode()})
    assert body in made["index.html"].decode()


def test_the_sitemap_lists_what_may_be_indexed_and_nothing_else() -> None:
    hidden = '<meta name="robots" content="noindex">'
    made = sealed(
        {
            "index.html": document(canonical("https://exemple.fr/repo/")),
            "b/index.html": document(canonical("https://exemple.fr/repo/b/")),
            "fictif/index.html": document(hidden + canonical("https://exemple.fr/repo/fictif/")),
            "carte.html": document(),
        }
    )
    assert made["sitemap.xml"].decode().count("<loc>") == 2
    assert "fictif" not in made["sitemap.xml"].decode()
    assert b"Sitemap: https://exemple.fr/repo/sitemap.xml" in made["robots.txt"]


def test_without_an_address_there_is_no_sitemap() -> None:
    made = sealed({"index.html": document()})
    assert "sitemap.xml" not in made
    assert b"Sitemap" not in made["robots.txt"]


def test_a_broken_link_stops_publication() -> None:
    with pytest.raises(FindingsError):
        sealed({"index.html": b'<html><head></head><body><a href="rien/">x</a></body></html>'})


def test_sealing_adds_the_policy_and_changes_nothing_else() -> None:
    raw, image = document("<script>1</script>"), b"\x89PNG"
    made = sealed({"index.html": raw, "a.png": image})
    assert (
        made["index.html"]
        .decode()
        .replace(
            f'<meta http-equiv="Content-Security-Policy" content="{seal.policy(raw.decode())}">', ""
        )
        == raw.decode()
    )
    assert made["a.png"] == image


def test_the_site_is_the_pages_and_what_stages_give_to_publish() -> None:
    made = sealed(
        {"index.html": document()},
        maps={"site/cartes/x.html": document(), "pour-les-pages.json": b"{}"},
    )
    assert set(made) == {"index.html", "cartes/x.html", "robots.txt", "_headers"}


EDITOR = {"site/gestion/index.html": b'<html lang="fr"><head></head><body><main data-pagefind-body>x</main></body></html>',
          "site/gestion/config.yml": b"collections: []\n"}  # fmt: skip


def test_the_editor_is_published_as_it_is_and_changes_nothing_else_of_the_site() -> None:
    """Neither what is found, nor what search engines read, nor a page."""
    page = document(canonical("https://exemple.fr/")).replace(b"<body>", b"<body><main data-pagefind-body><p>La Seine</p></main>")  # fmt: skip
    without, made = sealed({"index.html": page}), sealed({"index.html": page}, gestion=EDITOR)
    assert "sitemap.xml" in made
    assert {path: made.pop(path.removeprefix("site/")) for path in EDITOR} == EDITOR
    hosts = made.pop("_headers"), without.pop("_headers")
    assert made == without
    assert [b"gestion" in one for one in hosts] == [True, False]


def test_a_public_page_that_leads_to_the_editor_stops_publication() -> None:
    page = b'<html><head></head><body><a href="gestion/">x</a></body></html>'
    with pytest.raises(FindingsError) as caught:
        sealed({"index.html": page}, gestion=EDITOR)
    assert [str(one) for one in caught.value.findings] == [
        "index.html:0:0: lien « gestion/ » vers rien — règle : un lien interne mène à une page du site — remède : corriger l'adresse — page : accueil"
    ]


def test_the_pages_that_may_be_found_are_indexed_for_search() -> None:
    page = document().replace(b"<body>", b"<body><main data-pagefind-body><p>La Seine</p></main>")
    made = sealed({"index.html": page}, maps={"site/carte.html": page})
    assert "pagefind/pagefind.js" in made
    assert sum(path.startswith("pagefind/fragment/") for path in made) == 1


def test_every_document_s_fault_is_found_at_once() -> None:
    handler = b"<html><head></head><body><a onclick='x()'>x</a></body></html>"
    with pytest.raises(FindingsError) as caught:
        sealed({"index.html": handler, "a/index.html": handler, "b/index.html": document()})
    assert [finding.path for finding in caught.value.findings] == ["a/index.html", "index.html"]


def test_two_authors_of_one_path_are_refused() -> None:
    with pytest.raises(FindingsError) as caught:
        sealed({"a.html": document()}, maps={"site/a.html": document()})
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "a.html:0:0: écrit par « maps » et par « html » — règle : un fichier publié n'a qu'un"
            " auteur, au-dedans du site — remède : renommer l'un des deux"
        )
    ]


@pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b", ""])
def test_a_path_outside_the_site_is_refused(path: str) -> None:
    assert list(seal.conflicts({"maps": [path]}))
    with pytest.raises(
        (FindingsError, OutsideError)
    ):  # the store refuses most before the seal sees them
        sealed({}, maps={f"site/{path}": b""})


def test_an_alert_whose_link_leads_nowhere_stops_publication() -> None:
    page = (
        b'<html lang="fr"><head></head><body><!--alertes:bandeau fr --><main>x</main></body></html>'
    )
    blocks = {"bands": {"fr": '<a href="\ue000rien/">x</a>'}, "pages": {}, "is_crisis": False}
    with pytest.raises(FindingsError) as caught:
        sealed({"index.html": page}, alertes={BLOCKS: json.dumps(blocks).encode()})
    assert "lien « rien/ » vers rien" in str(caught.value.findings[0])


def test_an_alert_for_a_page_that_is_not_there_is_refused() -> None:
    blocks = {"bands": {}, "pages": {"rien/index.html": "<p>x</p>"}, "is_crisis": False}
    with pytest.raises(FindingsError) as caught:
        sealed({"index.html": document()}, alertes={BLOCKS: json.dumps(blocks).encode()})
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "rien/index.html:0:0: page absente, où une alerte serait montrée — règle : une alerte a sa place sur chaque page "
            "qu'elle touche — remède : remettre la page, ou corriger les secteurs de l'alerte"
        )
    ]
