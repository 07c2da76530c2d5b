"""What is made of an extract's tables before the first question, as Ibis expressions that every engine runs.

`stays.stays_of_tables` says what a stay is; here municipalities get their codes and stays their target groups, and the
tables are checked against the contract where they lie.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stegvis.evaluation.codes import DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.contracts import COLUMNS, columns_of
from stegvis.evaluation.optional_tables import OPTIONAL
from stegvis.evaluation.stays import LABEL_BITS, STAYS, stays_of_tables, table

if TYPE_CHECKING:
    import ibis.expr.types as ir


def coded_stays(optional: Collection[str] = ()) -> "ir.Table":
    """The columns of STAYS, `target_groups`, and those of the optional tables that lie there.

    Made from the tables and `places` (name and code of municipalities).

    Differs from STAYS in that `entry` is the first enrolment's pseudonym.
    """
    import ibis

    stays, labels = stays_of_tables(), table("target_groups")
    places = ibis.table({"name": "string", "code": "int16"}, name="places")
    bit = ibis.cases(*((labels.target_group == code, bit) for code, bit in LABEL_BITS.items()))
    bits = labels.group_by("enrolment").agg(target_groups=bit.sum())
    joined = stays.join(places, stays.municipality == places.name).left_join(bits, stays.entry == bits.enrolment)
    columns = {name: joined[name] for name in STAYS} | {"municipality": joined.code}
    columns = {name: column.cast(STAYS[name]) for name, column in columns.items() if name != "entry"}
    coded = joined.select(
        **columns,
        entry=joined.entry,
        target_groups=joined.target_groups.fill_null(0).cast("int8"),
        enrolment=joined.enrolment,
    )
    for name in optional:
        coded = _with_columns(coded, name)
    return coded.drop("enrolment")


def _with_columns(stays: "ir.Table", name: str) -> "ir.Table":
    """The stays with what an optional table tells of their own enrolment, or of their person's first."""
    for at_entry in (False, True):
        wanted = {column: one for column, one in OPTIONAL[name].coded.items() if one.at_entry == at_entry}
        if wanted:
            told = OPTIONAL[name].coded_rows().select("enrolment", *wanted).rename(told_of="enrolment")
            joined = stays.left_join(told, (stays.entry if at_entry else stays.enrolment) == told.told_of)
            filled = {column: joined[column].fill_null(one.empty).cast(one.kind) for column, one in wanted.items()}
            stays = joined.select(*(column for column in stays.columns), **filled)
    return stays


def places() -> "ir.Table":
    """Name and code of each municipality, counted from 0 in the order of the names."""
    import ibis

    names = table("enrolments").select(name="municipality").distinct()
    return names.select("name", code=ibis.row_number().over(order_by="name").cast("int16"))


@dataclass(frozen=True)
class Complaint:
    """What may be wrong with the tables, and the rows for which it is."""

    table: str
    column: str
    words: str
    rows: "ir.Table"


def complaints(optional: Collection[str] = ()) -> tuple[Complaint, ...]:
    """All that the contract forbids and a table in a database may hold, in the order in which it is told."""
    return (
        *(complaint for name in COLUMNS for complaint in _empty(name)),
        *_own_faults(),
        *_faults_between(),
        *(complaint for name in optional for complaint in faults_of(name)),
    )


def counted(found: Sequence[Complaint]) -> "ir.Table":
    """One question for all: number of the complaint, and how many rows it is about."""
    import ibis

    one_by_one = [one.rows.agg(rows=one.rows.count()).mutate(complaint=ibis.literal(n)) for n, one in enumerate(found)]
    return ibis.union(*one_by_one).select("complaint", "rows")


def _empty(name: str) -> Iterator[Complaint]:
    asked = table(name)
    for column, kind in columns_of(name).items():
        if "empty" not in kind:
            yield Complaint(name, column, "is empty in {} row(s)", asked.filter(asked[column].isnull()))


def _unknown(name: str, column: str, codes: tuple[str, ...]) -> Complaint:
    asked = table(name)
    return Complaint(name, column, "holds an unknown code in {} row(s)", asked.filter(~asked[column].isin(codes)))


def faults_of(name: str) -> Iterator[Complaint]:
    """What must not be in an optional table."""
    declared, rows, enrolments = OPTIONAL[name], table(name), table("enrolments")
    yield from _empty(name)
    for column, codes in declared.codes.items():
        yield _unknown(name, column, codes)
    twice = _twice(rows, *declared.key)
    yield Complaint(name, declared.key[-1], "stands twice for {} enrolment(s)", twice)
    stray = rows.anti_join(enrolments, "enrolment")
    yield Complaint(name, "enrolment", "is not among the enrolments in {} row(s)", stray)
    if declared.after_end:
        early = rows.semi_join(enrolments.filter(enrolments.end_on.isnull()), "enrolment")
        yield Complaint(name, "enrolment", "has {} row(s) of enrolments that have not ended", early)
    for fault in declared.faults():
        yield Complaint(name, fault.column, fault.words, fault.rows)


def _own_faults() -> Iterator[Complaint]:
    import ibis

    enrolments = table("enrolments")
    for (name, column), codes in _CODES.items():
        yield _unknown(name, column, codes)
    early = enrolments.filter(enrolments.end_on < enrolments.start_on)
    yield Complaint("enrolments", "end_on", "ends before the start in {} row(s)", early)
    days = (ibis.date(1, 1, 1), ibis.date(9999, 12, 31))
    outside = enrolments.filter(~enrolments.start_on.between(*days) | ~enrolments.end_on.between(*days))
    yield Complaint("enrolments", "start_on", "is no day of our calendar in {} row(s)", outside)
    yield Complaint("enrolments", "enrolment", "holds {} enrolment(s) twice", _twice(enrolments, "enrolment"))
    for name, column in (("exits", "destination"), ("target_groups", "target_group")):
        twice = _twice(table(name), "enrolment", column)
        yield Complaint(name, column, "stands twice for {} enrolment(s)", twice)


def _faults_between() -> Iterator[Complaint]:
    enrolments, exits = table("enrolments"), table("exits")
    ended = enrolments.filter(enrolments.end_on.notnull())
    going_on = enrolments.filter(enrolments.end_on.isnull())
    headlines = exits.filter(exits.headline)
    for name in ("exits", "target_groups"):
        stray = table(name).anti_join(enrolments, "enrolment")
        yield Complaint(name, "enrolment", "is not among the enrolments in {} row(s)", stray)
    several = _twice(headlines, "enrolment")
    yield Complaint("exits", "headline", "stands more than once for {} enrolment(s)", several)
    without = ended.anti_join(headlines, "enrolment")
    yield Complaint("exits", "headline", "is missing for {} ended enrolment(s)", without)
    early = exits.semi_join(going_on, "enrolment")
    yield Complaint("exits", "enrolment", "has {} exit(s) of enrolments that have not ended", early)


_CODES = {
    ("enrolments", "sex"): SEXES,
    ("enrolments", "inflow_channel"): INFLOW_CHANNELS,
    ("exits", "destination"): DESTINATIONS,
    ("target_groups", "target_group"): TARGET_GROUPS,
}


def _twice(rows: "ir.Table", *columns: str) -> "ir.Table":
    many = rows.group_by(columns).agg(times=rows.count())
    return many.filter(many.times > 1)
