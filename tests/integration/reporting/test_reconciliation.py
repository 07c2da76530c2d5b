"""Printed beside counted: agreement, difference, what is hidden, files, and who may see it."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from stegvis.access.models import AuditEvent
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.evaluation.printed import Document
from stegvis.programme.actions import printed
from stegvis.programme.models import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.reporting import reconciliation
from stegvis.reporting.actions import printed as documents
from stegvis.reporting.actions import releases
from stegvis.reporting.frozen import FrozenResults
from tests.factories import second_factor, viewer
from tests.integration.reporting.conftest import AT, prepared

ENDED = {"indicator": "ended", "by": {}}
TO_WORK = {"indicator": "exit_destination", "base": "ended", "by": {}, "destinations": ["work"]}


@pytest.fixture
def release(full_project):
    return releases.freeze(prepared(full_project), by=viewer(full_project.eva))


def figure(code, value, question, **more):
    facts = {"unit": "persons", "rounding": "exact", "group": "outcomes", "counted_on": AT} | more
    return PrintedFigure(code=code, label_sv=code, label_en=code, printed=value, question=question, **facts)


def share(code, value, question, **more):
    return figure(code, value, question, **{"unit": "percent", "rounding": "half_up"} | more)


def keep(everyone, *figures, **more):
    return printed.keep(project=everyone.project, figures=figures, by=viewer(everyone.eva), **more)


def lines(everyone, who="gun"):
    compared = reconciliation.compare(viewer(getattr(everyone, who)), everyone.project)
    return {line.code: line for line in compared.lines}


def hidden_question(release):
    """A question whose answer the gate has hidden in this release."""
    for table in FrozenResults(release.results).tables():
        for row in table.rows:
            if row.suppressed and row.destination and table.indicator == "exit_destination":
                wanted = {"indicator": table.indicator, "by": row.by, "destinations": [row.destination]}
                return wanted | {"base": table.base}
    raise AssertionError("nothing is hidden here")


@pytest.mark.need("REP-02", where="printed and counted")
def test_a_printed_figure_agrees_or_differs_with_the_numbers_behind_it(full_project, release):
    keep(full_project, figure("ended", 84, ENDED), figure("wrong", 80, ENDED), share("work", 29, TO_WORK))
    found = lines(full_project)
    assert (found["ended"].status, found["ended"].recounted, found["ended"].difference) == ("agrees", "84", "0")
    assert (found["wrong"].status, found["wrong"].difference) == ("differs", "+4")
    assert (found["work"].status, found["work"].recounted) == ("agrees", "29\xa0%")
    assert found["work"].explanation == "24 av 84 är 28,6 %."


def test_the_rounding_of_the_print_is_kept(full_project, release):
    keep(full_project, share("cut", 28, TO_WORK, rounding="down"), share("fine", "28.6", TO_WORK, decimals=1))
    assert {line.status for line in lines(full_project).values()} == {"agrees"}


def test_a_share_of_participants_is_one_count_over_another(full_project, release):
    sex = {"indicator": "participants", "by": {"sex": "F"}, "of": {}}
    keep(full_project, share("women", 0, sex))
    women = FrozenResults(release.results).one("participants", sex="F").numerator
    assert lines(full_project)["women"].explanation.startswith(f"{women} av 87 ")


def test_beside_a_hidden_number_nothing_tells_whether_the_print_agrees(full_project, release):
    question = hidden_question(release)
    keep(full_project, *(share(f"p{number}", number, question) for number in range(0, 101, 10)))
    found = list(lines(full_project, "eva").values())
    told = {(line.status, line.recounted, line.difference, line.explanation) for line in found}
    assert len(told) == 1
    assert told.pop()[:3] == ("hidden", "", "")


def test_a_figure_set_aside_names_what_it_cannot_hold_with(full_project, release):
    keep(
        full_project,
        figure("women", 50, {}),
        figure("all", 80, ENDED, set_aside=True, contradicts=["women"]),
        share("hidden", 1, hidden_question(release), set_aside=True, contradicts=["women"]),
    )
    found = lines(full_project)
    assert (found["all"].status, found["all"].difference) == ("set_aside", "+4")
    assert "women (50)" in found["all"].explanation
    assert (found["hidden"].status, "women (50)" in found["hidden"].explanation) == ("hidden", True)


def test_figures_before_the_first_release_and_without_a_question(full_project, release):
    keep(
        full_project,
        figure("early", 1, ENDED, counted_on=AT - dt.timedelta(days=1)),
        figure("later", 84, ENDED, counted_on=AT + dt.timedelta(days=60)),
        figure("asked nothing", 1, {}),
        figure("protected", 1, {"unavailable": "protected"}),
    )
    assert {code: line.status for code, line in lines(full_project).items()} == {
        "early": "no_release", "later": "agrees", "asked nothing": "not_counted", "protected": "not_counted",
    }  # fmt: skip


def test_an_assumption_is_no_printed_figure(full_project, release):
    keep(full_project, figure("assumed", 84, ENDED, assumed=True), figure("ended", 84, ENDED))
    compared = reconciliation.compare(viewer(full_project.gun), full_project.project)
    assert [line.code for line in compared.with_status("agrees")] == ["ended"]
    assert lines(full_project)["assumed"].printed == "antaget: 84"


def test_keeping_again_replaces_and_is_logged(full_project):
    keep(full_project, figure("a", 1, {}), figure("b", 2, {}))
    keep(full_project, figure("c", 3, {}))
    assert list(PrintedFigure.objects.values_list("code", flat=True)) == ["c"]
    assert AuditEvent.objects.filter(verb="keep_printed_figures").count() == 2


def test_a_broken_audit_write_keeps_nothing(full_project, monkeypatch):
    def broken(**_facts):
        raise RuntimeError("the log is full")

    monkeypatch.setattr("stegvis.access.actions.audit.record", broken)
    with pytest.raises(RuntimeError):
        keep(full_project, figure("a", 1, {}))
    assert not PrintedFigure.objects.exists()


def test_only_those_who_change_the_project_keep_its_print(full_project):
    with pytest.raises(NotAllowed):
        printed.keep(project=full_project.project, figures=[figure("a", 1, {})], by=viewer(full_project.gun))
    with pytest.raises(NotPossible):
        keep(full_project, figure("a", 1, {}), figure("a", 2, {}))


# --- from a document ------------------------------------------------------------------------------------------------
def document(**more):
    figure = {"id": "work", "label": "Arbete", "value": 29, "unit": "percent", "date": AT.isoformat()} | more
    return Document.checked({"figures": [figure, {"id": "money", "label": "Pengar", "value": 577000, "unit": "SEK"}]})


def test_a_document_is_kept_with_its_questions(full_project, release):
    asked = {"indicator": "exit_destination", "base": "ended", "destinations": ["work"]}
    kept = documents.keep_document(
        project=full_project.project, document=document(recount=asked), by=viewer(full_project.eva)
    )
    assert kept == 1
    assert lines(full_project)["work"].status == "agrees"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"date": "october"}, "no_date"),
        ({"recount": {"indicator": "lottery"}}, "no_question"),
        ({"recount": {"indicator": "ended", "by": {"age": "1"}}}, "no_question"),
        ({"recount": {"indicator": "exit_destination"}}, "no_question"),
        ({"recount": {"indicator": "ended", "colour": "red"}}, "no_question"),
    ],
)
def test_a_document_that_asks_what_nobody_counts_is_refused(full_project, more, code):
    with pytest.raises(NotPossible) as refused:
        documents.keep_document(project=full_project.project, document=document(**more), by=viewer(full_project.eva))
    assert refused.value.code == code


# --- the page -------------------------------------------------------------------------------------------------------
def page(everyone, name="printed_figures"):
    return reverse(name, args=[everyone.project.code])


def signed_in(client, user):
    if viewer(user).needs_second_factor:
        second_factor(user)
    client.force_login(user)
    return client


def test_the_page_shows_figures_words_and_remarks_and_the_results_lead_to_it(full_project, release, client):
    keep(
        full_project,
        figure("Avslutade", 80, ENDED),
        words=[PrintedWord(kind="exit", printed_sv="Jobb", printed_en="Job", code="work", note_sv="Samma sak")],
        remarks=[PrintedRemark(code="r", kind="assumption", text_sv="Datum antas.", text_en="Dates are assumed.")],
    )
    gun = signed_in(client, full_project.gun)
    text = gun.get(page(full_project)).content.decode()
    for words in ("0 av 1 tryckt siffra stämmer", "Avslutade", "+4", "Jobb", "Samma sak", "Datum antas."):
        assert words in text
    assert page(full_project) in gun.get(page(full_project, "results_project")).content.decode()


def test_without_printed_figures_there_is_no_page_and_no_link(full_project, release, client):
    gun = signed_in(client, full_project.gun)
    assert gun.get(page(full_project)).status_code == 404
    assert page(full_project) not in gun.get(page(full_project, "results_project")).content.decode()


def test_files_hold_what_the_page_shows_and_are_logged(full_project, release, client):
    keep(full_project, figure("=cmd", 80, ENDED), share("hidden", 10, hidden_question(release)))
    leo = signed_in(client, full_project.leo)
    csv = leo.get(page(full_project, "printed_figures_export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "'=cmd;80;84;'+4;" in csv
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(leo.get(page(full_project, "printed_figures_export")).content))
    rows = sheets.get_sheet_by_index(0).to_python()
    assert ["=cmd", "80", "84", "+4"] in [row[:4] for row in rows]
    assert ["hidden", "10\xa0%", "", ""] in [row[:4] for row in rows]
    assert AuditEvent.objects.filter(record="printed_figures", verb="export").count() == 2


def test_who_may_not_export_gets_no_file(full_project, release, client):
    keep(full_project, figure("a", 80, ENDED))
    gun = signed_in(client, full_project.gun)
    assert gun.get(page(full_project, "printed_figures_export")).status_code == 403
    assert signed_in(client, full_project.leo).get(
        page(full_project, "printed_figures_export"), {"format": "exe"}
    ).status_code == 404  # fmt: skip


def test_outside_ones_world_there_is_nothing(full_project, release, django_user_model):
    keep(full_project, figure("a", 80, ENDED))
    from tests.factories import UserFactory

    with pytest.raises(NotFound):
        reconciliation.compare(viewer(UserFactory()), full_project.project)


def test_the_number_of_queries_does_not_follow_the_figures(full_project, release, client):
    gun = signed_in(client, full_project.gun)
    asked = []
    for number in (1, 3, 30):
        keep(full_project, *(figure(f"f{n}", 84, ENDED) for n in range(number)))
        gun.get(page(full_project))
        with CaptureQueriesContext(
            connection,
        ) as found:
            gun.get(page(full_project))
        asked.append(len(found))
    assert len(set(asked)) == 1
