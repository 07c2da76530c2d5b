"""The report as one HTML file, opened as a file is: axe in light and dark, wide and narrow, and on paper."""

import pytest

from stegvis.reporting.queries import releases
from stegvis.reporting.report import results_report
from tests.factories import viewer
from tests.functional.conftest import each_width
from tests.functional.test_every_screen import house as house  # the cast with a release


@pytest.fixture
def page_file(house, tmp_path):
    """The report of the house's release, as a file."""
    everyone = house.everyone
    release = releases.find(viewer(everyone.eva), everyone.project)
    path = tmp_path / "report.html"
    path.write_bytes(results_report(release, form="html"))
    return path


@each_width
@pytest.mark.need("HOR-05", where="stegvis report")
def test_the_report_has_no_barrier_and_fits_its_window(page_file, visit, width):
    there = visit(width=width)
    there.page.set_content(page_file.read_text(encoding="utf-8"))
    for scheme in there.in_both_schemes():
        assert (scheme, there.barriers()) == (scheme, [])
        assert (scheme, there.overflow()) == (scheme, 0)
    assert there.strangers == there.complaints == []


def test_the_report_fits_the_smallest_window(page_file, visit):
    there = visit(width=320)
    there.page.set_content(page_file.read_text(encoding="utf-8"))
    assert there.overflow() == 0


def test_on_paper_there_are_no_links_and_no_dark_ground(page_file, visit):
    there = visit(scheme="dark")
    there.page.set_content(page_file.read_text(encoding="utf-8"))
    there.page.emulate_media(media="print", color_scheme="dark")
    ground = there.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert not there.page.is_visible("nav")
