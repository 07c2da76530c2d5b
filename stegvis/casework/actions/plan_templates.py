"""Plans to start from: the unit's own templates, and starting a plan from one of them or a built-in one."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import steps
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Participant, PlanTemplate, PlanTemplateStep, Step
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.rules.plans import LINE
from stegvis.casework.vocabulary.plan import RESPONSIBLE, TRACKS
from stegvis.casework.vocabulary.plan_starts import Start
from stegvis.organisation.models import Unit

MOST_STEPS, MOST_WEEKS = 20, 520


def save(
    *,
    unit: Unit,
    name: str,
    steps_told: Iterable[Mapping],
    explanation: str = "",
    template: PlanTemplate | None = None,
    version: int | None = None,
    by: Viewer,
) -> PlanTemplate:
    """Make a template of the unit, or write one anew. Plans made from it earlier stay as they are.

    Each of `steps_told` has `text`, `track`, `responsible` and perhaps `after_weeks`. Raises NotFound, NotAllowed,
    ChangedMeanwhile; NotPossible with code `required`, `too_long`, `too_many`, `unknown_word`, `out_of_range`.
    """
    with whole():
        sight.check_unit(by, "unit_plan", "change", unit)
        Unit.objects.select_for_update().get(pk=unit.pk)
        told = {
            "name": cleaned(name, "name", 120, required=True),
            "explanation": cleaned(explanation, "explanation", 300),
        }
        lines = [_line(n, step) for n, step in enumerate(steps_told, start=1)]
        if not lines:
            raise NotPossible(_("Write at least one step."), field="steps", code="required")
        if len(lines) > MOST_STEPS:
            raise NotPossible(_("A template has at most %(most)s steps.") % {"most": MOST_STEPS}, code="too_many")
        if template is None:
            made, verb = PlanTemplate.objects.create(unit=unit, **told), "create"
        else:
            made, verb = _next_version(unit, template, version, told), "change"
            made.steps.all().delete()
        PlanTemplateStep.objects.bulk_create(PlanTemplateStep(template=made, **line) for line in lines)
        _log(by, verb, made, {"steps": len(lines)})
    return made


def retire(*, template: PlanTemplate, by: Viewer) -> None:
    """Offer the template no longer. Raises NotFound, NotAllowed."""
    with whole():
        sight.check_unit(by, "unit_plan", "change", template.unit)
        if PlanTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=timezone.now()):
            _log(by, "retire", template, {})


def start_from(*, participant: Participant, template: PlanTemplate | Start, by: Viewer) -> list[Step]:
    """Put the steps of a template into the person's plan, due so many weeks from today. They are free to change.

    A step that is there already, open and alike, is not added again. Raises NotFound, NotAllowed.
    """
    today = timezone.localdate()
    if isinstance(template, PlanTemplate):
        sight.check_unit(by, "unit_plan", "read", template.unit)
    rows = template.steps if isinstance(template, Start) else template.steps.all()
    with whole():
        return [
            steps.add(
                participant=participant,
                text=row.text,
                track=row.track,
                responsible=row.responsible,
                due_on=None if row.after_weeks is None else today + dt.timedelta(weeks=row.after_weeks),
                by=by,
            )
            for row in rows
        ]


def _next_version(unit: Unit, template: PlanTemplate, version: int | None, told: dict) -> PlanTemplate:
    seen = {} if version is None else {"version": version}
    same = PlanTemplate.objects.filter(pk=template.pk, unit=unit, retired_at=None, **seen)
    if not same.update(version=F("version") + 1, **told):
        raise ChangedMeanwhile
    return PlanTemplate.objects.get(pk=template.pk)


def _line(position: int, step: Mapping) -> dict:
    known(step["track"], TRACKS, "track", empty=False).require()
    known(step["responsible"], RESPONSIBLE, "responsible", empty=False).require()
    weeks = plan_rules.whole_number(step.get("after_weeks"), "after_weeks")
    if weeks is not None and not 0 <= weeks <= MOST_WEEKS:
        raise NotPossible(_("Write a number of weeks between 0 and 520."), field="after_weeks", code="out_of_range")
    return {
        "position": position,
        "track": step["track"],
        "text": cleaned(step["text"], "text", LINE, required=True),
        "responsible": step["responsible"],
        "after_weeks": weeks,
    }


def _log(by: Viewer, verb: str, template: PlanTemplate, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="plan_template",
        record_id=template.pk,
        organisation_id=template.unit.organisation_id,
        facts=facts,
    )
