"""Who is in the team around a participant."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Contact, Participant, TeamMember
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.vocabulary.team import PARTS


def locked(by: Viewer, record: str, participant: Participant) -> Participant:
    """The participant, locked, after the check that the viewer may change the `team` or `disclosure`."""
    sight.check_participant(by, record, "change", participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def own_contact(person: Participant, contact: Contact | None) -> Contact:
    """The contact, if it stands in the directory of the person's own controller."""
    if contact is None:
        raise NotPossible(_("This is needed."), field="contact", code="required")
    if contact.controller_id != person.controller_id:
        raise NotPossible(_("This contact belongs to another organisation."), field="contact", code="other_controller")
    return contact


def join(
    *,
    participant: Participant,
    contact: Contact,
    part: str,
    mandate: str = "",
    since_on: dt.date | None = None,
    until_on: dt.date | None = None,
    main: bool = False,
    by: Viewer,
) -> TeamMember:
    """The contact belongs to the team, from today unless said. The same one twice in the same part is one.

    A new main contact takes over from the one before. Raises NotFound, NotAllowed; NotPossible with code `required`,
    `unknown_word`, `too_long`, `far_away`, `ends_before_start`, `other_controller`.
    """
    today = timezone.localdate()
    with whole():
        person = locked(by, "team", participant)
        own_contact(person, contact)
        known(part, PARTS, "part", empty=False).require()
        since = since_on or today
        for day, field in ((since, "since_on"), (until_on, "until_on")):
            plan_rules.day_in_reach(day, field, today=today).require()
        plan_rules.ends_after_start(since, until_on, "until_on").require()
        said = cleaned(mandate, "mandate", plan_rules.LINE)
        open_ones = TeamMember.objects.filter(participant=person, until_on=None)
        same = open_ones.filter(contact=contact, part=part, mandate=said, main=main).first()
        if same:
            return same
        if main:
            open_ones.filter(main=True).update(main=False)
        made = TeamMember.objects.create(
            participant=person, contact=contact, part=part, mandate=said, main=main, since_on=since,
            until_on=until_on, added_by=by.name[:200],
        )  # fmt: skip
        log_about(by, "create", "team_member", made.pk, person, {"part": part})
    return made


def leave(*, member: TeamMember, on: dt.date | None = None, by: Viewer) -> TeamMember:
    """The contact leaves the team on that day (today). Raises NotFound, NotAllowed; NotPossible as `join`."""
    today = timezone.localdate()
    with whole():
        person = locked(by, "team", member.participant)
        found = TeamMember.objects.get(pk=member.pk)
        day = on or max(today, found.since_on)
        plan_rules.day_in_reach(day, "until_on", today=today).require()
        plan_rules.ends_after_start(found.since_on, day, "until_on").require()
        if found.until_on != day:
            found.until_on, found.main = day, False
            found.save(update_fields=["until_on", "main"])
            log_about(by, "end", "team_member", found.pk, person, {"part": found.part})
    return found
