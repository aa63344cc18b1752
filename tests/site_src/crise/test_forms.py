"""Both forms of the file for a crisis: alone, light, dated, and the same in HTML and in plain text."""

from __future__ import annotations

import re
from html import unescape

import pytest

from opendata.findings import FindingsError
from site_src.crise.page import styled
from site_src.frame.crisis_file import CRISIS_FILES, LIMIT, PLACE
from site_src.frame.typography import typographie
from site_src.publishing.laying import filled
from site_src.publishing.links import read_document
from tests.builds import outputs
from tests.hostile import TEXTS
from tests.site_src.alertes.cases import ORANGE, edited
from tests.site_src.alertes.test_hostile import written
from tests.site_src.crise.cases import files, unfilled, with_alerts

HTML = [document for document, _ in CRISIS_FILES.values()]
TEXT = [text for _, text in CRISIS_FILES.values()]


@pytest.fixture(scope="module")
def calm() -> dict[str, str]:
    return with_alerts()


def words(html: str) -> str:
    """What a reader reads of a document's main part, spaces as one."""
    main = html.partition("<main>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


@pytest.mark.parametrize("path", HTML)
def test_the_document_loads_nothing_and_its_links_stay_in_it_or_are_whole(
    calm: dict[str, str], path: str
) -> None:
    read = read_document(path, calm[path])
    assert read.loads == ["data:,"]
    assert all(link.startswith(("#", "https://", "tel:", "sms:")) for link in read.links)
    assert {link[1:] for link in read.links if link.startswith("#")} <= read.anchors
    assert re.findall(r"<link\b[^>]*>", calm[path]) == ['<link rel="icon" href="data:,">']
    assert not re.search(r"<(script|img|iframe|object|form|input)\b|url\(|@import|@font-face", calm[path])  # fmt: skip


@pytest.mark.parametrize(("path", "told"), [
    ("crise.html", "Qui appeler, que faire et comment vous êtes alerté en cas de crise à Paris, avec les alertes de ce site au moment où ce fichier a été fait."),
    ("en/crisis.html", "Whom to call, what to do and how you are alerted in a crisis in Paris, with the alerts of this site at the time this file was made."),
])  # fmt: skip
def test_the_head_says_in_a_sentence_what_the_file_is(
    calm: dict[str, str], path: str, told: str
) -> None:
    head, _, _ = calm[path].partition("</head>")
    said = re.findall(r'<meta name="description" content="([^"]*)">', head)
    assert [unescape(one) for one in said] == [told]


@pytest.mark.parametrize("path", HTML)
def test_each_language_names_the_other_where_the_site_has_an_address(path: str) -> None:
    """And itself; a site without an address has none to give (see the links of a file above)."""
    root = "https://exemple.invalid/site/"
    whole = {"fr": f"{root}crise.html", "en": f"{root}en/crisis.html"}
    head, _, _ = (
        outputs("crise", files(), options={"adresse": root})[f"site/{path}"]
        .decode()
        .partition("</head>")
    )
    own = next(address for address in whole.values() if address.endswith(path))
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', head) == [own]
    alternate = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', head)
    assert dict(alternate) == whole


def test_each_form_in_each_language_is_light(calm: dict[str, str]) -> None:
    assert set(calm) == {*HTML, *TEXT}
    assert {path: len(text.encode()) for path, text in calm.items() if len(text.encode()) > LIMIT} == {}  # fmt: skip


@pytest.mark.parametrize(("path", "told"), [
    ("crise.html", "Au 10 janvier 2031 à 19 h, heure de Paris. Ce fichier ne se met pas à jour seul."),
    ("crise.txt", "Au 10 janvier 2031 à 19 h, heure de Paris. Ce fichier ne se met pas à jour seul."),
    ("en/crisis.html", "On 10 January 2031 at 19:00, Paris time. This file does not update itself."),
    ("en/crisis.txt", "On 10 January 2031 at 19:00, Paris time. This file does not update itself."),
])  # fmt: skip
def test_the_file_says_of_when_it_is_and_that_it_does_not_change_by_itself(
    calm: dict[str, str], path: str, told: str
) -> None:
    text = words(calm[path]) if path.endswith(".html") else " ".join(calm[path].split())
    assert told in text
    assert text.index(told) < text.index("Dans ce fichier" if "crise" in path else "In this file")
    assert ("Cela ne veut pas dire : aucun danger." if "crise" in path else "That does not mean: no danger.") in text  # fmt: skip


@pytest.mark.parametrize(("document", "text"), CRISIS_FILES.values())
def test_the_text_says_what_the_document_says(
    calm: dict[str, str], document: str, text: str
) -> None:
    """Sentence by sentence: in the text, only numbers of parts, marks of lists and ends of lines are more."""
    plain = " ".join(re.sub(r"(?m)^(- |\d+(\.\d+)*\. )", "", calm[text]).split())
    main = calm[document].partition("<main>")[2]
    for item in re.findall(r"<(?:li|p|h\d)[^>]*>(.*?)</(?:li|p|h\d)>", main, re.DOTALL):
        if "<li>" not in item and 'href="#' not in item:
            said = " ".join(unescape(re.sub(r"<[^>]*>", "", item)).split())
            assert said in plain


@pytest.mark.parametrize("path", TEXT)
def test_the_text_holds_in_72_columns_and_its_headings_are_numbered_words(
    calm: dict[str, str], path: str
) -> None:
    lines = calm[path].split("\n")
    assert max(map(len, lines)) <= 72
    assert not re.search(r"[=*_#|+~^-]{3}|[┌─│█]", calm[path])  # nothing drawn
    headings = re.findall(r"\n\n\n(\d+(?:\.\d+)?\. .+)(?=\n)", calm[path])
    assert [one.partition(" ")[0] for one in headings][:3] == ["1.", "1.1.", "1.2."]
    assert "2.10." in {one.partition(" ")[0] for one in headings}
    assert calm[path].endswith("\n")
    assert not calm[path].endswith("\n\n")


@pytest.mark.parametrize(("langue", "said"), [
    ("fr", ("Vigilance orange : La Seine déborde sur les voies sur berge", "Ne descendez pas à la cave. [Ville d’essai]",
            "Du 10 janvier 2031 à 18 h au 11 janvier 2031 à 20 h.", "Émise par Préfecture d’essai", "Dans ce fichier")),
    ("en", ("Orange alert: The Seine floods the riverside roads", "Do not go down to the cellar. [Ville d’essai]",
            "From 10 January 2031 at 18:00 to 11 January 2031 at 20:00.", "Issued by Préfecture d’essai", "In this file")),
])  # fmt: skip
def test_an_alert_stands_before_all_else_in_every_form(langue: str, said: tuple[str, ...]) -> None:
    made = with_alerts(ORANGE)
    document, text = CRISIS_FILES[langue]
    for told in (words(made[document]), " ".join(made[text].split())):
        assert [part for part in said if part not in told] == []
        assert told.index(said[0]) < told.index(said[-1])
        assert "Aucune alerte" not in told
    assert "https://exemple.invalid/niveau" in unescape(made[document])
    assert "https://exemple.invalid/niveau" in made[text]


def ranked(rank: int, level: str, place: str) -> str:
    return edited(ORANGE, ("id: crue-essai", f"id: a{rank}"), ("titre: .*", f"titre: Essai {rank:02}"),
                  ("niveau: .*", f"niveau: {level}"), ("secteurs: .*", f"secteurs: [{place}]"))  # fmt: skip


def test_many_alerts_are_all_named_and_the_gravest_are_whole() -> None:
    yellow = (ranked(rank, "vigilance jaune", "5") for rank in range(30))
    made = with_alerts(*yellow, ranked(30, "danger en cours", "13"))
    for path in ("crise.html", "crise.txt"):
        assert all(f"Essai {rank:02}" in made[path] for rank in range(31))
        assert made[path].index("Danger en cours") < made[path].index("Vigilance jaune")
        assert 1 < made[path].count("Les voies sur berge sont") < 31
    assert len(made["crise.html"].encode()) <= LIMIT


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_alert_is_text_in_every_form(text: str, with_alert: dict[str, str]) -> None:
    made = with_alerts(written(text))
    shown = unescape(re.sub(r"<[^>]*>", "", made["crise.html"]))
    said = typographie(f"Mot {text}")
    assert said in shown
    assert " ".join(said.split()) in " ".join(made["crise.txt"].split())
    tags = [re.findall(r"<(\w+)", one["crise.html"]) for one in (made, with_alert)]
    assert tags[0] == tags[1]
    assert max(map(len, made["crise.txt"].split("\n"))) <= 72


@pytest.fixture(scope="module")
def with_alert() -> dict[str, str]:
    return with_alerts(ORANGE)


def test_a_file_that_is_too_heavy_is_refused_whatever_its_form() -> None:
    heavy = {path: raw + b"x" * LIMIT for path, raw in unfilled().items() if path == "crise.txt"}
    with pytest.raises(FindingsError) as caught:
        filled(heavy, {"crise.txt": ""})
    (told,) = caught.value.findings
    weight = len(heavy["crise.txt"]) - len(PLACE.encode())
    assert str(told) == (
        f"crise.txt:0:0: fichier de crise de {weight} octets — règle : il se transmet partout : {LIMIT} octets au plus — "
        "remède : raccourcir les consignes de ses risques, ou ses alertes — page : /crise.html"
    )


def test_a_file_without_a_place_for_alerts_is_refused() -> None:
    with pytest.raises(FindingsError) as caught:
        filled({"crise.txt": b"x"}, {"crise.txt": ""})
    (told,) = caught.value.findings
    assert told.quoi == "fichier de crise sans place pour ses alertes"


def test_the_style_brings_the_sites_own_colours_for_old_browsers_too() -> None:
    tokens = ":root {\n  --prm-ink: light-dark(#111, #eee);\n  --prm-x: light-dark(#222, #ddd);\n}"
    assert styled("p { color: var(--prm-ink); }  /* x */", tokens) == (
        ":root{--prm-ink:#111;}@media (prefers-color-scheme:dark){:root{--prm-ink:#eee;}}p{color:var(--prm-ink);}"
    )
