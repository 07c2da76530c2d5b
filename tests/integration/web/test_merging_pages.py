"""Two records side by side on the screen, one made of them, and the way back."""

import datetime as dt

import pytest
from django.urls import reverse

from stegvis.casework.models import Participant
from tests.factories import EnrolmentFactory, ParticipantFactory, identity_number

pytestmark = [pytest.mark.django_db, pytest.mark.need("INT-01", where="participant_merge")]

BORN = dt.date(1990, 5, 17)


@pytest.fixture
def two(people):
    """The same person under a coordination number and under a personal identity number."""
    unit, made = people.monsteras_unit, []
    for year, given, coordination in ((2021, "Asa", True), (2022, "Åsa", False)):
        person = ParticipantFactory(
            controller=unit.organisation, given_name=given, family_name="Öberg", legal_sex="F",
            identity_number=identity_number(0, born=BORN, coordination=coordination),
        )  # fmt: skip
        EnrolmentFactory(unit=unit, project=people.project, participant=person, started_on=dt.date(year, 3, 1))
        made.append(person)
    made[0].enrolments.update(
        state="closed", ended_on=dt.date(2021, 9, 1), closed_at="2021-09-01T10:00Z", closed_by="x"
    )
    return made


def test_from_the_list_of_doubles_to_one_record_and_back(people, two, signed_in):
    dag = signed_in(people.dag)
    kept, other = two
    page = dag.get(reverse("doubles")).content.decode()
    address = next(
        each
        for each in (reverse("participant_merge", args=pair) for pair in ((kept.pk, other.pk), (other.pk, kept.pk)))
        if each in page
    )
    assert dag.get(address).status_code == 200
    address = reverse("participant_merge", args=[kept.pk, other.pk])
    chosen = {name: "kept" for name in ("family_name", "name_in_use", "pronoun", "language", "interpreter")}
    sent = {**chosen, "identity_number": "other", "given_name": "other", "reason": "fick personnummer"}
    assert dag.post(address, sent | {"reason": ""}).status_code == 200
    assert Participant.objects.count() == 2
    assert dag.post(address, sent).headers["Location"] == reverse("participant", args=[kept.pk])
    one = Participant.objects.get()
    assert (one.given_name, one.number.kind, one.enrolments.count()) == ("Åsa", "personnummer", 2)
    page = dag.get(reverse("participant", args=[kept.pk])).content.decode()
    assert reverse("participant_unmerge", args=[kept.pk]) in page
    assert dag.get(reverse("participant_unmerge", args=[kept.pk])).status_code == 200
    dag.post(reverse("participant_unmerge", args=[kept.pk]), {"sure": "yes"})
    assert {person.pk for person in Participant.objects.all()} == {kept.pk, other.pk}


def test_enrolments_on_the_same_days_are_asked_about(people, two, signed_in):
    kept, other = two
    other.enrolments.update(started_on=dt.date(2021, 4, 1))
    dag = signed_in(people.dag)
    address = reverse("participant_merge", args=[kept.pk, other.pk])
    sent = dict.fromkeys(
        ("identity_number", "given_name", "family_name", "name_in_use", "pronoun", "language", "interpreter"), "kept"
    )
    sent["reason"] = "samma person"
    assert "on the same days" in dag.post(address, sent).content.decode()
    assert Participant.objects.count() == 2
    dag.post(address, sent | {"void": [str(other.enrolments.get().pk)]})
    assert [one.state for one in Participant.objects.get().enrolments.all()] == ["closed", "void"]
