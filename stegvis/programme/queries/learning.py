"""Read the evaluation plan and the findings of a project, and what of them is due. Facts without people."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from stegvis.access.rules import NotFound, Viewer
from stegvis.organisation.models import Project
from stegvis.programme.models import EvaluationQuestion, Finding
from stegvis.programme.queries import reach, theory
from stegvis.programme.theory_chart import Assumed

#: So many days before its day a question or follow-up is said to be coming.
SOON = dt.timedelta(days=30)
#: An assumption is looked at anew when its last review is older than this.
REVIEWED_FOR = dt.timedelta(days=183)


def questions(viewer: Viewer, project: Project) -> list[EvaluationQuestion]:
    """The evaluation plan in the order of its days. Raises NotFound."""
    reach.require(viewer, project, "evaluation_plan", "read")
    rows = EvaluationQuestion.objects.filter(project=project).select_related("box")
    return list(rows.order_by("due_on", "id"))


def question(viewer: Viewer, question_id: UUID) -> EvaluationQuestion:
    """One question of a plan. Raises NotFound."""
    row = EvaluationQuestion.objects.select_related("project", "box").filter(pk=question_id).first()
    if row is None:
        raise NotFound
    reach.require(viewer, row.project, "evaluation_plan", "read")
    return row


def findings(viewer: Viewer, project: Project) -> list[Finding]:
    """Every finding, the latest first. Raises NotFound."""
    reach.require(viewer, project, "finding", "read")
    rows = Finding.objects.filter(project=project).select_related("box", "assumption")
    return list(rows.order_by("-seen_on", "-id"))


def finding(viewer: Viewer, finding_id: UUID) -> Finding:
    """One finding. Raises NotFound."""
    row = Finding.objects.select_related("project", "box", "assumption").filter(pk=finding_id).first()
    if row is None:
        raise NotFound
    reach.require(viewer, row.project, "finding", "read")
    return row


@dataclass(frozen=True)
class Waiting:
    """What of a project's evaluation needs somebody by `today`; each list has the most urgent first."""

    today: dt.date
    questions: list[EvaluationQuestion] = field(default_factory=list)
    follow_ups: list[Finding] = field(default_factory=list)
    undecided: list[Finding] = field(default_factory=list)
    assumptions: list[Assumed] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.questions or self.follow_ups or self.undecided or self.assumptions)

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(map(len, (self.questions, self.follow_ups, self.undecided, self.assumptions)))

    @property
    def overdue(self) -> int:
        """Of how many of them the day has passed."""
        days = [one.due_on for one in self.questions] + [one.follow_up_on for one in self.follow_ups]
        return sum(day < self.today for day in days)


def waiting(viewer: Viewer, project: Project, today: dt.date) -> Waiting:
    """What waits in the project: questions and follow-ups due within SOON, findings without a decision, and
    assumptions that nobody has reviewed for REVIEWED_FOR. Nothing waits in a project that has ended."""
    if project.ends_on < today:
        return Waiting(today)
    soon = today + SOON
    open_findings = [one for one in findings(viewer, project) if one.stage not in ("followed_up", "dismissed")]
    return Waiting(
        today=today,
        questions=[
            one for one in questions(viewer, project) if one.status in ("planned", "going_on") and one.due_on <= soon
        ],
        follow_ups=sorted(
            (one for one in open_findings if one.follow_up_on and one.follow_up_on <= soon),
            key=lambda one: one.follow_up_on,
        ),
        undecided=[one for one in open_findings if not one.decision],
        assumptions=[
            one
            for one in theory.of_project(viewer, project).assumptions
            if one.reviewed_on is None or one.reviewed_on < today - REVIEWED_FOR
        ],
    )


def waiting_everywhere(viewer: Viewer, today: dt.date) -> list[tuple[Project, Waiting]]:
    """The projects going on in which something waits for whoever may change it, for the first screen."""
    mine = reach.projects(viewer, "theory", "write").filter(starts_on__lte=today, ends_on__gte=today)
    told = [(project, waiting(viewer, project, today)) for project in mine]
    return [(project, found) for project, found in told if found]
