"""The team around a participant, consents that lift secrecy, and the register of what was handed out."""

import datetime as dt

import pytest

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import consents, contacts, disclosures, merges, team
from stegvis.casework.models import Contact, Disclosure, DisclosureConsent, TeamMember
from stegvis.casework.queries import consents as sharing
from stegvis.casework.queries import contacts as directory
from stegvis.casework.queries import due
from stegvis.casework.queries import team as around
from tests.factories import EnrolmentFactory, viewer
from tests.integration.casework.test_protected_identities import protect

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def desk(stage, organisation="Försörjningsstöd, Mönsterås", **fields):
    told = {"party": "income_support", "organisation": organisation, "name": "Stina Ask", **fields}
    return contacts.add(controller=stage.cast.monsteras, by=stage.amina, **told)


def consent(stage, person, contact, today, **fields):
    told = {"kinds": ["plan", "attendance"], "purpose": "Planera", "until_on": today + 30 * DAY, "given_how": "paper"}
    return consents.give(participant=person, contact=contact, by=stage.amina, **told | fields)


def hand_out(stage, person, contact, **fields):
    told = {"kinds": ["plan"], "text": "Planen", "way": "meeting"}
    return disclosures.record(participant=person, contact=contact, by=stage.amina, **told | fields)


# --- directory --------------------------------------------------------------------------------------------------
@pytest.mark.need("SIP-16", "SIP-20", where="contacts")
def test_the_directory_is_found_by_any_word_and_only_inside_ones_own_organisation(stage):
    one = desk(stage, role="Handläggare", agreement="Vi ringer varandra på fredagar.")
    assert desk(stage, role="Handläggare", agreement="Vi ringer varandra på fredagar.") == one
    desk(stage, "Folkhögskolan", party="school", name="Per")
    assert list(directory.of(stage.amina, words="stina handläggare")) == [one]
    assert [each.organisation for each in directory.of(stage.amina, party="school")] == ["Folkhögskolan"]
    carin = viewer(stage.cast.carin)
    assert not directory.of(carin).exists()
    with pytest.raises(NotFound):
        contacts.change(contact=one, phone="070", by=carin)
    with pytest.raises(NotAllowed):
        contacts.change(contact=one, phone="070", by=viewer(stage.cast.karin))


@pytest.mark.need("SIP-16", where="contacts")
def test_a_contact_is_changed_by_one_at_a_time_and_taken_out_without_leaving_the_teams(stage, person):
    one = desk(stage)
    member = team.join(participant=person, contact=one, part="economy", by=stage.amina)
    contacts.change(contact=one, version=1, phone="0499-1", by=stage.amina)
    with pytest.raises(ChangedMeanwhile):
        contacts.change(contact=one, version=1, phone="0499-2", by=stage.amina)
    with pytest.raises(NotPossible) as refused:
        contacts.change(contact=one, ways="x" * 100_000, by=stage.amina)
    assert (refused.value.field, refused.value.code) == ("ways", "too_long")
    contacts.retire(contact=one, by=stage.amina)
    assert not directory.of(stage.amina).exists() and list(around.of(stage.amina, person)) == [member]


# --- team -------------------------------------------------------------------------------------------------------
@pytest.mark.need("SIP-02", "SIP-03", "SIP-04", "MAP-15", where="participant_team")
def test_a_team_has_parts_mandates_days_and_one_main_contact(stage, person, today):
    first, second = desk(stage), desk(stage, "Folkhögskolan", party="school")
    one = team.join(participant=person, contact=first, part="economy", mandate="Beslutar", main=True, by=stage.amina)
    assert (
        team.join(participant=person, contact=first, part="economy", mandate="Beslutar", main=True, by=stage.amina)
        == one
    )
    other = team.join(participant=person, contact=second, part="study", main=True, by=stage.amina)
    assert [each.pk for each in around.now(stage.amina, person, today) if each.main] == [other.pk]
    team.leave(member=one, by=stage.amina)
    assert list(around.now(stage.amina, person, today + DAY)) == [other]
    with pytest.raises(NotPossible) as refused:
        team.join(participant=person, contact=first, part="work", since_on=today, until_on=today - DAY, by=stage.amina)
    assert refused.value.code == "ends_before_start"
    assert set(AuditEvent.objects.filter(record="team_member").values_list("verb", flat=True)) == {"create", "end"}


@pytest.mark.need("SIP-02", where="participant_team")
def test_contacts_of_another_organisation_do_not_come_into_the_team(stage, person):
    people = stage.cast
    foreign = contacts.add(controller=people.vastervik, party="school", organisation="Skolan", by=viewer(people.carin))
    with pytest.raises(NotPossible) as refused:
        team.join(participant=person, contact=foreign, part="study", by=stage.amina)
    assert refused.value.code == "other_controller"


