"""Make one record of two that are the same person's, inside one controller; and take that back.

Everything that points at the record that goes moves to the one that is kept, whichever table it stands in. How each row
was before and after is kept sealed, so that undoing brings back exactly the former two.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.keys import seal, unseal
from stegvis.base.periods import Period
from stegvis.casework import rules
from stegvis.casework.actions import bookings
from stegvis.casework.actions.participants import correct_ages
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import ContactWay, Enrolment, FormerNumber, Merge, Participant
from stegvis.casework.queries import merges, protections, sight
from stegvis.casework.rules import cleaned
from stegvis.casework.vocabulary import UNLINKABLE

#: The fields that are chosen one by one; legal sex follows the identity number.
CHOSEN = ("identity_number", "given_name", "family_name", "name_in_use", "pronoun", "language", "interpreter")
#: Rows by (model, primary key), each as {column: value in JSON}.
Rows = dict[tuple[type[Model], str], dict]
_PURPOSE = "merge"


def merge(
    *,
    kept: Participant,
    other: Participant,
    from_other: Iterable[str] = (),
    void: Iterable[UUID] = (),
    reason: str,
    by: Viewer,
) -> Merge:
    """Let `kept` be the one record of the person; `other` goes, and all that is hers or his follows.

    `from_other` names the fields of CHOSEN that are taken from `other`; `void` the enrolments that were double and are
    voided. A coordination number that gives way to a personal identity number is kept as a former number.
    Raises NotFound, NotAllowed; NotPossible with code `same_record`, `other_controller`, `unlinkable`,
    `both_protected`, `required` (no reason), `overlap` (two enrolments in one project share a day: void one of them).
    """
    said = cleaned(reason, "reason", 300, required=True)
    taken = set(from_other) & set(CHOSEN)
    with whole():
        kept, other = _locked(by, kept, other)
        _may_merge(kept, other)
        before = _rows_of(kept, other)
        _void(before, set(map(str, void)), said, by)
        _no_overlap(kept, other)
        _move(kept, other)
        _take_over(kept, other, taken, by)
        _link_again(kept)
        made = Merge(
            controller_id=kept.controller_id,
            kept=kept,
            removed_id=other.pk,
            reason=said,
            merged_at=timezone.now(),
            merged_by=by.actor_id[:64],
        )
        made.sealed_changes = seal(json.dumps(_changes(before, _rows_of(kept, other)), default=_in_json), _PURPOSE)
        made.save(force_insert=True)
        for subject in (kept.pk, other.pk):
            _log(by, "merge", kept, subject, {"fields_from_other": sorted(taken)})
    return made


def undo(*, made: Merge, by: Viewer) -> Participant:
    """Take a merge back: the record that went comes back as it was, with all that was its own; return it.

    What has been added since stays with the record that was kept.
    Raises NotFound, NotAllowed; NotPossible with code `already_undone`, `later_first` (another merge came after it),
    `changed_since` (what the merge changed has been changed again: nothing is overwritten).
    """
    with whole():
        made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
        sight.check_participant(by, "participant", "unmerge", made.kept)
        kept = Participant.objects.select_for_update(of=("self",)).get(pk=made.kept_id)
        if made.undone_at:
            raise NotPossible(_("The merge has been undone already."), code="already_undone")
        if Merge.objects.filter(kept=kept, undone_at__isnull=True, merged_at__gt=made.merged_at).exists():
            raise NotPossible(_("Undo the later merge first."), code="later_first")
        changes = [_read(change) for change in json.loads(unseal(made.sealed_changes, _PURPOSE))]
        _unchanged_since(changes)
        _put_back(changes, kept, made.removed_id)
        Enrolment.objects.filter(participant=kept, former__participant_id=made.removed_id).update(former=None)
        made.undone_at, made.undone_by, made.sealed_changes = timezone.now(), by.actor_id[:64], ""
        made.save(update_fields=["undone_at", "undone_by", "sealed_changes"])
        for subject in (made.kept_id, made.removed_id):
            _log(by, "unmerge", kept, subject, {})
    return Participant.objects.get(pk=made.removed_id)


# --- may it happen ----------------------------------------------------------------------------------------------
def _locked(by: Viewer, kept: Participant, other: Participant) -> tuple[Participant, Participant]:
    for each in (kept, other):
        sight.check_participant(by, "participant", "merge", each)
    people = Participant.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, other.pk]).order_by("pk")
    found = {person.pk: person for person in people}
    return found[kept.pk], found[other.pk]


def _may_merge(kept: Participant, other: Participant) -> None:
    held = [protections.of(kept), protections.of(other)]
    rules.may_merge(
        same_record=kept.pk == other.pk,
        same_controller=kept.controller_id == other.controller_id,
        unlinkable=any(one is not None and one.level in UNLINKABLE for one in held),
        both_protected=all(held),
    ).require()


def _no_overlap(kept: Participant, other: Participant) -> None:
    theirs = other.enrolments.exclude(state="void").select_related("project")
    for enrolment in theirs:
        same = kept.enrolments.filter(project=enrolment.project_id).exclude(state="void")
        period = Period(enrolment.started_on, enrolment.ended_on)
        if any(period.overlaps(Period(*days)) for days in same.values_list("started_on", "ended_on")):
            raise NotPossible(
                _("Both records have an enrolment in %(project)s on the same days. Choose which one was double.")
                % {"project": enrolment.project},
                field="void",
                code="overlap",
            )


# --- what moves -------------------------------------------------------------------------------------------------
def _void(before: Rows, chosen: set[str], reason: str, by: Viewer) -> None:
    ours = {pk for model, pk in before if model is Enrolment}
    Enrolment.objects.filter(pk__in=chosen & ours).exclude(state="void").update(
        state="void", voided_at=timezone.now(), voided_by=by.actor_id[:64], void_reason=reason
    )


def _move(kept: Participant, other: Participant) -> None:
    """Everything that points at `other`, in every table; the same way to reach the person, and the same place in
    a session, is kept once."""
    present = set(kept.contact_ways.values_list("kind", "value"))
    for way in other.contact_ways.all():
        if (way.kind, way.value) in present:
            ContactWay.objects.filter(pk=way.pk).delete()
    bookings.keep_one(kept, other)
    for relation in merges.relations():
        name = relation.field.name
        relation.related_model._base_manager.filter(**{name: other}).update(**{name: kept})


def _take_over(kept: Participant, other: Participant, taken: set[str], by: Viewer) -> None:
    numbers = {"kept": kept.number, "other": other.number}
    new, old = (
        (numbers["other"], numbers["kept"]) if "identity_number" in taken else (numbers["kept"], numbers["other"])
    )
    holder = kept if old == numbers["kept"] else other
    Participant.objects.filter(pk=other.pk).delete()
    for field in taken:
        setattr(kept, field, getattr(other, field))
    kept.legal_sex = new.sex
    kept.save()
    kept.former_numbers.filter(identity_number=new.value).delete()
    if rules.is_succession(old, new):
        FormerNumber.objects.create(
            participant=kept,
            controller_id=kept.controller_id,
            identity_number=old.value,
            known_at=holder.created_at,
            replaced_at=timezone.now(),
            replaced_by=by.actor_id[:64],
        )
    correct_ages(kept)


def _link_again(kept: Participant) -> None:
    """Each enrolment is linked to the one before it in the same project."""
    latest: dict[int, UUID] = {}
    for enrolment in kept.enrolments.exclude(state="void").order_by("started_on", "id"):
        former = latest.get(enrolment.project_id)
        if enrolment.former_id != former:
            Enrolment.objects.filter(pk=enrolment.pk).update(former=former)
        latest[enrolment.project_id] = enrolment.pk


# --- before and after -------------------------------------------------------------------------------------------
def _rows_of(kept: Participant, other: Participant) -> Rows:
    """Both records and every row that points at one of them."""
    rows: Rows = {}
    for person in Participant.objects.filter(pk__in=[kept.pk, other.pk]):
        rows[Participant, str(person.pk)] = _columns(person)
    for relation in merges.relations():
        among = {f"{relation.field.name}__in": [kept.pk, other.pk]}
        for row in relation.related_model._base_manager.filter(**among):
            rows[relation.related_model, str(row.pk)] = _columns(row)
    return rows


def _columns(row: Model) -> dict:
    plain = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    return json.loads(json.dumps(plain, default=_in_json))


def _in_json(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else str(value)


def _changes(before: Rows, after: Rows) -> list[dict]:
    """What differs, row by row: only the columns that changed, or the whole row when it came or went."""
    found = []
    for model, pk in {**before, **after}:
        old, new = before.get((model, pk)), after.get((model, pk))
        if old and new:
            names = [name for name in old if old[name] != new[name]]
            old, new = ({name: row[name] for name in names} for row in (old, new))
        if old != new:
            found.append({"model": model._meta.label, "pk": pk, "before": old, "after": new})
    return found


# --- taking it back ---------------------------------------------------------------------------------------------
def _read(change: Mapping) -> dict:
    models = {Participant._meta.label: Participant}
    models |= {relation.related_model._meta.label: relation.related_model for relation in merges.relations()}
    return {**change, "model": models[change["model"]]}


def _unchanged_since(changes: list[dict]) -> None:
    for change in changes:
        row = change["model"]._base_manager.filter(pk=change["pk"]).first()
        now = _columns(row) if row else None
        expected = change["after"]
        same = now is None if expected is None else now is not None and all(now[n] == v for n, v in expected.items())
        if not same:
            raise NotPossible(
                _("What the merge changed has been changed again since. Correct the person's page instead."),
                code="changed_since",
            )


def _put_back(changes: list[dict], kept: Participant, removed_id: UUID) -> None:
    """In an order that breaks no constraint: what came goes, numbers are freed, the person comes, all moves back."""
    came = [change for change in changes if change["before"] is None]
    went = [change for change in changes if change["after"] is None]
    changed = [change for change in changes if change["before"] and change["after"]]
    for change in came:
        change["model"]._base_manager.filter(pk=change["pk"]).delete()
    for change in sorted(changed, key=lambda one: one["pk"] != str(kept.pk)):
        if change["model"] is Participant:
            _write(change)
    _make_again(change for change in went if change["model"] is Participant)
    rest = [change for change in changed if change["model"] is not Participant]
    for change in sorted(rest, key=lambda one: str(removed_id) not in one["before"].values()):
        _write(change)
    # last, when what had taken their place (a seat in a session) is the other person's again
    _make_again(change for change in went if change["model"] is not Participant)


def _make_again(changes: Iterable[dict]) -> None:
    for change in changes:
        model = change["model"]
        model._base_manager.bulk_create([model(**_values(model, change["before"]))])
        _write(change)  # once more, because a column that dates itself would else say today


def _write(change: dict) -> None:
    model = change["model"]
    model._base_manager.filter(pk=change["pk"]).update(**_values(model, change["before"], but_key=True))


def _values(model: type[Model], columns: dict, but_key: bool = False) -> dict:
    return {
        field.attname: field.to_python(columns[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in columns and not (but_key and field.primary_key)
    }


def _log(by: Viewer, verb: str, kept: Participant, subject, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="participant",
        record_id=kept.pk,
        subject_id=subject,
        organisation_id=kept.controller_id,
        facts=facts,
    )
