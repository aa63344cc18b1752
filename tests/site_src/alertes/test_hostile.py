"""Whatever a text of an alert looks like to some program, it comes out as it was written, in every form."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
import yaml
from lxml import etree

from opendata.packages.growing import grown
from opendata.records.dataset import Dataset
from opendata.records.publisher import Publisher
from site_src.alertes import lists, table
from site_src.alertes.cap import NAMESPACE, Around, message_xml
from site_src.alertes.drawing import Draughtsman
from site_src.alertes.history import Alerts
from site_src.frame.handlers import handlers
from site_src.frame.rendering import templates_of
from site_src.frame.typography import typographie
from tests import builds
from tests.builds import committed
from tests.hostile import TEXTS
from tests.site_src.alertes.cases import ORANGE, SCOPE, at, read, refused

NOW = at("2031-01-10 19:00")
DECLARED = builds.record(committed("data/parametres/alertes.yaml"), "alert_table", Dataset)


def written(text: str) -> str:
    """The alert with the text in every field that people read."""
    data = yaml.safe_load(ORANGE)
    word = f"Mot {text}"
    data |= {"titre": word, "texte": word, "emetteur": word, "en": {"titre": word, "texte": word}}
    data["consignes"][1] |= {"texte": f"Évitez {text}", "en": word}
    data["consignes"][1]["source"]["nom"] = word
    data["liens"][0]["texte"] = word
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


class _Words(HTMLParser):
    """What a browser shows, and the elements that it makes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown += data


def blocks(alerts: Alerts) -> list[str]:
    templates = templates_of(committed("site_src/alertes/templates/*.j2"))
    drawn = Draughtsman(alerts, SCOPE, NOW, templates).blocks()
    documents = (text for path, text in drawn.files.items() if path.endswith(".html"))
    return [*drawn.bands.values(), *drawn.pages.values(), *documents]


PLAIN = set().union(*(_Words(block).tags for block in blocks(read(ORANGE))))


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_text_stays_a_text_in_pages_messages_feed_and_table(text: str) -> None:
    alerts = read(written(text))
    drawn = blocks(alerts)
    for block in drawn:
        assert handlers(block, with_scripts=True) == ()
        assert _Words(block).tags <= PLAIN
    assert typographie(f"Mot {text}") in _Words(drawn[0]).shown
    message = etree.fromstring(message_xml(alerts.alerts[0], Around(alerts, SCOPE)))
    found = [one.text for one in message.iter(f"{{{NAMESPACE}}}description")]
    assert found == [f"Mot {text}"] * 2
    atom = etree.fromstring(lists.feed(alerts, NOW, "Essai", ""))
    assert atom.findtext("{*}entry/{*}summary") == f"Mot {text}"
    files = grown("alertes", DECLARED, table.rows(alerts, SCOPE), Publisher("Essai", "", ""))
    (row,) = csv.DictReader(io.StringIO(files["alertes.csv"].decode()))
    assert (row["titre"], row["emetteur"]) == (f"Mot {text}", f"Mot {text}")


@pytest.mark.parametrize("sign", ["\ue000", "\u202e", "\u200b"])
def test_a_sign_that_nobody_sees_is_refused(sign: str) -> None:
    (told,) = refused(ORANGE.replace("La Seine déborde", f"La{sign} Seine déborde"))
    assert f"(U+{ord(sign):04X})" in told
