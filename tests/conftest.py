"""What every test gets."""

import gc

import hypothesis
import pytest

from tests.depth import DEEP

# The same examples on every run, and no test that fails because a machine is slow.
hypothesis.settings.register_profile("stegvis", derandomize=True, deadline=None, print_blob=True)
# `script/test deep` tries new examples each time and says how to repeat the one that failed.
hypothesis.settings.register_profile("deep", derandomize=False, deadline=None, print_blob=True)
hypothesis.settings.load_profile("deep" if DEEP else "stegvis")


def pytest_collection_finish():
    """What is loaded by now stays to the end: looking through it for garbage again and again would only take time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


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
