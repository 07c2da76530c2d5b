"""Users and their memberships, for whoever manages them."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from stegvis.access.models import Membership, User
from stegvis.access.rules import NotAllowed, NotFound, Viewer


def visible_to(viewer: Viewer) -> QuerySet[User]:
    """All users in Swedish order, with `has_second_factor`. Raises NotAllowed for viewers who do not manage users."""
    if not viewer.may("user", "manage"):
        raise NotAllowed
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=strong)
    return User.objects.order_by("sort_key", "pk").annotate(has_second_factor=Exists(held))


def find(viewer: Viewer, email: str) -> User:
    """The user with the e-mail address. Raises NotFound, NotAllowed."""
    user = visible_to(viewer).filter(email__iexact=email.strip()).first()
    if user is None:
        raise NotFound
    return user


def memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Every membership with its places, oldest first. Raises NotAllowed."""
    if not viewer.may("user", "manage"):
        raise NotAllowed
    return Membership.objects.select_related("organisation", "unit").order_by("user_id", "starts_on", "pk")


def without_second_factor() -> QuerySet[User]:
    """Active users without an authenticator app or key; for counting them only, so no viewer is asked for."""
    strong = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return User.objects.filter(~Exists(strong), is_active=True)
