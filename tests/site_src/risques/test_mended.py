"""What the pages once said wrongly: each is said rightly where it is read, and no right edit brings it back.

A right statement is found by what it is about (a street, a date, an operator), and its figures are those of the
record: another figure from a better source changes neither.
"""

from __future__ import annotations

import html
import re

import pytest

from site_src.frame.page import Page
from site_src.risques.phrases import quantite
from site_src.risques.register import Register
from site_src.risques.risque import Fait, Mesure
from site_src.risques.rules import walk
from tests.site_src.risques.test_pages import made, real, text_of

__all__ = ["made", "real"]  # fixtures

WRONG = [
    ("effondrement-batiment", r"[ÉE]crivez à la Préfecture de police"),
    ("effondrement-batiment", r"bilan du lendemain"),
    ("fuite-gaz", r"37 blessés"),
    ("incendie", r"25 personnes sont mortes"),
    ("etablissements-public", r"25 personnes sont mortes"),
    ("accident-nucleaire", r"\(ASN\)(?!, devenue ASNR)(?! et l'Institut)"),
    ("chauffage-urbain", r"525 km|425 000 logements"),
    ("crue-seine", r"d'habitude de 1 à 2 m"),
    ("crue-seine", r"240 000 Parisiens|700 000, 830 000 ou 850 000|titres non relevés"),
    ("mouvement-terrain", r"s'étendent sur 770 ha"),
]
_STATEMENT = re.compile(r"<(p|li|tr)\b[^>]*>(.*?)</\1>", re.DOTALL)
_DEATHS = r"(?:\w+ \w+ sont |a tué \d+ |\d+ morts)"


@pytest.mark.parametrize(("risque", "wrong"), WRONG)
def test_a_statement_that_was_wrong_does_not_come_back(
    made: dict[str, Page],
    risque: str,
    wrong: str,
) -> None:
    assert not re.search(wrong, text_of(made[f"risques/{risque}.md"].body))


def said(made: dict[str, Page], risque: str) -> list[tuple[str, str]]:
    """(words, source) of every statement of a risk's page that links to one, in order."""
    found = []
    for _, inner in _STATEMENT.findall(made[f"risques/{risque}.md"].body):
        source = re.search(r'href="#source-([\w-]+)"', html.unescape(inner))
        if source:
            found.append((text_of(inner), source.group(1)))
    return found


RIGHT = [
    ("effondrement-batiment", r"rue Saint-Jacques.*" + _DEATHS),
    ("fuite-gaz", r"rue Saint-Jacques.*" + _DEATHS),
    ("incendie", r"rue Erlanger.*" + _DEATHS),
    ("effondrement-batiment", r"Depuis le 1er juillet 2017.* à la Ville de Paris"),
    ("accident-nucleaire", r"\(ASNR\).* le 1er janvier 2025"),
    ("chauffage-urbain", r"Jusqu'au 31 décembre 2026.*\(CPCU\)"),
    ("chauffage-urbain", r"À partir du 1er janvier 2027, l'exploitant est"),
    ("crue-seine", r"Ni la zone rouge ni le .* bleu clair et bleu .* la Ville a "),
    ("mouvement-terrain", r"770 ha de .* 65 ha de gypse, soit 835 ha"),
    ("mouvement-terrain", r"bien plus larges : [\d,]+ km²"),
]


@pytest.mark.parametrize(("risque", "right"), RIGHT)
def test_what_was_wrong_or_left_out_is_said_with_its_source(
    made: dict[str, Page], risque: str, right: str
) -> None:
    assert [source for words, source in said(made, risque) if re.search(right, words)]


CONTRADICTED = [
    ("incendie", "l'hôtel Paris-Opéra"),
    ("etablissements-public", "l'hôtel Paris-Opéra"),
    ("crue-seine", "l'échelle de Paris-Austerlitz. Hors crue"),
]


@pytest.mark.parametrize(("risque", "about"), CONTRADICTED)
def test_a_figure_that_two_sources_give_differently_is_shown_twice_each_with_its_source(
    real: Register, made: dict[str, Page], risque: str, about: str
) -> None:
    (record,) = (one for one in real.risques if one.id == risque)
    (fact,) = (item for _, item in walk(record) if isinstance(item, Fait) and about in item.texte)
    assert fact.valeur is not None
    assert fact.autres
    rows = said(made, risque)
    figures: tuple[Fait | Mesure, ...] = (fact, *fact.autres)
    for figure in figures:
        assert figure.valeur is not None
        value = text_of(quantite(figure.valeur, figure.unite))
        assert [row for row in rows if row[0].startswith(value) and row[1] == figure.source]


def test_a_past_event_gives_no_second_toll_without_a_second_source(real: Register) -> None:
    """One event names one source: tolls that differ stand in a fact, beside each other."""
    tolls = re.compile(r"\d+ (?:mort|bless|personnes).*\b(?:disent|selon|ou) \d+")
    events = [event for risque in real.risques for event in risque.evenements]
    assert not [event.texte for event in events if tolls.search(event.texte)]


def test_unsafe_housing_is_told_to_the_city_and_to_no_other_authority(real: Register) -> None:
    (risque,) = (one for one in real.risques if one.id == "effondrement-batiment")
    assert risque.autorite.nom.startswith("Ville de Paris")
    told = [item.texte for item in risque.consignes.avant]
    assert any("Ville de Paris" in text for text in told)
    assert not any("Préfecture" in text or "préfet" in text for text in told)


def test_every_source_that_was_of_the_asn_says_what_it_became(real: Register) -> None:
    named = [source.editeur for source in real.sources.values()]
    of_asn = [name for name in named if re.search(r"\bASN\b", name)]
    assert of_asn
    assert all("ASNR" in name for name in of_asn)


def test_the_number_for_victims_has_its_hours_and_is_not_said_to_answer_all_day(
    real: Register,
) -> None:
    (victims,) = (one for one in real.contacts.values() if one.numero == "116 006")
    assert re.search(r"\d+ h à \d+ h", victims.horaires)
    assert "24 h" not in victims.horaires
    assert victims.lien == "tel:116006"
    assert victims.source in real.sources


def test_the_band_calls_the_emergency_numbers_and_writes_to_114(
    real: Register,
) -> None:
    links = {contact.lien for contact in real.urgences}
    assert links >= {"tel:15", "tel:17", "tel:18", "tel:112", "sms:114"}
    assert "tel:114" not in links
