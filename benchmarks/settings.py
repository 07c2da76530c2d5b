"""The product's own settings with one page more: the bare one to compare with."""

from stegvis.config.settings import *  # noqa: F403, TID251 - this is a settings file too

ROOT_URLCONF = "benchmarks.bare"
WSGI_APPLICATION = "benchmarks.wsgi.application"
