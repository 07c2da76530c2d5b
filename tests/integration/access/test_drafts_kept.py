"""What somebody has typed is kept for them alone, sealed."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stegvis.access.actions import drafts as keeping
from stegvis.access.models import Draft
from stegvis.access.queries import drafts
from stegvis.base import keys
from stegvis.workqueue.worker import run_worker
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TYPED = {"note": "Åsa Öberg 😀", "number": "19800101-9802"}


def test_a_draft_comes_back_as_it_was_typed():
    user = UserFactory()
    keeping.save(user=user, form_key="enrol", content=TYPED)
    assert drafts.find(user, "enrol").content == TYPED


def test_a_later_draft_replaces_the_earlier():
    user = UserFactory()
    keeping.save(user=user, form_key="enrol", content=TYPED)
    keeping.save(user=user, form_key="enrol", content={"note": "nytt"})
    assert drafts.find(user, "enrol").content == {"note": "nytt"}
    assert Draft.objects.count() == 1


def test_the_database_alone_reveals_nothing():
    keeping.save(user=UserFactory(), form_key="enrol", content=TYPED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_content FROM access_draft")
        [[stored]] = cursor.fetchall()
    for word in ("note", "Öberg", "19800101"):
        assert word not in stored


def test_without_the_key_a_draft_stays_shut(settings, tmp_path):
    user = UserFactory()
    keeping.save(user=user, form_key="enrol", content=TYPED)
    keys.ensure_master_key(tmp_path / "other")
    settings.STEGVIS_KEY_DIR = tmp_path / "other"
    with pytest.raises(keys.KeyProblem, match="does not fit"):
        drafts.find(user, "enrol")


def test_a_draft_is_its_writers_and_its_forms_alone():
    user = UserFactory()
    keeping.save(user=user, form_key="enrol", content=TYPED)
    assert drafts.find(UserFactory(), "enrol") is None
    assert drafts.find(user, "close") is None


def test_a_draft_that_was_sent_is_thrown_away():
    user, other = UserFactory(), UserFactory()
    for writer in (user, other):
        keeping.save(user=writer, form_key="enrol", content=TYPED)
    keeping.discard(user=user, form_key="enrol")
    assert drafts.find(user, "enrol") is None and drafts.find(other, "enrol")


def test_a_draft_has_a_largest_size():
    with pytest.raises(ValueError, match="500,000"):
        keeping.save(user=UserFactory(), form_key="enrol", content={"note": "x" * 500_001})


@pytest.mark.django_db(transaction=True)
def test_what_was_never_sent_is_removed_in_the_night_when_it_is_old(settings):
    settings.STEGVIS_DRAFT_DAYS = 30
    user, now = UserFactory(), timezone.now()
    for form_key, days in (("old", 31), ("young", 29)):
        keeping.save(user=user, form_key=form_key, content=TYPED)
        Draft.objects.filter(form_key=form_key).update(saved_at=now - dt.timedelta(days=days))
    ordered = DBTaskResult.objects.filter(task_path="stegvis.access.jobs.remove_old_drafts")
    assert ordered.count() == 1
    ordered.update(run_after=now)
    run_worker(until_empty=True, poll_seconds=0.01)
    assert [each.form_key for each in Draft.objects.all()] == ["young"]
    assert ordered.filter(run_after__gt=now).count() == 1
    Draft.objects.all().delete()
    ordered.update(run_after=now)
    run_worker(until_empty=True, poll_seconds=0.01)
    assert not ordered.filter(status="READY").exists()
