"""From the solved table to invented people: one record per person, the same people for the same seed."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stegvis.demo.synthesiser.cells import BOTH
from stegvis.demo.synthesiser.draws import deck, some
from stegvis.demo.synthesiser.figures import SEXES, STILL_ENROLLED, Cell, DemoProject, Figures
from stegvis.demo.synthesiser.names import NAMES_IN_USE, draw_name
from stegvis.demo.synthesiser.numbers import COORDINATION_DAY, FICTIONAL_MOBILE_NUMBERS, IdentityNumbers
from stegvis.demo.synthesiser.pace import Window, draw_period, draw_start
from stegvis.demo.synthesiser.solution import Solution, solve
from stegvis.demo.synthesiser.ways_in import Wanted, WayIn, draw_way_in
from stegvis.demo.synthesiser.ways_out import OTHER_DESTINATIONS, WayOut, draw_way_out

_COORDINATION_ONE_IN = 33
_GAP_ONE_IN = 20
_WITH_NAME_IN_USE_ONE_IN = 70


@dataclass(frozen=True)
class SyntheticPerson:
    """An invented participant with one enrolment. Codes are those of casework; None means not known (or not ended).

    `identity_number` has twelve digits with a birth number in 980–999. `destinations` has the headline first and is
    empty for people still enrolled. `employment_months` is how long the employment status had lasted at the start.
    `later_identity_number`: the one given with another legal sex; sex at enrolment stays `sex`.
    """

    identity_number: str
    given_name: str
    family_name: str
    municipality: str
    sex: str
    started_on: date
    ended_on: date | None
    inflow_channel: str
    target_groups: tuple[str, ...]
    destinations: tuple[str, ...]
    reason: str | None
    receiver: str | None
    other_text: str | None
    employment_status: str
    employment_months: int | None
    education: str
    income_at_entry: str
    income_at_exit: str | None
    language: str
    interpreter: bool
    name_in_use: str | None
    phone: str | None
    may_leave_message: bool
    later_identity_number: str | None = None


@dataclass(frozen=True)
class Synthesis:
    """The invented people, the table they were made from, and the printed figures that had to be set aside."""

    people: tuple[SyntheticPerson, ...]
    solution: Solution

    @property
    def set_aside(self):
        """The printed figures that could not hold together with the others."""
        return self.solution.set_aside


@dataclass(frozen=True)
class Place:
    """One place in the table, waiting for a person. `headline` is our destination, or `still_enrolled`."""

    cell: Cell
    headline: str
    also_studies: bool

    @property
    def municipality(self) -> str:
        """Where the person takes part."""
        return self.cell.municipality

    @property
    def sex(self) -> str:
        """Sex at enrolment."""
        return self.cell.sex


@dataclass(frozen=True)
class Draft:
    """A person without numbers and names."""

    place: Place
    start: date
    end: date | None
    way_in: WayIn
    way_out: WayOut | None


def synthesise(figures: Figures, seed: int | None = None) -> Synthesis:
    """Make people who satisfy every printed figure that can hold; the same figures and seed give the same people.

    Without `seed` the project's own. Raises SolverFailed if the solver gives up.
    """
    solution = solve(figures)
    return Synthesis(expand(figures, solution, seed), solution)


def expand(figures: Figures, solution: Solution, seed: int | None = None) -> tuple[SyntheticPerson, ...]:
    """Turn a solved table into people, in the order of their start."""
    seed = figures.project.seed if seed is None else seed
    rng = random.Random(seed)  # noqa: S311 - invention, not secrecy
    drafts = [_draft(rng, figures, place) for place in _places(rng, figures, solution)]
    drafts.sort(key=lambda draft: draft.start)
    drafts = _with_gaps(rng, drafts)
    return tuple(_with_changed_sex(random.Random(seed + 1), figures.project, list(named(rng, drafts))))  # noqa: S311


def _places(rng: random.Random, figures: Figures, solution: Solution) -> Iterator[Place]:
    project, table = figures.project, solution.table
    others = sum(n for cell, n in table.items() if not project.exits and cell.outcome == "other")
    details = deck(OTHER_DESTINATIONS, others)
    rng.shuffle(details)
    both = {(m, s): table[Cell(m, s, BOTH, 0)] for m in project.municipality_names for s in SEXES}
    for cell, people in table.items():
        if cell.outcome == BOTH:
            continue
        for number in range(people):
            headline = cell.outcome
            if headline != STILL_ENROLLED:
                plain = project.exits or headline != "other"
                headline = project.destination_of(headline) if plain else details.pop()
            also = headline == "work" and number < both[cell.municipality, cell.sex]
            yield Place(cell, headline, also)


def _draft(rng: random.Random, figures: Figures, place: Place) -> Draft:
    project, cell = figures.project, place.cell
    municipality = next(m for m in project.municipalities if m.name == place.municipality)
    wanted = Wanted(cell.channel, cell.income, figures.channels(), figures.incomes())
    if place.headline == STILL_ENROLLED:
        start = draw_start(rng, project, late=True)
        return Draft(place, start, None, draw_way_in(rng, project, municipality, start, "", wanted), None)
    days = figures.stages
    window = Window(days[cell.stage - 1] if cell.stage else None, days[cell.stage])
    start, end = draw_period(rng, project, place.headline, window)
    way_in = draw_way_in(rng, project, municipality, start, place.headline, wanted)
    second = project.two_destinations
    way_out = draw_way_out(rng, place.headline, place.also_studies, place.municipality, way_in.age, second=second)
    return Draft(place, start, end, way_in, way_out)


def _with_changed_sex(rng: random.Random, project: DemoProject, people: list[SyntheticPerson]):
    """Give some of the grown women a man's number, as after a change of legal sex. Their sex at enrolment stays."""
    numbers = IdentityNumbers(given=[person.identity_number for person in people])
    grown = [i for i, person in enumerate(people) if person.sex == "F" and _was_of_age(person)]
    for i in sorted(rng.sample(grown, project.changed_legal_sex)):
        later = numbers.draw(rng, _born(people[i]), "M", False)
        people[i] = replace(people[i], later_identity_number=later)
    return people


