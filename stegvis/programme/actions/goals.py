"""Set a project's goals: add, revise by a decision, judge how far they are fulfilled. Nothing is overwritten."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.evaluation.definitions import DefinitionError
from stegvis.evaluation.goals.definition import GoalDefinition, refuse_vague
from stegvis.organisation.models import Project, Unit
from stegvis.programme.models import Goal, GoalCount, GoalVersion, TargetImage
from stegvis.programme.models.goals import AREAS, FULFILMENTS, KINDS
from stegvis.programme.queries import reach


@dataclass(frozen=True)
class Decided:
    """What a goal says from a decision on: a definition for a share, words for every other kind.

    `target_number`: how many, for a goal that is counted. `due_on`: the day by which it is to be reached.
    """

    definition: GoalDefinition | None = None
    target_text: str = ""
    target_number: int | None = None
    due_on: dt.date | None = None
    decided_on: dt.date | None = None
    decision: str = ""


def add(
    *,
    project: Project,
    name: str,
    kind: str,
    decided: Decided,
    parent: Goal | None = None,
    unit: Unit | None = None,
    area: str = "",
    code: str = "",
    source: str = "",
    by: Viewer,
) -> Goal:
    """A new goal with its first version. Raises NotAllowed, and NotPossible for what cannot be measured."""
    require_write(project, by)
    check(kind, name, decided, local=unit is not None)
    if area not in ("", *AREAS):
        raise NotPossible(_("Choose one of the areas, or none."), field="area")
    if kind != "share" and not source.strip():
        raise NotPossible(_("Say where it can be seen, so that anybody can check it."), field="source")
    if parent and parent.project_id != project.pk:
        raise NotPossible(_("Choose a goal of the same project above this one."), field="parent")
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        goal = Goal.objects.create(
            project=project,
            code=_free_code(project, code or name),
            name=name,
            kind=kind,
            parent=parent,
            unit=unit,
            area=area,
            source=source.strip(),
        )
        _write(goal, decided, 1, by)
        _log(goal, "create", {"version": 1}, by)
    return goal


def revise(*, goal: Goal, decided: Decided, version: int | None = None, by: Viewer) -> int:
    """A new version of the goal and its number; the earlier ones stay. Raises as `add`, and without a decision.

    `version`: the one that was read before revising. Raises ChangedMeanwhile when somebody revised it since.
    """
    require_write(goal.project, by)
    check(goal.kind, goal.name, decided, local=goal.unit_id is not None)
    if not decided.decision.strip():
        raise NotPossible(_("Say which decision changes the goal, so that others can find it."), field="decision")
    with transaction.atomic():
        Goal.objects.select_for_update().get(pk=goal.pk)
        number = GoalVersion.objects.filter(goal=goal).count() + 1
        if version is not None and number != version + 1:
            raise ChangedMeanwhile
        _write(goal, decided, number, by)
        _log(goal, "revise", {"version": number}, by)
    return number


def place(*, goal: Goal, parent: Goal | None, by: Viewer) -> None:
    """Put the goal under another. Raises NotPossible when it would stand under itself."""
    require_write(goal.project, by)
    if parent and parent.project_id != goal.project_id:
        raise NotPossible(_("Choose a goal of the same project above this one."), field="parent")
    above = parent
    while above is not None:
        if above.pk == goal.pk:
            raise NotPossible(_("A goal cannot stand under itself. Choose another goal above it."), field="parent")
        above = above.parent
    with transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(parent=parent)
        _log(goal, "place", {"parent": parent.code if parent else ""}, by)


def judge(*, goal: Goal, fulfilment: str, reasoning: str, evidence: str = "", by: Viewer) -> None:
    """Say how far the goal is fulfilled, why, and what shows it. Raises NotAllowed, NotPossible without a reason."""
    require_write(goal.project, by)
    if fulfilment not in FULFILMENTS:
        raise NotPossible(_("Choose whether the goal is met, partly met or not met."), field="fulfilment")
    if not reasoning.strip():
        raise NotPossible(_("Say why, so that others can judge the judgement."), field="reasoning")
    with transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(
            fulfilment=fulfilment,
            reasoning=reasoning.strip()[:1000],
            evidence=evidence.strip()[:500],
            judged_at=timezone.now(),
            judged_by_name=by.name[:200],
        )
        _log(goal, "judge", {"fulfilment": fulfilment}, by)


def count(*, goal: Goal, number: int, counted_on: dt.date, source: str, by: Viewer) -> GoalCount:
    """Note how far a goal that is counted has come.

    Raises NotAllowed; NotPossible for a goal of another kind, a day to come, and without a source.
    """
    require_write(goal.project, by)
    if goal.kind != "count":
        raise NotPossible(_("Only a goal about a number of something is counted."))
    if counted_on > timezone.localdate():
        raise NotPossible(_("The day has not come yet."), field="counted_on")
    if not source.strip():
        raise NotPossible(_("Say where it can be seen, so that anybody can check it."), field="source")
    with transaction.atomic():
        made = GoalCount.objects.create(
            goal=goal,
            number=number,
            counted_on=counted_on,
            source=source.strip()[:300],
            added_by_name=by.name[:200],
        )
        _log(goal, "count", {"number": number, "on": str(counted_on)}, by)
    return made


def describe(
    *, project: Project, text: str, unit: Unit | None = None, decision: str = "", version: int | None = None, by: Viewer
) -> TargetImage:
    """Write what everybody wants to have brought about, for the project or one of its units; earlier wordings stay.

    Raises NotAllowed; NotPossible without words, for a unit outside the project, and for a change without a decision;
    ChangedMeanwhile when somebody else wrote it since `version`.
    """
    require_write(project, by)
    if not text.strip():
        raise NotPossible(_("Write what you want to have brought about."), field="text")
    if unit is not None and not project.units.filter(pk=unit.pk).exists():
        raise NotPossible(_("Choose a unit of the project."), field="unit")
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        before = TargetImage.objects.filter(project=project, unit=unit).count()
        if version is not None and before != version:
            raise ChangedMeanwhile
        if before and not decision.strip():
            raise NotPossible(_("Say which decision changes the words, so that others can find it."), field="decision")
        made = TargetImage.objects.create(
            project=project,
            unit=unit,
            version=before + 1,
            text=text.strip(),
            decision=decision.strip()[:300],
            added_by_name=by.name[:200],
        )
        audit.record(
            by=by,
            verb="describe",
            record="goal",
            record_id=made.pk,
            organisation_id=project.owner_id,
            facts={"project": project.code, "unit": unit.pk if unit else None, "version": made.version},
        )
    return made


def require_write(project: Project, by: Viewer) -> None:
    """Raises NotAllowed for whoever may not set the project's goals."""
    if not may_write(project, by):
        raise NotAllowed


