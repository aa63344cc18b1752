"""Citations are read back as they were written, whatever a title holds."""

from __future__ import annotations

import re

import pytest
import yaml

from opendata.harvest.citation import Citation, bibtex, cff
from tests.hostile import TEXTS

# What TeX prints of its own commands.
PRINTED = {"textbackslash{}": "\\", "textbraceleft{}": "{", "textbraceright{}": "}", "textasciitilde{}": "~",
           "textasciicircum{}": "^"}  # fmt: skip


def reference(text: str) -> Citation:
    return Citation("essai", text, "1.0.0", "2026-01-01", text, "https://exemple.invalid/", ("etalab-2.0",), text, (text,))  # fmt: skip


def printed(tex: str) -> str:
    """What a field shows once typeset."""
    names = "|".join(re.escape(name) for name in PRINTED)
    return re.sub(rf"\\({names}|[%#$&_])", lambda found: PRINTED.get(found[1], found[1]), tex)


@pytest.mark.parametrize("text", TEXTS)
def test_bibtex_prints_the_title_and_its_braces_close(text: str) -> None:
    entry = bibtex(reference(text))
    assert entry.count("{") == entry.count("}")
    (title,) = re.findall(r"^  title = \{(.*)\},$", entry, re.MULTILINE)
    assert printed(title) == text
    # Outside commands nothing is left that TeX would run.
    assert not re.search(r"(?<!\\)[%#$&_~^]", title)


@pytest.mark.parametrize("text", TEXTS)
def test_citation_cff_is_yaml_of_texts(text: str) -> None:
    told = yaml.safe_load(cff(reference(text)))
    assert (told["title"], told["abstract"], told["keywords"]) == (text, text, [text])
    assert told["authors"] == [{"name": text}]
