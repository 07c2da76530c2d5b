"""Keep a unit's templates of notes. They hold no facts about anybody."""

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import NoteTemplate
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary import NOTE_KINDS
from stegvis.organisation.models import Unit


def add(*, unit: Unit, name: str, kind: str, text: str, by: Viewer) -> NoteTemplate:
    """A new template of the unit.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`, `unknown_word`.
    """
    sight.check_unit(by, "note_template", "change", unit)
    facts = _checked(name, kind, text)
    with transaction.atomic():
        made = NoteTemplate.objects.create(unit=unit, **facts)
        _log(by, made, {"change": "added"})
    return made


def change(*, template: NoteTemplate, name: str, kind: str, text: str, by: Viewer) -> NoteTemplate:
    """Other words. Notes that were begun with it stay as they are. Raises as `add`."""
    sight.check_unit(by, "note_template", "change", template.unit)
    facts = _checked(name, kind, text)
    with transaction.atomic():
        for field, value in facts.items():
            setattr(template, field, value)
        template.version += 1
        template.save()
        _log(by, template, {"change": "words"})
    return template


def retire(*, template: NoteTemplate, by: Viewer) -> None:
    """Offer it no longer. Raises NotFound, NotAllowed."""
    sight.check_unit(by, "note_template", "change", template.unit)
    with transaction.atomic():
        NoteTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=timezone.now())
        _log(by, template, {"change": "retired"})


def _checked(name: str, kind: str, text: str) -> dict:
    known(kind, NOTE_KINDS, "kind", empty=False).require()
    return {
        "name": cleaned(name, "name", 80, required=True),
        "kind": kind,
        "text": written(text, "text", 4000, required=True),
    }


def _log(by: Viewer, template: NoteTemplate, facts: dict) -> None:
    audit.record(
        by=by,
        verb="change",
        record="note_template",
        record_id=template.pk,
        organisation_id=template.unit.organisation_id,
        facts=facts,
    )
