"""One of the demonstration's invented people has a protected identity: Amina and her manager see the person, Bo not."""

import datetime as dt

from django.utils import timezone

from stegvis.access.models import User
from stegvis.access.rules import Viewer
from stegvis.casework.actions import protections
from stegvis.casework.models import Enrolment, Protection
from stegvis.organisation.models import Project

#: The keys of the cast who are named, the coach first.
NAMED = ("amina", "karin")
#: Where they work.
PROJECT = "fsla"
SINCE = dt.date(2021, 1, 18)


def protect_one(*, project: Project, staff: dict[str, User], by: Viewer) -> Protection | None:
    """Protect one of the coach's people, the same each time; None when it was done before.

    Somebody with a phone number and a receiving party, so that the pages have something to keep safe.
    """
    coach = staff[NAMED[0]]
    theirs = Enrolment.objects.filter(project=project, coach=coach)
    if Protection.objects.filter(participant__enrolments__in=theirs).exists():
        return None
    fitting = theirs.filter(participant__contact_ways__kind="phone").exclude(outcomes__receiver="")
    one = fitting.order_by("participant__identity_number").first() or theirs.first()
    return protections.protect(
        participant=one.participant,
        level="secrecy_marking",
        since_on=max(SINCE, one.started_on),
        decided_by="Skatteverket (påhittat beslut)",
        reason="Ring alltid från enhetens växel.",
        review_on=timezone.localdate() + dt.timedelta(days=180),
        named=[staff[key] for key in NAMED],
        by=by,
    )