def _was_of_age(person: SyntheticPerson) -> bool:
    return _born(person) <= person.started_on.replace(year=person.started_on.year - 18, day=1)


def _born(person: SyntheticPerson) -> date:
    number = person.identity_number
    return date(int(number[:4]), int(number[4:6]), (int(number[6:8]) - 1) % COORDINATION_DAY + 1)


def _with_gaps(rng: random.Random, drafts: list[Draft]) -> list[Draft]:
    """Leave a few receivers and reasons unknown, as in any real register: one in twenty of each."""
    for fact in ("receiver", "reason"):
        known = [i for i, draft in enumerate(drafts) if draft.way_out and getattr(draft.way_out, fact)]
        gaps = some(rng, known, _GAP_ONE_IN)
        drafts = [
            replace(draft, way_out=replace(draft.way_out, **{fact: None})) if i in gaps else draft
            for i, draft in enumerate(drafts)
        ]
    return drafts


def named(rng: random.Random, drafts: list[Draft], taken: Iterable[str] = ()) -> Iterator[SyntheticPerson]:
    """Give the drafts numbers (none of those `taken`), names and telephones, in their order."""
    numbers, phones = IdentityNumbers(taken), _Phones(rng)
    coordination = _with_coordination_number(rng, drafts)
    in_use = some(rng, range(len(drafts)), _WITH_NAME_IN_USE_ONE_IN)
    for i, draft in enumerate(drafts):
        place, way_in, way_out = draft.place, draft.way_in, draft.way_out
        given, family = draw_name(rng, way_in.origin, place.sex, young=way_in.age < 30)
        phone = phones.draw(place.municipality)
        yield SyntheticPerson(
            identity_number=_identity_number(rng, numbers, draft, i in coordination),
            given_name=given,
            family_name=family,
            municipality=place.municipality,
            sex=place.sex,
            started_on=draft.start,
            ended_on=draft.end,
            inflow_channel=way_in.channel,
            target_groups=way_in.target_groups,
            destinations=way_out.destinations if way_out else (),
            reason=way_out.reason if way_out else None,
            receiver=way_out.receiver if way_out else None,
            other_text=way_out.other_text if way_out else None,
            employment_status=way_in.status,
            employment_months=way_in.months,
            education=way_in.education,
            income_at_entry=way_in.income,
            income_at_exit=way_out.income if way_out else None,
            language=way_in.language,
            interpreter=way_in.interpreter,
            name_in_use=rng.choice(NAMES_IN_USE) if i in in_use else None,
            phone=phone,
            may_leave_message=phone is not None and rng.random() < 0.7,
        )


def _with_coordination_number(rng: random.Random, drafts: list[Draft]) -> set[int]:
    """Choose who has a coordination number: newly arrived people, those from Ukraine first."""
    wanted = len(drafts) // _COORDINATION_ONE_IN
    newly = [i for i, draft in enumerate(drafts) if draft.way_in.newly_arrived]
    rng.shuffle(newly)
    newly.sort(key=lambda i: drafts[i].way_in.origin != "uk")
    return set(newly[:wanted])


def _identity_number(rng: random.Random, numbers: IdentityNumbers, draft: Draft, coordination: bool) -> str:
    """A free number for somebody of the draft's age at the start. The birthday lies 0–360 days before the start."""
    start = draft.start
    birthday = date(start.year - draft.way_in.age, start.month, min(start.day, 28))
    while True:
        born_on = birthday - timedelta(days=rng.randint(0, 360))
        value = numbers.draw(rng, born_on, draft.place.sex, coordination)
        if value is not None:
            return value


class _Phones:
    """Fictional numbers, no two alike in one municipality as long as they last. One person in seven has none."""

    def __init__(self, rng: random.Random):
        self._rng = rng
        self._left: dict[str, list[str]] = {}

    def draw(self, municipality: str) -> str | None:
        """A number, or None."""
        if self._rng.random() < 1 / 7:
            return None
        left = self._left.setdefault(municipality, [])
        if not left:
            left.extend(FICTIONAL_MOBILE_NUMBERS)
            self._rng.shuffle(left)
        return left.pop()
