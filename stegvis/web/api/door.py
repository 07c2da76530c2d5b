"""The door of the API: whose token is this, and may they do what the operation needs?

The same list (routes.csv) and the same matrix as the pages. A session counts for nothing here, so that no page of
somebody else's can use a signed-in person's browser.
"""

from django.utils.cache import patch_cache_control
from ninja.security import HttpBearer

from stegvis.access.actions import tokens as using
from stegvis.access.queries import tokens
from stegvis.access.rules import NotAllowed
from stegvis.web.api import limits
from stegvis.web.shared.routes import rules


class Token(HttpBearer):
    """Lets a request through to one operation. `operation` is its name, which stands in routes.csv after `api:`."""

    def __init__(self, operation: str):
        super().__init__()
        self.operation = operation

    def __call__(self, request):
        found = super().__call__(request)
        if found is None:
            limits.wrong_key(request)
        return found

    def authenticate(self, request, token: str):
        """The token when it is in force and its user may do this; None when it is not. Raises NotAllowed, TooMany."""
        held = tokens.held_by(token)
        if held is None or not using.has_second_factor(held.user):
            return None
        limits.by_token(held)
        name = f"api:{self.operation}"
        request.viewer = tokens.viewer_through(held).at(name)
        if not request.viewer.grants:
            return None
        using.note_used(held)
        rule = rules()[name]
        if rule.record != "signed_in" and not request.viewer.may(rule.record, rule.verb):
            raise NotAllowed
        return held


def closed(answer):
    """The answer with the headers every answer of the API carries: nothing of it is kept on the way."""
    patch_cache_control(answer, private=True, no_store=True)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    return answer
