"""The product's settings for tests: a place of their own, quick passwords, static files straight from the source.

No STEGVIS_ variable of the person's shell reaches the tests, so that nobody's real database or keys are ever touched.
STEGVIS_TEST_POSTGRES_URL chooses PostgreSQL; without it the tests run on SQLite.
"""

import atexit
import os
import shutil
import tempfile

if "STEGVIS_TESTING" not in os.environ:  # set for the processes we start: they share our place
    for name in [name for name in os.environ if name.startswith("STEGVIS_")]:
        if not name.startswith("STEGVIS_TEST_") and name != "STEGVIS_CHROMIUM":
            del os.environ[name]
    os.environ["STEGVIS_TESTING"] = "1"
    os.environ["STEGVIS_DATA_DIR"] = tempfile.mkdtemp(prefix="stegvis-test-")
    os.environ["STEGVIS_TEST_BROKER"] = "yes"  # its routes are tested like all others
    os.environ["STEGVIS_DATABASE_URL"] = os.environ.get("STEGVIS_TEST_POSTGRES_URL", "")
    atexit.register(shutil.rmtree, os.environ["STEGVIS_DATA_DIR"], ignore_errors=True)

from stegvis.config.settings import *  # noqa: F403
from stegvis.config.settings import DATABASES, STEGVIS_DATA_DIR, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, as in production: threads and processes meet the same locks
    DATABASES["default"]["TEST"] = {"NAME": STEGVIS_DATA_DIR / "test.sqlite3"}

PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon2"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
