"""May this happen? Rules of participants and enrolments. No queries and no writes: what they judge is passed in.

Sources: the funder's rule that a person takes part from a registered start date and is counted once per project
(regulation (EU) 2021/1060 art. 2(40), 42), the projects' own age ranges, and the unit's practice at closing.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.base.decision import Decision, NotPossible
from stegvis.base.identity_number import IdentityNumber
from stegvis.base.periods import Period
from stegvis.base.text_keys import ByLetter
from stegvis.base.vocabulary import Term, Vocabulary
from stegvis.casework.vocabulary import DESTINATIONS, ENROLMENT_MOVES, INDUSTRIES, REASONS, Destination, occupations

#: Stands where an import had no receiving party or explanation; shown as a gap to fill, never as an answer.
UNKNOWN_AT_IMPORT = "unknown_at_import"


@dataclass(frozen=True)
class Ruling(Decision):
    """A decision that also says which field it is about, and a code for programs."""

    field: str | None = None
    code: str = ""

    def require(self) -> None:
        """Raise NotPossible with the words of the ruling unless it allows."""
        if not self.allowed:
            raise NotPossible(self.reason, field=self.field, code=self.code)


YES = Ruling(True)


def _no(code: str, field: str | None, reason: str) -> Ruling:
    return Ruling(False, reason, field, code)


@dataclass(frozen=True)
class Outcome:
    """One destination at closing, with its finer reason and who takes over (or why nobody does).

    `occupation` (SSYK 2012) and `industry` (SNI 2007) are those of a job.
    """

    destination: str
    reason: str = ""
    receiver: str = ""
    receiver_exception: str = ""
    explanation: str = ""
    occupation: str = ""
    industry: str = ""


@dataclass(frozen=True)
class Closing:
    """How an enrolment ended: the last day, where to, and what the person lives on afterwards."""

    ended_on: dt.date
    outcomes: tuple[Outcome, ...]
    income_at_exit: str = "unknown"


# --- words ------------------------------------------------------------------------------------------------------
_DIRECTION_MARKS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def cleaned(text: str, field: str, most: int, *, required: bool = False) -> str:
    """The text as it is stored: composed, without control characters and direction overrides, spaces made single.

    Letters of every script, emoji and joiners are kept. Raises NotPossible when it is empty though required, or too
    long (`most` characters).
    """
    plain = " ".join(unicodedata.normalize("NFC", str(text or "")).translate(_KEPT).split())
    if required and not plain:
        raise NotPossible(_("This is needed."), field=field, code="required")
    if len(plain) > most:
        raise NotPossible(
            _("The text is too long: at most %(most)s characters.") % {"most": most}, field=field, code="too_long"
        )
    return plain


def _kept(char: str) -> str | None:
    category = unicodedata.category(char)
    if ord(char) in _DIRECTION_MARKS or category == "Cs":
        return None
    return " " if category in ("Cc", "Zs", "Zl", "Zp") else char


_KEPT = ByLetter(_kept)


def known(
    code: str,
    words: Vocabulary,
    field: str,
    *,
    empty: bool = True,
    on: dt.date | None = None,
    keep: Iterable[str] = (),
) -> Ruling:
    """Is the code one of the list (or empty, where that is allowed), and in use on the day it is about?

    A word that is retired may stand where it stood (`keep`) and for days before it was retired (`on`, else today).
    """
    if empty and code == "":
        return YES
    term = words.get(code)
    if term is None:
        return _no("unknown_word", field, _("Choose one of the words in the list."))
    return YES if code in keep else in_use(term, field, on)


def in_use(term: Term, field: str, on: dt.date | None = None) -> Ruling:
    """Is the word still used for something of that day (default: today)?"""
    if term.in_use(on):
        return YES
    return _no(
        "retired_word",
        field,
        _("“%(word)s” is not used since %(day)s. Choose another word.") % {"word": term.label, "day": term.retired_on},
    )


# --- enrolling --------------------------------------------------------------------------------------------------
def may_start(started_on: dt.date, *, project: Period, today: dt.date) -> Ruling:
    """A start is a day that has come, inside the project's period. How late it is registered does not matter."""
    if started_on > today:
        return _no("start_in_future", "started_on", _("The start date has not come yet. Enrol on the day or later."))
    if not project.contains(started_on):
        return _no(
            "outside_project",
            "started_on",
            _("The project runs from %(start)s to %(end)s. Choose a start date between them.")
            % {"start": project.starts_on, "end": project.ends_on},
        )
    return YES


def right_age(age: int, *, lowest: int | None, highest: int | None, exception: str = "") -> Ruling:
    """Age at the start inside the project's range; outside it only with a reason in words (INT-03)."""
    if (lowest is None or age >= lowest) and (highest is None or age <= highest):
        return YES
    if exception:
        return YES
    if highest is None:
        span = _("%(lowest)s years or older") % {"lowest": lowest}
    elif lowest is None:
        span = _("at most %(highest)s years old") % {"highest": highest}
    else:
        span = _("%(lowest)s–%(highest)s years old") % {"lowest": lowest, "highest": highest}
    return _no(
        "age_outside_range",
        "age_exception",
        _("The person was %(age)s at the start. The project is for people %(span)s. Write why this person takes part.")
        % {"age": age, "span": span},
    )


