"""`stegvis audit`: is the log whole, and what stands in it."""

import datetime as dt
from typing import Annotated

import typer

from stegvis.cli import panels
from stegvis.cli.app import group
from stegvis.cli.dates import day
from stegvis.cli.language import _
from stegvis.cli.session import ExitCode, finish, runs, say, viewer
from stegvis.cli.tables import Format, FormatOption, show, show_json


@runs("audit verify")
def verify(form: FormatOption = Format.TEXT) -> None:
    """Walk through the whole log; code 1 when it is not whole and unchanged."""
    from stegvis.access.queries import audit

    outcome = audit.verify()
    faults = [{"number": fault.number, "problem": fault.problem} for fault in outcome.faults]
    if form is Format.JSON:
        counts = {"sound": outcome.sound, "events": outcome.events, "checkpoints": outcome.checkpoints}
        show_json({**counts, "faults": faults})
    elif faults or form is Format.CSV:
        show([("number", _("Row")), ("problem", _("What is wrong"))], faults, form)
    counts = {"events": outcome.events, "checkpoints": outcome.checkpoints}
    if outcome.sound:
        say(_("The audit log is whole and unchanged: %(events)d rows, %(checkpoints)d checkpoints.") % counts)
    else:
        say(_("The audit log is NOT sound. Keep this machine as it is and call the data protection officer."))
        finish(ExitCode.FAULTS)


@runs("audit list")
def list_events(
    since: Annotated[dt.date | None, typer.Option(parser=day, help=_("From this day on."), metavar="DATE")] = None,
    actor: Annotated[str, typer.Option(help=_("Only acts of this person (name or id)."))] = "",
    verb: Annotated[str, typer.Option(help=_("Only this kind of act, such as create."))] = "",
    limit: Annotated[int, typer.Option(help=_("At most so many rows, newest first."), min=1)] = 50,
    form: FormatOption = Format.TEXT,
) -> None:
    """List what was done, newest first. Reading the log is itself logged."""
    from django.db.models import Q

    from stegvis.access.actions.audit import record
    from stegvis.access.queries import audit

    by = viewer()
    events = audit.visible_to(by)
    if since:
        events = events.filter(at__date__gte=since)
    if actor:
        events = events.filter(Q(actor_name__icontains=actor) | Q(actor_id=actor))
    if verb:
        events = events.filter(verb=verb)
    rows = [_line(event) for event in events[:limit]]
    record(by=by, verb="list", record="audit_log", facts={"rows": len(rows)})
    columns = [
        ("number", _("Row")),
        ("at", _("When")),
        ("actor", _("Who")),
        ("verb", _("Did")),
        ("record", _("Record")),
        ("record_id", _("Id")),
        ("screen", _("Screen")),
        ("purpose", _("Purpose")),
    ]
    show(columns, rows, form)


def _line(event) -> dict:
    from django.utils import timezone

    return {
        "number": event.number,
        "at": timezone.localtime(event.at).isoformat(sep=" ", timespec="seconds"),
        "actor": event.actor_name,
        "verb": event.verb,
        "record": event.record,
        "record_id": event.record_id,
        "screen": event.screen,
        "purpose": event.purpose,
    }


def register(app: typer.Typer) -> None:
    """Add the commands."""
    audit = group(app, "audit", words=_("Check and read the audit log."), panel=panels.AUDIT)
    audit.command("verify", help=_("Check that the log is whole and unchanged."))(verify)
    audit.command("list", help=_("List what was done, newest first."))(list_events)
