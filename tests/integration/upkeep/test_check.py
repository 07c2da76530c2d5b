"""Each thing is broken once, and the check names it."""

import datetime as dt
import os

import pytest
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from stegvis.access import append_only
from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import operator
from stegvis.casework.models import Enrolment
from stegvis.demo.cast import CAST
from stegvis.upkeep import check, database_checks, program_checks, record_checks, setup_checks, work_checks
from stegvis.upkeep.findings import Level
from stegvis.workqueue.models import WorkerLease
from tests.factories import EnrolmentFactory, ParticipantFactory, UserFactory, cast, second_factor
from tests.factories.users import MembershipFactory

pytestmark = pytest.mark.django_db


def level(code: str, *checks) -> str:
    """The level found under a code by some checks; "" when nothing was said."""
    return next((one.level.value for one in check.look(checks) if one.code == code), "")


@pytest.fixture
def events(django_capture_on_commit_callbacks):
    """Twelve events, each with its checkpoint."""
    for number in range(12):
        with django_capture_on_commit_callbacks(execute=True):
            audit.record(by=operator("ingrid"), verb="read", record="participant", record_id=number)


# --- settings and places ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "code", "found"),
    [
        ({"DEBUG": True}, "debug", "fault"),
        ({"STEGVIS_URL": "http://localhost:8000"}, "https", "warning"),
        (
            {"STEGVIS_URL": "https://x.se", "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True},
            "https",
            "fine",
        ),
        ({"STEGVIS_URL": "https://x.se", "SESSION_COOKIE_SECURE": False}, "cookies", "fault"),
        ({"ALLOWED_HOSTS": ["*"]}, "hosts", "fault"),
        ({"ALLOWED_HOSTS": ["stegvis.example.se"]}, "hosts", ""),
    ],
)
def test_the_address(changed, code, found):
    with override_settings(**changed):
        assert level(code, setup_checks.address) == found


def test_variables_that_mean_nothing_are_named():
    assert level("variables", setup_checks.variables) == "fine"
    with override_settings(STEGVIS_UNKNOWN_VARIABLES=("STEGVIS_COLOUR",)):
        (found,) = check.look([setup_checks.variables])
    assert (found.level, "STEGVIS_COLOUR" in found.found) == (Level.WARNING, True)


def test_small_counts_and_time_zone():
    with override_settings(STEGVIS_SMALL_COUNT=3, TIME_ZONE="UTC"):
        assert level("small_count", setup_checks.choices) == "warning"
        assert level("time_zone", setup_checks.choices) == "warning"


def test_keys_that_others_can_read_are_named(settings, tmp_path):
    settings.STEGVIS_KEY_DIR = tmp_path
    key = tmp_path / "master.key"
    key.write_text("secret")
    key.chmod(0o600)
    assert level("key_files", setup_checks.key_files) == "fine"
    key.chmod(0o644)
    (found,) = check.look([setup_checks.key_files])
    assert found.level is Level.FAULT
    assert "master.key" in found.found
    assert "secret" not in found.found


def test_keys_and_checkpoints_beside_the_data_are_warned_of():
    assert level("key_place", setup_checks.places) == "warning"
    assert level("audit_place", setup_checks.places) == "warning"


@pytest.mark.parametrize(("free", "found"), [(10**12, "fine"), (10**9, "warning"), (10**6, "fault")])
def test_little_space(monkeypatch, free, found):
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(setup_checks.shutil, "disk_usage", lambda place: usage)
    assert level("disk", setup_checks.disk_space) == found


def test_mail_that_reaches_nobody_and_a_server_that_is_away():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend"):
        assert level("mail", setup_checks.mail) == "warning"
    away = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 9, "EMAIL_USE_TLS": False, "EMAIL_TIMEOUT": 2}
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", **away):
        assert level("mail", setup_checks.mail) == "fine"
        assert level("mail_server", setup_checks.mail_server) == "fault"


# --- database -----------------------------------------------------------------------------------------------------
def test_a_sound_database_has_no_faults():
    checks = (
        *(database_checks.version, database_checks.migrations, database_checks.guards),
        *(database_checks.whole, database_checks.clock),
    )
    assert {one.level for one in check.look(checks)} == {Level.FINE}


def test_a_database_of_an_older_version_is_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'access' AND name = '0002_append_only'")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'access' AND name > '0002'")
    assert level("migrations", database_checks.migrations) == "fault"


def test_a_log_that_could_be_changed_is_named():
    append_only.remove(connection)
    try:
        assert level("guards", database_checks.guards) == "fault"
    finally:
        append_only.install(connection)


def test_a_clock_that_was_ahead_is_named(events):
    newest = AuditEvent.objects.order_by("-number").first()
    AuditEvent.objects.create(
        number=newest.number + 1, at=timezone.now() + dt.timedelta(hours=2), actor_kind="user", actor_id="1",
        actor_name="A", verb="read", record="participant", seal="x",
    )  # fmt: skip
    assert level("clock", database_checks.clock) == "warning"


