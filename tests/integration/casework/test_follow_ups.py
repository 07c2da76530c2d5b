"""After an exit: who is asked when, what an answer says, second opinions, and moving on together."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import ChangedMeanwhile, NotPossible
from stegvis.casework.actions import follow_ups, protections, transfers
from stegvis.casework.models import Enrolment, ExitOpinion, FollowUp
from stegvis.casework.queries import due, leftovers
from stegvis.casework.queries import follow_ups as reading
from tests.factories import (
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    ProjectFactory,
    cast,
    second_factor,
    take_part,
    viewer,
)
from tests.factories.notes import NoteFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def people():
    return cast()


def closed(people, days_ago: int, **more):
    ended_on = TODAY - dt.timedelta(days=days_ago)
    facts = {"unit": people.monsteras_unit, "project": people.project, "coach": people.amina, "ended_on": ended_on}
    return ClosedEnrolmentFactory(**facts | more)


def note(enrolment, by, **more):
    told = {"occasion": "weeks_4", "result": "answered", "asked_on": TODAY, "destination": "work", "income": "wage"}
    return follow_ups.note(enrolment=enrolment, by=by, **told | more)


@pytest.mark.need("EXT-11", where="follow_ups")
class TestWhoIsAsked:
    @pytest.mark.parametrize(
        ("days", "occasions"),
        [(20, []), (21, ["weeks_4"]), (90, ["weeks_4"]), (91, []), (175, ["months_6"]), (365, ["months_6"]), (366, [])],
    )
    def test_each_at_its_time(self, people, days, occasions):
        closed(people, days)
        assert [each.occasion for each in reading.to_ask(viewer(people.amina), TODAY, 9)] == occasions

    def test_who_has_been_asked_is_not_asked_again(self, people):
        enrolment = closed(people, 40)
        note(enrolment, viewer(people.amina), result="unreachable", destination="", income="")
        assert reading.to_ask(viewer(people.amina), TODAY, 9) == []

    def test_who_came_back_is_not_asked(self, people):
        enrolment = closed(people, 40)
        EnrolmentFactory(
            unit=people.monsteras_unit, project=ProjectFactory(), participant=enrolment.participant,
            started_on=TODAY - dt.timedelta(days=5),
        )  # fmt: skip
        assert reading.to_ask(viewer(people.amina), TODAY, 9) == []

    def test_the_first_screen_names_those_the_coach_had(self, people):
        closed(people, 40)
        closed(people, 40, coach=people.bo)
        kinds = [row.kind for row in due.rows(viewer(people.amina), TODAY)]
        assert kinds.count("follow_up") == 1

    def test_what_was_missed_is_counted(self, people):
        closed(people, 91)
        assert reading.missed(viewer(people.dag), "weeks_4", TODAY) == 1


class TestAnswers:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"occasion": "months_6"}, "too_early"),
            ({"asked_on": TODAY + dt.timedelta(days=1)}, "in_future"),
            ({"destination": ""}, "unknown_word"),
            ({"destination": "imprisoned"}, "sensitive"),
            ({"result": "maybe"}, "unknown_word"),
            ({"text": "å" * 5000}, "too_long"),
            ({"occupation": "99999"}, "unknown_word"),
            ({"destination": "studies", "occupation": "5330"}, "no_job"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, people, told, code):
        with pytest.raises(NotPossible) as refused:
            note(closed(people, 40), viewer(people.amina), **told)
        assert refused.value.code == code
        assert not FollowUp.objects.exists()

    def test_an_active_time_has_no_follow_up(self, people):
        enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
        with pytest.raises(NotPossible) as refused:
            note(enrolment, viewer(people.amina))
        assert refused.value.code == "not_closed"

    def test_the_same_occasion_twice_is_refused(self, people):
        enrolment = closed(people, 40)
        note(enrolment, viewer(people.amina))
        with pytest.raises(NotPossible) as refused:
            note(enrolment, viewer(people.amina))
        assert refused.value.code == "already_followed_up"

    @pytest.mark.need("EXT-22", where="follow_up_new")
    def test_later_may_be_noted_more_than_once(self, people):
        enrolment = closed(people, 40)
        for _each in range(2):
            note(enrolment, viewer(people.amina), occasion="later")
        assert FollowUp.objects.count() == 2

    def test_the_exit_itself_stays_as_it_was(self, people):
        enrolment = closed(people, 40, outcomes=["studies"])
        note(enrolment, viewer(people.amina))
        assert [each.destination for each in enrolment.outcomes.all()] == ["studies"]

    def test_who_corrects_an_older_version_is_told(self, people):
        made = note(closed(people, 40), viewer(people.amina))
        told = {
            "result": "answered", "asked_on": TODAY, "destination": "studies", "income": "", "through_us": True,
            "text": "",
        }  # fmt: skip
        follow_ups.correct(follow_up=made, version=1, by=viewer(people.dag), **told)
        with pytest.raises(ChangedMeanwhile):
            follow_ups.correct(follow_up=made, version=1, by=viewer(people.amina), **told)

    def test_others_may_not(self, people):
        enrolment = closed(people, 40)
        with pytest.raises(NotFound):
            note(enrolment, viewer(people.carin))
        with pytest.raises(NotAllowed):
            note(enrolment, viewer(people.karin))

    def test_no_answer_without_its_line_in_the_log(self, people, monkeypatch):
        enrolment = closed(people, 40)

        def broken(**_facts):
            raise RuntimeError("the log cannot be written")

        monkeypatch.setattr(audit, "record", broken)
        with pytest.raises(RuntimeError):
            note(enrolment, viewer(people.amina))
        assert not FollowUp.objects.exists()


@pytest.mark.need("EXT-09", where="exit_opinion")
def test_a_second_opinion_stays_with_the_closing_and_changes_nothing(people):
    enrolment = closed(people, 10, outcomes=["internship"])
    follow_ups.say(enrolment=enrolment, destination="work", text="There is a contract.", by=viewer(people.dag))
    assert ExitOpinion.objects.get().user_name == people.dag.full_name
    assert [each.destination for each in enrolment.outcomes.all()] == ["internship"]


@pytest.mark.need("EXT-15", where="transfer")
class TestMovingOn:
    @pytest.fixture
    def onward(self, people):
        project = ProjectFactory(starts_on=dt.date(2020, 1, 1), ends_on=TODAY + dt.timedelta(days=700))
        take_part(project, people.monsteras_unit)
        return project

    def move(self, people, left, onward, **more):
        told = {"ended_on": TODAY - dt.timedelta(days=1), "receiver": "The unit"} | more
        return transfers.transfer(enrolments_left=left, to=onward, by=viewer(people.dag), **told)

    def test_everybody_goes_on_with_coach_and_facts(self, people, onward):
        left = [
            EnrolmentFactory(
                unit=people.monsteras_unit, project=people.project, coach=people.amina, target_groups=["youth"],
                income="income_support",
            )
            for _each in range(2)
        ]  # fmt: skip
        moved = self.move(people, left, onward)
        assert all(each.later.coach_id == people.amina.pk for each in moved)
        assert {each.later.target_groups.get().code for each in moved} == {"youth"}
        assert {each.later.income_periods.first().source for each in moved} == {"income_support"}
        assert {one.outcomes.get().destination for one in Enrolment.objects.filter(state="closed")} == {"transferred"}

    def test_where_the_next_project_begins_later_the_time_between_stays_empty(self, people, onward):
        onward.starts_on = TODAY - dt.timedelta(days=10)
        onward.save()
        left = [EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)]
        (moved,) = self.move(people, left, onward, ended_on=TODAY - dt.timedelta(days=90))
        assert (moved.enrolment.ended_on, moved.later.started_on) == (TODAY - dt.timedelta(days=90), onward.starts_on)

    def test_one_who_cannot_go_stays_and_is_named(self, people, onward):
        onward.age_max = 20
        onward.save()
        (enrolment,) = [EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)]
        if enrolment.participant.number.age_on(TODAY) <= 20:
            onward.age_min, onward.age_max = 50, 64
            onward.save()
        (moved,) = self.move(people, [enrolment], onward)
        assert moved.later is None
        assert moved.refusal
        enrolment.refresh_from_db()
        assert enrolment.state == "active"

    def test_a_coach_may_not(self, people, onward):
        enrolment = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
        with pytest.raises(NotAllowed):
            transfers.transfer(
                enrolments_left=[enrolment], to=onward, ended_on=TODAY, receiver="x", by=viewer(people.amina)
            )

    def test_the_list_names_projects_that_end(self, people, onward):
        EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
        people.project.ends_on = TODAY + dt.timedelta(days=30)
        people.project.save()
        dag = viewer(people.dag)
        assert list(leftovers.projects_ending(dag, TODAY)) == [people.project]
        assert list(leftovers.onward(dag, people.project, TODAY)) == [onward]


class TestPages:
    @pytest.fixture
    def dag(self, people, client):
        second_factor(people.dag)
        client.force_login(people.dag)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def test_noted_from_the_list_it_stands_on_the_persons_page(self, people, dag):
        enrolment = closed(people, 40)
        assert enrolment.participant.called in dag.get(reverse("follow_ups")).content.decode()
        told = {"occasion": "weeks_4", "result": "answered", "asked_on": f"{TODAY:%Y-%m-%d}", "destination": "work"}
        told |= {"text": "Likes it", "occupation": "7612", "industry": "C"}
        page = dag.post(reverse("follow_up_new", args=[enrolment.pk]), told, follow=True).content.decode()
        assert "Likes it" in page and "7612" in page and "Manufacturing" in page
        made = FollowUp.objects.get()
        told |= {"result": "unreachable", "opened": "1"}
        dag.post(reverse("follow_up_change", args=[made.pk]), told)
        made.refresh_from_db()
        assert (made.result, made.occupation, made.industry) == ("unreachable", "", "")

    def test_of_a_protected_person_the_job_is_not_asked_and_stays(self, people, dag):
        enrolment = closed(people, 40, coach=people.dag)
        made = note(enrolment, viewer(people.dag), occupation="7612", industry="C")
        protections.protect(
            participant=enrolment.participant, level="secrecy_marking", since_on=TODAY, decided_by="Skatteverket",
            review_on=TODAY + dt.timedelta(days=90), named=[people.dag], by=viewer(people.dag),
        )  # fmt: skip
        address = reverse("follow_up_change", args=[made.pk])
        assert 'name="occupation"' not in dag.get(address).content.decode()
        told = {"result": "answered", "asked_on": f"{TODAY:%Y-%m-%d}", "destination": "work", "text": "Is well"}
        dag.post(address, told | {"opened": "1"})
        made.refresh_from_db()
        assert (made.text, made.occupation) == ("Is well", "7612")
        assert "7612" not in dag.get(reverse("participant", args=[enrolment.participant_id])).content.decode()

    def test_attempts_since_the_last_day_stand_in_the_list_and_the_follow_up_goes_on(self, people, dag):
        enrolment = closed(people, 40)
        for days in (50, 3, 2):
            NoteFactory(
                participant=enrolment.participant, author=people.amina, kind="attempt", attempt_result="no_answer",
                attempt_party="unit", happened_at=timezone.now() - dt.timedelta(days=days),
            )  # fmt: skip
        for page in (reverse("follow_ups"), reverse("follow_up_new", args=[enrolment.pk])):
            shown = dag.get(page).content.decode()
            assert "2, the latest" in shown and "No answer" in shown
            assert f"{reverse('note_new', args=[enrolment.participant_id])}?kind=attempt" in shown
        assert reading.attempts_since(viewer(people.carin), [enrolment]) == {}

    def test_who_may_only_read_is_offered_nothing_to_write(self, people, client):
        made = note(closed(people, 40), viewer(people.amina))
        second_factor(people.karin)
        client.force_login(people.karin)
        shown = client.get(reverse("follow_ups")).content.decode()
        assert made.enrolment.participant.called in shown
        assert reverse("follow_up_change", args=[made.pk]) not in shown and 'id="ask"' not in shown

    def test_an_answer_without_a_place_says_so_and_keeps_the_words(self, people, dag):
        enrolment = closed(people, 40)
        told = {"occasion": "weeks_4", "result": "answered", "asked_on": f"{TODAY:%Y-%m-%d}", "text": "Likes it"}
        page = dag.post(reverse("follow_up_new", args=[enrolment.pk]), told).content.decode()
        assert "Choose where the person is now." in page
        assert "Likes it" in page

    def test_those_left_are_moved_by_one_press(self, people, dag):
        onward = ProjectFactory(starts_on=dt.date(2020, 1, 1), ends_on=TODAY + dt.timedelta(days=700))
        take_part(onward, people.monsteras_unit)
        people.project.ends_on = TODAY
        people.project.save()
        left = [
            EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
            for _each in range(3)
        ]
        proposed = dag.get(reverse("transfer")).context["form"].initial["ended_on"]
        told = {"people": [str(each.pk) for each in left[:2]], "to": onward.pk, "receiver": "The unit"}
        dag.post(reverse("transfer"), told | {"ended_on": f"{proposed:%Y-%m-%d}"})
        assert Enrolment.objects.filter(project=onward, state="active").count() == 2
        assert Enrolment.objects.filter(project=people.project, state="active").get() == left[2]
