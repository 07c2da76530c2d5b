"""A table that notices every repetition: it has no unique column, so an effect done twice is two rows."""

import pytest
from django.db import connection

# Real transactions, which other processes see. After a test only the queue's own tables are emptied: the whole database
# cannot be, since the audit log refuses.
real_transactions = pytest.mark.django_db(
    transaction=True, available_apps=["django_tasks", "django_tasks_db", "stegvis.workqueue"]
)


def create() -> None:
    """Make the empty table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS probe_effect")
        cursor.execute("CREATE TABLE probe_effect (label varchar(80) NOT NULL)")


def drop() -> None:
    """Remove the table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS probe_effect")


def add(label: str) -> None:
    """Leave one effect."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO probe_effect (label) VALUES (%s)", [label])


def listed() -> list[str]:
    """All effects in alphabetical order, repetitions included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT label FROM probe_effect")
        return sorted(row[0] for row in cursor.fetchall())
