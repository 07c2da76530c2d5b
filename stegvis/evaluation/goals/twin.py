"""The slow, obvious twin of the readings of a goal: one loop over people for each reading."""

from stegvis.evaluation.codes import FOLLOW_UP_DAYS
from stegvis.evaluation.contracts import Extract
from stegvis.evaluation.definitions import Base
from stegvis.evaluation.goals.sensitivity import Choices
from stegvis.evaluation.twin import Person, persons_at


def numbers(extract: Extract, chosen: Choices, *, any_exit: bool, apart_from: tuple[str, ...] = ()) -> tuple[int, int]:
    """Numerator and denominator of one reading."""
    reached, counted = 0, 0
    for person in persons_at(extract, chosen.at):
        if not person.belongs_to(Base(chosen.base)) or person.headline in apart_from:
            continue
        if chosen.after and person.ended and not _can_have_been_asked(person, chosen.after):
            if chosen.base == "ended":
                continue
            counted += 1
            continue
        if chosen.after:
            outcomes = {person.answers.get(chosen.after)} - {None}
            nobody_knows = person.ended and not outcomes
        else:
            outcomes = person.destinations if any_exit else {person.headline}
            nobody_knows = person.headline == "no_contact" and not set(chosen.events) & set(outcomes)
        if nobody_knows and chosen.missing == "left_out":
            continue
        counted += 1
        if set(chosen.events) & set(outcomes) or (nobody_knows and chosen.missing == "reached"):
            reached += 1
    return reached, counted


def _can_have_been_asked(person: Person, kind: str) -> bool:
    return person.since_end is not None and person.since_end >= FOLLOW_UP_DAYS[kind]
