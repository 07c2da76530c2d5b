"""The evaluation plan: which questions, how they are answered, by whom and when."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.programme.actions import learning as writing
from stegvis.programme.queries import learning, reach
from stegvis.programme.theory_words import METHODS, STATUSES
from stegvis.reporting.live_figures import LiveFigures
from stegvis.web.staff.theory import shown
from stegvis.web.staff.theory.forms import QuestionForm


@require_safe
def show(request, code: str):
    """The plan, by day; what is overdue is said in words."""
    project = shown.found(request, code, "evaluation_plan")
    figures, today = LiveFigures(request.viewer, project), timezone.localdate()
    lines = []
    for row in learning.questions(request.viewer, project):
        live = figures.of(row.figure)
        lines.append(
            {
                "row": row,
                "method": METHODS[row.method],
                "status": STATUSES[row.status],
                "live": live,
                "definition": shown.definition_of(project, live),
                "late": row.status in ("planned", "going_on") and row.due_on < today,
            }
        )
    context = {
        "project": project,
        "tabs": shown.tabs(project, "theory_plan"),
        "lines": lines,
        "may_write": request.viewer.may("evaluation_plan", "write"),
    }
    return render(request, "staff/theory/plan.html", context)


@never_cache
def new(request, code: str):
    """One more question."""
    project = shown.found(request, code, "evaluation_plan", "write")
    back = reverse("theory_plan", args=[code])

    def save(form):
        writing.ask(project=project, by=request.viewer, **form.cleaned_data)
        return back

    return shown.new(
        request,
        QuestionForm(request.POST or None, **shown.offered(request, project)),
        save,
        key=f"theory-question-{project.pk}",
        title=_("A new question"),
        project=project,
        back=(back, _("Back to the plan")),
    )


@never_cache
def change(request, question_id):
    """All facts of the question, among them how it went."""
    row = learning.question(request.viewer, question_id)
    project = row.project
    reach.require(request.viewer, project, "evaluation_plan", "write")
    offered, back = shown.offered(request, project), reverse("theory_plan", args=[project.code])
    initial = {name: getattr(row, name) for name in QuestionForm.base_fields} | {"box": str(row.box_id or "")}

    def save(form, version):
        writing.change_question(question=row, version=version, by=request.viewer, **form.cleaned_data)
        return back

    return shown.changed(
        request,
        row,
        lambda posted: QuestionForm(posted, initial=initial, **offered),
        save,
        key=f"theory-question-{row.pk}",
        record="evaluation_plan",
        version=row.version,
        title=_("The question"),
        project=project,
        back=(back, _("Back to the plan")),
    )
