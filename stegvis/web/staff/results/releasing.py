"""Make the next release: choose the day, wait while it is computed, see it."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.base.decision import NotPossible
from stegvis.reporting.actions import releases as releasing
from stegvis.reporting.jobs import make_release
from stegvis.reporting.queries import projects, releases
from stegvis.web.shared.forms import DateField
from stegvis.workqueue.actions import enqueue
from stegvis.workqueue.errors import JobNotFound
from stegvis.workqueue.queries import job_state


class ReleaseForm(forms.Form):
    """Up to which day the figures shall reach."""

    at = DateField(
        label=gettext_lazy("Figures up to and including"),
        help_text=gettext_lazy("Best the last day of a month. What is registered later is not part of the release."),
    )


def new(request, code: str):
    """Ask for the day, then put the work in the queue."""
    project = projects.find(request.viewer, code, record="release", verb="create")
    latest = releases.of(request.viewer, project).first()
    form = ReleaseForm(request.POST or None, initial={"at": _suggested(project, latest)})
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["at"]
        try:
            releasing.check_due(project=project, at=at, by=request.viewer)
        except NotPossible as refusal:
            form.add_error("at", refusal.reason)
        else:
            job_id = enqueue(
                make_release,
                project_id=project.pk,
                day=at.toordinal(),
                user_id=request.user.pk,
                unique_key=f"release:{project.pk}:{at.toordinal()}:{request.user.pk}",
            )
            return redirect("release_progress", code=code, job_id=job_id)
    return render(request, "staff/results/release.html", {"project": project, "form": form, "latest": latest})


def _suggested(project, latest) -> dt.date:
    """The next month-end after the latest release, but no later than today."""
    after = latest.at if latest else project.starts_on
    first_of_next = (after.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    month_end = first_of_next - dt.timedelta(days=1)
    if month_end <= after:
        month_end = (first_of_next + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return min(month_end, timezone.localdate())


def progress(request, code: str, job_id):
    """How far the work has come; when it is done, the release."""
    project = projects.find(request.viewer, code, record="release", verb="create")
    try:
        job = job_state(job_id)
    except JobNotFound as gone:
        raise Http404 from gone
    if job.state.code == "done":
        latest = releases.of(request.viewer, project).first()
        messages.success(request, _("Release %(number)s is ready.") % {"number": latest.number})
        answer = redirect("results_project", code=code)
        if request.htmx:
            answer = render(request, "staff/results/progress_part.html", {"project": project, "job": job})
            answer["HX-Redirect"] = redirect("results_project", code=code)["Location"]
        return answer
    template = "staff/results/progress_part.html" if request.htmx else "staff/results/progress.html"
    return render(request, template, {"project": project, "job": job})
