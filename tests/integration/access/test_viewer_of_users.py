"""From users and their memberships to viewers."""

import datetime as dt

import pytest

from stegvis.access.queries.viewer import viewer_of
from tests.factories import MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 5, 1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "in_force"),
    [
        (dt.date(2022, 5, 1), None, True),
        (dt.date(2022, 5, 2), None, False),
        (dt.date(2022, 1, 1), dt.date(2022, 5, 1), True),
        (dt.date(2022, 1, 1), dt.date(2022, 4, 30), False),
    ],
)
def test_a_membership_holds_from_its_first_to_its_last_day(starts_on, ends_on, in_force):
    membership = MembershipFactory(unit=UnitFactory(), starts_on=starts_on, ends_on=ends_on)
    assert viewer_of(membership.user, on=DAY).may("participant", "list") == in_force


def test_an_inactive_user_may_nothing():
    membership = MembershipFactory(unit=UnitFactory(), user=UserFactory(is_active=False))
    assert viewer_of(membership.user).grants == ()


def test_the_units_setting_comes_with_the_membership():
    membership = MembershipFactory(unit=UnitFactory(sight="own"))
    assert viewer_of(membership.user).reach("participant", "read").unit_ids == frozenset()


def test_the_viewer_is_named_for_the_log():
    user = MembershipFactory(unit=UnitFactory()).user
    seen = viewer_of(user, screen="start")
    assert (seen.actor_id, seen.name, seen.screen) == (str(user.pk), user.full_name, "start")


def test_a_viewer_costs_one_query(django_assert_num_queries):
    user = MembershipFactory(unit=UnitFactory()).user
    for _ in range(3):
        MembershipFactory(user=user, unit=UnitFactory())
    with django_assert_num_queries(1):
        assert len(viewer_of(user).grants) == 4
