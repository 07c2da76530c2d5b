"""The figures by which the database's planner chooses its ways: how many rows a value of an index stands for.

PostgreSQL renews them by itself sooner or later, SQLite never. They are renewed after the tables have changed (new
indexes have none), after a large import, and with each backup, of which there is one a night.
"""

import contextlib

from django.db import OperationalError, connection

#: So many rows of each index are looked at: a large register takes half a second, and its ways do not change with more.
_ROWS = 50_000
#: An import of fewer rows changes no way.
MANY_ROWS = 1_000


def renew() -> None:
    """Renew them. Nothing happens where others write all the while: the old ones serve until the next time."""
    with contextlib.suppress(OperationalError), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={_ROWS}")
        cursor.execute("ANALYZE")
