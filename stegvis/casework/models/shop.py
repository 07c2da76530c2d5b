"""A reuse shop that is an activity: goods, the day's tasks, and how many customers came. Nothing is kept of them."""

from django.db import models
from django.db.models import F, Q

from stegvis.base.ids import new_id
from stegvis.casework.models.activity import Activity
from stegvis.casework.models.booking import Booking
from stegvis.casework.vocabulary.shop import DAY_PARTS, ITEM_STATES


class ShopItem(models.Model):
    """Something in the shop. `price_sek` 0: free. `code` is what a customer says to collect it, in place of a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    price_sek = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, default="displayed")
    code = models.CharField(max_length=4, blank=True)
    collect_by = models.DateField(null=True, blank=True)
    shown_on = models.DateField()
    state_on = models.DateField()

    class Meta:
        ordering = ["-shown_on", "-id"]
        indexes = [models.Index(fields=["activity", "state", "-shown_on"], name="shop_item_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ITEM_STATES.codes), name="shop_item_state_known"),
            models.CheckConstraint(
                condition=Q(state="reserved", collect_by__isnull=False) & ~Q(code="")
                | ~Q(state="reserved") & Q(code="", collect_by__isnull=True),
                name="shop_item_code_while_reserved",
            ),
            models.UniqueConstraint(fields=["activity", "code"], condition=~Q(code=""), name="shop_code_once"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {
            "id", "activity", "name", "about", "price_sek", "place", "state", "code", "collect_by", "shown_on",
            "state_on",
        }  # fmt: skip


class ShopTask(models.Model):
    """Something to do in the shop on a day. `booking`: the participant who does it, by their place in a session."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField()
    text = models.CharField(max_length=150)
    booking = models.ForeignKey(Booking, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["activity", "on_day"], name="shop_task_by_day")]

    class Privacy:
        personal = {"booking"}
        sensitive: set[str] = set()
        kept = {"id", "activity", "on_day", "text", "done_at"}


class CustomerCount(models.Model):
    """How many came into the shop in a part of a day, and how many of them bought something."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField()
    part = models.CharField(max_length=10)
    visitors = models.PositiveIntegerField()
    buyers = models.PositiveIntegerField()
    note = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-on_day", "part"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "on_day", "part"], name="customers_counted_once"),
            models.CheckConstraint(condition=Q(part__in=DAY_PARTS.codes), name="customers_part_known"),
            models.CheckConstraint(condition=Q(buyers__lte=F("visitors")), name="buyers_among_visitors"),
        ]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "activity", "on_day", "part", "visitors", "buyers", "note"}


class DisplayChange(models.Model):
    """From this day the goods stand in another way: what was changed."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField()
    what = models.CharField(max_length=150)

    class Meta:
        ordering = ["-on_day"]
        constraints = [models.UniqueConstraint(fields=["activity", "on_day"], name="display_change_once_a_day")]

    class Privacy:
        personal: set[str] = set()
        sensitive: set[str] = set()
        kept = {"id", "activity", "on_day", "what"}
