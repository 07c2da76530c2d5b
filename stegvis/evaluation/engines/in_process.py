"""DuckDB in this process: asks the prepared stays of an extract."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import ClassVar
from weakref import WeakKeyDictionary

from stegvis.evaluation import duck
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.engines.place import Place
from stegvis.evaluation.kept import KeptExtract
from stegvis.evaluation.optional_tables import OPTIONAL
from stegvis.evaluation.preparing import Prepared
from stegvis.evaluation.stays import LABEL_BITS

_DAY_NOUGHT = date(1970, 1, 1)
_one_at_a_time = Lock()
_prepared: WeakKeyDictionary[Extract, Prepared] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class InProcess(Place):
    """An extract and what was prepared from it. The preparation lives as long as the extract does."""

    dialect: ClassVar[str] = "duckdb"

    extract: Extract | KeptExtract
    prepared: Prepared

    @classmethod
    def of(cls, extract: Extract | KeptExtract) -> "InProcess":
        """Prepares the extract when nobody has yet. Raises ExtractError when it breaks the contract."""
        with _one_at_a_time:
            if isinstance(extract, KeptExtract):
                return cls(extract, extract.prepared)
            if (prepared := _prepared.get(extract)) is None:
                prepared = _prepared[extract] = Prepared.of(extract.tables, in_order=True)
            return cls(extract, prepared)

    @property
    def project(self) -> str:
        """The extract's project."""
        return self.extract.project

    @property
    def at(self) -> date:
        """The day up to which the extract is complete."""
        return self.extract.at

    @property
    def digest(self) -> str:
        """The extract's digest."""
        return self.extract.digest

    @property
    def optional(self) -> tuple[str, ...]:
        """Those of the extract."""
        return tuple(name for name in OPTIONAL if name in self.prepared.sources)

    @property
    def municipalities(self) -> tuple[str, ...]:
        """In the order of their codes."""
        return self.prepared.places

    def rows(self, sql: str, at: date, *, by_target_group: bool = False, optional: Collection[str] = ()) -> list[tuple]:
        """One question at a time: the engine uses all cores for each."""
        with _one_at_a_time, duck.cursor() as cursor:
            for name, table in self._tables(at, by_target_group, optional).items():
                cursor.register(name, table)
            return cursor.execute(sql).fetchall()

    def _tables(self, at: date, by_target_group: bool, optional: Collection[str]) -> Mapping:
        import pyarrow as pa

        tables = {
            "stays": self.prepared.table(by_target_group=by_target_group, optional=optional),
            "asked": pa.table({"at": pa.array([(at - _DAY_NOUGHT).days], pa.int32())}),
        }
        if by_target_group:
            bits = list(LABEL_BITS.values())
            tables["labels"] = pa.table({"target_group": pa.array(range(len(bits)), pa.int8()), "bit": pa.array(bits)})
        return tables
