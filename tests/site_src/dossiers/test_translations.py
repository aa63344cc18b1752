"""English records: what they translate, and what they no longer match."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import read_yaml
from site_src.dossiers.translations import (
    _file_of,
    _original,
    digest,
    figures,
    map_originals,
    originals_of,
    overdue,
)
from site_src.risques.border import instructions
from tests.site_src.dossiers.cases import files_of, own_files, pages_of, sound
from tests.site_src.dossiers.cases import read as judged

KIT, ENGLISH = "data/se-preparer/kit.yaml", "data/langues/en/se-preparer/kit.yaml"


def late(files: dict[str, bytes]) -> list[str]:
    collection, traductions = sound(files)
    return [str(finding) for finding in overdue(traductions, collection) if finding.path == ENGLISH]


def test_a_translation_of_the_present_text_is_not_late() -> None:
    assert late(files_of()) == []


def test_a_changed_sentence_makes_its_translation_late_in_these_words() -> None:
    files = files_of()
    files[KIT] = files[KIT].replace(b"Rangez le sac.", b"Rangez bien le sac.")
    collection, _ = sound(files)
    current = digest(originals_of(collection)[KIT])
    assert late(files) == [
        f"{ENGLISH}:5:3: phrase sans traduction : « Rangez bien le sac. » — règle : chaque phrase de {KIT} est traduite — remède : ajouter fr et en sous « phrases »",
        f"{ENGLISH}:19:9: phrase qui n'est plus dans l'original : « Rangez le sac. » — règle : une traduction suit {KIT} — remède : la corriger d'après l'original, ou la retirer",
        f"{ENGLISH}:2:12: traduction plus ancienne que l'original — règle : l'empreinte est celle des textes de {KIT} — remède : relire la traduction, puis écrire empreinte: {current}",
    ]


def test_a_comment_or_a_source_does_not_age_a_translation() -> None:
    files = files_of()
    files[KIT] = b"# un commentaire\n" + files[KIT]
    assert late(files) == []


def test_a_file_without_translation_is_named_once() -> None:
    collection, traductions = sound(files_of())
    found = [finding for finding in overdue(traductions, collection) if finding.path != ENGLISH]
    assert [str(finding) for finding in found if "plan" in finding.path] == [
        "data/se-preparer/plan.yaml:0:0: traduction « en » absente — règle : risques, « se préparer », numéros, hauteurs de la Seine et cartes ont une version dans chaque langue publiée — remède : écrire data/langues/en/se-preparer/plan.yaml"
    ]
    assert {finding.path for finding in found} == {
        "data/se-preparer/plan.yaml",
        "data/risques/contacts.yaml",
        "data/risques/foyer.yaml",
        "data/risques/crue-essai.yaml",
    }


def test_the_page_shows_french_and_says_so_when_it_is_late() -> None:
    files = files_of()
    files[KIT] = files[KIT].replace(b"Rangez le sac.", b"Rangez bien le sac.")
    (page,) = [page for page in pages_of(files) if page.langue == "en"]
    assert '<span lang="fr">Rangez bien le sac&#46;</span>' in page.body
    assert "Tin opener" in page.body
    assert "The French text has changed since it was translated" in page.body


RISK, ENGLISH_RISK = "data/risques/crue-essai.yaml", "data/langues/en/risques/crue-essai.yaml"
PAIRS = {
    "Crue d'essai": "Trial flood",
    "Une crue pour les tests.": "A flood for the tests.",
    "Préparez un sac.": "Pack a bag.",
    "Au sous-sol": "In the basement",
    "Ne descendez pas à la cave.": "Do not go down to the cellar.",
}


def a_flood(review: str = "") -> dict[str, bytes]:
    """The sound files with the English of their risk; `review` is the lines that name who read it."""
    files = files_of()
    phrases = "".join(f'  - {{fr: "{french}", en: "{english}"}}\n' for french, english in PAIRS.items())  # fmt: skip
    files[ENGLISH_RISK] = f"page: flood\nempreinte: {'a' * 64}\n{review}phrases:\n{phrases}".encode()  # fmt: skip
    return files


def lines_of(files: dict[str, bytes]) -> list[str]:
    """The numbered instructions of the English page of the risk, in order, without their tags."""
    (page,) = [page for page in pages_of(files) if page.path == "en/flood.md"]
    lists = re.findall(r'<ol class="prm-consignes".*?</ol>', page.body, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", "".join(lists))
    return [words(item) for item in items]


def words(fragment: str) -> str:
    """The text of a fragment, its tags and its kinds of space left out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", fragment)).split())


def test_a_during_line_that_nobody_reviewed_says_so_itself() -> None:
    during, before = lines_of(a_flood())
    assert before == "Pack a bag."
    assert during == "Do not go down to the cellar. translation not yet reviewed"


def test_a_reviewed_during_line_stands_alone() -> None:
    read = digest(text for pair in PAIRS.items() for text in pair)
    review = f"relecteur: Ada Essai\nrelu_le: 2026-11-27\nrelu: {read}\n"
    assert lines_of(a_flood(review))[0] == "Do not go down to the cellar."


