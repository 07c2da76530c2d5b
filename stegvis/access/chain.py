"""How the audit log is sealed: each row under a key outside the database, each commit noted outside it too."""

import datetime as dt
import hashlib
import hmac
import json
import os
import socket
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from stegvis.access.models import AuditEvent
from stegvis.base.keys import key_for

_SEALED_FIELDS = (
    "number", "actor_kind", "actor_id", "actor_name", "verb", "record", "record_id", "subject_id",
    "organisation_id", "screen", "purpose", "facts",
)  # fmt: skip


_SPELLING = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_of(event: AuditEvent, previous_seal: str) -> str:
    """HMAC-SHA-256 over the previous seal and every field of the row, in a fixed spelling."""
    return seal_of_row({name: getattr(event, name) for name in (*_SEALED_FIELDS, "at")}, previous_seal)


def seal_of_row(row: Mapping[str, Any], previous_seal: str) -> str:
    """As `seal_of`, from the row's values by name."""
    fields = {name: row[name] for name in _SEALED_FIELDS}
    fields["at"] = row["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    text = _SPELLING.encode(fields)
    return hmac.new(key_for("audit"), f"{previous_seal}\n{text}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Checkpoint:
    """The newest link at a commit, as noted outside the database."""

    number: int
    seal: str
    at: str
    mac: str

    def is_genuine(self) -> bool:
        """Was the note written by someone who holds the key?"""
        return hmac.compare_digest(self.mac, _mac(self.number, self.seal, self.at))


def _mac(number: int, seal: str, at: str) -> str:
    return hmac.new(key_for("audit-checkpoint"), f"{number}|{seal}|{at}".encode(), hashlib.sha256).hexdigest()


def note_checkpoint(number: int, seal: str) -> None:
    """Append one line to this machine's checkpoint file. One short write with O_APPEND is atomic."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    line = json.dumps({"number": number, "seal": seal, "at": at, "mac": _mac(number, seal, at)}) + "\n"
    directory = Path(settings.STEGVIS_AUDIT_DIR)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / f"checkpoints-{socket.gethostname()}.jsonl"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def read_checkpoints(latest: int | None = None, *, place: Path | None = None) -> Iterator[Checkpoint | None]:
    """Every checkpoint of every machine, or the `latest` of each; None for a line that cannot be read.

    `place`: the directory they lie in; that of the installation when left out.
    """
    for path in sorted(Path(place or settings.STEGVIS_AUDIT_DIR).glob("checkpoints-*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in deque(file, latest) if latest else file:
                try:
                    yield Checkpoint(**json.loads(line))
                except (ValueError, TypeError):
                    yield None


def copy_checkpoints(source: Path, target: Path, *, up_to: int) -> None:
    """Copy one file of checkpoints without those of rows after `up_to`. Lines that cannot be read are kept."""
    with source.open(encoding="utf-8") as lines, target.open("x", encoding="utf-8") as out:
        for line in lines:
            try:
                later = json.loads(line)["number"] > up_to
            except (ValueError, TypeError, KeyError):
                later = False
            if not later:
                out.write(line)
