"""Life wheels: eight scores, kept once, compared with the one before, taken back; and their place on the way."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import life_wheels, mappings
from stegvis.casework.models import LifeWheel
from stegvis.casework.queries import lanes
from stegvis.casework.queries import life_wheels as reading
from stegvis.casework.vocabulary.mapping import LIFE_AREAS
from tests.factories import EnrolmentFactory, cast, viewer

pytestmark = pytest.mark.django_db
FIVES = dict.fromkeys(LIFE_AREAS.codes, 5)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def enrolment(people):
    return EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)


@pytest.fixture
def amina(people):
    return viewer(people.amina)


def draw(enrolment, by, **more):
    return life_wheels.draw(participant=enrolment.participant, by=by, **({"scores": FIVES} | more))


@pytest.mark.need("MAP-04", where="life_wheel_new")
def test_a_wheel_keeps_eight_scores_and_where_to_begin(enrolment, amina):
    wheel = draw(enrolment, amina, scores=FIVES | {"home": 2}, first=["home"])
    found = reading.of_participant(amina, enrolment.participant).get()
    assert reading.scores(found) == FIVES | {"home": 2}
    assert [each.area for each in found.scores.all() if each.first] == ["home"]
    assert wheel.enrolment_id == enrolment.pk


def test_the_same_page_sent_twice_is_one_wheel(enrolment, amina):
    page = uuid.uuid4()
    assert draw(enrolment, amina, sent_as=page).pk == draw(enrolment, amina, sent_as=page).pk
    assert LifeWheel.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"scores": {}}, "required"),
        ({"scores": FIVES | {"home": 11}}, "out_of_range"),
        ({"scores": FIVES | {"dans": 3}}, "unknown_word"),
        ({"first": list(LIFE_AREAS.codes[:4])}, "too_many"),
        ({"scored_on": timezone.localdate() + dt.timedelta(days=1)}, "in_the_future"),
        ({"words": "å" * 100_000}, "too_long"),
    ],
)
def test_what_cannot_be_is_refused(enrolment, amina, more, code):
    with pytest.raises(NotPossible) as refused:
        draw(enrolment, amina, **more)
    assert refused.value.code == code
    assert not LifeWheel.objects.exists()


def test_a_wheel_taken_back_is_shown_nowhere(enrolment, amina):
    wheel = draw(enrolment, amina)
    life_wheels.withdraw(wheel=wheel, by=amina)
    assert not reading.of_participant(amina, enrolment.participant).exists()
    with pytest.raises(NotFound):
        reading.find(amina, wheel.pk)


def test_others_do_not_meet_it(people, enrolment, amina):
    wheel = draw(enrolment, amina)
    with pytest.raises(NotFound):
        reading.find(viewer(people.carin), wheel.pk)
    with pytest.raises(NotAllowed):
        draw(enrolment, viewer(people.karin))


def test_a_log_that_cannot_be_written_undoes_it(enrolment, amina, monkeypatch):
    def refuse(**_facts):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", refuse)
    with pytest.raises(RuntimeError):
        draw(enrolment, amina)
    assert not LifeWheel.objects.exists()


def test_sittings_and_wheels_stand_on_the_persons_way(people, enrolment, amina):
    draw(enrolment, amina)
    mappings.begin(participant=enrolment.participant, by=amina)
    kinds = {lane.kind: len(lane.points) for lane in lanes.of(amina, enrolment.participant, [enrolment])}
    assert (kinds["mapping"], kinds["life_wheel"]) == (1, 1)
    other = {lane.kind for lane in lanes.of(viewer(people.eva), enrolment.participant, [enrolment])}
    assert not other & {"mapping", "life_wheel"}
