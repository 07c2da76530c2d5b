"""Which tables of one row there are, and the people who stand in each."""

from collections import Counter
from datetime import date

from stegvis.evaluation import after_exit, income, life, steps, support
from stegvis.evaluation.catalogue import EXIT_DESTINATION
from stegvis.evaluation.codes import (
    AFTER_EXIT_TABLES,
    AFTER_INCOME_SUPPORT,
    FOLLOW_UP_KINDS,
    LIFE_TABLES,
    STEPS_TOWARDS,
    SUPPORT_BANDS,
    SUPPORT_OF,
)
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base
from stegvis.evaluation.disclosure import cells
from stegvis.evaluation.disclosure.one_row import OneRow
from stegvis.evaluation.engine import compute
from stegvis.evaluation.engines import optional_of

_ENDED_BY_RESULT = tuple(cells.Cell("", "", "", number) for number in (cells.ENDED, "work", "studies"))
"""What the size of a row of those who reached work or studies, or of the others, is made of."""

KINDS = {table: kind for kind, table in AFTER_EXIT_TABLES.items()}


def there(extract: Extract) -> tuple[str, ...]:
    """The tables that can be counted from the extract."""
    held = optional_of(extract)
    return (
        *(KINDS if "follow_ups" in held else ()),
        *((AFTER_INCOME_SUPPORT,) if income.TABLE in held else ()),
        *(SUPPORT_OF.values() if support.TABLE in held else ()),
        *(LIFE_TABLES.values() if life.TABLE in held else ()),
        *((STEPS_TOWARDS,) if steps.TABLE in held else ()),
    )


def rows_with(table: str, extract: Extract, at: date) -> list[OneRow]:
    """The table with its people, and others about the same ones.

    Raises DefinitionError when the extract does not hold what it counts.
    """
    if table in LIFE_TABLES.values():
        return [_life(area, extract, at) for area in LIFE_TABLES]
    return [_row_of(table, extract, at)]


def _life(area: str, extract: Extract, at: date) -> OneRow:
    found = life.changes(extract, area, at)
    return OneRow(LIFE_TABLES[area], life.GROUPS, life.WITHOUT, life.grouped(found), total=life.total(found))


def _row_of(table: str, extract: Extract, at: date) -> OneRow:
    if table == AFTER_INCOME_SUPPORT:
        return _income(extract, at)
    if table in SUPPORT_OF.values():
        return _support(table, extract, at)
    if table == STEPS_TOWARDS:
        people = steps.people_by_steps(extract, at)
        return OneRow(STEPS_TOWARDS, steps.GROUPS, steps.OUTSIDE, people, shown_with=_ENDED_BY_RESULT)
    return _after_exit(table, KINDS[table], extract, at)


def _after_exit(table: str, kind: str, extract: Extract, at: date) -> OneRow:
    early = after_exit.TOO_EARLY
    found = after_exit.people_after(extract, kind, at)
    grouped: Counter[str] = Counter()
    for code, people in found.items():
        grouped[code if code == early else after_exit.GROUP_OF[code]] += people
    before = FOLLOW_UP_KINDS.index(kind) - 1
    sooner = found if before < 0 else after_exit.people_after(extract, FOLLOW_UP_KINDS[before], at)
    return OneRow(table, after_exit.GROUPS, early, grouped, left_between=found[early] - sooner[early])


def _income(extract: Extract, at: date) -> OneRow:
    """Who lives on a wage has often gone to work, and on support for studies to studies: almost the same people."""
    people = income.income_after(extract, at)
    went = {row.destination: row.numerator for row in compute(EXIT_DESTINATION, extract, at=at, base=Base.ENDED).rows}
    beside = {"own": went["work"] or 0, "study_support": went["studies"] or 0}
    return OneRow(AFTER_INCOME_SUPPORT, income.GROUPS, income.OUTSIDE, people, beside)


def _support(table: str, extract: Extract, at: date) -> OneRow:
    """Both rows give way when a band has people with one result only: it would say how it went for each of them."""
    found = support.people_by_support(extract, at)
    sizes = {result: {band: found[band, result] for band in SUPPORT_BANDS} for result in SUPPORT_OF}
    here = next(result for result, name in SUPPORT_OF.items() if name == table)
    outside = sum(number for result, bands in sizes.items() for number in bands.values() if result != here)
    alike = any(len({result for result in SUPPORT_OF if sizes[result][band]}) == 1 for band in SUPPORT_BANDS)
    people = sizes[here] | {support.OUTSIDE: outside}
    return OneRow(table, tuple(SUPPORT_BANDS), support.OUTSIDE, people, shown_with=_ENDED_BY_RESULT, withheld=alike)
