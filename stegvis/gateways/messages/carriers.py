"""The carriers: mail through Django, SMS over HTTP, a file, the console, and a fake for tests."""

import hashlib
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib import error, request

from django.core.mail import EmailMessage
from django.core.validators import ValidationError, validate_email

from stegvis.gateways.messages import Carrier, Message, OutOfReach, Refused

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
LONGEST = 1000


def checked(message: Message) -> Message:
    """The message itself. Raises Refused for an address that is none, no text, or more than LONGEST characters."""
    if not _NUMBER.fullmatch(message.to):
        try:
            validate_email(message.to)
        except ValidationError as fault:
            raise Refused("address") from fault
    if not message.text.strip() or len(message.text) > LONGEST:
        raise Refused("text")
    return message


class MailCarrier:
    """Mail through the mail server of STEGVIS_MAIL_URL (or files, when there is none)."""

    def send(self, message: Message) -> str:
        """Send one mail; its Message-ID is made of the reference."""
        checked(message)
        number = f"<{hashlib.sha256(message.reference.encode()).hexdigest()[:32]}@stegvis>"
        mail = EmailMessage(message.subject, message.text, to=[message.to], headers={"Message-ID": number})
        try:
            mail.send()
        except OSError as fault:  # what the SMTP client raises too
            raise OutOfReach(type(fault).__name__) from fault
        return number


@dataclass(frozen=True)
class SmsCarrier:
    """SMS over a provider's HTTP address, which takes JSON and a bearer key. 4xx is no; all else may come later.

    The body is {"to", "from", "text", "reference"}; the reference goes along as the header Idempotency-Key too.
    """

    url: str
    key: str
    sender: str
    seconds: int = 20

    def send(self, message: Message) -> str:
        """Post one message; the provider's `id` in the answer is its name of it."""
        checked(message)
        body = {"to": message.to, "from": self.sender, "text": message.text, "reference": message.reference}
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.reference}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        asked = request.Request(self.url, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - our setting
        try:
            with request.urlopen(asked, timeout=self.seconds) as answer:  # noqa: S310
                told = json.loads(answer.read(10_000) or b"{}")
        except error.HTTPError as fault:
            if 400 <= fault.code < 500 and fault.code not in (408, 409, 429):
                raise Refused(str(fault.code)) from fault
            raise OutOfReach(str(fault.code)) from fault
        except (OSError, ValueError) as fault:
            raise OutOfReach(type(fault).__name__) from fault
        return str(told.get("id", ""))[:100] if isinstance(told, dict) else ""


@dataclass(frozen=True)
class FileCarrier:
    """Each message as a file in a directory: for the demonstration, where nothing must leave the machine."""

    place: Path

    def send(self, message: Message) -> str:
        """Write the message; the same reference writes the same file."""
        checked(message)
        name = f"{hashlib.sha256(message.reference.encode()).hexdigest()[:24]}.txt"
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            (self.place / name).write_text(f"{message.to}\n\n{message.text}\n", encoding="utf-8")
        except OSError as fault:
            raise OutOfReach(type(fault).__name__) from fault
        return name


class ConsoleCarrier:
    """Each message on the standard output: for whoever develops."""

    def send(self, message: Message) -> str:
        """Print it."""
        checked(message)
        print(f"{message.to}: {message.text}", file=sys.stdout)
        return ""


@dataclass
class FakeCarrier:
    """For tests: keeps what was sent. `breaks`: what to raise instead, `dies`: what to raise after it has gone."""

    sent: list[Message] = field(default_factory=list)
    breaks: Exception | None = None
    dies: BaseException | None = None

    def send(self, message: Message) -> str:
        """Keep it."""
        checked(message)
        if self.breaks:
            raise self.breaks
        self.sent.append(message)
        if self.dies:
            raise self.dies
        return f"fake-{len(self.sent)}"


def sms_from(url: str, key: str, sender: str, directory: Path) -> Carrier:
    """The SMS carrier the settings ask for: an https address, `console:`, or (empty) files in the directory."""
    if not url:
        return FileCarrier(directory)
    return ConsoleCarrier() if url == "console:" else SmsCarrier(url, key, sender)
