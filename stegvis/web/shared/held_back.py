"""What was sent to a page that asks for a fresh sign-in first waits in the session, sealed, for a few minutes.

The library writes the whole request into the session, which is a row of the database that anybody with a copy of it
can read. Here it is sealed under the key outside the database, without the cookies, and is thrown away when the person
has not gone on in time. Only the page that asks again gets it back.
"""

import json
import time

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.urls import reverse_lazy

from stegvis.base.keys import KeyProblem, seal, unseal

#: How long it waits, in seconds.
WAITS = 600
SEALED_FOR = "held-back"
#: Pages that ask again, below which the request is read.
_ASKING = reverse_lazy("account_reauthenticate"), reverse_lazy("mfa_reauthenticate")
#: Parts of a request that nobody needs to go on, and that open doors.
_SECRET = frozenset({"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_X_CSRFTOKEN"})


class HeldBack:
    """Seals what waits after each request, and opens it for the page that asks again. After the authentication."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        held = _sealed(request)
        if held and time.time() - held["at"] > WAITS:
            del request.session[STATE_SESSION_KEY]
        elif held and request.path.startswith(tuple(str(page) for page in _ASKING)):
            _open(request, held)
        answer = self.get_response(request)
        _close(request, held)
        return answer


def _sealed(request) -> dict | None:
    if not request.user.is_authenticated:
        return None
    state = request.session.get(STATE_SESSION_KEY)
    return state if state and "sealed" in state else None


def _open(request, held: dict) -> None:
    try:
        request.session[STATE_SESSION_KEY] = {"request": unseal(held["sealed"], SEALED_FOR)}
    except KeyProblem:
        del request.session[STATE_SESSION_KEY]


def _close(request, held: dict | None) -> None:
    """Seal what waits in the open; a wrong password does not lengthen its time."""
    state = request.session.get(STATE_SESSION_KEY) if request.session.accessed else None
    if not state or "request" not in state:
        return
    sent = json.loads(state["request"])
    sent["META"] = {name: value for name, value in sent["META"].items() if name not in _SECRET}
    opened = held is not None and state["request"] == unseal(held["sealed"], SEALED_FOR)
    kept = {"sealed": seal(json.dumps(sent), SEALED_FOR), "at": held["at"] if opened else int(time.time())}
    request.session[STATE_SESSION_KEY] = kept
