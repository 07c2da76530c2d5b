"""Keys for other systems, made as a user makes them."""

import datetime as dt

from django.utils import timezone

from stegvis.access.actions import tokens
from stegvis.access.models import AccessToken
from stegvis.access.queries.viewer import viewer_of


def token_of(user, *scopes: str, days: int = 30) -> tuple[AccessToken, str]:
    """A key of a user who has a second factor, and its text; without scopes it may do all that the user may."""
    by = viewer_of(user, screen="tests")
    wanted = scopes or tokens.offered(by)
    last = timezone.localdate() + dt.timedelta(days=days)
    return tokens.create(name="Another system", scopes=wanted, expires_on=last, by=by)
