"""The goals that the two demonstration projects set themselves, as exactly as their print allows."""

import datetime as dt

from stegvis.access.rules import Viewer
from stegvis.evaluation.definitions import Base
from stegvis.evaluation.goals.definition import GoalDefinition, ReadAt
from stegvis.organisation.models import Project
from stegvis.programme.actions import goals
from stegvis.programme.models import Goal

#: Project → the day on which its print reads the goal; without one, the day of the release.
READ_ON = {"va2-kristinehamn": dt.date(2022, 10, 1)}
MAIN = "60 procent till arbete eller studier"
#: Project → area, kind, name, what can be seen when it is met.
SUB_GOALS = {
    "fsla": (
        (
            "steering",
            "existence",
            "Styrgruppen följer upp målen",
            "Målen står på dagordningen vid varje styrgruppsmöte",
        ),
        ("actors", "count", "Alla nio kommuner deltar", "Nio kommuner har skrivit in deltagare"),
        ("health", "perception", "Deltagarna upplever bättre hälsa", "Andelen som säger det själva i uppföljningen"),
    ),
    "va2-kristinehamn": (
        ("health", "perception", "90 procent upplever bättre hälsa", "90 procent säger det själva vid avslut"),
        ("study", "existence", "Metod för samverkan med Komvux", "En skriven metod som används i ordinarie verksamhet"),
        ("external", "existence", "Metod för uppsökande arbete", "En skriven metod som används i ordinarie verksamhet"),
    ),
}


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
        target=0.6,
    )
    decided = goals.Decided(definition, decision="Projektansökan")
    main = goals.add(
        project=project, name=MAIN, kind="share", area="work", code="arbete-eller-studier", decided=decided, by=by
    )
    for area, kind, name, text in SUB_GOALS.get(project.code, ()):
        told = goals.Decided(target_text=text, decision="Projektansökan")
        goals.add(project=project, name=name, kind=kind, area=area, decided=told, parent=main, by=by)
