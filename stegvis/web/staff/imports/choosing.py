"""Choose what a file's own columns and words mean. What is typed is kept; what is sent is remembered."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from stegvis.access.actions import drafts
from stegvis.base.decision import NotPossible
from stegvis.casework import jobs
from stegvis.casework.actions import imports as importing
from stegvis.casework.actions.import_rows import begin
from stegvis.casework.models import ParticipantImport
from stegvis.casework.queries import imports
from stegvis.casework.vocabulary import OPEN_STATES
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.staff.imports import showing
from stegvis.web.staff.imports.forms import MOST_WORDS, ColumnsForm, WordsForm, importable_units


def choose_columns(request, import_id):
    """Which column of the file is which of ours."""
    item = imports.own(request.viewer, import_id)
    if item.state not in OPEN_STATES or not item.chunks:
        return redirect("import", import_id=item.pk)
    key = f"import-columns-{item.pk}"
    form = ColumnsForm(
        request.POST or None,
        chosen=imports.chosen_of(item),
        units=importable_units(item.project, item.organisation, request.viewer),
        language=(get_language() or "sv")[:2],
    )
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            importing.choose_columns(item=item, placed=form.placed(), only_unit=form.only_unit(), by=request.viewer)
        except NotPossible as refusal:
            if refusal.code == "over":
                return _over(request, item, refusal)
            form.add_error(None, refusal.reason)
        else:
            return _look_again(request, item, key)
    context = {"item": item, "form": form, "form_key": key, "kept": kept, "steps": showing.steps(item)}
    context |= {"others": form.chosen.others, "hidden": len(form.chosen.headings) - len(form.places)}
    return render(request, "staff/imports/columns.html", context)


def choose_words(request, import_id):
    """What the file's own words mean."""
    item = imports.own(request.viewer, import_id)
    if item.state != "words":
        return redirect("import", import_id=item.pk)
    chosen = imports.chosen_of(item)
    named = {tuple(kept[:3]) for kept in chosen.words}
    waiting = [one for one in imports.words_waiting(item) if tuple(one[0]) not in named]
    key = f"import-words-{item.pk}"
    form = WordsForm(
        request.POST or None,
        waiting=waiting,
        places=begin(item.project, request.viewer).places,
        units=importable_units(item.project, item.organisation, request.viewer),
        column_words={one[0][0]: showing.column_words(one[0][0]) for one in waiting},
    )
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            finished = importing.choose_words(item=item, words=form.decided(), by=request.viewer)
        except NotPossible as refusal:
            return _over(request, item, refusal)
        if finished:
            return _look_again(request, item, key)
        drafts.discard(user=request.user, form_key=key)
        return redirect("import_words", import_id=item.pk)
    context = {"item": item, "form": form, "form_key": key, "kept": kept, "steps": showing.steps(item)}
    context |= {"count": len(waiting), "later": max(0, len(waiting) - MOST_WORDS)}
    return render(request, "staff/imports/words.html", context)


def _look_again(request, item: ParticipantImport, form_key: str):
    drafts.discard(user=request.user, form_key=form_key)
    jobs.order_preparing(item)
    return redirect("import", import_id=item.pk)


def _over(request, item: ParticipantImport, refusal: NotPossible):
    messages.error(request, refusal.reason)
    return redirect("import", import_id=item.pk)
