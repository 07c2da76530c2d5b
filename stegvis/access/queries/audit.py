"""Read and verify the audit log."""

from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.access.chain import read_checkpoints, seal_of
from stegvis.access.models import AuditEvent, AuditHead
from stegvis.access.rules import NotAllowed, Viewer


def about(viewer: Viewer, *subject_ids: object) -> QuerySet[AuditEvent]:
    """Everything logged about one person (by all ids the person has had), newest first.

    The caller has already fetched the person for the viewer."""
    if not viewer.may("access_log", "read"):
        raise NotAllowed
    return AuditEvent.objects.filter(subject_id__in=[str(each) for each in subject_ids]).order_by("-number")


def visible_to(viewer: Viewer) -> QuerySet[AuditEvent]:
    """The log of the organisations the viewer reviews, newest first. Raises NotAllowed without that task."""
    reach = viewer.reach("audit_log", "read")
    if not reach:
        raise NotAllowed
    events = AuditEvent.objects.order_by("-number")
    return events if reach.everything else events.filter(Q(organisation_id__in=reach.organisation_ids))


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the chain: at which number, and what."""

    number: int
    problem: str


@dataclass(frozen=True)
class Verification:
    """The outcome of a walk through the whole log."""

    events: int
    checkpoints: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Is the log whole and unchanged?"""
        return not self.faults


def verify(*, most: int = 100, using: str = DEFAULT_DB_ALIAS, place: Path | None = None) -> Verification:
    """Walk the chain from the first row and compare with the checkpoints outside the database.

    Finds a changed row (its seal does not fit), a removed or reordered row (numbers or seals break) and a cut tail
    (a checkpoint is newer than the last row). Stops listing after `most` faults. `using` and `place` name another
    database and another directory of checkpoints: those of a copy.
    """
    notes, faults, checkpoints = _read_notes(place=place)
    last, count, previous = 0, 0, ""
    for event in AuditEvent.objects.using(using).order_by("number").iterator(chunk_size=2000):
        count += 1
        faults.extend(_faults_of(event, last, previous, notes.pop(event.number, set())))
        last, previous = event.number, event.seal
        if len(faults) >= most:
            return Verification(count, checkpoints, tuple(faults[:most]))
    faults.extend(_faults_at_the_end(last, notes, using))
    if count and not checkpoints:
        faults.append(
            Fault(last, _("there are no checkpoints outside the database: they were removed or never written"))
        )
    return Verification(count, checkpoints, tuple(faults[:most]))


def verify_tail(*, most: int = 2000) -> Verification:
    """Walk the newest `most` rows and compare them with the newest checkpoints: for looking often.

    Finds a cut tail and changes among these rows; only `verify` finds what was done to older ones.
    """
    first = (AuditEvent.objects.order_by("-number").values_list("number", flat=True)[most - 1 : most].first()) or 1
    newest = AuditEvent.objects.filter(number__gte=first).order_by("number")
    before = AuditEvent.objects.filter(number=first - 1).values_list("number", "seal").first()
    last, previous = before or (first - 1, "")
    notes, faults, checkpoints = _read_notes(latest=2 * most)
    notes = {number: seals for number, seals in notes.items() if number >= first}
    count = 0
    for event in newest:
        count += 1
        faults.extend(_faults_of(event, last, previous, notes.pop(event.number, set())))
        last, previous = event.number, event.seal
    faults.extend(_faults_at_the_end(last, notes))
    if count and not checkpoints:
        faults.append(
            Fault(last, _("there are no checkpoints outside the database: they were removed or never written"))
        )
    return Verification(count, checkpoints, tuple(faults))


def _read_notes(latest: int | None = None, place: Path | None = None) -> tuple[dict[int, set[str]], list[Fault], int]:
    # a number can be noted twice with different seals: then a tail was cut and new rows grew over it
    notes: dict[int, set[str]] = {}
    faults, checkpoints = [], 0
    for note in read_checkpoints(latest, place=place):
        checkpoints += 1
        if note is None or not note.is_genuine():
            faults.append(
                Fault(note.number if note else 0, _("a checkpoint outside the database is damaged or forged"))
            )
        else:
            notes.setdefault(note.number, set()).add(note.seal)
    return notes, faults, checkpoints


def _faults_of(event: AuditEvent, last: int, previous: str, noted: set[str]) -> list[Fault]:
    faults = []
    if event.number != last + 1:
        faults.append(
            Fault(
                event.number, _("rows %(first)d–%(last)d are missing") % {"first": last + 1, "last": event.number - 1}
            )
        )
    elif event.seal != seal_of(event, previous):
        faults.append(Fault(event.number, _("the row was changed, or the row before it was replaced")))
    if noted - {event.seal}:
        faults.append(Fault(event.number, _("the row differs from the checkpoint outside the database")))
    return faults


def _faults_at_the_end(last: int, notes: dict[int, set[str]], using: str = DEFAULT_DB_ALIAS) -> list[Fault]:
    """What is left over when the whole log has been read: `notes` are checkpoints without a row."""
    faults = []
    newest = max(notes, default=0)
    if newest > last:
        faults.append(
            Fault(
                last + 1,
                _("the tail is cut: rows %(first)d–%(last)d are noted outside the database but gone")
                % {"first": last + 1, "last": newest},
            )
        )
    else:
        faults.extend(Fault(number, _("a row noted outside the database is gone")) for number in sorted(notes))
    head = AuditHead.objects.using(using).filter(pk=1).first()
    if (head.number if head else 0) != last:
        faults.append(Fault(last, _("the newest link does not agree with the last row")))
    return faults


def last_number() -> int:
    """The number of the newest row; 0 when the log is empty."""
    return AuditEvent.objects.order_by("-number").values_list("number", flat=True).first() or 0


#: Verbs of looking. Every other verb of an event about a person means that something was changed.
LOOKING = frozenset({"read", "list", "search", "show_number", "export"})


def changes() -> QuerySet[AuditEvent]:
    """The events that are more than looking: for actions that must know whether somebody has touched a record since."""
    return AuditEvent.objects.exclude(verb__in=LOOKING)


def changed_since(number: int) -> tuple[set[str], set[str]]:
    """Whom (ids of subjects) and which enrolments (ids) something was done to after this number of the log."""
    # nothing more is asked of the database: it would look for distinct subjects in the whole log
    events = changes().filter(number__gt=number).order_by().values_list("subject_id", "record", "record_id")
    subjects, enrolments = set(), set()
    for subject, record, one in events.iterator():
        subjects.add(subject)
        if record == "enrolment":
            enrolments.add(one)
    return subjects - {""}, enrolments - {""}
