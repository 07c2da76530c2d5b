"""The live figures that boxes, questions and findings point at: as the project's newest release shows them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import NotPossible
from stegvis.evaluation.catalogue import INDICATORS
from stegvis.evaluation.composed.definition import Shown
from stegvis.evaluation.definitions import BASE_WORDS, Base, Kind
from stegvis.organisation.models import Project
from stegvis.programme.figures import Figure, every
from stegvis.programme.models import Goal
from stegvis.programme.queries import goals, own_indicators
from stegvis.programme.theory_chart import Box
from stegvis.reporting import goal_words, story, words
from stegvis.reporting import own_indicators as reading_own
from stegvis.reporting.frozen import FrozenResults, FrozenRow
from stegvis.reporting.goals import holding
from stegvis.reporting.models import Release
from stegvis.reporting.queries import releases


@dataclass(frozen=True)
class Live:
    """A figure as it may be shown. `value`, `interval` and `target` are shares (0–1) or, with `most`, numbers.

    `text` is the figure in words ("49 %", "hidden"), `aim` its target, `of` and `between` what it is made of, `who`
    whom it is about. `release` and `indicator`, or `goal`, or `own`, say where its definition stands.
    """

    title: str
    text: str
    aim: str = ""
    of: str = ""
    between: str = ""
    who: str = ""
    at: date | None = None
    value: float | None = None
    interval: tuple[float, float] | None = None
    target: float | None = None
    most: float = 1.0
    met: bool | None = None
    by_hand: str = ""
    release: int | None = None
    indicator: str = ""
    base: str = ""
    goal: str = ""
    own: str = ""


class LiveFigures:
    """The figures of one project's newest release and goals, each looked up once."""

    def __init__(self, viewer: Viewer, project: Project):
        self._viewer, self._project = viewer, project
        self._found: dict[tuple[str, int | None], Live | None] = {}
        self._release: Release | None = None
        self._looked = False

    def of(self, text: str, planned: int | None = None) -> Live | None:
        """The figure that the pointer names; None for none, and for one that no longer exists."""
        key = (text, planned)
        if key not in self._found:
            figure = Figure.read(text)
            if figure is None:
                self._found[key] = None
            elif figure.own:
                self._found[key] = self._own(figure.own, planned)
            else:
                self._found[key] = self._goal(figure.goal) if figure.goal else self._indicator(figure, planned)
        return self._found[key]

    def of_box(self, box: Box) -> Live | None:
        """The figure of a box: live, or what was noted by hand, or only what is planned."""
        found = self.of(box.figure, box.planned)
        if found is not None or (box.planned is None and box.reached is None):
            return found
        return _by_hand(box)

    def _newest(self) -> Release | None:
        if not self._looked:
            self._looked = True
            try:
                self._release = releases.find(self._viewer, self._project)
            except NotFound:
                self._release = None
        return self._release

    def _goal(self, code: str) -> Live | None:
        try:
            standing = goals.find(self._viewer, self._project, code)
        except NotFound:
            return None
        goal = standing.goal
        if standing.definition is None:
            aim = standing.versions[-1].target_text
            return Live(goal.name, FULFILMENT_WORDS[goal.fulfilment](), aim=aim, met=_judged(goal), goal=code)
        target = words.share_text(standing.definition.target)
        told = {"aim": _("goal %s") % target, "target": standing.definition.target, "goal": code}
        told["who"] = standing.definition.sentence().in_language(goal_words.language())
        try:
            declared = holding(self._viewer, self._project, standing).found.declared
        except NotPossible:
            return Live(goal.name, _("not released yet"), **told)
        if declared.value is None:
            return Live(goal.name, _("hidden"), at=declared.choices.at, **told)
        counted = declared.numerator is not None and declared.denominator is not None
        pair = {"part": words.count_text(declared.numerator), "whole": words.count_text(declared.denominator)}
        return Live(
            goal.name,
            words.share_text(declared.value),
            of=_("%(part)s of %(whole)s") % pair if counted else _("As printed"),
            between=words.between_text(declared.interval) if declared.interval else "",
            at=declared.choices.at,
            value=declared.value,
            interval=declared.interval,
            met=declared.met,
            **told,
        )

    def _own(self, code: str, planned: int | None) -> Live | None:
        try:
            standing = own_indicators.find(self._viewer, self._project, code)
        except NotFound:
            return None
        name = standing.indicator.name
        try:
            found = reading_own.read(self._viewer, self._project, standing)
        except NotPossible:
            return Live(name, _("not released yet"), own=code)
        row, share = found.whole, found.asked.shown != Shown.COUNT
        told = {"aim": _planned_text(planned, share=share)} if planned is not None else {}
        told |= {"own": code, "at": found.at}
        if row.hidden or (share and row.value is None):
            return Live(name, _("hidden") if row.hidden else _("nobody yet"), **told)
        if not share:
            return Live(name, reading_own.headline(found), **told, **_against(row.numerator or 0, planned))
        target = None if planned is None else planned / 100
        return Live(
            name,
            reading_own.headline(found),
            of=reading_own.detail(found),
            between=words.between_text(row.interval) if row.interval else "",
            value=row.value,
            interval=row.interval,
            target=target,
            met=None if target is None or row.value is None else row.value >= target,
            **told,
        )

    def _indicator(self, figure: Figure, planned: int | None) -> Live:
        definition, title = INDICATORS[figure.indicator], name_of(figure)
        who = BASE_WORDS[Base(figure.base or definition.population)].who.in_language(story.language())
        told = {"indicator": figure.indicator, "base": figure.base, "who": who}
        if planned is not None:
            told["aim"] = _planned_text(planned, share=figure.is_share)
        release = self._newest()
        row = _row(release, figure) if release else None
        if release is None or row is None:
            return Live(title, _("not released yet"), **told)
        told |= {"release": release.number, "at": release.at}
        if row.suppressed or row.value is None:
            return Live(title, _("hidden") if row.suppressed else _("nobody yet"), **told)
        return _shown(title, figure, row, planned, told)


