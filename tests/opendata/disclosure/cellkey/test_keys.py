from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from opendata.disclosure.cellkey.keys import KeyOf, derived, given, read_keys, read_secret
from opendata.disclosure.cellkey.perturbed import cell_keys
from opendata.disclosure.cellkey.ptable import SCALE
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.reading import CountsLayout

LAYOUT = CountsLayout({"lieu": ()})
KEY = derived(b"a secret of the tests only")


def keys(text: str, folder: Path, key_of: KeyOf = KEY, is_identifier: bool = True) -> dict[tuple[str, ...], int]:  # fmt: skip
    path = folder / "f.csv"
    path.write_text(text, encoding="utf-8")
    return read_keys(path, LAYOUT, "id", key_of, is_identifier).sums


def told(text: str, folder: Path, key_of: KeyOf = KEY, is_identifier: bool = True) -> list[str]:
    with pytest.raises(ProblemsError) as wrong:
        keys(text, folder, key_of, is_identifier)
    return str(wrong.value).replace(f"{folder}/", "").splitlines()


def test_the_order_of_the_records_changes_no_key(tmp_path: Path) -> None:
    lines = [f"{'ab'[number % 2]},F{number}" for number in range(60)]
    first = keys("lieu,id\n" + "\n".join(lines) + "\n", tmp_path)
    random.Random(3).shuffle(lines)
    assert keys("lieu,id\n" + "\n".join(lines) + "\n", tmp_path) == first


def test_the_key_of_a_total_is_the_sum_of_those_of_its_parts_and_stays_in_the_scale() -> None:
    cube = Cube((dimension("lieu", ["a", "b", "c"]),))
    found = cell_keys(cube, {("a",): SCALE - 1, ("b",): SCALE - 5, ("c",): 7})
    assert found[cube.cell(("Total",))] == (2 * SCALE + 1) % SCALE
    assert np.all((found >= 0) & (found < SCALE))


def test_derived_keys_are_uniform_and_differ_by_secret() -> None:
    found = [KEY(f"F{number}") or 0 for number in range(20_000)]
    assert abs(np.mean(found) / SCALE - 0.5) < 0.01
    assert abs(np.var(np.array(found) / SCALE) - 1 / 12) < 0.005
    assert derived(b"another secret of the tests")("F1") != KEY("F1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("0.5", SCALE // 2),
        ("0.123456789012345", 123456789012345),
        ("1", None),
        ("-0.1", None),
        ("0.1234567890123456", None),
        ("nan", None),
        ("", None),
        ("0,5", None),
    ],
)
def test_a_given_key_is_a_number_below_one(text: str, expected: int | None) -> None:
    assert given(text) == expected


def test_what_is_wrong_with_identifiers_is_located(tmp_path: Path) -> None:
    assert told("lieu,id\na,F1\nb,\na,F2\n", tmp_path) == [
        "f.csv:3:2: identifiant vide — règle : chaque fait a un identifiant, le même pour toujours — remède : donner l'identifiant"
    ]
    assert told("lieu,id\na,F1\nb,F2\na,F1\n", tmp_path) == [
        "f.csv:4:2: identifiant déjà lu en ligne 2 — règle : un fait a un identifiant à lui — remède : retirer la ligne en double, ou corriger l'identifiant"
    ]


def test_what_is_wrong_with_given_keys_is_located(tmp_path: Path) -> None:
    assert told("lieu,id\na,0.5\nb,1.5\n", tmp_path, given, False) == [
        "f.csv:3:2: clé non valable — règle : une clé est un nombre de 0 à 1 (1 exclu) d'au plus 15 décimales — remède : corriger la clé"
    ]
    rows = "".join(f"a,0.{number:03d}\n" for number in range(100))
    assert told("lieu,id\n" + rows, tmp_path, given, False) == [
        "f.csv:0:2: clés qui ne sont pas uniformes — règle : les clés sont tirées au hasard entre 0 et 1 — remède : les tirer de nouveau, ou les dériver d'un identifiant"
    ]


RULE = "le secret des clés est un fichier d'au moins 16 octets, lisible de son seul propriétaire"


@pytest.mark.parametrize(
    ("raw", "mode", "expected"),
    [
        (b"long enough for a secret", 0o644, f"s:0:0: secret que d'autres peuvent lire — règle : {RULE} — remède : chmod 600, et changer de secret s'il a été lu"),
        (b"short\n", 0o600, f"s:0:0: secret trop court — règle : {RULE} — remède : en tirer un autre au hasard"),
        (None, 0o600, f"s:0:0: fichier illisible — règle : {RULE} — remède : vérifier le chemin"),
    ],
)  # fmt: skip
def test_a_secret_is_its_owners_alone(
    tmp_path: Path, raw: bytes | None, mode: int, expected: str
) -> None:
    path = tmp_path / "s"
    if raw is not None:
        path.write_bytes(raw)
        path.chmod(mode)
    with pytest.raises(ProblemsError) as wrong:
        read_secret(path)
    assert str(wrong.value).replace(f"{tmp_path}/", "") == expected
