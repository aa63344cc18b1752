from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import pytest
from jinja2.exceptions import SecurityError

from opendata.findings import FindingsError
from site_src.frame.identity import Dicrim, Identite
from site_src.frame.page import Form, Page, Picture
from site_src.publishing import html, mkdocs_folder
from site_src.publishing.markdown import markdown
from tests.builds import committed, outputs, record

IDENTITE = Identite(
    titre="Paris & risques",
    titre_court="Risques",
    description="Des risques.",
    adresse="https://exemple.invalid/repo/",
    depot="https://github.com/exemple/depot/",
    dicrim=Dicrim(adopte=False),
)
LANGUAGES = record(committed("data/langues/**/*.yaml"), "langues", dict)
PAGES = [
    Page("index.md", "Accueil", "Le début.", "Bonjour.", "site_src/pages/index.md"),
    Page(
        "risques/crue.md",
        "Crue <b>",
        "La Seine & l'eau.",
        "# Que faire ?\n\n## L’après\n\nTexte [accueil](../../).\n",
        "data/risques/crue.yaml",
        "risques",
    ),
    Page("fictif.md", "Inventé", "Rien de vrai.", "Texte.", "data/x.yaml", est_fictive=True),
    Page(
        "donnees/eau.md",
        "Eau",
        "Des hauteurs.",
        "Texte.",
        "data/y.yaml",
        flux=(("L’eau : <versions>", "donnees/eau/versions.atom"),),
        formes=(
            Form("describedby", "application/json", "L’eau <b>", "donnees/eau/datapackage.json"),
        ),
        est_partagee=True,
        image=Picture("donnees/eau/partage.png", 900, 472, 'Un axe, "gradué".'),
    ),
]


def theme() -> dict[str, bytes]:
    return committed("site_src/publishing/theme/**/*", "site_src/*/*.css", "site_src/*/*.js")


def assembled(pages: Sequence[Page] = PAGES) -> dict[str, bytes]:
    """The pages as they are written, and what surrounds them."""
    site = mkdocs_folder.Site(IDENTITE, pages, (), theme(), 1763830000, LANGUAGES)
    texts = {f"docs/{page.path}": markdown(page) for page in pages}
    return {**mkdocs_folder.assemble(site), **texts}


def dressed(folder: Mapping[str, bytes]) -> dict[str, bytes]:
    texts = {path: raw for path, raw in folder.items() if path.startswith("docs/")}
    others = {path: raw for path, raw in folder.items() if path not in texts}
    return outputs("html", {}, {"pages": texts, "folder": others})


@pytest.fixture(scope="module")
def site() -> Mapping[str, bytes]:
    return dressed(assembled())


def test_every_page_becomes_a_document_at_its_address(site: Mapping[str, bytes]) -> None:
    documents = {path for path in site if path.endswith(".html")}
    assert documents == {
        "index.html",
        "risques/crue/index.html",
        "fictif/index.html",
        "404.html",
        "donnees/eau/index.html",
    }


@pytest.mark.parametrize(
    "expression",
    [
        "page.__class__.__mro__",
        "config.extra.__init__.__globals__",
        "''.__class__.mro()",
        "config.extra.update(a=1)",
        "'x' * 9",
    ],
)
def test_a_template_of_the_theme_reaches_nothing_of_python(expression: str) -> None:
    """Of the second wall: data are given to templates as values, and never to MkDocs as a template."""
    folder = assembled(PAGES[:1])
    name = "theme/partials/pied.html"
    with pytest.raises(SecurityError):
        dressed({**folder, name: folder[name] + f"{{{{ {expression} }}}}".encode()})


def test_a_page_names_its_feed_in_its_head(site: Mapping[str, bytes]) -> None:
    head, _, _ = site["donnees/eau/index.html"].decode().partition("</head>")
    assert ('<link rel="alternate" type="application/atom+xml" title="L’eau : &lt;versions&gt;" '
            'href="versions.atom">') in head  # fmt: skip
    assert 'rel="alternate"' not in site["fictif/index.html"].decode()


def test_a_page_names_its_other_forms_in_its_head(site: Mapping[str, bytes]) -> None:
    head, _, _ = site["donnees/eau/index.html"].decode().partition("</head>")
    assert ('<link rel="describedby" type="application/json" title="L’eau &lt;b&gt;" '
            'href="datapackage.json">') in head  # fmt: skip
    assert "describedby" not in site["index.html"].decode()


def test_a_shared_page_says_how_other_sites_show_it(site: Mapping[str, bytes]) -> None:
    told = dict(
        re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', site["donnees/eau/index.html"].decode())
    )  # fmt: skip
    assert told["url"] == "https://exemple.invalid/repo/donnees/eau/"
    assert told["image"] == "https://exemple.invalid/repo/donnees/eau/partage.png"
    assert told["image:alt"] == "Un axe, &#34;gradué&#34;."
    assert (told["title"], told["image:width"], told["image:height"]) == ("Eau", "900", "472")
    assert "og:" not in site["index.html"].decode()