def unit_fits(*, takes_part: bool, same_controller: bool) -> Ruling:
    """The unit takes part in the project and belongs to the participant's controller."""
    if not same_controller:
        return _no(
            "other_controller",
            "unit",
            _("The participant is in another organisation's register. Register the person in your own first."),
        )
    if not takes_part:
        return _no("unit_not_in_project", "unit", _("The unit does not take part in the project."))
    return YES


def no_overlap(period: Period, others: Iterable[Period], *, field: str = "started_on") -> Ruling:
    """The days are free: no other enrolment of the person in the project shares one of them."""
    for other in others:
        if not period.overlaps(other):
            continue
        if other.starts_on == period.starts_on:
            return _no(
                "already_enrolled",
                field,
                _("The person is already enrolled in the project from %(start)s.") % {"start": other.starts_on},
            )
        return overlap(other, field)
    return YES


def overlap(other: Period | None, field: str = "started_on") -> Ruling:
    """The refusal for days that are taken; `other` is the enrolment in the way, if it is known."""
    if other is None:
        words = _("The person is already enrolled in the project on some of these days.")
    elif other.ends_on is None:
        words = _("The person is enrolled in the project since %(start)s. Close that enrolment first.") % {
            "start": other.starts_on
        }
    else:
        words = _("The person was enrolled in the project from %(start)s to %(end)s. Choose other days.") % {
            "start": other.starts_on,
            "end": other.ends_on,
        }
    return _no("overlap", field, words)


def months_make_sense(status: str, months: int | None) -> Ruling:
    """Months in an employment status: a whole number from 0, and only beside a status."""
    if months is None:
        return YES
    if not 0 <= months <= 720:
        return _no("months", "employment_status_months", _("Write the number of whole months, from 0 to 720."))
    if not status:
        return _no("months", "employment_status", _("Say which status the months are about."))
    return YES


# --- moving between states --------------------------------------------------------------------------------------
def may_move(action: str, state: str, *, ended_on: dt.date | None = None) -> Ruling:
    """Does the table of states allow the action in this state?"""
    if any(move.action == action and move.source == state for move in ENROLMENT_MOVES):
        return YES
    match action, state:
        case "close", "closed":
            words = _("The enrolment was already closed on %(end)s.") % {"end": ended_on}
            return _no("already_closed", None, words)
        case _, "void":
            return _no("void", None, _("The enrolment was registered by mistake and has been taken away."))
        case "reopen", "active":
            return _no("already_open", None, _("The enrolment is open already."))
    return _no("wrong_state", None, _("This cannot be done with the enrolment as it is now."))


def may_end(ended_on: dt.date, *, started_on: dt.date, today: dt.date) -> Ruling:
    """An end is not before the start and not in the future. There is no latest day: nobody is timed out (INT-26)."""
    if ended_on < started_on:
        return _no(
            "ends_before_start",
            "ended_on",
            _("The end date comes before the start date, %(start)s.") % {"start": started_on},
        )
    if ended_on > today:
        return _no("end_in_future", "ended_on", _("The end date has not come yet. Close on the day or later."))
    return YES


def outcomes_complete(outcomes: Sequence[Outcome], *, on: dt.date | None = None, keep: Iterable[str] = ()) -> Ruling:
    """At least one destination, each once, each with what its word asks for (EXT-01, 08, 10, 17).

    Words must be in use on the last day (`on`), but for those that stood there before (`keep`).
    """
    if not outcomes:
        return _no("no_outcome", "outcomes", _("Choose at least one destination."))
    chosen = [outcome.destination for outcome in outcomes]
    if len(set(chosen)) < len(chosen):
        return _no("outcome_twice", "outcomes", _("The same destination is chosen twice."))
    return next((no for one in outcomes if not (no := _outcome_complete(one, on, tuple(keep)))), YES)


def _outcome_complete(outcome: Outcome, on: dt.date | None, keep: tuple[str, ...]) -> Ruling:
    term = DESTINATIONS.get(outcome.destination)
    if term is None:
        return _no("unknown_word", "outcomes", _("Choose one of the words in the list."))
    reason = REASONS.get(outcome.reason)
    if outcome.reason and (reason is None or reason.destination != outcome.destination):
        return _no(
            "reason_elsewhere",
            "reason",
            _("The reason does not belong to %(destination)s.") % {"destination": term.label},
        )
    for word, field in ((term, "outcomes"), (reason, "reason")):
        if word and word.code not in keep and not (ruling := in_use(word, field, on)):
            return ruling
    if term.receiver_required and not (outcome.receiver or outcome.receiver_exception):
        return _no(
            "receiver_missing",
            "receiver",
            _("%(destination)s: write who receives the person, or why nobody does.") % {"destination": term.label},
        )
    if term.text_required and not outcome.explanation:
        return _no(
            "explanation_missing",
            "explanation",
            _("%(destination)s: explain in words.") % {"destination": term.label},
        )
    return job_known(outcome.occupation, outcome.industry, term)


