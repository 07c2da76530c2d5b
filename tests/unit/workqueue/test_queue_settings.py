"""The checks of the settings that the queue's promises stand on."""

import pytest
from django.conf import settings

from stegvis.workqueue.checks import check_backend, check_write_transactions


@pytest.mark.parametrize("options", [{}, {"transaction_mode": None}, {"transaction_mode": "DEFERRED"}])
def test_sqlite_without_immediate_transactions_is_an_error(monkeypatch, options):
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options})
    assert [error.id for error in check_write_transactions(None)] == ["workqueue.E001"]


@pytest.mark.parametrize("engine, options", [("sqlite3", {"transaction_mode": "IMMEDIATE"}), ("postgresql", {})])
def test_right_databases_pass(monkeypatch, engine, options):
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": f"django.db.backends.{engine}", "OPTIONS": options})
    assert check_write_transactions(None) == []


def test_queue_outside_the_database_is_an_error(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    assert [error.id for error in check_backend(None)] == ["workqueue.E002"]


def test_queue_in_the_database_passes():
    assert check_backend(None) == []
