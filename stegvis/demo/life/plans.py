"""A plan for (nearly) everybody: goal, steps in their order, agreements, talks, frames, what was tried."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.actions import plan_templates, readiness
from stegvis.casework.models import (
    Enrolment,
    Plan,
    PlanFrame,
    PlanGoal,
    PlanRoute,
    PlanStatement,
    PlanTalk,
    PlanVersion,
    ReadinessCheck,
    ReadinessList,
    Step,
    StepMove,
    Tried,
)
from stegvis.casework.queries import plan_content
from stegvis.casework.queries.readiness import published
from stegvis.casework.vocabulary.plan import ANSWERS
from stegvis.demo.life import plan_words as words
from stegvis.demo.synthesiser.pace import is_working_day

DAY = dt.timedelta(days=1)
#: Rows of these are written in this order: what others point at first.
ORDER = (
    Plan, PlanGoal, PlanRoute, PlanStatement, PlanFrame, PlanTalk, Step, StepMove, PlanVersion, Tried, ReadinessCheck,
)  # fmt: skip


@dataclass
class Rows:
    """What is to be written, by table."""

    of: dict[type, list] = field(default_factory=lambda: {model: [] for model in ORDER})

    def add(self, row):
        """One more row; gives it back."""
        self.of[type(row)].append(row)
        return row

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.of.values()))


def plans(*, today: dt.date, by: Viewer) -> int:
    """Plans for all enrolments, the same for the same people and day; nothing when there are plans already."""
    if Plan.objects.exists():
        return 0
    found = Enrolment.objects.exclude(state="void").select_related("participant", "coach", "unit", "project")
    latest = {one.participant_id: one for one in found.order_by("started_on", "pk")}
    if not latest:
        return 0
    with transaction.atomic():
        lists = _unit_words(list({one.unit_id: one.unit for one in latest.values()}.values()), by)
        rows = Rows()
        for one in latest.values():
            _live(rows, one, lists[one.unit_id], today)
        _write(rows)
        facts = {"plans": len(rows.of[Plan]), "steps": len(rows.of[Step])}
        audit.record(by=by, verb="create", record="plan", facts=facts)
    return rows.count


def _unit_words(units: list, by: Viewer) -> dict[int, ReadinessList]:
    (name, explanation), told = words.TEMPLATE
    steps = [dict(zip(("track", "text", "responsible", "after_weeks"), step, strict=True)) for step in told]
    for unit in units:
        readiness.publish(unit=unit, lines=words.READINESS, by=by)
        plan_templates.save(unit=unit, name=name, explanation=explanation, steps_told=steps, by=by)
    return {unit.pk: published(unit) for unit in units}


def _write(rows: Rows) -> None:
    for model in ORDER:
        model.objects.bulk_create(rows.of[model], batch_size=500)
    begun = [plan for plan in rows.of[Plan] if plan.changed_at]
    for plan in begun:
        plan.begun_at = plan.changed_at  # bulk_create dates them now
    Plan.objects.bulk_update(begun, ["begun_at"], batch_size=200)


def _live(rows: Rows, one: Enrolment, held: ReadinessList, today: dt.date) -> None:
    chance = Random(f"plan {one.participant.identity_number}")  # noqa: S311 - no secret, the same every time
    ends = one.ended_on or today
    begins = min(one.started_on + chance.randint(5, 20) * DAY, ends)
    if one.state == "active" and chance.random() < 0.08:
        return  # nobody has got round to it
    who = one.coach.full_name if one.coach else "Handledaren"
    goal, occupation, sub_goals, ways = chance.choice(words.GOALS)
    review = today + chance.randint(-4, 60) * DAY if one.state == "active" else None
    plan = Plan(
        participant=one.participant, goal=goal, occupation=occupation, sustainable=chance.choice(words.SUSTAINABLE),
        begun_by=who, changed_at=_noon(begins), review_on=review, version=chance.randint(2, 6),
    )  # fmt: skip
    rows.add(plan)
    parts = {
        "goals": [rows.add(PlanGoal(plan=plan, text=text)) for text in sub_goals],
        "routes": [
            rows.add(PlanRoute(plan=plan, kind=kind, text=text, chosen=number == 0))
            for number, (kind, text) in enumerate(ways)
        ],
        "statements": _statements(rows, plan, chance, begins, ends, who),
        "frames": _frames(rows, one, chance, begins, today),
        "steps": _steps(rows, one, chance, begins, ends, who),
    }
    if parts["goals"] and chance.random() < 0.5:
        parts["goals"][0].reached_on = begins + (ends - begins) // 2
    _agreements(rows, plan, parts, chance, begins, ends, who)
    _talks(rows, one, chance, begins, ends, who, today)
    for track, text, result, worked in chance.sample(words.TRIED, chance.randint(0, 2)):
        rows.add(Tried(participant=one.participant, track=track, text=text, result=result, what_worked=worked,
                       since_on=begins, until_on=begins + (ends - begins) // 3, made_by=who))  # fmt: skip
    for criterion in held.criteria.all():
        if chance.random() < 0.6:
            rows.add(
                ReadinessCheck(
                    participant=one.participant, line=criterion.line, met_on=ends - (ends - begins) // 3, made_by=who
                )
            )


def _steps(rows: Rows, one: Enrolment, chance: Random, begins: dt.date, ends: dt.date, who: str) -> list[Step]:
    going_on = one.state == "active"
    chosen = sorted(chance.sample(range(len(words.STEPS)), chance.randint(4, 7)))
    open_ones = chance.choice((0, 1, 2, 2, 3)) if going_on else 0
    made = []
    for number, which in enumerate(chosen):
        track, text, responsible, name, learnt = words.STEPS[which]
        since = begins + (ends - begins) * number // len(chosen)
        until = begins + (ends - begins) * (number + 1) // len(chosen)
        step = Step(
            participant=one.participant, enrolment=one, track=track, text=text, responsible=responsible,
            responsible_name=name, added_by=who, starts_on=since if track != "internal" else None,
        )  # fmt: skip
        if number >= len(chosen) - open_ones:
            step.state = "under_way" if number == len(chosen) - open_ones else "planned"
            step.starts_on = None if step.state == "planned" else step.starts_on
            step.due_on = ends + chance.randint(-9, 50) * DAY
            step.due_on = max(step.due_on, step.starts_on or step.due_on)
        else:
            step.state = chance.choices(("done", "learnt", "changed"), (8, 2, 1))[0]
            step.done_on, step.due_on = until, until
            step.learnt = learnt or ("Vi gör det i mindre bitar nästa gång." if step.state == "learnt" else "")
        made.append(rows.add(step))
        if step.done_on:
            rows.add(StepMove(step=step, source="planned", target=step.state, happened_on=until,
                              learnt=step.learnt, made_by=who))  # fmt: skip
    return made


def _statements(rows, plan, chance: Random, begins: dt.date, ends: dt.date, who: str) -> list[PlanStatement]:
    made = []
    for kind, answers in ANSWERS.items():
        for on in sorted({begins, begins + (ends - begins) // 2}, reverse=True):
            if chance.random() < 0.6:
                answer = chance.choice(answers.codes)
                made.append(rows.add(PlanStatement(plan=plan, kind=kind, answer=answer, said_on=on, made_by=who)))
    return made


def _frames(rows, one: Enrolment, chance: Random, begins: dt.date, today: dt.date) -> list[PlanFrame]:
    if one.state != "active" or chance.random() < 0.4:
        return []
    kind, text, set_by = chance.choice(words.FRAMES)
    until = today + chance.randint(5, 200) * DAY if kind != "income_support" else None
    return [
        rows.add(PlanFrame(participant=one.participant, kind=kind, text=text, set_by=set_by, since_on=begins,
                           until_on=until))
    ]  # fmt: skip


def _agreements(rows, plan: Plan, parts: dict, chance: Random, begins: dt.date, ends: dt.date, who: str) -> None:
    how = chance.choice(("together", "together", "paper", "phone"))
    middle = begins + (ends - begins) // 2
    early = parts | {"steps": parts["steps"][:3], "frames": [], "statements": []}
    told = {"participant": plan.participant, "plan": plan, "made_by": who}
    rows.add(PlanVersion(number=1, plan_version=1, kept_at=_noon(begins), agreed_on=begins, agreed_how="together",
                         content=plan_content.made_of(plan, **early), **told))  # fmt: skip
    plan.agreed_version = 1
    if chance.random() < 0.75:
        rows.add(PlanVersion(number=2, plan_version=plan.version, kept_at=_noon(middle), agreed_on=middle,
                             agreed_how=how, content=plan_content.made_of(plan, **parts), **told))  # fmt: skip
        plan.agreed_version = plan.version


def _talks(rows, one: Enrolment, chance: Random, begins: dt.date, ends: dt.date, who: str, today: dt.date) -> None:
    on = begins + 30 * DAY
    while on <= ends:
        held = _working_day(on)
        rows.add(PlanTalk(participant=one.participant, planned_on=held, held_on=held, text=chance.choice(words.TALKS),
                          made_by=who))  # fmt: skip
        on += chance.randint(50, 90) * DAY
    if one.state == "active" and chance.random() < 0.8:
        planned = _working_day(today + chance.randint(-2, 40) * DAY)
        if planned <= one.project.ends_on:
            rows.add(PlanTalk(participant=one.participant, planned_on=planned, made_by=who))


def _working_day(on: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    while not is_working_day(on):
        on -= DAY
    return on


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
