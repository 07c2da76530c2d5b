"""Every number the catalogue can show, named once, as a sum of the smallest boxes of people.

Tables that look different are often made of the same numbers: the ended of one table are the denominators of the
next, and the enrolled are the ended and the still enrolled. Here each such number has one name, so that it is shown
everywhere or nowhere.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from stegvis.evaluation.codes import DESTINATIONS, REPORTING_GROUPS
from stegvis.evaluation.definitions import Base, Dimension, IndicatorDefinition, Kind, Numerator

REST = "rest"  # every destination of the reporting group "other" but `transferred`
STILL = "still"
EXTRA = "extra"  # work or studies among the exits, though the headline is something else
EXTRA_TRANSFERRED = "extra_transferred"  # the same, among the transferred

NAMED = ("work", "studies", "internship", "job_seeking")
REST_CODES = tuple(code for code in REPORTING_GROUPS["other"] if code != "transferred")

COARSE_LEAVES = (*NAMED, REST, "transferred", STILL, EXTRA, EXTRA_TRANSFERRED)
FINE_LEAVES = (*NAMED, *REST_CODES, "transferred", STILL, EXTRA, EXTRA_TRANSFERRED)


class Cell(NamedTuple):
    """One number of one group. Empty dimension and value: everybody. Empty sex: both."""

    dimension: str
    value: str
    sex: str
    number: str

    def in_group(self, number: str) -> "Cell":
        """Another number of the same group."""
        return self._replace(number=number)


PARTICIPANTS = "participants"
ENDED = "ended"
ENDED_STAYED_OUT = "ended_not_transferred"
OTHER = "other"
OTHER_STAYED_OUT = "other_not_transferred"
ANY = "work_or_studies"
ANY_STAYED_OUT = "work_or_studies_not_transferred"
TRANSFERRED = "transferred"

_OUT = (*NAMED, REST)
COARSE_NUMBERS: dict[str, tuple[str, ...]] = {
    PARTICIPANTS: (*_OUT, "transferred", STILL),
    ENDED: (*_OUT, "transferred"),
    ENDED_STAYED_OUT: _OUT,
    **{code: (code,) for code in NAMED},
    OTHER: (REST, "transferred"),
    OTHER_STAYED_OUT: (REST,),
    ANY: ("work", "studies", EXTRA, EXTRA_TRANSFERRED),
    ANY_STAYED_OUT: ("work", "studies", EXTRA),
    TRANSFERRED: ("transferred",),
}
"""Number → the leaves it sums. `transferred` is shown in the detailed table only, but follows from two bases."""

REACHED, ELSEWHERE = "reached", "elsewhere"
CROSSED_LEAVES = (REACHED, ELSEWHERE, STILL)
CROSSED_NUMBERS: dict[str, tuple[str, ...]] = {
    PARTICIPANTS: CROSSED_LEAVES,
    ENDED: (REACHED, ELSEWHERE),
    ANY: (REACHED,),
}
"""What tables show that split by two dimensions: both sexes together, and work or studies or not."""

_CROSSING = "|"


def is_crossed(dimension: str) -> bool:
    """Whether the name is of two dimensions crossed."""
    return _CROSSING in dimension


def crossed(parts: Iterable[str]) -> str:
    """The name of dimensions crossed, or of their values."""
    return _CROSSING.join(parts)


def parts_of(name: str) -> list[str]:
    """The dimensions, or values, that a crossed name is made of."""
    return name.split(_CROSSING)


DETAIL = "detail:"
DETAIL_NUMBERS: dict[str, tuple[str, ...]] = {DETAIL + code: (code,) for code in REST_CODES}

SIZES = (PARTICIPANTS, ENDED)
FIVE_GROUPS = (*NAMED, OTHER)


def numbers_of(fine: bool) -> dict[str, tuple[str, ...]]:
    """Number → leaves, with the destinations inside "other" one by one when `fine`."""
    if not fine:
        return COARSE_NUMBERS
    widened = {
        name: tuple(part for leaf in leaves for part in (REST_CODES if leaf == REST else (leaf,)))
        for name, leaves in COARSE_NUMBERS.items()
    }
    return {**widened, **DETAIL_NUMBERS}


def parts_and_wholes(fine: bool) -> list[tuple[str, str]]:
    """(numerator, denominator) of every share the tables show, where the denominator is an ended base."""
    pairs = [(code, ENDED) for code in (*FIVE_GROUPS, ANY)]
    pairs += [(code, ENDED_STAYED_OUT) for code in (*NAMED, OTHER_STAYED_OUT, ANY_STAYED_OUT)]
    pairs += [(TRANSFERRED, ENDED)]  # what remains is the narrower base, which the coarse tables show
    return pairs + ([(code, ENDED) for code in DETAIL_NUMBERS] if fine else [])


_WHOLE = {Base.ENROLLED: PARTICIPANTS, Base.ENDED: ENDED, Base.ENDED_NOT_TRANSFERRED: ENDED_STAYED_OUT}


class NotInFamily(ValueError):
    """The definition counts something that the linked family of tables does not know, so it cannot be protected."""


def number_for(definition: IndicatorDefinition, base: Base | None, destination: str | None) -> str | None:
    """The family's name for the numerator of a row. None for `still_enrolled`, which follows from the two sizes.

    Raises NotInFamily for definitions outside the family.
    """
    numerator = definition.numerator
    if definition.kind in (Kind.COUNT, Kind.MEDIAN_DURATION):
        return _WHOLE[definition.population]
    stayed_out = base == Base.ENDED_NOT_TRANSFERRED
    if definition.kind == Kind.SHARE and set(numerator.destinations) == {"work", "studies"}:
        return ANY_STAYED_OUT if stayed_out else ANY
    gathered = {cell.code: set(cell.destinations) for cell in numerator.cells}.get(destination or "", set())
    if definition.kind == Kind.DISTRIBUTION and not gathered and base == Base.ENROLLED:
        return None
    if gathered == set(REPORTING_GROUPS["other"]):
        return OTHER_STAYED_OUT if stayed_out else OTHER
    if len(gathered) == 1:
        (code,) = gathered
        return DETAIL + code if code in REST_CODES else code
    raise NotInFamily(f"{definition.id}: the gate does not know how to protect {destination or 'this number'}")


def whole_for(definition: IndicatorDefinition, base: Base | None) -> str | None:
    """The family's name for the denominator, None for counts."""
    if definition.kind == Kind.COUNT:
        return None
    return _WHOLE[base or definition.population]


