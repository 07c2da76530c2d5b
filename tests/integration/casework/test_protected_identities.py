"""Protected identities: only the users named see the person; to everybody else there is no such person."""

import contextlib
import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent, Membership
from stegvis.access.rules import NotAllowed, NotFound, operator
from stegvis.base.decision import NotPossible
from stegvis.casework.actions import attempts, participants, protections
from stegvis.casework.models import EnrolAttempt, NamedViewer, Protection
from stegvis.casework.queries import enrolments as finding_enrolments
from stegvis.casework.queries import extract, lists
from stegvis.casework.queries import participants as finding
from stegvis.casework.queries import protections as protected_queries
from tests.factories import MembershipFactory, UnitFactory, UserFactory, identity_number, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="protected identity")]

TODAY = timezone.localdate()
NEXT_YEAR = TODAY + dt.timedelta(days=300)


def protect(stage, person, *, named=("amina", "karin"), by="karin", **fields):
    facts = {
        "level": "secrecy_marking",
        "since_on": dt.date(2021, 3, 1),
        "decided_by": "Skatteverket",
        "review_on": NEXT_YEAR,
        "named": [getattr(stage.cast, name) for name in named],
    }
    return protections.protect(participant=person, by=viewer(getattr(stage.cast, by)), **(facts | fields))


@pytest.fixture
def hidden(stage):
    """A person whom Amina and Karin are named for, enrolled in Mönsterås."""
    enrolment = stage.enrol(stage.register(5, given_name="Hemlig", family_name="Skyddström"))
    protect(stage, enrolment.participant)
    return enrolment


def seers(stage):
    """Who of the cast, and an operator, has anybody in a list."""
    names = {name for name, user in stage.cast.users.items() if finding.visible_to(viewer(user)).exists()}
    return names | ({"operator"} if finding.visible_to(operator("ingrid")).exists() else set())


def test_only_those_named_see_the_person(stage, hidden):
    assert seers(stage) == {"amina", "karin"}
    assert [one.protected for one in finding.visible_to(stage.amina)] == [True]
    assert [one.protected for one in finding_enrolments.visible_to(stage.amina)] == [True]


@pytest.mark.parametrize("name", ["bo", "dag", "carin", "eva", "ida", "jan", "maja"])
def test_to_everybody_else_there_is_no_such_person(stage, hidden, name):
    asker = viewer(getattr(stage.cast, name))
    for find, pk in ((finding.find, hidden.participant_id), (finding_enrolments.find, hidden.pk)):
        with pytest.raises(NotFound):
            find(asker, pk)
    assert not finding.may(asker, "read", hidden.participant)
    assert not lists.page_after(asker).lines
    assert not finding_enrolments.active_of(asker).exists()


@pytest.mark.parametrize("text", ["skyddström", "hemlig", identity_number(5)])
def test_search_neither_finds_nor_hints(stage, hidden, text):
    assert finding.search(viewer(stage.cast.bo), text) == []
    assert [hit.participant for hit in finding.search(stage.amina, text)] == [hidden.participant]


def queries_of(ask) -> int:
    with CaptureQueriesContext(connection) as told, contextlib.suppress(NotFound):
        ask()
    return len(told)


def test_hidden_and_not_there_take_the_same_queries(stage, hidden):
    bo = viewer(stage.cast.bo)
    there, nowhere = identity_number(5), identity_number(77)
    for hidden_one, absent in (
        (lambda: finding.find(bo, hidden.participant_id), lambda: finding.find(bo, uuid.uuid4())),
        (lambda: finding_enrolments.find(bo, hidden.pk), lambda: finding_enrolments.find(bo, uuid.uuid4())),
        (lambda: finding.search(bo, there), lambda: finding.search(bo, nowhere)),
        (lambda: finding.search(bo, "skyddström"), lambda: finding.search(bo, "finnsinte")),
        (
            lambda: finding.same_number(bo, stage.cast.monsteras, there),
            lambda: finding.same_number(bo, stage.cast.monsteras, nowhere),
        ),
    ):
        assert queries_of(hidden_one) == queries_of(absent) > 0