def test_a_title_is_text_and_headings_keep_their_french_address(site: Mapping[str, bytes]) -> None:
    page = site["risques/crue/index.html"].decode()
    assert "<title>Crue &lt;b&gt; · Risques</title>" in page
    assert "<h1>Que faire ?</h1>" in page
    assert '<h2 id="l-apres">' in page
    assert '<meta name="description" content="La Seine &amp; l&#39;eau.">' in page


def test_a_page_leads_to_the_file_that_a_contributor_edits(site: Mapping[str, bytes]) -> None:
    link = 'href="https://github.com/exemple/depot/edit/main/data/risques/crue.yaml"'
    assert link in site["risques/crue/index.html"].decode()


def test_a_fictitious_page_is_marked_and_kept_from_search(site: Mapping[str, bytes]) -> None:
    page = site["fictif/index.html"].decode()
    assert "Données fictives de démonstration" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "data-pagefind-body" not in page


def test_the_404_page_links_from_the_address_s_own_path(site: Mapping[str, bytes]) -> None:
    assert 'href="/repo/assets/style.css"' in site["404.html"].decode()


def test_no_script_or_index_of_the_theme_is_published(site: Mapping[str, bytes]) -> None:
    scripts = [path for path in site if path.endswith((".js", ".map"))]
    assert all(path.startswith("assets/navigateur/") for path in scripts)
    assert not [path for path in site if path.startswith("search/")]


def test_a_page_waits_for_one_style_sheet_which_has_all_of_ours_the_site_s_first(
    site: Mapping[str, bytes],
) -> None:
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)">', site["index.html"].decode())
    assert linked == [mkdocs_folder.STYLE]
    assert {path for path in site if path.endswith(".css")} == {mkdocs_folder.STYLE, mkdocs_folder.COLOURS, *mkdocs_folder.LAID_STYLES}  # fmt: skip
    ours = {PurePosixPath(path).name: raw for path, raw in theme().items() if path.endswith(".css")}
    first, rooms = ("jetons.css", "site.css", "texte.css"), ours.keys() - {"alertes.css"}
    order = (*first, *sorted(rooms - set(first)))
    assert site[mkdocs_folder.STYLE] == mkdocs_folder.one_sheet(ours[name] for name in order)


def test_a_style_sheet_loses_its_comments_and_nothing_else() -> None:
    sheets = [
        b"/* Two\n lines. */\na { color: red; } /* why */\n",
        b"b::before { content: '*/'; }\n",
    ]
    assert mkdocs_folder.one_sheet(sheets) == b"a { color: red; }b::before { content: '*/'; }\n"


def test_the_same_folder_gives_the_same_bytes_without_a_trace_of_the_machine(
    site: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert dressed(assembled()) == site
    assert not [path for path, raw in site.items() if b"prm-mkdocs-" in raw]


def test_a_page_dressed_alone_is_the_one_dressed_with_all_others(site: Mapping[str, bytes]) -> None:
    folder = assembled()
    for document in (path for path in site if path.endswith(".html")):
        with html.dressing(folder, [document]) as dress:
            assert dress([document]) == {document: site[document]}


def test_a_warning_of_the_engine_is_a_finding() -> None:
    folder = assembled()
    folder["mkdocs.yml"] += b"inconnu: 1\n"
    with pytest.raises(FindingsError) as caught:
        dressed(folder)
    assert "inconnu" in str(caught.value.findings[0])


def test_what_is_escaped_for_markdown_alone_is_written_as_itself() -> None:
    raw = b'<p title="a&#46;b&#45;c">&#33;&#40;x&#41; &#43;&#95; &#60;b&#62; &#38; &#34;&#39;&#61;&#58;</p>'
    assert html.plain(raw) == (
        b'<p title="a.b-c">!(x) +_ &#60;b&#62; &#38; &#34;&#39;&#61;&#58;</p>'
    )


def test_lines_are_kept_and_empty_ones_are_not() -> None:
    raw = b"\n<ul>\n  \n  <li>a</li> \n\t<li>b</li>\n</ul>\n<pre>\n\n  x\n</pre>"
    assert html.plain(raw) == b"<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<pre>\n\n  x\n</pre>"


def test_what_stands_in_a_script_or_a_style_is_not_read_as_html() -> None:
    raw = b"<script>x = '&#46;'</script><style>a::before { content: '&#45;' }</style>&#46;"
    assert html.plain(raw) == raw.removesuffix(b"&#46;") + b"."
