"""States and the moves between them, as tables. `stegvis docs states` draws them for the manual."""

from dataclasses import dataclass

from stegvis.base.vocabulary import Term, Vocabulary


@dataclass(frozen=True)
class Move:
    """An allowed change of state: the action that makes it, from where (None: it begins), to where, who may ask."""

    action: str
    source: str | None
    target: str
    permission: tuple[str, str]
    sv: str
    en: str


ENROLMENT_STATES = Vocabulary(
    [
        Term("active", "Pågår", "Active"),
        Term("closed", "Avslutad", "Closed"),
        Term("void", "Felregistrerad", "Registered by mistake"),
    ]
)

ENROLMENT_MOVES = (
    Move("enrol", None, "active", ("enrolment", "create"), "Skriv in", "Enrol"),
    Move("close", "active", "closed", ("enrolment", "close"), "Avsluta", "Close"),
    Move("reopen", "closed", "active", ("enrolment", "reopen"), "Ångra avslutet", "Undo the closing"),
    Move("void", "active", "void", ("enrolment", "void"), "Ta bort felregistrering", "Undo a wrong registration"),
    Move("void", "closed", "void", ("enrolment", "void"), "Ta bort felregistrering", "Undo a wrong registration"),
)
