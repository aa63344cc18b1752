"""Templates: values are text, whatever they hold."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

from site_src.engine.memo import Memo
from site_src.engine.store import Store
from site_src.frame.page import Page, address_of, root_of
from site_src.frame.rendering import Templates, environment, literal, templates_of


class Text(HTMLParser):
    """Tags and text of a fragment."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x02\x03"), min_size=1))
def test_any_value_in_markdown_stays_one_paragraph_of_text(value: str) -> None:
    source = environment({"p": "x{{ v }}x"}).get_template("p").render(v=value)
    page = Text(markdown.markdown(source, extensions=["tables", "attr_list", "md_in_html"]))
    assert page.tags == ["p"]
    assert page.text.split() == unescape(literal(f"x{value}x")).split()


def test_value_in_a_macro_is_escaped_once() -> None:
    template = "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(v) }}"
    assert environment({"p": template}).get_template("p").render(v="<i>") == "<b>&#60;i&#62;</b>"


def test_template_syntax_in_a_value_is_text() -> None:
    assert "49" not in environment({"p": "{{ v }}"}).get_template("p").render(v="{{ 7*7 }}")


def test_what_we_build_as_markup_is_markup() -> None:
    page = environment({"p": "{{ v }}"}).get_template("p")
    assert page.render(v=Markup("<b>gras</b>")) == "<b>gras</b>"
    assert page.render(v=None) == ""


def test_an_unknown_name_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        environment({"p": "{{ missing }}"}).get_template("p").render()


def test_templates_of_all_rooms_are_known_by_name() -> None:
    files = {"site_src/cartes/templates/b.j2": "é".encode(), "site_src/cartes/c.css": b""}
    assert templates_of(files) == {"b.j2": "é"}


def compiled_and_shown(folder: Path, text: str, said: str) -> str:
    """What a build shows whose filter says `said`; what it compiles stays in `folder`."""
    templates = Templates({"p": text}, Memo(Store(folder), "gabarits", "1"))
    return environment(templates, {"dit": lambda _: said}, "essai").get_template("p").render(v="")


def test_what_a_build_compiled_serves_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled_and_shown(tmp_path, "{{ v|dit }}", "un")
    monkeypatch.setattr(Environment, "compile", None)
    assert compiled_and_shown(tmp_path, "{{ v|dit }}", "deux") == "deux"


def test_what_a_filter_said_of_a_constant_is_not_compiled_in(tmp_path: Path) -> None:
    shown = [compiled_and_shown(tmp_path, "{{ 'mot'|dit }}", said) for said in ("un", "deux")]
    assert shown == ["un", "deux"]


def test_another_text_is_compiled_again(tmp_path: Path) -> None:
    shown = [compiled_and_shown(tmp_path, f"{text}{{{{ v|dit }}}}", "") for text in ("a", "b")]
    assert shown == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "address", "root"),
    [
        ("index.md", "", "./"),
        ("risques/index.md", "risques/", "../"),
        ("risques/crue-seine.md", "risques/crue-seine/", "../../"),
    ],
)
def test_a_page_knows_its_address_and_the_way_home(path: str, address: str, root: str) -> None:
    page = Page(path, "t", "d", "", "s")
    assert (page.address, page.root) == (address, root)
    assert (address_of(path), root_of(path)) == (address, root)


def test_words_for_a_script_are_json_that_ends_no_element() -> None:
    page = environment({"p.j2": "{{ mots|json }}"}).get_template("p.j2")
    assert page.render(mots={"a": "l’eau </script>"}) == '{"a":"l’eau \\u003c/script>"}'
