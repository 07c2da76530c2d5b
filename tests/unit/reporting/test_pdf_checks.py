"""Our checks of PDF/UA find what they are for: a sound report passes, and each harm done to it is named."""

import datetime as dt
import io
import os
import subprocess
import sys

import pikepdf
import pytest

from stegvis.reporting.charts.drawing import Drawing, colour
from stegvis.reporting.report.content import Report
from stegvis.reporting.report.pdf import to_pdf
from stegvis.reporting.story import TableView
from tests.architecture.tree import ROOT
from tests.documents import pdf_ua


def small_report() -> Report:
    """A page with a heading, a list, a picture and a table."""
    report = Report(
        title="Provprojekt: resultat",
        name="Provprojekt i Åmål",
        kind="Resultat",
        cover=(("Ägare", "Åmåls kommun"),),
        language="sv",
        made_at=dt.datetime(2022, 11, 2, tzinfo=dt.UTC),
    )
    drawing = Drawing(300, 60, "Stapel", "En stapel som är halvvägs")
    drawing.box(0, 10, 150, 30, colour("outcome-work"))
    drawing.say(160, 25, "50 %")
    report.heading("I korthet")
    report.text("Varannan gick till arbete.")
    report.heading("Bilden", 2)
    report.picture(drawing, drawing, note="Så här ser det ut.")
    report.table(TableView("Antal", ("Vem", "Antal"), (("Kvinnor", "12"), ("Män", "13"))))
    report.heading("Så räknades det")
    return report


_made = {}


@pytest.fixture
def sound() -> pikepdf.Pdf:
    """The small report as PDF, opened to be harmed."""
    if not _made:
        _made["pdf"] = to_pdf(small_report())
    return pikepdf.open(io.BytesIO(_made["pdf"]))


def faults(pdf: pikepdf.Pdf) -> str:
    out = io.BytesIO()
    pdf.save(out)
    return "; ".join(pdf_ua.faults(out.getvalue(), language="sv-SE"))


def first(pdf: pikepdf.Pdf, kind: str):
    """The first structure element of the kind."""
    return next(thing for thing in pdf.objects if hasattr(thing, "keys") and thing.get("/S") == f"/{kind}")


def test_a_report_passes(sound):
    assert faults(sound) == ""


def _no_tree(pdf):
    del pdf.Root.StructTreeRoot


def _not_marked(pdf):
    del pdf.Root.MarkInfo


def _other_language(pdf):
    pdf.Root.Lang = "de"


def _file_name_shown(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _no_identifier(pdf):
    with pdf.open_metadata() as meta:
        del meta["pdfuaid:part"]


def _no_title(pdf):
    with pdf.open_metadata() as meta:
        del meta["dc:title"]


def _level_left_out(pdf):
    first(pdf, "H2").S = pikepdf.Name("/H4")


def _two_first_headings(pdf):
    first(pdf, "H2").S = pikepdf.Name("/H1")


def _figure_unsaid(pdf):
    first(pdf, "Figure").Alt = ""


def _figure_beside_the_page(pdf):
    first(pdf, "Figure").A.BBox[2] = 4000


def _head_without_scope(pdf):
    del first(pdf, "TH").A.Scope


def _head_that_is_none(pdf):
    first(pdf, "TH").S = pikepdf.Name("/TD")


def _own_kind(pdf):
    first(pdf, "H2").S = pikepdf.Name("/Überschrift")


def _loose_list(pdf):
    first(pdf, "LI").S = pikepdf.Name("/P")


def _untagged_line(pdf):
    page = pdf.pages[0]
    page.contents_add(b"0 0 m 10 10 l S")


def _text_out_of_the_tree(pdf):
    first(pdf, "H2").K = pikepdf.Array([])


def _font_elsewhere(pdf):
    for thing in pdf.objects:
        if hasattr(thing, "keys") and "/FontFile2" in thing:
            del thing.FontFile2
            return


def _letters_unsaid(pdf):
    for thing in pdf.objects:
        if hasattr(thing, "keys") and "/ToUnicode" in thing:
            del thing.ToUnicode


HARM = {
    _no_tree: "no structure tree",
    _not_marked: "does not say that all its content is marked",
    _other_language: "the language is de",
    _file_name_shown: "the file's name instead of its title",
    _no_identifier: "does not say that it is PDF/UA-1",
    _no_title: "has no title",
    _level_left_out: "a heading of level 4 follows",
    _two_first_headings: "do not begin with one at level 1",
    _figure_unsaid: "no text alternative",
    _figure_beside_the_page: "outside its page",
    _head_without_scope: "the heads of a table have the scopes",
    _head_that_is_none: "are not all heads",
    _own_kind: "is no standard kind",
    _loose_list: "L holds P",
    _untagged_line: "neither text nor artifact",
    _text_out_of_the_tree: "hangs nowhere in the tree",
    _font_elsewhere: "is not embedded",
    _letters_unsaid: "does not say which letters",
}


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__.strip("_"))
def test_each_harm_is_named(sound, harm):
    harm(sound)
    assert HARM[harm] in faults(sound)


def test_a_report_written_by_another_process_is_the_same():
    ask = (
        "import sys, hashlib, django; django.setup(); from stegvis.reporting.report.pdf import to_pdf; "
        "from tests.unit.reporting.test_pdf_checks import small_report; "
        "sys.stdout.write(hashlib.sha256(to_pdf(small_report())).hexdigest())"
    )
    digests = set()
    for seed in ("1", "2"):
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed,
        }  # fmt: skip
        argv = [sys.executable, "-c", ask]
        asked = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        digests.add(asked.stdout)
    assert len(digests) == 1
