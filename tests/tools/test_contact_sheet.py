"""The sheet of pictures that a reviewer looks at: no kind of page and no look is left out."""

from __future__ import annotations

from tools.contact_sheet import looks, picture, sheet


def test_every_width_is_seen_in_light_and_dark_and_the_page_on_paper() -> None:
    seen = [(look.width, look.is_dark) for look in looks() if not look.is_paper]
    assert seen == [(width, dark) for width in (320, 390, 1280) for dark in (False, True)]
    assert [look.name for look in looks() if look.is_paper] == ["papier"]


def test_a_picture_has_a_name_of_its_own() -> None:
    paths = ("index.html", "risques/index.html", "risques/orage/index.html")
    names = [picture(path, look) for path in paths for look in looks()]
    assert names[0] == "accueil-320-clair.jpg"
    assert "risques-orage-390-sombre.jpg" in names
    assert len(set(names)) == len(names)


def test_the_sheet_shows_every_picture_with_its_words() -> None:
    shown = sheet(["index.html", "risques/index.html"])
    for look in looks():
        assert f'src="{picture("risques/index.html", look)}"' in shown
        assert f'alt="risques/index.html, {look.name}"' in shown