def job_known(occupation: str, industry: str, term: Destination) -> Ruling:
    """Occupation (SSYK 2012) and industry (SNI 2007) are words of their standards, and stand only beside a job."""
    if (occupation or industry) and not term.job:
        field = "occupation" if occupation else "industry"
        words = _("%(destination)s is no job: leave occupation and industry empty.") % {"destination": term.label}
        return _no("no_job", field, words)
    return known(occupation, occupations(), "occupation") and known(industry, INDUSTRIES, "industry")


# --- identity numbers -------------------------------------------------------------------------------------------
def is_succession(old: IdentityNumber, new: IdentityNumber) -> bool:
    """Did the person get a new number, rather than a wrong one being corrected?

    Yes when a samordningsnummer gives way to a personnummer: that happens when somebody is entered into the
    population register (lag (2022:1697) 1 kap.). Every other change is a correction, or follows a change of legal sex:
    then the old number is not kept, because it was never right or says something nobody needs to know.
    """
    return old.kind == "samordningsnummer" and new.kind == "personnummer"


# --- protected identities ---------------------------------------------------------------------------------------
def protection_dates(since_on: dt.date, review_on: dt.date, *, today: dt.date) -> Ruling:
    """A protection has begun, and is looked at again on a day to come, at the latest in three years.

    Three years is our own limit: the tax agency reviews a secrecy marking about every third year.
    """
    if since_on > today:
        return _no("in_future", "since_on", _("The protection has not begun yet. Write the day it began."))
    if review_on < max(today, since_on):
        return _no("review_passed", "review_on", _("Choose a day to come for the review."))
    if review_on > today + dt.timedelta(days=3 * 366):
        return _no("review_far", "review_on", _("Choose a day within three years for the review."))
    return YES


def forwarding_fits(level: str, postal_address: str) -> Ruling:
    """Only protected registration has a postal address at the tax agency; no other address is kept here."""
    if postal_address and level != "protected_registration":
        return _no(
            "address_not_here",
            "postal_address",
            _("Only with protected registration is there a forwarding address. Write no other address here."),
        )
    return YES


def somebody_remains(lasting: int) -> Ruling:
    """Somebody named without an end date must always be left (`lasting` counts them), or nobody sees the person."""
    if lasting:
        return YES
    return _no(
        "last_named",
        "user",
        _("Nobody without an end date would be left on the list. Name whoever takes over first, then hand over."),
    )


# --- merging ----------------------------------------------------------------------------------------------------
def may_merge(*, same_record: bool, same_controller: bool, unlinkable: bool, both_protected: bool) -> Ruling:
    """May two records be made one? Never across controllers, nor where an earlier identity must not be known."""
    if same_record:
        return _no("same_record", None, _("Choose two different records."))
    if not same_controller:
        return _no("other_controller", None, _("Records of different organisations are never made one."))
    if unlinkable:
        return _no("unlinkable", None, _("One of these records may never be linked to another."))
    if both_protected:
        return _no(
            "both_protected",
            None,
            _("Both records have a protected identity. Lift the protection of one of them first, then merge at once."),
        )
    return YES


# --- reading outcomes -------------------------------------------------------------------------------------------
def headline(destinations: Iterable[str], order: Sequence[str] = ()) -> str | None:
    """The one destination that stands for a person with several (EXT-10): the first of the project's order.

    Destinations the project does not name come after, in the order of the vocabulary. None without destinations.
    """
    rank = {code: place for place, code in enumerate(dict.fromkeys([*order, *DESTINATIONS.codes]))}
    return min(destinations, key=lambda code: rank.get(code, len(rank)), default=None)


def income_group(source: str) -> str | None:
    """The few words for what people live on that numbers are made of; None for what is not known."""
    return _INCOME_GROUPS.get(source)


_INCOME_GROUPS = {
    "wage": "own",
    "own_business": "own",
    "study_support": "study_support",
    "income_support": "income_support",
    "activity_support": "other_support",
    "introduction_benefit": "other_support",
    "unemployment_benefit": "other_support",
    "sickness_benefit": "other_support",
    "activity_compensation": "other_support",
    "sickness_compensation": "other_support",
    "parental_benefit": "other_support",
    "none": "none",
}


def coarsened(destinations: Iterable[str]) -> tuple[str, ...]:
    """Destinations as they may leave this room: those that stand out alone become the one they hide in, each once."""
    codes = (DESTINATIONS[code].coarsened_to or code for code in destinations)
    return tuple(dict.fromkeys(codes))


def coarse_word(destination: str) -> str:
    """What a destination is called to a person who may not read sensitive exits (EXT-25)."""
    term = DESTINATIONS[destination]
    return (term.coarsened_to or "other") if term.sensitive else destination


#: Where sensitive exits hide. To those who may not read them, these show no details at all: a missing receiving
#: party would otherwise tell which of them is not what it seems.
COARSE_WORDS = frozenset(coarse_word(term.code) for term in DESTINATIONS if term.sensitive)
