"""Scripts in attributes are found where a browser would run them, and nowhere else."""

from __future__ import annotations

import pytest

from site_src.frame.handlers import handlers

LIVE = (
    "<a onclick=x()>",
    "<a/onclick=x()>",
    '<p title=""ONCLICK = x()>',
    '<p title="<" onmouseover="x()">',
    "<img src=x onerror\n=x()>",
    '<a href="javascript:x()">',
    '<a href=" java\tscript:x()">',
    '<a href="&#106;avascript&colon;x()">',
    "<form action=JavaScript:x()>",
    "<button formaction=javascript:x()>",
    '<svg><a xlink:href="javascript:x()">',
    '<svg><animate attributeName="href" values="#;javascript:x()">',
    '<iframe srcdoc="&lt;script&gt;">',
)
TEXT = (
    "onclick=x()",
    "<p>Écrire onclick= ou javascript:x() dans une balise</p>",
    "&lt;a onclick=x()&gt;",
    '<p title="<a onclick=x()>">',
    '<p title="javascript:x()">',
    '<a href="jeux/javascript/">',
    '<a href="&#46;&#46;/javascript&#58;x/">',
    "<!-- <a onclick=x()> -->",
    "<script>if (a <b onclick=1) {}</script>",
    '<option value="x" data-phrase="à onclick=">',
)


@pytest.mark.parametrize("html", LIVE)
def test_what_a_browser_would_run_is_found(html: str) -> None:
    assert len(handlers(html)) == 1


@pytest.mark.parametrize("html", TEXT)
def test_text_and_data_are_no_handlers(html: str) -> None:
    assert handlers(html) == ()


def test_a_handler_knows_its_place() -> None:
    (found,) = handlers("<p>\n  <b onclick=x()>")
    assert (found.line, found.column, found.tag, found.attribute) == (2, 3, "b", "onclick")
