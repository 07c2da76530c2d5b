"""One empty DuckDB in memory per process: opening one costs more than a question."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@contextmanager
def cursor() -> Iterator["duckdb.DuckDBPyConnection"]:
    """A connection of one's own; what is registered in it is seen by nobody else and gone afterwards."""
    opened = _database(os.getpid()).cursor()
    try:
        yield opened
    finally:
        opened.close()


@lru_cache(maxsize=1)
def _database(process_id: int) -> "duckdb.DuckDBPyConnection":
    import duckdb

    return duckdb.connect()
