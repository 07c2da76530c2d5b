"""The pages of team, consents and register, and the directory of contacts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.actions import consents, contacts, disclosures, onward, team, team_meetings
from stegvis.casework.models import Contact, Disclosure, DisclosureConsent, OnwardReferral, TeamMeeting, TeamMember
from tests.factories import EnrolmentFactory, viewer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def person(people):
    return EnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, coach=people.amina,
        participant__given_name="Åsa", participant__family_name="Öberg", participant__controller=people.monsteras,
    ).participant  # fmt: skip


@pytest.fixture
def amina(people, signed_in):
    return signed_in(people.amina)


@pytest.fixture
def by(people):
    return viewer(people.amina)


@pytest.fixture
def today(db):
    return timezone.localdate()


def desk(people, number=0, **fields):
    told = {"party": "school", "organisation": f"Folkhögskolan {number}", "name": "Per Ek", "role": "Lärare", **fields}
    return contacts.add(controller=people.monsteras, by=viewer(people.amina), **told)


def send(client, route, person, do, *, one=None, **fields):
    posted = {"do": do} | {f"{do}-{name}": value for name, value in fields.items()}
    return client.post(reverse(route, args=[person.pk]), posted | ({"id": str(one.pk)} if one else {}))


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.need("SIP-16", where="contacts")
def test_the_directory_is_filled_searched_changed_and_cleared(amina):
    told = {"party": "school", "organisation": "Annexet", "name": "Per Ek", "phone": "0499-170 00"}
    assert amina.post(reverse("contact_new"), told)["Location"] == reverse("contacts")
    one = Contact.objects.get()
    assert "Annexet" in words(amina.get(reverse("contacts"), {"words": "per"}))
    assert "No contact matches" in words(amina.get(reverse("contacts"), {"words": "nobody"}))
    assert amina.get(reverse("contacts"), {"party": "odd"}).status_code == 404
    page = words(amina.get(reverse("contact_change", args=[one.pk])))
    assert "0499-170 00" in page
    long = amina.post(reverse("contact_change", args=[one.pk]), told | {"ways": "v" * 100_000})
    assert "at most 500 characters" in words(long) and "v" * 1000 in words(long)
    amina.post(reverse("contact_change", args=[one.pk]), told | {"ways": "Dörr B"})
    one.refresh_from_db()
    assert one.ways == "Dörr B"
    amina.post(reverse("contact_retire", args=[one.pk]))
    assert "No contacts yet" in words(amina.get(reverse("contacts")))
    assert amina.get(reverse("contact_change", args=[one.pk])).status_code == 404


@pytest.mark.need("SIP-02", "SIP-03", "SIP-04", "SIP-11", where="participant_team")
def test_somebody_joins_the_team_stands_on_the_persons_page_and_leaves(amina, people, person):
    contact = desk(people)
    answer = send(amina, "participant_team", person, "member", contact=contact.pk, part="study", mandate="Antar")
    assert answer["Location"] == reverse("participant_team", args=[person.pk])
    own = words(amina.get(reverse("participant", args=[person.pk])))
    assert "The team around" in own and "Per Ek" in own and "Amina Nur" in own and "No consent: share nothing" in own
    member = TeamMember.objects.get()
    send(amina, "participant_team", person, "leave", one=member)
    member.refresh_from_db()
    assert member.until_on == timezone.localdate()


@pytest.mark.need("PRV-02", "PRV-05", where="participant_sharing")
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(amina, people, person, today):
    contact = desk(people)
    told = {"contact": contact.pk, "kinds": ["plan", "report"], "way": "post", "ground": "consent"}
    answer = send(amina, "participant_sharing", person, "disclosure", text="Slutrapporten", **told)
    page = words(answer)
    assert answer.status_code == 200 and "There is no consent that holds" in page and "Slutrapporten" in page
    given = {"contact": contact.pk, "kinds": ["plan", "report"], "purpose": "Planera", "given_how": "paper"}
    send(amina, "participant_sharing", person, "consent", until_on=(today + DAY).isoformat(), **given)
    send(amina, "participant_sharing", person, "disclosure", text="Slutrapporten", **told)
    assert Disclosure.objects.get().consent == DisclosureConsent.objects.get()
    back = send(amina, "participant_sharing", person, "withdraw", one=DisclosureConsent.objects.get(), how="phone",
                on=(today + DAY).isoformat())  # fmt: skip
    assert "The day has not come yet." in words(back)
    send(amina, "participant_sharing", person, "withdraw", one=DisclosureConsent.objects.get(), how="phone")
    page = words(amina.get(reverse("participant_sharing", args=[person.pk])))
    assert "No consent holds" in page and "Taken back" in page
    send(amina, "participant_sharing", person, "strike", one=Disclosure.objects.get(), reason="Fel person")
    assert "Struck out" in words(amina.get(reverse("participant_sharing", args=[person.pk])))


def test_an_odd_act_and_a_row_of_somebody_else_are_refused(amina, people, person, by):
    other = EnrolmentFactory(
        unit=people.monsteras_unit, coach=people.amina, participant__controller=people.monsteras
    ).participant
    member = team.join(participant=other, contact=desk(people), part="study", by=by)
    assert send(amina, "participant_team", person, "odd").status_code == 400
    assert send(amina, "participant_team", person, "leave", one=member).status_code == 404
    posted = {"do": "leave", "id": "no id"}
    assert amina.post(reverse("participant_team", args=[person.pk]), posted).status_code == 404


@pytest.mark.need("PRV-01", where="participant_team")
def test_who_reads_only_is_offered_no_form_and_refused(people, person, signed_in, by):
    team.join(participant=person, contact=desk(people), part="study", by=by)
    karin = signed_in(people.karin)
    page = words(karin.get(reverse("participant_team", args=[person.pk])))
    assert "Per Ek" in page and 'name="do"' not in page
    assert send(karin, "participant_team", person, "member").status_code == 403


def test_as_many_queries_for_one_row_as_for_many(amina, people, person, by, today):
    def asked(route):
        amina.get(reverse(route, args=[person.pk]))
        with CaptureQueriesContext(connection) as queries:
            assert amina.get(reverse(route, args=[person.pk])).status_code == 200
        return len(queries)

    counts = []
    for number in range(4):
        contact = desk(people, number)
        team.join(participant=person, contact=contact, part="study", by=by)
        kinds = {"kinds": ["plan"], "participant": person, "contact": contact, "by": by}
        consents.give(purpose="Planera", until_on=today + DAY, given_how="paper", **kinds)
        disclosures.record(text="Planen", way="post", **kinds)
        if number in (0, 3):
            counts.append([asked(route) for route in ("participant_team", "participant_sharing", "participant")])
    assert counts[0] == counts[1]


SIP = {
    "needed": "Samtal", "municipality_does": "Praktik", "region_does": "Vård", "others_do": "Inget",
    "leading": "municipality", "record": "Vi ses igen",
}  # fmt: skip


@pytest.mark.need("SIP-01", where="team_meeting")
def test_a_sip_is_invited_to_printed_noted_and_printed_again(amina, people, person, by, today):
    contact = desk(people)
    team.join(participant=person, contact=contact, part="care", by=by)
    told = {"kind": "sip", "planned_on": today.isoformat(), "starts_at": "13:15", "purpose": "Vården",
            "consented_how": "in_person"}  # fmt: skip
    answer = send(amina, "participant_team", person, "invite", invited=[contact.pk], place="Rum 4", **told)
    assert answer["Location"] == reverse("participant_team", args=[person.pk])
    one = TeamMeeting.objects.get()
    letter = words(amina.get(reverse("team_meeting_print", args=[person.pk, one.pk])))
    assert "Invitation to a meeting" in letter and "Rum 4" in letter and "13" in letter and "Folkhögskolan" in letter
    address = reverse("team_meeting", args=[person.pk, one.pk])
    page = words(amina.post(address, SIP | {"others_do": ""}))
    assert "A SIP must have this." in page and "Vi ses igen" in page
    assert amina.post(address, SIP | {"attended": [contact.pk]}).status_code == 302
    paper = words(amina.get(reverse("team_meeting_print", args=[person.pk, one.pk])))
    assert "What the region answers for" in paper and "The municipality" in paper
    assert "Overall responsibility" in words(amina.get(reverse("participant_team", args=[person.pk])))


def test_a_cancelled_meeting_is_gone_and_cannot_be_noted(amina, people, person, by, today):
    contact = desk(people)
    one = team_meetings.invite(
        participant=person, kind="joint", planned_on=today, purpose="Läget", contacts=[contact],
        consented_how="phone", by=by,
    )  # fmt: skip
    send(amina, "participant_team", person, "drop", one=one)
    assert amina.get(reverse("team_meeting", args=[person.pk, one.pk])).status_code == 404
    assert "Läget" not in words(amina.get(reverse("participant_team", args=[person.pk])))


@pytest.mark.need("SIP-09", where="participant_team")
def test_somebody_is_referred_onward_and_the_answer_is_noted_in_place(people, person, amina, by, today):
    one = desk(people)
    answer = send(amina, "participant_team", person, "onward", contact=one.pk, wish="counselling",
                  reason="Vill ordna upp sina skulder", kinds=["plan"], way="phone")  # fmt: skip
    assert "Vill ordna upp sina skulder" in words(answer) and "There is no consent that holds" in words(answer)
    sent = send(amina, "participant_team", person, "onward", contact=one.pk, wish="counselling",
                reason="Vill ordna upp sina skulder", way="phone")  # fmt: skip
    assert sent["Location"] == reverse("participant_team", args=[person.pk])
    made = OnwardReferral.objects.get()
    unsaid = send(amina, "participant_team", person, "onward_move", one=made, state="done")
    assert "Write in a few words what came of it." in words(unsaid)
    send(amina, "participant_team", person, "onward_move", one=made, state="done", outcome="En plan för skulderna")
    page = words(amina.get(reverse("participant_team", args=[person.pk])))
    assert "En plan för skulderna" in page and "Done" in page


def test_the_team_page_asks_as_often_for_many_referrals_onward(people, person, amina, by):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            amina.get(reverse("participant_team", args=[person.pk]))
        return len(queries)

    onward.send(participant=person, contact=desk(people), wish="contact", reason="Ett", by=by)
    asked()
    first = asked()
    for number in range(4):
        onward.send(participant=person, contact=desk(people, number + 1), wish="contact", reason="Flera", by=by)
    assert asked() == first
