"""Queries whose SQL is written once and kept, for what every page asks.

On the daily pages Django took longer to write the SQL than the database to answer it. Here a query is written with
stand-ins in place of the values that differ from one request to the next; afterwards only the values are put in. What
the values decide of the *form* of the query (which filters there are at all, how many ids) belongs to `form`, and each
form is written once.

What is written may neither calculate with a stand-in nor look at its value. A stand-in that comes out changed is found
when the query is written, and refused.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    RelatedPopulator,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

#: How often a question is asked on a connection before PostgreSQL is to keep its plan.
PLANNED_AFTER = 1
#: So many forms are kept; more of them are a sign that something that differs each time stands in a form.
_MOST = 2000
_FIRST_INT = 9_000_000_000_000_000_000
_FIRST_DAY = dt.date(9000, 1, 1)
_FIRST_MOMENT = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
_FIRST_UUID = 0xFEDC_BA98_7654_3210_FEDC_BA98 << 32
_TEXT = "\ue000"
_NAMED = (
    '"{name}_all"("{name}") AS MATERIALIZED ({text}), '
    '"{name}"("{name}") AS MATERIALIZED (SELECT DISTINCT "{name}" FROM "{name}_all")'
)


@dataclass(frozen=True)
class _Place:
    """Where in the parameters the value with this number is put. `kind` wraps it as the stand-in was wrapped."""

    number: int
    kind: type | None = None


@dataclass(frozen=True)
class _Kept:
    """A query as text. `read` makes what the caller gets of the rows; None of a text says that nothing can be found.

    `plain` is the text with SQLite's own marks for values, empty where it cannot be asked so: Django would put them in
    anew each time. `given` are the values that stay, None where one of `places` (with its index) is put in.
    """

    sql: str | None
    plain: str = ""
    given: tuple = ()
    places: tuple[tuple[int, _Place], ...] = ()
    read: Callable[[Iterable], list] = list


_kept: dict[Hashable, _Kept] = {}
_planned_each_time: ContextVar[bool] = ContextVar("planned_each_time", default=False)


@contextlib.contextmanager
def planned_each_time(wanted: bool = True) -> Iterator[None]:
    """Inside, PostgreSQL plans each question by its values: where the best way depends on how many they find."""
    token = _planned_each_time.set(wanted)
    try:
        yield
    finally:
        _planned_each_time.reset(token)


def rows(write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> list:
    """What `write(*form, *given)` finds, as a list. `write` is a function of a module (it is part of the key).

    `given` holds whole numbers, UUIDs, days, moments, texts, or tuples of them; None stays None. Raises TypeError for
    anything else, and for querysets with prefetching (see `load`) or of dicts.
    """
    return _found(_kept_for(write, form, given, _whole), given)


def rows_for_each(
    write: Callable[..., QuerySet], *form: Hashable, given: Sequence = (), each: Sequence[tuple] = ()
) -> list:
    """What `write(*form, *given, *one)` finds for every one in `each` in turn, as one list by one question.

    Where each of them is walked by an index and has a limit, none reads further than that: a database that is asked
    for all of them at once sorts everything first. All in `each` are of the same form.
    """
    if not each:
        return []
    flat = (*given, *(value for one in each for value in one))
    key = (write, form, _forms_of(given), _forms_of(each[0]), len(each), connection.vendor)
    found = _kept.get(key)
    if found is None:
        found = _keep(key, _joined(_written(write, form, (*given, *each[0]), _whole), given, each))
    return _found(found, flat)


def rows_together(parts: Sequence[tuple], *, within: Sequence[tuple] = ()) -> list:
    """What all of several queries find, one after the other, by one question: each part is (write, form, given).

    All give lists of values of the same kinds. `within` are (name, write, form, given): queries of one column,
    asked once, whose values every part may be narrowed to (`of_those`).
    """
    key = (
        tuple((write, form, _forms_of(given)) for write, form, given in parts),
        tuple((name, write, form, _forms_of(given)) for name, write, form, given in within),
        connection.vendor,
    )
    found = _kept.get(key)
    if found is None:
        written = [_written(write, form, given, _whole) for write, form, given in parts]
        tables = {name: _written(write, form, given, _whole) for name, write, form, given in within}
        found = _keep(key, _put_together(written, tables, [len(_flat(given)) for *_, given in (*parts, *within)]))
    return _found(found, [value for *_, given in (*parts, *within) for value in _flat(given)])


def of_those(found: QuerySet, column: str, name: str) -> QuerySet:
    """The rows whose column holds a value that stands in `name` of `rows_together`.

    They are joined and not asked for with IN, since SQLite would sort the values anew for each part.
    """
    assert name.isidentifier() and column.isidentifier()  # noqa: S101 - they stand in the text of the query
    joined = f'"{name}"."{name}" = "{found.model._meta.db_table}"."{column}"'
    return found.extra(tables=[name], where=[joined])  # noqa: S610


def _put_together(parts: list[_Kept], tables: dict[str, _Kept], lengths: list[int]) -> _Kept:
    begins = [sum(lengths[:number]) for number in range(len(lengths))]  # where the values of each begin
    stand = [(name, one, begins[len(parts) + n]) for n, (name, one) in enumerate(tables.items()) if one.sql is not None]
    empty = [f'"{name}"."{name}"' for name, one in tables.items() if one.sql is None]
    shown = [
        (one, begins[number])
        for number, one in enumerate(parts)
        if one.sql is not None and not any(name in one.sql for name in empty)
    ]
    if not shown:
        return _Kept(None)
    in_order = [*((one, begin) for _name, one, begin in stand), *shown]

    def text(of: Callable[[_Kept], str | None]) -> str:
        if not all(of(one) for one, _begin in in_order):
            return ""
        # repeated values are left out in a step of their own: SQLite would go through the whole table in their order
        named = ", ".join(_NAMED.format(name=name, text=of(one)) for name, one, _begin in stand)
        single = " UNION ALL ".join(f"SELECT * FROM ({of(one)}) AS part{n}" for n, (one, _b) in enumerate(shown))  # noqa: S608
        return f"WITH {named} {single}" if named else single

    stays: list = []
    places: list = []
    for one, begin in in_order:
        places += [(len(stays) + index, _Place(place.number + begin, place.kind)) for index, place in one.places]
        stays += one.given
    sql, plain = text(lambda one: one.sql), text(lambda one: one.plain)
    return _Kept(sql, plain, tuple(stays), tuple(places), shown[0][0].read)


def _joined(single: _Kept, given: Sequence, each: Sequence[tuple]) -> _Kept:
    """The question for one, asked for each: its own values follow on those that all have in common."""
    if single.sql is None:
        return single
    shared, own, count = len(_flat(given)), len(_flat(each[0])), len(each)
    texts = [
        text and " UNION ALL ".join(f"SELECT * FROM ({text}) AS part{number}" for number in range(count))  # noqa: S608
        for text in (single.sql, single.plain)
    ]

    def moved(place: _Place, number: int) -> _Place:
        return place if place.number < shared else _Place(place.number + number * own, place.kind)

    places = tuple(
        (number * len(single.given) + index, moved(place, number))
        for number in range(count)
        for index, place in single.places
    )
    return _Kept(*texts, single.given * count, places, single.read)


def count(write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> int:
    """How many `write(*form, *given)` finds. Of a sliced queryset nothing beyond the slice is read."""
    found = _found(_kept_for(write, form, given, _counted), given)
    return found[0] if found else 0


def exists(write: Callable[..., QuerySet], *form: Hashable, given: Sequence = ()) -> bool:
    """Does `write(*form, *given)` find anything?"""
    return bool(_found(_kept_for(write, form, given, _first), given))


def padded(ids: Iterable) -> tuple:
    """The same ids with the last repeated up to one of a few lengths, so that lists of ids have few forms."""
    known = tuple(ids)
    if not known:
        return ()
    wanted = next((length for length in (1, 5, 25) if len(known) <= length), -(-len(known) // 50) * 50)
    return known + known[-1:] * (wanted - len(known))


def forget() -> None:
    """Write every query anew: for tests that change what roles may do."""
    _kept.clear()


class Loaded(tuple):
    """Records that belong to another, already read: what `enrolment.income_periods.all()` then gives. Cannot be
    narrowed further: that would need a query, and whoever asks for one should know."""

    def all(self) -> "Loaded":
        """Itself."""
        return self

    def exists(self) -> bool:
        """Is there any?"""
        return bool(self)

    def first(self):
        """The first, or None."""
        return self[0] if self else None

    def count(self) -> int:
        """How many."""
        return len(self)


def load(records: Sequence[Model], *relations: str, following: Sequence[str] = ()) -> None:
    """Give each record what belongs to it by these relations (reverse foreign keys): one query for each relation.

    As `prefetch_related`; `following` are foreign keys of the related records to bring along.
    """
    if not records:
        return
    by_id = {record.pk: record for record in records}
    for name in relations:
        relation = type(records[0])._meta.get_field(name)
        field, held = relation.field, {pk: [] for pk in by_id}
        for one in rows(_belonging, relation.related_model, field.name, tuple(following), given=(padded(by_id),)):
            owner = by_id[getattr(one, field.attname)]
            field.set_cached_value(one, owner)
            held[owner.pk].append(one)
        for record in records:
            cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[relation.cache_name] = Loaded(held[record.pk])


def _belonging(model: type[Model], name: str, following: tuple, ids: tuple) -> QuerySet:
    found = model._default_manager.filter(**{f"{name}__in": ids})
    return found.select_related(*following) if following else found


# --- asking -------------------------------------------------------------------------------------------------------
def _found(kept: _Kept, given: Sequence) -> list:
    if kept.sql is None:
        return []
    asked = connection._connections[connection._alias]  # the real one: its proxy is asked a dozen times below
    values = _prepared(_flat(given), asked)
    parameters = list(kept.given)
    for index, place in kept.places:
        value = values[place.number]
        parameters[index] = place.kind(value) if place.kind else value
    return kept.read(_fetched(asked, kept, parameters))


def _fetched(asked, kept: _Kept, parameters: list) -> list[tuple]:
    """The rows, without Django's way through three layers of cursors where nobody listens in."""
    planned = asked.vendor == "postgresql" and settings.STEGVIS_KEEP_PLANS and not _planned_each_time.get()
    if (kept.plain or planned) and not asked.queries_logged and not asked.execute_wrappers:
        asked.ensure_connection()
        asked.validate_no_broken_transaction()
        with asked.wrap_database_errors:
            if kept.plain:
                return asked.connection.execute(kept.plain, parameters).fetchall()
            return _planned_once(asked.connection, kept.sql, parameters)
    with asked.cursor() as cursor:
        cursor.execute(kept.sql, parameters)
        return cursor.fetchall()


