"""What maps say in words: the map of all risks repeats the others, word for word."""

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure
from maps.records.layers import Layer
from maps.words.map_words import TEXTS


def test_all_risks_say_what_each_map_says(layers: dict[str, Layer], published: Exposure) -> None:
    flood, quarry, every = (
        TEXTS[name](layers, published) for name in ("inondation", "carrieres", "tous-risques")
    )
    assert list(every.phrases) == list(flood.phrases) == list(quarry.phrases)
    rows = zip(
        every.page["territoires"], flood.page["territoires"], quarry.page["territoires"],
        strict=True,
    )  # fmt: skip
    for said, water, ground in rows:
        assert said["inondation"] == water["constat"]
        assert said["carrieres"] == ground["constat"]
        assert water["constat"] in every.phrases[said["code_insee"]]
    assert every.resume == every.phrases[PARIS]
    assert "sans risque" not in " ".join(every.phrases.values())
