"""Run a reuse shop: put goods on display, keep them for somebody, hand out tasks, count customers.

Who changes the activities of the unit does this. Nothing is written about customers: what is kept for somebody is
handed over against a code.
"""

import datetime as dt
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotFound, Viewer
from stegvis.base.decision import NotPossible
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Activity, Booking, CustomerCount, DisplayChange, ShopItem, ShopTask
from stegvis.casework.queries import deputies, sight
from stegvis.casework.queries import shop as shops
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules.intake import has_been
from stegvis.casework.vocabulary.shop import DAY_PARTS

#: How long something is kept for somebody.
DAYS_KEPT = 7
MOST_SEK, MOST_CUSTOMERS = 100_000, 10_000
#: Letters and digits that are not mistaken for each other when said aloud.
_SPEAKABLE = "ACDEFHJKLMNPRTUVX34679"
#: From which states an item may come to a state.
_MOVES = {
    "reserved": {"displayed"},
    "displayed": {"reserved"},
    "collected": {"displayed", "reserved"},
    "withdrawn": {"displayed", "reserved"},
}


def display(*, shop: Activity, name: str, about: str = "", price_sek: int = 0, place: str = "", by: Viewer) -> ShopItem:
    """Put something on display; price 0 is free. Raises NotFound, NotAllowed, NotPossible (`required`, `too_much`)."""
    _check(by, shop)
    if not 0 <= price_sek <= MOST_SEK:
        raise NotPossible(_("Write a price in whole kronor."), field="price_sek", code="too_much")
    today = timezone.localdate()
    with whole():
        item = ShopItem.objects.create(
            activity=shop,
            name=cleaned(name, "name", 80, required=True),
            about=cleaned(about, "about", 200),
            price_sek=price_sek,
            place=cleaned(place, "place", 80),
            shown_on=today,
            state_on=today,
        )
        _log(by, "display", shop)
    return item


def move(*, shop: Activity, item_id, state: str, by: Viewer) -> ShopItem:
    """Keep an item for somebody (with a code), put it back, hand it over, or take it away. Said twice is said once.

    Raises NotFound, NotAllowed; NotPossible with code `wrong_state`.
    """
    _check(by, shop)
    with whole():
        item = ShopItem.objects.select_for_update().filter(activity=shop, pk=item_id).first()
        if item is None:
            raise NotFound
        if item.state == state:
            return item
        if item.state not in _MOVES.get(state, ()):
            raise NotPossible(_("Somebody has changed this meanwhile. Look at the list anew."), code="wrong_state")
        today = timezone.localdate()
        item.state, item.state_on = state, today
        item.code = _new_code(shop) if state == "reserved" else ""
        item.collect_by = today + dt.timedelta(days=DAYS_KEPT) if state == "reserved" else None
        item.save()
        _log(by, state, shop)
    return item


def _new_code(shop: Activity) -> str:
    taken = set(ShopItem.objects.filter(activity=shop, state="reserved").values_list("code", flat=True))
    while True:
        code = "".join(secrets.choice(_SPEAKABLE) for _place in range(4))
        if code not in taken:
            return code


def add_task(*, shop: Activity, text: str, booking_id: int | str | None = None, by: Viewer) -> ShopTask:
    """Something to do in the shop today, for a participant booked there today or for whoever has time.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `too_long`.
    """
    _check(by, shop)
    today = timezone.localdate()
    booking: Booking | None = None
    if booking_id:
        booking = next((one for pk, one in shops.seats(by, shop, today).items() if str(pk) == str(booking_id)), None)
        if booking is None:
            raise NotFound
        sight.check_participant(by, "attendance", "change", booking.participant)
    with whole():
        task = ShopTask.objects.create(
            activity=shop, on_day=today, text=cleaned(text, "text", 150, required=True), booking=booking
        )
        _log(by, "give_task", shop, booking)
    return task


def settle_task(*, shop: Activity, task_id: int | str, done: bool, by: Viewer) -> None:
    """A task is done, or not after all. Raises NotFound, NotAllowed."""
    _check(by, shop)
    if not str(task_id).isdecimal():
        raise NotFound
    with whole():
        task = ShopTask.objects.select_for_update(of=("self",)).filter(activity=shop, pk=task_id).first()
        if task is None:
            raise NotFound
        if bool(task.done_at) != done:
            task.done_at = timezone.now() if done else None
            task.save(update_fields=["done_at"])
            _log(by, "settle_task", shop)


def count(
    *, shop: Activity, on_day: dt.date, part: str, visitors: int, buyers: int, note: str = "", by: Viewer
) -> CustomerCount:
    """How many came in a part of a day, and bought. The same part again corrects it.

    Raises NotFound, NotAllowed; NotPossible with code `unknown_word`, `in_future`, `unbelievable`, `too_much`, `more`
    (more bought than came), `counted` (the whole day and a half of it).
    """
    _check(by, shop)
    known(part, DAY_PARTS, "part", empty=False).require()
    has_been(on_day, "on_day", timezone.localdate()).require()
    if not 0 <= visitors <= MOST_CUSTOMERS:
        raise NotPossible(_("Check the number: that is very many."), field="visitors", code="too_much")
    if not 0 <= buyers <= visitors:
        raise NotPossible(_("No more can have bought than came in."), field="buyers", code="more")
    with whole():
        Activity.objects.select_for_update(of=("self",)).get(pk=shop.pk)
        same_day = CustomerCount.objects.filter(activity=shop, on_day=on_day).exclude(part=part)
        if same_day.filter(part="whole_day").exists() or (part == "whole_day" and same_day.exists()):
            words = _("Part of that day is counted already. Count either halves or the whole day.")
            raise NotPossible(words, field="part", code="counted")
        told = {"visitors": visitors, "buyers": buyers, "note": cleaned(note, "note", 150)}
        made, _new = CustomerCount.objects.update_or_create(activity=shop, on_day=on_day, part=part, defaults=told)
        _log(by, "count", shop)
    return made


def change_display(*, shop: Activity, on_day: dt.date, what: str, by: Viewer) -> DisplayChange:
    """From the day the goods stand in another way. The same day again corrects the words.

    Raises NotFound, NotAllowed; NotPossible with code `required`, `in_future`, `unbelievable`.
    """
    _check(by, shop)
    has_been(on_day, "on_day", timezone.localdate()).require()
    with whole():
        said = cleaned(what, "what", 150, required=True)
        made, _new = DisplayChange.objects.update_or_create(activity=shop, on_day=on_day, defaults={"what": said})
        _log(by, "change_display", shop)
    return made


def drop_change(*, shop: Activity, change_id: int | str, by: Viewer) -> None:
    """A change of display was noted by mistake. Raises NotFound, NotAllowed."""
    _check(by, shop)
    if not str(change_id).isdecimal():
        raise NotFound
    with whole():
        gone, _each = DisplayChange.objects.filter(activity=shop, pk=change_id).delete()
        if gone:
            _log(by, "drop_change", shop)


def _check(by: Viewer, shop: Activity) -> None:
    sight.check_unit(by, "activity", "change", shop.unit)
    if shop.kind != "shop":
        raise NotFound


def _log(by: Viewer, verb: str, shop: Activity, booking: Booking | None = None) -> None:
    audit.record(
        by=deputies.with_purpose(by, booking.participant_id) if booking else by,
        verb=verb,
        record="shop",
        record_id=shop.pk,
        subject_id=booking.participant_id if booking else "",
        organisation_id=shop.unit.organisation_id,
    )
