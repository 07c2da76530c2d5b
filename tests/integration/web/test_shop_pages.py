"""The pages of a reuse shop, as a coach uses them."""

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.casework.models import CustomerCount, ShopItem
from tests.factories import cast, second_factor
from tests.factories.activities import ActivityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    people = cast()
    for user in (people.amina, people.karin):
        second_factor(user)
    return people, ActivityFactory(unit=people.monsteras_unit, kind="shop", track="work")


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(user)
    return client


@pytest.mark.need("ACT-25", where="activity_shop")
def test_goods_are_put_on_display_and_kept(there):
    client = signed_in(there[0].amina)
    page = reverse("activity_shop", args=[there[1].pk])
    assert page in client.get(reverse("activity", args=[there[1].pk])).content.decode()
    wrong = client.post(page, {"do": "display", "item-name": "Stol", "item-price_sek": "-4"}).content.decode()
    assert 'value="Stol"' in wrong
    client.post(page, {"do": "display", "item-name": "Stol", "item-price_sek": "0"})
    item = ShopItem.objects.get()
    told = client.post(page, {"do": "reserved", "item": str(item.pk)}, follow=True).content.decode()
    item.refresh_from_db()
    assert item.code and item.code in told
    assert client.post(page, {"do": "reserved", "item": "x"}).status_code == 404
    assert client.post(page, {"do": "task", "task-text": "Skriva prislappar"}, follow=True).status_code == 200


@pytest.mark.need("ACT-26", where="activity_shop_customers")
def test_customers_are_counted_and_who_only_reads_changes_nothing(there):
    people, shop = there
    client = signed_in(people.amina)
    page = reverse("activity_shop_customers", args=[shop.pk])
    sent = {"do": "count", "count-on_day": "2026-01-05", "count-part": "morning", "count-visitors": "9"}
    wrong = client.post(page, sent | {"count-buyers": "10"}).content.decode()
    assert "Fler kan inte ha handlat än de som kom in." in wrong
    client.post(page, sent | {"count-buyers": "4"})
    assert CustomerCount.objects.get().buyers == 4
    client.post(page, {"do": "change", "change-on_day": "2026-01-06", "change-what": "Möblerna i fönstret"})
    assert "För lite är räknat" in client.get(page).content.decode()
    assert signed_in(people.karin).post(page, sent | {"count-buyers": "1"}).status_code == 403
    assert CustomerCount.objects.get().buyers == 4