def is_fine(numerator: Numerator) -> bool:
    """Whether a definition splits the reporting group "other"."""
    return any(cell.code in REST_CODES and len(cell.destinations) == 1 for cell in numerator.cells)


def cell_at(by: dict[str, str], number: str) -> Cell:
    """The cell a row stands on. `by` holds one dimension besides sex, or two that are crossed, or none."""
    dimensions = [name for name in by if name != Dimension.SEX]
    values = [by[name] for name in dimensions]
    return Cell(crossed(dimensions), crossed(values), by.get(Dimension.SEX, ""), number)


# What hiding costs a reader, relative to one fine cell. Found by looking at real pages: totals carry the message,
# sizes carry every share below them, detail is read last.
_LEVEL = {(False, False): 1000.0, (False, True): 300.0, (True, False): 10.0, (True, True): 1.0}
_WORTH = {
    PARTICIPANTS: 30.0,
    ENDED: 30.0,
    ENDED_STAYED_OUT: 0.3,
    OTHER_STAYED_OUT: 0.2,
    ANY: 0.4,
    ANY_STAYED_OUT: 0.3,
    TRANSFERRED: 0.2,
}


# A curve over time ends where one of these is hidden, and a share of equal ages needs every age.
_ALONG = {PARTICIPANTS: 300.0, ENDED: 300.0, ANY: 20.0}
_EARLY = {"0_6": 3.0, "6_9": 2.0, "9_12": 2.0, "6_12": 2.0, "18_24": 0.3}  # what comes first is needed by all after it


def worth(cell: Cell) -> float:
    """How much a reader loses when the cell is hidden."""
    if cell.dimension == Dimension.TIME_IN or is_crossed(cell.dimension):
        early = _EARLY.get(parts_of(cell.value)[-1], 1.0)
        return early * _ALONG.get(cell.number, 1.0)
    fallback = 0.2 if cell.number.startswith(DETAIL) else 1.0
    split_twice = bool(cell.sex) or is_crossed(cell.dimension)
    return _LEVEL[bool(cell.value), split_twice] * _WORTH.get(cell.number, fallback)


def leaves_of_box(destination: str, hit: bool, fine: bool, crossed: bool = False) -> list[str]:
    """The leaves a person adds to: one for the headline (or still enrolled), and perhaps one for the extra exit."""
    if destination not in DESTINATIONS:
        return [STILL]
    if crossed:
        return [REACHED if hit else ELSEWHERE]
    leaf = destination if fine or destination not in REST_CODES else REST
    if not hit or destination in ("work", "studies"):
        return [leaf]
    return [leaf, EXTRA_TRANSFERRED if destination == "transferred" else EXTRA]


def leaves_of_group(group: Cell, told: Mapping[Cell, int], fine: bool) -> dict[str, int]:
    """The leaves of one box worked out from the true values of its cells. Raises KeyError when a cell is missing."""
    if is_crossed(group.dimension):
        people, ended, reached = (told[group.in_group(name)] for name in (PARTICIPANTS, ENDED, ANY))
        return {REACHED: reached, ELSEWHERE: ended - reached, STILL: people - ended}
    number = {name: told[group.in_group(name)] for name in COARSE_NUMBERS if name != TRANSFERRED}
    leaves = {code: number[code] for code in NAMED}
    leaves["transferred"] = number[ENDED] - number[ENDED_STAYED_OUT]
    leaves[STILL] = number[PARTICIPANTS] - number[ENDED]
    leaves[EXTRA] = number[ANY_STAYED_OUT] - number["work"] - number["studies"]
    leaves[EXTRA_TRANSFERRED] = number[ANY] - number[ANY_STAYED_OUT]
    if not fine:
        return leaves | {REST: number[OTHER_STAYED_OUT]}
    return leaves | {code: told[group.in_group(DETAIL + code)] for code in REST_CODES}
