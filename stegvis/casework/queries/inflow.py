"""Live numbers of a unit's intake, for those who may see its people. Shares come from the evaluation's functions.

Somebody hidden from the viewer by a protected identity is not in the viewer's numbers either.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from stegvis.access.rules import Viewer
from stegvis.casework.models import (
    AssistanceBase,
    Enrolment,
    EnrolmentTargetGroup,
    IntakeRemark,
    UvasPeriod,
    VulnerableGroup,
)
from stegvis.casework.queries import referrals, sight
from stegvis.evaluation.intervals import wilson
from stegvis.evaluation.shares import share
from stegvis.organisation.models import Project, Unit
from stegvis.programme.models import VolumeTarget

#: So many months stand on the board, the running one last.
MONTHS = 13
#: A month with less than this share of the usual inflow is called weak.
WEAK = 0.5
#: A referral that came so far counts as an offered place.
_OFFERED = ("enrolled", "start_booked")


@dataclass(frozen=True)
class Part:
    """Some of all: how many, the share (0–1) and the 95 % interval; None where nobody is counted."""

    some: int
    all: int

    @property
    def rest(self) -> int:
        """The others."""
        return self.all - self.some

    @property
    def share(self) -> float | None:
        """The share, 0–1."""
        return share(self.some, self.all)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at 95 %."""
        return wilson(self.some, self.all)


@dataclass(frozen=True)
class Month:
    """What came in during a month, by channel. `weak`: well below the months before; never said of a running month."""

    first_on: dt.date
    by_channel: dict[str, int]
    weak: bool = False

    @property
    def total(self) -> int:
        """All channels together."""
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class Balance:
    """Women among those enrolled in a project at the unit, and the target for women and men."""

    project: Project
    women: Part
    target_women: int | None
    target_men: int | None


@dataclass(frozen=True)
class Compared:
    """Women among those with income support on a day, those referred and those offered a place up to it (INT-17)."""

    base: AssistanceBase
    assisted: Part
    referred: Part
    offered: Part


@dataclass(frozen=True)
class Profile:
    """Of those who began in a half-year, how many had a disability, and fragile mental health (None: not for you)."""

    first_on: dt.date
    disability: Part
    mental_health: Part | None


def _first(day: dt.date, back: int = 0) -> dt.date:
    months = day.year * 12 + day.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)


def months(viewer: Viewer, unit: Unit, today: dt.date) -> list[Month]:
    """Referrals by channel and month, the oldest first (INT-15). One query."""
    begin = _first(today, MONTHS - 1)
    found = referrals.visible_to(viewer).filter(unit=unit, received_on__gte=begin, received_on__lte=today)
    counted = Counter(
        (_first(on), channel) for on, channel in found.order_by().values_list("received_on", "channel").iterator()
    )
    rows: list[Month] = []
    for back in range(MONTHS - 1, -1, -1):
        first = _first(today, back)
        here = {channel: number for (month, channel), number in counted.items() if month == first}
        before = [row.total for row in rows[-6:]]
        usual = sum(before) / len(before) if len(before) >= 3 else 0
        rows.append(Month(first, here, back > 0 and sum(here.values()) < usual * WEAK))
    return rows


def balances(viewer: Viewer, unit: Unit, today: dt.date) -> list[Balance]:
    """Women and men enrolled in each project of the unit that goes on, beside the target's latest version."""
    projects = list(Project.objects.filter(parts__unit=unit, starts_on__lte=today, ends_on__gte=today))
    seen = Enrolment.objects.filter(unit=unit, project__in=projects).exclude(state="void")
    seen = seen.exclude(participant_id__in=sight.hidden_from(viewer)).order_by()
    people = set(seen.values_list("project_id", "participant_id", "sex_at_enrolment"))
    counted = Counter((project, sex) for project, _person, sex in people)
    targets = _targets(projects, unit)
    return [
        Balance(
            each,
            Part(counted[each.pk, "F"], counted[each.pk, "F"] + counted[each.pk, "M"]),
            targets.get((each.pk, "F")),
            targets.get((each.pk, "M")),
        )
        for each in projects
    ]


