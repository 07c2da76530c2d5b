"""An invented register of any size: the same rows for the same size and day. Nobody in it exists.

Identity numbers have birth numbers 980–999, which the tax agency keeps free for tests: 20 a day, 357,000 in the 49
years used here.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.sizes import Size
from stegvis.base.text_keys import search_key, sort_key
from stegvis.casework.vocabulary import DESTINATIONS, EDUCATION, INCOME_SOURCES, INFLOW_CHANNELS, REASONS, TARGET_GROUPS
from stegvis.demo.synthesiser.names import draw_name

#: Years from one project's start to the next; the last goes on today.
PROJECTS = 6
_PROJECT_DAYS = 730
#: How often somebody has 1, 2, … 6 enrolments: three and a third on average.
_HOW_MANY = (1, 2, 3, 4, 5, 6), (14, 18, 22, 22, 14, 10)
_ORIGINS = ("sv", "sv", "sv", "sv", "ar", "prs", "so", "ti", "uk", "fa", "pl")
_WITH_REASON = {reason.destination: reason.code for reason in REASONS}
_COMMON_DESTINATIONS = [term.code for term in DESTINATIONS if not term.sensitive]


@dataclass
class Chunk:
    """Rows of some people, ready to be written, by model name: each a dict of the fields that are not the default."""

    participants: list[dict] = field(default_factory=list)
    referrals: list[dict] = field(default_factory=list)
    enrolments: list[dict] = field(default_factory=list)
    groups: list[dict] = field(default_factory=list)
    incomes: list[dict] = field(default_factory=list)
    outcomes: list[dict] = field(default_factory=list)


def project_days(today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each project, the oldest first. The last runs a year on."""
    last_start = today - dt.timedelta(days=365)
    starts = [last_start - dt.timedelta(days=_PROJECT_DAYS * back) for back in reversed(range(PROJECTS))]
    return [(start, start + dt.timedelta(days=_PROJECT_DAYS - 1)) for start in starts]


def identity_number(number: int, sex: str, today: dt.date) -> str:
    """The `number`-th reserved identity number of a sex: from 16 to 64 years of age."""
    day = dt.date(today.year - 65, 1, 1) + dt.timedelta(days=number // 10 % (49 * 365))
    birth_number = 980 + 2 * (number % 10) + (sex == "M")
    short = f"{day:%y%m%d}{birth_number}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(short)]
    check = -sum(value // 10 + value % 10 for value in doubled) % 10
    return f"{day.year // 100}{short}{check}"


class Register:
    """Makes the rows. `coaches` are the users of each unit's coaches, to whom the active are dealt out in turn."""

    def __init__(self, size: Size, today: dt.date, units: list[tuple[int, int]], projects: list[int]):
        self.size, self.today = size, today
        self.units, self.projects = units, projects
        self.days = project_days(today)
        self.random = random.Random(f"stegvis {size.name}")  # noqa: S311 - invented people, no secrets
        self.active = dict.fromkeys((unit for unit, _ in units), 0)
        self.sexes = {"F": 0, "M": 0}
        self.count = 0
        self._keys: dict[tuple[str, str], tuple[str, str]] = {}

    def chunks(self, coach_of, people: int = 5_000) -> Iterator[Chunk]:
        """All people, some at a time. `coach_of(unit, number)` names the user who coaches the unit's number-th."""
        made, chunk = 0, Chunk()
        while self.count < self.size.enrolments:
            self._person(chunk, made, coach_of)
            made += 1
            if made % people == 0:
                yield chunk
                chunk = Chunk()
        yield chunk

    def _person(self, chunk: Chunk, number: int, coach_of) -> None:
        draw = self.random
        unit, organisation = self.units[number % len(self.units)]
        sex = draw.choice("FM")
        number_text = identity_number(self.sexes[sex], sex, self.today)
        self.sexes[sex] += 1
        given, family = draw_name(draw, draw.choice(_ORIGINS), sex, young=draw.random() < 0.3)
        keys = self._keys.setdefault(
            (given, family), (sort_key(f"{family}, {given}")[:210], search_key(f"{given} {family} ")[:320])
        )
        person = self._id(number, 0)
        chunk.participants.append(
            {
                "id": person, "controller_id": organisation, "identity_number": number_text, "given_name": given,
                "family_name": family, "legal_sex": sex, "sort_key": keys[0], "search_key": keys[1],
            }
        )  # fmt: skip
        wanted = min(draw.choices(*_HOW_MANY)[0], self.size.enrolments - self.count)
        born = int(number_text[:4])
        for place in sorted(draw.sample(range(PROJECTS), wanted)):
            self._enrolment(chunk, number, person, place, unit, sex, born, coach_of)

    def _enrolment(self, chunk, number, person, place, unit, sex, born, coach_of) -> None:
        draw = self.random
        first, last = self.days[place]
        started = first + dt.timedelta(days=draw.randrange(364 if place == PROJECTS - 1 else 500))
        ended = min(started + dt.timedelta(days=draw.randrange(40, 500)), last)
        active = ended >= self.today or (place == PROJECTS - 2 and draw.random() < 0.003)
        pk, referral = self._id(number, 2 * place + 1), self._id(number, 2 * place + 2)
        if active:
            coach = coach_of(unit, self.active[unit] // self.size.active_per_coach)
            self.active[unit] += 1
        else:
            coach = coach_of(unit, draw.randrange(1_000_000))
        shared = {"participant_id": person, "project_id": self.projects[place], "unit_id": unit}
        chunk.referrals.append(
            shared
            | {"id": referral, "channel": draw.choice(INFLOW_CHANNELS.codes) if draw.random() < 0.97 else "",
               "received_on": started, "state": "enrolled", "taken_by_id": coach}
        )  # fmt: skip
        closing = {} if active else {"state": "closed", "ended_on": ended, "closed_at": ended, "closed_by": str(coach)}
        chunk.enrolments.append(
            shared
            | {
                "id": pk, "referral_id": referral, "coach_id": coach, "started_on": started,
                "registered_by": str(coach), "sex_at_enrolment": sex, "age_at_start": max(started.year - born, 15),
                "employment_status": "inactive", "education": draw.choice(EDUCATION.codes),
            }
            | closing
        )  # fmt: skip
        self.count += 1
        self._facts(chunk, pk, started, None if active else ended)

    def _facts(self, chunk: Chunk, pk, started: dt.date, ended: dt.date | None) -> None:
        draw = self.random
        chunk.groups.append({"enrolment_id": pk, "code": draw.choice(TARGET_GROUPS.codes), "since_on": started})
        chunk.incomes.append({"enrolment_id": pk, "source": draw.choice(INCOME_SOURCES.codes), "since_on": started})
        if ended is None:
            return
        destination = draw.choice(_COMMON_DESTINATIONS)
        whole = draw.random() < 0.9
        chunk.outcomes.append(
            {
                "enrolment_id": pk, "destination": destination, "explanation": "Enligt överenskommelse",
                "reason": _WITH_REASON.get(destination, "") if whole else "",
                "receiver": "Mottagande part" if whole else "",
            }
        )  # fmt: skip
        if draw.random() < 0.9:
            after = ended + dt.timedelta(days=1)
            chunk.incomes.append({"enrolment_id": pk, "source": "wage", "since_on": after})

    def _id(self, person: int, kind: int) -> uuid.UUID:
        """A version 7 UUID that is the same on every run."""
        noise = self.random.getrandbits(62)
        stamp = 1_700_000_000_000 + person
        return uuid.UUID(int=stamp << 80 | 0x7 << 76 | kind << 64 | 0b10 << 62 | noise)