def _planned_once(opened, sql: str, parameters: list) -> list[tuple]:
    """The rows from PostgreSQL, which keeps the plan: for the long questions that took longer than the answer.

    Django puts values into the text and asks each time anew. Here the values are sent beside it, and from the
    `PLANNED_AFTER`th time on the database is only told which question it is.
    """
    from psycopg import Cursor

    opened.prepare_threshold, before = PLANNED_AFTER, opened.prepare_threshold
    opened.prepared_max = _MOST
    try:
        with Cursor(opened) as cursor:
            return cursor.execute(sql, parameters).fetchall()
    finally:
        opened.prepare_threshold = before


def _flat(given: Sequence) -> list:
    flat: list = []
    for value in given:
        flat.extend(value) if isinstance(value, tuple) else flat.append(value)
    return flat


def _prepared(values: list, asked) -> list:
    """As fields prepare values of their kinds for the database."""
    native, operations = asked.features.has_native_uuid_field, asked.ops
    ready = []
    for value in values:
        if isinstance(value, UUID):
            ready.append(value if native else value.hex)
        elif isinstance(value, dt.datetime):
            ready.append(operations.adapt_datetimefield_value(value))
        elif isinstance(value, dt.date):
            ready.append(operations.adapt_datefield_value(value))
        else:
            ready.append(value)
    return ready