def _row(release: Release, figure: Figure) -> FrozenRow | None:
    results = FrozenResults(release.results)
    try:
        return results.one(figure.indicator, figure.base or None, destination=figure.cell or None)
    except KeyError:
        return None


def _shown(title: str, figure: Figure, row: FrozenRow, planned: int | None, told: dict) -> Live:
    kind = INDICATORS[figure.indicator].kind
    if kind is Kind.COUNT:
        told |= _against(row.numerator or 0, planned)
        return Live(title, words.count_text(row.numerator), **told)
    if kind is Kind.MEDIAN_DURATION:
        days = round(row.value or 0)
        told["between"] = _days_between(row) if row.interval else ""
        return Live(title, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}, **told)
    target = None if planned is None else planned / 100
    return Live(
        title,
        words.percent_text(row),
        of=words.of_text(row),
        between=words.interval_text(row),
        value=row.value,
        interval=row.interval,
        target=target,
        met=None if target is None or row.value is None else row.value >= target,
        **told,
    )


def _days_between(row: FrozenRow) -> str:
    low, high = row.interval or (0, 0)
    return _("between %(low)s and %(high)s") % {"low": round(low), "high": round(high)}


def _against(number: int, planned: int | None) -> dict:
    """A number beside what was planned: both as they are, no share of one in the other."""
    if planned is None:
        return {}
    return {
        "value": float(number),
        "target": float(planned),
        "most": float(max(number, planned, 1)),
        "met": number >= planned,
    }


def _by_hand(box: Box) -> Live:
    aim = "" if box.planned is None else _planned_text(box.planned)
    counted_in = f" {box.counted_in}" if box.counted_in else ""
    if box.reached is None:
        return Live(box.name, aim + counted_in)
    told = _against(box.reached, box.planned)
    text = words.count_text(box.reached) + counted_in
    return Live(box.name, text, aim=aim, at=box.reached_on, by_hand=box.reached_source, **told)


def _planned_text(planned: int, *, share: bool = False) -> str:
    amount = words.share_text(planned / 100) if share else words.count_text(planned)
    return _("planned %s") % amount


#: What somebody has judged of a goal that no release can read.
FULFILMENT_WORDS = {
    "": lambda: _("Not judged yet"),
    "met": lambda: _("Met"),
    "partly": lambda: _("Partly met"),
    "not_met": lambda: _("Not met"),
}


def _judged(goal: Goal) -> bool | None:
    return {"met": True, "not_met": False}.get(goal.fulfilment)


def name_of(figure: Figure) -> str:
    """`Vart deltagarna gick: praktik (alla avslutade)`."""
    title = INDICATORS[figure.indicator].reading.title.in_language(story.language())
    if figure.cell:
        title = f"{title}: {story.destination_label(figure.cell).lower()}"
    return f"{title} ({story.base_label(figure.base).lower()})" if figure.base else title


def choices(viewer: Viewer, project: Project) -> list:
    """Every figure that may be pointed at, for a form: goals first, then the indicators."""
    own = [(str(Figure(goal=one.goal.code)), one.goal.name) for one in goals.of_project(viewer, project)]
    found: list = [("", _("No figure"))]
    if own:
        found.append((_("Goals of the project"), own))
    if composed := _composed(viewer, project):
        found.append((_("Own indicators"), composed))
    found.append((_("From the newest release"), [(str(one), name_of(one)) for one in every()]))
    return found


def _composed(viewer: Viewer, project: Project) -> list[tuple[str, str]]:
    """The project's own indicators in use; none for who may not read them."""
    try:
        every_own = own_indicators.of_project(viewer, project)
    except NotFound:
        return []
    return [(str(Figure(own=one.indicator.code)), one.indicator.name) for one in every_own if not one.retired]
