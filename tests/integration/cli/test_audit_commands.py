"""`stegvis audit`: is the log whole, and what stands in it."""

import pytest
from django.db import connection

from stegvis.access import append_only
from stegvis.access.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_log(stegvis):
    """Five projects were made, each with its events and checkpoints."""
    for number in range(5):
        stegvis(
            *("project", "create", f"p{number}", "--name", "Projekt", "--unit", "Mönsterås"),
            *("--start", "2021-01-01", "--end", "2021-12-31"),
        )


def test_an_untouched_log_is_sound(some_log, stegvis):
    ran = stegvis("audit", "verify", "--format", "json")
    assert ran.code == 0
    assert ran.json["sound"] is True
    assert ran.json["events"] == AuditEvent.objects.count()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE access_auditevent SET actor_name = 'någon annan' WHERE number = 3", "raden har ändrats"),
        ("DELETE FROM access_auditevent WHERE number = 3", "raderna 3–3 saknas"),
        (
            "DELETE FROM access_auditevent WHERE number = (SELECT max(number) FROM access_auditevent)",
            "slutet är avklippt",
        ),
    ],
    ids=["changed", "removed", "cut tail"],
)
def test_a_harmed_log_ends_with_code_1_and_says_what_to_do(some_log, stegvis, harm, said):
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(harm)
    ran = stegvis("audit", "verify", "--format", "json")
    assert ran.code == 1
    assert said in ran.json["faults"][0]["problem"]
    assert "dataskyddsombud" in ran.err


def test_reading_the_log_is_itself_logged(some_log, stegvis):
    rows = stegvis("audit", "list", "--verb", "create", "--format", "json").json
    assert {row["verb"] for row in rows} == {"create"}
    newest = AuditEvent.objects.order_by("-number").first()
    assert (newest.verb, newest.record, newest.facts) == ("list", "audit_log", {"rows": len(rows)})