def _targets(projects: Iterable[Project], unit: Unit) -> dict:
    """The latest target for each project and sex: the unit's own where there is one, else the project's."""
    found = {}
    rows = VolumeTarget.objects.filter(Q(unit=unit) | Q(unit=None), project__in=projects).exclude(sex="")
    for row in sorted(rows, key=lambda each: (each.unit_id is not None, each.version)):
        found[row.project_id, row.sex] = row.people
    return found


def compared(viewer: Viewer, unit: Unit) -> list[Compared]:
    """Women among those with income support, those referred and those offered, at each day the partner counted.

    Referrals of the year up to the day; those whose sex is not known are left out. Two queries.
    """
    seen = referrals.visible_to(viewer).filter(unit=unit).order_by()
    facts = seen.values_list("received_on", "sex", "participant__legal_sex", "state")
    told = [(on, sex or of_person, state) for on, sex, of_person, state in facts if sex or of_person]
    rows = []
    for base in AssistanceBase.objects.filter(unit=unit):
        begin = base.counted_on - dt.timedelta(days=365)
        within = [(sex, state) for on, sex, state in told if begin < on <= base.counted_on]
        offered = [sex for sex, state in within if state in _OFFERED]
        rows.append(
            Compared(
                base,
                Part(base.women, base.women + base.men),
                Part(sum(sex == "F" for sex, _state in within), len(within)),
                Part(offered.count("F"), len(offered)),
            )
        )
    return rows


def profile(viewer: Viewer, unit: Unit, today: dt.date, halves: int = 4) -> list[Profile]:
    """How the make-up of those who begin changes, by half-year, the oldest first (INT-09). One query."""
    first = dt.date(today.year, 1 if today.month <= 6 else 7, 1)
    starts = [_first(first, 6 * back) for back in range(halves - 1, -1, -1)]
    groups = EnrolmentTargetGroup.objects.filter(enrolment=OuterRef("pk"), code="disability")
    fragile = VulnerableGroup.objects.filter(participant=OuterRef("participant"), code="mental_health")
    seen = Enrolment.objects.filter(unit=unit, started_on__gte=starts[0]).exclude(state="void")
    seen = seen.exclude(participant_id__in=sight.hidden_from(viewer)).order_by()
    told = list(
        seen.annotate(disabled=Exists(groups), fragile=Exists(fragile)).values_list("started_on", "disabled", "fragile")
    )
    may = viewer.may("vulnerable_group", "read")
    rows = []
    for number, begin in enumerate(starts):
        end = starts[number + 1] if number + 1 < halves else dt.date.max
        mine = [row for row in told if begin <= row[0] < end]
        mental = Part(sum(row[2] for row in mine), len(mine)) if may else None
        rows.append(Profile(begin, Part(sum(row[1] for row in mine), len(mine)), mental))
    return rows


def uvas_stock(viewer: Viewer, unit: Unit, today: dt.date) -> list[tuple[dt.date, int]]:
    """How many of the unit's people neither worked nor studied on the first day of each month (INT-04). One query."""
    theirs = Enrolment.objects.filter(unit=unit, participant=OuterRef("participant")).exclude(state="void")
    found = UvasPeriod.objects.filter(Exists(theirs)).exclude(participant_id__in=sight.hidden_from(viewer))
    told = list(found.order_by().values_list("participant", "since_on", "until_on"))
    rows = []
    for back in range(MONTHS - 1, -1, -1):
        day = _first(today, back)
        rows.append((day, len({who for who, since, until in told if since <= day and (not until or until >= day)})))
    return rows


def remarks(unit: Unit, kind: str, most: int = 20) -> list[IntakeRemark]:
    """What was noted about the inflow (`cause`), visits (`visit`) or for those who refer (`purpose`), latest first."""
    return list(IntakeRemark.objects.filter(unit=unit, kind=kind)[:most])