def test_a_changed_during_line_hides_the_sentence_that_translated_it() -> None:
    files = a_flood()
    files[RISK] = files[RISK].replace("Ne descendez pas à la cave.".encode(), b"Quittez la cave.")
    assert lines_of(files)[0] == "Quittez la cave. not translated yet, in French"
    assert "cellar" not in " ".join(page.body for page in pages_of(files))


def test_a_review_holds_for_the_sentences_that_were_read() -> None:
    review = f"relecteur: Ada Essai\nrelu_le: 2026-11-27\nrelu: {'a' * 64}\n"
    read = digest(text for pair in PAIRS.items() for text in pair)
    assert [str(finding) for finding in judged(a_flood(review))[2]] == [
        f"{ENGLISH_RISK}:1:1: phrases changées depuis la relecture — règle : « relu » est l'empreinte des phrases que la personne a relues — remède : faire relire, puis écrire relu: {read} ; ou vider « relecteur » et « relu_le »"
    ]


def test_no_english_during_line_of_the_site_is_without_its_review() -> None:
    collection, traductions = sound(own_files())
    lines = {
        page.path: [words(item) for item in page.body.split("</li>")]
        for page in pages_of(own_files())
    }
    for risque in collection.register.risques:
        read = traductions["en"].by_original.get(f"data/risques/{risque.id}.yaml")
        if read is None:  # a risk may be added before its English
            continue
        item = read.record
        for line in risque.consignes.pendant:
            said = words(traductions["en"].phrases.get(line.texte, line.texte).replace("'", "’"))
            beside = next(one for one in lines[f"en/{item.page}.md"] if said in one)
            marked = "translation not yet reviewed" in beside or "not translated yet" in beside
            assert marked != item.est_relue(line.texte), line.texte


def test_a_changed_risk_instruction_ages_its_translation_alone() -> None:
    files = own_files()
    collection, traductions = sound(files)
    path, texte = next(
        (path, consigne.texte)
        for path, risque in ((f"data/risques/{one.id}.yaml", one) for one in collection.register.risques)
        for _, consigne in instructions(risque)
        if path in traductions["en"].by_original and files[path].decode().count(consigne.texte) == 1
    )  # fmt: skip
    changed = files[path].decode().replace(texte, f"{texte.rstrip('.')} vite.")
    after = sound({**files, path: changed.encode()})
    late = {
        finding.path
        for finding in set(overdue(after[1], after[0])) - set(overdue(traductions, collection))
    }
    assert late == {path.replace("data/", "data/langues/en/")}


def test_hours_and_repeated_figures_are_the_same_figures() -> None:
    assert figures("9 h à 19 h") == figures("9:00 to 19:00") == {"9", "19"}
    assert figures("24 h sur 24") == figures("24 hours a day")


@given(
    st.lists(st.text(min_size=1), min_size=1, max_size=4), st.integers(0, 3), st.text(min_size=1)
)
def test_any_changed_text_changes_the_fingerprint(texts: list[str], place: int, other: str) -> None:
    rank = place % len(texts)
    changed = [*texts[:rank], other, *texts[rank + 1 :]]
    assert (digest(texts) == digest(changed)) == (texts == changed)


def test_texts_of_a_dataset_are_translated_in_one_file_named_as_its_folder() -> None:
    originals = {"data/datasets/crues": ("Sans doute lue sur une mauvaise ligne.",)}
    original = _original("data/langues/en/datasets/crues.yaml", "data/langues/en", originals)
    assert original == "data/datasets/crues"
    assert _file_of(original, "en") == "data/langues/en/datasets/crues.yaml"
    kit = _original("data/langues/en/se-preparer/kit.yaml", "data/langues/en", originals)
    assert kit == "data/se-preparer/kit.yaml"
    assert _file_of(kit, "en") == "data/langues/en/se-preparer/kit.yaml"


MAPS = b"""
- id: essai
  titre: Carte d'essai
  description: Une zone.
  avis: Pas votre immeuble.
  limites: [Rien d'une cave.]
  paroles: {zone: {code: essai}}
  couches:
    - {id: fond, legende: Un fond}
    - {id: autre, legende: Un fond, definition: Deux fois le meme.}
- id: lieux
  titre: Lieux
  avis: Verifiez.
  couches: []
- {id: fictif, titre: Invente, est_fictif: true}
"""


def test_a_map_is_translated_by_what_its_pages_say_each_once() -> None:
    assert map_originals(read_yaml("cartes.yaml", MAPS, [])) == {
        "data/cartes/essai": (
            "Carte d'essai", "Une zone.", "Pas votre immeuble.", "Rien d'une cave.", "Un fond", "Deux fois le meme.",
        ),
        "data/cartes/lieux": ("Lieux", "Verifiez."),
    }  # fmt: skip
    assert map_originals(None) == map_originals(read_yaml("cartes.yaml", b"x: 1", [])) == {}


def test_a_map_without_translation_is_late() -> None:
    collection, traductions = sound(files_of())
    late = [str(one) for one in overdue(traductions, collection, MAPS) if "cartes/" in one.path]
    assert [line.partition(" — ")[0] for line in late] == [
        "data/cartes/essai:0:0: traduction « en » absente",
        "data/cartes/lieux:0:0: traduction « en » absente",
    ]
    assert late[0].endswith("écrire data/langues/en/cartes/essai.yaml")
