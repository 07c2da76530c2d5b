"""What is made of an extract's tables before the first question, as Ibis expressions that every engine runs.

`stays.stays_of_tables` says what a stay is; here municipalities get their codes and stays their target groups, and the
tables are checked against the contract where they lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stegvis.evaluation.codes import DESTINATIONS, INFLOW_CHANNELS, SEXES, TARGET_GROUPS
from stegvis.evaluation.contracts import COLUMNS
from stegvis.evaluation.stays import LABEL_BITS, STAYS, stays_of_tables, table

if TYPE_CHECKING:
    import ibis.expr.types as ir


def coded_stays() -> "ir.Table":
    """The columns of STAYS and `target_groups`, from the three tables and `places` (name and code of municipalities).

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
    return joined.select(**columns, entry=joined.entry, target_groups=joined.target_groups.fill_null(0).cast("int8"))


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


def complaints() -> tuple[Complaint, ...]:
    """All that the contract forbids and a table in a database may hold, in the order in which it is told."""
    return (*_own_faults(), *_faults_between())


def counted(found: tuple[Complaint, ...]) -> "ir.Table":
    """One question for all: number of the complaint, and how many rows it is about."""
    import ibis

    one_by_one = [one.rows.agg(rows=one.rows.count()).mutate(complaint=ibis.literal(n)) for n, one in enumerate(found)]
    return ibis.union(*one_by_one).select("complaint", "rows")


def _own_faults() -> Iterator[Complaint]:
    import ibis

    enrolments = table("enrolments")
    for name, columns in COLUMNS.items():
        for column, kind in columns.items():
            if "empty" not in kind:
                asked = table(name)
                yield Complaint(name, column, "is empty in {} row(s)", asked.filter(asked[column].isnull()))
    for (name, column), codes in _CODES.items():
        asked = table(name)
        yield Complaint(name, column, "holds an unknown code in {} row(s)", asked.filter(~asked[column].isin(codes)))
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
