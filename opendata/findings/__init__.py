"""What is wrong in a contributed file, where, and what to do about it.

Bad data are *findings*: values collected in a list while reading goes on, so that a
contributor sees every problem at once. A broken program raises. Readers take the list
they append to as their last argument and return `None` for what they cannot give.

    finding.py    one problem, printed as one line
    text.py       bytes → text: byte-order marks, wrong encodings, empty files
    document.py   YAML and JSON whose values know their line and column
    record.py     a located document → a frozen pydantic record
    table.py      CSV → rows whose fields know their line
"""

from opendata.findings.document import Document, read_json, read_yaml
from opendata.findings.finding import Finding, FindingsError, page_of
from opendata.findings.record import Record, broken, read_record
from opendata.findings.table import CsvTable, read_csv
from opendata.findings.text import decode

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
