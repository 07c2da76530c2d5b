"""Protect an identity, change who is named for it, lift it. Each is one transaction with its audit event inside.

The log says that a protection was set, changed or lifted, never of which kind or why: the log is read by others.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework import rules
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import NamedViewer, Participant, Protection
from stegvis.casework.queries import protections, sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.vocabulary import PROTECTION_LEVELS, UNLINKABLE
from stegvis.organisation.models import Unit


def protect(
    *,
    participant: Participant,
    level: str,
    since_on: dt.date,
    decided_by: str,
    review_on: dt.date,
    named: Iterable[User],
    reason: str = "",
    postal_address: str = "",
    by: Viewer,
) -> Protection:
    """Give a person a protected identity; from now on only the users `named` see the person.

    `decided_by` is the authority or the person whose word it is; `review_on` when to ask again whether it still holds.
    Whoever sets it is not named by doing so. With a level that must leave no link, former numbers are erased.
    Raises NotFound, NotAllowed; NotPossible with code `already_protected`, `unknown_word`, `required`, `too_long`,
    `in_future`, `review_passed`, `address_not_here`, `nobody_named`, `out_of_reach`.
    """
    with whole():
        person = _locked(by, "set", participant)
        return _protect(person, level, since_on, decided_by, review_on, tuple(named), reason, postal_address, by)


def protect_from_start(
    *, participant: Participant, unit: Unit, level: str, decided_by: str, review_on: dt.date, by: Viewer
) -> Protection:
    """Protect somebody who is just being enrolled: whoever enrols and the unit's manager are named at once.

    For whoever may begin a protection at the unit (coaches too, who may not set one later). Raises as `protect`, and
    NotPossible with code `nobody_leads` when the unit has neither a manager nor a project leader to name.
    """
    sight.check_unit(by, "protection", "begin", unit)
    with whole():
        person = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        sight.check_unhidden(by, person)
        leaders = protections.leaders_of(unit, by.as_of)
        if not leaders:
            raise NotPossible(
                _("The unit has no manager or project leader who can be named. Ask the administrator first."),
                field="protected",
                code="nobody_leads",
            )
        asker = User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None
        named = tuple(dict.fromkeys([*([asker] if asker else []), *leaders]))
        return _protect(person, level, by.as_of, decided_by, review_on, named, "", "", by)


def change(*, participant: Participant, by: Viewer, **fields) -> Protection:
    """Change `level`, `since_on`, `decided_by`, `reason`, `review_on` or `postal_address` of the protection in force.

    Raises TypeError for another field; NotFound, NotAllowed; NotPossible as `protect`, or `not_protected`.
    """
    names = ("level", "since_on", "decided_by", "reason", "review_on", "postal_address")
    if unknown := set(fields) - set(names):
        raise TypeError(f"change() got fields it does not know: {', '.join(sorted(unknown))}")
    with whole():
        person = _locked(by, "set", participant)
        held = _in_force(person)
        new = _checked({name: fields.get(name, getattr(held, name)) for name in names})
        changed = sorted(name for name, value in new.items() if getattr(held, name) != value)
        for name in changed:
            setattr(held, name, new[name])
        if changed:
            held.save(update_fields=changed)
            _unlink(person, held.level)
            _log(by, "change_protection", person, {"fields": changed})
    return held


def lift(*, participant: Participant, reason: str, by: Viewer) -> Protection:
    """End the protection: whoever may see the unit's people sees the person again. The list of named users is closed.

    Raises NotFound, NotAllowed; NotPossible with code `not_protected` or `required` (no reason).
    """
    said = cleaned(reason, "reason", 300, required=True)
    with whole():
        person = _locked(by, "lift", participant)
        held = _in_force(person)
        now, who = timezone.now(), by.actor_id[:64]
        held.lifted_at, held.lifted_by, held.lift_reason = now, who, said
        held.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
        protections.named_for(person).update(removed_at=now, removed_by=who, remove_reason=said)
        _log(by, "lift_protection", person, {})
    return held


def name(
    *,
    participant: Participant,
    user: User,
    reason: str,
    since_on: dt.date | None = None,
    until_on: dt.date | None = None,
    by: Viewer,
) -> NamedViewer:
    """Put a user on the person's list, from `since_on` (today) to `until_on` (without end), e.g. for a holiday.

    Raises NotFound, NotAllowed; NotPossible with code `not_protected`, `required`, `already_named`, `out_of_reach`
    (the user's role does not reach the person: being named would show them nothing), `ends_before_start`.
    """
    with whole():
        person = _locked(by, "name", participant)
        _in_force(person)
        return _name(person, user, since_on or by.as_of, until_on, reason, by)


def name_for_orphan(*, participant_id: UUID, user: User, reason: str, by: Viewer) -> NamedViewer:
    """Give a protected person somebody who sees them, when everybody named is gone. For an operator of the server.

    The operator sees the opaque id and nothing of the person. Raises NotAllowed for anybody else; NotPossible with
    code `not_orphaned` while somebody named remains, or as `name`.
    """
    if by.kind != "operator":
        raise NotAllowed
    with whole():
        person = Participant.objects.select_for_update(of=("self",)).get(pk=participant_id)
        if not protections.orphaned(_in_force(person)):
            raise NotPossible(
                _("There still is somebody on the list. Ask them to hand over."), field="user", code="not_orphaned"
            )
        return _name(person, user, by.as_of, None, reason, by)


def unname(*, participant: Participant, user: User, reason: str, by: Viewer) -> None:
    """Take a user off the person's list.

    Raises NotFound, NotAllowed; NotPossible with code `not_named`, `required`, or `last_named`: somebody without an
    end date must remain, so another is to be named first.
    """
    said = cleaned(reason, "reason", 300, required=True)
    with whole():
        person = _locked(by, "name", participant)
        listed = list(protections.named_for(person))
        gone = next((one for one in listed if one.user_id == user.pk), None)
        if gone is None:
            raise NotPossible(_("This user is not on the list."), field="user", code="not_named")
        rules.somebody_remains(len(protections.lasting(one for one in listed if one != gone))).require()
        gone.removed_at, gone.removed_by, gone.remove_reason = timezone.now(), by.actor_id[:64], said
        gone.save(update_fields=["removed_at", "removed_by", "remove_reason"])
        _log(by, "unname", person, {"user": user.pk})


# --- parts ------------------------------------------------------------------------------------------------------
def _locked(by: Viewer, verb: str, participant: Participant) -> Participant:
    sight.check_participant(by, "protection", verb, participant)
    return Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)


def _in_force(person: Participant) -> Protection:
    held = protections.of(person)
    if held is None:
        raise NotPossible(_("The person has no protected identity now."), code="not_protected")
    return held


def _protect(person, level, since_on, decided_by, review_on, named, reason, postal_address, by: Viewer) -> Protection:
    if protections.of(person):
        raise NotPossible(_("The person has a protected identity already."), code="already_protected")
    facts = _checked(
        {
            "level": level,
            "since_on": since_on,
            "decided_by": decided_by,
            "reason": reason,
            "review_on": review_on,
            "postal_address": postal_address,
        }
    )
    if not named:
        raise NotPossible(
            _("Name at least one user. Otherwise nobody would see the person."), field="named", code="nobody_named"
        )
    held = Protection.objects.create(participant=person, set_at=timezone.now(), set_by=by.actor_id[:64], **facts)
    _unlink(person, level)
    _log(by, "protect", person, {"named": len(named)})
    for user in dict.fromkeys(named):
        _name(person, user, by.as_of, None, _("From the start"), by)
    return held


def _checked(facts: dict) -> dict:
    known(facts["level"], PROTECTION_LEVELS, "level", empty=False).require()
    today = timezone.localdate()
    rules.protection_dates(facts["since_on"], facts["review_on"], today=today).require()
    address = cleaned(facts["postal_address"], "postal_address", 300)
    rules.forwarding_fits(facts["level"], address).require()
    return {
        **facts,
        "decided_by": cleaned(facts["decided_by"], "decided_by", 200, required=True),
        "reason": cleaned(facts["reason"], "reason", 300),
        "postal_address": address,
    }


def _unlink(person: Participant, level: str) -> None:
    """Erase what could link the person to an earlier identity, where the level demands it."""
    if level in UNLINKABLE:
        person.former_numbers.all().delete()


def _name(person: Participant, user: User, since_on, until_on, reason: str, by: Viewer) -> NamedViewer:
    said = cleaned(reason, "reason", 300, required=True)
    if until_on is not None and until_on < since_on:
        raise NotPossible(_("The last day comes before the first."), field="until_on", code="ends_before_start")
    if protections.named_for(person).filter(user=user).exists():
        raise NotPossible(_("This user is on the list already."), field="user", code="already_named")
    if not sight.reaches_unprotected(viewer_of(user), "participant", "read", person):
        raise NotPossible(
            _("%(user)s does not work with the unit's participants and would not see the person.")
            % {"user": user.full_name},
            field="user",
            code="out_of_reach",
        )
    added = NamedViewer.objects.create(
        participant=person,
        user=user,
        since_on=since_on,
        until_on=until_on,
        reason=said,
        added_at=timezone.now(),
        added_by=by.actor_id[:64],
    )
    _log(by, "name", person, {"user": user.pk})
    return added


def _log(by: Viewer, verb: str, person: Participant, facts: dict) -> None:
    audit.record(
        by=by,
        verb=verb,
        record="protection",
        record_id=person.pk,
        subject_id=person.pk,
        organisation_id=person.controller_id,
        facts=facts,
    )
