"""The fund's indicators of a project: the release's numbers, how complete the records are, and who lacks what."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.access.rules import NotAllowed, NotFound
from stegvis.casework.actions import looks
from stegvis.casework.queries import fund as casework_fund
from stegvis.evaluation.fund.checks import CHECKS
from stegvis.reporting import fund, story
from stegvis.reporting.queries import projects, releases
from stegvis.web.staff.results.files import attachment, note_export

PAGE = 25
#: What is mended on the form of the enrolment.
_ON_THE_FORM = ("employment_status", "employment_status_months", "education")


@dataclass(frozen=True)
class CheckLine:
    """One rule with how many break it at each unit."""

    code: str
    hard: bool
    name: str
    mend: str
    counts: tuple[tuple[object, int], ...]

    @property
    def total(self) -> int:
        """At all the units together."""
        return sum(count for _unit, count in self.counts)


@require_safe
def project(request, code: str):
    """What the newest release says, and what is missing among the people one may see."""
    chosen = projects.find(request.viewer, code)
    context = {"project": chosen, "may_export": request.viewer.may("result", "export")}
    try:
        release = releases.find(request.viewer, chosen)
        context |= {"release": release, "table": fund.table_of(release)}
    except NotFound:
        pass
    if request.viewer.may("participant", "list"):
        context |= _missing(request.viewer, chosen)
    return render(request, "staff/fund/project.html", context)


def _missing(viewer, chosen) -> dict:
    found = casework_fund.quality(viewer, chosen, timezone.localdate())
    language = story.language()
    lines = [
        CheckLine(
            check.code,
            check.hard,
            check.name.in_language(language),
            check.mend.in_language(language),
            tuple((unit, found.at(unit.pk, check.code)) for unit in found.units),
        )
        for check in CHECKS.values()
    ]
    return {
        "units": [(unit, found.complete(unit.pk), found.at(unit.pk)) for unit in found.units],
        "checks": [line for line in lines if line.total],
        "kept": [line for line in lines if not line.total],
    }


@require_safe
def listed(request, code: str, check: str):
    """Who breaks one rule, 25 at a time, perhaps at one unit; each with the way to mend it."""
    chosen = projects.find(request.viewer, code)
    if not request.viewer.may("participant", "list"):
        raise NotAllowed
    if check not in CHECKS:
        raise Http404
    unit = _number(request.GET.get("unit"))
    found = [
        one
        for one in casework_fund.quality(request.viewer, chosen, timezone.localdate()).checked
        if check in one.breaks and unit in (0, one.unit_id)
    ]
    first = min(_number(request.GET.get("from")), len(found))
    rows = casework_fund.page_of(request.viewer, found[first : first + PAGE])
    looks.note_list(request.viewer, "fund_missing", len(rows))
    told, language = CHECKS[check], story.language()
    context = {
        "project": chosen,
        "title": told.name.in_language(language),
        "mend": told.mend.in_language(language),
        "total": len(found),
        "rows": [(enrolment, _where(request.viewer, told, one)) for one, enrolment in rows],
        "next": f"?unit={unit or ''}&from={first + PAGE}" if first + PAGE < len(found) else "",
        "previous": f"?unit={unit or ''}&from={max(0, first - PAGE)}" if first else "",
    }
    return render(request, "staff/fund/missing.html", context)


def _where(viewer, check, one) -> tuple[str, str]:
    """The page on which it is mended, and the words of the button; empty for who may not."""
    if check.fact in _ON_THE_FORM and viewer.may("enrolment", "change"):
        return reverse("enrolment_change", args=[one.enrolment_id]), _("Fill in")
    if check.code == "R9" and viewer.may("follow_up", "write"):
        return reverse("follow_up_new", args=[one.last_enrolment_id]), _("Follow up")
    return "", ""


@require_safe
def export(request, code: str, number: int):
    """The table of a release as CSV."""
    chosen = projects.find(request.viewer, code, record="result", verb="export")
    release = releases.find(request.viewer, chosen, number)
    if fund.table_of(release) is None:
        raise Http404
    note_export(request, chosen, release, "csv")
    name = f"{chosen.code}-{release.at.isoformat()}-release-{release.number}-fund.csv"
    return attachment(fund.to_csv(release), "text/csv; charset=utf-8", name)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
