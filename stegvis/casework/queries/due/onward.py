"""Referrals onward that nobody has answered by the day it was asked for."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.casework.models import OnwardReferral
from stegvis.casework.queries import onward
from stegvis.casework.queries.due.records import Records
from stegvis.casework.queries.due.row import Due, said

#: So many days late is serious: somebody may have fallen between two chairs.
SERIOUS_DAYS = 14


def _told(referral: OnwardReferral, today: dt.date) -> Due:
    words = _("No answer from %(who)s; it was to come by %(day)s.") % {
        "who": referral.contact,
        "day": said(referral.answer_by),
    }
    tone = "danger" if (today - referral.answer_by).days > SERIOUS_DAYS else "warning"
    return Due("onward", referral.participant, words, referral.answer_by, tone, str(referral.pk))


#: One row for each, the longest waiting first.
SOURCE = Records(OnwardReferral, ("team", "read"), lambda today: (today,), onward.late, _told)
