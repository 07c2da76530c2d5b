"""`stegvis import-participants`: people, enrolments and closings from a spreadsheet, each row whole or not there."""

import datetime as dt

import pytest
import python_calamine
import xlsxwriter

from stegvis.access.models import AuditEvent
from stegvis.casework.models import Enrolment, ExitOutcome, Participant
from tests.factories import EnrolmentFactory, ParticipantFactory, ProjectFactory, UnitFactory, cast, identity_number

pytestmark = [pytest.mark.django_db, pytest.mark.need("INT-01", where="stegvis import-participants")]

HEADINGS = (
    *("personnummer", "förnamn", "efternamn", "kommun", "startdatum", "inflöde", "målgrupper"),
    *("slutdatum", "utfall", "orsak", "mottagare"),
)
ENGLISH = (
    *("identity number", "given name", "family name", "municipality", "start date", "inflow", "target groups"),
    *("end date", "outcome", "reason", "receiver"),
)


def row(nth=0, **cells):
    """A row that is right, as a dict by heading; `cells` changes some."""
    right = {
        "personnummer": identity_number(nth),
        "förnamn": "Åsa",
        "efternamn": "Öberg",
        "kommun": "Mönsterås",
        "startdatum": "2021-03-01",
        "inflöde": "income_support",
        "målgrupper": "youth",
        "slutdatum": "",
        "utfall": "",
        "orsak": "",
        "mottagare": "",
    }
    return right | cells


def ended(nth=0, **cells):
    """A row with an end."""
    return row(nth, **{"slutdatum": "2021-09-01", "utfall": "work", "mottagare": "Bageriet"} | cells)


@pytest.fixture
def file(tmp_path):
    """Write rows as CSV; returns the path."""

    def write(*rows, headings=HEADINGS, name="lista.csv", coding="utf-8-sig", delimiter=";"):
        lines = [headings, *([one[heading] for heading in HEADINGS] for one in rows)]
        quoted = [delimiter.join(f'"{cell}"' for cell in line) for line in lines]
        path = tmp_path / name
        path.write_bytes("\r\n".join(quoted).encode(coding))
        return path

    return write


@pytest.fixture
def people(db):
    """The cast, whose project takes ages 18 to 64."""
    return cast()


@pytest.fixture
def import_rows(people, stegvis, file):
    """Import rows; returns the report."""

    def run(*rows, more=(), **how):
        return stegvis("import-participants", file(*rows, **how), "--project", "samverkan", "--format", "json", *more)

    return run


def only(rejected_or_conflicts):
    """The one row reported."""
    (one,) = rejected_or_conflicts
    return one


# --- taking rows in ---------------------------------------------------------------------------------------------
def test_people_are_enrolled_and_closed(import_rows):
    ran = import_rows(row(0), ended(1))
    assert ran.code == 0
    expected = {"read": 2, "created": 2, "closed": 0, "unchanged": 0, "rejected": [], "conflicts": []}
    assert ran.json == expected
    one, other = Enrolment.objects.order_by("participant__identity_number")
    assert (one.state, one.referral.channel, one.unit.municipality) == ("active", "income_support", "Mönsterås")
    assert [group.code for group in one.target_groups.all()] == ["youth"]
    assert (other.state, other.ended_on) == ("closed", dt.date(2021, 9, 1))
    assert ExitOutcome.objects.get().receiver == "Bageriet"


def test_the_same_file_twice_changes_nothing(import_rows):
    import_rows(row(0), ended(1))
    before = list(Enrolment.objects.values()), list(Participant.objects.values()), list(ExitOutcome.objects.values())
    again = import_rows(row(0), ended(1))
    assert (again.code, again.json["unchanged"], again.json["created"]) == (0, 2, 0)
    after = list(Enrolment.objects.values()), list(Participant.objects.values()), list(ExitOutcome.objects.values())
    assert after == before


