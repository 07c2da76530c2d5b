"""Shares of other projects: entered, corrected and retired in the browser, and shown for what they are."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed
from stegvis.base.decision import NotPossible
from stegvis.programme.actions import references
from stegvis.programme.models import ComparisonShare
from stegvis.reporting import pictures, story
from tests.factories import second_factor, viewer
from tests.integration.reporting.test_page_weight import a_release, page, places, reader  # noqa: F401

pytestmark = pytest.mark.need("EXT-18", where="comparison; results page")

WRITTEN = {
    "name_sv": "Projekt i mål 2:3",
    "counted": "work_or_studies",
    "percent": "34,5",
    "people": "1200",
    "base": "ended",
    "source": "Slutrapport, s. 12",
    "as_of": "2022-06-30",
}


@pytest.fixture
def coordinator(everyone, client):
    """Eva, signed in; results are released."""
    second_factor(everyone.eva)
    client.force_login(everyone.eva)
    a_release(everyone, municipalities=places(3))
    return client


def reference(**more):
    told = {
        "name_sv": "Andra projekt", "indicator": "work_or_studies", "share": Decimal("0.34"), "source": "Rapport, s. 3",
        "as_of": dt.date(2022, 6, 30),
    }  # fmt: skip
    return references.Reference(**(told | more))


def test_the_coordinator_writes_a_share_and_it_stands_on_the_results_page(everyone, coordinator):
    new = reverse("comparison_new", args=[everyone.project.code])
    assert coordinator.post(new, WRITTEN).status_code == 302
    share = ComparisonShare.objects.get()
    assert (share.share, share.people, share.base, share.name_en) == (
        Decimal("0.345"),
        1200,
        "ended",
        WRITTEN["name_sv"],
    )
    text = coordinator.get(page(everyone)).content.decode().replace("\xa0", " ")
    assert "Projekt i mål 2:3" in text
    assert "räknad på samma bas" in text


def test_what_is_lacking_is_said_and_what_was_written_stays(everyone, coordinator):
    new = reverse("comparison_new", args=[everyone.project.code])
    answer = coordinator.post(new, WRITTEN | {"source": "", "percent": "134"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'value="Projekt i mål 2:3"' in text
    assert set(answer.context["form"].errors) == {"source", "percent"}
    assert not ComparisonShare.objects.exists()


def test_a_correction_keeps_the_old_share_and_points_to_it(everyone, coordinator):
    old = references.add(project=everyone.project, reference=reference(), by=viewer(everyone.eva))
    address = reverse("comparison_correct", args=[everyone.project.code, old.pk])
    assert 'value="Rapport, s. 3"' in coordinator.get(address).content.decode()
    assert coordinator.post(address, WRITTEN).status_code == 302
    old.refresh_from_db()
    new = ComparisonShare.objects.get(retired_at__isnull=True)
    assert (new.corrects, old.share, old.retired_by_name) == (old, Decimal("0.34"), everyone.eva.full_name)
    assert coordinator.get(address).status_code == 404  # who corrects twice from an old page finds nothing to correct


def test_a_retired_share_leaves_the_results_and_stays_in_the_list(everyone, coordinator):
    old = references.add(project=everyone.project, reference=reference(), by=viewer(everyone.eva))
    address = reverse("comparison_retire", args=[everyone.project.code, old.pk])
    assert coordinator.post(address, {"because": ""}).status_code == 200
    assert coordinator.post(address, {"because": "Räknat på annat sätt"}).status_code == 302
    assert "Andra projekt" not in coordinator.get(page(everyone)).content.decode()
    listed = coordinator.get(reverse("comparison", args=[everyone.project.code])).content.decode()
    assert "Räknat på annat sätt" in listed


def test_every_decision_stands_in_the_log(everyone):
    by = viewer(everyone.eva)
    first = references.add(project=everyone.project, reference=reference(), by=by)
    second = references.correct(old=first, reference=reference(share=Decimal("0.4")), by=by)
    references.retire(old=second, because="Ersatt", by=by)
    verbs = list(AuditEvent.objects.filter(record="project").order_by("number").values_list("verb", flat=True))
    assert verbs == ["add_comparison", "correct_comparison", "retire_comparison"]


def test_a_share_that_cannot_be_logged_is_not_kept(everyone, monkeypatch):
    def refuse(**_facts):
        raise RuntimeError("the log is full")

    old = references.add(project=everyone.project, reference=reference(), by=viewer(everyone.eva))
    monkeypatch.setattr("stegvis.access.actions.audit.record", refuse)
    for write in (
        lambda: references.add(project=everyone.project, reference=reference(), by=viewer(everyone.eva)),
        lambda: references.correct(old=old, reference=reference(), by=viewer(everyone.eva)),
        lambda: references.retire(old=old, because="x", by=viewer(everyone.eva)),
    ):
        with pytest.raises(RuntimeError):
            write()
    assert list(ComparisonShare.objects.values_list("pk", "retired_at")) == [(old.pk, None)]


@pytest.mark.parametrize("name", ["amina", "filip", "gun", "leo", "maja"])
def test_only_who_may_change_the_project_decides(everyone, name):
    with pytest.raises(NotAllowed):
        references.add(project=everyone.project, reference=reference(), by=viewer(getattr(everyone, name)))


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"share": Decimal("1.2")}, "share"),
        ({"source": "  "}, "source"),
        ({"as_of": dt.date.today() + dt.timedelta(days=2)}, "as_of"),
    ],
)
def test_what_cannot_be_is_refused(everyone, wrong, field):
    with pytest.raises(NotPossible) as refusal:
        references.add(project=everyone.project, reference=reference(**wrong), by=viewer(everyone.eva))
    assert refusal.value.field == field


def test_two_cannot_retire_the_same_share(everyone):
    old = references.add(project=everyone.project, reference=reference(), by=viewer(everyone.eva))
    references.retire(old=old, because="Ersatt", by=viewer(everyone.eva))
    with pytest.raises(NotPossible):
        references.correct(old=old, reference=reference(), by=viewer(everyone.eva))
    assert ComparisonShare.objects.count() == 1


@pytest.mark.parametrize(
    "told, said",
    [
        ({}, "Hur andelen räknades är inte känt"),
        ({"base": "ended"}, "räknad på samma bas"),
        ({"base": "enrolled"}, "räknad på en annan bas (alla inskrivna): jämför inte"),
        ({"people": 300}, "dess egen osäkerhet"),
        ({"people": None}, "går inte att visa"),
    ],
)
def test_the_page_says_how_far_the_share_can_be_compared(everyone, told, said):
    references.add(project=everyone.project, reference=reference(**told), by=viewer(everyone.eva))
    assert said in story.tell(a_release(everyone)).comparison_caption


def test_the_share_on_the_readers_base_is_the_one_drawn(everyone):
    for base, share in (("", "0.1"), ("enrolled", "0.2"), ("ended", "0.3")):
        references.add(
            project=everyone.project, reference=reference(base=base, share=Decimal(share)), by=viewer(everyone.eva)
        )
    release = a_release(everyone)
    drawn = {base: story.tell(release, base=base).comparison.share for base in ("ended", "enrolled")}
    assert drawn == {"ended": Decimal("0.3"), "enrolled": Decimal("0.2")}
    assert story.tell(release, base="ended_not_transferred").comparison.share == Decimal("0.1")


def test_a_share_of_known_size_is_drawn_with_its_band_and_one_without_alone(everyone):
    release = a_release(everyone)
    for people, bands in ((None, 0), (300, 1)):
        share = references.add(project=everyone.project, reference=reference(people=people), by=viewer(everyone.eva))
        drawn = pictures.draw(story.tell(release), "comparison", "page")
        assert len(drawn.boxes) == bands
        references.retire(old=share, because="Nästa", by=viewer(everyone.eva))


def test_the_table_puts_own_and_others_side_by_side(everyone):
    references.add(
        project=everyone.project,
        reference=reference(indicator="exit_destination", destination="work", people=300),
        by=viewer(everyone.eva),
    )
    rows = [
        tuple(cell.replace("\xa0", " ") for cell in row)
        for row in story.tell(a_release(everyone)).comparison_table.rows
    ]
    assert ("Alla", "Arbete", "12 %", "mellan 2 och 22 %", "Alla avslutade", "1 februari 2022") in rows
    assert rows[-1] == (
        "Andra projekt", "Arbete", "34 %", "mellan 29 och 40 %", "Källan säger inte av vilka.",
        "Rapport, s. 3, 30 juni 2022",
    )  # fmt: skip
