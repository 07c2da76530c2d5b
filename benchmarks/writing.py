"""Writing many rows at once, on either database."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import connection, models
from django.utils import timezone


class quick_writing:
    """SQLite need not force each write to the disk while a database is being made that can be made again."""

    def __enter__(self):
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.execute("PRAGMA synchronous=OFF")

    def __exit__(self, *_):
        if connection.vendor == "sqlite":
            connection.connection.execute("PRAGMA synchronous=FULL")


def insert(model: type[models.Model], rows: Iterable[dict]) -> None:
    """Write rows of attribute names and values; other columns get the model's defaults. COPY on PostgreSQL."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    values = _values(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            assert connection.in_atomic_block  # noqa: S101 - or each row would be a transaction of its own
            marks = ", ".join(["?"] * len(fields))
            cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608


def _values(fields: list, rows: Iterable[dict]) -> Iterator[tuple]:
    now = timezone.now()
    defaults = {}
    for field in fields:
        stamped = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
        defaults[field.attname] = now if stamped else field.get_default()
    simple = {  # what the databases take as it is; everything else goes through the field
        field.attname: isinstance(field, models.CharField | models.ForeignKey | models.IntegerField)
        and not isinstance(field.target_field if isinstance(field, models.ForeignKey) else field, models.UUIDField)
        for field in fields
    }
    for row in rows:
        yield tuple(
            value if simple[name] else field.get_db_prep_save(moment(field, value), connection)
            for field in fields
            for name in [field.attname]
            for value in [row[name] if name in row else field.get_default() if field.primary_key else defaults[name]]
        )


def moment(field: models.Field, value):
    """A day as the moment when it begins, for fields that want one."""
    if isinstance(field, models.DateTimeField) and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time(9), dt.UTC)
    return value
