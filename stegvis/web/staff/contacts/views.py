"""The directory: look, add, change, take out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stegvis.access.actions import drafts
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import contacts as acting
from stegvis.casework.queries import contacts as finding
from stegvis.casework.vocabulary.team import PARTIES
from stegvis.web.shared import meanwhile
from stegvis.web.shared.drafts import restore_draft
from stegvis.web.shared.sides import Part
from stegvis.web.staff import refusals, saving
from stegvis.web.staff.contacts.forms import ContactForm

PER_PAGE = 50


@never_cache
@require_safe
def contacts(request):
    """Everybody in the directory, or those who match."""
    words, party = request.GET.get("words", "")[:200], request.GET.get("party", "")
    number = request.GET.get("page", "1")
    if (party and party not in PARTIES) or not number.isdigit() or not 1 <= int(number) <= 10_000:
        raise Http404
    rows = Paginator(finding.of(request.viewer, words=words, party=party), PER_PAGE).get_page(int(number))
    asked = {"words": words, "party": party}
    here = lambda page: f"{reverse('contacts')}?{urlencode(asked | {'page': page})}"  # noqa: E731
    context = {
        "rows": rows,
        "words": words,
        "party": party,
        "parties": PARTIES.choices(),
        "may_change": request.viewer.may("contact", "change"),
        "previous": here(rows.previous_page_number()) if rows.has_previous() else "",
        "next": here(rows.next_page_number()) if rows.has_next() else "",
    }
    return render(request, "staff/contacts/contacts.html", context)


@never_cache
def new(request):
    """A new line of the directory."""
    places = list(finding.controllers(request.viewer, "change"))
    if not places:
        raise PermissionDenied
    key = "contact-new"
    form = ContactForm(request.POST if request.method == "POST" else None, controllers=places)
    kept = restore_draft(form, user=request.user, form_key=key)
    if request.method == "POST" and form.is_valid():
        try:
            acting.add(by=request.viewer, **form.facts())
        except NotPossible as refusal:
            refusals.show(form, refusal)
        else:
            drafts.discard(user=request.user, form_key=key)
            messages.success(request, _("The contact stands in the directory."))
            return redirect("contacts")
    context = {"form": form, "form_key": key, "kept": kept, "title": _("New contact")}
    return render(request, "staff/contacts/change.html", context)


@never_cache
def change(request, contact_id):
    """Facts of a contact."""
    one = finding.find(request.viewer, contact_id, "change")
    if one.retired_at:
        raise Http404
    key = f"contact-{one.pk}"
    names = [name for name in ContactForm.base_fields if name != "controller"]
    initial = {name: getattr(one, name) for name in names}
    both = meanwhile.meet(
        request,
        key,
        one.version,
        lambda posted: [Part(ContactForm(posted, initial=initial, controllers=[one.controller]))],
        changes=lambda version, at: [],
        title=str(one),
        back_url=reverse("contacts"),
    )
    form = both.forms[0]

    def save():
        told = {name: form.cleaned_data[name] for name in names}
        acting.change(contact=one, version=both.version, by=request.viewer, **told)

    if answer := saving.answered(request, both, save, said=_("The contact is saved."), to=reverse("contacts")):
        return answer
    context = {"form": form, "form_key": key, "kept": both.kept, "both": both, "one": one, "title": _("Change contact")}
    return render(request, "staff/contacts/change.html", context)


@never_cache
@require_POST
def retire(request, contact_id):
    """Take a contact out of the directory."""
    one = finding.find(request.viewer, contact_id, "change")
    acting.retire(contact=one, by=request.viewer)
    messages.success(request, _("The contact is taken out of the directory. Teams and registers keep it."))
    return redirect("contacts")