@pytest.mark.need("SIP-02", "PRV-02", where="participant_team")
def test_nobody_else_sees_or_changes_team_consents_and_register(stage, person, today):
    contact = desk(stage)
    member = team.join(participant=person, contact=contact, part="economy", by=stage.amina)
    given = consent(stage, person, contact, today)
    for name in ("carin", "eva", "maja"):
        other = viewer(getattr(stage.cast, name))
        assert not around.of(other, person).exists() and not sharing.of(other, person)
        with pytest.raises((NotFound, NotAllowed)):
            team.leave(member=member, by=other)
        with pytest.raises((NotFound, NotAllowed)):
            consents.withdraw(consent=given, how="paper", by=other)
    protect(stage, person)
    assert around.of(stage.amina, person).exists()
    for who in (viewer(stage.cast.dag), viewer(stage.cast.bo)):
        assert not around.of(who, person).exists() and not sharing.of(who, person)
        assert not [row for row in due.rows(who, today + 20 * DAY) if row.kind == "consent_ends"]
        with pytest.raises(NotFound):
            team.join(participant=person, contact=contact, part="work", by=who)


# --- consents and register --------------------------------------------------------------------------------------
@pytest.mark.need("PRV-02", where="participant_sharing")
def test_nothing_is_handed_out_without_a_consent_that_day_for_all_of_it(stage, person, today):
    contact, other = desk(stage), desk(stage, "Folkhögskolan", party="school")
    with pytest.raises(NotPossible) as refused:
        hand_out(stage, person, contact)
    assert (refused.value.field, refused.value.code) == ("ground", "no_consent")
    given = consent(stage, person, contact, today)
    assert consent(stage, person, contact, today) == given
    line = hand_out(stage, person, contact)
    assert line.consent == given and hand_out(stage, person, contact) == line
    odd = [(contact, {"kinds": ["plan", "health"]}), (contact, {"disclosed_on": today - DAY}), (other, {})]
    for to_whom, facts in odd:
        with pytest.raises(NotPossible) as refused:
            hand_out(stage, person, to_whom, **facts)
        assert refused.value.code == "no_consent"


@pytest.mark.need("PRV-05", where="participant_sharing")
def test_on_another_ground_it_is_told_which_and_why(stage, person):
    contact = desk(stage, "Försäkringskassan", party="insurance_agency")
    told = {"kinds": ["report"], "text": "Slutrapporten", "ground": "duty"}
    with pytest.raises(NotPossible) as refused:
        hand_out(stage, person, contact, **told)
    assert (refused.value.field, refused.value.code) == ("ground_text", "required")
    line = hand_out(stage, person, contact, ground_text="Socialförsäkringsbalken 110 kap. 31 §", **told)
    assert line.consent is None and line.ground == "duty"
    disclosures.strike(line=line, reason="Fel person", by=stage.amina)
    with pytest.raises(NotPossible) as refused:
        disclosures.strike(line=line, reason="Igen", by=stage.amina)
    assert refused.value.code == "already_struck" and sharing.register(stage.amina, person).count() == 1


@pytest.mark.need("PRV-02", where="participant_sharing")
def test_a_consent_taken_back_lifts_nothing_from_that_day_and_a_mistake_never_did(stage, person, today):
    contact = desk(stage)
    given = consent(stage, person, contact, today, given_on=today - 5 * DAY)
    before = hand_out(stage, person, contact, disclosed_on=today - 3 * DAY)
    consents.withdraw(consent=given, how="phone", on=today, by=stage.amina)
    with pytest.raises(NotPossible) as refused:
        hand_out(stage, person, contact, text="Mer")
    assert refused.value.code == "no_consent"
    assert hand_out(stage, person, contact, text="Då", disclosed_on=today - DAY).consent == given
    assert before in sharing.register(stage.amina, person)
    wrong = consent(stage, person, contact, today)
    consents.withdraw(consent=wrong, how="mistake", by=stage.amina)
    wrong.refresh_from_db()
    assert not any(wrong.holds(today + number * DAY) for number in range(-40, 40))


@pytest.mark.need("PRV-02", where="start")
def test_a_consent_that_runs_out_within_two_weeks_is_named_unless_another_goes_on(stage, person, today):
    contact = desk(stage)
    rows = lambda: [row for row in due.rows(stage.amina, today) if row.kind == "consent_ends"]  # noqa: E731
    consent(stage, person, contact, today, until_on=today + 15 * DAY)
    assert rows() == []
    soon = consent(stage, person, desk(stage, "Skolan"), today, until_on=today + 14 * DAY)
    assert [row.record_id for row in rows()] == [str(soon.pk)] and "Skolan" in rows()[0].words
    consent(stage, person, soon.contact, today, until_on=today + 90 * DAY)
    assert rows() == []


@pytest.mark.need("SIP-02", where="participant_team")
def test_a_merge_moves_team_consents_and_register(stage, person, today):
    people = stage.cast
    contact = desk(stage)
    other = EnrolmentFactory(
        unit=people.monsteras_unit, coach=people.amina, participant__controller=people.monsteras
    ).participant
    team.join(participant=other, contact=contact, part="economy", by=stage.amina)
    consent(stage, other, contact, today)
    hand_out(stage, other, contact)
    made = merges.merge(kept=person, other=other, reason="Samma person", by=viewer(people.dag))
    held = [model.objects.filter(participant=person).count() for model in (TeamMember, DisclosureConsent, Disclosure)]
    assert held == [1, 1, 1] and Contact.objects.count() == 1
    merges.undo(made=made, by=viewer(people.dag))
    assert not TeamMember.objects.filter(participant=person).exists()
