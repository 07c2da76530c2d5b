"""What is checked of the facts given at enrolment and at closing, before they are written."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import Reach, Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework import rules
from stegvis.casework.rules import Closing, Outcome, cleaned
from stegvis.casework.vocabulary import EDUCATION, EMPLOYMENT_STATUS, INCOME_SOURCES, INFLOW_CHANNELS, TARGET_GROUPS
from stegvis.organisation.models import Project, Unit


def age_fits(age: int, project: Project) -> bool:
    """Is the age inside the project's range?"""
    return rules.right_age(age, lowest=project.age_min, highest=project.age_max).allowed


def known_words(
    channel: str, groups: Iterable[str], income_source: str, *, on: dt.date, keep: Iterable[str] = ()
) -> None:
    """Raise NotPossible (`unknown_word`, `retired_word`) unless each code stands in its list and was in use that day.

    Only the channel may be empty. `keep`: codes that stand there already.
    """
    rules.known(channel, INFLOW_CHANNELS, "inflow_channel", on=on, keep=keep).require()
    rules.known(income_source, INCOME_SOURCES, "income_source", empty=False, on=on, keep=keep).require()
    for code in groups:
        rules.known(code, TARGET_GROUPS, "target_groups", empty=False, on=on, keep=keep).require()


def status_facts(status: str, months: int | None, education: str, *, on: dt.date, keep: Iterable[str] = ()) -> dict:
    """The enrolment's fields for employment status, months in it and education. Raises NotPossible."""
    rules.known(status, EMPLOYMENT_STATUS, "employment_status", on=on, keep=keep).require()
    rules.months_make_sense(status, months).require()
    rules.known(education, EDUCATION, "education", on=on, keep=keep).require()
    return {"employment_status": status, "employment_status_months": months, "education": education}


def coach_of(coach: User | None, unit: Unit, by: Viewer) -> User | None:
    """The coach named; without one, whoever enrols if they have own participants there, else nobody yet.

    Raises NotPossible (`coach_elsewhere`) when the one named cannot work with participants at the unit.
    """
    if coach is not None:
        if not _reach_there(coach, unit):
            raise NotPossible(
                _("The coach does not work with participants here."), field="coach", code="coach_elsewhere"
            )
        return coach
    asker = User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None
    return asker if asker and _reach_there(asker, unit).own else None


def _reach_there(user: User, unit: Unit) -> Reach:
    """How far the user's right to close enrolments goes at the unit's organisation."""
    grants = (grant for grant in viewer_of(user).grants if grant.organisation_id == unit.organisation_id)
    return Viewer("user", user.pk, user.full_name, tuple(grants)).reach("enrolment", "close")


def checked_closing(closing: Closing, started_on: dt.date) -> Closing:
    """The closing with its texts as they are stored. Raises NotPossible when its rules refuse it."""
    rules.may_end(closing.ended_on, started_on=started_on, today=timezone.localdate()).require()
    outcomes = tuple(map(cleaned_outcome, closing.outcomes))
    rules.outcomes_complete(outcomes, on=closing.ended_on).require()
    rules.known(closing.income_at_exit, INCOME_SOURCES, "income_at_exit", empty=False, on=closing.ended_on).require()
    return Closing(closing.ended_on, outcomes, closing.income_at_exit)


def cleaned_outcome(outcome: Outcome) -> Outcome:
    """The outcome with its texts as they are stored. Raises NotPossible (`too_long`)."""
    return Outcome(
        outcome.destination,
        outcome.reason,
        cleaned(outcome.receiver, "receiver", 200),
        cleaned(outcome.receiver_exception, "receiver_exception", 300),
        cleaned(outcome.explanation, "explanation", 300),
        outcome.occupation,
        outcome.industry,
    )
