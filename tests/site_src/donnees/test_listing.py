"""The list of datasets: by theme, with a size, a last change and a small picture; what is nearly empty comes last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_src.donnees import listing
from site_src.donnees.downloads import size_in_words
from site_src.donnees.thumbnails import HEIGHT, Thumbnail, thumbnail
from tests.site_src.donnees.packages import case, datasets, packages


def figures(*values: tuple[str, str, str]) -> dict[str, Any]:
    """The figures of the only chart of the golden dataset."""
    (chart,) = datasets(case("valide")).declarations["essai"].graphiques
    return {chart.nom: {"unite": "m", "absent": "non indiqué", "valeurs": list(map(list, values))}}


def drawn(forme: str, *values: tuple[str, str, str]) -> Thumbnail | None:
    dataset = datasets(case("valide")).declarations["essai"]
    (chart,) = dataset.graphiques
    changed = chart.model_copy(update={"forme": forme})
    return thumbnail(dataset.model_copy(update={"graphiques": (changed,)}), figures(*values))


def strokes(path: str) -> list[tuple[float, float]]:
    """Place and length of each bar of a path."""
    lines = (one.partition(" ") for one in path.split("M")[1:])
    return [(float(place), float(rest.partition("v-")[2])) for place, _, rest in lines]


def test_bars_are_as_long_as_their_values() -> None:
    made = drawn("barres", ("a", "", "1 000"), ("b", "", "250"), ("c", "", "0,5"))
    assert made is not None
    assert [length for _, length in strokes(made.barres)] == [HEIGHT, HEIGHT / 4, 0.1]


def test_a_missing_value_is_dotted_and_a_zero_is_no_bar() -> None:
    made = drawn("barres", ("a", "", "4"), ("b", "", "non indiqué"), ("c", "", "0"))
    assert made is not None
    assert len(strokes(made.barres)) == 1
    ((place, length),) = strokes(made.manques)
    assert (place, length) == (60, HEIGHT)


def test_a_frieze_keeps_its_years_at_their_place() -> None:
    made = drawn("frise", ("1900", "", "4"), ("1910", "", "8"), ("2000", "", "2"))
    assert made is not None
    first, second, last = (place for place, _ in strokes(made.barres))
    assert round((second - first) / (last - first), 2) == 0.1


def test_each_small_chart_has_its_own_scale() -> None:
    made = drawn("multiples", ("a", "1", "2"), ("a", "2", "1"), ("b", "1", "200"), ("b", "2", "100"))  # fmt: skip
    assert made is not None
    (a, half_a, b, half_b) = (length for _, length in strokes(made.barres))
    assert (a, half_a) == (b, half_b)


def test_what_colours_would_say_and_what_is_below_zero_is_not_drawn() -> None:
    assert drawn("matrice", ("a", "b", "4")) is None
    assert drawn("barres", ("a", "", "−4"), ("b", "", "4")) is None


def entry(**values: object) -> listing.Entry:
    known: Mapping[str, Any] = {"id": "a", "titre": "A", "phrase": "A.", "theme": "ENVI", "tables": 1, "lignes": 9, "poids": "", "version": "1.0.0",
                                "date": "", "periode": "2020", "est_fictif": False, "est_petit": False, "vignette": None}  # fmt: skip
    return listing.Entry(**{**known, **values})


def test_what_has_two_rows_and_what_is_fictitious_come_last_in_their_theme() -> None:
    given = [entry(id="petit", est_petit=True), entry(id="fictif", est_fictif=True), entry(id="b"),
             entry(id="c", theme="JUST")]  # fmt: skip
    found = {name: [one.id for one in some] for name, some in listing.by_theme(given)}
    assert found == {
        "Environnement": ["b", "petit", "fictif"],
        "Justice, système juridique et sécurité publique": ["c"],
    }


def test_an_entry_tells_the_size_and_the_last_change_of_what_is_published() -> None:
    files = case("valide")
    declared, outputs = datasets(files).declarations, packages(files)
    (one,) = listing.entries(declared, {}, outputs)
    rows = outputs["site/donnees/essai/lieux.csv"].count(b"\n") - 1
    assert one.lignes is not None
    assert (one.lignes >= rows, one.version, one.est_petit) == (True, "1.0.0", rows <= listing.SMALL)  # fmt: skip
    assert one.poids == size_in_words(len(outputs["site/donnees/essai/essai.zip"]))
    (growing,) = listing.entries({}, declared, {})
    assert (growing.lignes, growing.poids, growing.est_petit) == (None, "", True)