# --- writing ------------------------------------------------------------------------------------------------------
def _kept_for(write: Callable, form: tuple, given: Sequence, manner: Callable) -> _Kept:
    key = (write, form, _forms_of(given), manner, connection.vendor)
    found = _kept.get(key)
    return _keep(key, _written(write, form, given, manner)) if found is None else found


def _keep(key: Hashable, written: _Kept) -> _Kept:
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = written
    return written


def _forms_of(given: Sequence) -> Hashable:
    return tuple(map(_form_of, given))


def _form_of(value) -> Hashable:
    return tuple(map(type, value)) if isinstance(value, tuple) else type(value)


def _written(write: Callable, form: tuple, given: Sequence, manner: Callable) -> _Kept:
    numbers = iter(range(len(_flat(given))))
    stand_ins = [
        tuple(_stand_in(each, next(numbers)) for each in value)
        if isinstance(value, tuple)
        else _stand_in(value, next(numbers))
        for value in given
    ]
    try:
        sql, parameters, read = manner(write(*form, *stand_ins))
    except EmptyResultSet:
        return _Kept(None)
    known = _prepared(_flat(stand_ins), connection)
    numbered = {value: number for number, value in enumerate(known) if value is not None}
    if str(_FIRST_INT)[:12] in sql:
        raise TypeError("a value cannot be put in, because it stands in the text of the query")
    placed = [_placed(each, numbered) for each in parameters]
    places = tuple((index, each) for index, each in enumerate(placed) if isinstance(each, _Place))
    stays = tuple(None if isinstance(each, _Place) else each for each in placed)
    return _Kept(sql, _with_own_marks(sql), stays, places, read)


