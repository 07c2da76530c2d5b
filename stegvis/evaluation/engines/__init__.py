"""Where an extract lies when it is asked: the same definitions on DuckDB, on PostgreSQL and on Apache Spark.

    place       what every engine gives: rows for a question; and what one says that is not installed
    in_process  DuckDB in this process (the default)
    lying       tables in a server that speaks SQL: checked and prepared there, with expressions of `definition`
    postgresql  tables in PostgreSQL, sent there or lying there already
    spark       tables in Apache Spark, over one machine or many

`evaluation.engine` asks a place the question and makes the same results of its rows, so that the gate works on all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stegvis.evaluation.engines.place import EngineMissing, Place
from stegvis.evaluation.optional_tables import OPTIONAL

if TYPE_CHECKING:
    from stegvis.evaluation.contracts import Extract
    from stegvis.evaluation.kept import KeptExtract

ENGINES = ("duckdb", "postgresql", "spark")


def optional_of(extract: "Extract | KeptExtract | Place") -> tuple[str, ...]:
    """The optional tables that can be asked there."""
    if isinstance(extract, Place):
        return extract.optional
    return tuple(name for name in OPTIONAL if name in getattr(extract, "tables", getattr(extract, "names", ())))


@contextmanager
def placed(
    name: str, extract: "Extract | KeptExtract", *, database_url: str = "", spark_master: str = ""
) -> Iterator[Place]:
    """The extract where the named engine can ask it; what was sent there is gone afterwards.

    `database_url` is needed by PostgreSQL; `spark_master` may name a cluster. Raises EngineMissing when the engine
    cannot be used here, with what to do about it.
    """
    if name == "postgresql":
        from stegvis.evaluation.engines.postgresql import sent
    elif name == "spark":
        from stegvis.evaluation.engines.spark import sent
    elif name == "duckdb":
        from stegvis.evaluation.engines.in_process import InProcess

        yield InProcess.of(extract)
        return
    else:
        known = ", ".join(ENGINES)
        raise EngineMissing(f"{name} finns inte. Välj bland {known}.", f"There is no {name}. Choose among {known}.")
    with sent(extract, database_url if name == "postgresql" else spark_master) as place:
        yield place
