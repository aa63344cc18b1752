"""What is wrong in a contributed file, where, and what to do about it.

Bad data are *findings*: values collected in a list while reading goes on, so that a
contributor sees every problem at once. A broken program raises. Readers take the list
they append to as their last argument and return `None` for what they cannot give.

    finding.py    one problem, printed as one line
    limits.py     how large, deep and precise a file may be
    text.py       bytes → text: size, other kinds of files, wrong encodings, decomposed accents
    characters.py the characters that no text holds
    yaml_nodes.py YAML → nodes, within limits
    kept.py       parts of a reading that need not be read again
    json_shape.py what is refused in a JSON file before anything is built from it
    json_places.py where each value of a JSON text stands
    day.py        the one written form of a day
    pattern.py    forms that anybody may propose, matched in linear time
    document.py   YAML and JSON whose values know their line and column
    scalars.py    values of YAML that would be read as something else than what is written
    numbers.py    640 000, 6,10: numbers as people write them
    record.py     a located document → a frozen pydantic record
    table.py      CSV → rows whose fields know their line
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opendata.findings.document import Document, read_json, read_yaml
    from opendata.findings.finding import Finding, FindingsError, page_of
    from opendata.findings.record import Record, broken, read_record
    from opendata.findings.table import CsvTable, read_csv
    from opendata.findings.text import decode

# Imported when a name is asked for: a build with nothing to do loads neither pydantic nor yaml.
_MODULES = {
    "Document": "opendata.findings.document",
    "read_json": "opendata.findings.document",
    "read_yaml": "opendata.findings.document",
    "Finding": "opendata.findings.finding",
    "FindingsError": "opendata.findings.finding",
    "page_of": "opendata.findings.finding",
    "Record": "opendata.findings.record",
    "broken": "opendata.findings.record",
    "read_record": "opendata.findings.record",
    "CsvTable": "opendata.findings.table",
    "read_csv": "opendata.findings.table",
    "decode": "opendata.findings.text",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(_MODULES[name]), name)


__all__ = [
    "CsvTable",
    "Document",
    "Finding",
    "FindingsError",
    "Record",
    "broken",
    "decode",
    "page_of",
    "read_csv",
    "read_json",
    "read_record",
    "read_yaml",
]
