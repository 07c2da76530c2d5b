"""What the page of a plan shows, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.queries import drafts as found_drafts
from stegvis.access.queries.drafts import KeptDraft
from stegvis.access.rules import Viewer
from stegvis.casework.models import Enrolment, Participant, Step
from stegvis.casework.queries import enrolments, plans
from stegvis.casework.queries import plan_templates as offered
from stegvis.casework.queries import readiness as standing
from stegvis.casework.vocabulary.plan import ANSWERS, RESPONSIBLE, STATEMENTS, STEP_STATES, TRACKS
from stegvis.casework.vocabulary.plan_starts import STARTS
from stegvis.web.shared.drafts import fill
from stegvis.web.shared.words import day_short
from stegvis.web.staff.participant_plan.acts import ACTS, units_of


@dataclass(frozen=True)
class StepLine:
    """A step as it is read: what, and one line of who, when and how it stands."""

    step: Step
    who: str
    track: str
    state: str
    when: str
    late: bool
    mark: str
    learnt: str = ""
    #: the key of the draft of what is being written about the step, and what was written but not sent
    draft_key: str = ""
    kept: KeptDraft | None = None

    @property
    def typed(self) -> dict[str, str]:
        """What was written about the step and not sent: `learnt` and `on`."""
        content = self.kept.content if self.kept else {}
        return {name: "".join(map(str, content.get(name, [])[:1])) for name in ("learnt", "on")}


def step_line(step: Step, person: Participant, coach: str, today: dt.date) -> StepLine:
    """The step in words for a reader today. `coach` is the name of the main contact, or empty."""
    late = step.state in ("planned", "under_way") and step.due_on is not None and step.due_on < today
    unreviewed = step.open and step.review_on is not None and step.review_on < today
    mark = {"under_way": "now"}.get(step.state, "later" if step.open else "done")
    return StepLine(
        step=step,
        who=_who(step, person, coach),
        track=TRACKS.label(step.track),
        state=STEP_STATES.label(step.state),
        when=_when(step, late, unreviewed),
        late=late or unreviewed,
        mark=mark,
        learnt=step.learnt,
    )


def _who(step: Step, person: Participant, coach: str) -> str:
    if step.responsible_name:
        return step.responsible_name
    if step.responsible_user:
        return step.responsible_user.full_name
    if step.responsible == "participant":
        return person.name_in_use or person.given_name
    return (coach if step.responsible == "coach" else "") or RESPONSIBLE.label(step.responsible)


def _when(step: Step, late: bool, unreviewed: bool) -> str:
    if not step.open:
        return day_short(step.done_on)
    parts = []
    if late:
        parts.append(_("was to be ready %(day)s") % {"day": day_short(step.due_on)})
    elif step.due_on:
        parts.append(_("ready by %(day)s") % {"day": day_short(step.due_on)})
    if unreviewed:
        parts.append(_("was to be followed up %(day)s") % {"day": day_short(step.review_on)})
    elif step.review_on:
        parts.append(_("followed up %(day)s") % {"day": day_short(step.review_on)})
    if step.moved_from:
        parts.append(_("moved from %(day)s") % {"day": day_short(step.moved_from)})
        if step.moved_because:
            parts[-1] += f": {step.moved_because}"
    return " · ".join(parts)


@dataclass(frozen=True)
class Contact:
    """Whom the person turns to: the coach now, since when, and those before (PLN-19)."""

    name: str
    since_on: dt.date | None
    before: tuple[tuple[str, dt.date, dt.date | None], ...]


def contact_of(times: Sequence[Enrolment]) -> Contact | None:
    """From the enrolments with their coach periods: the main contact of the latest one that goes on."""
    active = [each for each in times if each.state == "active" and each.coach_id]
    if not active:
        return None
    latest = max(active, key=lambda each: (each.started_on, each.pk))
    periods = list(latest.coach_periods.all())
    since = next((each.since_on for each in periods if each.until_on is None), None)
    before = tuple((each.coach.full_name, each.since_on, each.until_on) for each in periods if each.until_on)
    return Contact(latest.coach.full_name, since, before)


def context(viewer: Viewer, person: Participant) -> dict:
    """Everything of one person's plan, in a fixed number of queries. Raises NotFound, NotAllowed."""
    today = timezone.localdate()
    whole = plans.whole(viewer, person)
    times = list(
        enrolments.of_participant(viewer, person).exclude(state="void").prefetch_related("coach_periods__coach")
    )
    contact = contact_of(times)
    coach = contact.name if contact else ""
    lines = [step_line(step, person, coach, today) for step in whole.steps]
    units = units_of(viewer, person)
    return {
        "person": person,
        "whole": whole,
        "plan": whole.plan,
        "contact": contact,
        "open_lines": [line for line in lines if line.step.open],
        "settled_lines": [line for line in lines if not line.step.open],
        "goals": [goal for goal in whole.goals if not goal.left_on],
        "statements": [
            (
                term,
                whole.latest(term.code),
                [(each, ANSWERS[term.code].label(each.answer)) for each in _of(whole, term)],
            )
            for term in STATEMENTS
        ],
        "frames": [(frame, frame.until_on is not None and frame.until_on < today) for frame in whole.frames],
        "held_talks": [talk for talk in whole.talks if talk.held_on],
        "standing": standing.of(viewer, person, units[0]) if units else None,
        "templates": list(offered.of_units(viewer, [unit.pk for unit in units])),
        "starts": STARTS,
        "shares": sum(step.share or 0 for step in whole.open_steps if step.state != "paused"),
        "may_change": plans.may(viewer, "change", person),
        "today": today,
    }


def _of(whole, term) -> list:
    return [each for each in whole.statements if each.kind == term.code]


def draft_key(name: str, person: Participant, step_id="") -> str:
    """The key under which what is typed for an act is kept; for `settle` each step has its own."""
    return f"plan-{name}-{step_id or person.pk}"


def with_forms(shown: dict, user: User) -> dict:
    """What the page shows, and a form for each act that has one, with what the user had typed in it but not sent.

    One query more. `keys`, `forms` and `kept` are by the act's name; `opened` names the parts that stand open.
    """
    person, plan = shown["person"], shown["plan"]
    forms = {name: act.form(prefix=name) for name, act in ACTS.items() if act.form}
    keys = {name: draft_key(name, person) for name in forms}
    steps = {line.step.pk: draft_key("settle", person, line.step.pk) for line in shown["open_lines"]}
    drafts = found_drafts.among(user, [*keys.values(), *steps.values()]) if shown["may_change"] else {}
    kept = {name: drafts[key] for name, key in keys.items() if key in drafts}
    for name, draft in kept.items():
        fill(forms[name], draft)
    forms["agree"].initial["version"] = plan.version if plan else 0
    lines = [
        replace(line, draft_key=steps[line.step.pk], kept=drafts.get(steps[line.step.pk]))
        for line in shown["open_lines"]
    ]
    return shown | {"open_lines": lines, "forms": forms, "keys": keys, "kept": kept, "opened": set(kept)}
