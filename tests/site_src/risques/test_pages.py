"""Pages say what the register says, each figure and instruction beside its source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from opendata.findings import Finding
from site_src.engine.tree import Tree
from site_src.frame.page import Page
from site_src.frame.typography import typographie
from site_src.risques.origins import certitude
from site_src.risques.pages import OF_STREETS, pages
from site_src.risques.phrases import PHASES, action_lines, date_dite
from site_src.risques.pictograms import Gesture
from site_src.risques.register import Register
from site_src.risques.risque import Consigne, Consignes, Risque
from site_src.risques.rules import instructions, walk
from tests.site_src.risques.cases import register_in

ROOT = Path(__file__).parents[3]
TEMPLATES = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "site_src/risques/templates").glob("*.j2"))
}
WATER = ("crues", "hauteurs-effets", "maxima-annuels")
_LIST = re.compile(r'<ol class="prm-consignes".*?</ol>', re.DOTALL)
_BLOCK = re.compile(r"<(li|p|td|th|tr)\b[^>]*>(.*?)</\1>", re.DOTALL)


def register_of(folder: Path) -> Register:
    patterns = ("data/risques/*", *(f"data/datasets/{name}/**/*" for name in WATER))
    files = Tree(folder).select(patterns)
    findings: list[Finding] = []
    register = register_in(files, findings)
    assert findings == []
    assert register is not None
    return register


def text_of(markup: str) -> str:
    """What a reader sees, with ordinary spaces and apostrophes."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", markup))
    return re.sub(r"\s+", " ", plain.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


@pytest.fixture(scope="module")
def real() -> Register:
    return register_of(ROOT)


@pytest.fixture(scope="module")
def made(real: Register) -> dict[str, Page]:
    return {page.path: page for page in pages(real, TEMPLATES)}


@pytest.fixture(scope="module")
def sample() -> str:
    register = register_of(ROOT / "tests" / "golden" / "risques" / "sain")
    return pages(register, TEMPLATES)[1].body


def items(real: Register) -> Iterator[tuple[Risque, str, str]]:
    """(risk, words, source id) of every statement that has both, instructions and heights of the Seine aside."""
    for risque in real.risques:
        heights = {
            record
            for item in (*risque.effets, *(one for one in risque.evenements if one.hauteurs))
            for _, record in walk(item)
        }
        for _, record in walk(risque):
            if record in heights:
                continue
            texte = getattr(record, "texte", None)
            if texte and hasattr(record, "source") and not isinstance(record, Consigne):
                yield risque, texte, record.source


def test_every_statement_stands_in_one_block_with_a_link_to_its_source(
    real: Register, made: dict[str, Page]
) -> None:
    for risque, texte, source in items(real):
        body = made[f"risques/{risque.id}.md"].body
        words = text_of(texte.partition("{valeur}")[0])
        blocks = [match.group(2) for match in _BLOCK.finditer(body)]
        holding = [block for block in blocks if words in text_of(block)]
        assert any(f'href="#source-{source}"' in html.unescape(block) for block in holding), texte


def test_every_block_with_a_figure_names_its_source(made: dict[str, Page]) -> None:
    """What stands before « Sources », the review table, the headings and the numbered instructions aside."""
    for page in made.values():
        if page.path.endswith("index.md"):
            continue
        body = _LIST.sub("", page.body.partition("## Sources")[0])
        for tag, inner in re.findall(r"<(li|p|tr)\b[^>]*>(.*?)</\1>", body, re.DOTALL):
            has_figure = any(character.isdigit() for character in text_of(inner))
            is_ours = "Texte rédigé le" in text_of(inner)
            assert is_ours or not has_figure or 'href="#source-' in inner, (page.path, tag, inner)


def test_every_source_cited_on_a_page_is_described_there_with_its_dates(
    real: Register, made: dict[str, Page]
) -> None:
    for risque in real.risques:
        body = html.unescape(made[f"risques/{risque.id}.md"].body)
        cited = set(re.findall(r'href="#source-([\w-]+)"', body))
        described = dict(re.findall(r'<li id="source-([\w-]+)">(.*?)</li>', body))
        assert cited == set(described)
        for name, text in described.items():
            assert f"Lu le {date_dite(real.sources[name].lu_le)}" in text


def test_instructions_are_numbered_and_the_sources_below_say_how_each_was_read(
    real: Register, made: dict[str, Page]
) -> None:
    for risque in real.risques:
        body = made[f"risques/{risque.id}.md"].body
        for phase, titre in PHASES.items():
            consignes = getattr(risque.consignes, phase)
            part = phase_of(body, titre)
            shown = [text_of(line) for line in re.findall(r"<li>(.*?)</li>", "".join(_LIST.findall(part)))]  # fmt: skip
            assert shown == [text_of(typographie(item.texte)) for item in consignes]
            assert "à confirmer" not in part
            said = re.findall(r'<li>([\d, à]+) : <a href="#source-([\w-]+)">.*?</a>, (\w+)</li>', html.unescape(part))  # fmt: skip
            shown_by = {(rank, source): word for text, source, word in said for rank in ranks(text)}
            for rank, item in enumerate(consignes, 1):
                assert shown_by.pop((rank, item.source)) == certitude(item, real.sources)
                assert item.double is None or shown_by.pop((rank, item.double))
            assert not shown_by


def phase_of(body: str, titre: str) -> str:
    """What stands under the heading of a phase, whether it is open or folded; "" when it has none."""
    _, _, after = re.sub(r"</?h2>", "", body).partition(f"{titre} : que faire")
    return re.split(r"\n## |</details>\n\n<(?!/)|<details class=\"prm-phase\"", after)[0]


def ranks(text: str) -> Iterator[int]:
    """1, 3, 4, 5 for « 1, 3 à 5 »."""
    for part in text.split(", "):
        first, _, last = part.partition(" à ")
        yield from range(int(first), int(last or first) + 1)


def test_a_phase_without_instruction_sends_to_the_authority(
    real: Register, made: dict[str, Page]
) -> None:
    for risque in real.risques:
        body = made[f"risques/{risque.id}.md"].body
        empty = sum(not getattr(risque.consignes, phase) for phase in PHASES)
        lines = 1 if risque.consignes.est_vide else empty
        assert len(re.findall(r"[Aa]ucune consigne officielle retrouvée", body)) == lines
        assert not empty or risque.autorite.nom in text_of(body)


def test_a_risk_without_any_instruction_has_no_empty_headings(real: Register) -> None:
    first, *others = real.risques
    bare = first.model_copy(update={"consignes": Consignes()})
    body = pages(replace(real, risques=(bare, *others)), TEMPLATES)[1].body
    assert body.count("Aucune consigne officielle retrouvée") == 1
    assert not any(
        f"{titre} : que faire" in body or f"#{name}" in body for name, titre in PHASES.items()
    )


ORDER = ["chapo", "prm-pendant", "## Qui appeler", "## Chez vous", "## Comment vous êtes alerté", "## Ce que c’est",
         "## Ce qui peut arriver", "## Où à Paris", "## Ce qui est fait", "## Qui répond", "## Ce qui manque",
         "## Sources"]  # fmt: skip


def test_what_to_do_comes_first_and_sources_last(real: Register, made: dict[str, Page]) -> None:
    for risque in real.risques:
        body = made[f"risques/{risque.id}.md"].body
        places = [body.index(mark) for mark in ORDER if mark in body]
        assert places == sorted(places), risque.id
        phases = [body.find(f'id="{name}"') for name in ("avant", "apres")]
        assert all(place < body.index("## Comment vous") for place in phases)


def test_where_nothing_official_says_what_to_do_during_the_first_phase_that_has_something_is_open(
    real: Register,
) -> None:
    first, *others = real.risques
    after = first.consignes.model_copy(update={"pendant": (), "avant": ()})
    body = pages(
        replace(real, risques=(first.model_copy(update={"consignes": after}), *others)), TEMPLATES
    )[1].body
    assert "## Après : que faire { #apres }" in body
    assert re.findall(r">(\w+) : aucune consigne officielle", body) == ["Pendant", "Avant"]


def test_the_long_tables_of_heights_stand_on_their_own_page(
    real: Register, made: dict[str, Page]
) -> None:
    body = made["risques/crue-seine.md"].body
    assert real.risques[0].effets
    assert "<caption>" not in body.replace("<caption>Chiffres publiés qui diffèrent", "")
    assert 'href="../../crues/"' in html.unescape(body)


def test_each_risk_has_its_page_with_emergency_numbers_and_its_file(
    real: Register, made: dict[str, Page]
) -> None:
    for risque in real.risques:
        page = made[f"risques/{risque.id}.md"]
        assert page.a_numeros_urgence
        assert page.source == f"data/risques/{risque.id}.yaml"
        assert (ROOT / page.source).is_file()


def test_who_cannot_speak_is_led_to_a_message_not_to_a_call(real: Register) -> None:
    for contact in real.contacts.values():
        is_message = contact.numero == "114"
        assert contact.lien == "sms:114" if is_message else contact.lien.startswith("tel:")


def test_the_index_lists_the_risks_that_exist_and_says_which_are_not_treated(
    real: Register, made: dict[str, Page]
) -> None:
    body = html.unescape(made["risques/index.md"].body)
    linked = set(re.findall(r'href="([\w-]+)/"', body))
    assert linked == {risque.id for risque in real.risques}
    untreated = sum(not fiche.risques for fiche in real.ddrm.fiches)
    assert body.count("pas encore traité ici") == untreated


def test_conflicting_figures_are_side_by_side_with_date_and_perimeter(sample: str) -> None:
    text = text_of(sample)
    assert "On compte 1 200 personnes exposées." in text
    assert re.search(r"1 200 personnes\s*Celui de la phrase\. Donnée de 2019", text)
    assert re.search(r"1 350,5 personnes\s*hors caves\. Donnée de 2003", text)


def test_dates_of_the_document_stand_once_in_the_index_unknown_ones_as_unknown(
    made: dict[str, Page],
) -> None:
    counts = {path: text_of(page.body).count("date inconnue") for path, page in made.items()}
    assert counts.pop("risques/index.md") == 3
    assert not any(counts.values())


def test_the_index_says_once_which_risks_have_a_map(real: Register, made: dict[str, Page]) -> None:
    body = made["risques/index.md"].body
    mapped = {risque.ou_a_paris.carte for risque in real.risques if risque.ou_a_paris.carte}
    assert mapped == set(re.findall(r'href="../cartes/([\w-]+)/"', body))
    assert "Aucune n'est publiée ici pour les autres." in text_of(body)
    assert not any("Pas de carte" in page.body for page in made.values())


def test_values_of_a_file_are_never_markup() -> None:
    register = register_of(ROOT / "tests" / "golden" / "risques" / "sain")
    (risque,) = register.risques
    evil = "<b>gras</b> [lien](x) {{ 1 }}"
    fact = risque.description[0].model_copy(update={"texte": evil})
    changed = risque.model_copy(update={"description": (fact,)})
    body = pages(_with(register, changed), TEMPLATES)[1].body
    assert "<b>gras" not in body
    assert "[lien]" not in body
    assert evil in html.unescape(body)


def _with(register: Register, risque: Risque) -> Register:
    return Register(
        risques=(risque,),
        familles=register.familles,
        ddrm=register.ddrm,
        sources=register.sources,
        contacts=register.contacts,
        document=register.document,
    )


def test_my_street_is_offered_where_it_has_an_answer(real: Register, made: dict[str, Page]) -> None:
    offered = {
        risque.id
        for risque in real.risques
        if "/ma-rue/" in html.unescape(made[f"risques/{risque.id}.md"].body)
    }
    mapped = {risque.id: risque.ou_a_paris.carte for risque in real.risques}
    assert offered == {name for name, carte in mapped.items() if carte in OF_STREETS}
    assert {mapped[name] for name in mapped} - OF_STREETS - {None}


def test_the_gesture_of_an_instruction_is_drawn_before_its_words(real: Register) -> None:
    gestes = {one.id: Gesture(one.id, one.fr, one.en, "<path/>") for one in real.gestes}
    flood = next(risque for risque in real.risques if risque.hauteurs_de_la_seine)
    body = {page.path: page for page in pages(real, TEMPLATES, gestes=gestes)}[f"risques/{flood.id}.md"].body  # fmt: skip
    drawn = [item.geste for _, item in instructions(flood) if item.geste]
    assert sorted(re.findall(r'href="#dessin-([a-z-]+)"', body)) == sorted(drawn)
    assert sorted(re.findall(r'<symbol id="dessin-([a-z-]+)"', body)) == sorted(set(drawn))
    first = next(item for _, item in instructions(flood) if item.geste)
    assert re.search(rf'#dessin-{first.geste}"/></svg>{re.escape(action_lines(first.texte))}', body)


def test_a_page_without_drawings_shows_the_words_alone(made: dict[str, Page]) -> None:
    assert all("prm-geste" not in page.body for page in made.values())  # fmt: skip
