"""Columns that behave alike on SQLite and PostgreSQL."""

from django.db import models


class KeyField(models.CharField):
    """A stored sort or search key: compared byte by byte, whatever the language of the database."""

    def db_parameters(self, connection):
        """As CharField, with the plain byte collation on PostgreSQL (SQLite compares bytes already)."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
