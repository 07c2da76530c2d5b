"""What a participant needs: noted when it shows, put in another order, met, put into the plan, with its history."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.access.rules import NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import mappings, needs
from stegvis.casework.models import Need, Step
from stegvis.casework.queries import needs as reading
from tests.factories import EnrolmentFactory, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("MAP-07", where="needs")]


@pytest.fixture
def person(people):
    enrolment = EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina, participant__controller=people.monsteras
    )
    return enrolment.participant


@pytest.fixture
def by(people):
    return viewer(people.amina)


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


def send(client, person, do, **fields):
    prefix = {"note": "need-", "change": "change-"}.get(do, "")
    plain = {"id", "mapping", "question", "state"}
    posted = {"do": do} | {name if name in plain else f"{prefix}{name}": value for name, value in fields.items()}
    return client.post(reverse("needs", args=[person.pk]), posted)


def test_what_comes_first_stands_first_and_each_change_is_kept(person, by):
    later = needs.note(participant=person, text="Körkort", priority="later", by=by)
    needs.note(participant=person, text="Barnomsorg", priority="now", by=by)
    assert needs.note(participant=person, text="Körkort ", priority="now", by=by) == later  # the same need
    needs.change(need=later, text="Körkort", priority="now", reason="Jobbet ligger utanför busslinjen", by=by)
    needs.settle(need=later, state="met", by=by)
    assert [need.text for need in reading.first_things_first(by, person)] == ["Barnomsorg"]
    assert [(move.priority, move.state, move.reason) for move in later.moves.all()] == [
        ("now", "met", ""),
        ("now", "open", "Jobbet ligger utanför busslinjen"),
        ("later", "open", ""),
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": " "}, "required"),
        ({"text": "x" * 100_000}, "too_long"),
        ({"text": "x", "priority": "soon"}, "unknown_word"),
        ({"text": "x", "noticed_on": timezone.localdate() + dt.timedelta(days=1)}, "in_the_future"),
    ],
)
def test_what_cannot_be_a_need_is_refused(person, by, facts, code):
    with pytest.raises(NotPossible) as refused:
        needs.note(participant=person, by=by, **facts)
    assert refused.value.code == code


def test_two_who_change_one_need_find_out_and_nothing_typed_is_lost(amina, person, by):
    need = needs.note(participant=person, text="Körkort", by=by)
    needs.change(need=need, text="Körkort B", priority="now", by=by)
    with pytest.raises(ChangedMeanwhile):
        needs.change(need=need, text="Moped", priority="now", version=1, by=by)
    page = send(amina, person, "change", id=need.pk, text="Moped", priority="now", area="", reason="", version=1)
    told = page.content.decode()
    assert "Somebody else has changed this" in told and "Moped" in told and "Körkort B" in told
    send(amina, person, "change", id=need.pk, text="Moped", priority="now", area="", reason="", version=2)
    assert Need.objects.get().text == "Moped"


def test_an_answer_of_the_mapping_becomes_a_need_and_the_need_a_step(amina, person, by):
    mapping = mappings.begin(participant=person, by=by).mapping
    mappings.save(mapping=mapping, given={"enjoys": ["Vill lära mig baka"]}, by=by)
    address = f"{reverse('needs', args=[person.pk])}?mapping={mapping.pk}&question=enjoys"
    assert amina.get(address).context["form"]["text"].value() == "Vill lära mig baka"
    send(
        amina, person, "note", text="Lära sig baka", priority="next", area="work", mapping=mapping.pk, question="enjoys"
    )
    need = Need.objects.get()
    assert (need.mapping_id, need.question) == (mapping.pk, "enjoys")
    for _twice in range(2):
        send(amina, person, "plan", id=need.pk)
    assert Step.objects.get().text == "Lära sig baka"
    assert "Lära sig baka" in amina.get(reverse("participant", args=[person.pk])).content.decode()


def test_nobody_of_another_municipality_reads_or_writes_them(people, person, by):
    need = needs.note(participant=person, text="Körkort", by=by)
    carin = viewer(people.carin)
    assert not reading.of(carin, person).exists()
    for act in (
        lambda: needs.note(participant=person, text="x", by=carin),
        lambda: needs.change(need=need, text="x", priority="now", by=carin),
        lambda: needs.settle(need=need, state="met", by=carin),
        lambda: needs.put_into_plan(need=need, by=carin),
        lambda: reading.find(carin, person, need.pk),
    ):
        with pytest.raises(NotFound):
            act()