def may_write(project: Project, by: Viewer) -> bool:
    """Whether somebody may set the project's goals."""
    return reach.covers(by, project, "goal", "write")


def check(kind: str, name: str, decided: Decided, *, local: bool = False) -> None:
    """Raises NotPossible, with the field it is about, for a goal that cannot be measured."""
    if kind not in KINDS:
        raise NotPossible(_("Choose what is measured."), field="kind")
    if not 0 < len(name.strip()) <= 200:
        raise NotPossible(_("Name the goal in at most 200 characters."), field="name")
    try:
        refuse_vague(name)
        if decided.definition:
            decided.definition.check()
    except DefinitionError as problem:
        field = "name" if f"“{name}”" in str(problem) else "events"
        raise NotPossible(problem.words.in_language(get_language() or "sv"), field=field) from problem
    if kind == "share" and decided.definition is None:
        raise NotPossible(_("A goal about a share needs to say who counts and what counts."), field="events")
    if kind == "count" and decided.target_number is None:
        raise NotPossible(_("Write how many there are to be."), field="target_number")
    if local and decided.definition and (decided.definition.after or decided.definition.split):
        words = _("A local goal is read at the exit and for its own unit only: elsewhere the groups are too small.")
        raise NotPossible(words, field="unit")
    if kind != "share" and not decided.target_text.strip():
        raise NotPossible(_("Say what can be seen when the goal is met."), field="target_text")


def _write(goal: Goal, decided: Decided, number: int, by: Viewer) -> None:
    definition = decided.definition and decided.definition.model_copy(update={"version": number, "name": goal.name})
    GoalVersion.objects.create(
        goal=goal,
        version=number,
        definition=definition.model_dump(mode="json") if definition else None,
        digest=definition.digest if definition else "",
        target_text=decided.target_text.strip(),
        target_number=decided.target_number if goal.kind == "count" else None,
        due_on=decided.due_on,
        decided_on=decided.decided_on,
        decision=decided.decision.strip(),
        added_by_name=by.name[:200],
    )


def _free_code(project: Project, wanted: str) -> str:
    begins = slugify(wanted.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:36] or "goal"
    taken = set(Goal.objects.filter(project=project).values_list("code", flat=True))
    return next(one for one in [begins, *(f"{begins}-{n}" for n in range(2, 1000))] if one not in taken)


def _log(goal: Goal, verb: str, facts: dict, by: Viewer) -> None:
    project = goal.project
    audit.record(
        by=by,
        verb=verb,
        record="goal",
        record_id=goal.pk,
        organisation_id=project.owner_id,
        facts={"project": project.code, "goal": goal.code, **facts},
    )
