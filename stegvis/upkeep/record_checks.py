"""People who sign in and the quality of the records, in numbers only."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.db.models.functions import Substr, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import Membership, User
from stegvis.access.queries.users import without_second_factor
from stegvis.access.rules import Grant, Viewer
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import lacking
from stegvis.demo.cast import CAST
from stegvis.organisation.models import Unit
from stegvis.upkeep.findings import Finding, fault, fine, warning

#: Registered so many days after the start is late; going on for so many days without a change is old.
LATE_DAYS, OLD_DAYS = 30, 730
#: Birth numbers that the tax agency keeps free for tests.
_RESERVED = ("98", "99")


def second_factors() -> Iterator[Finding]:
    """Whoever sees people signs in with two steps."""
    title = _("Second step at sign-in")
    roles = dict(without_second_factor().values_list("memberships__role").annotate(Count("pk", distinct=True)))
    count = sum(number for role, number in roles.items() if _sees_people(role))
    if count:
        yield warning(
            "second_factor", title, _("%d who may see people have not set it up.") % count,
            _("They are asked at their next sign-in and see nobody before. Deactivate those who never come."),
        )  # fmt: skip
    else:
        yield fine("second_factor", title, _("Set up by all who may see people."))


def _sees_people(role: str | None) -> bool:
    return bool(role) and Viewer("user", None, "", (Grant(role, 0, None),)).needs_second_factor


def memberships() -> Iterator[Finding]:
    """Roles that outlive the account."""
    today = timezone.localdate()
    open_ended = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), user__is_active=False)
    if count := open_ended.count():
        yield warning(
            "memberships", _("Roles of those who left"),
            _("%d roles have no end though the account is closed.") % count,
            _("End them (stegvis user leave), so that nobody gets them back with the account."),
        )  # fmt: skip
    else:
        yield fine("memberships", _("Roles of those who left"), _("All have ended."))


def demonstration() -> Iterator[Finding]:
    """The demonstration's accounts have a password that stands in the documentation."""
    from django.conf import settings

    there = User.objects.filter(email__in=[player.email for player in CAST], is_active=True).exists()
    if not there:
        return
    born = Participant.objects.annotate(birth_number=Substr("identity_number", 9, 2))
    title = _("Demonstration")
    if born.exclude(birth_number__in=_RESERVED).exists() or settings.STEGVIS_URL.startswith("https://"):
        yield fault(
            "demonstration", title, _("Its accounts, with a known password, stand beside real records."),
            _("Deactivate them now (stegvis user deactivate) and move real work to an installation without it."),
        )  # fmt: skip
    else:
        yield warning(
            "demonstration", title, _("Its accounts are here; everybody knows their password."),
            _("Good for trying out. Begin real work in an empty installation."),
        )  # fmt: skip


def gaps() -> Iterator[Finding]:
    """Enrolments that lack facts, by unit (takes a while in large registers)."""
    found = lacking.only(Enrolment.objects.all())
    yield from _by_unit(
        found,
        "gaps",
        _("Facts that are missing"),
        _("Each coach sees theirs under Participants, Something to fill in."),
    )


def late() -> Iterator[Finding]:
    """Enrolments of the last year that were registered long after they began."""
    since = timezone.localdate() - dt.timedelta(days=365)
    found = Enrolment.objects.exclude(state="void").filter(started_on__gte=since).annotate(
        registered_on=TruncDate("registered_at")
    )  # fmt: skip
    found = found.filter(registered_on__gt=F("started_on") + dt.timedelta(days=LATE_DAYS))
    yield from _by_unit(
        found, "late", _("Registered late"),
        _("More than %d days after the start: the numbers of the month are then wrong for a while.") % LATE_DAYS,
    )  # fmt: skip


def old() -> Iterator[Finding]:
    """Enrolments that go on and on."""
    before = timezone.localdate() - dt.timedelta(days=OLD_DAYS)
    found = Enrolment.objects.filter(state="active", started_on__lt=before)
    yield from _by_unit(
        found, "old", _("Going on for years"),
        _("Longer than %d days: ask whether they should have been closed.") % OLD_DAYS,
    )  # fmt: skip


def _by_unit(found, code: str, title: str, advice: str) -> Iterator[Finding]:
    """A warning with the number in each unit; numbers below five are not told."""
    counted = dict(found.order_by().values_list("unit_id").annotate(Count("pk")))
    if not counted:
        yield fine(code, title, _("None."))
        return
    names = dict(Unit.objects.filter(pk__in=counted).values_list("pk", "name"))
    most = sorted(counted.items(), key=lambda pair: -pair[1])[:10]
    words = ", ".join(f"{names[unit]} {number if number >= 5 else _('a few')}" for unit, number in most)
    if len(counted) > len(most):
        words += ", " + _("and more units")
    yield warning(code, title, words, advice)
