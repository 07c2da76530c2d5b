"""Deputies: who may name one, what they reach and for how long, and what the log says."""

import datetime as dt

import pytest
from django.utils import timezone

from stegvis.access.actions import audit, deputies
from stegvis.access.models import AuditEvent, Deputyship
from stegvis.access.queries import deputies as known
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import looks
from stegvis.casework.queries import enrolments, participants
from tests.factories import EnrolmentFactory, MembershipFactory, UnitFactory, cast, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="deputies")]
DAY = dt.timedelta(days=1)


@pytest.fixture
def people():
    """The cast, in units where each sees only their own."""
    return cast(sight="own")


@pytest.fixture
def hers(people):
    """An enrolment of Amina's."""
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


def named(people, by=None, *, starts=0, days=7, absent=None, deputy=None) -> Deputyship:
    today = timezone.localdate()
    return deputies.name(
        absent=absent or people.amina,
        deputy=deputy or people.bo,
        starts_on=today + starts * DAY,
        ends_on=today + (starts + days) * DAY,
        by=viewer(by or people.amina),
    )


def reaches(user, enrolment, on=None) -> bool:
    return enrolments.visible_to(viewer_of(user, on=on)).filter(pk=enrolment.pk).exists()


def test_the_deputy_reaches_the_participants_during_the_days_and_no_longer(people, hers):
    made = named(people, starts=2, days=3)
    days = [made.starts_on - DAY, made.starts_on, made.ends_on, made.ends_on + DAY]
    assert [reaches(people.bo, hers, day) for day in days] == [False, True, True, False]


def test_the_deputy_works_with_the_participants(people, hers):
    named(people)
    for verb in ("change", "close", "reopen"):
        assert enrolments.may(viewer(people.bo), verb, hers)


def test_a_deputy_of_another_coach_reaches_nothing_of_hers(people, hers):
    other = MembershipFactory(unit=people.monsteras_unit).user
    named(people, by=people.bo, absent=people.bo, deputy=other)
    assert not reaches(other, hers)


def test_a_deputy_hands_nothing_on(people, hers):
    """Bo stands in for Amina, and somebody else for Bo: Amina's people stay with Bo."""
    third = MembershipFactory(unit=people.monsteras_unit).user
    named(people)
    named(people, by=people.bo, absent=people.bo, deputy=third)
    assert not reaches(third, hers)


def test_the_leader_names_a_deputy_for_an_ill_coach(people, hers):
    named(people, by=people.dag)
    assert reaches(people.bo, hers)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("bo", NotFound), ("carin", NotFound), ("ida", NotAllowed), ("eva", NotAllowed), ("jan", NotAllowed)],
)
def test_nobody_else_names_a_deputy_for_amina(people, who, refusal):
    third = MembershipFactory(unit=people.monsteras_unit).user
    with pytest.raises(refusal):
        named(people, by=getattr(people, who), deputy=third)
    assert not Deputyship.objects.exists()


@pytest.mark.parametrize("who", ["carin", "dag", "ida", "amina", "hassan"])
def test_only_a_coach_of_the_same_organisation_can_be_deputy(people, who):
    with pytest.raises(NotPossible) as refused:
        named(people, deputy=getattr(people, who))
    assert refused.value.field == "deputy"


def test_a_coach_of_another_unit_of_the_organisation_can(people, hers):
    colleague = MembershipFactory(unit=UnitFactory(organisation=people.monsteras)).user
    named(people, deputy=colleague)
    assert reaches(colleague, hers)


@pytest.mark.parametrize(("starts", "days"), [(0, -1), (-9, 3), (0, 400)])
def test_days_that_do_not_fit_are_refused(people, starts, days):
    with pytest.raises(NotPossible) as refused:
        named(people, starts=starts, days=days)
    assert refused.value.field == "ends_on"


def test_the_same_deputyship_twice_is_refused(people):
    named(people)
    with pytest.raises(NotPossible):
        named(people, starts=3)


def test_taken_back_it_ends_at_once(people, hers):
    made = named(people)
    deputies.end(deputyship=made, by=viewer(people.amina))
    assert not reaches(people.bo, hers)


def test_the_deputy_cannot_take_it_back(people):
    made = named(people)
    with pytest.raises(NotAllowed):
        deputies.end(deputyship=made, by=viewer(people.bo))


def test_carin_sees_no_deputyship_of_monsteras(people):
    made = named(people)
    assert not known.visible_to(viewer(people.carin)).exists()
    with pytest.raises(NotFound):
        deputies.end(deputyship=made, by=viewer(people.carin))


def test_the_leader_and_both_coaches_see_it(people):
    named(people)
    for who in (people.amina, people.bo, people.dag, people.karin):
        assert known.now_or_later(viewer(who)).count() == 1


def test_every_look_is_logged_with_its_purpose(people, hers):
    named(people)
    asker = viewer(people.bo, screen="participant")
    person = participants.find(asker, hers.participant_id)
    looks.note_opened(asker, person)
    looks.note_list(asker, "participants", 1)
    opened, listed = AuditEvent.objects.filter(record="participant").order_by("number")
    assert (opened.purpose, listed.purpose) == ("vikarie för Amina Nur",) * 2


def test_ones_own_participant_is_looked_at_without_that_purpose(people):
    own = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.bo)
    named(people)
    looks.note_opened(viewer(people.bo), own.participant)
    assert AuditEvent.objects.get(record="participant").purpose == ""


def test_naming_is_logged_and_undone_with_the_log(people, monkeypatch):
    made = named(people)
    event = AuditEvent.objects.get(record="deputyship")
    assert (event.verb, event.record_id, event.organisation_id) == ("name", str(made.pk), people.monsteras.pk)

    def broken(**_):
        raise OSError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError):
        named(people, starts=30)
    assert Deputyship.objects.count() == 1
