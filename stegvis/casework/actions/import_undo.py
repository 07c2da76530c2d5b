"""Undo an import: its rows are taken away as if they had never been written, and the log says so.

Person by person: what an import wrote about somebody goes back as a whole, or not at all when something else has
touched that person since. People the import registered are removed, not only hidden: a wrong file must not leave
people in a register they never belonged to.
"""

import json
from collections.abc import Callable
from uuid import UUID

from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions.audit import Act, record_all
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.keys import unseal
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions.import_rows import chunks
from stegvis.casework.models import (
    CoachPeriod,
    Enrolment,
    EnrolmentTargetGroup,
    EntryException,
    ExitOutcome,
    FormerNumber,
    ImportEffect,
    IncomePeriod,
    Participant,
    ParticipantImport,
    Referral,
)
from stegvis.casework.queries import import_effects, imports
from stegvis.casework.queries.imports import SEALED_FOR
from stegvis.casework.rules import cleaned
from stegvis.organisation.models import Organisation
from stegvis.workqueue.patience import Turns

Once = Callable[[str, Callable[[], object]], object]
Told = Callable[[int, int], None]
_PERIODS = {"income": IncomePeriod, "coach": CoachPeriod}
#: People in one transaction.
TOGETHER = 200


def begin(*, item: ParticipantImport, reason: str, by: Viewer) -> bool:
    """Decide to undo what nothing else has touched. False when that is under way or done (a second press).

    Raises NotAllowed; NotPossible with code `required` (no reason), `not_taken` (nothing was taken in) or `touched`
    (something else has touched every row since).
    """
    said = cleaned(reason, "reason", 300, required=True)
    with transaction.atomic():
        held = ParticipantImport.objects.select_for_update(of=("self",)).select_related("project").get(pk=item.pk)
        if not imports.may(by, "undo", held):
            raise NotAllowed
        if held.state in ("undoing", "undone"):
            return False
        if held.state not in ("done", "partly_undone"):
            raise NotPossible(_("Nothing of this file has been taken in."), code="not_taken")
        plan = import_effects.plan(by, held)
        if not plan.rows:
            words = _("Everything the import wrote has been touched since.") if plan.kept else _("Nothing to undo.")
            raise NotPossible(words, code="touched")
        held.state, held.undone_at = "undoing", timezone.now()
        held.undone_by, held.undo_reason = by.name[:200], said
        held.save(update_fields=["state", "undone_at", "undone_by", "undo_reason"])
        importing.log(by, "undo", held, {"rows": plan.rows, "people": plan.people, "kept": plan.kept})
    return True


def undo(item: ParticipantImport, once: Once, told: Told, *, by: Viewer) -> Callable[[], None]:
    """Take away what the import wrote, some people at a time. Returns what to do at the end. Raises NotAllowed."""
    if not imports.may(by, "undo", item):
        raise NotAllowed
    subjects = list(item.effects.order_by("subject").values_list("subject", flat=True).distinct())
    batches = list(chunks(subjects, TOGETHER))
    for number, batch in enumerate(batches):
        once(f"undo-{number}", lambda batch=batch: _undo_people(item, batch, by))
        told(number + 1, len(batches))
    return lambda: _undone(item, by)


def at_once(*, item: ParticipantImport, reason: str, by: Viewer, told: Told = lambda done, total: None) -> None:
    """Decide and undo without the queue, for the shell: some people in each transaction. Raises as `begin`.

    Cut off in the middle, the same command goes on where it stopped.
    """
    turns = Turns()

    def in_one_transaction(_step: str, effect: Callable[[], object]) -> None:
        with turns.mine(), transaction.atomic():
            effect()

    if begin(item=item, reason=reason, by=by) or item.user_id is None:
        finish = undo(item, in_one_transaction, told, by=by)
        in_one_transaction("end", finish)


def _undone(item: ParticipantImport, by: Viewer) -> None:
    item = ParticipantImport.objects.select_for_update(of=("self",)).select_related("project").get(pk=item.pk)
    left = import_effects.standing(item).count()
    item.state = "partly_undone" if left else "undone"
    item.save(update_fields=["state"])
    importing.log(by, "undo_done", item, {"kept": left})


