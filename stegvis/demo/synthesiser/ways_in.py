"""What is known when an invented person comes in: age, language, channel, work, education, income, target groups."""

import math
import random
from dataclasses import dataclass
from datetime import date

from stegvis.demo.synthesiser.draws import Weighted, pick
from stegvis.demo.synthesiser.figures import DemoProject, Municipality

_TEMPORARY_PROTECTION_FROM = date(2022, 4, 1)
_FOREIGN_SHARE = {"language": 0.6, "youth": 0.26, "long_term": 0.38, "studies": 0.36, "wide": 0.32}
_YOUTH_SHARE = {"language": 0.16, "youth": 0.52, "long_term": 0.12, "studies": 0.34, "wide": 0.28}
_ORIGINS: Weighted = (
    *(("ar", 31), ("prs", 13), ("so", 14), ("ti", 11), ("fa", 5), ("ku", 6)),
    *(("pl", 4), ("ru", 3), ("th", 5), ("es", 3), ("uk", 12)),
)
_REFUGEE_ORIGINS = ("ar", "prs", "so", "ti", "fa", "ku", "uk")
_CHANNELS: Weighted = (
    *(("income_support", 36), ("employment_service", 23), ("open_self", 15), ("adult_social_care", 7)),
    *(("social_insurance", 8), ("health_care", 4), ("school", 2), ("other", 3)),
)
_CHANNELS_OF_YOUTH: Weighted = (
    *(("income_support", 28), ("employment_service", 18), ("open_self", 17), ("municipal_activity_duty", 18)),
    *(("school", 9), ("social_insurance", 4), ("health_care", 3), ("other", 3)),
)
_INCOMES: dict[str, Weighted] = {
    "income_support": (("income_support", 1),),
    "adult_social_care": (("income_support", 8), ("sickness_compensation", 1), ("none", 1)),
    "social_insurance": (("sickness_benefit", 6), ("sickness_compensation", 4)),
    "employment_service": (("activity_support", 6), ("unemployment_benefit", 3), ("income_support", 3)),
    "open_self": (("income_support", 4), ("none", 4), ("unemployment_benefit", 1), ("wage", 1), ("unknown", 1)),
    "municipal_activity_duty": (("none", 8), ("income_support", 2)),
    "school": (("none", 5), ("study_support", 4)),
    "health_care": (("sickness_benefit", 6), ("income_support", 3), ("none", 1)),
    "other": (("income_support", 4), ("none", 3), ("parental_benefit", 2), ("unknown", 1)),
}
_EDUCATION_SWEDISH: Weighted = (
    *(("primary", 2), ("lower_secondary", 36), ("upper_secondary", 50), ("post_secondary", 7), ("tertiary", 5)),
)
_EDUCATION_ABROAD: Weighted = (
    *(("none", 9), ("primary", 24), ("lower_secondary", 27), ("upper_secondary", 24), ("post_secondary", 6)),
    ("tertiary", 10),
)
_STATUS: Weighted = (("unemployed", 72), ("inactive", 25), ("employed", 3))
_STATUS_BY_INCOME = {
    "wage": "employed",
    "study_support": "student",
    "sickness_benefit": "inactive",
    "sickness_compensation": "inactive",
    "activity_compensation": "inactive",
    "parental_benefit": "inactive",
    "activity_support": "unemployed",
    "unemployment_benefit": "unemployed",
    "introduction_benefit": "unemployed",
}
# Ages that a destination presupposes.
_AGES = {"pension": (62, 64), "parental_leave": (20, 42)}


# Destinations that only grown people have, asked where a project is also for younger ones.
_GROWN = (
    *("imprisoned", "misconduct", "employment_service", "social_insurance", "daily_activity"),
    *("care_or_illness", "coordination_association", "moved"),
)
_OF_AGE = 18
# Activity compensation is paid from the year one turns nineteen until thirty (Social Insurance Code, chapter 33).
_COMPENSATION_AGES = (20, 29)
_DUTY_ENDS_AT = 20


@dataclass(frozen=True)
class Wanted:
    """What the table says of a person's way in: channel and income, or "" for none of those the report speaks of."""

    channel: str = ""
    income: str = ""
    channels: tuple[str, ...] = ("",)
    incomes: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class WayIn:
    """The facts at the start of an enrolment. `origin` is the language of the name, `language` the one preferred."""

    age: int
    origin: str
    language: str
    interpreter: bool
    channel: str
    status: str
    months: int | None
    education: str
    income: str
    target_groups: tuple[str, ...]

    @property
    def newly_arrived(self) -> bool:
        """Has the person come to Sweden lately?"""
        return "newly_arrived" in self.target_groups


