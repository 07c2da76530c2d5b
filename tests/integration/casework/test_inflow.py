"""The live numbers of a unit's intake, and what is noted about it."""

import datetime as dt

import pytest

from stegvis.base.decision import NotPossible
from stegvis.casework.actions import intake, unit_intake
from stegvis.casework.models import IntakeRemark
from stegvis.casework.queries import inflow
from stegvis.programme.models import VolumeTarget
from tests.factories import EnrolmentFactory, OpenReferralFactory, ParticipantFactory, viewer

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def came(stage):
    def make(on, count=1, **more):
        for _each in range(count):
            OpenReferralFactory(
                unit=stage.cast.monsteras_unit, project=stage.cast.project, received_on=on, **more
            )  # fmt: skip

    return make


@pytest.mark.need("INT-15", where="inflow")
def test_referrals_are_counted_by_channel_and_month_and_a_weak_month_is_named(stage, came):
    for month in (5, 6, 7, 8, 9):
        came(dt.date(2026, month, 3), 4, channel="school")
    came(dt.date(2026, 9, 30), 1, channel="health_care")
    came(dt.date(2026, 10, 1), 1)
    came(TODAY, 1)
    came(dt.date(2024, 1, 1), 9)
    rows = inflow.months(stage.amina, stage.cast.monsteras_unit, TODAY)
    assert len(rows) == inflow.MONTHS
    assert [row.total for row in rows[-4:]] == [4, 5, 1, 1]
    assert rows[-3].by_channel == {"school": 4, "health_care": 1}
    assert [row.first_on for row in rows if row.weak] == [dt.date(2026, 10, 1)]
    assert sum(row.total for row in inflow.months(viewer(stage.cast.carin), stage.cast.monsteras_unit, TODAY)) == 0


@pytest.mark.need("INT-17", where="inflow")
def test_women_referred_and_offered_stand_beside_the_partners_base(stage, came):
    dag, unit = viewer(stage.cast.dag), stage.cast.monsteras_unit
    told = {"unit": unit, "counted_on": dt.date(2026, 10, 1), "source": "Försörjningsstöd", "by": dag}
    unit_intake.set_base(women=10, men=10, **told)
    unit_intake.set_base(women=60, men=40, **told)  # corrected
    came(dt.date(2026, 9, 1), 1, sex="F")
    came(dt.date(2026, 9, 1), 3, sex="M")
    came(dt.date(2026, 9, 1), 1, sex="F", state="start_booked")
    came(dt.date(2026, 10, 2), 5, sex="F")  # after the day
    came(dt.date(2026, 9, 1), 5)  # not known
    row = inflow.compared(dag, unit)[0]
    assert [(part.some, part.all) for part in (row.assisted, row.referred, row.offered)] == [(60, 100), (2, 5), (1, 1)]
    assert row.assisted.share == 0.6
    low, high = row.assisted.interval
    assert (round(low, 3), round(high, 3)) == (0.502, 0.691)


def test_women_and_men_stand_beside_the_latest_target(stage):
    unit, project = stage.cast.monsteras_unit, stage.cast.project
    for sex in "FFM":
        person = ParticipantFactory(controller=stage.cast.monsteras, sex=sex)
        EnrolmentFactory(unit=unit, project=project, participant=person)
    names = {"version_name_sv": "x", "version_name_en": "x", "project": project}
    VolumeTarget.objects.create(version=1, sex="F", people=70, **names)
    VolumeTarget.objects.create(version=2, sex="F", people=90, **names)
    VolumeTarget.objects.create(version=1, sex="M", people=20, unit=unit, **names)
    row = inflow.balances(stage.amina, unit, TODAY)[0]
    assert (row.women.some, row.women.rest, row.target_women, row.target_men) == (2, 1, 90, 20)


@pytest.mark.need("INT-09", where="inflow")
def test_the_make_up_of_those_who_begin_is_followed_by_half_year(stage):
    unit = stage.cast.monsteras_unit
    began = {"unit": unit, "project": stage.cast.project, "coach": stage.cast.amina}
    EnrolmentFactory(started_on=dt.date(2025, 9, 1), target_groups=["youth"], **began)
    new = EnrolmentFactory(started_on=dt.date(2026, 8, 1), target_groups=["disability"], **began)
    intake.set_vulnerable_groups(participant=new.participant, codes=["mental_health"], by=stage.amina)
    rows = inflow.profile(stage.amina, unit, TODAY)
    assert [row.first_on for row in rows] == [
        dt.date(2025, 1, 1), dt.date(2025, 7, 1), dt.date(2026, 1, 1), dt.date(2026, 7, 1)
    ]  # fmt: skip
    assert [(row.disability.some, row.disability.all) for row in rows] == [(0, 0), (0, 1), (0, 0), (1, 1)]
    assert rows[-1].mental_health.some == 1
    assert inflow.profile(viewer(stage.cast.karin), unit, TODAY)[-1].mental_health is None


@pytest.mark.need("INT-04", where="inflow")
def test_the_stock_without_work_or_studies_is_followed(stage):
    unit = stage.cast.monsteras_unit
    person = EnrolmentFactory(unit=unit, project=stage.cast.project, coach=stage.cast.amina).participant
    note = {"participant": person, "reason": "health", "by": stage.amina}
    intake.note_uvas(since_on=dt.date(2026, 9, 15), until_on=dt.date(2026, 10, 20), **note)
    assert [number for _on, number in inflow.uvas_stock(stage.amina, unit, TODAY)][-3:] == [0, 1, 0]


@pytest.mark.need("INT-16", where="inflow")
@pytest.mark.need("INT-15", where="inflow")
def test_visits_and_causes_are_noted(stage):
    unit = stage.cast.monsteras_unit
    told = {"unit": unit, "happened_on": TODAY, "by": stage.amina}
    unit_intake.remark(kind="cause", text="The office closed in July", **told)
    unit_intake.remark(kind="visit", text="Leaflet", partner="Vårdcentralen", people=12, **told)
    assert [each.partner for each in inflow.remarks(unit, "visit")] == ["Vårdcentralen"]
    with pytest.raises(NotPossible):
        unit_intake.remark(kind="visit", text="Leaflet", **told)
    unit_intake.remark(kind="purpose", text="We help people find work", **told)
    assert [each.text for each in inflow.remarks(unit, "purpose", 1)] == ["We help people find work"]
    assert IntakeRemark.objects.count() == 3
