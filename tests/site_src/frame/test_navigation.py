from __future__ import annotations

from site_src.frame import navigation
from site_src.frame.page import Page


def page(path: str, section: str = "", rank: int = 0, titre_court: str = "") -> Page:
    return Page(path, f"Titre de {path}", "…", "", f"data/{path}", section, rank, titre_court)


def test_the_menu_puts_each_section_s_index_first_then_ranks() -> None:
    pages = [
        page("risques/crue.md", "risques", 2),
        page("risques/canicule.md", "risques", 1, "Canicule"),
        page("risques/index.md", "risques", 9),
        page("index.md", titre_court="Accueil"),
        page("plan-du-site.md"),
    ]
    assert navigation.mkdocs_nav(pages) == [
        {"Accueil": "index.md"},
        {
            "Risques": [
                {"Titre de risques/index.md": "risques/index.md"},
                {"Canicule": "risques/canicule.md"},
                {"Titre de risques/crue.md": "risques/crue.md"},
            ]
        },
    ]


def test_two_pages_at_one_address_are_a_finding() -> None:
    twice = [page("a.md"), page("a.md")]
    assert [str(finding) for finding in navigation.faults(twice)] == [
        (
            "data/a.md:0:0: adresse « a/ » déjà prise par data/a.md — règle : une adresse n'a qu'une page "
            "— remède : changer l'une des deux"
        )
    ]


def test_an_unknown_section_is_a_finding() -> None:
    assert [str(finding) for finding in navigation.faults([page("a.md", "risque")])] == [
        (
            "data/a.md:0:0: rubrique « risque » inconnue — règle : rubrique du site — remède : choisir "
            "parmi en-ce-moment, risques, se-preparer, organisation, cartes, prevention, donnees, projet, en"
        )
    ]
