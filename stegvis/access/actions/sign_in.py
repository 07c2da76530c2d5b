"""Sign in at the shell: password and one-time code, for the rare command that asks for a user's own right."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Viewer


class WrongSignIn(Exception):
    """E-mail, password or code is wrong; it is not said which."""


def sign_in_at_shell(*, email: str, password: str, code: str, by: Viewer) -> Viewer:
    """The viewer of a user who proves who they are with password and one-time code.

    Both outcomes are logged under the operator's name. Raises WrongSignIn.
    """
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        User().set_password(password)  # the same time whether or not the address exists
    right = bool(user) and user.check_password(password) and _code_fits(user, code)
    audit.record(
        by=by,
        verb="sign_in" if right else "sign_in_refused",
        record="user",
        record_id=user.pk if user and right else "",
    )
    if not right:
        raise WrongSignIn
    return viewer_of(user, screen=by.screen)


def _code_fits(user: User, code: str) -> bool:
    """Does the code fit now? A code is used up by use, also between shell and browser (allauth keeps the count)."""
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return bool(held) and TOTP(held).validate_code(code.strip())
