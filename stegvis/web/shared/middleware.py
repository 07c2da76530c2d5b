"""Signs a person out when nothing has happened for a while."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils import timezone
from django.utils.translation import gettext as _

#: Where the session keeps the time of the last activity, in seconds since 1970.
LAST_ACTIVE = "last_active"
#: The time is written at most this often, so that reading pages does not write to the database each time.
NOTED_EVERY = 15
#: A request with this header was made by the page, not by the person, and does not count as activity.
BACKGROUND_HEADER = "X-Stegvis-Background"


class IdleTimeout:
    """Ends the session STEGVIS_IDLE_SECONDS after the person's last request.

    OWASP's session guidance asks for a limit kept by the server; the page only warns before it. Stands after the
    authentication and message middleware, and before whatever sends strangers to the sign-in page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self._note_or_end(request)
        return self.get_response(request)

    def _note_or_end(self, request) -> None:
        if request.user.leaves_on and request.user.leaves_on < timezone.localdate():
            logout(request)
            messages.info(request, _("Your last day has passed, and you have been signed out."))
        elif seconds_left(request) < -NOTED_EVERY:
            end_session(request)
        elif BACKGROUND_HEADER not in request.headers or LAST_ACTIVE not in request.session:
            now = int(time.time())
            if now - request.session.get(LAST_ACTIVE, 0) >= NOTED_EVERY:
                request.session[LAST_ACTIVE] = now


def seconds_left(request) -> int:
    """Seconds until the session ends if nothing happens; below zero when it should have ended."""
    now = int(time.time())
    return settings.STEGVIS_IDLE_SECONDS - (now - request.session.get(LAST_ACTIVE, now))


def end_session(request) -> None:
    """Sign the person out and leave a line for the sign-in page that says why."""
    logout(request)
    words = _("You have been signed out because nothing happened for a while. Sign in to go on.")
    messages.info(request, words)