def draw_way_in(
    rng: random.Random,
    project: DemoProject,
    municipality: Municipality,
    start: date,
    destination: str,
    wanted: Wanted = Wanted(),
) -> WayIn:
    """Draw facts that agree with each other, with the municipality's focus and with where the person is to go."""
    age = _age(rng, project, municipality, destination, wanted)
    young = age <= project.youth_to
    origin = _origin(rng, municipality, start)
    newly = origin == "uk" or (origin in _REFUGEE_ORIGINS and rng.random() < 0.45)
    language = origin if origin != "sv" and rng.random() < (0.95 if newly else 0.5) else "sv"
    channel = _channel(rng, project, age, wanted)
    income = _income(rng, channel, age, newly, wanted)
    status = _STATUS_BY_INCOME.get(income) or pick(rng, _STATUS)
    months = _months(rng, status, young)
    groups = _target_groups(rng, project, age, newly, status, months, income)
    return WayIn(
        age=age,
        origin=origin,
        language=language,
        interpreter=language != "sv" and rng.random() < (0.75 if newly else 0.3),
        channel=channel,
        status=status,
        months=None if rng.random() < 0.04 and "long_term_unemployed" not in groups else months,
        education=_education(rng, origin, age),
        income=income,
        target_groups=groups,
    )


def _age(rng: random.Random, project: DemoProject, municipality: Municipality, destination: str, wanted: Wanted) -> int:
    low, high = project.age_from, project.age_to
    if wanted.income == "activity_compensation":
        return rng.randint(*_COMPENSATION_AGES)
    if destination in _AGES:
        first, last = _AGES[destination]
        return rng.randint(max(low, first), min(high, last))
    if low < _OF_AGE and destination in _GROWN:
        low = _OF_AGE
    if rng.random() < _YOUTH_SHARE[municipality.focus]:
        return rng.randint(low, project.youth_to)
    first, last = project.youth_to + 1, high + 1
    return int(rng.triangular(first, last, min(34, (first + last) / 2)))


def _channel(rng: random.Random, project: DemoProject, age: int, wanted: Wanted) -> str:
    if wanted.channel:
        return wanted.channel
    own = tuple((c.channel, c.weight) for c in project.inflow if c.channel not in wanted.channels)
    if own and age < _OF_AGE:
        return "municipal_activity_duty"
    if wanted.income == "activity_compensation":
        return "social_insurance"
    channel = pick(rng, own or (_CHANNELS_OF_YOUTH if age <= project.youth_to else _CHANNELS))
    if channel == "municipal_activity_duty" and age >= _DUTY_ENDS_AT:
        return "income_support" if own else "open_self"  # the municipal activity duty ends at twenty
    return channel


def _origin(rng: random.Random, municipality: Municipality, start: date) -> str:
    if rng.random() >= _FOREIGN_SHARE[municipality.focus]:
        return "sv"
    arrived = start >= _TEMPORARY_PROTECTION_FROM
    return pick(rng, tuple((word, weight) for word, weight in _ORIGINS if arrived or word != "uk"))


def _income(rng: random.Random, channel: str, age: int, newly: bool, wanted: Wanted) -> str:
    if wanted.income:
        return wanted.income
    income = pick(rng, _INCOMES[channel])
    if age < _OF_AGE:
        return "none"
    if channel == "employment_service" and newly:
        return "introduction_benefit"
    if income == "sickness_compensation" and age < 30:
        # under thirty the lasting benefit has another name; where the report counts it, the count is full already
        return "sickness_benefit" if "activity_compensation" in wanted.incomes else "activity_compensation"
    return income


def _months(rng: random.Random, status: str, young: bool) -> int:
    typical = {"unemployed": 8 if young else 22, "inactive": 14, "employed": 10, "student": 12}[status]
    return min(180, max(1, round(rng.lognormvariate(math.log(typical), 0.8))))


def _education(rng: random.Random, origin: str, age: int) -> str:
    level = pick(rng, _EDUCATION_SWEDISH if origin == "sv" else _EDUCATION_ABROAD)
    if age < _OF_AGE:
        return "primary" if level in ("none", "primary") else "lower_secondary"
    if age < 20 and level in ("post_secondary", "tertiary"):
        return "upper_secondary"
    return "post_secondary" if age < 22 and level == "tertiary" else level


def _target_groups(
    rng: random.Random, project: DemoProject, age: int, newly: bool, status: str, months: int, income: str
) -> tuple[str, ...]:
    """Labels by rule where there is one; at least one label for everybody.

    Long-term unemployed: more than six months under 25, more than twelve months from 25 (ESF 2014–2020).
    """
    young = age <= project.youth_to
    ill = income in ("sickness_benefit", "sickness_compensation")
    labels = {
        "youth": young,
        "newly_arrived": newly,
        "long_term_unemployed": status == "unemployed" and months > (6 if age < 25 else 12),
        "disability": income in ("activity_compensation",) or rng.random() < 0.17,
        "sick_listed": ill or rng.random() < 0.05,
    }
    if not any(labels.values()):
        labels["disability" if rng.random() < 0.6 else "sick_listed"] = True
    return tuple(label for label, holds in labels.items() if holds)
