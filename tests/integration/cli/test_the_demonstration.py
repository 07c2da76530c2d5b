"""The demonstration as it is loaded: what a real project printed is computed again from its invented people."""

import contextlib
import datetime as dt
import io
import json
import re
from html import unescape

import pytest
from django.db.models import F
from django.test import Client, TestCase
from django.urls import reverse

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.casework.models import Enrolment, Participant
from stegvis.cli.app import run
from stegvis.demo.cast import PASSWORD
from stegvis.organisation.models import Project
from stegvis.programme.models import PrintedFigure, PrintedRemark, PrintedWord
from stegvis.reporting import reconciliation
from stegvis.reporting.actions import answers

AT = "2022-10-31"


def told(*words: str, code: int = 0):
    """What `stegvis …` wrote to standard output; the command must end with the code."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert run(["--language", "sv", *words]) == code, err.getvalue()
    return out.getvalue()


def rows(indicator: str, *more: str, code: str = "fsla") -> dict:
    """The gated rows of an indicator: (values of the split …, destination) → row."""
    said = json.loads(told("indicators", code, "--indicator", indicator, "--at", AT, "--format", "json", *more))
    return _by_place(said)


def _by_place(said: dict) -> dict:
    (result,) = said["results"]
    return {(*row["by"].values(), *filter(None, [row.get("destination")])): row for row in result["rows"]}


def shares(indicator: str, *more: str) -> dict:
    """As `rows`, whole percent by half up."""
    return {
        place: None if row["value"] is None else int(row["value"] * 100 + 0.5)
        for place, row in rows(indicator, *more).items()
    }


@pytest.mark.need("REP-02", where="stegvis demo load")
class TestDemonstration(TestCase):
    """All projects. Loading takes a while: once for the class."""

    @classmethod
    def setUpTestData(cls):
        told("demo", "load")

    def test_volumes(self):
        by_sex = {place: row["numerator"] for place, row in rows("participants", "--by", "sex").items()}
        assert by_sex == {("F",): 228, ("M",): 209}
        by_place = {place[0]: row["numerator"] for place, row in rows("participants", "--by", "municipality").items()}
        assert sum(by_place.values()) == 437
        expected = {"Mönsterås": 88, "Västervik": 82, "Hultsfred": 65, "Borgholm": 16, "Vimmerby": 13}
        assert {place: by_place[place] for place in expected} == expected

    def test_destinations_of_all_who_ended(self):
        found = rows("exit_destination", "--base", "ended")
        assert {row["denominator"] for row in found.values()} == {414}
        rounded = shares("exit_destination", "--base", "ended")
        assert (rounded["work",], rounded["studies",], rounded["internship",]) == (40, 9, 12)
        assert shares("work_or_studies", "--base", "ended") == {(): 49}

    def test_destinations_of_women_and_men(self):
        rounded = shares("exit_destination", "--base", "ended", "--by", "sex")
        assert (rounded["M", "work"], rounded["M", "studies"]) == (44, 6)
        assert (rounded["F", "work"], rounded["F", "studies"]) == (37, 11)

    def test_borgholm_is_hidden_on_page_and_in_the_gated_answer(self):
        found = rows("exit_destination", "--base", "ended", "--by", "municipality")
        borgholm = [row for place, row in found.items() if place[0] == "Borgholm"]
        assert borgholm
        assert all(row["suppressed"] and row["numerator"] is row["value"] is None for row in borgholm)
        picture = re.search(r'"([^"]*/picture/destinations/[^"]*)"', self._page("gun"))[1]
        drawn = self._answer("gun", unescape(picture)).content.decode()
        assert re.search(r"Borgholm.*för få i någon grupp för att visas", drawn, re.DOTALL)

    def test_borgholm_ungated_went_to_work_in_73_percent(self):
        """The printed share, which only the permission to see small groups can read, with a reason that is logged."""
        said = answers.ungated_answer(
            project=Project.objects.get(code="fsla"),
            indicators=["exit_destination"],
            breakdown=["municipality"],
            base="ended",
            at=dt.date.fromisoformat(AT),
            reason="Jämförelse med slutrapportens tabell",
            by=viewer_of(User.objects.get(email__startswith="eva@")),
        )
        row = _by_place(said)["Borgholm", "work"]
        assert int(row["value"] * 100 + 0.5) == 73

    def test_everybody_is_invented(self):
        numbers = Participant.objects.values_list("identity_number", flat=True)
        assert {int(number[8:11]) // 20 for number in numbers} == {49}  # birth numbers 980–999

    def test_a_second_run_changes_nothing(self):
        before = Enrolment.objects.count()
        told("demo", "load")
        assert Enrolment.objects.count() == before

    def test_accounts_are_told_with_codes_for_those_who_need_one(self):
        accounts = {one["email"].split("@")[0]: one for one in json.loads(told("demo", "accounts", "--format", "json"))}
        assert re.fullmatch(r"\d{6}", accounts["amina"]["code"])
        assert not accounts["gun"]["code"]
        assert accounts["amina"]["password"] == PASSWORD

    def test_the_page_has_the_headline_in_words(self):
        page = self._page("gun")
        assert "Varannan gick till arbete eller studier" in page
        assert "437" in page

    # --- the second project, loaded in the same run ---
    @pytest.mark.need("EXT-05", where="stegvis demo load")
    def test_kristinehamn_at_its_end_and_the_reading_before(self):
        ended = rows("work_or_studies", "--base", "enrolled", code="va2-kristinehamn")
        assert [(row["numerator"], row["denominator"]) for row in ended.values()] == [(25, 64)]
        reading = self._ungated("va2-kristinehamn", "work_or_studies", "2022-10-01")
        assert [(row["numerator"], row["denominator"]) for row in reading] == [(24, 38)]

    def test_the_reading_and_the_end_are_not_both_shown(self):
        asked = ("va2-kristinehamn", "--indicator", "work_or_studies", "--at", "2022-10-01", "--format", "json")
        (result,) = json.loads(told("indicators", *asked))["results"]
        assert [row["suppressed"] for row in result["rows"]] == [True]

    def test_kristinehamns_page_says_something_useful(self):
        page = self._page("petra", "va2-kristinehamn")
        assert "39\xa0% gick till arbete eller studier" in page
        assert "64" in page

    def test_the_two_offices_see_nothing_of_each_other(self):
        for key, code in (("eva", "va2-kristinehamn"), ("petra", "fsla")):
            assert self._answer(key, reverse("results_project", args=[code])).status_code == 404
            assert self._answer(key, reverse("printed_figures", args=[code])).status_code == 404

    @pytest.mark.need("INT-19", where="stegvis demo load")
    def test_who_changed_legal_sex_counts_by_the_sex_at_enrolment(self):
        changed = Enrolment.objects.exclude(participant__legal_sex=F("sex_at_enrolment"))
        assert [one.sex_at_enrolment for one in changed] == ["F"]
        by_sex = rows("participants", "--by", "sex", code="va2-kristinehamn")
        assert {place: row["numerator"] for place, row in by_sex.items()} == {("F",): 25, ("M",): 39}

    def test_minors_take_part(self):
        ages = Enrolment.objects.filter(project__code="va2-kristinehamn").values_list("age_at_start", flat=True)
        assert 15 <= min(ages) < 18
        assert max(ages) <= 29

    @pytest.mark.need("REP-02", where="printed and counted")
    def test_printed_beside_counted(self):
        assert self._apart("fsla", "eva") == {
            "set_aside": {"participants_summary", "share_men", "ended_total"},
        }
        young = self._apart("va2-kristinehamn", "petra")
        assert young["set_aside"] == {"exit_annan_insats"}
        assert young["no_release"] == {
            *("ended_at_reading", "reading_work_or_studies", "reading_work", "reading_studies", "reading_other"),
        }
        assert {"exit_misskotsel", "exit_frihetsberovad"} <= young["not_counted"]
        assert "differs" not in young

    def test_what_an_older_demonstration_lacks_is_added(self):
        for model in (PrintedFigure, PrintedWord, PrintedRemark):
            model.objects.all().delete()
        before = Enrolment.objects.count()
        told("demo", "load")
        assert (Enrolment.objects.count(), PrintedFigure.objects.count() > 60) == (before, True)

    # --- the third project, which goes on today ---
    def test_a_coach_of_today_has_a_caseload(self):
        going_on = Enrolment.objects.filter(project__code="vagen-vidare", state="active")
        amina = going_on.filter(coach__email__startswith="amina@").count()
        assert 25 <= amina <= 40
        assert going_on.count() == 66

    def _apart(self, code: str, key: str) -> dict[str, set]:
        """The figures that neither agree nor are hidden, by status."""
        asker = viewer_of(User.objects.get(email__startswith=f"{key}@"))
        compared = reconciliation.compare(asker, Project.objects.get(code=code))
        found: dict[str, set] = {}
        for line in compared.lines:
            if line.status not in ("agrees", "hidden"):
                found.setdefault(line.status, set()).add(line.code)
        return found

    def _ungated(self, code: str, indicator: str, at: str) -> list:
        said = answers.ungated_answer(
            project=Project.objects.get(code=code),
            indicators=[indicator],
            base="ended",
            at=dt.date.fromisoformat(at),
            reason="Jämförelse med slutrapportens tabell",
            by=viewer_of(User.objects.get(email__startswith="petra@")),
        )
        return said["results"][0]["rows"]

    def _answer(self, key: str, address: str):
        client = Client(headers={"accept-language": "sv"})
        client.force_login(User.objects.get(email__startswith=f"{key}@"))
        return client.get(address)

    def _page(self, key: str, code: str = "fsla") -> str:
        return self._answer(key, reverse("results_project", args=[code])).content.decode()


def test_the_demonstration_is_for_this_machine_only(db, settings):
    settings.STEGVIS_URL = "https://stegvis.example.se"
    told("demo", "load", code=2)
    told("demo", "accounts", code=2)
    assert not User.objects.exists()
