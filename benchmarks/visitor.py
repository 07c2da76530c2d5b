"""A signed-in person who asks for pages of this process's application, as the web server would."""

import io
import time
from dataclasses import dataclass
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test.utils import CaptureQueriesContext

from benchmarks import processor
from stegvis.access.models import User
from stegvis.web.shared.middleware import LAST_ACTIVE


@dataclass(frozen=True)
class Answer:
    """One page: how long it took by the clock and of processors, how large it is, and what it says."""

    seconds: float
    processor: float
    status: str
    body: bytes


class Visitor:
    """A user with a session and a second factor, both made here."""

    def __init__(self, application, user: User):
        self.application = application
        self.cookie = cookie_of(user)

    def get(self, address: str) -> Answer:
        """Ask for one page. Raises AssertionError when the answer is no page."""
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000", "HTTP_HOST": "localhost:8000", "HTTP_COOKIE": self.cookie,
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
            "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": "",
        }  # fmt: skip
        told = {}
        begun, used = time.perf_counter(), processor.seconds()
        answer = self.application(environ, lambda status, headers, error=None: told.update(status=status))
        body = b"".join(answer)
        answer.close()
        seconds = time.perf_counter() - begun
        assert told["status"].startswith("200"), f"{address}: {told['status']}"  # noqa: S101
        return Answer(seconds, processor.seconds() - used, told["status"], body)

    def queries(self, address: str) -> list[dict]:
        """The queries of one page with their SQL."""
        from django.db import connection

        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return captured.captured_queries


def cookie_of(user: User) -> str:
    """The cookie of a new session of the user, who gets a second factor if there is none."""
    if not Authenticator.objects.filter(user=user).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[LAST_ACTIVE] = int(time.time())
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
