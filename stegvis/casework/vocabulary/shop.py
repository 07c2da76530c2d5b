"""The lists of a reuse shop: how goods stand, and which part of a day was counted."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary

ITEM_STATES = Vocabulary(
    [
        Term("displayed", "Framme i butiken", "On display"),
        Term("reserved", "Ska hämtas", "To be collected"),
        Term("collected", "Hämtad", "Collected"),
        Term("withdrawn", "Borttagen", "Withdrawn"),
    ]
)


@dataclass(frozen=True)
class DayPart(Term):
    """A part of a day in which customers are counted, in half days."""

    half_days: int = 1


DAY_PARTS = Vocabulary(
    [
        DayPart("morning", "Förmiddag", "Morning"),
        DayPart("afternoon", "Eftermiddag", "Afternoon"),
        DayPart("whole_day", "Hela dagen", "The whole day", half_days=2),
    ]
)
