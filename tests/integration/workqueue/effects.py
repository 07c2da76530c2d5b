"""A table that notices every repetition: it has no unique column, so an effect done twice is two rows."""

from django.db import connection


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
