"""What a reader of results can choose in the address: release, base and split."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from stegvis.evaluation.definitions import Base
from stegvis.reporting import story

BASES = tuple(base.value for base in (Base.ENDED, Base.ENROLLED, Base.ENDED_NOT_TRANSFERRED))


@dataclass(frozen=True)
class Choice:
    """One choice in a row of links: its words, address, and whether it is the present one."""

    text: str
    url: str
    current: bool


def asked(request) -> dict:
    """The choices in the address, each checked. Raises Http404 for words that are no choice."""
    base, split = request.GET.get("base", "ended"), request.GET.get("split", "municipality")
    number = request.GET.get("release", "")
    if base not in BASES or split not in story.SPLITS or (number and not (number.isascii() and number.isdigit())):
        raise Http404
    return {"base": base, "split": split, "release": int(number) if number else None}


def link(chosen: dict, **changed) -> str:
    """The address of the same page with some choices changed."""
    return "?" + urlencode({name: value for name, value in (chosen | changed).items() if value is not None})