def _undo_people(item: ParticipantImport, subjects: list[str], by: Viewer) -> None:
    """In the caller's transaction, with the same order of locks as an import."""
    controllers = Participant.objects.filter(pk__in=subjects).values("controller_id")
    list(Organisation.objects.filter(pk__in=controllers).order_by("pk").select_for_update(no_key=True))
    people = Participant.objects.filter(pk__in=subjects).order_by("pk").select_for_update(of=("self",))
    controller_of = {str(person.pk): person.controller_id for person in people}
    kept = set(import_effects.touched(item, subjects).values_list("subject", flat=True))
    free = [subject for subject in subjects if subject in controller_of and subject not in kept]
    acts = _taken_away(item, free, controller_of)
    if acts:
        record_all(by=by, acts=acts)


def _taken_away(item: ParticipantImport, subjects: list[str], controller_of: dict[str, int]) -> list[Act]:
    """Take away what was written about the people; where another record holds on to one of them, one by one."""
    if not subjects:
        return []
    effects = list(import_effects.standing(item).filter(subject__in=subjects).order_by("-pk"))
    try:
        with transaction.atomic():
            _put_back(effects)
            ImportEffect.objects.filter(pk__in=[effect.pk for effect in effects]).update(undone_at=timezone.now())
    except (ProtectedError, IntegrityError):
        if len(subjects) == 1:
            return []
        return [act for subject in subjects for act in _taken_away(item, [subject], controller_of)]
    return [_act(item, effect, controller_of[effect.subject]) for effect in effects]


def _act(item: ParticipantImport, effect: ImportEffect, controller_id: int) -> Act:
    facts = {"import": str(item.pk), "kind": effect.kind, "person_removed": effect.new_person}
    return Act(import_effects.TAKEN_BACK, "enrolment", effect.enrolment_id, effect.subject, controller_id, facts)


def _put_back(effects: list[ImportEffect]) -> None:
    """Undo the newest first, so that links and numbers end as they were before the first."""
    created = {effect.enrolment_id for effect in effects if effect.kind == "created"}
    before = {
        effect: json.loads(unseal(effect.sealed_before, SEALED_FOR)) for effect in effects if effect.sealed_before
    }
    for kept in before.values():
        for later, former in kept.get("former", []):
            Enrolment.objects.filter(pk=later).update(former_id=former)
    closed = [e.enrolment_id for e in effects if e.kind == "closed" and e.enrolment_id not in created]
    _reopen(closed, {name: [one for kept in before.values() for one in kept.get(name, [])] for name in _PERIODS})
    asked = [one for kept in before.values() for one in kept.get("exceptions", [])]
    EntryException.objects.filter(pk__in=asked).delete()
    _remove(created)
    for effect, kept in before.items():
        if effect.kind == "renumbered":
            _give_back_number(effect, kept)
    Participant.objects.filter(pk__in=[effect.subject for effect in effects if effect.new_person]).delete()


def _reopen(enrolments: list[UUID], periods: dict[str, list[int]]) -> None:
    """Open them again. Versions count on, so that whoever saw the closing in a form meets the change."""
    ExitOutcome.objects.filter(enrolment_id__in=enrolments).delete()
    afterwards = IncomePeriod.objects.filter(enrolment_id__in=enrolments, since_on__gt=F("enrolment__ended_on"))
    afterwards.delete()
    for name, ids in periods.items():
        _PERIODS[name].objects.filter(pk__in=ids).update(until_on=None)
    Enrolment.objects.filter(pk__in=enrolments).update(
        state="active", ended_on=None, closed_at=None, closed_by="", version=F("version") + 1
    )


def _remove(enrolments: set[UUID]) -> None:
    for facts in (ExitOutcome, EnrolmentTargetGroup, IncomePeriod):
        facts.objects.filter(enrolment_id__in=enrolments).delete()
    referrals = list(Enrolment.objects.filter(pk__in=enrolments).values_list("referral_id", flat=True))
    Enrolment.objects.filter(pk__in=enrolments).update(former=None)
    Enrolment.objects.filter(pk__in=enrolments).delete()
    Referral.objects.filter(pk__in=referrals).delete()


def _give_back_number(effect: ImportEffect, kept: dict) -> None:
    FormerNumber.objects.filter(participant_id=effect.subject).delete()
    for restored in serializers.deserialize("json", json.dumps(kept["former_numbers"])):
        restored.save()
    number, sex = kept["number"]
    Participant.objects.filter(pk=effect.subject).update(
        identity_number=number, legal_sex=sex, version=F("version") + 1
    )
    for enrolment_id, age in kept["ages"]:
        Enrolment.objects.filter(pk=enrolment_id).update(age_at_start=age)
