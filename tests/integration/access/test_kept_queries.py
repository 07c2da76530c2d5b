"""Kept queries: what Django would have answered, for whoever asks, though the text was written for somebody else."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from stegvis.access.models import User
from stegvis.access.queries import kept, signed_in
from stegvis.access.queries.viewer import viewer_of
from stegvis.base import kept_queries, planner
from stegvis.casework.models import Enrolment, Participant
from stegvis.casework.queries import enrolments
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, MembershipFactory, cast, second_factor, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def started_since(day):
    return Enrolment.objects.filter(started_on__gte=day).select_related("participant", "unit").order_by("pk")


def among(ids):
    return Enrolment.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)


def of_unit(unit_id, state):
    return Enrolment.objects.filter(unit=unit_id, state=state).values_list("pk", "started_on")


def latest_of(most, since, unit_id, state):
    found = Enrolment.objects.filter(unit=unit_id, state=state, started_on__gte=since).select_related("unit")
    return found.order_by("-started_on")[:most]


def since_before(day):
    return Enrolment.objects.filter(started_on__lt=day).order_by().values_list("participant", flat=True)


def of_early(name, number, day):
    found = kept_queries.of_those(Enrolment.objects.filter(started_on__gte=day), "participant_id", name)
    return found.order_by().values_list(Value(number), "started_on")


def a_year_later(day):
    return Enrolment.objects.filter(started_on__gte=day + dt.timedelta(days=366))


def the_first(number):
    return Enrolment.objects.all()[:number]


def named(name):
    return Participant.objects.filter(given_name__startswith=name)


def seen(by):
    return enrolments.visible_to(by).values_list("pk", flat=True)


def test_the_values_of_each_time_are_put_in(people):
    early, late = (
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, started_on=dt.date(2021, month, 1))
        for month in (2, 9)
    )
    assert kept_queries.rows(started_since, given=(dt.date(2021, 6, 1),)) == [late]
    assert set(kept_queries.rows(started_since, given=(dt.date(2021, 1, 1),))) == {early, late}
    assert kept_queries.rows(started_since, given=(dt.date(2022, 1, 1),)) == []


def test_related_records_come_along_without_further_questions(people):
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, target_groups=["youth"])
    kept_queries.rows(started_since, given=(dt.date(2000, 1, 1),))
    with CaptureQueriesContext(connection) as asked:
        found = kept_queries.rows(started_since, given=(dt.date(2000, 1, 1),))
        kept_queries.load(found, "target_groups")
        assert [(one.unit.name, one.participant.pk) for one in found]
        assert [group.code for group in found[0].target_groups.all()] == ["youth"]
    assert len(asked) == 2


def test_asked_for_each_it_is_one_question_with_the_values_of_each(people):
    there, elsewhere = people.monsteras_unit, people.vastervik_unit
    for unit, month in ((there, 1), (there, 2), (there, 3), (elsewhere, 5)):
        EnrolmentFactory(unit=unit, project=people.project, started_on=dt.date(2021, month, 1))
    since, each = dt.date(2021, 2, 1), [(there.pk, "active"), (elsewhere.pk, "active"), (there.pk, "closed")]
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = kept_queries.rows_for_each(latest_of, 1, given=(since,), each=each)
        assert [(one.unit.pk, one.started_on.month) for one in found] == [(there.pk, 3), (elsewhere.pk, 5)]
        assert len(asked) == 1
    assert kept_queries.rows_for_each(latest_of, 1, given=(since,), each=[]) == []


def test_several_queries_are_one_question_about_the_same_people(people):
    place = {"unit": people.monsteras_unit, "project": people.project}
    twice = ClosedEnrolmentFactory(**place, started_on=dt.date(2021, 1, 1), ended_on=dt.date(2021, 1, 20))
    again = EnrolmentFactory(**place, started_on=dt.date(2021, 2, 1), participant=twice.participant)
    EnrolmentFactory(**place, started_on=dt.date(2022, 1, 1))
    first, nobody = ("early", since_before, (), (dt.date(2021, 3, 1),)), ("nobody", among, (), ((),))
    parts = [
        (of_early, ("early", 1), (dt.date(2021, 1, 15),)),
        (of_early, ("early", 2), (dt.date(2000, 1, 1),)),
        (of_early, ("nobody", 3), (dt.date(2000, 1, 1),)),
    ]
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = kept_queries.rows_together(parts, within=[first, nobody])
        assert sorted(found) == sorted([(1, again.started_on), (2, twice.started_on), (2, again.started_on)])
        assert len(asked) == 1


def test_records_are_as_django_makes_them(people):
    made = EnrolmentFactory(unit=people.monsteras_unit, project=people.project)
    (found,) = kept_queries.rows(started_since, given=(dt.date(2000, 1, 1),))
    plain = Enrolment.objects.select_related("participant", "unit").get()
    for ours, django in ((found, plain), (found.participant, plain.participant)):
        assert {name: value for name, value in vars(ours).items() if name != "_state"} == {
            name: value for name, value in vars(django).items() if name != "_state"
        }
        assert (ours._state.adding, ours._state.db) == (False, django._state.db)
    found.unit = people.vastervik_unit  # what was read with the record does not stay
    assert found.unit_id == people.vastervik_unit.pk
    found.education = "primary"
    found.save(update_fields=["education"])
    made.refresh_from_db()
    assert made.education == found.education


def test_what_was_loaded_cannot_be_narrowed_by_mistake(people):
    one = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, target_groups=["youth"])
    kept_queries.load([one], "target_groups")
    with pytest.raises(AttributeError):
        one.target_groups.filter(code="youth")


def test_lists_of_ids_of_any_length(people):
    made = sorted(EnrolmentFactory(unit=people.monsteras_unit, project=people.project).pk for _ in range(7))
    for wanted in ([], made[:1], made[2:5], made):
        ids = kept_queries.padded(wanted)
        assert (kept_queries.rows(among, given=(ids,)) if ids else []) == wanted
    assert kept_queries.rows(among, given=((uuid.uuid4(),),)) == []


def test_counting_and_asking_whether(people):
    for _ in range(3):
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project)
    here, elsewhere = people.monsteras_unit.pk, people.vastervik_unit.pk
    assert kept_queries.count(of_unit, given=(here, "active")) == 3
    assert kept_queries.count(of_unit, given=(elsewhere, "active")) == 0
    assert kept_queries.exists(of_unit, given=(here, "active"))
    assert not kept_queries.exists(of_unit, given=(here, "closed"))


@pytest.mark.parametrize(("write", "value"), [(a_year_later, dt.date(2021, 1, 1)), (the_first, 3), (named, "Å")])
def test_a_query_that_uses_up_a_value_is_refused(write, value):
    """Otherwise the first value of all would stand in the text for ever."""
    with pytest.raises(TypeError):
        kept_queries.rows(write, given=(value,))


def test_a_kept_query_gives_records_or_values_only():
    with pytest.raises(TypeError):
        kept_queries.rows(lambda: Enrolment.objects.values("pk"))
    with pytest.raises(TypeError):
        kept_queries.rows(lambda: Enrolment.objects.prefetch_related("outcomes"))


def test_viewers_of_the_same_kind_see_their_own_and_nothing_else(people):
    hers = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina).pk
    other = EnrolmentFactory(unit=people.vastervik_unit, project=people.project, coach=people.carin).pk
    assert kept.rows(viewer(people.amina), seen) == [hers]
    assert kept.rows(viewer(people.carin), seen) == [other]
    assert kept.count(viewer(people.carin), seen) == 1
    assert kept.rows(viewer(people.eva), seen) == []


@pytest.mark.parametrize("who", ["amina", "carin", "karin", "eva"])
def test_whoever_signs_in_is_the_same_viewer_in_one_question(people, who):
    user = getattr(people, who)
    signed_in.load(user.pk)
    with CaptureQueriesContext(connection) as asked:
        found = signed_in.load(user.pk)
    assert len(asked) == 1
    assert found == user
    assert found.at_start.viewer == viewer_of(User.objects.get(pk=user.pk))


def test_a_second_factor_is_seen(people):
    assert not signed_in.load(people.amina.pk).at_start.has_second_factor
    second_factor(people.amina)
    assert signed_in.load(people.amina.pk).at_start.has_second_factor


def test_roles_that_have_ended_are_not_brought_along(people):
    amina = people.amina
    MembershipFactory(
        user=amina,
        organisation=people.vastervik,
        unit=people.vastervik_unit,
        role="coach",
        starts_on=dt.date(2019, 1, 1),
        ends_on=dt.date(2019, 12, 31),
    )
    found = signed_in.load(amina.pk)
    assert [grant.organisation_id for grant in found.at_start.viewer.grants] == [people.monsteras.pk]
    amina.memberships.update(ends_on=F("starts_on"))
    ended = signed_in.load(amina.pk)
    assert ended.at_start.viewer.grants == () and ended.at_start.places == ""


def test_nobody_signs_in_as_a_user_who_is_gone():
    assert signed_in.load(2**40) is None


def test_the_planner_learns_how_many_rows_an_index_holds(people):
    EnrolmentFactory.create_batch(3, unit=people.monsteras_unit, project=people.project)
    planner.renew()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'enrolment_by_unit'")
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'enrolment_by_unit'")
        assert str(cursor.fetchone()[0]).startswith("3")


@pytest.mark.parametrize("kept_plans", [True, False])
def test_a_question_asked_often_is_answered_with_the_values_of_each_time(people, settings, kept_plans):
    """On PostgreSQL the plan is kept from the second time on, unless the installation does without."""
    settings.STEGVIS_KEEP_PLANS = kept_plans
    for day in [*[dt.date(2020, 1, 1)] * 8, dt.date(2099, 1, 1)]:
        assert kept_queries.rows(started_since, given=(day,)) == list(started_since(day))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements")
            statements = [text for (text,) in cursor]
        assert any("started_on" in text for text in statements) == kept_plans
