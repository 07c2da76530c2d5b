"""What a theory of change takes for granted: say it, look whether it holds, let what was seen become a finding."""

import datetime as dt
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.organisation.models import Project
from stegvis.programme import theory_rules as rules
from stegvis.programme.actions.theory import changing, keep_version, log
from stegvis.programme.models import Assumption, AssumptionReview, Finding, TheoryArrow, TheoryBox
from stegvis.programme.theory_words import VERDICTS

#: When a decision that came of a review is followed up, unless somebody says another day.
FOLLOW_UP_AFTER = dt.timedelta(days=91)


def add(*, box: TheoryBox, text: str, target: TheoryBox | UUID | None = None, by: Viewer) -> Assumption:
    """An assumption about a box, or about the arrow from it to `target`. The same words twice are one.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`, `unknown_box`, `too_many`.
    """
    text = rules.one_line(text, "text", 500, required=True)
    with changing(box.theory.project, by) as theory:
        if target is not None:
            target_id = getattr(target, "pk", target)
            arrow = TheoryArrow.objects.filter(source=box, target_id=target_id, retired_at=None).first()
            if arrow is None:
                raise NotPossible(_("There is no arrow to that box."), field="target", code="unknown_box")
            target = arrow.target
        rows = Assumption.objects.filter(theory=theory)
        same = rows.filter(box=box, target=target, text=text, retired_at=None).first()
        if same:
            return same
        if rows.filter(retired_at=None).count() >= rules.MOST_ASSUMPTIONS:
            words = _("There are %(most)s assumptions already. Take away those that no longer matter.")
            raise NotPossible(words % {"most": rules.MOST_ASSUMPTIONS}, field="text", code="too_many")
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        made = Assumption.objects.create(theory=theory, box=box, target=target, text=text, number=number)
        keep_version(theory, "assumption_added", name_of(made), by)
        log(theory, "add_assumption", made.pk, {"number": number, "version": made.version}, by)
    return made


def change(*, assumption: Assumption, text: str, version: int | None = None, by: Viewer) -> None:
    """Other words for the same assumption. Raises as `add`, and ChangedMeanwhile."""
    text = rules.one_line(text, "text", 500, required=True)
    with changing(assumption.theory.project, by) as theory:
        row = Assumption.objects.select_for_update().get(pk=assumption.pk)
        if version is not None and version != row.version:
            raise ChangedMeanwhile
        if row.text == text:
            return
        Assumption.objects.filter(pk=row.pk).update(text=text, version=row.version + 1)
        keep_version(theory, "assumption_changed", name_of(row), by)
        log(theory, "change_assumption", row.pk, {"fields": ["text"], "version": row.version + 1}, by)


def retire(*, assumption: Assumption, by: Viewer) -> None:
    """Take the assumption out of the chart; its reviews are kept. Once more changes nothing."""
    with changing(assumption.theory.project, by) as theory:
        if Assumption.objects.filter(pk=assumption.pk, retired_at=None).update(retired_at=timezone.now()):
            keep_version(theory, "assumption_retired", name_of(assumption), by)
            log(theory, "retire_assumption", assumption.pk, {}, by)


def review(
    *,
    assumption: Assumption,
    verdict: str,
    saw: str,
    changed: str = "",
    reviewed_on: dt.date | None = None,
    by: Viewer,
) -> AssumptionReview:
    """Note whether the assumption holds, what was seen, and what was changed because of it.

    One that does not hold, or hardly, becomes a finding to think over and decide about (EVL-11). Raises NotFound,
    NotAllowed; NotPossible with code `unknown_word`, `required`, `too_long`, `in_the_future`, `wrong_state`.
    """
    today = timezone.localdate()
    rules.known(verdict, VERDICTS, "verdict")
    saw = rules.written(saw, "saw", rules.TEXT, required=True)
    changed = rules.written(changed, "changed", rules.TEXT)
    day = rules.day_in_reach(reviewed_on, "reviewed_on", today=today, over=True) or today
    with changing(assumption.theory.project, by) as theory:
        row = Assumption.objects.select_for_update().get(pk=assumption.pk)
        if row.retired_at is not None:
            raise NotPossible(_("The assumption has been taken away."), code="wrong_state")
        made = AssumptionReview.objects.create(
            assumption=row, reviewed_on=day, verdict=verdict, saw=saw, changed=changed, added_by_name=by.name[:200]
        )
        keep_version(theory, "assumption_reviewed", name_of(row), by)
        log(theory, "review_assumption", row.pk, {"verdict": verdict}, by)
        if verdict != "held":
            _becomes_finding(theory.project, row, made, by)
    return made


def _becomes_finding(project: Project, assumption: Assumption, review: AssumptionReview, by: Viewer) -> None:
    """Unless a finding about the assumption is open already. What was changed is a decision, to be followed up."""
    about = Finding.objects.filter(project=project, assumption=assumption, result="", set_aside="")
    if about.exists():
        return
    made = Finding.objects.create(
        project=project,
        seen_on=review.reviewed_on,
        observation=review.saw,
        decision=review.changed,
        follow_up_on=review.reviewed_on + FOLLOW_UP_AFTER if review.changed else None,
        assumption=assumption,
        box_id=assumption.box_id,
        added_by_name=by.name[:200],
    )
    audit.record(
        by=by,
        verb="create",
        record="finding",
        record_id=made.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "version": 1},
    )


def name_of(assumption: Assumption) -> str:
    """`A3`, as it stands in the chart."""
    return f"A{assumption.number}"
