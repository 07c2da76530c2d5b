"""Find access tokens: one's own, everybody's for whoever manages users, and the one a request came with."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.access.models import AccessToken
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.access.vocabulary import permissions_of
from stegvis.base.keys import keyed_digest


def own(viewer: Viewer) -> QuerySet[AccessToken]:
    """The viewer's own tokens, the newest first, revoked and expired ones too."""
    return AccessToken.objects.filter(user_id=viewer.user_id or 0)


def everybody_s(viewer: Viewer) -> QuerySet[AccessToken]:
    """All tokens by the name of their user. Raises NotAllowed for viewers who do not manage users."""
    if not viewer.may("user", "manage"):
        raise NotAllowed
    return AccessToken.objects.select_related("user").order_by("user__sort_key", "user_id", "-made_at", "-id")


def find(viewer: Viewer, token_id: UUID) -> AccessToken:
    """One token that is the viewer's own, or anybody's for whoever manages users. Raises NotFound."""
    tokens = AccessToken.objects.all() if viewer.may("user", "manage") else own(viewer)
    found = tokens.select_related("user").filter(pk=token_id).first()
    if found is None:
        raise NotFound
    return found


def held_by(text: str) -> AccessToken | None:
    """The token whose text this is, while it is in force: not revoked, not expired, its user active."""
    held = AccessToken.objects.select_related("user").filter(digest=keyed_digest("access-token", text)).first()
    return held if held and state_of(held) == "in_force" and held.user.is_active else None


def state_of(token: AccessToken) -> str:
    """`in_force`, `expired` or `revoked`."""
    if token.revoked_at is not None:
        return "revoked"
    return "in_force" if token.expires_on >= timezone.localdate() else "expired"


def viewer_through(token: AccessToken) -> Viewer:
    """The token's user as a viewer, narrowed to what the token may do."""
    return viewer_of(token.user).narrowed(permissions_of(token.scopes))
