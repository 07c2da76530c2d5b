"""An import as the browser makes it, without the browser: the file comes, the queue works, the importer chooses."""

from unittest import mock

from django.apps import apps

from stegvis.casework import jobs
from stegvis.casework.actions import imports
from stegvis.casework.models import ParticipantImport
from stegvis.workqueue.worker import run_worker
from tests.factories import viewer

#: Tables that remember what was done; everything else must be as it was after an undo.
_TRACES = {"ImportEffect", "ImportPart", "ParticipantImport", "RememberedChoice", "AuditEvent", "AuditHead"}


def work() -> None:
    """Let the queue do what waits."""
    # inside a test's transaction the connection must stay open
    with mock.patch("stegvis.workqueue.worker.close_old_connections"):
        run_worker(until_empty=True, poll_seconds=0.01)


def prepared(people, content: bytes, *, user=None, name: str = "lista.csv") -> ParticipantImport:
    """Upload and let the queue look at the file."""
    user = user or people.amina
    by = viewer(user)
    organisation = people.vastervik if user == people.carin else people.monsteras
    item = imports.receive(content=content, file_name=name, project=people.project, organisation=organisation, by=by)
    jobs.order_preparing(item)
    work()
    return again(item)


def taken(people, content: bytes, **more) -> ParticipantImport:
    """Upload, look, take the good rows in."""
    item = prepared(people, content, **more)
    assert item.state == "ready", (item.state, item.problem)
    jobs.order_taking(item, by=viewer(more.get("user") or people.amina))
    work()
    return again(item)


def undone(people, item, *, user=None, reason: str = "Fel fil") -> ParticipantImport:
    """Undo it."""
    jobs.order_undoing(item, reason=reason, by=viewer(user or people.amina))
    work()
    return again(item)


def again(item) -> ParticipantImport:
    """The import as it stands now."""
    return ParticipantImport.objects.get(pk=item.pk)


def counts(item) -> tuple[int, ...]:
    """Read, created, closed, unchanged, rejected, in conflict."""
    return item.read, item.created, item.closed, item.unchanged, item.rejected, item.conflicts


def every_table() -> dict[str, list]:
    """All rows of casework, organisations and programme, but for those that only remember what was done."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("stegvis.") and model.__name__ not in _TRACES and "workqueue" not in str(model):
            rows = model.objects.order_by("pk").values()
            # versions only ever count on, so that two who write at once find out
            found[model.__name__] = [{k: v for k, v in row.items() if k != "version"} for row in rows]
    return found
