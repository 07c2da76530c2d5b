"""Name a deputy for an absent colleague's participants, and take a deputyship back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import Deputyship, User
from stegvis.access.queries import deputies
from stegvis.access.rules import NotAllowed, NotFound, Viewer
from stegvis.base.decision import NotPossible

LONGEST_DAYS = 366


def name(*, absent: User, deputy: User, starts_on: dt.date, ends_on: dt.date, by: Viewer) -> Deputyship:
    """Let `deputy` work with the participants of `absent` between two days (both included); it ends by itself.

    A coach names their own deputy, whoever leads the unit names one for a coach of the unit. Raises NotFound,
    NotAllowed, and NotPossible when the days or the people do not fit.
    """
    organisation = _where(absent, starts_on, by)
    _check_days(starts_on, ends_on)
    if absent.pk == deputy.pk:
        raise NotPossible(_("Choose a colleague, not the one who is away."), field="deputy", code="same")
    if deputy.pk not in {one.pk for one in deputies.colleagues(absent, organisation, starts_on, ends_on)}:
        raise NotPossible(
            _("The deputy must be a coach in the same organisation for the whole time."), field="deputy", code="role"
        )
    with transaction.atomic():
        User.objects.select_for_update().get(pk=absent.pk)
        held = Deputyship.objects.filter(absent=absent, deputy=deputy, ended_at=None)
        if held.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise NotPossible(_("They are deputy then already."), field="starts_on", code="taken")
        made = Deputyship.objects.create(
            absent=absent,
            deputy=deputy,
            organisation=organisation,
            starts_on=starts_on,
            ends_on=ends_on,
            named_by=by.actor_id[:64],
        )
        _log(by, "name", made)
    return made


def end(*, deputyship: Deputyship, by: Viewer) -> None:
    """Take the deputyship back now. Raises NotFound, NotAllowed, and NotPossible when it has ended."""
    if not deputies.visible_to(by).filter(pk=deputyship.pk).exists():
        raise NotFound
    if not deputies.may_end(by, deputyship):
        raise NotAllowed
    with transaction.atomic():
        held = Deputyship.objects.select_for_update().get(pk=deputyship.pk)
        if held.ended_at or held.ends_on < timezone.localdate():
            raise NotPossible(_("The deputyship has ended already."), code="ended")
        held.ended_at = timezone.now()
        held.save(update_fields=["ended_at"])
        _log(by, "end", held)


def _where(absent: User, day: dt.date, by: Viewer):
    """The organisation in which the asker may name a deputy for `absent`."""
    if not by.may("deputyship", "appoint"):
        raise NotAllowed
    place = deputies.place_to_name_in(by, absent, day)
    if place is None:
        raise NotFound
    return place


def _check_days(starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise NotPossible(_("The last day is before the first."), field="ends_on", code="order")
    if ends_on < timezone.localdate():
        raise NotPossible(_("The last day has passed already."), field="ends_on", code="past")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise NotPossible(_("A deputyship lasts at most a year."), field="ends_on", code="long")


def _log(by: Viewer, verb: str, deputyship: Deputyship) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="deputyship",
        record_id=deputyship.pk,
        organisation_id=deputyship.organisation_id,
        facts={
            "absent": deputyship.absent_id,
            "deputy": deputyship.deputy_id,
            "from": str(deputyship.starts_on),
            "to": str(deputyship.ends_on),
        },
    )
