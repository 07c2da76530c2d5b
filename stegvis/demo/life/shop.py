"""The reuse shops: goods, the day's tasks, and ten weeks of customers with the goods moved halfway."""

import datetime as dt
import random

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.models import Activity, Booking, CustomerCount, DisplayChange, ShopItem, ShopTask

_SEED = 26
#: Name, about, price in kronor (0: free), where it stands.
_GOODS = (
    ("Köksstol i björk", "Slipad och oljad här", 120, "Fönstret"), ("Barncykel 16 tum", "Nya bromsar", 250, "Fönstret"),
    ("Golvlampa", "Fungerar, ny sladd", 150, "Mitten"), ("Bokhylla, vit", "", 200, "Bakre väggen"),
    ("Porslin, 12 delar", "Blått mönster", 90, "Hyllan vid kassan"), ("Vinterjacka, stl 140", "", 40, "Klädstången"),
    ("Pussel, 500 bitar", "Räknat: alla bitar finns", 15, "Hyllan vid kassan"), ("Byrå", "Tre lådor", 300, "Mitten"),
    ("Skridskor, stl 38", "Slipade", 60, "Mitten"), ("Krukor", "Ta så många du vill", 0, "Vid dörren"),
    ("Symaskin", "Lagad i verkstaden", 400, "Fönstret"), ("Böcker", "Fem stycken", 20, "Hyllan vid kassan"),
)  # fmt: skip
_TASKS = ("Packa upp nya varor", "Skriva prislappar", "Stå i kassan", "Torka hyllorna", "Skylta om i fönstret")
_NOTES = ("", "", "", "Regn", "Marknad på torget", "")


def live(*, today: dt.date, by: Viewer) -> int:
    """Fill every shop of the catalogues. Gives the number of rows."""
    shops = list(Activity.objects.filter(kind="shop", retired_on=None).select_related("unit").order_by("unit_id"))
    if ShopItem.objects.exists() or not shops:
        return 0
    rng = random.Random(_SEED)  # noqa: S311 - invention, not secrecy
    with transaction.atomic():
        made = sum(_goods(rng, shop, today) + _tasks(shop, today) + _customers(rng, shop, today) for shop in shops)
        audit.record(by=by, verb="display", record="shop", facts={"rows": made})
    return made


def _goods(rng: random.Random, shop: Activity, today: dt.date) -> int:
    rows = []
    for place, (name, about, price, where) in enumerate(_GOODS):
        shown = today - dt.timedelta(days=rng.randint(8, 40))
        item = ShopItem(
            activity=shop, name=name, about=about, price_sek=price, place=where, shown_on=shown, state_on=shown
        )
        if place in (4, 10):
            item.state, item.code = "reserved", "".join(rng.choice("ACDEFHJKLMNP3479") for _sign in range(4))
            item.state_on = today - dt.timedelta(days=1 if place == 4 else 8)
            item.collect_by = item.state_on + dt.timedelta(days=7)
        elif place in (3, 8):
            item.state, item.state_on = "collected", today - dt.timedelta(days=place - 2)
        rows.append(item)
    ShopItem.objects.bulk_create(rows)
    return len(rows)


def _tasks(shop: Activity, today: dt.date) -> int:
    places = Booking.objects.filter(session__activity=shop, session__on=today, state="booked").order_by("pk")
    there = list(places[: len(_TASKS)])
    rows = [
        ShopTask(activity=shop, on_day=today, text=text, booking=there[place] if place < len(there) else None)
        for place, text in enumerate(_TASKS)
    ]
    ShopTask.objects.bulk_create(rows)
    return len(rows)


def _customers(rng: random.Random, shop: Activity, today: dt.date) -> int:
    moved = today - dt.timedelta(days=30)
    rows = []
    for back in range(66, 0, -1):
        day = today - dt.timedelta(days=back)
        if day.weekday() not in (2, 4):
            continue
        for part in ("morning", "afternoon"):
            visitors = rng.randint(9, 19) + (3 if part == "afternoon" else 0)
            buyers = sum(rng.random() < (0.31 if day < moved else 0.46) for _one in range(visitors))
            rows.append(
                CustomerCount(
                    activity=shop, on_day=day, part=part, visitors=visitors, buyers=buyers, note=rng.choice(_NOTES)
                )
            )
    CustomerCount.objects.bulk_create(rows)
    DisplayChange.objects.create(activity=shop, on_day=moved, what="Möblerna flyttade till fönstret")
    return len(rows) + 1
