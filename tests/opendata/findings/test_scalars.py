"""A value of YAML that would be read as another is told, at its place, with what to write."""

from __future__ import annotations

from datetime import date

import pytest

from opendata.findings import Document, Finding, Record, read_record, read_yaml


def read(text: str) -> tuple[Document | None, list[str]]:
    findings: list[Finding] = []
    return read_yaml("a.yaml", text.encode(), findings), [str(finding) for finding in findings]


NUMBERS = "un nombre s'écrit 640000, -3 ou 6.10"
COMMENT = "YAML : « # » après une espace ouvre un commentaire"
WHOLE = "mettre tout le texte entre guillemets, ou deux espaces devant un commentaire"


YES_OR_NO = "YAML 1.1 lit yes, no, on et off comme true ou false"
QUOTED = "écrire true ou false, ou mettre le mot entre guillemets"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("valeur: 640.000\n", (f"a.yaml:1:9: « 640.000 » : milliers ou décimales ? — règle : {NUMBERS} — remède : "
                              "écrire 640000 si ce sont des milliers, 640.0000 si ce sont des décimales")),
        ("a: {b: [1.250]}\n", (f"a.yaml:1:9: « 1.250 » : milliers ou décimales ? — règle : {NUMBERS} — remède : "
                             "écrire 1250 si ce sont des milliers, 1.2500 si ce sont des décimales")),
        ("texte: Le bâtiment #3 est fermé.\n", f"a.yaml:1:8: texte coupé : « #3 est fermé. » n'est pas lu — règle : {COMMENT} — remède : {WHOLE}"),
        ("a:\n  - Une phrase sur\n    deux lignes. # note\n", f"a.yaml:2:5: texte coupé : « # note » n'est pas lu — règle : {COMMENT} — remède : {WHOLE}"),
        ("est_dit: yes\n", f"a.yaml:1:10: « yes » : true ou false attendu — règle : {YES_OR_NO} — remède : {QUOTED}"),
        ("mot: {en: no}\n", f"a.yaml:1:11: « no » : true ou false attendu — règle : {YES_OR_NO} — remède : {QUOTED}"),
        ("b: 1\nevenements: []\n  - debut: 2026\n", ("a.yaml:2:13: « evenements » dit vide ([]), puis rempli aux lignes suivantes — règle : une clé a une valeur, "
                                                  "écrite une fois — remède : retirer [], ou ce qui suit")),
        ("evenements: []   # aucun\n\n- debut: 2026\n", ("a.yaml:1:13: « evenements » dit vide ([]), puis rempli aux lignes suivantes — règle : une clé a une valeur, "
                                                       "écrite une fois — remède : retirer [], ou ce qui suit")),
    ],
)  # fmt: skip
def test_a_value_read_as_another_is_told_in_these_words(text: str, said: str) -> None:
    document, findings = read(text)
    assert document is None
    assert findings == [said]


@pytest.mark.parametrize(
    "text",
    [
        "valeur: 0.325   # un pied\n",
        "valeur: 12345.678\n",
        'code: "010"  # un code\n',
        "texte: 'Le bâtiment #3'\n",
        "texte: Le bâtiment n#3\n",
        "delai: trois mois  # combien de temps\n",
        "texte: >-\n  Le bâtiment #3\n",
        "est_fictif: true  # vraiment\n",
        "a: &x {b: 1}  # une ancre\nc: *x  # la même\n",
        "2016: 75056\n",
        "est_dit: true\nmot: 'no'\n",
    ],
)
def test_a_value_read_as_it_is_written_is_kept(text: str) -> None:
    document, findings = read(text)
    assert findings == []
    assert document is not None


def test_all_are_told_at_once_and_a_shared_one_once() -> None:
    _, findings = read("a: &x {b: 1.000}\nc: *x\nd: 2026-02-28\ne: un # deux\n")
    assert [one.split(": ")[0] for one in sorted(findings)] == [
        "a.yaml:1:11",
        "a.yaml:4:4",
    ]


@pytest.mark.parametrize("raw", [b"\r\xc2\xa0", b"a: b\r\nc: [\r\n", b"a: x\xc2\x85b: [] # y"])
def test_other_ends_of_lines_are_told_or_read(raw: bytes) -> None:
    findings: list[Finding] = []
    document = read_yaml("a.yaml", raw, findings)
    assert (document is None) == bool(findings)


class Valued(Record):
    valeur: float | None = None
    nombre: int = 0
    est_dit: bool = True
    jour: date | None = None
    jours: tuple[date, ...] = ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("valeur: 1 234,5", "a.yaml:1:9: « 1 234,5 » : nombre attendu — règle : champ valeur — remède : écrire 1234.5"),
        ("valeur: 640 000", "a.yaml:1:9: « 640 000 » : nombre attendu — règle : champ valeur — remède : écrire 640000"),
        ("nombre: 1.234.567", "a.yaml:1:9: « 1.234.567 » : nombre entier attendu — règle : champ nombre — remède : écrire 1234567"),
        ("nombre: beaucoup", "a.yaml:1:9: « beaucoup » : nombre entier attendu — règle : champ nombre — remède : écrire un nombre entier"),
        ("est_dit: oui", "a.yaml:1:10: « oui » : true ou false attendu — règle : champ est_dit — remède : écrire true"),
        ("est_dit: Non", "a.yaml:1:10: « Non » : true ou false attendu — règle : champ est_dit — remède : écrire false"),
        ("est_dit: 1", "a.yaml:1:10: « 1 » : true ou false attendu — règle : champ est_dit — remède : écrire true ou false"),
        ("est_dit: 'yes'", "a.yaml:1:10: « yes » : true ou false attendu — règle : champ est_dit — remède : écrire true ou false"),
        ("jour: 86400", "a.yaml:1:7: « 86400 » : date attendue — règle : champ jour — remède : écrire AAAA-MM-JJ"),
        ("jour: '86400'", "a.yaml:1:7: « 86400 » : date attendue — règle : champ jour — remède : écrire AAAA-MM-JJ"),
        ("jour: 2025-W52-3", "a.yaml:1:7: « 2025-W52-3 » : date attendue — règle : champ jour — remède : écrire AAAA-MM-JJ"),
        ("jour: 2025-01-02 10:00:00", "a.yaml:1:7: « 2025-01-02 10:00:00 » : date attendue — règle : champ jour — remède : écrire AAAA-MM-JJ"),
        ("jours: [2025-01-02, 86400]", "a.yaml:1:21: « 86400 » : date attendue — règle : champ jours.1 — remède : écrire AAAA-MM-JJ"),
        ("est_dit: peut-être", "a.yaml:1:10: « peut-être » : true ou false attendu — règle : champ est_dit — remède : écrire true ou false"),
    ],
)  # fmt: skip
def test_the_remedy_is_what_to_write(text: str, said: str) -> None:
    document, findings = read(f"{text}\n")
    assert document is not None
    assert findings == []
    told: list[Finding] = []
    assert read_record(document, Valued, told) is None
    assert [str(one) for one in told] == [said]


def test_a_day_is_a_date_or_is_written_as_one() -> None:
    document, _ = read("jour: 2025-01-02\njours: ['2025-01-03']\nest_dit: false\n")
    assert document is not None
    told: list[Finding] = []
    record = read_record(document, Valued, told)
    assert record == Valued(jour=date(2025, 1, 2), jours=(date(2025, 1, 3),), est_dit=False)
    assert told == []
