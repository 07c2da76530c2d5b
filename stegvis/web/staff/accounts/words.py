"""How an account stands, in words and tone."""

from django.utils.translation import gettext_lazy as _

STANDING = {
    "active": (_("In use"), "success"),
    "invited": (_("Invited"), "info"),
    "dormant": (_("Dormant"), "warning"),
    "left": (_("Has left"), ""),
    "closed": (_("Closed"), "danger"),
}


def chip_of(standing: str) -> tuple[str, str]:
    """Words and tone of a chip."""
    words, tone = STANDING[standing]
    return str(words), tone
