"""The menus of each language, what leads from one to another, and what is wrong in where pages say they stand."""

from __future__ import annotations

from site_src.frame import navigation
from site_src.frame.languages import Language
from site_src.frame.page import Page


def page(
    path: str, section: str = "", rank: int = 0, titre_court: str = "", original: str | None = None
) -> Page:
    code = section if original is not None else "fr"
    return Page(path, f"Titre de {path}", "…", "", f"data/{path}", section, rank, titre_court, langue=code, originale=original)  # fmt: skip


def language(code: str, *, is_published: bool = True, **menu: str) -> Language:
    names = {section: f"{section} ({code})" for section in (*navigation.SECTIONS, "accueil", "autres")}  # fmt: skip
    return Language(code, code, "ltr", is_published, "…", (), {"menu": {**names, **menu}})


LANGUAGES = {"fr": language("fr", risques="Risques"), "en": language("en", risques="Risks")}
PAGES = [
    page("risques/crue.md", "risques", 2),
    page("risques/canicule.md", "risques", 1, "Canicule"),
    page("risques/index.md", "risques", 9),
    page("index.md", titre_court="Accueil"),
    page("plan-du-site.md"),
]
ENGLISH = [
    page("en/flood.md", "en", 0, "Flood", "risques/crue/"),
    page("en/heat.md", "en", 0, "Heat", "risques/canicule/"),
    page("en/index.md", "en", 0, "Home", ""),
    page("en/search.md", "en", 0, "All pages", "plan-du-site/"),
]


def test_the_menu_puts_each_section_s_index_first_then_ranks() -> None:
    assert navigation.mkdocs_nav(PAGES, LANGUAGES) == [
        {"Accueil": "index.md"},
        {
            "Risques": [
                {"Titre de risques/index.md": "risques/index.md"},
                {"Canicule": "risques/canicule.md"},
                {"Titre de risques/crue.md": "risques/crue.md"},
            ]
        },
    ]


def test_another_language_has_its_own_menu_in_the_order_of_the_french_one() -> None:
    assert navigation.mkdocs_nav([*PAGES, *ENGLISH], LANGUAGES)[-1] == {
        "en": [
            {"Home": "en/index.md"},
            {"Risks": [{"Heat": "en/heat.md"}, {"Flood": "en/flood.md"}]},
        ]
    }
    apart = navigation.apart([*PAGES, *ENGLISH], LANGUAGES["en"])
    assert [one.path for one in apart] == ["en/index.md", "en/search.md"]


def test_a_language_that_is_not_published_has_no_menu() -> None:
    hidden = {**LANGUAGES, "en": language("en", is_published=False)}
    assert navigation.mkdocs_nav([*PAGES, *ENGLISH], hidden) == navigation.mkdocs_nav(
        PAGES, LANGUAGES
    )


def test_a_french_page_leads_to_the_same_page_in_each_language() -> None:
    found = navigation.versions([*PAGES, *ENGLISH])
    assert found["risques/crue/"] == {"en": {"adresse": "en/flood/", "nom": "Flood"}}
    assert found[""] == {"en": {"adresse": "en/", "nom": "Home"}}
    assert "risques/" not in found


def test_two_pages_at_one_address_are_a_finding() -> None:
    twice = [page("a.md"), page("a.md")]
    assert [str(finding) for finding in navigation.faults(twice, LANGUAGES)] == [
        (
            "data/a.md:0:0: adresse « a/ » déjà prise par data/a.md — règle : une adresse n'a qu'une page "
            "— remède : changer l'une des deux"
        )
    ]


def test_an_unknown_section_is_a_finding() -> None:
    found = navigation.faults([page("a.md", "risque")], LANGUAGES)
    assert [str(finding) for finding in found] == [
        (
            "data/a.md:0:0: rubrique « risque » inconnue — règle : rubrique du site — remède : choisir "
            "parmi en-ce-moment, risques, se-preparer, organisation, cartes, prevention, donnees, projet, en"
        )
    ]


def test_a_version_of_no_page_or_a_second_one_is_a_finding() -> None:
    lost = page("en/lost.md", "en", original="perdue/")
    again = page("en/again.md", "en", original="risques/crue/")
    found = navigation.faults([*PAGES, ENGLISH[0], lost, again], LANGUAGES)
    assert [str(finding) for finding in found] == [
        "data/en/lost.md:0:0: version de « perdue/ », qui n'est pas une page — règle : une page d'une autre langue dit l'adresse de sa page française — remède : corriger « originale »",
        "data/en/again.md:0:0: page « risques/crue/ » déjà dite en « en » par data/en/flood.md — règle : une page a une version par langue — remède : retirer l'une des deux",
    ]
