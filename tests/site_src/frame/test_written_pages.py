from __future__ import annotations

import pytest

from opendata.findings import Finding
from site_src.frame import written_pages
from site_src.frame.page import Page
from tests.builds import committed, record

LANGUAGES = record(committed("data/langues/**/*.yaml"), "langues", dict)
HEAD = "---\ntitre: Un titre\ndescription: Une phrase.\n---\n"
OTHER = Page("risques/crue.md", "Crue *1910*", "<b>L'eau</b>", "", "data/crue.yaml", "risques", 1)


def read(text: str, path: str = "projet/a.md", **context: object) -> tuple[list[Page], list[str]]:
    findings: list[Finding] = []
    made = written_pages.pages(
        {f"site_src/pages/{path}": text.encode()}, context, [OTHER], LANGUAGES, findings
    )
    return made, [str(finding) for finding in findings]


def test_a_page_takes_its_front_matter_and_source() -> None:
    (page,), findings = read(HEAD + "Bonjour.")
    assert findings == []
    assert (page.path, page.titre, page.body) == ("projet/a.md", "Un titre", "Bonjour.")
    assert page.source == "site_src/pages/projet/a.md"


def test_a_value_is_never_markup() -> None:
    (page,), _ = read(HEAD + "{{ nom }}", nom="<b>*x*</b> {{ y }}")
    assert "<" not in page.body
    assert "*" not in page.body


def test_a_list_links_from_where_the_page_is() -> None:
    (page,), _ = read(HEAD + '{{ sommaire("risques") }}')
    assert 'href="../../risques/crue/"' in page.body
    assert "<b>" not in page.body
    assert "*1910*" not in page.body


def test_a_short_list_leaves_the_descriptions_out_and_an_empty_one_is_false() -> None:
    (page,), _ = read(
        HEAD + '{{ sommaire("risques", resume=false) }}{% if sommaire("cartes") %}x{% endif %}'
    )
    assert "prm-liste--courte" in page.body
    assert "<span>" not in page.body
    assert not page.body.endswith("x")


def test_the_plan_lists_hand_written_and_other_pages() -> None:
    (page,), _ = read(HEAD + "{{ toutes() }}", "plan.md")
    assert 'href="../risques/crue/"' in page.body
    assert 'href="../plan/"' in page.body


def test_a_missing_front_matter_is_a_finding() -> None:
    _, findings = read("Bonjour.")
    assert findings == [
        (
            "site_src/pages/projet/a.md:1:1: en-tête absent — règle : une page commence par « --- », titre "
            "et description, « --- » — remède : recopier l'en-tête d'une autre page"
        )
    ]


def test_front_matter_is_located_in_the_file() -> None:
    _, findings = read("---\ntitre: A\ndescription: B\nrang: premier\n---\n")
    assert findings == [
        (
            "site_src/pages/projet/a.md:4:7: « premier » : nombre entier attendu — règle : champ rang — "
            "remède : écrire un nombre entier"
        )
    ]


def test_an_unknown_name_is_a_finding_that_names_the_page() -> None:
    _, findings = read(HEAD + "{{ inconnu }}")
    assert findings == [
        (
            "site_src/pages/projet/a.md:0:0: gabarit : 'inconnu' is undefined (ligne 1 du texte) — règle : syntaxe Jinja, noms "
            "connus de site_src/frame/written_pages.py — remède : corriger le nom ou les accolades — page : projet/a/"
        )
    ]


def test_a_page_that_reaches_for_python_is_refused() -> None:
    _, findings = read(HEAD + "{{ cycler.__init__.__globals__ }}")
    assert findings == [
        (
            "site_src/pages/projet/a.md:0:0: gabarit : access to attribute '__init__' of 'type' object is unsafe. (ligne 1 du texte) — "
            "règle : syntaxe Jinja, noms connus de site_src/frame/written_pages.py — remède : corriger le nom ou les "
            "accolades — page : projet/a/"
        )
    ]


def test_a_script_in_a_tag_is_found_in_the_text_that_holds_it() -> None:
    _, findings = read(HEAD + '\nBonjour <a onclick="x()">x</a>')
    assert findings == [
        (
            "site_src/pages/projet/a.md:6:9: script dans une balise : « onclick » de <a> — règle : un script est dans un "
            "fichier — remède : l'attacher depuis un fichier de script — page : projet/a/"
        )
    ]


def test_a_tag_that_is_quoted_as_code_is_text() -> None:
    _, findings = read(HEAD + "Écrire `<a onclick=x()>`.\n\n```\n<a onclick=x()>\n```\n")
    assert findings == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 1 / 0 }}", "division by zero (ligne 1 du texte)"),
        ("a\n\n{{ 'a' * 9 }}", "« * » ne multiplie que deux nombres (ligne 3 du texte)"),
        ("{{ 9 ** 9 }}", "« ** » ne multiplie que deux nombres (ligne 1 du texte)"),
        (
            "{{ range(10000000)|list }}",
            "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000). (ligne 1 du texte)",
        ),
        ("{{ 'a' + 1 }}", 'can only concatenate str (not "int") to str (ligne 1 du texte)'),
    ],
)
def test_a_page_that_cannot_be_computed_is_a_finding(text: str, said: str) -> None:
    _, (finding,) = read(HEAD + text)
    assert finding.startswith(f"site_src/pages/projet/a.md:0:0: gabarit : {said} — règle : ")


def test_numbers_are_multiplied() -> None:
    (page,), _ = read(HEAD + "{{ 6 * 7 }}")
    assert page.body == "42"


SCRIPT = "règle : un script est dans un fichier — remède : l'attacher depuis un fichier de script — page : projet/a/"


def test_a_script_written_in_a_page_is_refused() -> None:
    _, findings = read(HEAD + "Bonjour\n\n<script>alert(1)</script>\n")
    assert findings == [
        f"site_src/pages/projet/a.md:7:1: script dans une balise : <script> — {SCRIPT}"
    ]


def test_a_script_that_a_page_makes_is_refused() -> None:
    _, findings = read(HEAD + "{{ ('<' ~ 'script>')|safe }}alert(1)</script>")
    assert findings == [
        f"site_src/pages/projet/a.md:0:0: script dans une balise : <script> — {SCRIPT}"
    ]
