"""Write many rows at once from plain values, as quickly as the database takes them.

No model objects are made, no `save` is run and no signal sent: the caller knows every value that must stand there.
Constraints and triggers of the database judge each row as always.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

Values = Mapping[str, object]


def insert(model: type[models.Model], rows: Iterable[Values]) -> None:
    """Write rows of attribute names and values (`unit_id`, not `unit`); what is left out gets the field's default.

    COPY on PostgreSQL, else one statement that is prepared once. Raises the database's errors as `bulk_create` does,
    and TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Many rows are written in a transaction, or half could stay.")
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = list(_values(fields, rows))
    if not values:
        return
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", values)
        return
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - the model's words


def _copy(sql: str, values: list[list]) -> None:
    """COPY, through the same wrappers as every statement, so that whoever watches or refuses writes meets it."""

    def carry_out(sql, params, many, context):
        with connection.wrap_database_errors, context["cursor"].copy(sql) as copy:
            for row in values:
                copy.write_row(row)

    with connection.cursor() as cursor:
        execute: Callable = carry_out
        for wrapper in reversed(connection.execute_wrappers):
            execute = partial(wrapper, execute)
        execute(sql, None, False, {"connection": connection, "cursor": cursor})


# --- from Python's values to the database's ---------------------------------------------------------------------
def _values(fields: list[models.Field], rows: Iterable[Values]) -> Iterator[list]:
    names = [field.attname for field in fields]
    always, anew = _defaults(fields)
    adapters = [(place, adapt) for place, adapt in enumerate(map(_adapter, fields)) if adapt]
    for row in rows:
        full = {**always, **row}
        for name, make in anew.items():
            if name not in row:
                full[name] = make()
        values = [full[name] for name in names]
        for place, adapt in adapters:
            values[place] = adapt(values[place])
        yield values


def _defaults(fields: list[models.Field]) -> tuple[dict[str, object], dict[str, Callable[[], object]]]:
    """Defaults that are the same in every row, and those to be made anew for each."""
    now = timezone.now()
    always, anew = {}, {}
    for field in fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            always[field.attname] = now
        elif field.has_default() and callable(field.default):
            anew[field.attname] = field.default
        else:
            always[field.attname] = field.get_default()
    return always, anew


def _adapter(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of the field becomes one the driver takes; None when it goes as it is."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return _uuid if connection.features.has_native_uuid_field else _uuid_digits
    if isinstance(target, models.JSONField | models.BinaryField):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(target, models.CharField | models.TextField | models.IntegerField | models.BooleanField):
        return None
    met: dict = {}  # the same few days and instants stand in every row

    def adapted(value):
        if value not in met:
            met[value] = field.get_db_prep_save(value, connection)
        return met[value]

    return adapted


def _uuid(value: UUID | str | None) -> str | None:
    return None if value is None else str(value)


def _uuid_digits(value: UUID | str | None) -> str | None:
    return None if value is None else value.hex if isinstance(value, UUID) else UUID(value).hex
