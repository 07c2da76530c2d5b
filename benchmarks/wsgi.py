"""Both applications: ours with all its middleware, and the bare one at /bare/ with session and user only."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()


def _bare() -> WSGIHandler:
    whole = settings.MIDDLEWARE
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = whole


_ours, _plain = WSGIHandler(), _bare()


def application(environ, start_response):
    """Send a request to the application that answers it."""
    chosen = _plain if environ["PATH_INFO"] == "/bare/" else _ours
    return chosen(environ, start_response)
