"""Lists a page at a time, always with the same number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stegvis.access.rules import operator
from stegvis.casework.queries import enrolments, extract, gaps, lists, outcomes, participants
from tests.factories import ClosedEnrolmentFactory, EnrolmentFactory, cast, viewer

pytestmark = pytest.mark.django_db


def fill(people, count, factory=EnrolmentFactory, **fields):
    return [factory(unit=people.monsteras_unit, project=people.project, **fields) for _ in range(count)]


def queries_of(read):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read()
    return len(asked)


READINGS = {
    "a page of a list": lambda people, by: lists.page_after(by, None, 50),
    "a later page with filters": lambda people, by: lists.page_after(
        by, participants.visible_to(by).first().pk, 50, {"state": "active"}
    ),
    "active enrolments with people, units and coaches": lambda people, by: [
        (e.participant.called, e.unit.name, e.coach, e.referral.channel, e.project.name)
        for e in enrolments.active_of(by)
    ],
    "closed enrolments": lambda people, by: [e.participant.called for e in enrolments.closed_of(by)],
    "a search": lambda people, by: participants.search(by, "zo"),
    "the rows of an extract": lambda people, by: list(extract.rows(operator("ingrid"), people.project)),
}


@pytest.mark.parametrize("reading", READINGS)
def test_the_number_of_queries_does_not_grow_with_the_rows(reading):
    people = cast()
    by = viewer(people.amina)
    counts = []
    for more in (3, 2, 25):
        fill(people, more, target_groups=["youth"])
        fill(people, more, ClosedEnrolmentFactory, target_groups=["youth"], participant__given_name="Zoran")
        counts.append(queries_of(lambda: READINGS[reading](people, by)))
    assert counts[0] == counts[1] == counts[2]


def test_pages_follow_each_other_without_gap_or_repetition():
    people = cast()
    fill(people, 23)  # several bear the same name
    by = viewer(people.amina)
    seen, cursor, sizes = [], None, []
    while True:
        page = lists.page_after(by, cursor, 5)
        sizes.append(len(page.lines))
        seen += [line.participant for line in page.lines]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == list(participants.visible_to(by))
    assert sizes == [5, 5, 5, 5, 3]


def test_a_full_last_page_has_no_page_after_it():
    people = cast()
    fill(people, 4)
    assert lists.page_after(viewer(people.amina), None, 4).next_cursor is None


def test_the_cursor_tells_nothing_about_the_person():
    people = cast()
    fill(people, 3)
    cursor = lists.page_after(viewer(people.amina), None, 2).next_cursor
    assert "ö" not in str(cursor) and len(str(cursor)) == 36


def test_a_list_is_narrowed_by_state_and_unit():
    people = cast()
    fill(people, 2)
    [closed] = fill(people, 1, ClosedEnrolmentFactory)
    by = viewer(people.amina)
    page = lists.page_after(by, None, 50, {"state": "closed", "unit": people.monsteras_unit})
    assert [(line.participant, line.enrolment) for line in page.lines] == [(closed.participant, closed)]
    assert lists.page_after(by, None, 50, {"unit": people.vastervik_unit}).lines == ()
    with pytest.raises(ValueError, match="family_name"):
        lists.page_after(by, None, 50, {"family_name": "x"})


def test_a_line_shows_the_latest_enrolment():
    people = cast()
    [first] = fill(people, 1, ClosedEnrolmentFactory)
    latest = EnrolmentFactory(
        participant=first.participant,
        unit=people.monsteras_unit,
        project=people.project,
        started_on=first.ended_on.replace(year=2022),
    )
    [line] = lists.page_after(viewer(people.amina)).lines
    assert line.enrolment == latest


def test_a_stranger_gets_empty_pages():
    people = cast()
    fill(people, 3)
    assert lists.page_after(viewer(people.carin)).lines == ()


def test_one_persons_page_asks_a_fixed_number_of_questions():
    people = cast()
    by = viewer(people.amina)
    enrolment = ClosedEnrolmentFactory(
        unit=people.monsteras_unit, project=people.project, outcomes=["work"], target_groups=["youth"]
    )
    one = queries_of(lambda: (gaps.of(by, enrolment), outcomes.of(by, enrolment)))
    several = ClosedEnrolmentFactory(
        unit=people.monsteras_unit,
        project=people.project,
        outcomes=["work", "studies", "other", "moved"],
        target_groups=["youth", "disability"],
    )
    assert queries_of(lambda: (gaps.of(by, several), outcomes.of(by, several))) == one
