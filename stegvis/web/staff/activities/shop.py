"""A reuse shop: the day's tasks, goods on display and kept for somebody, and how many customers come.

What was sent says what to do: each page has some small forms and one address.
"""

import datetime as dt

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.actions import shop as running
from stegvis.casework.queries import activities as known
from stegvis.casework.queries import shop as found
from stegvis.casework.vocabulary.shop import DAY_PARTS
from stegvis.web.shared.forms import DateField
from stegvis.web.staff import refusals
from stegvis.web.staff.activities import shop_picture

#: Collected goods are shown for so long; customers for so long back.
COLLECTED_SHOWN, COUNTS_SHOWN = dt.timedelta(days=7), dt.timedelta(days=70)


class ItemForm(forms.Form):
    """Something to put on display."""

    name = forms.CharField(label=gettext_lazy("What is it?"), max_length=80)
    about = forms.CharField(label=gettext_lazy("About it"), max_length=200, required=False)
    price_sek = forms.IntegerField(
        label=gettext_lazy("Price in kronor"), help_text=gettext_lazy("0 is free."), min_value=0, initial=0
    )
    place = forms.CharField(label=gettext_lazy("Where does it stand?"), max_length=80, required=False)


class TaskForm(forms.Form):
    """Something to do today."""

    text = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=150)
    booking = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(str(pk), one.participant.called) for pk, one in seats.items()]
        self.fields["booking"].choices = [("", _("Whoever has time")), *names]


class CountForm(forms.Form):
    """Customers of a part of a day."""

    on_day = DateField(label=gettext_lazy("Day"))
    part = forms.ChoiceField(label=gettext_lazy("When?"), choices=DAY_PARTS.choices)
    visitors = forms.IntegerField(label=gettext_lazy("Came in"), min_value=0)
    buyers = forms.IntegerField(label=gettext_lazy("Of them bought something"), min_value=0)
    note = forms.CharField(
        label=gettext_lazy("Where did the goods stand?"),
        help_text=gettext_lazy("Or something else that played a part, such as the weather."),
        max_length=150,
        required=False,
    )


class ChangeForm(forms.Form):
    """From when the goods stand in another way."""

    on_day = DateField(label=gettext_lazy("From which day?"))
    what = forms.CharField(label=gettext_lazy("What was changed?"), max_length=150)


@never_cache
def shop(request, activity_id):
    """Tasks of today, goods, and what waits to be collected."""
    one, viewer, today = found.find(request.viewer, activity_id), request.viewer, timezone.localdate()
    seats = found.seats(viewer, one, today)
    do = _asked(request, one)
    item_form = ItemForm(request.POST if do == "display" else None, prefix="item")
    task_form = TaskForm(request.POST if do == "task" else None, prefix="task", seats=seats)
    if do and _done(request, one, do, item_form, task_form):
        return redirect("activity_shop", one.pk)
    rows = list(found.tasks(one, today))
    goods = list(found.goods(one))
    looks.note_list(viewer, "activity_shop", len(seats))
    context = {
        "activity": one,
        "today": today,
        "tasks": [(row, seats[row.booking_id].participant if row.booking_id in seats else None) for row in rows],
        "left": sum(row.done_at is None for row in rows),
        "kept": sorted((item for item in goods if item.state == "reserved"), key=lambda item: item.collect_by),
        "shown": [item for item in goods if item.state == "displayed"],
        "collected": list(found.gone(one, today - COLLECTED_SHOWN)),
        "item_form": item_form,
        "task_form": task_form,
        "may_change": known.may_change(viewer, one),
    }
    return render(request, "staff/activities/shop.html", context)


def _asked(request, one) -> str:
    """What is to be done: "" when the page is only read. Raises NotAllowed."""
    if request.method != "POST":
        return ""
    if not known.may_change(request.viewer, one):
        raise NotAllowed
    return request.POST.get("do", "")


def _done(request, one, do: str, item_form: ItemForm, task_form: TaskForm) -> bool:
    """Do what was sent; False when a form says why not."""
    by, sent = request.viewer, request.POST
    if do == "display":
        return item_form.is_valid() and refusals.accepted(
            item_form, lambda: running.display(shop=one, by=by, **item_form.cleaned_data)
        )
    if do == "task":
        told = {"text": task_form.cleaned_data["text"], "booking_id": task_form.cleaned_data["booking"]} \
            if task_form.is_valid() else None  # fmt: skip
        return bool(told) and refusals.accepted(task_form, lambda: running.add_task(shop=one, by=by, **told))
    if do in ("done", "undone"):
        running.settle_task(shop=one, task_id=sent.get("task", ""), done=do == "done", by=by)
        return True
    try:
        item = running.move(shop=one, item_id=_uuid(sent.get("item", "")), state=do, by=by)
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    else:
        if item.code:
            words = _("%(name)s is kept. The customer says the code %(code)s when it is collected.")
            messages.success(request, words % {"name": item.name, "code": item.code})
    return True


def _uuid(text: str):
    """The id sent, or one that is nobody's."""
    try:
        return forms.UUIDField().clean(text)
    except forms.ValidationError:
        return None


@never_cache
def customers(request, activity_id):
    """How many come and buy, and what a change of display seems to do."""
    one, today = found.find(request.viewer, activity_id), timezone.localdate()
    do = _asked(request, one)
    now = {"on_day": today}
    count_form = CountForm(request.POST if do == "count" else None, prefix="count", initial=now)
    change_form = ChangeForm(request.POST if do == "change" else None, prefix="change", initial=now)
    if do and _counted(request, one, do, count_form, change_form):
        return redirect("activity_shop_customers", one.pk)
    rows = found.counts(one, today - COUNTS_SHOWN)
    compared = found.changes(one)
    context = {
        "activity": one,
        "rows": rows,
        "picture": shop_picture.drawn(found.by_day(rows), [change for change, _of in compared]),
        "changes": [{"made": made, "told": shop_picture.words(change)} for made, change in compared],
        "count_form": count_form,
        "change_form": change_form,
        "may_change": known.may_change(request.viewer, one),
    }
    return render(request, "staff/activities/shop_customers.html", context)


def _counted(request, one, do: str, count_form: CountForm, change_form: ChangeForm) -> bool:
    by = request.viewer
    if do == "count":
        return count_form.is_valid() and refusals.accepted(
            count_form, lambda: running.count(shop=one, by=by, **count_form.cleaned_data)
        )
    if do == "change":
        return change_form.is_valid() and refusals.accepted(
            change_form, lambda: running.change_display(shop=one, by=by, **change_form.cleaned_data)
        )
    running.drop_change(shop=one, change_id=request.POST.get("change", ""), by=by)
    return True
