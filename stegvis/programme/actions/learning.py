"""Write the evaluation plan, and the findings of the continuous evaluation with what came of them."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.organisation.models import Project
from stegvis.programme import theory_rules as rules
from stegvis.programme.models import Assumption, EvaluationQuestion, Finding, TheoryBox
from stegvis.programme.queries import reach
from stegvis.programme.queries.figures import own_pointers
from stegvis.programme.theory_words import METHODS, STATUSES

QUESTION_FACTS = frozenset({"question", "method", "how", "figure", "box", "responsible", "due_on", "status", "answer"})
FINDING_FACTS = frozenset(
    {
        "seen_on", "observation", "figure", "box", "assumption", "reflection", "decision", "responsible",
        "follow_up_on", "result", "followed_up_on", "set_aside",
    }
)  # fmt: skip


def ask(*, project: Project, by: Viewer, **facts) -> EvaluationQuestion:
    """A new question of the evaluation plan. `facts`: some of QUESTION_FACTS; question, method, responsible, due_on
    are needed.

    Raises TypeError for another fact; NotFound, NotAllowed; NotPossible with code `required`, `too_long`,
    `unknown_word`, `unknown_figure`, `unknown_box`, `far_away`.
    """
    reach.require(by, project, "evaluation_plan", "write")
    with transaction.atomic():
        made = EvaluationQuestion.objects.create(project=project, **_question(project, facts, None))
        _log(made, "evaluation_plan", "create", {"version": 1}, by)
    return made


def change_question(
    *, question: EvaluationQuestion, version: int | None = None, by: Viewer, **facts
) -> EvaluationQuestion:
    """Change some facts of a question, among them its status and answer. Raises as `ask`, and ChangedMeanwhile."""
    reach.require(by, question.project, "evaluation_plan", "write")
    return _change(question, facts, QUESTION_FACTS, _question, "evaluation_plan", version, by)


def note(*, project: Project, by: Viewer, **facts) -> Finding:
    """A new finding. `facts`: some of FINDING_FACTS, of which the observation is needed.

    Raises as `ask`, and NotPossible `in_the_future`, `ends_before_start`, `wrong_state`.
    """
    reach.require(by, project, "finding", "write")
    with transaction.atomic():
        told = _finding(project, facts, None)
        made = Finding.objects.create(project=project, added_by_name=by.name[:200], **told)
        _log(made, "finding", "create", {"version": 1}, by)
    return made


def change_finding(*, finding: Finding, version: int | None = None, by: Viewer, **facts) -> Finding:
    """Go on with a finding: reflection, decision, follow-up, or set it aside. Raises as `note`, ChangedMeanwhile."""
    reach.require(by, finding.project, "finding", "write")
    return _change(finding, facts, FINDING_FACTS, _finding, "finding", version, by)


def _change(row, facts: dict, names: frozenset[str], checked, record: str, version: int | None, by: Viewer):
    with transaction.atomic():
        row = type(row).objects.select_for_update().select_related("project").get(pk=row.pk)
        if version is not None and version != row.version:
            raise ChangedMeanwhile
        present = {name: getattr(row, name) for name in names}
        told = checked(row.project, present | facts, row)
        changed = sorted(name for name, value in told.items() if present[name] != value)
        if changed:
            for name in changed:
                setattr(row, name, told[name])
            row.version += 1
            row.save(update_fields=[*changed, "version"])
            _log(row, record, "change", {"fields": changed, "version": row.version}, by)
    return row


def _question(project: Project, facts: dict, row: EvaluationQuestion | None) -> dict:
    _only(facts, QUESTION_FACTS)
    today = timezone.localdate()
    due_on = facts.get("due_on")
    if due_on is None:
        raise NotPossible(_("Say which day it is to be done."), field="due_on", code="required")
    told = {
        "question": rules.one_line(facts.get("question", ""), "question", rules.LINE, required=True),
        "method": rules.known(str(facts.get("method", "")), METHODS, "method"),
        "how": rules.written(facts.get("how", ""), "how", rules.TEXT),
        "figure": _figure(project, facts, row),
        "box": _of(project, TheoryBox, facts.get("box"), "box"),
        "responsible": rules.one_line(facts.get("responsible", ""), "responsible", 120, required=True),
        "due_on": rules.day_in_reach(due_on, "due_on", today=today),
        "status": rules.known(str(facts.get("status") or "planned"), STATUSES, "status"),
        "answer": rules.written(facts.get("answer", ""), "answer", 3000),
    }
    if told["status"] == "answered" and not told["answer"]:
        raise NotPossible(_("Write the answer, in a few words."), field="answer", code="required")
    return told


def _finding(project: Project, facts: dict, row: Finding | None) -> dict:
    _only(facts, FINDING_FACTS)
    today = timezone.localdate()
    told = {
        "seen_on": rules.day_in_reach(facts.get("seen_on") or today, "seen_on", today=today, over=True),
        "figure": _figure(project, facts, row),
        "box": _of(project, TheoryBox, facts.get("box"), "box"),
        "assumption": _of(project, Assumption, facts.get("assumption"), "assumption"),
        "responsible": rules.one_line(facts.get("responsible", ""), "responsible", 120),
        "follow_up_on": rules.day_in_reach(facts.get("follow_up_on"), "follow_up_on", today=today),
        "followed_up_on": rules.day_in_reach(facts.get("followed_up_on"), "followed_up_on", today=today, over=True),
        "set_aside": rules.one_line(facts.get("set_aside", ""), "set_aside", 500),
    }
    for name in ("observation", "reflection", "decision", "result"):
        told[name] = rules.written(facts.get(name, ""), name, rules.PARAGRAPH, required=name == "observation")
    rules.finding(told)
    return told


def _only(facts: dict, names: frozenset[str]) -> None:
    if unknown := set(facts) - names:
        raise TypeError(f"there are no such facts: {', '.join(sorted(unknown))}")


def _figure(project: Project, facts: dict, row) -> str:
    figure = str(facts.get("figure") or "")
    if row is not None and figure == row.figure:
        return figure
    return rules.figure(figure, "figure", own_pointers(project))


def _of(project: Project, model: type, wanted: object, field: str):
    """The box or assumption of the same project; None for none. Raises NotPossible."""
    if wanted in (None, ""):
        return None
    pk = wanted.pk if isinstance(wanted, model) else UUID(str(wanted))
    found = model.objects.filter(pk=pk, theory__project=project).first()
    if found is None:
        raise NotPossible(_("Choose something of the same project."), field=field, code="unknown_box")
    return found


def _log(row, record: str, verb: str, facts: dict, by: Viewer) -> None:
    audit.record(
        by=by,
        verb=verb,
        record=record,
        record_id=row.pk,
        organisation_id=row.project.owner_id,
        facts={"project": row.project.code, **facts},
    )
