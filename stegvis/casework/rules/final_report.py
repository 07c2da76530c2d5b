"""May a final report be given to somebody?"""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.rules import YES, Ruling
from stegvis.casework.vocabulary.final_report import REPORT_RECEIVERS


def may_give(
    receiver: str,
    *,
    known_party: bool,
    consent: bool | None,
    ground: str,
    basis: str,
    given_on: dt.date,
    today: dt.date,
) -> Ruling:
    """To the participant always; to another party of the directory only, on a ground told in words (PRV-05).

    `ground`: a code of GROUNDS, needed when the participant has not agreed.
    """
    if receiver not in REPORT_RECEIVERS:
        return Ruling(False, _("Choose one of the words in the list."), "receiver", "unknown_word")
    if given_on > today:
        return Ruling(False, _("The day cannot be in the future."), "given_on", "in_future")
    if receiver == "participant":
        return YES
    if not known_party:
        return Ruling(False, _("Choose who got the report."), "contact", "required")
    if consent is None:
        return Ruling(False, _("Say whether the participant agreed to it."), "consent", "consent_missing")
    if not consent and ground in ("", "consent"):
        return Ruling(False, _("Choose the ground in law on which it was given."), "ground", "ground_missing")
    if not basis:
        return Ruling(
            False, _("Write on what basis the report was given: the consent, or the law."), "basis", "basis_missing"
        )
    return YES
