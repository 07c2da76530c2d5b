"""The first screen after sign-in: My week for those who have participants; the right place for everybody else."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.queries import assignments, kept
from stegvis.access.roles import ROLES
from stegvis.base import vocabulary
from stegvis.casework.actions import looks
from stegvis.casework.queries import calendar, caseload, due, protections, referrals
from stegvis.programme.queries import learning
from stegvis.web.shared.words import day_full
from stegvis.web.staff.start import agenda, due_actions, week

#: So many of those to be called back; the list shows the rest.
MOST_CALLS = 3


#: So many rows of what needs somebody stand open; the rest are one press away: the week is taken in at a look.
FIRST = 6
#: And so many of those; the least urgent come up as the others are done, so that the page never grows past its weight.
LATER = 20


@never_cache
def start(request):
    """Where the person should begin."""
    viewer = request.viewer
    if viewer.may("participant", "list"):
        return _week(request)
    if viewer.may("audit_log", "read"):
        return redirect("audit_log")
    if viewer.may("user", "manage"):
        return redirect("accounts")
    if viewer.may("result", "read"):
        return redirect("results")
    roles = [ROLES[slug] for slug in dict.fromkeys(grant.role for grant in viewer.grants)]
    context = {
        "roles": [_described(role, request) for role in roles],
        "ended": assignments.ended_of(request.user, timezone.localdate())[:3],
    }
    return render(request, "staff/start/nothing.html", context)


def _described(role, request) -> tuple[str, str]:
    swedish = not request.LANGUAGE_CODE.startswith("en")
    return role.label(), role.description_sv if swedish else role.description_en


def _week(request):
    vocabulary.catch_up()
    viewer, today = request.viewer, timezone.localdate()
    parts = week.by_time(viewer, today)
    outlived, uncoached = week.outlived(viewer, today), week.uncoached(viewer)
    leaving = week.handed_over(viewer)
    incomplete, incomplete_count = week.incomplete(viewer)
    lately = week.lately(viewer, today)
    active = sum(part.count for part in parts)
    needs = [*outlived[: week.MOST], *leaving[: week.MOST], *uncoached[: week.MOST]]
    attempts = kept.rows(viewer, _attempts)
    now = due.week(viewer, today)
    dues = now.rows
    calls = referrals.first_to_call(viewer, today, MOST_CALLS + 1)
    people = {each.participant.pk for each in dues} | {each.participant_id for each in attempts}
    people |= {each.enrolment.participant_id for each in (*needs, *incomplete, *lately)}
    days = agenda.of(viewer, today)
    people |= calendar.people_in(days.entries if days else ())
    looks.note_list(viewer, "start", len(people) + len(calls[:MOST_CALLS]))
    context = {
        "greeting": _greeting(request),
        "text": " · ".join(
            (
                _begun(day_full(today)),
                _("week %(number)s") % {"number": today.isocalendar().week},
                week.count_words(viewer, active),
            )
        ),
        "needs": needs,
        "attempts": attempts,
        "due_rows": [due_actions.row(viewer, each) for each in dues[:FIRST]],
        "later_rows": [due_actions.row(viewer, each) for each in dues[FIRST : FIRST + LATER]],
        "later_still": len(dues[FIRST + LATER :]),
        "later_count": len(dues[FIRST:]) + len(incomplete),
        "gaps": incomplete,
        "put_off": now.put_off,
        "agenda": days,
        "learning": learning.waiting_everywhere(viewer, today),
        "may_transfer": viewer.may("enrolment", "transfer"),
        "may_stand_up": viewer.may("note", "write"),
        "calls": calls[:MOST_CALLS],
        "more_calls": len(calls) > MOST_CALLS,
        "more_leaving": len(leaving) > week.MOST,
        "outlived_shown": bool(outlived),
        "more_outlived": len(outlived) > week.MOST,
        "incomplete_count": min(incomplete_count, week.COUNTED),
        "incomplete_uncounted": incomplete_count > week.COUNTED,
        "incomplete_shown": len(incomplete),
        "parts": parts,
        "active": active,
        "longest": max(parts, key=lambda part: part.count, default=None),
        "lately": lately,
        "coach": caseload.is_coach(viewer),
        "may_enrol": viewer.may("enrolment", "create"),
        "may_close": viewer.may("enrolment", "close"),
        "may_list_deputies": viewer.may("deputyship", "list"),
        "may_change": viewer.may("enrolment", "change"),
    }
    return render(request, "staff/start/week.html", context)


def _attempts(viewer):
    return protections.attempts(viewer)[: week.MOST]


def _begun(text: str) -> str:
    """The text with a capital at the start and the rest as it is."""
    return text[:1].upper() + text[1:]


def _greeting(request) -> str:
    hour = timezone.localtime().hour
    name = request.user.get_short_name()
    if 5 <= hour < 10:
        return _("Good morning, %(name)s") % {"name": name}
    if hour >= 18 or hour < 5:
        return _("Good evening, %(name)s") % {"name": name}
    return _("Hello, %(name)s") % {"name": name}
