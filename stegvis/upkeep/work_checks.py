"""Is the queue worked off, is the log sound, is there a backup?"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.upkeep.findings import Finding, fault, fine, warning

#: A job that has waited longer than this is late.
PATIENCE = dt.timedelta(minutes=15)
#: A backup older than this is late, and older than that is none.
BACKUP_DAYS, NO_BACKUP_DAYS = 2, 8
#: The file whose date says when the latest backup succeeded; in the data directory.
BACKUP_STAMP = "backup-done"


def queue() -> Iterator[Finding]:
    """A worker that lives, nothing that waits long, nothing that failed."""
    from stegvis.workqueue.queries import queue_status

    status = queue_status(failures=200)
    oldest = status.oldest_waiting_since
    late = bool(oldest) and timezone.now() - oldest > PATIENCE
    words = _("Waiting: %(waiting)d. Running: %(running)d.") % vars(status)
    if not status.workers:
        say = fault if oldest else warning
        yield say(
            "worker", _("Queue"), _("Nobody works off the queue.") + " " + words,
            _("Start it: stegvis serve does it too; otherwise: stegvis work"),
        )  # fmt: skip
    elif late:
        yield warning(
            "worker", _("Queue"), _("A job has waited since %s.") % _moment(oldest) + " " + words,
            _("Wait if a long job is running; otherwise start one more worker: stegvis work"),
        )  # fmt: skip
    else:
        yield fine("worker", _("Queue"), _("Worked off.") + " " + words)
    since = timezone.now() - dt.timedelta(days=7)
    failed = [job for job in status.failures if job.finished_at and job.finished_at >= since]
    if failed:
        kinds = Counter(f"{job.job} ({job.failure or job.error_class.rpartition('.')[2]})" for job in failed)
        yield warning(
            "failed_jobs", _("Failed jobs"),
            _("In the last week: %s") % ", ".join(f"{kind} × {count}" for kind, count in kinds.most_common()),
            _("Ask for the work again where it was asked for. If it fails again, tell the developers the words above."),
        )  # fmt: skip


def stuck() -> Iterator[Finding]:
    """Jobs that are said to run though their worker is gone."""
    from django_tasks_db.models import DBTaskResult

    from stegvis.workqueue.models import JobRecord, WorkerLease

    alive = WorkerLease.objects.alive().values("pk")
    gone = JobRecord.objects.filter(pk__in=DBTaskResult.objects.running().values("pk")).exclude(worker__in=alive)
    if count := gone.count():
        yield warning(
            "stuck_jobs", _("Stuck jobs"), _("%d run under a worker that is gone.") % count,
            _("A living worker takes them over within minutes: see that one runs."),
        )  # fmt: skip


def log_tail() -> Iterator[Finding]:
    """The newest part of the audit log against its seals and the checkpoints outside the database."""
    from stegvis.access.queries.audit import verify_tail

    yield from _verified(verify_tail(), "audit", _("Audit log, newest part"))


def log_whole() -> Iterator[Finding]:
    """The whole audit log (deep)."""
    from stegvis.access.queries.audit import verify

    yield from _verified(verify(), "audit_whole", _("Audit log, all of it"))


def _verified(outcome, code: str, title: str) -> Iterator[Finding]:
    words = _("%(events)d rows, %(checkpoints)d checkpoints read.") % vars(outcome)
    if outcome.sound:
        yield fine(code, title, _("Whole and unchanged.") + " " + words)
    else:
        yield fault(
            code, title, _("NOT sound: %d faults.") % len(outcome.faults) + " " + words,
            _("Keep this machine as it is, run stegvis audit verify, and call the data protection officer."),
        )  # fmt: skip


def backup() -> Iterator[Finding]:
    """When did the latest backup succeed? `stegvis backup make` says so by touching a file."""
    title = _("Backup")
    stamp = Path(settings.STEGVIS_DATA_DIR) / BACKUP_STAMP
    advice = _("Make one each night: stegvis backup make DIRECTORY (docs/manual/sv/drift.md).")
    if not stamp.exists():
        yield warning("backup", title, _("No backup is known."), advice)
        return
    days = (timezone.now() - dt.datetime.fromtimestamp(stamp.stat().st_mtime, dt.UTC)).days
    words = _("The latest is %d days old.") % days
    if days >= BACKUP_DAYS:
        yield (fault if days >= NO_BACKUP_DAYS else warning)("backup", title, words, advice)
    else:
        yield fine("backup", title, words)


def _moment(when: dt.datetime) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H.%M")
