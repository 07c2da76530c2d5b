"""Checks of the settings that the promises of this room stand on."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db import DatabaseBackend


@register(Tags.database)
def check_write_transactions(app_configs, **options):
    """On SQLite a transaction must take the write lock when it begins (`transaction_mode` IMMEDIATE)."""
    database = settings.DATABASES["default"]
    mode = (database.get("OPTIONS") or {}).get("transaction_mode")
    if database["ENGINE"].endswith("sqlite3") and mode not in ("IMMEDIATE", "EXCLUSIVE"):
        return [
            Error(
                "Two workers can get in each other's way in the middle of a transaction.",
                hint='Set DATABASES["default"]["OPTIONS"]["transaction_mode"] to "IMMEDIATE".',
                id="workqueue.E001",
            )
        ]
    return []


@register()
def check_backend(app_configs, **options):
    """The queue must lie in the database, or jobs do not follow the transaction that orders them."""
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        return []
    return [
        Error(
            "The work queue does not lie in the database.",
            hint='Set TASKS["default"]["BACKEND"] to "django_tasks_db.DatabaseBackend".',
            id="workqueue.E002",
        )
    ]
