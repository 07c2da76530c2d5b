"""Ask how it went after an exit, and say what one thinks of an exit reason."""

import datetime as dt

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.actions.writing import log_about
from stegvis.casework.models import Enrolment, ExitOpinion, FollowUp
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned
from stegvis.casework.rules import follow_up as rules
from stegvis.casework.rules.plans import written


def note(
    *,
    enrolment: Enrolment,
    occasion: str,
    result: str,
    asked_on: dt.date,
    destination: str = "",
    income: str = "",
    occupation: str = "",
    industry: str = "",
    through_us: bool | None = None,
    text: str = "",
    by: Viewer,
) -> FollowUp:
    """Keep what a former participant answered, or that nobody answered, at one of the occasions.

    Raises NotFound, NotAllowed; NotPossible with code `not_closed`, `in_future`, `too_early`, `unknown_word`,
    `no_job`, `already_followed_up`, `too_long`.
    """
    sight.check_enrolment(by, "follow_up", "write", enrolment)
    rules.may_ask(
        occasion, state=enrolment.state, ended_on=enrolment.ended_on, asked_on=asked_on, today=timezone.localdate()
    ).require()
    rules.answer(result, destination, income, occupation, industry).require()
    answered = result == "answered"
    facts = {
        "result": result,
        "asked_on": asked_on,
        "destination": destination if answered else "",
        "income": income if answered else "",
        "occupation": occupation if answered else "",
        "industry": industry if answered else "",
        "through_us": through_us if answered else None,
        "text": written(text, "text"),
    }
    try:
        with whole():
            made = FollowUp.objects.create(enrolment=enrolment, occasion=occasion, asked_by_id=by.user_id, **facts)
            _log(by, "create", enrolment, "follow_up", made.pk, {"occasion": occasion, "result": result})
    except IntegrityError as problem:
        raise NotPossible(
            _("This follow-up is noted already. Open it to correct it."), field="occasion", code="already_followed_up"
        ) from problem
    return made


def correct(*, follow_up: FollowUp, version: int | None = None, by: Viewer, **told) -> FollowUp:
    """Correct `result`, `asked_on`, `destination`, `income`, `occupation`, `industry`, `through_us` and `text`.

    An `occupation` or `industry` that is not told stays as long as the destination does. Raises as `note`, and
    ChangedMeanwhile.
    """
    sight.check_enrolment(by, "follow_up", "write", follow_up.enrolment)
    with whole():
        found = FollowUp.objects.select_for_update(of=("self",)).select_related("enrolment").get(pk=follow_up.pk)
        if version is not None and found.version != version:
            raise ChangedMeanwhile
        enrolment = found.enrolment
        rules.may_ask(
            found.occasion,
            state=enrolment.state,
            ended_on=enrolment.ended_on,
            asked_on=told["asked_on"],
            today=timezone.localdate(),
        ).require()
        answered = told["result"] == "answered"
        same = answered and told["destination"] == found.destination
        job = {name: told.get(name, getattr(found, name) if same else "") for name in ("occupation", "industry")}
        rules.answer(told["result"], told["destination"], told["income"], **job).require()
        found.result, found.asked_on = told["result"], told["asked_on"]
        found.destination = told["destination"] if answered else ""
        found.income = told["income"] if answered else ""
        found.occupation, found.industry = (job["occupation"], job["industry"]) if answered else ("", "")
        found.through_us = told["through_us"] if answered else None
        found.text = written(told["text"], "text")
        found.version += 1
        found.save()
        _log(by, "change", enrolment, "follow_up", found.pk, {"occasion": found.occasion, "result": found.result})
    return found


def say(*, enrolment: Enrolment, destination: str, text: str, by: Viewer) -> ExitOpinion:
    """A second opinion on where an exit led. Nothing changes by it: whoever may change the enrolment corrects it.

    Raises NotFound, NotAllowed; NotPossible with code `not_closed`, `unknown_word`, `required`, `too_long`.
    """
    sight.check_enrolment(by, "follow_up", "write", enrolment)
    if enrolment.state != "closed":
        raise NotPossible(_("Only a time that is closed has an exit reason."), code="not_closed")
    rules.answer("answered", destination, "").require()
    with whole():
        made = ExitOpinion.objects.create(
            enrolment=enrolment,
            destination=destination,
            text=cleaned(text, "text", 1000, required=True),
            user_id=by.user_id,
            user_name=by.name[:200],
        )
        _log(by, "create", enrolment, "exit_opinion", made.pk, {})
    return made


def _log(by: Viewer, verb: str, enrolment: Enrolment, record: str, record_id, facts: dict) -> None:
    log_about(by, verb, record, record_id, enrolment.participant, facts)
