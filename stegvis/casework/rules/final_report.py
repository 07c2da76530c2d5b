"""May a final report be given to somebody?"""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling
from stegvis.casework.vocabulary.final_report import REPORT_RECEIVERS


def may_give(
    receiver: str, *, receiver_name: str, consent: bool | None, basis: str, given_on: dt.date, today: dt.date
) -> Ruling:
    """To the participant always; to another party only with its name, and the basis in words (PRV-05)."""
    if receiver not in REPORT_RECEIVERS:
        return Ruling(False, _("Choose one of the words in the list."), "receiver", "unknown_word")
    if given_on > today:
        return Ruling(False, _("The day cannot be in the future."), "given_on", "in_future")
    if receiver == "participant":
        return YES
    if not receiver_name:
        return Ruling(False, _("Write who got the report."), "receiver_name", "required")
    if consent is None:
        return Ruling(False, _("Say whether the participant agreed to it."), "consent", "consent_missing")
    if not basis:
        return Ruling(
            False, _("Write on what basis the report was given: the consent, or the law."), "basis", "basis_missing"
        )
    return YES
