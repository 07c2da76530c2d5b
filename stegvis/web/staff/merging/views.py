"""Records that may be one person's: the list, two side by side, one made of them, and the way back."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import merges as merging
from stegvis.casework.queries import enrolments, merges, participants
from stegvis.casework.vocabulary import LANGUAGES
from stegvis.web.staff import refusals
from stegvis.web.staff.merging.forms import MergeForm, UndoForm


@never_cache
def doubles(request):
    """Probable doubles among those whose records the viewer may merge."""
    pairs = merges.doubles(request.viewer)
    looks.note_list(request.viewer, "doubles", len({each.pk for pair in pairs for each in (pair.one, pair.other)}))
    return render(request, "staff/merging/doubles.html", {"pairs": pairs})


@never_cache
def doubles_of(request, participant_id):
    """Those who may be the same as one person."""
    person = _mergeable(request.viewer, participant_id)
    pairs = merges.doubles_of(request.viewer, person)
    looks.note_list(request.viewer, "participant_doubles", len(pairs))
    return render(request, "staff/merging/doubles.html", {"pairs": pairs, "person": person})


@never_cache
def merge(request, participant_id, other_id):
    """Both records side by side; what to keep of each is chosen field by field."""
    kept, other = (_mergeable(request.viewer, each) for each in (participant_id, other_id))
    if kept == other:
        messages.info(request, _("Choose another record to compare with."))
        return redirect("participant", participant_id)
    form = MergeForm(request.POST or None, kept=kept, other=other, both=_both(request.viewer, kept, other))
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge(kept=kept, other=other, by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The two records are one now. You can undo it from this page."))
            return redirect("participant", kept.pk)
    elif request.method != "POST":
        looks.note_opened(request.viewer, kept)
        looks.note_opened(request.viewer, other)
    context = {
        "kept": kept,
        "other": other,
        "form": form,
        "fields": _fields(form, kept, other),
        "sides": [(each, list(enrolments.of_participant(request.viewer, each))) for each in (kept, other)],
    }
    return render(request, "staff/merging/merge.html", context)


@never_cache
def undo(request, participant_id):
    """Take the latest merge back."""
    person = participants.find(request.viewer, participant_id)
    if not participants.may(request.viewer, "unmerge", person):
        raise NotAllowed
    made = merges.made_with(person)
    if made is None:
        messages.info(request, _("There is no merge to undo."))
        return redirect("participant", person.pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merging.undo(made=made, by=request.viewer)
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            messages.success(request, _("The merge is undone. The two records are as they were."))
            return redirect("participant", person.pk)
    return render(request, "staff/merging/undo.html", {"person": person, "made": made, "form": form})


def _mergeable(viewer, participant_id):
    person = participants.find(viewer, participant_id)
    if not participants.may(viewer, "merge", person):
        raise NotAllowed
    return person


def _both(viewer, kept, other) -> list:
    """The enrolments of both in a project that both take part in: the only ones that can overlap."""
    mine = [each for each in enrolments.of_participant(viewer, kept) if each.state != "void"]
    theirs = [each for each in enrolments.of_participant(viewer, other) if each.state != "void"]
    shared = {each.project_id for each in mine} & {each.project_id for each in theirs}
    return [each for each in (*mine, *theirs) if each.project_id in shared]


@dataclass(frozen=True)
class Compared:
    """A field as it stands in both records, and its choice in the form."""

    label: str
    kept: str
    other: str
    choice: object

    @property
    def same(self) -> bool:
        """Is there nothing to choose?"""
        return self.kept == self.other


def _fields(form, kept, other) -> list[Compared]:
    return [
        Compared(form.fields[name].label, _shown(kept, name), _shown(other, name), form[name])
        for name in merging.CHOSEN
    ]


def _shown(person, name: str) -> str:
    if name == "identity_number":
        return person.number.masked
    if name == "language":
        return LANGUAGES.label(person.language)
    if name == "interpreter":
        return _("Yes") if person.interpreter else _("No")
    return getattr(person, name) or "–"
