"""The engine of SQL as it is published: compressed, the same bytes twice, nothing where its npm package is not."""

from __future__ import annotations

import gzip

from site_src.donnees import sql_engine
from tests import builds


def test_the_engine_is_the_package_s_compressed() -> None:
    made = sql_engine.engine(b"moteur" * 1000, b"// ouvrier")
    assert gzip.decompress(made[sql_engine.ENGINE]) == b"moteur" * 1000
    assert made == sql_engine.engine(b"moteur" * 1000, b"// ouvrier")
    assert made[f"{sql_engine.FOLDER}duckdb-browser-eh.worker.js"] == b"// ouvrier"


def test_without_its_package_there_is_no_engine() -> None:
    assert builds.outputs("moteur_sql", {}) == {}


def test_the_package_is_the_last_that_reads_parquet_by_itself() -> None:
    """The engines that follow have its name, not its code: they ask another host for it."""
    (wasm,) = builds.committed(sql_engine.WASM).values()
    assert b"ParquetReader" in wasm
    assert b"ParquetReaderENS_9allocator" in wasm
