from __future__ import annotations

import csv
import datetime
import hashlib
import io
from collections import Counter
from pathlib import Path

import pytest

from opendata.findings import FindingsError
from opendata.tranquillite import demonstration, espri
from opendata.tranquillite.demonstration import KINDS, LIEUX, OUTBREAKS, TYPES, Outbreak
from opendata.tranquillite.divulgation import CHEMIN, Divulgation, read_divulgation
from opendata.tranquillite.quarter import Quarter

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def parametres() -> Divulgation:
    found = read_divulgation((ROOT / CHEMIN).read_bytes(), [])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def extract(parametres: Divulgation) -> bytes:
    return demonstration.synthesise(2006, parametres)


@pytest.fixture(scope="module")
def facts(extract: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(extract.decode(), newline="")))


def test_extract_has_sixty_thousand_facts_over_twenty_years(facts: list[dict[str, str]]) -> None:
    assert tuple(facts[0]) == espri.COLUMNS + espri.OPTIONAL
    assert len(facts) == 60_000
    assert (facts[0]["date"][:4], facts[-1]["date"][:4]) == ("2006", "2025")


def test_extract_is_the_same_bytes_on_any_machine(extract: bytes) -> None:
    assert hashlib.sha256(extract).hexdigest() == (
        "c559589e8758e4ccf09f53ae5abeeae9a432502b1668dd78d6e58728580f885b"
    )


def test_every_code_of_the_extract_says_it_is_fictitious(facts: list[dict[str, str]]) -> None:
    marked = set(facts[0]) - {"date", "arrondissement", "heure", "date_fiche"}
    assert all("FICTIF" in fact[name] for fact in facts for name in marked)


def test_what_was_drawn_before_sheets_had_a_day_is_what_it_was(facts: list[dict[str, str]]) -> None:
    # The digest of the extract that the committed release was made from.
    names = tuple(name for name in espri.COLUMNS + espri.OPTIONAL if name != "date_fiche")
    text = "".join(",".join(row[name] for name in names) + "\n" for row in facts)
    assert hashlib.sha256((",".join(names) + "\n" + text).encode()).hexdigest() == (
        "b0411533d5b7f4e95bc10eece2af8507831d6492da1eba2f7eb09af6bfbbbfba"
    )


def test_an_extract_of_a_day_has_the_sheets_written_until_then(
    parametres: Divulgation, facts: list[dict[str, str]]
) -> None:
    raw = demonstration.synthesise(2006, parametres, until=datetime.date(2025, 7, 13))
    cut = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    assert cut == [fact for fact in facts if fact["date_fiche"] <= "2025-07-13"]
    told_later = [fact for fact in facts if fact["date"] <= "2025-07-13" < fact["date_fiche"]]
    assert told_later


def test_every_label_of_the_nomenclature_says_it_is_fictitious(parametres: Divulgation) -> None:
    codes = parametres.nomenclature
    kinds = [kind.libelle for kind in codes.types_faits.values()]
    told = (codes.types_equipement, codes.directions, codes.groupes_faits, codes.lieux)
    labels = [label for group in told for label in group.values()] + kinds
    assert [label for label in labels if not label.endswith("(fictif)")] == []


def test_another_seed_gives_another_extract(extract: bytes, parametres: Divulgation) -> None:
    assert demonstration.synthesise(2007, parametres) != extract


def test_fictitious_extract_has_no_problem(
    tmp_path: Path, extract: bytes, parametres: Divulgation
) -> None:
    path = tmp_path / "extrait.csv"
    path.write_bytes(extract)
    assert espri.check_extract(path, parametres, 2025) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_has_a_weight_for_each_type_place_month_day_and_hour(
    kind: demonstration.Kind,
) -> None:
    lengths = [len(text) for text in (kind.types, kind.lieux, kind.mois, kind.jours, kind.heures)]
    assert lengths == [len(TYPES), len(LIEUX), 12, 7, 24]


def test_facts_follow_the_hours_and_months_of_their_kind(facts: list[dict[str, str]]) -> None:
    libraries = [fact for fact in facts if fact["type_equipement"] == "TYPE-FICTIF-BIBLIOTHEQUE"]
    assert {fact["heure"] for fact in libraries} <= {f"{hour:02d}" for hour in range(9, 22)}
    gardens = Counter(
        fact["date"][5:7] for fact in facts if fact["type_equipement"] == "TYPE-FICTIF-JARDIN"
    )
    assert gardens["07"] > 3 * gardens["01"]


def concerned(fact: dict[str, str], outbreak: Outbreak) -> bool:
    return (fact["arrondissement"], fact["type_equipement"], fact["type_fait"]) == (
        outbreak.arrondissement, outbreak.kind, outbreak.type_fait
    )  # fmt: skip


@pytest.mark.parametrize("outbreak", OUTBREAKS, ids=lambda outbreak: outbreak.arrondissement)
def test_an_outbreak_stands_out_of_every_month_and_facility_before_it(
    outbreak: Outbreak, facts: list[dict[str, str]]
) -> None:
    those = [fact for fact in facts if concerned(fact, outbreak)]
    within = [
        fact for fact in those
        if outbreak.premier_jour <= datetime.date.fromisoformat(fact["date"]) <= outbreak.dernier_jour
    ]  # fmt: skip
    others = Counter(fact["date"][:7] for fact in those if fact not in within)
    assert len(within) > 5 * max(others.values())
    assert len({fact["code_equipement"] for fact in within}) >= outbreak.facilities


def test_an_extract_that_ends_before_an_outbreak_has_none_of_it(parametres: Divulgation) -> None:
    text = demonstration.synthesise(2006, parametres, last_year=2024).decode()
    found = Counter(
        row["date"][:7]
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if concerned(row, OUTBREAKS[0])
    )
    assert text.count("\n") == 60_001
    assert max(found.values()) < OUTBREAKS[0].facts / 5


def test_real_codes_draw_no_fictitious_extract(parametres: Divulgation) -> None:
    codes = parametres.nomenclature.model_copy(update={"directions": {"DASCO": "une direction"}})
    with pytest.raises(FindingsError) as error:
        demonstration.synthesise(2006, parametres.model_copy(update={"nomenclature": codes}))
    assert [str(finding) for finding in error.value.findings] == [
        (
            "data/parametres/divulgation.yaml:0:0: nomenclature.directions n'est pas celle de la démonstration"
            " — règle : l'extrait fictif est tiré avec les codes fictifs"
            " — remède : revenir aux codes fictifs, ou ne pas tirer d'extrait"
        )
    ]


def test_later_quarters_follow_the_extract_and_change_nothing_of_it(
    parametres: Divulgation, extract: bytes
) -> None:
    first = demonstration.synthesise(2006, parametres, quarter=Quarter(2026, 1))
    second = demonstration.synthesise(2006, parametres, quarter=Quarter(2026, 2))
    assert first.startswith(extract)
    assert second.startswith(first)
    added = csv.DictReader(
        io.StringIO(second[len(extract) :].decode(), newline=""), fieldnames=list(espri.COLUMNS)
    )
    found = Counter(
        f"{fact['date'][:4]}-T{(int(fact['date'][5:7]) - 1) // 3 + 1}" for fact in added
    )
    assert found == {"2026-T1": 740, "2026-T2": 910}
