"""A reuse shop: goods are kept against a code, tasks go to those who are booked, customers are counted once."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import protections
from stegvis.casework.actions import shop as running
from stegvis.casework.queries import shop as found
from tests.factories import EnrolmentFactory, cast, viewer
from tests.factories.activities import ActivityFactory, ActivitySessionFactory, BookingFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(db):
    return cast()


@pytest.fixture
def shop(people):
    return ActivityFactory(unit=people.monsteras_unit, kind="shop", track="work")


@pytest.mark.need("ACT-25", where="activity_shop")
def test_goods_are_kept_against_a_code_and_handed_over(people, shop):
    amina = viewer(people.amina)
    item = running.display(shop=shop, name="Stol", price_sek=50, by=amina)
    kept = running.move(shop=shop, item_id=item.pk, state="reserved", by=amina)
    assert len(kept.code) == 4 and kept.collect_by > timezone.localdate()
    assert running.move(shop=shop, item_id=item.pk, state="reserved", by=amina).code == kept.code
    over = running.move(shop=shop, item_id=item.pk, state="collected", by=amina)
    assert (over.state, over.code, list(found.goods(shop))) == ("collected", "", [])
    with pytest.raises(NotPossible):
        running.move(shop=shop, item_id=item.pk, state="reserved", by=amina)
    assert set(AuditEvent.objects.filter(record="shop").values_list("verb", flat=True)) == {
        "display", "reserved", "collected",
    }  # fmt: skip


def test_only_who_works_with_the_units_activities_runs_its_shop(people, shop):
    with pytest.raises((NotAllowed, NotFound)):
        running.display(shop=shop, name="Stol", by=viewer(people.carin))
    with pytest.raises(NotFound):
        running.display(shop=ActivityFactory(unit=people.monsteras_unit), name="Stol", by=viewer(people.amina))


@pytest.mark.need("ACT-25", where="activity_shop")
def test_a_task_goes_to_somebody_booked_today_and_not_to_whom_one_does_not_see(people, shop):
    amina, bo = viewer(people.amina), viewer(people.bo)
    enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    booking = BookingFactory(session=ActivitySessionFactory(activity=shop), enrolment=enrolment)
    task = running.add_task(shop=shop, text="Skriva prislappar", booking_id=booking.pk, by=amina)
    assert AuditEvent.objects.get(verb="give_task").subject_id == str(enrolment.participant_id)
    running.settle_task(shop=shop, task_id=task.pk, done=True, by=bo)
    assert found.tasks(shop, timezone.localdate()).get().done_at
    protections.protect(
        participant=enrolment.participant, level="secrecy_marking", since_on=timezone.localdate(),
        decided_by="Skatteverket", review_on=timezone.localdate() + DAY, named=[people.amina, people.karin],
        by=viewer(people.karin),
    )  # fmt: skip
    assert found.seats(bo, shop, timezone.localdate()) == {}
    with pytest.raises(NotFound):
        running.add_task(shop=shop, text="Packa upp", booking_id=booking.pk, by=bo)


@pytest.mark.need("ACT-26", where="activity_shop_customers")
def test_customers_are_counted_once_and_compared_before_and_after(people, shop):
    amina, today = viewer(people.amina), timezone.localdate()

    def count(back, visitors, buyers, part="morning"):
        return running.count(
            shop=shop, on_day=today - back * DAY, part=part, visitors=visitors, buyers=buyers, by=amina
        )

    for back in (40, 12, 11):  # the first lies too far back to be compared
        count(back, 50, 10)
    count(5, 60, 30, "whole_day")
    count(5, 60, 40, "whole_day")  # corrected
    for wrong in ((5, 9, 1, "morning"), (4, 3, 4, "morning"), (-1, 3, 1, "morning")):
        with pytest.raises(NotPossible):
            count(*wrong)
    running.change_display(shop=shop, on_day=today - 10 * DAY, what="Möblerna i fönstret", by=amina)
    ((_made, told),) = found.changes(shop)
    assert (told.before.half_days, told.before.visitors, told.before.buyers) == (2, 100, 20)
    assert (told.after.half_days, told.after.visitors, told.after.buyers) == (2, 60, 40)
    assert told.buying[0] == pytest.approx(40 / 60 - 0.2) and told.buying[1] > 0