def _with_own_marks(sql: str) -> str:
    marked = sql.replace("%s", "?")
    return marked if connection.vendor == "sqlite" and "%" not in marked and "?" not in sql else ""


def _stand_in(value, number: int):
    if value is None:
        return None
    makers = {
        int: lambda: _FIRST_INT + number,
        UUID: lambda: UUID(int=_FIRST_UUID + number),
        dt.date: lambda: _FIRST_DAY + dt.timedelta(days=number),
        dt.datetime: lambda: _FIRST_MOMENT + dt.timedelta(seconds=number),
        str: lambda: f"{_TEXT}{number}{_TEXT}",
    }
    if type(value) not in makers:
        raise TypeError(f"{type(value).__name__} cannot be given to a kept query")
    return makers[type(value)]()


def _placed(parameter, places: dict):
    if isinstance(parameter, Hashable) and parameter in places:
        plain = type(parameter) in (int, str, UUID, dt.date, dt.datetime)
        return _Place(places[parameter], None if plain else type(parameter))
    if any(mark in str(parameter) for mark in _MARKS):
        raise TypeError("a value cannot be put in, because the query has changed it")
    return parameter


#: What every stand-in begins with, however it has been written. The years around 9000 are far from any day of ours.
_MARKS = (str(_FIRST_INT)[:12], "fedcba9876543210", "fedcba98-7654-3210", "9000-", "9001-", "8999-", "8998-", _TEXT)


def _whole(found: QuerySet) -> tuple[str, tuple, Callable]:
    compiler = found.query.get_compiler(using=connection.alias)
    sql, parameters = compiler.as_sql()
    if found._prefetch_related_lookups:
        raise TypeError("a kept query does not prefetch; use load")
    if found._iterable_class is ModelIterable:
        return sql, parameters, _reader_of_records(compiler)
    if found._iterable_class is FlatValuesListIterable:
        return sql, parameters, _reader_of_values(compiler, flat=True)
    if found._iterable_class is ValuesListIterable:
        return sql, parameters, _reader_of_values(compiler, flat=False)
    raise TypeError("a kept query gives records or lists of values")


