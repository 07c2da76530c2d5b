"""Several people at once: real transactions in threads, on a database file or server."""

import threading

import pytest
from django.db import connection

from stegvis.access.models import AuditEvent
from stegvis.access.queries.audit import verify
from stegvis.base.decision import NotPossible
from stegvis.casework.models import Enrolment, ExitOutcome, Participant, Referral
from tests.factories import identity_number, viewer
from tests.integration.casework.conftest import make_stage

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(act):
    """Run act(n) in threads that start together; the codes of the refusals, and "done" for those that went through."""
    gate, answers = threading.Barrier(AT_ONCE), []

    def run(n):
        try:
            gate.wait(timeout=20)
            act(n)
            answers.append("done")
        except NotPossible as refused:
            answers.append(refused.code)
        except Exception as fault:
            answers.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


@pytest.mark.need("INT-01", where="enrol")
def test_the_same_person_enrolled_by_several_at_once_is_enrolled_once():
    stage = make_stage()
    person = stage.register()
    by = [stage.amina, viewer(stage.cast.bo)]
    assert all_at_once(lambda n: stage.enrol(person, by=by[n % 2])) == ["already_enrolled"] * (AT_ONCE - 1) + ["done"]
    assert Enrolment.objects.count() == Referral.objects.count() == 1
    assert verify().sound


def test_the_same_number_registered_by_several_at_once_is_registered_once():
    stage = make_stage()
    answers = all_at_once(lambda n: stage.register(identity_number=identity_number(7), given_name=f"Namn {n}"))
    assert answers == ["already_registered"] * (AT_ONCE - 1) + ["done"]
    assert Participant.objects.count() == AuditEvent.objects.count() == 1


def test_the_same_enrolment_closed_by_several_at_once_is_closed_once():
    stage = make_stage()
    enrolment = stage.enrol()
    assert all_at_once(lambda n: stage.close(enrolment)) == ["already_closed"] * (AT_ONCE - 1) + ["done"]
    assert ExitOutcome.objects.count() == 1
    assert enrolment.income_periods.count() == 2


def test_different_people_do_not_stand_in_each_others_way():
    stage = make_stage()
    people = [stage.register(n) for n in range(AT_ONCE)]
    assert all_at_once(lambda n: stage.enrol(people[n])) == ["done"] * AT_ONCE
    assert verify().sound
