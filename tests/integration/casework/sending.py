"""For a worker in a process of its own: messages go to a file that notices every repetition, at any hour of the day."""

import os
import threading

from stegvis.casework import jobs
from stegvis.casework.actions import reminders
from stegvis.gateways.messages import Message


class LineCarrier:
    """One line for each message, written at once; then the carrier takes its time: a kill can come in between."""

    def send(self, message: Message) -> str:
        """Add the reference."""
        place = os.open(os.environ["SENT_LINES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(place, f"{message.reference}\n".encode())
        os.close(place)
        threading.Event().wait(0.03)
        return "line"


def into_lines() -> None:
    """Let this process send in that way."""
    jobs.carriers = lambda: {"sms": LineCarrier(), "email": LineCarrier()}
    reminders.rules.loud = lambda at: at
