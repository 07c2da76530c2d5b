"""Words that stand in allauth's code and that we translate ourselves, in our own tone.

Our catalogue goes before allauth's. They are listed here so that makemessages keeps them.
"""

from django.utils.translation import gettext_noop as _

BORROWED = (
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("Authenticator code"),
    _("Code"),
    _("Email"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Use your password"),
    _("Use authenticator app or code"),
)