def test_a_later_end_closes(import_rows):
    import_rows(row())
    ran = import_rows(ended())
    assert (ran.code, ran.json["closed"], ran.json["created"]) == (0, 1, 0)
    assert Enrolment.objects.get().state == "closed"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("efternamn", "Åberg"),
        ("kommun", "Västervik"),
        ("inflöde", "school"),
        ("målgrupper", "newly_arrived"),
        ("slutdatum", "2021-10-01"),
        ("utfall", "studies"),
        ("mottagare", "Annat bageri"),
    ],
)
def test_any_other_difference_is_a_conflict_and_never_overwrites(import_rows, column, cell):
    import_rows(ended())
    before = list(Enrolment.objects.values()), list(Participant.objects.values()), list(ExitOutcome.objects.values())
    ran = import_rows(ended(**{column: cell}))
    assert ran.code == 1
    assert only(ran.json["conflicts"])["line"] == 2
    assert only(ran.json["conflicts"])["column"] == column
    after = list(Enrolment.objects.values()), list(Participant.objects.values()), list(ExitOutcome.objects.values())
    assert after == before


def test_words_and_codes_and_headings_of_both_languages_mean_the_same(import_rows):
    ran = import_rows(
        ended(0, inflöde="Försörjningsstöd", målgrupper="Unga; Långtidsarbetslösa", utfall="Arbete; Studier",
              mottagare="Bageriet; Komvux"),
        ended(1, inflöde="income_support", målgrupper="youth; long_term_unemployed", utfall="work;studies",
              mottagare="Bageriet; Komvux"),
        headings=ENGLISH,
    )  # fmt: skip
    assert ran.json["created"] == 2
    facts = {
        (
            one.referral.channel,
            *sorted(group.code for group in one.target_groups.all()),
            *(outcome.destination for outcome in one.outcomes.all()),
        )
        for one in Enrolment.objects.all()
    }
    assert facts == {("income_support", "long_term_unemployed", "youth", "work", "studies")}


def test_empty_inflow_reason_and_receiver_are_gaps_to_fill(import_rows, stegvis):
    ran = import_rows(ended(inflöde="", målgrupper="", mottagare=""))
    assert ran.json["created"] == 1
    made = Enrolment.objects.get()
    assert made.referral.channel == ""
    assert made.outcomes.get().receiver == ""


