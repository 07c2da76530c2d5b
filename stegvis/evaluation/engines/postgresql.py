"""PostgreSQL: an extract is sent there for as long as it is asked, or its tables lie there already.

Everything made is temporary: it is seen by this connection only and gone with it. Text is compared byte by byte, as
the contract orders it, whatever language the database sorts in.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from stegvis.evaluation.contracts import COLUMNS, Extract, ExtractError, columns_of
from stegvis.evaluation.engines.lying import LyingTables
from stegvis.evaluation.engines.place import EngineMissing
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.optional_tables import OPTIONAL

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

_KINDS = {
    "text": 'text COLLATE "C"',
    "whole number": "integer",
    "day": "date",
    "yes/no": "boolean",
}


class InPostgresql(LyingTables):
    """Tables that a connection can read."""

    dialect: ClassVar[str] = "postgres"

    def __init__(
        self,
        connection: "psycopg.Connection",
        *,
        project: str,
        at: date,
        digest: str,
        optional: Collection[str] = (),
    ):
        super().__init__(project=project, at=at, digest=digest, optional=optional)
        self.connection = connection

    def run(self, sql: str) -> list[tuple]:
        """Rows of a question, or nothing for what is no question."""
        found = self.connection.execute(sql)
        return found.fetchall() if found.description else []

    def keep(self, name: str, sql: str) -> None:
        """A temporary table, with what the planner should know of it."""
        self.connection.execute(f"CREATE TEMPORARY TABLE {name} AS {sql}")
        self.connection.execute(f"ANALYZE {name}")

    def view(self, name: str, sql: str) -> None:
        """A temporary view."""
        self.connection.execute(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {sql}")


@contextmanager
def sent(extract: Extract | KeptExtract, database_url: str) -> Iterator[InPostgresql]:
    """The extract in temporary tables of the database. Raises EngineMissing when it cannot be reached."""
    with _connected(database_url) as connection:
        names = _names(extract)
        told = {"project": extract.project, "at": extract.at, "digest": extract.digest}
        place = InPostgresql(connection, **told, optional=names)
        for name in names:
            listed = ", ".join(f'"{column}" {_kind(kind)}' for column, kind in columns_of(name).items())
            connection.execute(f"CREATE TEMPORARY TABLE {name} ({listed})")
            with connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                for batch in _batches(extract, name):
                    copy.write(_csv(batch))
            connection.execute(f"ANALYZE {name}")
        if not isinstance(extract, Extract):  # an Extract has been checked when it was made
            place.check()
        place.prepare()
        yield place


@contextmanager
def lying(database_url: str, *, schema: str, project: str, at: date) -> Iterator[InPostgresql]:
    """Tables that lie in a schema of the database already: they are read in place, and nothing is written beside them.

    An optional table is read when a table or view of its name is there.

    The digest is SHA-256 over their rows in order, so that results can be told apart when a row changes. Rows that
    change while they are asked are not seen. Raises EngineMissing, and ExtractError when a table breaks the contract.
    """
    import psycopg
    from psycopg import sql

    with _connected(database_url) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        total = hashlib.sha256(f"{project} {at.isoformat()}".encode())
        optional = [name for name in OPTIONAL if _is_there(connection, schema, name)]
        for name in (*COLUMNS, *optional):
            listed = sql.SQL(", ").join(_column(column, kind) for column, kind in columns_of(name).items())
            chosen = sql.SQL("SELECT {} FROM {}").format(listed, sql.Identifier(schema, name))
            try:
                connection.execute(sql.SQL("CREATE TEMPORARY VIEW {} AS {}").format(sql.Identifier(name), chosen))
            except psycopg.errors.ProgrammingError as error:
                told = str(error).partition("\n")[0]
                raise ExtractError(name, "(all)", f"cannot be read in the schema {schema}: {told}") from error
            total.update(_digest_of(connection, name))
        place = InPostgresql(connection, project=project, at=at, digest=total.hexdigest(), optional=optional)
        place.check()
        place.prepare()
        yield place


@contextmanager
def _connected(database_url: str) -> Iterator["psycopg.Connection"]:
    import psycopg

    if not database_url:
        raise EngineMissing(
            "Sätt STEGVIS_EVALUATION_DATABASE_URL till en PostgreSQL som får räkna, till exempel "
            "postgres://användare:lösenord@värd/namn.",
            "Set STEGVIS_EVALUATION_DATABASE_URL to a PostgreSQL that may compute, such as "
            "postgres://user:password@host/name.",
        )
    try:
        connection = psycopg.connect(database_url, autocommit=True)
    except psycopg.Error as error:
        raise EngineMissing(
            "PostgreSQL går inte att nå. Kontrollera STEGVIS_EVALUATION_DATABASE_URL och att servern är igång.",
            "PostgreSQL cannot be reached. Check STEGVIS_EVALUATION_DATABASE_URL and that the server runs.",
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def _names(extract: Extract | KeptExtract) -> tuple[str, ...]:
    return tuple(extract.tables) if isinstance(extract, Extract) else extract.names


def _is_there(connection: "psycopg.Connection", schema: str, name: str) -> bool:
    asked = "SELECT to_regclass(format('%%I.%%I', %s::text, %s::text)) IS NOT NULL"
    return connection.execute(asked, (schema, name)).fetchone()[0]


def _kind(kind: str) -> str:
    return _KINDS[kind.removesuffix(" or empty")]


def _column(name: str, kind: str):
    from psycopg import sql

    plain = sql.SQL(_kind(kind).partition(" ")[0])
    collated = sql.SQL(' COLLATE "C"') if kind.startswith("text") else sql.SQL("")
    return sql.SQL("CAST({0} AS {1}){2} AS {0}").format(sql.Identifier(name), plain, collated)


def _digest_of(connection: "psycopg.Connection", name: str) -> bytes:
    total = hashlib.sha256(name.encode())
    order = ", ".join(str(place) for place in range(1, len(columns_of(name)) + 1))
    rows = f"SELECT * FROM {name} ORDER BY {order}"  # noqa: S608 - names are ours
    with connection.cursor().copy(f"COPY ({rows}) TO STDOUT (FORMAT csv)") as copy:
        for part in copy:
            total.update(part)
    return total.digest()


def _batches(extract: Extract | KeptExtract, name: str) -> Iterable["pa.RecordBatch"]:
    if isinstance(extract, Extract):
        return extract.tables[name].to_batches(max_chunksize=1 << 16)
    from pyarrow import parquet

    return parquet.ParquetFile(extract.folder / f"{name}.parquet").iter_batches(columns=list(columns_of(name)))


def _csv(batch: "pa.RecordBatch") -> bytes:
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False))
    return sink.getvalue().to_pybytes()
