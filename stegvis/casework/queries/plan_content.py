"""The plan as it stands, as plain words and codes: what a version keeps, and what two versions are compared by."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.casework.models import Plan, PlanFrame, PlanGoal, PlanRoute, PlanStatement, Step
from stegvis.casework.queries.due.row import said
from stegvis.casework.vocabulary.plan import ANSWERS, FRAME_KINDS, RESPONSIBLE, ROUTE_KINDS, STEP_STATES, TRACKS

#: The parts of a plan's content, in the order in which they are read and compared.
SINGLE = ("goal", "occupation", "sustainable", "review_on")
LISTS = ("goals", "routes", "steps", "frames", "statements")


def of(plan: Plan) -> dict:
    """The whole plan with its steps and frames, as it can be kept in JSON. For actions and for `compare`."""
    steps = Step.objects.filter(participant=plan.participant_id).select_related("responsible_user").order_by("id")
    frames = PlanFrame.objects.filter(participant=plan.participant_id, ended_at=None).order_by("id")
    goals, routes = plan.goals.filter(left_on=None), plan.routes.all()
    return made_of(plan, goals=goals, routes=routes, steps=steps, frames=frames, statements=plan.statements.all())


def made_of(
    plan: Plan,
    *,
    goals: Iterable[PlanGoal] = (),
    routes: Iterable[PlanRoute] = (),
    steps: Iterable[Step] = (),
    frames: Iterable[PlanFrame] = (),
    statements: Iterable[PlanStatement] = (),
) -> dict:
    """The content from parts that have been read already, statements the latest first."""
    return {
        "goal": plan.goal,
        "occupation": plan.occupation,
        "sustainable": plan.sustainable,
        "review_on": _day(plan.review_on),
        "goals": [{"id": str(each.pk), "text": each.text, "reached_on": _day(each.reached_on)} for each in goals],
        "routes": [
            {"id": str(each.pk), "kind": each.kind, "text": each.text, "chosen": each.chosen} for each in routes
        ],
        "steps": [_step(each) for each in steps],
        "frames": [
            {
                "id": str(each.pk),
                "kind": each.kind,
                "text": each.text,
                "set_by": each.set_by,
                "until_on": _day(each.until_on),
            }
            for each in frames
        ],
        "statements": _latest_statements(statements),
    }


def _step(step: Step) -> dict:
    user = step.responsible_user
    return {
        "id": str(step.pk),
        "text": step.text,
        "track": step.track,
        "responsible": step.responsible,
        "name": step.responsible_name or (user.full_name if user else ""),
        "due_on": _day(step.due_on),
        "share": step.share,
        "waiting_for": step.waiting_for,
        "state": step.state,
        "learnt": step.learnt,
    }


def _latest_statements(statements: Iterable[PlanStatement]) -> list[dict]:
    latest: dict[str, dict] = {}
    for each in statements:
        latest.setdefault(each.kind, {"id": each.kind, "answer": each.answer, "text": each.text})
    return [latest[kind] for kind in ANSWERS if kind in latest]


def _day(day) -> str:
    return day.isoformat() if day else ""


def _in_words(day: str) -> str:
    """A kept day as people read it; empty for none."""
    return said(dt.date.fromisoformat(day)) if day else ""


@dataclass(frozen=True)
class Difference:
    """One thing that is not alike: which part of the plan, and its words in the earlier and the later version.

    `before` is empty for what has come, `after` for what has gone.
    """

    part: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if not self.before else "removed" if not self.after else "changed"


def compare(earlier: dict, later: dict) -> list[Difference]:
    """What differs between two contents, part by part, in the words of the reader's language."""
    found = []
    for part in SINGLE:
        before, after = (content.get(part, "") for content in (earlier, later))
        if before != after:
            shown = _in_words if part == "review_on" else str
            found.append(Difference(part, shown(before), shown(after)))
    for part in LISTS:
        before, after = (_by_id(content.get(part, ())) for content in (earlier, later))
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                words = (line_words(part, each.get(key)) for each in (before, after))
                found.append(Difference(part, *words))
    return [each for each in found if each.before != each.after]


def _by_id(lines: Iterable[dict]) -> dict[str, dict]:
    return {line["id"]: line for line in lines}


def line_words(part: str, line: dict | None) -> str:
    """A line of a kept plan in one sentence; empty for none."""
    if line is None:
        return ""
    match part:
        case "goals":
            words = [line["text"], _in_words(line["reached_on"])]
        case "routes":
            words = [ROUTE_KINDS.label(line["kind"]), line["text"], "✓" if line["chosen"] else ""]
        case "frames":
            words = [FRAME_KINDS.label(line["kind"]), line["text"], line["set_by"], _in_words(line["until_on"])]
        case "statements":
            words = [ANSWERS[line["id"]].label(line["answer"]), line["text"]]
        case _:
            words = [
                line["text"],
                TRACKS.label(line["track"]),
                line["name"] or RESPONSIBLE.label(line["responsible"]),
                _in_words(line["due_on"]),
                f"{line['share']} %" if line["share"] else "",
                line["waiting_for"],
                STEP_STATES.label(line["state"]),
                line["learnt"],
            ]
    return " · ".join(filter(None, words))
