"""The goals that the two demonstration projects set themselves, as exactly as their print allows."""

import datetime as dt
from dataclasses import dataclass

from stegvis.access.rules import Viewer
from stegvis.evaluation.definitions import Base, Dimension
from stegvis.evaluation.goals.definition import GoalDefinition, ReadAt
from stegvis.organisation.models import Project
from stegvis.programme.actions import goals
from stegvis.programme.models import Goal

#: Project → the day on which its print reads the goal; without one, the day of the release.
READ_ON = {"va2-kristinehamn": dt.date(2022, 10, 1)}
MAIN = "60 procent till arbete eller studier"
#: Project → what everybody wants to have brought about; the units that have said it in their own words.
IMAGES = {
    "fsla": (
        "Alla som vill och kan arbeta i våra nio kommuner har en väg till arbete eller studier.",
        {"Mönsterås": "I Mönsterås ska ingen vänta mer än två veckor på en första kontakt."},
    ),
    "va2-kristinehamn": ("Unga i Kristinehamn har något att gå till som leder vidare.", {}),
}


@dataclass(frozen=True)
class SubGoal:
    """A goal under the main one, with where it is seen; counted ones with how many, and counts on days.

    `judged`: how far it is fulfilled, why, and what shows it.
    """

    area: str
    kind: str
    name: str
    text: str
    source: str
    number: int | None = None
    due_on: dt.date | None = None
    counts: tuple[tuple[dt.date, int], ...] = ()
    judged: tuple[str, ...] = ()


SUB_GOALS = {
    "fsla": (
        SubGoal(
            "steering", "existence", "Styrgruppen följer upp målen",
            "Målen står på dagordningen vid varje styrgruppsmöte", "Styrgruppens protokoll",
        ),
        SubGoal(
            "actors", "count", "Nio kommuner är med", "Nio kommuner har skrivit in deltagare",
            "Projektets släpp", 9, None, ((dt.date(2021, 3, 31), 6), (dt.date(2022, 3, 31), 9)),
            ("met", "Alla nio har skrivit in deltagare sedan mars 2022.", "Resultatsidan, släpp 1"),
        ),
        SubGoal(
            "work", "count", "30 arbetsplatser tar emot", "30 arbetsplatser har tagit emot en deltagare",
            "Handledarnas lista över arbetsplatser", 30, dt.date(2022, 6, 30),
            ((dt.date(2021, 6, 30), 11), (dt.date(2021, 12, 31), 19), (dt.date(2022, 6, 30), 27)),
            ("partly", "27 av 30 när tiden var ute.", "Listan över arbetsplatser den 30 juni 2022"),
        ),
        SubGoal("health", "perception", "Deltagarna upplever bättre hälsa",
                "Andelen som säger det själva i uppföljningen", "Projektets enkät"),
    ),
    "va2-kristinehamn": (
        SubGoal("health", "perception", "90 procent upplever bättre hälsa", "90 procent säger det själva vid avslut",
                "Projektets enkät"),
        SubGoal("study", "existence", "Metod för samverkan med Komvux",
                "En skriven metod som används i ordinarie verksamhet", "Kommunens rutinpärm", None,
                dt.date(2022, 6, 30)),
        SubGoal("external", "existence", "Metod för uppsökande arbete",
                "En skriven metod som används i ordinarie verksamhet", "Kommunens rutinpärm", None,
                dt.date(2022, 10, 31)),
    ),
}  # fmt: skip


def set_goals(*, project: Project, at: dt.date, by: Viewer) -> None:
    """Set the project's goals unless it has some. `at`: the day of its release, to read the goal on."""
    if Goal.objects.filter(project=project).exists():
        return
    definition = GoalDefinition(
        name=MAIN,
        base=Base.ENDED,
        events=("work", "studies"),
        read_at=ReadAt.DATE,
        on=READ_ON.get(project.code, at),
        split=(Dimension.MUNICIPALITY, Dimension.SEX) if project.code == "fsla" else (),
        target=0.6,
    )
    decided = goals.Decided(definition, decision="Projektansökan")
    main = goals.add(
        project=project, name=MAIN, kind="share", area="work", code="arbete-eller-studier", decided=decided, by=by
    )
    _shares_beside(project, main, by)
    for one in SUB_GOALS.get(project.code, ()):
        told = goals.Decided(
            target_text=one.text, target_number=one.number, due_on=one.due_on, decision="Projektansökan"
        )
        made = goals.add(
            project=project, name=one.name, kind=one.kind, area=one.area, source=one.source, decided=told, parent=main,
            by=by,
        )  # fmt: skip
        for day, number in one.counts:
            goals.count(goal=made, number=number, counted_on=day, source=one.source, by=by)
        if one.judged:
            fulfilment, reasoning, evidence = one.judged
            goals.judge(goal=made, fulfilment=fulfilment, reasoning=reasoning, evidence=evidence, by=by)
    text, local = IMAGES[project.code]
    goals.describe(project=project, text=text, decision="Projektansökan", by=by)
    for unit in project.units.filter(municipality__in=local):
        goals.describe(project=project, unit=unit, text=local[unit.municipality], by=by)


def _shares_beside(project: Project, main: Goal, by: Viewer) -> None:
    """What is left of a goal of sixty percent, whether it lasts, and one municipality's own target."""
    rest = GoalDefinition(
        name="Av de andra är hälften i praktik eller söker arbete",
        base=Base.ENDED,
        events=("internship", "job_seeking"),
        apart_from=("work", "studies"),
        target=0.5,
    )
    lasting = GoalDefinition(
        name="Hälften har arbete eller studier efter fyra veckor",
        events=("work", "studies"),
        read_at=ReadAt.WEEKS_4,
        target=0.5,
    )
    for code, definition in (("ovriga", rest), ("efter-fyra-veckor", lasting)):
        decided = goals.Decided(definition, decision="Styrgruppen")
        goals.add(
            project=project, name=definition.name, kind="share", area="work", code=code, decided=decided, parent=main,
            by=by,
        )  # fmt: skip
    unit = project.units.filter(municipality="Hultsfred").first()
    if unit is not None:
        local = GoalDefinition(name="50 procent i Hultsfred", events=("work", "studies"), target=0.5)
        goals.add(
            project=project, name=local.name, kind="share", area="work", code="hultsfred", parent=main, unit=unit,
            decided=goals.Decided(local, decision="Kommunens arbetsmarknadsutskott"), by=by,
        )  # fmt: skip
