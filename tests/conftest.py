"""What every test gets."""

import hypothesis
import pytest

# The same examples on every run, and no test that fails because a machine is slow.
hypothesis.settings.register_profile("stegvis", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("stegvis")


@pytest.fixture(autouse=True)
def _in_swedish():
    """Every test begins in the product's first language, whatever the one before it spoke."""
    from django.utils import translation

    with translation.override("sv"):
        yield


@pytest.fixture(autouse=True)
def _own_words_only():
    """No test hears of words that another one changed."""
    from stegvis.base import vocabulary

    vocabulary.forget()
    yield
    vocabulary.forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the test runner empty the database after a test that commits, though log and words refuse removal."""
    from django.db import connection

    from stegvis.access import append_only
    from stegvis.casework import triggers

    empty = connection.ops.execute_sql_flush

    def empty_all(statements):
        append_only.remove(connection)
        triggers.let_words_go(connection)
        try:
            empty(statements)
        finally:
            append_only.install(connection)
            triggers.install(connection)

    connection.ops.execute_sql_flush = empty_all
    yield
    connection.ops.execute_sql_flush = empty
