"""The printed figures of a demonstration project, read from its file and checked.

A figure is what somebody printed: a number, whom it counts, of whom, at which date and how it was rounded.
Whether it is true, and whether it agrees with the other figures, is not decided here.
"""

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

PROJECTS = Path(__file__).resolve().parent.parent / "projects"
SEXES = ("F", "M")
OUTCOMES = ("work", "studies", "internship", "job_seeking", "other")
STILL_ENROLLED = "still_enrolled"

Outcome = Literal["work", "studies", "internship", "job_seeking", "other"]


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


class DemoProject(_Frozen):
    """Who the project is: number, period, ages and municipalities."""

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

    @property
    def municipality_names(self) -> tuple[str, ...]:
        """Names in the order of the file."""
        return tuple(m.name for m in self.municipalities)


class Selection(_Frozen):
    """A group of people: everybody, narrowed by each field that is set."""

    municipality: str | None = None
    sex: Literal["F", "M"] | None = None
    ended: bool = False
    outcomes: tuple[Outcome, ...] | None = None

    @model_validator(mode="after")
    def _outcomes_need_an_end(self):
        if self.outcomes is not None and not self.ended:
            raise ValueError("only people who have ended have an outcome: add `ended: true`")
        return self

    def covers(self, municipality: str, sex: str, outcome: str) -> bool:
        """Does the group hold people of this municipality, sex and outcome (or `still_enrolled`)?"""
        return (
            self.municipality in (None, municipality)
            and self.sex in (None, sex)
            and not (self.ended and outcome == STILL_ENROLLED)
            and (self.outcomes is None or outcome in self.outcomes)
        )


class Figure(_Frozen):
    """One printed number: a count of persons, or a share in percent of a base."""

    id: str
    group: Literal["volumes", "outcomes"]
    label: Words
    printed: int = Field(ge=0)
    unit: Literal["persons", "percent"]
    rounding: Literal["exact", "half_up", "down"]
    date: date
    count: Selection
    base: Selection | None = None
    numerator: int | None = Field(default=None, ge=0)
    priority: Literal[1, 2, 3] = 2

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
    outcomes: tuple[Outcome, ...]
    percent: int
    base: str | None


class Figures(_Frozen):
    """All that is known of a demonstration project: identity, targets, comparison shares, printed figures."""

    project: DemoProject
    figures: tuple[Figure, ...]
    targets: tuple[VolumeTarget, ...] = ()
    comparison: tuple[ComparisonShare, ...] = ()

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
        return self

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
