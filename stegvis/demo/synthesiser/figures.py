"""The printed figures of a demonstration project, read from its file and checked.

A figure is what somebody printed: a number, whom it counts, of whom, at which date and how it was rounded.
Whether it is true, and whether it agrees with the other figures, is not decided here.
"""

from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

PROJECTS = Path(__file__).resolve().parent.parent / "projects"
SEXES = ("F", "M")
OUTCOMES = ("work", "studies", "internship", "job_seeking", "other")
STILL_ENROLLED = "still_enrolled"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Frozen):
    """The same words in Swedish and English."""

    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in the language asked for (`sv` or `en`)."""
        return self.en if language == "en" else self.sv


class Municipality(_Frozen):
    """A participating municipality with Statistics Sweden's four-digit municipality code."""

    code: str = Field(pattern=r"^\d{4}$")
    name: str
    focus: Literal["youth", "language", "long_term", "studies", "wide"] = "wide"


class Period(_Frozen):
    """From one day to another, both included."""

    from_on: date
    to_on: date

    def holds(self, day: date) -> bool:
        """Is the day in the period?"""
        return self.from_on <= day <= self.to_on


class InflowCategory(_Frozen):
    """A way in as the report prints it, with our channel for it and how many of a hundred come that way if not printed.

    `note` says what the mapping loses or assumes.
    """

    label: Words
    channel: str
    weight: int = Field(default=1, ge=0)
    note: Words | None = None


class ExitCategory(_Frozen):
    """A way out as the report prints it, with our destination for it and the reporting group that destination is in.

    `note` says what the mapping loses or assumes.
    """

    code: str
    label: Words
    destination: str
    note: Words | None = None


class Remark(_Frozen):
    """Something a reader of the demonstration must know: an assumption, or a printed figure that cannot be used."""

    id: str
    kind: Literal["assumption", "not_held", "not_usable", "protected"]
    text: Words


