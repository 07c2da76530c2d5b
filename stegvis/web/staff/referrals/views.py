"""The list of new referrals, one referral with its attempts, and the ways on from it."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import referrals as receiving
from stegvis.casework.models import Referral
from stegvis.casework.queries import participants, protections
from stegvis.casework.queries import referrals as reading
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff import key_set, refusals
from stegvis.web.staff.referrals.forms import AttemptForm, ReferralForm, SettleForm, StartForm, WaitForm

DRAFT = "referral"


@dataclass(frozen=True)
class Row:
    """A referral in the list: how long it has waited, and who tried to reach the person."""

    referral: Referral
    days: int
    attempts: list
    latest: object


#: view → what it shows and in which order. The order's keys are as of `key_set.page`.
_SHOWN = {
    "call": (reading.to_call, ("received_on", "pk"), False),
    "start": (reading.starts, ("start_at", "pk"), False),
    "line": (reading.in_line, ("review_on", "pk"), False),
    "settled": (reading.settled, ("settled_on", "pk"), True),
}


@never_cache
def referrals(request):
    """Who is to be called back, the longest wait first; and the other views of what came in."""
    shown = request.GET.get("show", "call")
    shown = shown if shown in _SHOWN else "call"
    source, keys, latest_first = _SHOWN[shown]
    after, before = (key_set.row_id(request.GET.get(name)) for name in ("after", "before"))
    page = key_set.page(source(request.viewer), keys, after=after, before=before, latest_first=latest_first)
    looks.note_list(request.viewer, "referrals", len(page.rows))
    context = {
        "rows": rows_of(page.rows),
        "shown": shown,
        "tabs": _tabs(reading.counts(request.viewer), shown),
        "next": f"?show={shown}&after={page.after}" if page.after else "",
        "previous": f"?show={shown}&before={page.before}" if page.before else "",
        "may_unit": request.viewer.may("unit_intake", "read"),
        "may_create": request.viewer.may("referral", "create"),
        "may_change": request.viewer.may("referral", "change"),
        "today": timezone.localdate(),
    }
    return render(request, "staff/referrals/referrals.html", context)


def _tabs(counts: dict[str, int], shown: str) -> list[dict]:
    words = {
        "call": _("To call (%(count)s)") % {"count": counts.get("waiting", 0)},
        "start": _("Start meetings (%(count)s)") % {"count": counts.get("start_booked", 0)},
        "line": _("Waiting list (%(count)s)") % {"count": counts.get("waiting_list", 0)},
        "settled": _("Settled"),
    }
    return [{"text": text, "url": f"?show={name}", "current": name == shown} for name, text in words.items()]


def rows_of(found: list[Referral]) -> list[Row]:
    """The rows with their attempts: two queries for all of them."""
    attempts, today = reading.attempts_of(found), timezone.localdate()
    rows = []
    for each in found:
        theirs = attempts.get(each.pk, [])
        rows.append(Row(each, (today - each.received_on).days, theirs, theirs[0] if theirs else None))
    return rows


@never_cache
def new(request):
    """Write down that somebody was pointed here."""
    form = ReferralForm(request.POST or None, viewer=request.viewer)
    kept = None
    if request.method == "POST":
        if form.is_valid() and (made := _receive(request, form)):
            drafts.discard(user=request.user, form_key=DRAFT)
            messages.success(request, _("The referral stands in the list."))
            return redirect("referral", made.pk)
    else:
        kept = restore_draft(form, user=request.user, form_key=DRAFT)
    context = {"form": form, "form_key": DRAFT, "kept": kept}
    return render(request, "staff/referrals/new.html", context)


def _receive(request, form) -> Referral | None:
    try:
        return receiving.receive(by=request.viewer, **form.facts())
    except NotPossible as refusal:
        if refusal.code == "same_name":
            form.ask_if_another()
        refusals.show(form, refusal)
        return None


@never_cache
def referral(request, referral_id):
    """One referral: how to reach the person, who tried, and what can come of it."""
    found = reading.find(request.viewer, referral_id)
    if found.participant_id:
        looks.note_opened(request.viewer, found.participant)
    else:
        receiving.note_opened(referral=found, by=request.viewer)
    return _page(request, found, AttemptForm())


def _page(request, found: Referral, form: AttemptForm):
    person = found.participant if found.participant_id else None
    context = {
        "referral": found,
        "protected": bool(person and protections.of(person)),
        "may_read": bool(person and participants.may(request.viewer, "read", person)),
        "row": rows_of([found])[0],
        "form": form,
        "ways": list(person.contact_ways.all()) if person and not protections.of(person) else (),
        "may_change": found.open and reading.may(request.viewer, "change", found),
        "may_enrol": request.viewer.may("enrolment", "create"),
        "mine": found.taken_by_id == request.user.pk,
        "enrol_url": _enrol_url(found),
    }
    return render(request, "staff/referrals/referral.html", context)


def _enrol_url(found: Referral) -> str:
    address = reverse("enrol_again", args=[found.participant_id]) if found.participant_id else reverse("enrol")
    return f"{address}?referral={found.pk}"


@require_POST
def take(request, referral_id):
    """Undertake to call, take over, or give back."""
    found = reading.find(request.viewer, referral_id, "change")
    wish = request.POST.get("do", "")
    try:
        if wish == "release":
            receiving.release(referral=found, by=request.viewer)
        else:
            receiving.take(referral=found, over=wish == "over", by=request.viewer)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("referral", found.pk)


@require_POST
def attempt(request, referral_id):
    """Note that somebody tried to reach the person."""
    found = reading.find(request.viewer, referral_id, "change")
    form = AttemptForm(request.POST)
    if form.is_valid():
        try:
            receiving.attempt(referral=found, by=request.viewer, **form.cleaned_data)
        except NotPossible as refusal:
            refusals.show(form, refusal, {"attempt_result": "result", "attempt_party": "party"})
        else:
            messages.success(request, _("The attempt is noted. Everybody sees it, so that nobody calls twice."))
            return redirect("start") if request.POST.get("back") == "start" else redirect("referral", found.pk)
    return _page(request, found, form)


@never_cache
def start(request, referral_id):
    """Book the start meeting."""
    found = _changeable(request, referral_id)

    def book(form):
        told = form.cleaned_data
        facts = {"start_at": form.start_at(), "discharge_on": told["discharge_on"]}
        receiving.book_start(referral=found, by=request.viewer, version=_version(request), **facts)

    at = timezone.localtime(found.start_at) if found.start_at else None
    initial = {"discharge_on": found.discharge_on}
    if at:
        initial |= {"start_on": at.date(), "start_time": at.time()}
    form = StartForm(request.POST or None, initial=initial)
    return _ask(request, found, form, book, _("Book a start meeting"), _("The start meeting is booked."))


@never_cache
def wait(request, referral_id):
    """Put on the waiting list."""
    found = _changeable(request, referral_id)

    def put(form):
        receiving.put_in_line(referral=found, by=request.viewer, version=_version(request), **form.cleaned_data)

    initial = {"wait_reason": found.wait_reason or "no_place", "review_on": found.review_on}
    form = WaitForm(request.POST or None, initial=initial)
    return _ask(request, found, form, put, _("Put on the waiting list"), _("The person stands on the waiting list."))


@never_cache
def settle(request, referral_id):
    """Note what came of it when it was not an enrolment."""
    found = _changeable(request, referral_id)

    def close(form):
        receiving.settle(referral=found, by=request.viewer, version=_version(request), **form.cleaned_data)

    form = SettleForm(request.POST or None)
    return _ask(request, found, form, close, _("No enrolment"), _("It is noted what came of it."))


def _changeable(request, referral_id) -> Referral:
    found = reading.find(request.viewer, referral_id)
    if not reading.may(request.viewer, "change", found):
        raise NotAllowed
    return found


def _version(request) -> int | None:
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else None


def _ask(request, found: Referral, form, act, title: str, done: str):
    changed = False
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except ChangedMeanwhile:
            changed = True
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, done)
            return redirect("referrals")
    context = {
        "referral": found,
        "form": form,
        "title": title,
        "changed": changed,
        "settling": isinstance(form, SettleForm),
    }
    return render(request, "staff/referrals/ask.html", context, status=409 if changed else 200)
