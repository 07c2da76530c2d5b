"""Findings: what was seen, what we think, what we decided, what came of it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.programme.actions import learning as writing
from stegvis.programme.queries import learning, reach
from stegvis.programme.theory_words import STAGES
from stegvis.reporting.live_figures import LiveFigures
from stegvis.web.staff.theory import shown
from stegvis.web.staff.theory.forms import FindingForm

OPEN = ("observed", "reflected", "decided")


@require_safe
def every(request, code: str):
    """Those that are open first, the most urgent at the top; then the others."""
    project = shown.found(request, code, "finding")
    today = timezone.localdate()
    rows = learning.findings(request.viewer, project)
    waits = [row for row in rows if row.stage in OPEN]
    waits.sort(key=lambda row: (row.follow_up_on is None, row.follow_up_on or row.seen_on))
    context = {
        "project": project,
        "tabs": shown.tabs(project, "theory_findings"),
        "groups": [
            (_("Open findings"), [_line(row, today) for row in waits]),
            (_("Settled findings"), [_line(row, today) for row in rows if row.stage not in OPEN]),
        ],
        "any": bool(rows),
        "may_write": request.viewer.may("finding", "write"),
    }
    return render(request, "staff/theory/findings.html", context)


def _line(row, today) -> dict:
    late = row.stage == "decided" and row.follow_up_on < today
    return {"row": row, "stage": STAGES[row.stage], "late": late, "open": row.stage in OPEN}


@require_safe
def show(request, finding_id):
    """The whole way round of one finding."""
    row = learning.finding(request.viewer, finding_id)
    project = row.project
    live = LiveFigures(request.viewer, project).of(row.figure)
    context = {
        "project": project,
        "row": row,
        "line": _line(row, timezone.localdate()),
        "live": live,
        "definition": shown.definition_of(project, live),
        "may_write": request.viewer.may("finding", "write"),
    }
    return render(request, "staff/theory/finding.html", context)


@never_cache
def new(request, code: str):
    """Something seen; about a box when the address names one (`?box=`)."""
    project = shown.found(request, code, "finding", "write")
    offered = shown.offered(request, project)
    box = offered["chart"].box(request.GET.get("box", ""))
    initial = {"box": box.id, "figure": box.figure} if box else {}

    def save(form):
        made = writing.note(project=project, by=request.viewer, **form.cleaned_data)
        return reverse("theory_finding", args=[made.pk])

    return shown.new(
        request,
        FindingForm(request.POST or None, initial=initial, **offered),
        save,
        key=f"theory-finding-{project.pk}",
        title=_("A new finding"),
        lead=_("Write what you have seen. The rest can wait until you have talked about it."),
        project=project,
        back=(reverse("theory_findings", args=[code]), _("Back to the findings")),
    )


@never_cache
def change(request, finding_id):
    """Go on with the finding."""
    row = learning.finding(request.viewer, finding_id)
    project = row.project
    reach.require(request.viewer, project, "finding", "write")
    offered, here = shown.offered(request, project), reverse("theory_finding", args=[row.pk])
    initial = {name: getattr(row, name) for name in FindingForm.base_fields}
    initial |= {"box": str(row.box_id or ""), "assumption": str(row.assumption_id or "")}

    def save(form, version):
        writing.change_finding(finding=row, version=version, by=request.viewer, **form.cleaned_data)
        return here

    return shown.changed(
        request,
        row,
        lambda posted: FindingForm(posted, initial=initial, **offered),
        save,
        key=f"theory-finding-{row.pk}",
        record="finding",
        version=row.version,
        title=_("Go on with the finding"),
        project=project,
        back=(here, _("Back to the finding")),
    )