def test_the_coach_of_the_enrolment_sees_the_person_only_when_named(stage, hidden):
    protections.name(
        participant=hidden.participant, user=stage.cast.dag, reason="tar över", by=viewer(stage.cast.karin)
    )
    protections.unname(
        participant=hidden.participant, user=stage.cast.amina, reason="byter", by=viewer(stage.cast.karin)
    )
    assert hidden.coach == stage.cast.amina
    assert seers(stage) == {"dag", "karin"}


def test_being_named_gives_nothing_beyond_ones_role(stage, hidden):
    Membership.objects.filter(user=stage.cast.amina).update(ends_on=dt.date(2022, 1, 1))
    assert seers(stage) == {"karin"}


def test_named_between_two_days(stage, hidden):
    karin = viewer(stage.cast.karin)
    day = dt.timedelta(days=1)
    protections.name(
        participant=hidden.participant, user=stage.cast.bo, reason="semester", since_on=TODAY + day,
        until_on=TODAY + 2 * day, by=karin,
    )  # fmt: skip
    bo = viewer(stage.cast.bo)
    seen = {}
    for ahead in range(5):
        seen[ahead] = finding.visible_to(replace(bo, as_of=TODAY + ahead * day)).exists()
    assert [ahead for ahead, sees in seen.items() if sees] == [1, 2]


def test_the_list_is_never_empty(stage, hidden):
    karin, person = viewer(stage.cast.karin), hidden.participant
    protections.name(participant=person, user=stage.cast.bo, reason="semester", until_on=NEXT_YEAR, by=karin)
    protections.unname(participant=person, user=stage.cast.amina, reason="slutar", by=karin)
    with pytest.raises(NotPossible) as refusal:
        protections.unname(participant=person, user=stage.cast.karin, reason="slutar", by=karin)
    assert refusal.value.code == "last_named"
    protections.name(participant=person, user=stage.cast.dag, reason="tar över", by=karin)
    protections.unname(participant=person, user=stage.cast.karin, reason="slutar", by=karin)
    assert seers(stage) == {"dag", "bo"}


def test_a_protection_needs_somebody_named_within_reach(stage):
    person = stage.enrol().participant
    for named, code in (((), "nobody_named"), (("carin",), "out_of_reach"), (("jan",), "out_of_reach")):
        with pytest.raises(NotPossible) as refusal:
            protect(stage, person, named=named)
        assert refusal.value.code == code
    assert not Protection.objects.exists() and not NamedViewer.objects.exists()


@pytest.mark.parametrize(
    "fields, code",
    [
        ({"level": "hemlig"}, "unknown_word"),
        ({"since_on": TODAY + dt.timedelta(days=1)}, "in_future"),
        ({"review_on": TODAY - dt.timedelta(days=1)}, "review_passed"),
        ({"review_on": TODAY + dt.timedelta(days=1500)}, "review_far"),
        ({"decided_by": " "}, "required"),
        ({"postal_address": "Box 1"}, "address_not_here"),
    ],
)
def test_facts_of_a_protection(stage, fields, code):
    person = stage.enrol().participant
    with pytest.raises(NotPossible) as refusal:
        protect(stage, person, **fields)
    assert refusal.value.code == code


def test_forwarding_address_with_protected_registration(stage):
    person = stage.enrol().participant
    held = protect(stage, person, level="protected_registration", postal_address="Skatteverket, Box 2820, Göteborg")
    assert held.postal_address.startswith("Skatteverket")
    with pytest.raises(NotPossible):
        protections.change(participant=person, level="secrecy_marking", by=viewer(stage.cast.karin))
    protections.change(participant=person, level="secrecy_marking", postal_address="", by=viewer(stage.cast.karin))
    assert protected_queries.of(person).level == "secrecy_marking"