def test_a_trial_writes_nothing(import_rows):
    ran = import_rows(row(0), ended(1), row(1, startdatum="2022-01-01"), more=["--dry-run"])
    assert ran.json["created"] == 3
    assert not Participant.objects.exists()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(("coding", "delimiter"), [("utf-8", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_csv_of_any_spreadsheet_program_is_read(import_rows, coding, delimiter):
    assert import_rows(row(), coding=coding, delimiter=delimiter).json["created"] == 1
    assert Participant.objects.get().family_name == "Öberg"


def test_names_may_hold_emoji_and_letters_from_right_to_left(import_rows):
    assert import_rows(row(0, förnamn="Noor 🌻"), row(1, förnamn="نور", efternamn="العبيدي")).json["created"] == 2
    assert set(Participant.objects.values_list("given_name", flat=True)) == {"Noor 🌻", "نور"}


def test_excel_cells_of_numbers_and_days_are_read(people, stegvis, tmp_path):
    path = tmp_path / "lista.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, [int(identity_number()), "Åsa", "Öberg", "Mönsterås"])
        page.write_datetime(1, 4, dt.datetime(2021, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    ran = stegvis("import-participants", path, "--project", "samverkan", "--format", "json")
    assert ran.json["created"] == 1
    assert Enrolment.objects.get().started_on == dt.date(2021, 3, 1)


def test_who_imported_stands_in_the_log_once_for_each_record(import_rows):
    import_rows(ended())
    verbs = list(AuditEvent.objects.filter(screen="stegvis import-participants").values_list("verb", "record"))
    assert verbs == [
        ("import", "enrolment"),
        ("create", "participant"),
        ("create", "enrolment"),
        ("close", "enrolment"),
        ("import_done", "enrolment"),
    ]


# --- rows that are refused --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"personnummer": "19800101-9801"}, "personnummer", "sista siffran"),
        ({"personnummer": "12345"}, "personnummer", ""),
        ({"personnummer": ""}, "personnummer", ""),
        ({"förnamn": "=HYPERLINK(1)"}, "förnamn", "formel"),
        ({"förnamn": "#SAKNAS!"}, "förnamn", ""),
        ({"efternamn": "   "}, "efternamn", "tom"),
        ({"efternamn": "x" * 101}, "efternamn", ""),
        ({"kommun": "Mönstrås"}, "kommun", "Mönsterås"),
        ({"kommun": "Kiruna"}, "kommun", "Västervik"),
        ({"startdatum": "2021-02-30"}, "startdatum", ""),
        ({"startdatum": "i våras"}, "startdatum", "ÅÅÅÅ-MM-DD"),
        ({"startdatum": "2019-01-01"}, "startdatum", ""),
        ({"startdatum": str(dt.date.today() + dt.timedelta(days=2))}, "startdatum", ""),
        ({"inflöde": "försörjningstöd"}, "inflöde", "Försörjningsstöd"),
        ({"målgrupper": "Unga; Ungga"}, "målgrupper", "Unga"),
        ({"slutdatum": "2021-09-01"}, "utfall", ""),
        ({"utfall": "work"}, "slutdatum", ""),
        ({"slutdatum": "2021-02-01", "utfall": "work"}, "slutdatum", "före"),
        ({"slutdatum": "2021-09-01", "utfall": "Arbetet", "mottagare": "x"}, "utfall", "Arbete"),
        ({"personnummer": identity_number(born=dt.date(2010, 1, 1))}, "personnummer", "åldersundantag"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_row_that_cannot_be_right_is_named_with_line_column_reason_and_advice(import_rows, cells, column, words):
    ran = import_rows(row(1), row(0, **cells))
    assert ran.code == 1
    assert ran.json["created"] == 1
    said = only(ran.json["rejected"])
    assert (said["line"], said["column"]) == (3, column)
    assert said["reason"]
    assert said["advice"]
    assert words in said["reason"] + said["advice"]


def test_a_report_never_repeats_an_identity_number(import_rows):
    wrong = identity_number()[:-1] + str((int(identity_number()[-1]) + 1) % 10)
    ran = import_rows(row(personnummer=wrong))
    assert wrong not in ran.out + ran.err


def test_age_outside_the_range_is_taken_with_a_reason(people, stegvis, tmp_path):
    path = tmp_path / "lista.csv"
    young = identity_number(born=dt.date(2005, 1, 1))
    lines = [
        "personnummer;förnamn;efternamn;kommun;startdatum;åldersundantag",
        f"{young};Åsa;Öberg;Mönsterås;2021-03-01;Går sista året i skolan",
    ]
    path.write_text("\n".join(lines))
    assert stegvis("import-participants", path, "--project", "samverkan").code == 0
    assert Enrolment.objects.get().age_exception == "Går sista året i skolan"


def test_days_of_two_enrolments_in_one_project_do_not_overlap(import_rows):
    ran = import_rows(ended(), row(startdatum="2021-08-01"), row(startdatum="2021-10-01"))
    assert ran.json["created"] == 2
    assert only(ran.json["rejected"])["line"] == 3


def test_whoever_comes_back_is_linked_to_the_time_before(import_rows):
    import_rows(ended(), row(startdatum="2021-10-01"))
    first, second = Enrolment.objects.order_by("started_on")
    assert second.former == first


def test_every_row_read_is_in_exactly_one_count(import_rows):
    import_rows(row(0), row(1), row(2))
    ran = import_rows(row(0), ended(1), row(2, efternamn="Annan"), row(3), row(4, förnamn=""))
    said = ran.json
    assert said["read"] == 5
    assert (said["unchanged"], said["closed"], said["created"]) == (1, 1, 1)
    assert len(said["conflicts"]) == len(said["rejected"]) == 1


def test_a_conflict_in_another_register_tells_nothing_of_who_is_there(import_rows, people):
    elsewhere = ParticipantFactory(controller=people.vastervik, identity_number=identity_number(), legal_sex="F")
    far = UnitFactory()
    EnrolmentFactory(participant=elsewhere, unit=people.vastervik_unit, project=ProjectFactory(units=[far]))
    assert import_rows(row()).json["created"] == 1
    assert Participant.objects.filter(identity_number=identity_number()).count() == 2


def test_rejected_rows_come_back_as_a_workbook_that_can_be_corrected(import_rows, stegvis, tmp_path):
    out = tmp_path / "tillbaka.xlsx"
    import_rows(row(0), row(1, förnamn="=1+1"), row(2, startdatum="2021-13-01"), more=["--rejects", out])
    cells = python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert cells[0] == [*HEADINGS, "fel rad", "fel kolumn", "fel", "råd"]
    assert [line[11] for line in cells[1:]] == ["3", "4"]
    assert cells[1][1] == "=1+1"  # text, never a formula
    again = stegvis("import-participants", out, "--project", "samverkan", "--format", "json")
    assert [one["line"] for one in again.json["rejected"]] == [2, 3]


# --- files that are refused -------------------------------------------------------------------------------------
def _zip_bomb(path):
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)


def _picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))


def _other_zip(path):
    import zipfile

    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("brev.txt", "hej")


def _no_headings(path):
    path.write_text("hej;hopp\n1;2\n")


def _lacks_a_column(path):
    path.write_text("personnummer;förnamn;efternamn;kommun\n")


def _misspelt_end(path):
    path.write_text(";".join(HEADINGS).replace("slutdatum", "slutdattum") + "\n")


def _twice(path):
    path.write_text(";".join((*HEADINGS, "enhet")) + "\n")


def _open_quote(path):
    path.write_text(";".join(HEADINGS) + '\n"1980\n')


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "tom"),
        (_picture, "kalkylblad"),
        (_other_zip, "kalkylblad"),
        (_zip_bomb, "öppnades inte"),
        (_no_headings, "import-template"),
        (_lacks_a_column, "startdatum"),
        (_misspelt_end, "slutdatum"),
        (_twice, "två gånger"),
        (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)), "skadad"),
    ],
    ids=["empty", "picture", "other zip", "bomb", "no headings", "lacking", "misspelt", "twice", "damaged"],
)
def test_a_file_that_cannot_be_a_list_is_refused_in_words(people, stegvis, tmp_path, make, words):
    path = tmp_path / "fil.xlsx"
    make(path)
    ran = stegvis("import-participants", path, "--project", "samverkan")
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert not Participant.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_read(people, stegvis, file, settings):
    settings.STEGVIS_MAX_UPLOAD_BYTES = 1024**2
    ran = stegvis("import-participants", file(row(förnamn="x" * 1024**2)), "--project", "samverkan")
    assert ran.code == 2
    assert "1 MB" in ran.err


def test_a_workbook_locked_with_a_password_says_so(people, stegvis, tmp_path):
    path = tmp_path / "fil.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    ran = stegvis("import-participants", path, "--project", "samverkan")
    assert ran.code == 2
    assert "lösenord" in ran.err


def test_a_project_that_is_not_there_is_said(people, stegvis, file):
    ran = stegvis("import-participants", file(row()), "--project", "annat")
    assert ran.code == 4


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_template_can_be_imported_as_it_is(people, stegvis, tmp_path, suffix):
    path = tmp_path / f"mall{suffix}"
    assert stegvis("import-template", path).code == 0
    ran = stegvis("import-participants", path, "--project", "samverkan", "--format", "json")
    assert (ran.code, ran.json["read"]) == (0, 0)
    assert stegvis("import-template", path).code == 2
