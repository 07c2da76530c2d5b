"""Does the goal hold? Every reasonable reading of it, computed from one set of boxes, and the choices that decide."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from stegvis.evaluation.after_exit import NO_ANSWER, TOO_EARLY
from stegvis.evaluation.codes import FOLLOW_UP_KINDS, STILL_ENROLLED
from stegvis.evaluation.definitions import Base, Words, day_in_words
from stegvis.evaluation.engines import optional_of
from stegvis.evaluation.goals.counting import Asked, Boxes, boxes_after, boxes_on
from stegvis.evaluation.goals.definition import (
    AFTER_BASES,
    AFTER_EVENTS,
    AFTER_WORDS,
    UNKNOWN_OUTCOME,
    Counted,
    GoalDefinition,
    Missing,
    base_in_words,
    events_in_words,
)
from stegvis.evaluation.intervals import wilson
from stegvis.evaluation.optional_tables import require
from stegvis.evaluation.shares import percent
from stegvis.evaluation.stays import bits

NBSP = "\u00a0"

LADDER = (
    ("work",),
    ("work", "studies"),
    ("work", "studies", "internship"),
    ("work", "studies", "internship", "job_seeking"),
)
"""What people mean when they say that somebody has come on, from the narrowest to the widest."""


@dataclass(frozen=True)
class Choices:
    """One way to read a goal: of whom, what counts, as known on which day, and what a missing answer is.

    `after`: the follow-up it is read from, or empty: read at the exit.
    """

    base: Base
    events: tuple[str, ...]
    at: date
    missing: Missing
    after: str = ""

    def differing(self, other: "Choices") -> list[str]:
        """Names of the choices in which the two differ."""
        names = ("base", "events", "at", "missing", "after")
        return [name for name in names if getattr(self, name) != getattr(other, name)]


@dataclass(frozen=True)
class GoalReading:
    """What one reading gives. Numbers are None for an empty base and where the gate hides them; then `met` is too.

    A share without numerator and denominator is the project's own print.
    """

    choices: Choices
    numerator: int | None
    denominator: int | None
    value: float | None
    interval: tuple[float, float] | None
    met: bool | None

    def to_json(self) -> dict:
        """The reading as `stegvis goal sensitivity` prints it; `after` only where it is read after the exit."""
        chosen = self.choices
        return {
            "base": str(chosen.base),
            "events": list(chosen.events),
            "at": chosen.at.isoformat(),
            **({"after": chosen.after} if chosen.after else {}),
            "missing": str(chosen.missing),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "interval": list(self.interval) if self.interval else None,
            "met": self.met,
        }


@dataclass(frozen=True)
class Sensitivity:
    """A goal, its declared reading and all of them; not yet safe to show when it comes from `of_extract`."""

    goal: GoalDefinition
    declared: GoalReading
    readings: tuple[GoalReading, ...]

    def turning(self) -> tuple[GoalReading, ...]:
        """The readings that differ from the declared one in a single choice and give the other answer."""
        met, declared = self.declared.met, self.declared.choices
        if met is None:
            return ()
        return tuple(
            one
            for one in self.readings
            if one.met is not None and one.met != met and len(one.choices.differing(declared)) == 1
        )

    def on_everyone(self) -> GoalReading | None:
        """The reading of everyone enrolled on the latest day, when it gives the other answer than the declared one."""
        declared = self.declared.choices
        same = [
            one
            for one in self.readings
            if (one.choices.events, one.choices.missing, one.choices.after)
            == (declared.events, declared.missing, declared.after)
            and one.choices.base == Base.ENROLLED
            and one.numerator is not None
        ]
        latest = max(same, key=lambda one: one.choices.at, default=None)
        if latest is None or None in (latest.met, self.declared.met) or latest.met == self.declared.met:
            return None
        return latest


Pair = tuple[int, int] | None
"""Numerator and denominator; None where they may not be known."""


def choices_of(
    goal: GoalDefinition, days: Iterable[date], *, printed_on: Iterable[date] = (), after: Iterable[str] = ()
) -> tuple[Choices, list[Choices]]:
    """The declared reading and every reasonable one; `days` are those that can be asked, the latest the default.

    `printed_on`: further days, for which there is only what was printed. `after`: the follow-ups that can be read, on
    the latest day only: those made by then are in it.

    Raises DefinitionError for a goal that cannot be measured.
    """
    goal.check()
    days, after = set(days), [kind for kind in FOLLOW_UP_KINDS if kind in set(after)]
    if goal.after and goal.after not in after:
        require([], ["follow_ups"])
    declared = Choices(goal.base, goal.events, goal.on or max(days), goal.missing, goal.after)
    steps = [tuple(code for code in step if code not in goal.apart_from) for step in LADDER]
    events = list(dict.fromkeys(filter(None, [*steps, goal.events])))
    at_exit = (Missing.NOT_REACHED, Missing.LEFT_OUT)
    every = [Choices(*one) for one in product(Base, events, sorted(days | {declared.at, *printed_on}), at_exit)]
    later = [chosen for chosen in events if set(chosen) <= set(AFTER_EVENTS) and not goal.apart_from]
    every += [Choices(*one) for one in product(AFTER_BASES, later, [max(days)], Missing, after)]
    return declared, every


def of_extract(goal: GoalDefinition, extract: Asked, days: Iterable[date]) -> Sensitivity:
    """Every reading from the extract itself, ungated. Raises DefinitionError as `choices_of` and the engine do."""
    after = FOLLOW_UP_KINDS if "follow_ups" in optional_of(extract) else ()
    declared, every = choices_of(goal, days, after=after)
    boxes = boxes_on(extract, {one.at for one in every})
    later = boxes_after(extract, {(one.after, one.at) for one in every if one.after})

    def pair(one: Choices) -> Pair:
        if one.after:
            return pair_after(later[one.after, one.at], sum(boxes[one.at].values()), one)
        return _pair(boxes[one.at], one, goal)

    return sensitivity(goal, declared, every, pair)


def pair_after(people: Mapping[str, int], enrolled: int, chosen: Choices) -> tuple[int, int]:
    """A reading after the exit: `people` by destination or group, NO_ANSWER and TOO_EARLY, of so many enrolled."""
    silent = people.get(NO_ANSWER, 0)
    due = sum(number for where, number in people.items() if where != TOO_EARLY)
    numerator, denominator = sum(people.get(code, 0) for code in chosen.events), due
    if chosen.base == Base.ENROLLED:
        denominator = enrolled
    if chosen.missing == Missing.LEFT_OUT:
        denominator -= silent
    return numerator + (silent if chosen.missing == Missing.REACHED else 0), denominator


def sensitivity(
    goal: GoalDefinition,
    declared: Choices,
    every: Sequence[Choices],
    pair: Callable[[Choices], Pair],
    printed: Mapping[Choices, float] | None = None,
) -> Sensitivity:
    """Readings made of numerator and denominator, wherever those come from; else of what was `printed`."""
    printed = printed or {}
    made = {one: reading(one, pair(one), goal.target, printed.get(one)) for one in [declared, *every]}
    return Sensitivity(goal, made[declared], tuple(made[one] for one in every))


def _pair(boxes: Boxes, chosen: Choices, goal: GoalDefinition) -> Pair:
    wanted, numerator, denominator = bits(chosen.events), 0, 0
    for (headline, ways), people in boxes.items():
        if headline == STILL_ENROLLED and chosen.base != Base.ENROLLED:
            continue
        if headline in goal.apart_from:
            continue
        if headline == "transferred" and chosen.base == Base.ENDED_NOT_TRANSFERRED:
            continue
        hit = bool(ways & wanted) if goal.counted == Counted.ANY else headline in chosen.events
        if headline in UNKNOWN_OUTCOME and chosen.missing == Missing.LEFT_OUT and not hit:
            continue
        denominator += people
        numerator += people if hit else 0
    return numerator, denominator


def reading(chosen: Choices, pair: Pair, target: float, printed: float | None = None) -> GoalReading:
    """What numerator and denominator give against the target; `printed`: the share where there are none."""
    if pair is None and printed is not None:
        return GoalReading(chosen, None, None, printed, None, printed >= target)
    if pair is None:
        return GoalReading(chosen, None, None, None, None, None)
    numerator, denominator = pair
    if not denominator:
        return GoalReading(chosen, numerator, denominator, None, None, None)
    met = Fraction(numerator, denominator) >= Fraction(str(target))
    return GoalReading(chosen, numerator, denominator, numerator / denominator, wilson(*pair), met)


def in_words(found: Sensitivity) -> Words:
    """What the readings say together, in a few sentences."""
    return Words(sv=_words(found, "sv"), en=_words(found, "en"))


def _words(found: Sensitivity, language: str) -> str:
    english, declared = language == "en", found.declared
    shown = [one for one in found.readings if one.met is not None]
    held = sum(bool(one.met) for one in shown)
    target = f"{percent(round(found.goal.target * 100_000), 100_000)}{NBSP}%"
    if declared.met is None:
        empty = declared.denominator == 0
        if english:
            first = "Nobody is in the base yet." if empty else "The declared reading cannot be shown: too few people."
        else:
            first = (
                "Ingen finns i basen ännu." if empty else "Målet som det är satt går inte att visa: för få personer."
            )
    elif english:
        first = f"As declared the goal is {'met' if declared.met else 'not met'}: {_share(declared)} against {target}."
    else:
        first = f"Som målet är satt är det {'nått' if declared.met else 'inte nått'}: {_share(declared)} mot {target}."
    parts = [first]
    for one in found.turning():
        change = _change(one, declared, language)
        if english:
            parts.append(f"{change}, it is {'met' if one.met else 'not met'}: {_share(one)}.")
        else:
            parts.append(f"{change} är det {'nått' if one.met else 'inte nått'}: {_share(one)}.")
    if (one := found.on_everyone()) is not None:
        day = day_in_words(one.choices.at, language)
        said = (one.numerator, one.denominator, day, _share(one))
        if english:
            parts.append("Of everyone enrolled, {1} people on {2}, it is {0} people: {3}.".format(*said))
        else:
            parts.append("Av alla inskrivna, {1} personer den {2}, är det {0} personer: {3}.".format(*said))
    parts.append(_held(held, len(shown), len(found.readings) - len(shown), english=english))
    return " ".join(parts)


def _held(held: int, shown: int, hidden: int, *, english: bool) -> str:
    """In how many readings it holds; those that are not shown are told of when there are any."""
    if english:
        left_out = f"; {hidden} are not shown" if hidden else ""
        return f"It holds in {held} of the {shown} readings that can be shown{left_out}."
    left_out = f"; {hidden} visas inte" if hidden else ""
    return f"Det håller i {held} av de {shown} läsningar som går att visa{left_out}."


def _share(one: GoalReading) -> str:
    return f"{percent(round((one.value or 0) * 100_000), 100_000)}{NBSP}%"


def _change(one: GoalReading, declared: GoalReading, language: str) -> str:
    (name,) = one.choices.differing(declared.choices)
    english = language == "en"
    if name == "base":
        who = base_in_words(one.choices.base, language)
        return f"Counted on {who}" if english else f"Räknat på {who}"
    if name == "events":
        what = events_in_words(one.choices.events, language)
        return f"If {what} counts" if english else f"Om {what} räknas"
    if name == "at":
        day = day_in_words(one.choices.at, language)
        return f"Read on {day}" if english else f"Läst den {day}"
    if name == "after":
        later = AFTER_WORDS[one.choices.after].in_language(language) if one.choices.after else ""
        if english:
            return f"Read {later or 'at the exit'}"
        return f"Läst {later or 'vid avslutet'}"
    return _rule_changed(one.choices, english=english)


def _rule_changed(chosen: Choices, *, english: bool) -> str:
    if chosen.after:
        sv, en = {
            Missing.LEFT_OUT: ("Utan dem som inte har svarat", "Leaving out those who have not answered"),
            Missing.NOT_REACHED: ("Om den som inte svarat räknas som inte nådd", "Counting no answer as not reached"),
            Missing.REACHED: ("Om den som inte svarat räknas som nådd", "Counting no answer as reached"),
        }[chosen.missing]
    elif chosen.missing == Missing.LEFT_OUT:
        sv, en = "Utan dem som projektet tappat kontakten med", "Leaving out those with whom contact was lost"
    else:
        sv, en = "Om tappad kontakt räknas som inte nått", "Counting lost contact as not reached"
    return en if english else sv