@pytest.mark.parametrize(
    "name, error", [("amina", NotAllowed), ("bo", NotAllowed), ("carin", NotFound), ("ida", NotFound)]
)
def test_who_may_set_and_lift(stage, name, error):
    person = stage.enrol().participant
    with pytest.raises(error):
        protect(stage, person, by=name)
    protect(stage, person, by="dag", named=("amina",))
    expected = NotAllowed if name == "amina" else NotFound
    with pytest.raises(expected):
        protections.lift(participant=person, reason="upphört", by=viewer(getattr(stage.cast, name)))


def test_whoever_is_not_named_can_neither_lift_nor_name_themselves(stage, hidden):
    dag = viewer(stage.cast.dag)
    with pytest.raises(NotFound):
        protections.lift(participant=hidden.participant, reason="upphört", by=dag)
    with pytest.raises(NotFound):
        protections.name(participant=hidden.participant, user=stage.cast.dag, reason="jag", by=dag)


def test_lifting_lets_the_unit_see_the_person_again(stage, hidden):
    protections.lift(participant=hidden.participant, reason="beslutet har upphört", by=viewer(stage.cast.karin))
    assert seers(stage) == {"amina", "bo", "dag", "karin", "operator"}
    assert not protected_queries.named_for(hidden.participant).exists()
    protect(stage, hidden.participant, named=("amina",))
    assert seers(stage) == {"amina"}


def test_the_log_says_that_and_not_why(stage, hidden):
    events = AuditEvent.objects.filter(record="protection").order_by("number")
    assert [event.verb for event in events] == ["protect", "name", "name"]
    assert {event.subject_id for event in events} == {str(hidden.participant_id)}
    assert "secrecy" not in str([event.facts for event in events])


@pytest.mark.parametrize("act", ["protect", "name", "unname", "lift", "change"])
def test_a_failing_log_undoes_it_all(stage, monkeypatch, act):
    person, karin = stage.enrol().participant, viewer(stage.cast.karin)
    if act != "protect":
        protect(stage, person)
    before = list(Protection.objects.values()), list(NamedViewer.objects.values())

    def fail(**_):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(audit, "record", fail)
    doing = {
        "protect": lambda: protect(stage, person),
        "name": lambda: protections.name(participant=person, user=stage.cast.dag, reason="hjälper", by=karin),
        "unname": lambda: protections.unname(participant=person, user=stage.cast.amina, reason="slutar", by=karin),
        "lift": lambda: protections.lift(participant=person, reason="upphört", by=karin),
        "change": lambda: protections.change(participant=person, reason="ny kontroll", by=karin),
    }
    with pytest.raises(RuntimeError):
        doing[act]()
    assert (list(Protection.objects.values()), list(NamedViewer.objects.values())) == before


def test_protected_from_the_start(stage):
    enrolment = stage.enrol()
    protections.protect_from_start(
        participant=enrolment.participant, unit=stage.cast.monsteras_unit, level="secrecy_marking",
        decided_by="personen själv", review_on=NEXT_YEAR, by=stage.amina,
    )  # fmt: skip
    assert seers(stage) == {"amina", "karin"}


def test_a_unit_without_manager_names_its_project_leader(stage):
    Membership.objects.filter(user=stage.cast.karin).delete()
    enrolment = stage.enrol()
    begin = {
        "participant": enrolment.participant, "unit": stage.cast.monsteras_unit, "level": "secrecy_marking",
        "decided_by": "personen själv", "review_on": NEXT_YEAR, "by": stage.amina,
    }  # fmt: skip
    protections.protect_from_start(**begin)
    assert seers(stage) == {"amina", "dag"}


def test_when_everybody_named_is_gone_an_operator_names_somebody_without_seeing(stage, hidden):
    person, root = hidden.participant, operator("ingrid")
    with pytest.raises(NotPossible) as refusal:
        protections.name_for_orphan(participant_id=person.pk, user=stage.cast.dag, reason="alla har slutat", by=root)
    assert refusal.value.code == "not_orphaned"
    for user in (stage.cast.amina, stage.cast.karin):
        user.is_active = False
        user.save()
    with pytest.raises(NotAllowed):
        protections.name_for_orphan(
            participant_id=person.pk, user=stage.cast.dag, reason="jag vill", by=viewer(stage.cast.dag)
        )
    protections.name_for_orphan(participant_id=person.pk, user=stage.cast.dag, reason="alla har slutat", by=root)
    assert seers(stage) == {"dag"}


