"""Saving what a form says when two people may have the record open: one way for every page that changes something."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stegvis.access.actions import drafts
from stegvis.base.decision import ChangedMeanwhile
from stegvis.web.shared.meanwhile import Both
from stegvis.web.staff import refusals


def answered(
    request,
    both: Both,
    save: Callable[[], object],
    *,
    said: str,
    to: str | Callable[[], str],
    fields: dict[str, str] | None = None,
) -> HttpResponse | None:
    """Save what was sent and answer with what follows; None when the page is to be shown (opened, or at fault).

    `both`: from meanwhile.meet; when it has a page of its own to show, or somebody was quicker by a moment, that page
    is the answer. `save` does the deed once every form is valid; when it is refused the words stand in the first form
    (`fields` as in refusals.show), and everything typed is still there. A `save` that has shown a refusal elsewhere
    itself returns False. `said`: the message afterwards; what of the other's was put together with mine follows it.
    `to`: an address, or what tells it once saved.
    """
    if both.page:
        return both.page
    # all are asked, so that every fault shows at once
    if request.method != "POST" or not all([form.is_valid() for form in both.forms]):
        return None
    done: list = []
    try:
        if not refusals.accepted(both.forms[0], lambda: done.append(save()), fields) or done == [False]:
            return None
    except ChangedMeanwhile:
        return both.again()
    drafts.discard(user=request.user, form_key=both.form_key)
    messages.success(request, " ".join((str(said), both.merge_words)).strip())
    return redirect(to() if callable(to) else to)
