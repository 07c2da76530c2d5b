"""Read, write, correct and take back notes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.actions import drafts
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import notes as noting
from stegvis.casework.queries import meetings, participants
from stegvis.casework.queries import notes as reading
from stegvis.casework.vocabulary import COACHING_METHODS, NOTE_KINDS
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import key_set, refusals, saving
from stegvis.web.staff.notes.forms import NoteForm, WithdrawForm

_KEYS = ("happened_at", "pk")


@never_cache
def notes(request, participant_id):
    """A person's notes, newest first; narrowed by kind, method or to one's own."""
    person = participants.find(request.viewer, participant_id)
    _check(request.viewer, "read", person)
    asked = _asked(request)
    rows = reading.of_participant(request.viewer, person)
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["method"]:
        rows = rows.filter(methods__code=asked["method"])
    if asked["mine"]:
        rows = rows.filter(author=request.user)
    page = key_set.page(rows, _KEYS, after=asked["after"], before=asked["before"], latest_first=True)
    looks.note_opened(request.viewer, person)
    context = {
        "person": person,
        "rows": page.rows,
        "asked": asked,
        "kinds": NOTE_KINDS.choices(),
        "methods": COACHING_METHODS.choices(),
        "narrowed": bool(asked["kind"] or asked["method"] or asked["mine"]),
        "next": _link(asked, after=page.after) if page.after else "",
        "previous": _link(asked, before=page.before) if page.before else "",
        "may_write": reading.may(request.viewer, "write", person),
    }
    return render(request, "staff/notes/notes.html", context)


def _asked(request) -> dict:
    kind, method = request.GET.get("kind", ""), request.GET.get("method", "")
    return {
        "kind": kind if kind in NOTE_KINDS.codes else "",
        "method": method if method in COACHING_METHODS.codes else "",
        "mine": request.GET.get("mine") == "1",
        "after": key_set.row_id(request.GET.get("after")),
        "before": key_set.row_id(request.GET.get("before")),
    }


def _link(asked: dict, **changed) -> str:
    kept = {"kind": asked["kind"], "method": asked["method"], "mine": "1" if asked["mine"] else ""} | changed
    return "?" + urlencode({name: value for name, value in kept.items() if value})


@never_cache
def new(request, participant_id):
    """One screen, twenty seconds."""
    person = participants.find(request.viewer, participant_id)
    _check(request.viewer, "write", person)
    key = f"note-{person.pk}"
    templates = list(reading.templates(request.viewer))
    chosen = next((each for each in templates if str(each.pk) == request.GET.get("template")), None)
    kind = chosen.kind if chosen else request.GET.get("kind", "")
    form = NoteForm(
        request.POST or None,
        may_be_sensitive=reading.may(request.viewer, "write", person, sensitive=True),
        kind=kind,
        text=chosen.text if chosen else "",
        held=_meeting(request, person),
    )
    kept = None
    if request.method == "POST":
        if form.is_valid() and _write(request, person, form):
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The note is saved."))
            return redirect("participant", person.pk)
    else:
        kept = None if chosen or request.GET.get("meeting") else restore_draft(form, user=request.user, form_key=key)
        looks.note_opened(request.viewer, person)
    context = {"person": person, "form": form, "form_key": key, "kept": kept, "templates": templates, "note": None}
    return render(request, "staff/notes/write.html", context | {"wrong": _wrong(form)})


def _meeting(request, person):
    """The meeting the note is about, if the address names one of this person's."""
    asked = key_set.row_id(request.GET.get("meeting"))
    return meetings.visible_to(request.viewer).filter(pk=asked, participant=person).first() if asked else None


def _write(request, person, form) -> bool:
    # what the plan says about the step belongs to the step, not to the note
    return refusals.accepted(
        form,
        lambda: noting.write(participant=person, next_step=form.step(), by=request.viewer, **form.facts()),
        {"due_on": "next_step_on"},
    )


@never_cache
def note(request, note_id):
    """One note with its history. A sensitive one shows its words when asked for, with a line in the log."""
    found = reading.find(request.viewer, note_id)
    context = {"note": found, "person": found.participant, "may_correct": reading.may_correct(request.viewer, found)}
    if found.sensitive:
        if request.method == "POST":
            context["opened"] = noting.open_sensitive(note=found, by=request.viewer)
    else:
        context["former"] = list(reading.former_words(found))
    if request.method != "POST":
        looks.note_opened(request.viewer, found.participant)
    return render(request, "staff/notes/note.html", context)


@never_cache
def correct(request, note_id):
    """Write it anew; the former words are kept."""
    found = reading.find(request.viewer, note_id)
    if not reading.may_correct(request.viewer, found):
        raise NotAllowed
    key = f"note-correct-{found.pk}"
    sensitive = reading.may(request.viewer, "write", found.participant, sensitive=True)
    if found.sensitive:
        latest = noting.open_sensitive(note=found, by=request.viewer)[-1]
        found.words = [latest]

    def build(posted):
        form = NoteForm(posted, may_be_sensitive=sensitive, note=found)
        if found.sensitive and not form.is_bound:
            form.initial["compartment"] = latest.compartment
        return [Part(form)]

    back = reverse("notes", args=[found.participant_id])
    both = meanwhile.meet(request, key, found.version, build, title=found.participant.called, back_url=back)
    form = both.forms[0]

    def save():
        told = form.facts()
        told.pop("sent_as")
        noting.correct(note=found, version=both.version, by=request.viewer, **told)

    said = _("The note is corrected. What stood there before is kept.")
    if answer := saving.answered(request, both, save, said=said, to=back):
        return answer
    context = {
        "person": found.participant,
        "form": form,
        "form_key": key,
        "kept": both.kept,
        "both": both,
        "note": found,
        "wrong": _wrong(form),
    }
    return render(request, "staff/notes/write.html", context)


@never_cache
def withdraw(request, note_id):
    """Take a note back that was written about the wrong person."""
    found = reading.find(request.viewer, note_id)
    if not reading.may_correct(request.viewer, found):
        raise NotAllowed
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            noting.withdraw(note=found, reason=form.cleaned_data["reason"], by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The note is taken back."))
            return redirect("notes", found.participant_id)
    return render(request, "staff/notes/withdraw.html", {"note": found, "person": found.participant, "form": form})


def _check(viewer, verb: str, person) -> None:
    if not reading.may(viewer, verb, person):
        raise NotAllowed


def _wrong(form) -> list[tuple]:
    return [(field, error) for field in form for error in field.errors]
