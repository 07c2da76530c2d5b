"""Map a person's situation: begin, sit down together, save answers as one goes, be done, open what is kept apart.

One transaction each with its audit event inside. The log says how many answers were written, never which nor what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import mapping_forms as forms
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import (
    Enrolment,
    MappingAnswer,
    MappingFormVersion,
    MappingSitting,
    Participant,
    SensitiveAnswer,
)
from stegvis.casework.models import Mapping as MappingRecord
from stegvis.casework.queries import mapping_forms, mappings, sight
from stegvis.casework.rules import known
from stegvis.casework.rules.mapping_answers import Standing, fingerprint, settle, value_of
from stegvis.casework.rules.mapping_form import Question
from stegvis.casework.vocabulary.mapping import PRESENT
from stegvis.casework.vocabulary.notes import NOTE_MODES


def begin(
    *, participant: Participant, mode: str = "on_site", present: Iterable[str] = ("participant",), by: Viewer
) -> MappingSitting:
    """Begin a mapping, or go on with the one that is open: a sitting with its mode and who was there.

    The enrolment is the active one of the viewer's, and its unit's own part comes with the form.
    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`.
    """
    sight.check_participant(by, "mapping", "write", participant)
    with transaction.atomic():
        Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        mapping = MappingRecord.objects.filter(participant=participant, state="open").order_by("-begun_at").first()
        if mapping is None:
            enrolment = _enrolment(by, participant)
            mapping = MappingRecord.objects.create(
                participant=participant,
                enrolment=enrolment,
                common_part=forms.common_part(),
                own_part=mapping_forms.newest_own(enrolment.unit_id if enrolment else None),
                begun_at=timezone.now(),
            )
            _log(by, "create", mapping, {})
        return _sit(mapping, mode, present, by)


def sit(*, mapping: MappingRecord, mode: str, present: Iterable[str], by: Viewer) -> MappingSitting:
    """Sit down with a mapping anew, also with one that is done. Raises as `begin`."""
    sight.check_participant(by, "mapping", "write", mapping.participant)
    with transaction.atomic():
        mapping = MappingRecord.objects.select_for_update(of=("self",)).get(pk=mapping.pk)
        return _sit(mapping, mode, present, by)


def _sit(mapping: MappingRecord, mode: str, present: Iterable[str], by: Viewer) -> MappingSitting:
    known(mode, NOTE_MODES, "mode", empty=False).require()
    there = list(dict.fromkeys(present))
    for code in there:
        known(code, PRESENT, "present", empty=False).require()
    latest = mappings.sitting_of(mapping, by)
    if latest and (latest.mode, latest.present) == (mode, there):
        return latest  # the same page sent twice, or gone on with after lunch
    made = MappingSitting.objects.create(
        mapping=mapping,
        held_at=timezone.now(),
        mode=mode,
        present=there,
        author_id=by.user_id,
        author_name=by.name[:200],
    )
    _log(by, "sit", mapping, {"mode": mode})
    return made


@dataclass(frozen=True)
class Saved:
    """What became of the answers of a page: how many were written, which somebody else has answered otherwise
    meanwhile, and why some could not be kept. By question."""

    written: tuple[str, ...] = ()
    conflicts: dict[str, Standing] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def save(
    *,
    mapping: MappingRecord,
    given: Mapping[str, Iterable[str]],
    opened: Mapping[str, str] | None = None,
    page: str = "",
    parts: Iterable[UUID] = (),
    keep: Mapping[str, str] | None = None,
    by: Viewer,
) -> Saved:
    """Keep the answers of a page as they are now. What cannot be kept hinders nothing else.

    `given` are the texts sent by question (none: left unanswered), `opened` the fingerprints of what stood when the
    page was opened (None: what stands is written over), `page` its own name, `parts` the versions of the form it shows
    (answers keep theirs though the mapping has taken a newer one meanwhile), `keep` how a person has decided about
    conflicts (mine, theirs).
    Raises NotFound, NotAllowed; NotPossible with code `no_sitting`.
    """
    sight.check_participant(by, "mapping", "write", mapping.participant)
    with transaction.atomic():
        mapping = _locked(mapping)
        sitting = _present_sitting(mapping, by)
        whole = _shown_form(mapping, parts)
        asked = {code: whole.by_code[code] for code in given if code in whole.by_code}
        apart = {code for code, question in asked.items() if question.compartment}
        if apart and not mappings.may(by, "write", mapping.participant, sensitive=True):
            raise NotAllowed
        values, refused = _read(asked, given)
        rows = _rows(mapping, values)
        stands = {code: Standing(row.value, row.page, row.sitting.author_name) for code, row in rows.items()}
        before = {code: fingerprint(each.value) for code, each in stands.items()} if opened is None else opened
        settled = settle(values, before, stands, page, keep or {})
        writing = _Writing(mapping, sitting, whole, page[:36], by)
        fresh = [writing.put(asked[code], value, rows.get(code)) for code, value in settled.write.items()]
        if settled.write:
            mapping.version += 1
            mapping.save(update_fields=["version"])
        if made := sum(fresh):
            _log(by, "change", mapping, {"answers": made})
        return Saved(tuple(settled.write), settled.conflicts, refused)


def finish(*, mapping: MappingRecord, by: Viewer) -> MappingRecord:
    """The mapping is done for now; it can still be gone on with. Done twice is done. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "mapping", "write", mapping.participant)
    with transaction.atomic():
        mapping = _locked(mapping)
        if mapping.state == "open":
            mapping.state, mapping.done_at = "done", timezone.now()
            mapping.version += 1
            mapping.save(update_fields=["state", "done_at", "version"])
            _log(by, "finish", mapping, {})
        return mapping


def take_newest(*, mapping: MappingRecord, version: int | None = None, by: Viewer) -> MappingRecord:
    """Go on with the newest published form; answers given so far stay and keep the version they were given in.

    Raises NotFound, NotAllowed, ChangedMeanwhile.
    """
    sight.check_participant(by, "mapping", "write", mapping.participant)
    with transaction.atomic():
        mapping = _locked(mapping)
        if version is not None and mapping.version != version:
            raise ChangedMeanwhile
        mapping.common_part = forms.common_part()
        mapping.own_part = mapping_forms.newest_own(mappings.unit_of(mapping)) or mapping.own_part
        mapping.version += 1
        mapping.save(update_fields=["common_part", "own_part", "version"])
        _log(by, "change", mapping, {"change": "form"})
        return mapping


def open_sensitive(*, mapping: MappingRecord, by: Viewer) -> dict[str, SensitiveAnswer]:
    """The sensitive answers that stand, by question. Each opening stands in the log. Raises NotFound, NotAllowed."""
    sight.check_participant(by, "sensitive_mapping", "read", mapping.participant)
    with transaction.atomic():
        _log(by, "open", mapping, {}, record="sensitive_mapping")
        rows = mapping.sensitiveanswers.filter(superseded_at=None).exclude(value="").select_related("sitting")
        return {row.question: row for row in rows}


def _locked(mapping: MappingRecord) -> MappingRecord:
    found = MappingRecord.objects.select_for_update(of=("self",)).select_related(
        "participant", "common_part__form", "own_part__form", "enrolment"
    )
    return found.get(pk=mapping.pk)


def _enrolment(by: Viewer, participant: Participant) -> Enrolment | None:
    reached = Enrolment.objects.filter(sight.of_enrolments(by, "mapping", "write"), participant=participant)
    return reached.filter(state="active").order_by("-started_on", "-pk").first()


def _present_sitting(mapping: MappingRecord, by: Viewer) -> MappingSitting:
    """The sitting of today; for a page left open over midnight, another like the viewer's latest."""
    if sitting := mappings.sitting_of(mapping, by):
        return sitting
    latest = mapping.sittings.filter(author=by.user_id, author_name=by.name[:200]).order_by("-held_at", "-pk").first()
    if latest is None:
        raise NotPossible(_("Say first how you sit down today, and with whom."), code="no_sitting")
    return _sit(mapping, latest.mode, latest.present, by)


def _shown_form(mapping: MappingRecord, parts: Iterable[UUID]) -> mapping_forms.Whole:
    whole = mapping_forms.whole(mapping)
    wanted = set(parts) - {mapping.common_part_id, mapping.own_part_id}
    if not wanted:
        return whole
    same = [part.form_id for part in (mapping.common_part, mapping.own_part) if part]
    earlier = MappingFormVersion.objects.filter(pk__in=wanted, form__in=same, state="published")
    by_form = {each.form_id: each for each in earlier}
    own = mapping.own_part and by_form.get(mapping.own_part.form_id, mapping.own_part)
    return mapping_forms.Whole(by_form.get(mapping.common_part.form_id, mapping.common_part), own)


def _read(asked: Mapping[str, Question], given: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], dict[str, str]]:
    values, refused = {}, {}
    for code, question in asked.items():
        if question.kind == "notice":
            continue
        try:
            values[code] = value_of(question, given[code])
        except NotPossible as refusal:
            refused[code] = refusal.reason
    return values, refused


def _rows(mapping: MappingRecord, codes: Iterable[str]) -> dict[str, MappingAnswer | SensitiveAnswer]:
    wanted = list(codes)
    return {
        row.question: row
        for table in (MappingAnswer, SensitiveAnswer)
        for row in table.objects.filter(mapping=mapping, question__in=wanted, superseded_at=None).select_related(
            "sitting"
        )
    }


@dataclass(frozen=True)
class _Writing:
    mapping: MappingRecord
    sitting: MappingSitting
    whole: mapping_forms.Whole
    page: str
    by: Viewer

    def put(self, question: Question, value: str, row) -> bool:
        """Write an answer; True when it is a new row, False when the same page went on with its own words."""
        now = timezone.now()
        table = SensitiveAnswer if question.compartment else MappingAnswer
        same_place = isinstance(row, table)
        if same_place and self.page and row.page == self.page and row.sitting_id == self.sitting.pk:
            row.value, row.written_at = value, now
            row.save(update_fields=["value", "written_at"])
            return False
        if row is not None:
            row.superseded_at = now
            row.save(update_fields=["superseded_at"])
        apart = {"compartment": question.compartment} if question.compartment else {}
        table.objects.create(
            mapping=self.mapping,
            question=question.code,
            form_version=self.whole.version_of_code(question.code),
            sitting=self.sitting,
            value=value,
            page=self.page,
            written_at=now,
            written_by=self.by.actor_id[:64],
            **apart,
        )
        return True


def _log(by: Viewer, verb: str, mapping: MappingRecord, facts: dict, record: str = "mapping") -> None:
    log_about(by, verb, record, mapping.pk, mapping.participant, facts)