class DemoProject(_Frozen):
    """Who the project is: number, period, ages and municipalities, and its own words for ways in and out.

    Without `exits` the report prints the five reporting groups; without `inflow` it prints no ways in.
    `changed_legal_sex` is how many of the women were given another identity number later. `seed` makes the invented
    people. Figures are released as of `outcomes_at`.
    """

    code: str
    number: str
    name: str
    start_on: date
    end_on: date
    outcomes_at: date
    age_from: int = 18
    age_to: int = 64
    youth_to: int = 24
    few_starts: Period | None = None
    municipalities: tuple[Municipality, ...]
    inflow: tuple[InflowCategory, ...] = ()
    exits: tuple[ExitCategory, ...] = ()
    two_destinations: bool = True
    changed_legal_sex: int = Field(default=0, ge=0)
    seed: int = 20200152

    @property
    def municipality_names(self) -> tuple[str, ...]:
        """Names in the order of the file."""
        return tuple(m.name for m in self.municipalities)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The codes of the ways out that the report prints."""
        return tuple(exit.code for exit in self.exits) or OUTCOMES

    def destination_of(self, outcome: str) -> str:
        """Our destination for a way out of the report. Raises KeyError for a code it does not print."""
        own = {exit.code: exit.destination for exit in self.exits} or {code: code for code in OUTCOMES}
        return own[outcome]


class Cell(NamedTuple):
    """A kind of people: all who share these facts.

    `stage` counts the days on which the report counted ended people: 0 ended by the first, 1 between the first and
    the second … `channel` and `income` are the way in and the income at entry where a figure speaks of them, else "".
    """

    municipality: str
    sex: str
    outcome: str
    stage: int
    channel: str = ""
    income: str = ""


class Selection(_Frozen):
    """A group of people: everybody, narrowed by each field that is set.

    `outcomes` are ways out as the report prints them, `inflow` a channel and `income` a source of income at entry.
    """

    municipality: str | None = None
    sex: Literal["F", "M"] | None = None
    ended: bool = False
    outcomes: tuple[str, ...] | None = None
    inflow: str | None = None
    income: str | None = None

    @model_validator(mode="after")
    def _outcomes_need_an_end(self):
        if self.outcomes is not None and not self.ended:
            raise ValueError("only people who have ended have an outcome: add `ended: true`")
        return self

    def covers(self, cell: Cell, stage: int) -> bool:
        """Does the group, as counted on the day that ends a stage, hold people of this cell?"""
        has_ended = cell.outcome != STILL_ENROLLED and cell.stage <= stage
        return (
            self.municipality in (None, cell.municipality)
            and self.sex in (None, cell.sex)
            and (has_ended or not self.ended)
            and (self.outcomes is None or cell.outcome in self.outcomes)
            and self.inflow in (None, cell.channel)
            and self.income in (None, cell.income)
        )


class Figure(_Frozen):
    """One printed number: a count of persons, or a share in percent of a base.

    `assumed`: no printed number but a condition that we add, said aloud. `base_assumed`: the base was not printed.
    """

    id: str
    group: Literal["volumes", "outcomes", "subgroups"]
    assumed: bool = False
    label: Words
    printed: int = Field(ge=0)
    unit: Literal["persons", "percent"]
    rounding: Literal["exact", "half_up", "down"]
    date: date
    count: Selection
    base: Selection | None = None
    numerator: int | None = Field(default=None, ge=0)
    priority: Literal[1, 2, 3] = 2
    base_assumed: bool = False
    note: Words | None = None

    @model_validator(mode="after")
    def _share_has_base_and_rounding(self):
        is_share = self.unit == "percent"
        if is_share != (self.base is not None):
            raise ValueError(f"{self.id}: a share needs a base and a count has none")
        if is_share == (self.rounding == "exact"):
            raise ValueError(f"{self.id}: a share is rounded half_up or down, a count is exact")
        return self


class VolumeTarget(_Frozen):
    """How many participants the project meant to reach, in one version of its plan."""

    version: str
    label: Words
    total: int
    women: int
    men: int


class ComparisonShare(_Frozen):
    """A share printed for other projects. `base` is None where the source does not say of whom."""

    id: str
    label: Words
    outcomes: tuple[str, ...]
    percent: int
    base: Words | None


class Figures(_Frozen):
    """All that is known of a demonstration project: identity, targets, comparison shares, printed figures."""

    project: DemoProject
    figures: tuple[Figure, ...]
    targets: tuple[VolumeTarget, ...] = ()
    comparison: tuple[ComparisonShare, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @model_validator(mode="after")
    def _ids_and_names_are_known(self):
        ids = [figure.id for figure in self.figures]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"the same figure id stands twice: {', '.join(twice)}")
        for figure in self.figures:
            for selection in (figure.count, figure.base or figure.count):
                if selection.municipality not in (None, *self.project.municipality_names):
                    raise ValueError(f"{figure.id}: unknown municipality {selection.municipality}")
                if unknown := set(selection.outcomes or ()) - set(self.project.outcomes):
                    raise ValueError(f"{figure.id}: the project has no way out {', '.join(sorted(unknown))}")
        if self.project.two_destinations and len(self.stages) > 1:
            raise ValueError("with more than one day of outcomes, set two_destinations: false")
        return self

    @property
    def selections(self) -> tuple[Selection, ...]:
        """Every group that a figure counts or is counted of."""
        return tuple(s for figure in self.figures for s in (figure.count, figure.base) if s is not None)

    @property
    def stages(self) -> tuple[date, ...]:
        """The days on which ended people were counted, earliest first; at least one."""
        days = {f.date for f in self.figures if f.count.ended or (f.base is not None and f.base.ended)}
        return tuple(sorted(days)) or (self.project.outcomes_at,)

    def stage_of(self, day: date) -> int:
        """The stage that a day ends or lies in: how many counting days it has reached, less one."""
        return sum(stage <= day for stage in self.stages) - 1

    def channels(self) -> tuple[str, ...]:
        """Ways in that some figure speaks of; "" stands for all the others."""
        return ("", *dict.fromkeys(s.inflow for s in self.selections if s.inflow))

    def incomes(self) -> tuple[str, ...]:
        """Incomes at entry that some figure speaks of; "" stands for all the others."""
        return ("", *dict.fromkeys(s.income for s in self.selections if s.income))

    def figure(self, figure_id: str) -> Figure:
        """Return the figure with this id; KeyError if there is none."""
        for figure in self.figures:
            if figure.id == figure_id:
                return figure
        raise KeyError(figure_id)


def load_figures(source: str | Path = "fsla") -> Figures:
    """Read a project's figures, by project code (`fsla`) or from a YAML file.

    Raises FileNotFoundError if there is no such file, pydantic.ValidationError if it does not fit the schema.
    """
    path = source if isinstance(source, Path) else PROJECTS / f"{source}.yaml"
    return Figures.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
