"""The engine that runs SQL in the browser: DuckDB compiled to WebAssembly, copied from its npm package at each build.

Version 1.28.0 is the last one whose engine reads Parquet by itself: those that follow ask extensions.duckdb.org for it, and no page
of this site asks another host for anything. It is published compressed (gzip): 4.2 MB in place of 18, on the site as on the way.
"""

from __future__ import annotations

import gzip

from site_src.engine.stages import Inputs
from site_src.engine.store import Outputs
from site_src.engine.units import Unit

PACKAGE = "node_modules/@duckdb/duckdb-wasm/dist/"
WASM, WORKER = f"{PACKAGE}duckdb-eh.wasm", f"{PACKAGE}duckdb-browser-eh.worker.js"
FOLDER = "site/donnees/explorer/sql/moteur/"
ENGINE = f"{FOLDER}duckdb-eh.wasm.gz"
LEVEL = 6  # the ninth makes it half a percent lighter and takes twice as long
_PERMISSION = """
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
# The package carries no licence file: the notices are those of the two repositories that it is made from (MIT).
LICENCE = (
    "duckdb-wasm: Copyright 2021 DuckDB WASM Contributors (https://github.com/duckdb/duckdb-wasm)\n"
    "DuckDB: Copyright 2018-2022 Stichting DuckDB Foundation (https://github.com/duckdb/duckdb)\n"
    f"{_PERMISSION}"
)


def run(inputs: Inputs) -> Outputs:
    """The stage: `site/donnees/explorer/sql/moteur/…`; nothing where the npm package is not installed."""
    if WASM not in inputs.files or WORKER not in inputs.files:
        return {}
    made = inputs.work.each([Unit("moteur", engine, (inputs.files[WASM], inputs.files[WORKER]))])
    return inputs.work.join([made["moteur"]])


def engine(wasm: bytes, worker: bytes) -> dict[str, bytes]:
    """The engine compressed, its worker as it is, and their licences. Same bytes twice: no date in the file."""
    return {
        ENGINE: gzip.compress(wasm, LEVEL, mtime=0),
        f"{FOLDER}duckdb-browser-eh.worker.js": worker,
        f"{FOLDER}LICENCE.txt": LICENCE.encode(),
    }
