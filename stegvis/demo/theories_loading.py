"""The theories of change of the demonstration projects, with their evaluation plans and findings, from YAML."""

import datetime as dt
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer
from stegvis.demo.cast import CAST
from stegvis.organisation.models import Project
from stegvis.programme.actions import assumptions, learning, theory
from stegvis.programme.models import Assumption, Finding, Theory, TheoryBox
from stegvis.programme.theory_chart import in_order

FOLDER = Path(__file__).parent / "theories"
CODES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def load_all() -> int:
    """Build the theories that are not there yet, each in the name of who leads its project. How many."""
    projects = Project.objects.filter(code__in=CODES).exclude(pk__in=Theory.objects.values("project"))
    for project in projects:
        with transaction.atomic():
            _Loading(project, _leader(project)).load()
    return len(projects)


def _leader(project: Project) -> Viewer:
    """The regional coordinator of the project that the cast belongs to, or of the first one."""
    leads = [player for player in CAST if player.role == "regional_coordinator"]
    player = next((one for one in leads if one.project == project.code), leads[0])
    return viewer_of(User.objects.get(email=player.email), screen="demo load")


class _Loading:
    """One project's theory on its way in, through the actions that the screens use."""

    def __init__(self, project: Project, by: Viewer):
        self.project, self.by, self.today = project, by, timezone.localdate()
        self.told = yaml.safe_load((FOLDER / f"{project.code}.yaml").read_text(encoding="utf-8"))
        self.boxes: dict[str, TheoryBox] = {}
        self.assumptions: dict[str, Assumption] = {}

    def load(self) -> None:
        """Everything, in the order in which it hangs together."""
        told = {name: self.told.get(name, "") for name in ("call", "call_number", "objective")}
        theory.set_call(project=self.project, by=self.by, **told)
        # from the end to the beginning, so that each arrow has a box to go to; those of a layer as they are written
        layers = sorted({box["layer"] for box in self.told["boxes"]}, key=in_order, reverse=True)
        for layer in layers:
            for box in (one for one in self.told["boxes"] if one["layer"] == layer):
                self._box(dict(box))
        for one in self.told["assumptions"]:
            self._assumption(one)
        for one in self.told["questions"]:
            self._question(dict(one))
        for one in self.told["findings"]:
            self._finding(dict(one))

    def _box(self, told: dict) -> None:
        key, leads_to = told.pop("id"), [self.boxes[name].pk for name in told.pop("to", ())]
        self.boxes[key] = theory.add_box(project=self.project, leads_to=leads_to, by=self.by, **told)

    def _assumption(self, told: dict) -> None:
        target = self.boxes[told["target"]] if "target" in told else None
        made = assumptions.add(box=self.boxes[told["box"]], target=target, text=told["text"], by=self.by)
        self.assumptions[told["id"]] = made
        for review in told.get("reviews", ()):
            assumptions.review(
                assumption=made,
                verdict=review["verdict"],
                saw=review["saw"],
                changed=review.get("changed", ""),
                reviewed_on=self._day(review["day"]),
                by=self.by,
            )

    def _question(self, told: dict) -> None:
        told["due_on"] = self._day(told.pop("due"))
        told["box"] = self.boxes[told["box"]]
        learning.ask(project=self.project, by=self.by, **told)

    def _finding(self, told: dict) -> None:
        about = told.pop("about")
        for short, name in (("seen", "seen_on"), ("follow_up", "follow_up_on"), ("followed_up", "followed_up_on")):
            if short in told:
                told[name] = self._day(told.pop(short))
        if "assumption" in about:
            # the review has made it already
            found = Finding.objects.get(assumption=self.assumptions[about["assumption"]])
            learning.change_finding(finding=found, by=self.by, **told)
        else:
            told |= {"box": self.boxes[about["box"]], "figure": about.get("figure", "")}
            learning.note(project=self.project, by=self.by, **told)

    def _day(self, told: dt.date | int) -> dt.date:
        return self.today + dt.timedelta(days=told) if isinstance(told, int) else told
