"""Age in words, from the date in the identity number."""

from django.utils import timezone
from django.utils.translation import ngettext


def age_now(participant) -> int:
    """Whole years today."""
    return participant.number.age_on(timezone.localdate())


def age_words(participant) -> str:
    """ "24 years"."""
    years = age_now(participant)
    return ngettext("%(years)s year", "%(years)s years", years) % {"years": years}
