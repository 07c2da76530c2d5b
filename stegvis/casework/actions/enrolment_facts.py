"""Fill the gaps of an enrolment and correct what was known at its start or its end."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework import rules
from stegvis.casework.actions import coaching, entry, writing
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Enrolment, EnrolmentTargetGroup, IncomePeriod, Referral
from stegvis.casework.rules import Outcome, cleaned
from stegvis.casework.rules import plans as plan_rules
from stegvis.casework.vocabulary import INCOME_SOURCES

#: The fields `change` takes. `income_source` is what the person lived on at the start.
CHANGEABLE = frozenset(
    {
        "inflow_channel",
        "referred_by",
        "target_groups",
        "employment_status",
        "employment_status_months",
        "education",
        "income_source",
        "coach",
    }
)


def change(
    *, enrolment: Enrolment, version: int | None = None, words_on_the_way: str = "", by: Viewer, **fields
) -> Enrolment:
    """Change some of CHANGEABLE. The log names the fields that changed, never what stands in them.

    `target_groups` is the whole set: first labels count from the start, later ones from today, and a label that is
    left out ends today. `inflow_channel` belongs to the first time a person came (INT-14): it is carried on to later
    enrolments and cannot be changed on one of those.
    Another `coach` gets the person handed over, with `words_on_the_way` and the plan as it stands.
    `version` is the version the asker has seen. Raises TypeError for another field; NotFound, NotAllowed;
    ChangedMeanwhile; NotPossible with code `void`, `unknown_word`, `retired_word`, `months`, `coach_elsewhere`,
    `keeps_first_channel`, `too_long`.
    """
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"change() got fields it does not know: {', '.join(sorted(unknown))}")
    with whole():
        enrolment = writing.locked(by, "change", enrolment, version)
        if enrolment.state == "void":
            rules.may_move("change", "void").require()
        before, words = enrolment.coach, plan_rules.written(words_on_the_way, "words")
        changed = [*_plain_fields(enrolment, fields, by), *_referral(enrolment, fields)]
        if "target_groups" in fields and _target_groups(enrolment, fields["target_groups"]):
            changed.append("target_groups")
        if "income_source" in fields and _income_at_start(enrolment, fields["income_source"]):
            changed.append("income_source")
        if changed:
            writing.log(by, "change", enrolment, {"fields": sorted(changed)})
        if before is not None and "coach" in changed:
            coaching.hand_over(enrolment, before, words, by)
    return enrolment


def complete_outcome(*, enrolment: Enrolment, outcome: Outcome, version: int | None = None, by: Viewer) -> Enrolment:
    """Fill in or correct the details of one destination of a closed enrolment; the destination itself stays.

    Raises NotFound, NotAllowed; NotPossible with code `wrong_state`, `no_outcome` or as `enrolments.close`.
    """
    given = entry.cleaned_outcome(outcome)
    with whole():
        enrolment = writing.locked(by, "close", enrolment, version)
        stored = enrolment.outcomes.filter(destination=given.destination).first()
        if enrolment.state != "closed" or stored is None:
            raise NotPossible(_("The enrolment was not closed with this destination."), code="no_outcome")
        kept = (stored.destination, stored.reason)
        rules.outcomes_complete([given], on=enrolment.ended_on, keep=kept).require()
        new = vars(given)
        changed = [name for name, value in new.items() if getattr(stored, name) != value]
        if changed:
            enrolment.outcomes.filter(pk=stored.pk).update(**{name: new[name] for name in changed})
            writing.log(by, "change", enrolment, {"fields": [f"outcome.{name}" for name in sorted(changed)]})
    return enrolment


def set_income_at_exit(
    *, enrolment: Enrolment, income_at_exit: str, version: int | None = None, by: Viewer
) -> Enrolment:
    """Say, or correct, what the person lives on from the day after the end, without touching the closing.

    Raises NotFound, NotAllowed; ChangedMeanwhile; NotPossible with code `not_closed`, `unknown_word`, `retired_word`.
    """
    with whole():
        enrolment = writing.locked(by, "close", enrolment, version)
        if enrolment.state != "closed":
            raise NotPossible(_("The enrolment is not closed."), code="not_closed")
        after = enrolment.income_periods.filter(since_on__gt=enrolment.ended_on).first()
        kept = (after.source,) if after else ()
        rules.known(
            income_at_exit, INCOME_SOURCES, "income_at_exit", empty=False, on=enrolment.ended_on, keep=kept
        ).require()
        if after and after.source == income_at_exit:
            return enrolment
        if after:
            enrolment.income_periods.filter(pk=after.pk).update(source=income_at_exit)
        else:
            since_on = enrolment.ended_on + dt.timedelta(days=1)
            IncomePeriod.objects.create(enrolment=enrolment, source=income_at_exit, since_on=since_on)
        writing.log(by, "change", enrolment, {"fields": ["income_at_exit"]})
    return enrolment


def _plain_fields(enrolment: Enrolment, fields: dict, by: Viewer) -> list[str]:
    new = entry.status_facts(
        fields.get("employment_status", enrolment.employment_status),
        fields.get("employment_status_months", enrolment.employment_status_months),
        fields.get("education", enrolment.education),
        on=enrolment.started_on,
        keep=(enrolment.employment_status, enrolment.education),
    )
    if fields.get("coach") is not None:
        new["coach"] = entry.coach_of(fields["coach"], enrolment.unit, by)
    changed = {name: value for name, value in new.items() if getattr(enrolment, name) != value}
    if changed:
        writing.set_fields(enrolment, **changed)
    if "coach" in changed:
        coaching.changes(enrolment)
    return list(changed)


def _referral(enrolment: Enrolment, fields: dict) -> list[str]:
    referral, changed = enrolment.referral, []
    if "referred_by" in fields:
        said = cleaned(fields["referred_by"], "referred_by", 200)
        if said != referral.referred_by:
            referral.referred_by = said
            referral.save(update_fields=["referred_by"])
            changed.append("referred_by")
    channel = fields.get("inflow_channel", referral.channel)
    entry.known_words(channel, (), "unknown", on=enrolment.started_on, keep=(referral.channel,))
    if channel != referral.channel:
        _first_channel(enrolment, channel)
        changed.append("inflow_channel")
    return changed


def _first_channel(enrolment: Enrolment, channel: str) -> None:
    theirs = Enrolment.objects.filter(participant=enrolment.participant).exclude(state="void")
    if theirs.filter(started_on__lt=enrolment.started_on).exclude(referral__channel="").exists():
        raise NotPossible(
            _("The person has come before and keeps the way they first came by. Change it on the first enrolment."),
            field="inflow_channel",
            code="keeps_first_channel",
        )
    later = theirs.filter(started_on__gt=enrolment.started_on, referral__channel__in={"", enrolment.referral.channel})
    later = Enrolment.objects.filter(pk__in=list(later.values_list("pk", flat=True)))
    # the channel stands on every later enrolment's page too: whoever has one of those open must hear of it
    later.update(version=F("version") + 1)
    Referral.objects.filter(pk__in=[enrolment.referral_id, *later.values_list("referral_id", flat=True)]).update(
        channel=channel
    )
    enrolment.referral.channel = channel


def _target_groups(enrolment: Enrolment, codes: Iterable[str]) -> bool:
    wanted = set(codes)
    today = timezone.localdate()
    held = {group.code: group for group in enrolment.target_groups.filter(until_on__isnull=True)}
    first = not enrolment.target_groups.exists()
    entry.known_words("", wanted, "unknown", on=enrolment.started_on if first else today, keep=held)
    since = enrolment.started_on if first else today
    for code in wanted - set(held):
        EnrolmentTargetGroup.objects.update_or_create(
            enrolment=enrolment, code=code, since_on=since, defaults={"until_on": None}
        )
    enrolment.target_groups.filter(pk__in=[held[code].pk for code in set(held) - wanted]).update(until_on=today)
    return wanted != set(held)


def _income_at_start(enrolment: Enrolment, source: str) -> bool:
    first = enrolment.income_periods.first()
    kept = (first.source,) if first else ()
    rules.known(source, INCOME_SOURCES, "income_source", empty=False, on=enrolment.started_on, keep=kept).require()
    if first is None or (enrolment.ended_on and first.since_on > enrolment.ended_on):
        end: dt.date | None = enrolment.ended_on
        IncomePeriod.objects.create(enrolment=enrolment, source=source, since_on=enrolment.started_on, until_on=end)
        return True
    if first.source == source:
        return False
    first.source = source
    first.save(update_fields=["source"])
    return True
