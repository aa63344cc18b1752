"""Each message is CAP 1.2, in French and English; what follows another names it, and nothing of an issued one changes.

The order of elements, which may come several times and their words are those of the OASIS standard (1 July 2010, 3.2
and 3.4), written here by hand; where its schema lies beside the repository, it judges too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from site_src.alertes.cap import NAMESPACE, Around, message_xml
from site_src.alertes.history import Alerts
from site_src.alertes.levels import NIVEAUX
from site_src.alertes.lists import messages
from site_src.alertes.outlines import Outlines
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, SCOPE, UPDATE, edited, read

SCHEMA = Path(__file__).parents[4] / "shared" / "live" / "CAP-v1.2.xsd"
# Name, then how often: one (1), at most one (?), any number (*), at least one (+).
ALERT = "identifier1 sender1 sent1 status1 msgType1 source? scope1 restriction? addresses? code* note? references? incidents? info*"
INFO = (
    "language? category+ event1 responseType* urgency1 severity1 certainty1 audience? eventCode* effective? onset? expires? "
    "senderName? headline? description? instruction? web? contact? parameter* resource* area*"
)
AREA = "areaDesc1 polygon* circle* geocode* altitude? ceiling?"
PAIR = "valueName1 value1"
RESOURCE = "resourceDesc1 mimeType1 size? uri? derefUri? digest?"
WORDS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"},
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
MOMENTS = {"sent", "effective", "onset", "expires"}
ADDRESS = "https://exemple.invalid/"
# Of one place, in two parts; the others are published without.
OUTLINES = Outlines(
    {
        "75105": (
            "48.85000,2.35000 48.86000,2.35000 48.86000,2.36000 48.85000,2.35000",
            "48.84000,2.35000 48.84500,2.35000 48.84500,2.36000 48.84000,2.35000",
        )
    },
    "Ville d'essai, licence d'essai",
)
CASES: dict[str, tuple[str, ...]] = {
    "alert": (ORANGE,),
    "update": (ORANGE, UPDATE),
    "cancel": (ORANGE, UPDATE, CANCELLATION),
    **{
        niveau: (edited(ORANGE, ("niveau: .*", f"niveau: {niveau}")),)
        for niveau in NIVEAUX
        if niveau not in ORANGE
    },
}


def documents(alerts: Alerts, address: str = ADDRESS) -> list[etree._Element]:
    """The messages, read back, the first issued first."""
    every = reversed(messages(alerts))
    return [
        etree.fromstring(message_xml(one, Around(alerts, SCOPE, address, OUTLINES)))
        for one in every
    ]


def name(element: etree._Element) -> str:
    return etree.QName(element).localname


def texts(element: etree._Element, path: str) -> list[str]:
    found = element.findall("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))
    return [str(one.text) for one in found]


def is_shaped(elements: Sequence[etree._Element], shape: str) -> bool:
    form = "".join(
        f"(?:{part[:-1]} ){'{1}' if part[-1] == '1' else part[-1]}" for part in shape.split()
    )
    return re.fullmatch(form, "".join(f"{name(one)} " for one in elements)) is not None


@pytest.mark.parametrize("case", CASES)
def test_a_message_has_the_elements_of_the_standard_in_their_order(case: str) -> None:
    for alert in documents(read(*CASES[case])):
        assert alert.tag == f"{{{NAMESPACE}}}alert"
        assert is_shaped(list(alert), ALERT)
        for element in alert.iter():
            kind = name(element)
            shape = {
                "info": INFO,
                "area": AREA,
                "geocode": PAIR,
                "parameter": PAIR,
                "resource": RESOURCE,
            }.get(kind)
            assert shape is None or is_shaped(list(element), shape), kind
            assert kind not in WORDS or element.text in WORDS[kind]
            assert kind not in MOMENTS or MOMENT.fullmatch(str(element.text))


@pytest.mark.skipif(
    not SCHEMA.exists(), reason="the schema of OASIS does not lie beside the repository"
)
@pytest.mark.parametrize("case", CASES)
def test_the_schema_of_the_standard_accepts_every_message(case: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    for alert in documents(read(*CASES[case])):
        schema.assertValid(alert)


def test_no_identifier_holds_what_would_part_a_reference() -> None:
    for alert in documents(read(ORANGE, UPDATE, CANCELLATION)):
        for path in ("identifier", "sender"):
            assert not re.search(r"[ ,<&]", texts(alert, path)[0])


def test_an_update_and_a_cancellation_name_all_that_they_follow() -> None:
    first, second, third = documents(read(ORANGE, UPDATE, CANCELLATION))
    named = [",".join(texts(one, path)[0] for path in ("sender", "identifier", "sent")) for one in (first, second)]  # fmt: skip
    assert texts(first, "references") == []
    assert texts(second, "references") == [named[0]]
    assert texts(third, "references") == [f"{named[1]} {named[0]}"]
    assert [texts(one, "msgType") for one in (first, second, third)] == [["Alert"], ["Update"], ["Cancel"]]  # fmt: skip


def test_what_follows_changes_nothing_of_an_issued_message() -> None:
    alone, followed = read(ORANGE), read(ORANGE, UPDATE, CANCELLATION)
    assert message_xml(alone.alerts[0], Around(alone, SCOPE)) == message_xml(
        followed.alerts[0], Around(followed, SCOPE)
    )


def test_a_place_is_drawn_where_its_outline_is_published_and_named_and_coded_always() -> None:
    (alert,) = documents(read(ORANGE))
    for info in alert.findall(f"{{{NAMESPACE}}}info"):
        fifth, quartier = info.findall(f"{{{NAMESPACE}}}area")
        assert [name(part) for part in fifth] == ["areaDesc", "polygon", "polygon", "geocode"]
        assert texts(fifth, "polygon") == list(OUTLINES.polygones["75105"])
        assert [name(part) for part in quartier] == ["areaDesc", "geocode"]
        assert texts(quartier, "geocode/value") == ["7511301"]
        assert texts(info, "parameter/value")[-1] == "Ville d'essai, licence d'essai"


def test_a_message_without_an_outline_names_no_source_of_outlines() -> None:
    (alert,) = documents(read(edited(ORANGE, ("secteurs: .*", "secteurs: [13]"))))
    assert texts(alert, "info/parameter/valueName") == ["niveau", "niveau"]


def test_what_an_alert_says_is_read_back_in_both_languages() -> None:
    (alert,) = documents(read(ORANGE))
    assert texts(alert, "info/language") == ["fr-FR", "en-GB"]
    assert texts(alert, "info/headline") == [
        "Vigilance orange : La Seine déborde sur les voies sur berge",
        "Orange alert: The Seine floods the riverside roads",
    ]
    assert texts(alert, "info/instruction") == [
        "Ne descendez pas à la cave.\nÉvitez les quais bas.",
        "Do not go down to the cellar.\nKeep away from the lower quays.",
    ]
    assert texts(alert, "info/expires") == ["2031-01-11T20:00:00+01:00"] * 2
    assert texts(alert, "info/area/geocode/value") == ["75105", "7511301"] * 2
    assert texts(alert, "info/web") == [f"{ADDRESS}en-ce-moment/#crue-essai"] * 2


def test_an_alert_that_nobody_translated_says_so_in_english() -> None:
    (_, alert) = documents(read(ORANGE, UPDATE))
    assert texts(alert, "info/headline")[1] == "Red alert: Seine flood"
    assert texts(alert, "info/description")[1] == "(in French) La Seine monte encore. Le niveau monte encore."  # fmt: skip


def test_a_site_without_an_address_gives_none() -> None:
    (alert,) = documents(read(ORANGE), "")
    assert texts(alert, "info/web") == []


def test_what_nobody_said_is_unknown() -> None:
    (alert,) = documents(read(edited(ORANGE, ("niveau: .*", "niveau: information"))))
    assert {texts(alert, f"info/{one}")[0] for one in ("urgency", "severity", "certainty")} == {"Unknown"}  # fmt: skip


def test_a_message_names_the_pictures_of_its_risk_and_of_its_gestures_with_their_words() -> None:
    (alert,) = documents(read(ORANGE))
    pictures = f"{ADDRESS}documents/pictogrammes/"
    assert (
        texts(alert, "info/resource/uri")
        == [
            f"{pictures}crue-seine.svg",
            f"{pictures}gestes/ne-pas-descendre.svg",
        ]
        * 2
    )
    assert texts(alert, "info/resource/resourceDesc") == [
        "Pictogramme : Crue de la Seine", "Ne pas descendre", "Pictogram: Seine flood", "Do not go down",
    ]  # fmt: skip
    assert set(texts(alert, "info/resource/mimeType")) == {"image/svg+xml"}


def test_a_message_of_a_site_without_address_names_no_picture() -> None:
    (alert,) = documents(read(ORANGE), "")
    assert texts(alert, "info/resource/uri") == []
