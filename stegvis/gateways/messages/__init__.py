"""Short messages by mail and SMS: one way to send, whoever carries them.

A carrier takes a Message and returns the carrier's own name of it (may be empty). It raises Refused when the message
will never be accepted (a number that is none), and OutOfReach when nobody can know or it may work later. Nothing of a
message is logged. Every carrier passes the same contract (tests/integration/gateways/test_carriers.py).
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """`to` is a phone number with country code (+46701234567) or a mail address. `reference` is ours, the same when
    the same message is tried again. `subject` is for mail only."""

    to: str
    text: str
    reference: str
    subject: str = ""


class Refused(Exception):
    """The carrier has said no: trying again would not help."""


class OutOfReach(Exception):
    """No answer, or one that says nothing: the message may or may not have gone."""


class Carrier(Protocol):
    """Whatever carries messages."""

    def send(self, message: Message) -> str:
        """Hand the message over. Raises Refused, OutOfReach."""
