"""What the pages of sign-in need beside allauth's own: the providers of the installation, and one's tied e-IDs."""

from django import template
from django.conf import settings

from stegvis.access.queries import electronic_identities as identities

register = template.Library()


@register.simple_tag(takes_context=True)
def electronic_identities(context) -> dict:
    """`providers` one may sign in through, and the e-IDs `tied` to whoever is signed in."""
    user = getattr(context.get("request"), "user", None)
    tied = identities.of(user) if user and user.is_authenticated else []
    return {"providers": settings.STEGVIS_SIGN_IN_PROVIDERS, "tied": tied}