# --- doubles ----------------------------------------------------------------------------------------------------
def test_a_taken_number_is_refused_in_the_same_words_whoever_has_it(stage, hidden):
    annex = UnitFactory(organisation=stage.cast.monsteras, name="Filialen")
    clerk = UserFactory(full_name="Filialens handledare")
    MembershipFactory(user=clerk, role="coach", unit=annex)
    stage.enrol(stage.register(30))
    told = set()
    for asker, nth in ((viewer(stage.cast.bo), 5), (viewer(clerk), 30)):
        with pytest.raises(NotPossible) as refusal:
            stage.register(nth, by=asker)
        told.add((refusal.value.code, refusal.value.reason, refusal.value.field))
    assert {code for code, *_ in told} == {"by_hand"} and len(told) == 1
    with pytest.raises(NotPossible) as refusal:
        stage.register(5)
    assert refusal.value.code == "already_registered"


def test_those_who_see_the_person_are_told_of_the_attempt_once(stage, hidden):
    bo = viewer(stage.cast.bo)
    asked = {
        "project": stage.cast.project,
        "unit": stage.cast.monsteras_unit,
        "numbers": [identity_number(5)],
        "by": bo,
    }
    assert attempts.note(**asked) == attempts.note(**asked) == 1
    assert attempts.note(**(asked | {"numbers": [identity_number(88)]})) == 0
    assert EnrolAttempt.objects.count() == 1
    assert [one.user for one in protected_queries.attempts(stage.amina)] == [stage.cast.bo]
    assert not protected_queries.attempts(bo).exists()
    assert AuditEvent.objects.filter(verb="refused", subject_id=str(hidden.participant_id)).count() == 2
    attempt = EnrolAttempt.objects.get()
    with pytest.raises(NotFound):
        attempts.settle(attempt_id=attempt.pk, by=bo)
    attempts.settle(attempt_id=attempt.pk, by=stage.amina)
    assert not protected_queries.attempts(stage.amina).exists()


def test_a_known_person_cannot_be_given_a_hidden_persons_number(stage, hidden):
    person = stage.enrol(stage.register(40)).participant
    with pytest.raises(NotPossible) as refusal:
        participants.change(participant=person, identity_number=identity_number(5), by=viewer(stage.cast.bo))
    assert refusal.value.code == "by_hand"
    attempts.note_registering(controller=stage.cast.monsteras, number=identity_number(5), by=viewer(stage.cast.bo))
    attempt = protected_queries.attempts(stage.amina).get()
    assert (attempt.unit, attempt.project) == (None, None)
    assert attempts.settle(attempt_id=attempt.pk, by=stage.amina).settled_by == str(stage.cast.amina.pk)


def test_numbers_hidden_from_an_importer(stage, hidden):
    here, there = stage.cast.monsteras.pk, stage.cast.vastervik.pk
    keys = {(here, identity_number(5)), (here, identity_number(6)), (there, identity_number(5))}
    assert protected_queries.hidden_among(viewer(stage.cast.bo), keys) == {(here, identity_number(5))}
    assert protected_queries.hidden_among(stage.amina, keys) == set()
    assert protected_queries.hidden_among(operator("ingrid"), keys) == {(here, identity_number(5))}


# --- statistics -------------------------------------------------------------------------------------------------
def test_the_person_counts_and_nothing_marks_them(stage, hidden):
    other = stage.enrol(stage.register(6))
    rows = list(extract.rows(operator("ingrid"), stage.cast.project))
    assert {row.enrolment_id for row in rows} == {str(hidden.pk), str(other.pk)}
    shapes = [{k: type(v) for k, v in vars(row).items()} for row in rows]
    assert shapes[0] == shapes[1]
    assert "protect" not in " ".join(vars(rows[0]))
