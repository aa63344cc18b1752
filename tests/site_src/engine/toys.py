"""A small plan: words are read, spelt one by one, and put on a page. `DONE` says which functions were called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from site_src.engine.readings import Given, Reading
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from site_src.engine.units import Unit

DONE: list[str] = []


class RefusedError(Exception):
    """What is given is faulty."""

    def __init__(self, findings: Sequence[Any]) -> None:
        super().__init__(findings)
        self.findings = tuple(findings)


def words(given: Given) -> tuple[str, ...] | None:
    """The words of all files; one with a question mark is faulty."""
    DONE.append("words")
    read = tuple(word for raw in given.files.values() for word in raw.decode().split())
    faults = [f"mot « {word} »" for word in read if "?" in word]
    given.findings.extend(faults)
    given.report(f"mots : {len(read)}")
    return None if faults else read


def size(given: Given) -> int:
    DONE.append("size")
    return len(given.record("words", tuple))


def title(given: Given) -> str | None:
    """Faulty when empty."""
    DONE.append("title")
    read = b"".join(given.files.values()).decode().strip()
    if not read:
        given.findings.append("titre vide")
    given.report("titre : lu")
    return read or None


def label(given: Given) -> str:
    """Says how many words, under the title where there is one."""
    DONE.append("label")
    return f"{given.maybe('title', str) or 'sans titre'} ({given.record('size', int)})"


WORDS = Reading("words", f"{__name__}:words", ("data/*.txt",), code=("code/words.py",))
SIZE = Reading("size", f"{__name__}:size", needs=("words",), by_content=True)
TITLE = Reading("title", f"{__name__}:title", ("data/title.yaml",))
LABEL = Reading("label", f"{__name__}:label", needs=("size",), uses=("title",))
READINGS = (WORDS, SIZE, TITLE, LABEL)


def spell(word: str) -> Outputs:
    DONE.append(f"spell {word}")
    if "!" in word:
        raise RefusedError([f"{word} : ni !", f"{word} : ni cri"])
    return {f"{word}.txt": "-".join(word).encode(), "long.bin": word.encode() * 1000}


def spelling(words: Sequence[str]) -> list[Unit]:
    return [Unit(word, spell, (word,), f"Épelle {word}") for word in words]


def spellings(inputs: Inputs) -> Outputs:
    DONE.append("spellings")
    made = inputs.work.each(spelling(inputs.record("words", tuple)))
    return inputs.work.join(files.some([f"{word}.txt"]) for word, files in made.items())


def sizes(inputs: Inputs) -> Outputs:
    """Of each spelling, whatever its letters."""
    DONE.append("sizes")
    return {path: str(len(raw)).encode() for path, raw in inputs.outputs["spellings"].items()}


def page(inputs: Inputs) -> Outputs:
    DONE.append("page")
    listed = [f"{path} {raw.decode()}" for path, raw in inputs.outputs["sizes"].items()]
    heads = [inputs.record("label", str), inputs.options["adresse"], *inputs.files]
    return {"index.html": "\n".join([*heads, *listed]).encode()}


SPELLINGS = Stage("spellings", "Mots épelés", f"{__name__}:spellings", takes=("words",),
                  code=("code/spellings.py",))  # fmt: skip
SIZES = Stage("sizes", "Longueurs", f"{__name__}:sizes", needs=("spellings",))
PAGE = Stage("page", "Page", f"{__name__}:page", takes=("label",), files=("templates/*",),
             needs=("sizes",), options=("adresse",))  # fmt: skip
STAGES = (SPELLINGS, SIZES, PAGE)
