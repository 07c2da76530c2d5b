"""Are the settings, the keys and the disks as they should be in earnest use?"""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.upkeep.findings import Finding, fault, fine, warning

#: Space left under which we warn, and under which it is a fault, in bytes.
LITTLE_SPACE, NO_SPACE = 5 * 1024**3, 512 * 1024**2
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def address() -> Iterator[Finding]:
    """Encrypted transport, cookies that need it, and names the site answers to."""
    title = _("Address")
    if settings.DEBUG:
        yield fault(
            "debug", _("Debug mode"), _("Debug mode is on: error pages show what they must not."),
            _("Take DEBUG out of the settings; Stegvis needs none."),
        )  # fmt: skip
    if not settings.STEGVIS_URL.startswith("https://"):
        yield warning(
            "https", title, _("Stegvis answers on this machine only, without encryption."),
            _("For others to use it: put a proxy with TLS in front and set STEGVIS_URL=https://…"),
        )  # fmt: skip
    elif not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield fault("cookies", title, _("Cookies may travel unencrypted."), _("Do not change the settings of cookies."))
    else:
        yield fine("https", title, _("Encrypted (https), and cookies travel only there."))
    loose = [name for name in settings.ALLOWED_HOSTS if name == "*" or name.startswith(".")]
    if loose:
        yield fault(
            "hosts", _("Host names"), _("Stegvis answers to any name: %s") % ", ".join(loose),
            _("Write whole names in STEGVIS_ALLOWED_HOSTS."),
        )  # fmt: skip


def places() -> Iterator[Finding]:
    """Keys and audit checkpoints must not be lost, or taken, together with the database."""
    disk = os.stat(settings.STEGVIS_DATA_DIR).st_dev
    for code, title, place, variable in (
        ("key_place", _("Place of the keys"), settings.STEGVIS_KEY_DIR, "STEGVIS_KEY_DIR"),
        ("audit_place", _("Place of the audit checkpoints"), settings.STEGVIS_AUDIT_DIR, "STEGVIS_AUDIT_DIR"),
    ):
        if os.stat(place).st_dev == disk:
            yield warning(
                code, title, _("On the same disk as the data: who takes one has both."),
                _("Move the directory to another disk and name it in %s.") % variable,
            )  # fmt: skip
        else:
            yield fine(code, title, _("On a disk of its own."))


def key_files() -> Iterator[Finding]:
    """Keys that only the server's own user can read."""
    title = _("Key files")
    keys = [path for path in Path(settings.STEGVIS_KEY_DIR).iterdir() if path.is_file()]
    open_to_others = [path.name for path in keys if path.stat().st_mode & _FOR_OTHERS]
    if open_to_others:
        yield fault(
            "key_files", title, _("Others on this machine can read: %s") % ", ".join(sorted(open_to_others)),
            _("Run: chmod 600 on these files. If strangers have accounts here, exchange the keys."),
        )  # fmt: skip
    else:
        yield fine("key_files", title, _("Only the server's user can read them."))


def disk_space() -> Iterator[Finding]:
    """Room to write: a full disk stops all work."""
    title = _("Free space")
    free = shutil.disk_usage(settings.STEGVIS_DATA_DIR).free
    words = _("%s GB free where the data lies.") % number_format(free / 1024**3, 1)
    if free >= LITTLE_SPACE:
        yield fine("disk", title, words)
        return
    say = fault if free < NO_SPACE else warning
    yield say("disk", title, words, _("Make room or enlarge the disk before it is full."))


def choices() -> Iterator[Finding]:
    """Settings that are allowed but unusual here."""
    if settings.STEGVIS_SMALL_COUNT < 5:
        yield warning(
            "small_count", _("Small counts"),
            _("Counts from %d and up are shown.") % settings.STEGVIS_SMALL_COUNT,
            _("Under five, single people can be recognised: set STEGVIS_SMALL_COUNT to 5 or more."),
        )  # fmt: skip
    else:
        yield fine("small_count", _("Small counts"), _("Counts below %d are hidden.") % settings.STEGVIS_SMALL_COUNT)
    if settings.TIME_ZONE != "Europe/Stockholm":
        yield warning(
            "time_zone", _("Time zone"), _("Dates follow %s.") % settings.TIME_ZONE,
            _("If the work is done in Sweden, take STEGVIS_TIME_ZONE away."),
        )  # fmt: skip


def variables() -> Iterator[Finding]:
    """Does every STEGVIS_ variable mean something? Those nearly spelt as one of ours already stop the start."""
    title = _("Settings without meaning")
    if settings.STEGVIS_UNKNOWN_VARIABLES:
        yield warning(
            "variables", title, _("There is no such setting: %s") % ", ".join(settings.STEGVIS_UNKNOWN_VARIABLES),
            _("Take it away, or look up its right name with stegvis settings."),
        )  # fmt: skip
    else:
        yield fine("variables", title, _("Every STEGVIS_ variable is a setting."))


def mail() -> Iterator[Finding]:
    """Is there a way to send mail?"""
    if getattr(settings, "EMAIL_HOST", "") and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield fine("mail", _("Mail"), _("Sent through %s.") % settings.EMAIL_HOST)
    else:
        yield warning(
            "mail", _("Mail"), _("Mail is written as files and reaches nobody."),
            _("Set STEGVIS_MAIL_URL, so that people can choose a new password themselves."),
        )  # fmt: skip


def mail_server() -> Iterator[Finding]:
    """Does the mail server answer? (deep)"""
    from django.core.mail import get_connection

    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except OSError as problem:  # smtplib's own errors are OSErrors too
        yield fault(
            "mail_server", _("Mail server"), _("It does not answer (%s).") % type(problem).__name__,
            _("Check STEGVIS_MAIL_URL: name, port, user, password, and that the network lets us through."),
        )  # fmt: skip
    else:
        yield fine("mail_server", _("Mail server"), _("It answers and lets us in."))
