"""How often the API may be asked: counted per token and minute, and per address for keys that do not fit."""

import time

from django.conf import settings
from django.core.cache import cache

from stegvis.web.api.problems import TooMany

_MINUTE = 60
#: Wrong keys from one address in a minute.
WRONG_KEYS = 30


def count(kind: str, who: object, most: int) -> None:
    """Count one request. Raises TooMany when there have been more than `most` in this minute."""
    now = int(time.time())
    name = f"api:{kind}:{who}:{now // _MINUTE}"
    if cache.add(name, 1, timeout=2 * _MINUTE):
        return
    try:
        made = cache.incr(name)
    except ValueError:  # it was thrown out of the cache in between
        return
    if made > most:
        raise TooMany(_MINUTE - now % _MINUTE)


def by_token(token) -> None:
    """A request with a token that is in force."""
    count("token", token.pk, settings.STEGVIS_API_PER_MINUTE)


def wrong_key(request) -> None:
    """A request whose key does not fit."""
    count("wrong", request.META.get("REMOTE_ADDR", ""), WRONG_KEYS)
