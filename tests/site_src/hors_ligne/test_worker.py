"""The service worker: a short script whose parts are named by their content, and one that goes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from site_src.frame.languages import Language
from site_src.hors_ligne import worker
from site_src.hors_ligne.kept import Kept
from tests.builds import committed

SOURCES = committed(f"{worker.SOURCES}*.js", *worker.WORKBOX, worker.LICENCE)
INSTANT = datetime(2026, 11, 28, 17, 5, tzinfo=UTC)
WORDS = {
    "fr": {"bandeau": "Copie", "copie_du": "Copie du {date}.", "reseau": "Pas de réseau.", "en_savoir_plus": "Plus"},
    "en": {"bandeau": "Copy", "copie_du": "Copy of {date}.", "reseau": "No network.", "en_savoir_plus": "More"},
    "ar": {"bandeau": "ن", "copie_du": "{date}", "reseau": "ن", "en_savoir_plus": "ن"},
    "de": {},
}  # fmt: skip
LANGUAGES = {
    code: Language(code, code, "rtl" if code == "ar" else "ltr", code != "de", "", (), {worker.ROOM: words})
    for code, words in WORDS.items()
}  # fmt: skip
PAGE = Kept("risques/orage/", "abc=", 3, is_named=False)


def test_the_worker_asks_for_parts_that_are_named_by_their_content() -> None:
    made = worker.worker(SOURCES, [PAGE], LANGUAGES, INSTANT)
    copie, service = sorted(made.keys() - {worker.PATH})
    assert made[worker.PATH].decode() == f'importScripts("{copie}", "{service}");\n'
    for path in (copie, service):
        assert hashlib.sha256(made[path]).hexdigest()[: worker.DIGITS] in path


def test_the_list_says_every_file_and_the_bands_say_the_date_in_the_language_of_the_page() -> None:
    made = worker.worker(SOURCES, [PAGE], LANGUAGES, INSTANT)
    (path,) = (path for path in made if "copie." in path)
    told = json.loads(made[path].decode().removeprefix("self.COPIE = ").removesuffix(";\n"))
    assert told["fichiers"] == [["risques/orage/", "abc=", 0]]
    assert "Copie du 28 novembre 2026 à 18 h 05." in told["bandes"]["fr"].replace("\xa0", " ")
    assert "Copy of 28 November 2026 at 18:05." in told["bandes"]["en"]
    assert 'lang="ar" dir="rtl"' in told["bandes"]["ar"]
    assert ", 18:05" in told["bandes"]["ar"]
    assert told["bandes"].keys() == {"fr", "en", "ar"}, (
        "a language that is not published has no page"
    )


def test_the_same_inputs_make_the_same_bytes_and_a_changed_page_another_list_alone() -> None:
    made = worker.worker(SOURCES, [PAGE], LANGUAGES, INSTANT)
    assert worker.worker(SOURCES, [PAGE], LANGUAGES, INSTANT) == made
    changed = worker.worker(
        SOURCES, [Kept(PAGE.address, "xyz=", 3, is_named=False)], LANGUAGES, INSTANT
    )
    assert [path.split(".")[0] for path in sorted(changed.keys() - made.keys())] == [
        "assets/hors-ligne/copie"
    ]
    assert changed[worker.PATH] != made[worker.PATH]


def test_the_licence_of_workbox_goes_with_it_and_no_address_of_its_makers_is_asked() -> None:
    made = worker.worker(SOURCES, [], LANGUAGES, INSTANT)
    (service,) = (raw.decode() for path, raw in made.items() if "service." in path)
    assert "Permission is hereby granted" in service
    assert "sourceMappingURL" not in service


def test_a_site_that_keeps_nothing_publishes_a_worker_that_erases_and_goes() -> None:
    (gone,) = worker.removal(SOURCES).items()
    assert gone[0] == worker.PATH
    assert b"unregister()" in gone[1]
    assert b'"fetch"' not in gone[1]
