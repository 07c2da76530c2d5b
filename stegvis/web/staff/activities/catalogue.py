"""The week's sessions and the catalogue; put an activity in, change it, take it out."""

import datetime as dt
from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.casework.actions import activities as changing
from stegvis.casework.queries import activities as known
from stegvis.casework.vocabulary.plan import TRACKS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.shared.words import day, day_full
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.activities.forms import ActivityForm

DRAFT = "activity-new"
WEEK = dt.timedelta(days=7)
#: Sessions shown on an activity's page, coming and past.
MOST_COMING, MOST_PAST = 30, 10


def activities(request):
    """The sessions of a week, or the catalogue."""
    viewer = request.viewer
    show = "catalogue" if request.GET.get("show") == "catalogue" else "week"
    track = request.GET.get("track", "")
    track = track if track in TRACKS else ""
    shown = _catalogue(viewer, track) if show == "catalogue" else _week(request, track)
    context = {
        "show": show,
        "may_change": viewer.may("activity", "change"),
        "may_follow": viewer.may("attendance", "read"),
        "tabs": [
            {"text": text, "url": _link(show=each, track=track), "current": each == show}
            for each, text in (("week", _("The week")), ("catalogue", _("Catalogue")))
        ],
        "tracks": [
            {
                "text": text,
                "url": _link(show=show, track=each, week=request.GET.get("week", "")),
                "current": each == track,
            }
            for each, text in [("", _("All tracks")), *TRACKS.choices()]
        ],
    }
    return render(request, "staff/activities/activities.html", context | shown)


def _link(**wanted) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in wanted.items() if value)


def _week(request, track: str) -> dict:
    today = timezone.localdate()
    monday = _monday(request.GET.get("week", ""), today)
    sessions = known.sessions_between(request.viewer, monday, monday + WEEK - dt.timedelta(days=1))
    if track:
        sessions = sessions.filter(activity__track=track)
    by_day = [(on, list(rows)) for on, rows in groupby(sessions, key=lambda one: one.on)]
    year, number, _weekday = monday.isocalendar()
    return {
        "title": _("Week %(number)s") % {"number": number},
        "text": f"{day(monday)} – {day(monday + WEEK - dt.timedelta(days=1))}",
        "days": [{"words": day_full(on), "today": on == today, "sessions": rows} for on, rows in by_day],
        "today": today,
        "previous": _link(show="week", track=track, week=_name(monday - WEEK)),
        "next": _link(show="week", track=track, week=_name(monday + WEEK)),
        "now": "" if monday <= today < monday + WEEK else _link(show="week", track=track),
        "year": year,
    }


def _name(monday: dt.date) -> str:
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def _monday(text: str, today: dt.date) -> dt.date:
    """The Monday of a week written as 2026-W48; of this week when it is none."""
    this = today - dt.timedelta(days=today.weekday())
    try:
        year, _w, number = text.partition("-W")
        found = dt.date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return this
    return found if dt.date(1990, 1, 1) < found < dt.date(2200, 1, 1) else this


def _catalogue(viewer, track: str) -> dict:
    rows = list(known.visible_to(viewer).filter(retired_on__isnull=True))
    chosen = [row for row in rows if track in ("", row.track)]
    counts = [(term.label, sum(row.track == term.code for row in rows)) for term in TRACKS]
    groups = [(term, [row for row in chosen if row.track == term.code]) for term in TRACKS]
    return {
        "title": _("Catalogue"),
        "text": " · ".join(f"{label}: {count}" for label, count in counts if count),
        "groups": [(term, found) for term, found in groups if found],
        "several_units": len({row.unit_id for row in rows}) > 1,
    }


def activity(request, activity_id):
    """One activity: what it is, and its sessions."""
    one = known.find(request.viewer, activity_id)
    today = timezone.localdate()
    sessions = known.sessions_of(request.viewer).filter(activity=one)
    context = {
        "activity": one,
        "may_change": known.may_change(request.viewer, one),
        "coming": list(sessions.filter(on__gte=today)[:MOST_COMING]),
        "past": list(sessions.filter(on__lt=today).order_by("-starts_at", "id")[:MOST_PAST]),
        "today": today,
    }
    return render(request, "staff/activities/activity.html", context)


def new(request):
    """Put an activity into the catalogue of one of the viewer's units."""
    units = list(known.units_of(request.viewer, "change"))
    asked = request.POST.get("unit", "")
    unit = next((one for one in units if str(one.pk) == asked), units[0] if units else None)
    if unit is None:
        raise NotAllowed
    form = ActivityForm(request.POST or None, unit=unit, units=units)
    if request.method == "POST" and form.is_valid():
        made = []
        if refusals.accepted(form, lambda: made.append(_write(request, form, unit, None))):
            drafts.discard(user=request.user, form_key=DRAFT)
            said = _("%(name)s is in the catalogue. Plan when it is held.")
            messages.success(request, said % {"name": made[0].name})
            return redirect("activity", made[0].pk)
    kept = restore_draft(form, user=request.user, form_key=DRAFT)
    context = {"form": form, "form_key": DRAFT, "kept": kept, "back": reverse("activities")}
    return render(request, "staff/activities/activity_form.html", context)


def _write(request, form, unit, activity, version=None):
    facts = form.facts()
    if form.cleaned_data["new_room"]:
        facts["room"] = changing.add_room(unit=unit, name=form.cleaned_data["new_room"], by=request.viewer)
    if activity is None:
        return changing.create(unit=unit, by=request.viewer, **facts)
    return changing.change(activity=activity, version=version, by=request.viewer, **facts)


def change(request, activity_id):
    """Change an activity. What is planned already stays as it is."""
    one = _changeable(request, activity_id)
    key = f"activity-{one.pk}"
    back = reverse("activity", args=[one.pk])

    def build(posted):
        return [Part(ActivityForm(posted, unit=one.unit, activity=one))]

    both = meanwhile.meet(request, key, one.version, build, title=one.name, back_url=back)
    form = both.forms[0]

    def save():
        _write(request, form, one.unit, one, both.version)

    if answer := saving.answered(request, both, save, said=_("The changes are saved."), to=back):
        return answer
    context = {"form": form, "form_key": key, "kept": both.kept, "both": both, "back": back, "activity": one}
    return render(request, "staff/activities/activity_form.html", context)


def retire(request, activity_id):
    """Ask, then take the activity out of the catalogue."""
    one = _changeable(request, activity_id)
    if request.method == "POST":
        changing.retire(activity=one, by=request.viewer)
        messages.success(request, _("%(name)s is no longer in the catalogue.") % {"name": one.name})
        return redirect("activities")
    return render(request, "staff/activities/retire.html", {"activity": one})


def _changeable(request, activity_id):
    one = known.find(request.viewer, activity_id)
    if not known.may_change(request.viewer, one):
        raise NotAllowed
    return one
