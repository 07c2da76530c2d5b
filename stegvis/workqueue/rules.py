"""What may be stored with a job: ids and short slugs, never facts about people."""

import re
from datetime import date
from uuid import UUID

from stegvis.workqueue.errors import UnsafeArgument

Argument = int | UUID | str

LARGEST_NUMBER = 2**31 - 1  # ids stay below it; identity numbers with century and most without lie above
_SLUG = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_KEY = re.compile(r"[a-z][a-z0-9_.:-]{0,99}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LIKE_IDENTITY_NUMBER = re.compile(r"\d{6}(\d{2})?-?\d{4}")


def stored_argument(name: str, value: Argument) -> int | str:
    """The form in which an argument is stored with the job.

    Raises UnsafeArgument unless it is a whole number, 0 to LARGEST_NUMBER, a UUID or a slug of 40 characters at most.
    """
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER:
        return value
    if isinstance(value, str) and _SLUG.fullmatch(value) and not _holds_number_of_person(value):
        if not _UUID.fullmatch(value):
            return value
        raise UnsafeArgument(f"Give {name} as a UUID, not as its text: the job would receive it in another form.")
    kind = "date" if isinstance(value, date) else type(value).__name__
    raise UnsafeArgument(f"{name} ({kind}) is not an id: a job takes whole numbers, UUIDs and short slugs only.")


def given_argument(stored: int | str) -> Argument:
    """The argument as the job receives it: the same value that was given when the job was ordered."""
    return UUID(stored) if isinstance(stored, str) and _UUID.fullmatch(stored) else stored


def checked_key(key: str) -> str:
    """The key of a job or of a step, such as `release:17`. Raises UnsafeArgument if it is not made of slugs and ids."""
    if _KEY.fullmatch(key) and not _holds_number_of_person(key):
        return key
    raise UnsafeArgument("A key is at most 100 small letters, digits and _ . : - and holds no fact about a person.")


def _holds_number_of_person(text: str) -> bool:
    return bool(_LIKE_IDENTITY_NUMBER.search(_UUID.sub("", text)))
