"""The lists, one list, one word."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.access.actions import drafts
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import words as changing
from stegvis.casework.queries import words
from stegvis.casework.queries.changes import Change
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.words.forms import NewWordForm, WordForm, present

LATEST = 20


def lists(request):
    """Every list with how many words it has."""
    rows = [
        {
            "list": one,
            "count": sum(term.in_use() for term in one.words),
            "retired": sum(not t.in_use() for t in one.words),
        }
        for one in words.lists(request.viewer)
    ]
    return render(request, "staff/words/lists.html", {"rows": rows})


def one_list(request, list_name):
    """The words of a list, what is fixed about it, and who has changed what."""
    one = words.find(request.viewer, list_name)
    terms = list(words.present(one).values())
    context = {
        "one": one,
        "rows": [{"term": term, "locked": words.locked_facts(term), "under": _under(one, term)} for term in terms],
        "history": [_event(event) for event in words.history(request.viewer, list_name)[:LATEST]],
    }
    return render(request, "staff/words/list.html", context)


def change(request, list_name, word):
    """Change one word."""
    one = words.find(request.viewer, list_name)
    term = words.present(one).get(word)
    if term is None:
        raise Http404
    stored = words.stored(request.viewer, list_name).get(word)
    key = f"word-{list_name}-{word}"
    both = meanwhile.meet(
        request,
        key,
        stored.version if stored else 0,
        lambda posted: [Part(WordForm(posted, initial=present(term, stored.position if stored else None)))],
        changes=lambda _version, at: _changes(request.viewer, one, word, at),
        title=term.label,
        back_url=reverse("words_list", args=[list_name]),
    )
    form = both.forms[0]

    def save():
        changing.change(list_name=list_name, code=word, version=both.version, by=request.viewer, **form.facts())

    to = reverse("words_list", args=[list_name])
    if answer := saving.answered(request, both, save, said=_("The word is saved."), to=to):
        return answer
    context = {
        "one": one, "term": term, "form": form, "both": both, "form_key": key, "kept": both.kept,
        "locked": words.locked_facts(term), "under": _under(one, term),
    }  # fmt: skip
    return render(request, "staff/words/change.html", context)


def new(request, list_name):
    """Add a word of the installation's own."""
    one = words.find(request.viewer, list_name)
    if not one.open:
        raise Http404
    key = f"word-{list_name}-new"
    form = NewWordForm(request.POST or None, one=one)
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            changing.add(list_name=list_name, by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The word is added."))
            return redirect("words_list", list_name)
    return render(request, "staff/words/new.html", {"one": one, "form": form, "form_key": key, "kept": kept})


def _under(one, term) -> str:
    code = words.under_of(term)
    shown = words.LISTS["destinations" if one.name == "reasons" else "target_groups"]
    return shown.words.label(code) if code else ""


def _event(event) -> dict:
    said = []
    for name, facts in event.facts.items():
        before, after = facts if isinstance(facts, list) and len(facts) == 2 else ("", facts)
        said.append((str(WordForm.base_fields[name].label) if name in WordForm.base_fields else name, before, after))
    return {
        "at": event.at,
        "by": event.actor_name,
        "code": event.record_id.partition(".")[2],
        "verb": event.verb,
        "facts": said,
    }


def _changes(viewer, one, word: str, at) -> list[Change]:
    events = words.history(viewer, one.name).filter(record_id=f"{one.name}.{word}", at__gt=at)
    return [Change(event.at, event.actor_name, event.verb, tuple(event.facts)) for event in events]