# --- queue, log, backup -------------------------------------------------------------------------------------------
def test_a_queue_without_a_worker_and_with_one():
    assert level("worker", work_checks.queue) == "warning"
    WorkerLease.objects.beat("w", lease=dt.timedelta(minutes=1))
    assert level("worker", work_checks.queue) == "fine"


@pytest.mark.parametrize("number", ["3", "12"])
def test_a_changed_row_of_the_log_is_found(events, number):
    assert level("audit", work_checks.log_tail) == "fine"
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditevent SET verb = 'x' WHERE number = %s", [int(number)])
    assert level("audit", work_checks.log_tail) == "fault"
    assert level("audit_whole", work_checks.log_whole) == "fault"


def test_a_cut_tail_of_the_log_is_found(events):
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_auditevent WHERE number > 10")
        cursor.execute("UPDATE access_audithead SET number = 10, seal = (SELECT seal FROM access_auditevent e "
                       "WHERE e.number = 10)")  # fmt: skip
    assert level("audit", work_checks.log_tail) == "fault"


@pytest.mark.parametrize(("days", "found"), [(None, "warning"), (0, "fine"), (3, "warning"), (9, "fault")])
def test_an_old_backup(settings, tmp_path, days, found):
    settings.STEGVIS_DATA_DIR = tmp_path
    if days is not None:
        stamp = tmp_path / work_checks.BACKUP_STAMP
        stamp.touch()
        then = (timezone.now() - dt.timedelta(days=days, hours=1)).timestamp()
        os.utime(stamp, (then, then))
    assert level("backup", work_checks.backup) == found


# --- program ------------------------------------------------------------------------------------------------------
def test_packages_that_are_missing_or_of_another_version(monkeypatch):
    assert level("packages", program_checks.packages) == "fine"
    monkeypatch.setattr(program_checks, "_installed", lambda name: "0.0")
    assert level("packages", program_checks.packages) == "warning"
    monkeypatch.setattr(program_checks, "_installed", lambda name: None)
    assert level("packages", program_checks.packages) == "fault"


def test_texts_that_are_not_compiled(settings, tmp_path):
    assert level("translations", program_checks.translations) == "fine"
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n')
    settings.LOCALE_PATHS = [tmp_path]
    assert level("translations", program_checks.translations) == "fault"


# --- people and records, in numbers -------------------------------------------------------------------------------
def test_who_sees_people_without_a_second_step_is_counted_and_not_named():
    people = cast()
    (found,) = check.look([record_checks.second_factors])
    assert found.level is Level.WARNING
    assert people.amina.full_name not in found.found
    for user in vars(people).values():
        if isinstance(user, type(people.amina)):
            second_factor(user)
    assert level("second_factor", record_checks.second_factors) == "fine"


def test_roles_of_a_closed_account():
    assert level("memberships", record_checks.memberships) == "fine"
    MembershipFactory(user=UserFactory(is_active=False), ends_on=None)
    assert level("memberships", record_checks.memberships) == "warning"


def test_the_demonstration_alone_is_a_warning_and_beside_real_records_a_fault():
    UserFactory(email=CAST[0].email)
    ParticipantFactory()
    assert level("demonstration", record_checks.demonstration) == "warning"
    ParticipantFactory(identity_number="191212121212")
    assert level("demonstration", record_checks.demonstration) == "fault"


def test_gaps_late_and_old_enrolments_are_counted_by_unit_and_few_are_not_told():
    people = cast()
    for _ in range(6):
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, education="")
    EnrolmentFactory(unit=people.vastervik_unit, project=people.project, education="")
    Enrolment.objects.update(started_on=timezone.localdate() - dt.timedelta(days=60))
    found = {one.code: one for one in check.look(check.COUNTING)}
    assert found["gaps"].level is found["late"].level is Level.WARNING
    assert f"{people.monsteras_unit.name} 6" in found["gaps"].found
    assert f"{people.vastervik_unit.name} 1" not in found["gaps"].found
    assert found["old"].level is Level.FINE
    Enrolment.objects.update(started_on=dt.date(2020, 1, 1))
    assert level("old", record_checks.old) == "warning"


# --- all of it ----------------------------------------------------------------------------------------------------
def test_a_check_that_cannot_be_made_is_a_fault_and_the_others_go_on():
    def broken():
        raise RuntimeError("19121212-1212 must not be told")

    found = check.look([broken, setup_checks.choices])
    assert found[0].level is Level.FAULT
    assert "1212" not in found[0].found
    assert len(found) > 1


def test_the_worst_counts():
    assert check.worst([]) is Level.FINE
    assert check.worst(check.look([setup_checks.places])) is Level.WARNING
