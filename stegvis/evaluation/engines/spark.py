"""Apache Spark: an extract is read from its folder, or sent there from memory; many machines share the work.

Only SQL goes to the workers, so they need Java and Spark but none of our Python. One session serves the process.
"""

import atexit
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from stegvis.evaluation.contracts import COLUMNS, Extract, columns_of
from stegvis.evaluation.engines.lying import LyingTables
from stegvis.evaluation.engines.place import EngineMissing
from stegvis.evaluation.kept import KeptExtract

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HERE = "local[2]"
"""Two threads of one process on this machine: what is used when no cluster is named."""


class InSpark(LyingTables):
    """Tables that a session can read. What is kept lies in the memory of the workers, or on their disks."""

    dialect: ClassVar[str] = "pyspark"

    def __init__(self, session: "SparkSession", *, project: str, at: date, digest: str, optional: Collection[str] = ()):
        super().__init__(project=project, at=at, digest=digest, optional=optional)
        self.session = session
        self._kept: list[DataFrame] = []

    def run(self, sql: str) -> list[tuple]:
        """Rows of a question."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def keep(self, name: str, sql: str) -> None:
        """Kept by the workers when first read."""
        frame = self.session.sql(sql).persist()
        frame.createOrReplaceTempView(name)
        self._kept.append(frame)

    def view(self, name: str, sql: str) -> None:
        """A temporary view of this session."""
        self.session.sql(sql).createOrReplaceTempView(name)

    def read(self, name: str, frame: "DataFrame") -> None:
        """Let questions read a frame as a table."""
        frame.createOrReplaceTempView(name)

    def forget(self) -> None:
        """Free what the workers keep."""
        for frame in self._kept:
            frame.unpersist()
        for name in (*COLUMNS, *self.optional, "places", "labels", "asked", "stays"):
            self.session.catalog.dropTempView(name)


@contextmanager
def sent(extract: Extract | KeptExtract, master: str = "") -> Iterator[InSpark]:
    """The extract in a session of its own. `master` names a cluster (spark://host:7077), else it is this machine.

    The folder of a KeptExtract must be readable by the workers under the same path. Raises EngineMissing.
    """
    session = _session(master or HERE).newSession()
    names = tuple(extract.tables) if isinstance(extract, Extract) else extract.names
    told = {"project": extract.project, "at": extract.at, "digest": extract.digest}
    place = InSpark(session, **told, optional=names)
    try:
        for name in names:
            place.read(name, _frame(session, extract, name))
        if not isinstance(extract, Extract):  # an Extract has been checked when it was made
            place.check()
        place.prepare()
        yield place
    finally:
        place.forget()


def _frame(session: "SparkSession", extract: Extract | KeptExtract, name: str) -> "DataFrame":
    if isinstance(extract, Extract):
        return session.createDataFrame(extract.tables[name])
    return session.read.parquet(str((extract.folder / f"{name}.parquet").resolve())).select(*columns_of(name))


def _session(master: str) -> "SparkSession":
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineMissing(
            "Spark är inte installerat. Kör: script/spark. Java 17 behövs också (openjdk-17-jre-headless).",
            "Spark is not installed. Run: script/spark. Java 17 is needed too (openjdk-17-jre-headless).",
        ) from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineMissing(
            "Spark behöver Java 17. Installera paketet openjdk-17-jre-headless eller sätt JAVA_HOME.",
            "Spark needs Java 17. Install the package openjdk-17-jre-headless or set JAVA_HOME.",
        )
    building = SparkSession.builder.master(master).appName("stegvis")
    here = _SETTINGS_HERE if master.startswith("local") else {}
    for name, value in (_SETTINGS | here).items():
        building = building.config(name, value)
    try:
        session = building.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise EngineMissing(
            "Spark kunde inte starta. Kontrollera Java 17 och STEGVIS_SPARK_MASTER.",
            "Spark could not start. Check Java 17 and STEGVIS_SPARK_MASTER.",
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    atexit.register(session.stop)
    return session


_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
_SETTINGS_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executor.memory": "600m",
    "spark.sql.shuffle.partitions": "2",
}
"""On one machine: no port is open to others, and no more pieces than cores. A cluster has settings of its own."""
