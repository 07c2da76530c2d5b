"""What the pages of team and sharing show."""

import datetime as dt

from django.utils import timezone

from stegvis.access.rules import Viewer
from stegvis.casework.models import Participant
from stegvis.casework.queries import consents, enrolments, onward, team, team_meetings
from stegvis.casework.vocabulary.onward import ONWARD_OPEN
from stegvis.casework.vocabulary.team import INFORMATION
from stegvis.web.staff.participant_plan.page import contact_of
from stegvis.web.staff.participant_team.forms import OnwardMoveForm


def kinds_words(codes) -> str:
    """Kinds of information in one line."""
    return ", ".join(INFORMATION.label(code).lower() for code in codes)


def team_context(viewer: Viewer, person: Participant) -> dict:
    """The team's page, in a fixed number of queries."""
    today = timezone.localdate()
    members = list(team.of(viewer, person))
    times = enrolments.of_participant(viewer, person).exclude(state="void").prefetch_related("coach_periods__coach")
    return {
        "person": person,
        "today": today,
        "coach": contact_of(list(times)),
        "lines": [line for line in _lines(viewer, person, members, today) if not _past(line["member"], today)],
        "past": [member for member in members if _past(member, today)],
        "may_change": team.may(viewer, "team", "change", person),
        "may_share": team.may(viewer, "disclosure", "read", person),
        "meetings": list(team_meetings.of(viewer, person)),
        "onward": _onward(viewer, person, today),
    }


def _onward(viewer: Viewer, person: Participant, today: dt.date) -> list[dict]:
    """The referrals onward, those that go on first."""
    lines = [
        {
            "referral": each,
            "open": each.state in ONWARD_OPEN,
            "late": each.state in ONWARD_OPEN and each.answer_by < today,
            "kinds": kinds_words(each.disclosure.kinds) if each.disclosure else "",
            "form": OnwardMoveForm(prefix="onward_move", auto_id=f"id-{each.pk}-%s"),
        }
        for each in onward.of(viewer, person)
    ]
    return sorted(lines, key=lambda line: not line["open"])


def _past(member, today: dt.date) -> bool:
    return member.until_on is not None and member.until_on < today


def _lines(viewer: Viewer, person: Participant, members, today: dt.date) -> list[dict]:
    """Each member with the consent that holds today towards them."""
    held = consents.lifted(consents.of(viewer, person), today)
    lines = []
    for member in members:
        consent = held.get(member.contact_id)
        lines.append({"member": member, "consent": consent, "kinds": kinds_words(consent.kinds) if consent else ""})
    return lines


def sharing_context(viewer: Viewer, person: Participant) -> dict:
    """The page of consents and register, in a fixed number of queries."""
    today = timezone.localdate()
    given = [
        {"consent": each, "state": each.state(today), "kinds": kinds_words(each.kinds)}
        for each in consents.of(viewer, person)
    ]
    return {
        "person": person,
        "today": today,
        "open_consents": [one for one in given if one["state"] in ("valid", "coming")],
        "past_consents": [one for one in given if one["state"] not in ("valid", "coming")],
        "register": [
            {
                "line": each,
                "kinds": kinds_words(each.kinds),
                "uncovered": each.consent is not None and not each.consent.holds(each.disclosed_on),
            }
            for each in consents.register(viewer, person)
        ],
        "may_change": team.may(viewer, "disclosure", "change", person),
        "may_team": team.may(viewer, "team", "read", person),
    }


def empty_forms(acts: dict, viewer: Viewer, person: Participant) -> dict:
    """One empty form for each act that has one, by the act's name; directory and team are read once."""
    offered = offers(viewer, person)
    return {name: build(act, name, offered) for name, act in acts.items() if act.form}


def offers(viewer: Viewer, person: Participant) -> dict:
    """Whom a form lets one choose among: the `contact`s of the directory, those to be `invited` of the team."""
    members = team.now(viewer, person, timezone.localdate())
    in_team = {member.contact_id: member.contact for member in members}
    return {"contact": list(team.contacts_for(viewer, person)), "invited": list(in_team.values())}


def build(act, name: str, offered: dict, posted=None):
    """The act's form, with the contacts to choose among where it has such a field."""
    field = next((each for each in offered if each in act.form.base_fields), None)
    more = {"contacts": offered[field]} if field else {}
    return act.form(posted, prefix=name, **more)


def section_lines(viewer: Viewer, person: Participant) -> list[dict]:
    """The team now, for the page of the participant: two queries."""
    today = timezone.localdate()
    return _lines(viewer, person, team.now(viewer, person, today), today)
