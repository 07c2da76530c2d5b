"""Words for the staff's pages: names that may be written from right to left, terms of the closed lists."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from stegvis.casework import vocabulary
from stegvis.casework.vocabulary import intake as intake_words
from stegvis.casework.vocabulary import onward, plan, team
from stegvis.casework.vocabulary.attainments import ATTAINMENT_KINDS, ATTAINMENT_RESULTS
from stegvis.casework.vocabulary.follow_up import FOLLOW_UP_RESULTS, OCCASIONS
from stegvis.casework.vocabulary.mapping import INFORMATION_KINDS
from stegvis.casework.vocabulary.meetings import MEETING_KINDS, MEETING_MODES, MEETING_STATES
from stegvis.casework.vocabulary.needs import NEED_PRIORITIES, NEED_STATES
from stegvis.casework.vocabulary.reminders import (
    REMINDER_CHANNELS,
    REMINDER_KINDS,
    REMINDER_REASONS,
    REMINDER_STATES,
)
from stegvis.casework.vocabulary.shop import DAY_PARTS
from stegvis.web.shared.templatetags.stegvis_ui import icon
from stegvis.web.shared.words import percent, percent_range, whole
from stegvis.web.staff.age import age_words

register = template.Library()

_LISTS = {
    "day_part": DAY_PARTS,
    "co_applicant": intake_words.CO_APPLICANT_RESULTS,
    "uvas_reason": intake_words.UVAS_REASONS,
    "vulnerable_group": intake_words.VULNERABLE_GROUPS,
    "advice_kind": vocabulary.ADVICE_KINDS,
    "outside_reason": vocabulary.OUTSIDE_REASONS,
    "referral_state": vocabulary.REFERRAL_STATES,
    "wait_reason": vocabulary.WAIT_REASONS,
    "attempt_party": vocabulary.ATTEMPT_PARTIES,
    "attempt_result": vocabulary.ATTEMPT_RESULTS,
    "coaching_method": vocabulary.COACHING_METHODS,
    "compartment": vocabulary.COMPARTMENTS,
    "agreed_how": plan.AGREED_HOW,
    "frame_kind": plan.FRAME_KINDS,
    "responsible": plan.RESPONSIBLE,
    "route_kind": plan.ROUTE_KINDS,
    "track": plan.TRACKS,
    "need_area": INFORMATION_KINDS,
    "need_priority": NEED_PRIORITIES,
    "need_state": NEED_STATES,
    "attainment": ATTAINMENT_KINDS,
    "attainment_result": ATTAINMENT_RESULTS,
    "onward_wish": onward.ONWARD_WISHES,
    "onward_state": onward.ONWARD_STATES,
    "team_meeting_kind": team.MEETING_KINDS,
    "principal": team.PRINCIPALS,
    "party": team.PARTIES,
    "team_part": team.PARTS,
    "given_how": team.GIVEN_HOW,
    "withdrawn_how": team.WITHDRAWN_HOW,
    "consent_state": team.CONSENT_STATES,
    "ground": team.GROUNDS,
    "disclosure_way": team.WAYS,
    "tried_result": plan.TRIED_RESULTS,
    "destination": vocabulary.DESTINATIONS,
    "education": vocabulary.EDUCATION,
    "employment_status": vocabulary.EMPLOYMENT_STATUS,
    "state": vocabulary.ENROLMENT_STATES,
    "income": vocabulary.INCOME_SOURCES,
    "industry": vocabulary.INDUSTRIES,
    "channel": vocabulary.INFLOW_CHANNELS,
    "follow_up_result": FOLLOW_UP_RESULTS,
    "language": vocabulary.LANGUAGES,
    "occasion": OCCASIONS,
    "reminder_channel": REMINDER_CHANNELS,
    "reminder_kind": REMINDER_KINDS,
    "reminder_reason": REMINDER_REASONS,
    "reminder_state": REMINDER_STATES,
    "meeting_kind": MEETING_KINDS,
    "meeting_mode": MEETING_MODES,
    "meeting_state": MEETING_STATES,
    "note_kind": vocabulary.NOTE_KINDS,
    "note_mode": vocabulary.NOTE_MODES,
    "protection": vocabulary.PROTECTION_LEVELS,
    "reason": vocabulary.REASONS,
    "sex": vocabulary.SEXES,
    "target_group": vocabulary.TARGET_GROUPS,
}


@register.filter
def aside(text) -> str:
    """A text of somebody's own (a name), kept apart so that its direction does not disturb the line around it."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def named(record) -> str:
    """The name of a participant, or of an enrolment's; with a mark when the identity is protected (`protected`)."""
    person = getattr(record, "participant", record)
    return format_html("{}{}", aside(person.called), protected_mark() if getattr(record, "protected", False) else "")


def protected_mark() -> str:
    """A lock and a word, so that whoever reads a list knows to take care."""
    return format_html('<span class="sv-protected">{}{}</span>', icon("lock"), _("Protected"))


register.filter("age", age_words)


@register.filter
def part(some) -> str:
    """A share with its 95 % interval, and below it the numbers behind it: "40 % (31–49 %)", "44/110"."""
    if some.share is None:
        return "–"
    return format_html(
        "<div>{} ({})<br><small>{}/{}</small></div>",
        percent(some.share),
        percent_range(some.interval),
        whole(some.some),
        whole(some.all),
    )


@register.filter
def unlocalised(number) -> str:
    """A number as the drawing language wants it, with a point."""
    return str(number)


@register.filter
def term(code: str, vocabulary_name: str) -> str:
    """The word for a stored code of one of casework's lists; empty for an empty code."""
    if vocabulary_name == "occupation":
        return vocabulary.occupation_words(code)
    return _LISTS[vocabulary_name].label(code) if code else ""
