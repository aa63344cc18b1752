"""/en-ce-moment/ says what was read, how old it is and what is not known, without a script."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from opendata.findings import Finding
from site_src.direct.pages import COULEURS, jobs
from site_src.direct.published import Moment
from site_src.direct.records import Direct
from site_src.frame.page import Page
from site_src.frame.rendering import Templates
from site_src.frame.typography import typographie
from site_src.risques.border import Register
from site_src.risques.phrases import metres
from tests.builds import committed
from tests.site_src.direct.answers import (  # fmt: skip
    NOW,
    hubeau,
    meteo,
    observations,
    parametres,
    raw,
    vigicrues,
)
from tests.site_src.direct.faulty import Server, a_round
from tests.site_src.risques.cases import register_in

ROOT = Path(__file__).parents[3]
TEMPLATES = Templates(
    {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "site_src").glob("*/templates/*.j2")
    }
)
JEUX = ("crues", "hauteurs-effets", "maxima-annuels")
# Words by which the page could reassure.
REASSURING = re.compile(r"\b(vert|verte|bon|moyen)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def register() -> Register:
    files = committed("data/risques/*", *(f"data/datasets/{name}/**/*" for name in JEUX))
    findings: list[Finding] = []
    found = register_in(files, findings)
    assert found is not None, findings
    return found


def page(direct: Direct, register: Register) -> Page:
    (job,) = jobs(Moment(direct, parametres()), register, TEMPLATES)
    return job.written()


def text(body: str) -> str:
    """What is read, scripts left out."""
    shown = re.sub(r"<script.*?</script>|<title.*?</title>", " ", body, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown)))


def values(body: str) -> str:
    """The text of the places that hold a value."""
    return text(" ".join(re.findall(r'<span class="direct-texte">[^<]*</span>', body)))


def test_a_quiet_day_is_told_with_its_hours(server: Server, register: Register) -> None:
    said = text(page(a_round(server), register).body)
    assert "État au 28 janvier 2026 à 15 h" in said
    assert "1,27 m Mesurée le 28 janvier à 14 h 50." in said
    assert "vert Bulletin du 28 janvier à 10 h, lu à 15 h." in said
    assert "Un jour plus tôt : 1,00 m." in said


def test_the_whole_curve_is_in_the_table(server: Server, register: Register) -> None:
    direct = a_round(server)
    body = page(direct, register).body
    assert direct.niveau is not None
    rows = body.split('class="direct-heures"')[1].split("</table>")[0].split("<tbody>")[1]
    assert rows.count("<tr>") == len(direct.niveau.serie)
    assert '<polyline class="direct-ligne"' in body


def test_the_effects_that_the_height_has_reached_are_told_with_their_sources(
    server: Server, register: Register
) -> None:
    server.bodies |= {"hubeau": raw(hubeau(5.61)), "vigicrues_hauteurs": raw(observations(5.61))}
    body = html.unescape(page(a_round(server), register).body)
    assert register.seine is not None
    reached = [effet for effet in register.seine.effets if effet.hauteur_m <= 5.61][::-1][:6]
    above = next(effet for effet in register.seine.effets if effet.hauteur_m > 5.61)
    for effet in (*reached, above):
        assert typographie(effet.texte) in body
        assert f'href="#source-{effet.source}"' in body
        assert f'id="source-{effet.source}"' in body
    assert f"Prochain effet publié, à {metres(above.hauteur_m)}" in body


def test_of_two_heights_that_disagree_the_higher_tells_the_effects(
    server: Server, register: Register
) -> None:
    server.bodies |= {"hubeau": raw(hubeau(3.1)), "vigicrues_hauteurs": raw(observations(6.2))}
    said = text(page(a_round(server), register).body)
    assert "3,10 m ou 6,20 m Valeur douteuse : les deux services" in said
    assert "ce qui suit vaut pour la plus haute des deux" in said
    assert register.seine is not None
    highest = [effet for effet in register.seine.effets if effet.hauteur_m <= 6.2][-1]
    assert f"{metres(highest.hauteur_m)} :".replace("\u00a0", " ") in said


def test_warnings_are_told_with_their_hours_and_what_to_do(
    server: Server, register: Register
) -> None:
    server.bodies |= {"vigicrues": raw(vigicrues("3")), "meteo_france": raw(meteo({"6": 3}))}
    body = html.unescape(page(a_round(server), register).body)
    row = body.split('<td data-direct="vigilance-6">')[1].split("</td>")[0]
    assert "orange de 14 h à 0 h" in text(row)
    assert 'href="../risques/canicule/"' in body.split('<td data-direct="vigilance-6">')[0][-200:]
    assert "Orange : débordements importants" in text(body)


@pytest.mark.parametrize("hours", [0, 24])
def test_when_feeds_are_dead_no_value_is_told(
    server: Server, register: Register, hours: int
) -> None:
    """The state of the page on its worst day: links, reasons, and nothing that could be taken for an all-clear."""
    before = a_round(server) if hours else Direct()
    server.behaviours = dict.fromkeys(server.bodies, lambda doing: doing.send(503))
    direct = a_round(server, before, NOW + timedelta(hours=hours))
    made = page(direct, register)
    assert set(values(made.body).split()) == {"inconnue"}
    assert "<polyline" not in made.body
    assert not re.search(r"direct-pastille--\d", made.body)
    assert "Service injoignable : il répond par l’erreur 503" in text(made.body)
    assert ("dernière lecture réussie le 28 janvier 2026 à 15 h" in text(made.body)) == (hours > 0)
    for service in ("vigicrues.gouv.fr", "vigilance.meteofrance.fr", "airparif.fr"):
        assert f"{service}/" in html.unescape(made.body)


def test_without_any_round_the_page_says_so_and_where_to_look(register: Register) -> None:
    made = page(Direct(), register)
    said = text(made.body)
    assert "Aucune mesure n’est publiée ici pour l’instant." in said
    assert set(values(made.body).split()) == {"inconnue"}
    before_the_words_on_colours = said.split("Ce que demandent les couleurs")[0]
    assert not REASSURING.search(before_the_words_on_colours.split("L’indice a six degrés")[0])


def test_without_keys_the_page_says_that_the_sources_are_not_configured(
    server: Server, register: Register
) -> None:
    said = text(page(a_round(server, keys={}), register).body)
    assert said.count("Source non configurée : aucune clé d’accès n’est configurée") >= 2


def test_the_register_says_what_the_colours_of_each_service_ask(register: Register) -> None:
    """They are found by their source: another one there asks for another one in `COULEURS`."""
    (job,) = jobs(Moment(Direct(), parametres()), register, TEMPLATES)
    facts = job.given[1].couleurs
    assert {name for name, some in facts.items() if some} == set(COULEURS)


def test_what_is_embedded_is_what_direct_json_says(server: Server, register: Register) -> None:
    body = page(a_round(server), register).body
    embedded = re.search(
        r'<script type="application/json" id="direct-donnees">(.*?)</script>', body
    )
    assert embedded is not None
    assert "<" not in embedded[1]
    content = json.loads(embedded[1])
    assert {one["id"]: one["texte"] for one in content["mesures"]}["air"] == "bon"


def test_values_are_kept_out_of_the_search(server: Server, register: Register) -> None:
    """An index would show a level long after the page no longer does."""
    body = page(a_round(server), register).body
    assert re.search(r'<div class="direct-releve" data-pagefind-ignore', body)


def test_a_register_without_heights_leaves_the_effects_out(
    server: Server, register: Register
) -> None:
    body = page(a_round(server), replace(register, seine=None)).body
    assert "Aucun effet publié à cette hauteur." in body
