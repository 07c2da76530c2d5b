"""The slow, obvious twin of the readings of a goal: one loop over people for each reading."""

from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base
from stegvis.evaluation.goals.sensitivity import Choices
from stegvis.evaluation.twin import persons_at


def numbers(extract: Extract, chosen: Choices, *, any_exit: bool) -> tuple[int, int]:
    """Numerator and denominator of one reading."""
    reached, counted = 0, 0
    for person in persons_at(extract, chosen.at):
        if not person.belongs_to(Base(chosen.base)):
            continue
        outcomes = person.destinations if any_exit else {person.headline}
        hit = bool(set(chosen.events) & set(outcomes))
        nobody_knows = person.headline == "no_contact" and not hit
        if nobody_knows and chosen.missing == "left_out":
            continue
        counted += 1
        if hit:
            reached += 1
    return reached, counted
