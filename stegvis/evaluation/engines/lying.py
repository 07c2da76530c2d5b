"""The tables of an extract in a server that speaks SQL: checked there, prepared there, asked there."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from threading import Lock

from stegvis.evaluation.contracts import ExtractError
from stegvis.evaluation.engines import definition
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.optional_tables import OPTIONAL, require
from stegvis.evaluation.stays import LABEL_BITS

_DAY_NOUGHT = date(1970, 1, 1)


class LyingTables(Place):
    """Tables `enrolments`, `exits` and `target_groups` that the engine can already read under these names.

    `optional` names those of the optional tables that lie there too.

    An engine adds how it runs SQL and how it keeps the rows of a question under a name for as long as it is used.
    """

    def __init__(self, *, project: str, at: date, digest: str, optional: Collection[str] = ()):
        self.project, self.at, self.digest = project, at, digest
        self.optional = tuple(name for name in OPTIONAL if name in optional)
        self._names: tuple[str, ...] = ()
        self._lock = Lock()

    @property
    def municipalities(self) -> tuple[str, ...]:
        """In the order of their codes. Known when the stays have been prepared."""
        return self._names

    @abstractmethod
    def run(self, sql: str) -> list[tuple]:
        """Rows of a question, or nothing for what is no question."""

    @abstractmethod
    def keep(self, name: str, sql: str) -> None:
        """Work out the rows of a question once, and let later questions read them as a table of this name."""

    @abstractmethod
    def view(self, name: str, sql: str) -> None:
        """Let later questions read the question as a table of this name, in place of an earlier one."""

    def check(self) -> None:
        """Raises ExtractError with the first thing that breaks the contract."""
        found = definition.complaints(self.optional)
        told = dict(self.run(self._sql(definition.counted(found))))
        for number, complaint in enumerate(found):
            if rows := told[number]:
                raise ExtractError(complaint.table, complaint.column, complaint.words.format(rows))

    def prepare(self) -> None:
        """Make the stays, before the first question."""
        self.keep("places", self._sql(definition.places()))
        coded = self.run("SELECT code, name FROM places")
        self._names = tuple(name for _, name in sorted(coded))
        labels = [(place, bit) for place, bit in enumerate(LABEL_BITS.values())]
        self._rows_under("labels", ("target_group", "bit"), labels)
        self.keep("stays", self._sql(definition.coded_stays(self.optional)))

    def rows(self, sql: str, at: date, *, by_target_group: bool = False, optional: Collection[str] = ()) -> list[tuple]:
        """One question at a time."""
        require(self.optional, optional)
        with self._lock:
            self._rows_under("asked", ("at",), [((at - _DAY_NOUGHT).days,)])
            return [tuple(int(one) if isinstance(one, Decimal) else one for one in row) for row in self.run(sql)]

    def _rows_under(self, name: str, columns: Sequence[str], rows: list[tuple]) -> None:
        import ibis

        kinds = {"target_group": "int8", "bit": "int8", "at": "int32"}
        table = [dict(zip(columns, row, strict=True)) for row in rows]
        one_by_one = [
            ibis.literal(0)
            .name("_")
            .as_table()
            .select(**{column: ibis.literal(value, kinds[column]) for column, value in row.items()})
            for row in table
        ]
        self.view(name, self._sql(ibis.union(*one_by_one)))

    def _sql(self, expression) -> str:
        import ibis

        return str(ibis.to_sql(expression, dialect=self.dialect))