def _counted(found: QuerySet) -> tuple[str, tuple, Callable]:
    plain = found if found.query.is_sliced else found.order_by()
    sql, parameters, _read = _whole(plain.values_list("pk", flat=True))
    return f"SELECT COUNT(*) FROM ({sql}) counted", parameters, _firsts  # noqa: S608 - Django's own text


def _first(found: QuerySet) -> tuple[str, tuple, Callable]:
    sql, parameters, _read = _whole(found.order_by().values_list("pk", flat=True)[:1])
    return sql, parameters, _firsts


def _firsts(rows: Iterable) -> list:
    return [row[0] for row in rows]


def _reader_of_values(compiler, *, flat: bool) -> Callable[[Iterable], list]:
    converted = _converter(compiler)
    return lambda rows: [row[0] if flat else tuple(row) for row in converted(rows)]


def _reader_of_records(compiler) -> Callable[[Iterable], list]:
    select, chosen, alias = compiler.select, compiler.klass_info, connection.alias
    first, last = chosen["select_fields"][0], chosen["select_fields"][-1] + 1
    made = _maker(chosen["model"], [each[0].target.attname for each in select[first:last]], alias)
    populators = [_populating(each) for each in get_related_populators(chosen, select, alias)]
    annotations = tuple((compiler.annotation_col_map or {}).items())
    converted = _converter(compiler)

    def read(rows: Iterable) -> list:
        records = []
        for row in converted(rows):
            record = made(row[first:last])
            for populate in populators:
                populate(row, record)
            for name, place in annotations:
                setattr(record, name, row[place])
            records.append(record)
        return records

    return read


def _maker(model: type[Model], names: list[str], alias: str) -> Callable[[list], Model]:
    """What makes a record of a row's values: as `Model.from_db`, at a third of the time where nothing is special.

    Special is a record that is not read whole, that makes itself in its own manner, or whose making is listened to.
    """
    fields = model._meta.concrete_fields
    plain = (
        [field.attname for field in fields] == names
        and model.__init__ is Model.__init__
        and model.from_db.__func__ is Model.from_db.__func__
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
        and all(type(_descriptor(model, name)) in (DeferredAttribute, ForeignKeyDeferredAttribute) for name in names)
    )
    if not plain:
        return lambda values: model.from_db(alias, names, values)

    def made(values: list) -> Model:
        record = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, alias
        own = record.__dict__
        own["_state"] = state
        own.update(zip(names, values, strict=True))
        return record

    return made


def _descriptor(model: type[Model], name: str):
    return next((one.__dict__[name] for one in model.__mro__ if name in one.__dict__), None)


def _populating(by: RelatedPopulator) -> Callable[[list, Model], None]:
    """As `RelatedPopulator.populate`, with the quicker maker."""
    if by.reorder_for_init:
        return by.populate
    first, last, key = by.cols_start, by.cols_end, by.cols_start + by.pk_idx
    made, deeper = _maker(by.model_cls, by.init_list, by.db), [_populating(each) for each in by.related_populators]
    set_here, set_there = by.local_setter, by.remote_setter

    def populate(row: list, record: Model) -> None:
        if row[key] is None:
            set_here(record, None)
            return
        related = made(row[first:last])
        for each in deeper:
            each(row, related)
        set_here(record, related)
        set_there(related, record)

    return populate


def _converter(compiler) -> Callable[[Iterable], Iterable]:
    # what a compiler knows of columns holds for every connection to the same kind of database
    columns = [each[0] for each in compiler.select[: compiler.col_count]]
    converters = [
        (place, expression, convert)
        for place, (converts, expression) in compiler.get_converters(columns).items()
        for convert in converts
    ]

    def converted(rows: Iterable) -> Iterable:
        for row in rows:
            cells = list(row)
            for place, expression, convert in converters:
                cells[place] = convert(cells[place], expression, connection)
            yield cells

    return converted
