"""The words of referring a participant onward: to an authority, to care, to another profession or intervention."""

from stegvis.base.vocabulary import Term, Vocabulary

#: What is asked of the other party.
ONWARD_WISHES = Vocabulary(
    [
        Term("contact", "Kontakt och råd", "Contact and advice"),
        Term("joint_mapping", "Gemensam kartläggning", "Joint mapping"),
        Term("decision", "Beslut om stöd eller ersättning", "A decision on support or benefit"),
        Term("assessment", "Bedömning eller utredning", "Assessment"),
        Term("treatment", "Behandling, rätt vårdnivå", "Treatment at the right level of care"),
        Term("counselling", "Stöd hos annan profession", "Support from another profession"),
        Term("hand_over", "Ta över med planen", "To take over, with the plan"),
    ]
)

#: How it stands. What is settled stays; a new matter is a new referral.
ONWARD_STATES = Vocabulary(
    [
        Term("sent", "Skickad", "Sent"),
        Term("received", "Mottagen", "Received"),
        Term("waiting", "I kö", "Waiting in line"),
        Term("going_on", "Pågår", "Going on"),
        Term("done", "Klar", "Done"),
        Term("declined", "Avböjd", "Declined"),
        Term("withdrawn", "Återtagen", "Taken back"),
    ]
)

#: From each state, the states it may come to.
ONWARD_MOVES: dict[str, tuple[str, ...]] = {
    "sent": ("received", "waiting", "going_on", "done", "declined", "withdrawn"),
    "received": ("waiting", "going_on", "done", "declined", "withdrawn"),
    "waiting": ("received", "going_on", "done", "declined", "withdrawn"),
    "going_on": ("waiting", "done", "withdrawn"),
    "done": (),
    "declined": (),
    "withdrawn": (),
}

#: Those that still go on: somebody waits for something.
ONWARD_OPEN = tuple(state for state, moves in ONWARD_MOVES.items() if moves)
