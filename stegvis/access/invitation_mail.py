"""The mail that invites somebody to their account: the link, until when, and from whom to ask for a new one."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.access.models import User

LOG = logging.getLogger("stegvis.mail")


def link_of(token: str) -> str:
    """The one-time address."""
    return f"{settings.STEGVIS_URL}/invitation/{token}/"


def send(*, user: User, token: str, expires_at: dt.datetime) -> None:
    """Send the mail in the user's language. A mail that cannot be sent is logged without the address: an
    administrator sees on the account that nobody has taken it, and sends a new one."""
    with translation.override(user.language):
        subject = _("Your account in Stegvis")
        body = _(
            "Hello %(name)s,\n\nYou have an account in Stegvis. Open the link to begin:\n\n%(link)s\n\n"
            "The link works once, until %(day)s. After that, ask your administrator for a new one.\n\n"
            "Do not pass the link on: whoever opens it becomes you.\n\nRegards\nStegvis\n"
        ) % {
            "name": user.get_short_name(),
            "link": link_of(token),
            "day": timezone.localtime(expires_at).strftime("%Y-%m-%d %H:%M"),
        }
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError as problem:
        LOG.error("an invitation could not be sent: %s", type(problem).__name__)
