"""A language is a folder: what it may lack while nobody sees it, what it may not once it is published."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from site_src.frame.languages import Language, published, read_languages
from tests.builds import committed, findings

FRENCH = {
    "data/langues/fr/langue.yaml": "nom: Français\npubliee: true\n",
    "data/langues/fr/mots/menu.yaml": "risques: Risques\n",
    "data/langues/fr/mots/cadre.yaml": 'trouves: "{n} pages : l\'essentiel"\n',
}
ARABIC = {
    "data/langues/ar/langue.yaml": "nom: العربية\nsens: rtl\npubliee: true\nmarque: ترجمة غير رسمية\n",
    "data/langues/ar/mots/menu.yaml": "risques: المخاطر\n",
    "data/langues/ar/mots/cadre.yaml": 'trouves: "{n} صفحات"\n',
}


def read(files: dict[str, str]) -> tuple[dict[str, Language] | None, list[str]]:
    found: list[Finding] = []
    raw = {path: text.encode() for path, text in files.items()}
    return read_languages(raw, found), [str(one) for one in found]


def faults(**changes: str) -> list[str]:
    """What is wrong with the Arabic folder once its files are changed; "" takes one away."""
    files = {**FRENCH, **ARABIC}
    for name, text in changes.items():
        path = f"data/langues/ar/{name if name == 'langue' else f'mots/{name}'}.yaml"
        files = {**files, path: text} if text else {key: files[key] for key in files if key != path}
    return read(files)[1]


def test_a_folder_is_a_language_with_its_direction_mark_and_words() -> None:
    languages, told = read({**ARABIC, **FRENCH})
    assert told == []
    assert languages is not None
    assert list(languages) == ["fr", "ar"]
    arabic = languages["ar"]
    assert (arabic.direction, arabic.mark, arabic.name) == ("rtl", "ترجمة غير رسمية", "العربية")
    assert arabic.words("menu") == {"risques": "المخاطر"}


def test_french_words_get_french_typography() -> None:
    languages, _ = read(FRENCH)
    assert languages is not None
    assert languages["fr"].words("cadre") == {"trouves": "{n} pages\N{NO-BREAK SPACE}: l’essentiel"}


def test_a_published_language_without_its_mark_is_a_finding() -> None:
    assert faults(langue="nom: العربية\nsens: rtl\npubliee: true\n") == [
        "data/langues/ar/langue.yaml:3:10: langue publiée sans sa marque — règle : chaque page traduite dit, dans sa langue, que la traduction n'est pas officielle — remède : écrire « marque », ou publiee: false"
    ]


def test_a_translation_called_official_is_a_finding() -> None:
    official = f"{ARABIC['data/langues/ar/langue.yaml']}officielle: true\n"
    assert faults(langue=official) == [
        "data/langues/ar/langue.yaml:1:1: traduction dite officielle — règle : seul le texte français est celui que la Maire arrête ; une traduction, de machine ou de personne, ne l'est pas — remède : retirer « officielle »"
    ]


def test_an_entry_of_a_menu_without_translation_is_a_finding() -> None:
    assert faults(menu="") == [
        "data/langues/ar/mots/menu.yaml:0:0: entrée de menu sans traduction : « risques » (« Risques ») — règle : une langue publiée a tous les mots du français — remède : écrire « risques: … »"
    ]


def test_a_word_that_is_empty_unknown_or_filled_otherwise_is_a_finding() -> None:
    assert faults(cadre='trouves: ""\nperdu: x\n') == [
        "data/langues/ar/mots/cadre.yaml:1:10: mot sans traduction : « trouves » (« {n} pages : l'essentiel ») — règle : une langue publiée a tous les mots du français — remède : écrire « trouves: … »",
        "data/langues/ar/mots/cadre.yaml:2:8: mot inconnu : « perdu » — règle : les mots sont ceux de data/langues/fr/mots/cadre.yaml — remède : corriger le nom du mot, l'ajouter en français ou le retirer",
    ]
    assert faults(cadre='trouves: "{m} صفحات"\n') == [
        "data/langues/ar/mots/cadre.yaml:1:10: places différentes : {m} au lieu de {n} — règle : une traduction a les mêmes {places} que le français — remède : recopier les places de « {n} pages : l'essentiel »"
    ]
    assert faults(autre="x: y\n") == [
        "data/langues/ar/mots/autre.yaml:1:1: mots de « autre », que le français n'a pas — règle : le français est la langue de départ — remède : écrire data/langues/fr/mots/autre.yaml, ou retirer ce fichier"
    ]


def test_a_language_that_nobody_sees_yet_may_lack_words_and_mark() -> None:
    files = {**FRENCH, "data/langues/ar/langue.yaml": "nom: العربية\npubliee: false\n"}
    languages, told = read(files)
    assert told == []
    assert languages is not None
    assert list(published(languages)) == ["fr"]


@pytest.mark.parametrize(("code", "quoi"), [("arabe-du-nord", "n'est pas un code de langue"), ("ar", "langue sans fichier langue.yaml")])  # fmt: skip
def test_a_folder_is_named_after_its_language_and_describes_it(code: str, quoi: str) -> None:
    files = {f"data/langues/{code}/mots/menu.yaml": "risques: x\n"}
    if code != "ar":
        files[f"data/langues/{code}/langue.yaml"] = "nom: x\npubliee: false\n"
    (told,) = read({**FRENCH, **files})[1]
    assert told.startswith(f"data/langues/{code}/langue.yaml:0:0: ")
    assert quoi in told


def test_the_languages_of_the_repository_are_sound_and_their_files_known() -> None:
    files = committed("data/langues/**/*.yaml")
    assert [line for line in findings(files) if "/langue.yaml" in line or "/mots/" in line] == []


def test_two_rooms_of_one_page_never_share_a_key() -> None:
    rooms = {"un": {"mot": "a"}, "deux": {"mot": "b"}, "trois": {"autre": "c"}}
    language = Language("fr", "français", "ltr", True, "", (), rooms)
    assert language.gathered(["un", "trois"]) == {"mot": "a", "autre": "c"}
    with pytest.raises(ValueError, match="deux: mot of two rooms"):
        language.gathered(["un", "deux"])
