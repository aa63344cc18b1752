"""How texts, dates and quantities are said in each language."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from site_src.dossiers.dossier import Chiffre
from site_src.dossiers.language import FRANCAIS, Langue, langue_of
from site_src.risques.risque import Fait
from tests.site_src.dossiers.cases import LANGUAGES, files_of, sound

NBSP, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
FRENCH = langue_of(LANGUAGES["fr"])


def anglais(phrases: dict[str, str]) -> Langue:
    return langue_of(LANGUAGES["en"], phrases)


ENGLISH = anglais({"L'eau monte.": "The water's rising.", "personnes": "people"})


def test_french_texts_get_french_typography() -> None:
    assert FRANCAIS.dit("L'eau : 6 litres") == f"L’eau{NBSP}: 6 litres"


def test_a_translated_sentence_is_said_in_english() -> None:
    assert ENGLISH.dit("L'eau monte.") == "The water’s rising."


def test_a_sentence_without_translation_is_marked_as_french() -> None:
    assert ENGLISH.dit("Restez <b>ici</b>.") == Markup(
        '<span lang="fr">Restez &#60;b&#62;ici&#60;/b&#62;&#46;</span>'
    )


def test_a_name_that_stays_in_french_is_marked_the_longest_one_alone() -> None:
    said = {"a": "From Pont d'Essai to Pont <b>.", "b": "Do not cross Pont.", "c": "No bridge."}
    one = replace(anglais(said), noms_francais=("Pont d’Essai", "Pont"))
    assert one.dit("a") == Markup(
        'From <span lang="fr">Pont d’Essai</span> to <span lang="fr">Pont</span> &#60;b&#62;&#46;'
    )
    assert '<span class="prm-non">Do not cross <span lang="fr">Pont</span>' in one.actions("b")
    assert (one.dit("c"), one.nu("b")) == ("No bridge.", "Do not cross Pont.")


def test_a_title_has_no_markup_even_untranslated() -> None:
    assert ENGLISH.nu("Un titre") == "Un titre"


def test_dates_are_said_in_both_languages() -> None:
    said = [
        (FRENCH.date(text), ENGLISH.date(text))
        for text in ("2023-12-11", "2018-12", "2019", "s.d.")
    ]
    assert said == [
        (f"11{NBSP}décembre 2023", f"11{NBSP}December 2023"),
        ("décembre 2018", "December 2018"),
        ("2019", "2019"),
        ("sans date", "undated"),
    ]


def test_figures_are_written_as_each_language_writes_them() -> None:
    fait = Fait(
        texte="On compte {valeur}.",
        valeur=1350.5,
        unite="personnes",
        date="2003",
        source="x",
        statut="a_confirmer",
    )
    assert FRANCAIS.fait(fait) == f"On compte 1{THIN}350,5{NBSP}personnes."
    known = anglais({"On compte {valeur}.": "There are {valeur}.", "personnes": "people"})
    assert known.fait(fait) == f"There are 1,350.5{NBSP}people."
    assert (FRANCAIS.metres(6.1), ENGLISH.metres(6.1)) == (f"6,10{NBSP}m", f"6.10{NBSP}m")


def test_a_figure_of_a_dataset_is_read_there_with_its_bound() -> None:
    collection, _ = sound(files_of())
    chiffre = Chiffre(
        texte="En {table.un.annee}, {table.un} personnes ; {table.deux} autres.", jeu="essai"
    )
    said = FRENCH.chiffre(chiffre, collection.jeux)
    assert said == f"En 2015, plus de 12{THIN}400 personnes{THIN}; 3 autres."
    english = anglais(
        {chiffre.texte: "In {table.un.annee}, {table.un} people; {table.deux} others."}
    )
    assert (
        english.chiffre(chiffre, collection.jeux) == "In 2015, more than 12,400 people; 3 others."
    )
