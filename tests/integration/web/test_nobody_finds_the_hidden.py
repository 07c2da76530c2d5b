"""Whoever is not named tries every door to a protected person: every route of the URL map, every command, every file.

Nothing may be found: no name, number, id, way to reach the person, receiving party. A new route is tried as soon as it
is in the URL map, a new command as soon as it is in the command tree.
"""

import datetime as dt
import io
import json
import re
import uuid
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import AuditEvent
from stegvis.access.rules import operator
from stegvis.casework.actions import attempts, participants, protections
from stegvis.casework.models import FormerNumber
from stegvis.cli import main
from stegvis.cli.app import build
from stegvis.reporting.actions import releases
from stegvis.web.shared.strength import has_second_factor
from tests.factories import (
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    ParticipantFactory,
    cast,
    identity_number,
    second_factor,
    viewer,
)
from tests.integration.web.test_routes import ENDS_SESSION, PEOPLE, World, page_names

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="every page and command")]

BORN = dt.date(1987, 8, 9)
NUMBER = identity_number(3, born=BORN, sex="F")
FORMER = identity_number(4, born=BORN, sex="F", coordination=True)
ABSENT = identity_number(6, born=BORN, sex="F")
PHONE, RECEIVER, ADDRESS = "0739-876123", "Zvetanas konditori", "Skatteverket, hemlig box 4711"
NAMED = ("amina", "karin")
OTHERS = tuple(name for name in PEOPLE if name not in NAMED)
#: She reviews the log: the opaque id is what she works with. Everything else is hidden from her as from all others.
REVIEWER = "maja"


class House:
    """The cast with other people around a protected one, a release, a look and an attempt in the log."""

    def __init__(self):
        self.people = cast()
        unit, project = self.people.monsteras_unit, self.people.project
        for destination in ["work"] * 8 + ["studies"] * 7:
            ClosedEnrolmentFactory(unit=unit, project=project, outcomes=[destination], coach=self.people.bo)
        self.neighbour = EnrolmentFactory(unit=unit, project=project, coach=self.people.bo)
        person = ParticipantFactory(
            controller=unit.organisation, identity_number=NUMBER, legal_sex="F",
            given_name="Quintussa", family_name="Zvartholm", name_in_use="Xantippa",
        )  # fmt: skip
        self.person = person
        self.closed = ClosedEnrolmentFactory(unit=unit, project=project, participant=person, coach=self.people.bo)
        self.closed.outcomes.update(receiver=RECEIVER)
        self.enrolment = EnrolmentFactory(
            unit=unit, project=project, participant=person, coach=self.people.bo, started_on=dt.date(2022, 2, 1)
        )
        now = timezone.now()
        FormerNumber.objects.create(
            participant=person, controller=person.controller, identity_number=FORMER, known_at=now, replaced_at=now,
            replaced_by="test",
        )  # fmt: skip
        self._protect(unit, project)

    def _protect(self, unit, project):
        karin, amina = viewer(self.people.karin), viewer(self.people.amina)
        protections.protect(
            participant=self.person, level="protected_registration", since_on=dt.date(2022, 1, 1),
            decided_by="Skatteverket", review_on=timezone.localdate(), postal_address=ADDRESS,
            named=[self.people.amina, self.people.karin], by=karin,
        )  # fmt: skip
        participants.change(
            participant=self.person, by=amina, contact_ways=[participants.Contact("phone", PHONE, False)]
        )
        audit.record(
            by=amina, verb="read", record="participant", record_id=self.person.pk, subject_id=self.person.pk,
            organisation_id=self.people.monsteras.pk,
        )  # fmt: skip
        attempts.note(project=project, unit=unit, numbers=[NUMBER], by=viewer(self.people.bo))
        releases.create(project=project, at=dt.date(2022, 10, 31), by=viewer(self.people.eva))

    @property
    def secrets(self) -> set[str]:
        """Every text that would tell of the person, as it could stand on a page or in a file."""
        numbers = {
            shape
            for number in (NUMBER, FORMER)
            for shape in (number, number[2:], f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}", number[:8])
        }
        return (
            self.ids
            | numbers
            | {"Quintussa", "Zvartholm", "Xantippa", PHONE, PHONE.replace("-", ""), RECEIVER, ADDRESS}
        )

    @property
    def ids(self) -> set[str]:
        """The opaque ids, with and without hyphens."""
        every = (self.person.pk, self.enrolment.pk, self.closed.pk)
        return {shape for each in every for shape in (str(each), each.hex)}


@pytest.fixture
def house(db):
    return House()


def client_of(user) -> Client:
    if not has_second_factor(user):
        second_factor(user)
    client = Client()
    client.force_login(user)
    return client


def text_of(answer) -> str:
    """Everything an answer says: its headers and its body; a file in parts is unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return "\n".join(f"{name}: {value}" for name, value in answer.headers.items()) + body.decode("utf-8", "replace")


def found_in(text: str, secrets: set[str]) -> set[str]:
    folded = text.casefold()
    return {secret for secret in secrets if secret.casefold() in folded}


def leaks(world: World, user, secrets: set[str], *, own_address: bool, methods=("get", "post"), only=None) -> dict:
    """Ask every route (or those of `only`) as the user: {(route, method): secrets found}."""
    found, client = {}, None
    for name in sorted(page_names() if only is None else only):
        for method in methods:
            if client is None or name in ENDS_SESSION:
                client = client_of(user)
            address = world.address(name)
            told = text_of(getattr(client, method)(address))
            seen = found_in(told.replace(address, "") if own_address else told, secrets)
            if seen:
                found[name, method] = sorted(seen)
            if name in ENDS_SESSION:
                client = None
    return found


@pytest.mark.parametrize("name", OTHERS)
def test_no_route_shows_the_person_to(house, name):
    secrets = house.secrets - (house.ids if name == REVIEWER else set())
    user = getattr(house.people, name)
    assert leaks(World(house.people, house.enrolment), user, secrets, own_address=True) == {}
    # and once going to the pages of somebody beside the person
    beside = World(house.people, house.neighbour)
    assert leaks(beside, user, secrets, own_address=False, methods=["get"], only=routes_about_people()) == {}


@pytest.mark.parametrize("name", NAMED)
def test_those_named_find_the_person_in_their_pages(house, name):
    client = client_of(getattr(house.people, name))
    listed = text_of(client.get(reverse("participants") + "?whose=all"))
    assert found_in(listed, house.secrets) >= {"Zvartholm", str(house.person.pk)}
    page = text_of(client.get(reverse("participant", args=[house.person.pk])))
    assert "Zvartholm" in page
    assert found_in(page, {PHONE, RECEIVER, ADDRESS, NUMBER, FORMER}) == set()


@pytest.mark.parametrize("name", NAMED)
def test_ways_to_reach_the_person_stand_on_one_page_only_and_only_when_asked_for(house, name):
    safe = {PHONE, PHONE.replace("-", ""), RECEIVER, ADDRESS}
    found = leaks(World(house.people, house.enrolment), getattr(house.people, name), safe, own_address=False)
    closed = World(house.people, house.closed)
    found |= leaks(closed, getattr(house.people, name), safe, own_address=False, only=routes_about_people())
    # the forwarding address is part of the decision, which those who may set it also change
    allowed = {("participant_contact", "post"), ("protection", "get"), ("protection", "post")}
    assert set(found) - allowed == set()
    assert set(found["participant_contact", "post"]) == {PHONE, RECEIVER, ADDRESS}
    shown = AuditEvent.objects.filter(verb="show_contact", subject_id=str(house.person.pk))
    assert shown.count() == 2


# --- hidden and not there: the same answer, the same work -------------------------------------------------------
def asked(client, ask) -> tuple[int, str, int]:
    """Status, words and number of queries of one request, without what differs between any two requests."""
    with CaptureQueriesContext(connection) as told:
        answer = ask(client)
    said = re.sub(r"\b[A-Za-z0-9]{64}\b", "token", text_of(answer))
    return answer.status_code, re.sub(r"(Expires|Last-Modified): [^\n]+", "", said), len(told)


def routes_about_people() -> list[str]:
    """Every route that asks for a participant or an enrolment by id."""
    resolver = get_resolver()
    found = []
    for name in sorted(page_names()):
        arguments = set(resolver.reverse_dict.getlist(name)[0][0][0][1])
        if arguments & {"participant_id", "enrolment_id"}:
            found.append(name)
    return found


def test_there_are_routes_about_people():
    assert {"participant", "enrolment_close", "participant_contact", "protection"} <= set(routes_about_people())


class Nobody:
    """An enrolment that does not exist, of a person who does not exist."""

    def __init__(self):
        self.pk = self.participant_id = uuid.uuid4()


@pytest.mark.parametrize("name", ["bo", "dag", "carin", "jan"])
def test_a_hidden_persons_address_answers_like_one_that_is_nobodys(house, name):
    client = client_of(getattr(house.people, name))
    there, nowhere = World(house.people, house.enrolment), World(house.people, Nobody())
    client.get(reverse("choose_language"))
    for route in routes_about_people():
        for method in ("get", "post"):
            met = {
                asked(client, lambda c, w=world, r=route, m=method: getattr(c, m)(w.address(r)))
                for world in (there, nowhere)
            }
            assert len(met) == 1, (route, method, [(status, queries) for status, _, queries in met])


@pytest.mark.parametrize("name", ["bo", "dag"])
def test_looking_up_a_hidden_person_answers_like_looking_up_nobody(house, name):
    client = client_of(getattr(house.people, name))
    client.get("/")
    unit, project = house.people.monsteras_unit.pk, house.people.project.pk
    for hidden, absent in ((NUMBER, ABSENT), (FORMER, ABSENT), ("Zvartholm", "Fjellstad"), ("Xantippa", "Kordelia")):
        answers = set()
        for words in (hidden, absent):
            status, said, queries = asked(client, lambda c, w=words: c.post(reverse("participant_search"), {"text": w}))
            answers.add((status, said.replace(words, "…"), queries))
        assert len(answers) == 1
    for hidden, absent in ((NUMBER, ABSENT),):
        met = {
            asked(
                client,
                lambda c, n=number: c.post(
                    reverse("enrol_check"), {"identity_number": n, "unit": unit, "project": project}
                ),
            )
            for number in (hidden, absent)
        }
        assert len(met) == 1


def form_for(house, number) -> dict:
    return {
        "identity_number": number, "given_name": "Quintussa", "family_name": "Zvartholm", "language": "sv",
        "project": house.people.project.pk, "unit": house.people.monsteras_unit.pk, "started_on": "2022-03-01",
        "inflow_channel": "open_self",
    }  # fmt: skip


def test_enrolling_a_hidden_person_stops_in_words_that_tell_nothing_and_those_named_are_told(house):
    bo = client_of(house.people.bo)
    before = house.person.enrolments.count(), type(house.person).objects.count()
    said = text_of(bo.post(reverse("enrol"), form_for(house, NUMBER)))
    assert "hanteras för hand" in said and str(house.person.pk) not in said
    assert (house.person.enrolments.count(), type(house.person).objects.count()) == before
    amina = client_of(house.people.amina)
    assert "försökte skriva in personen" in text_of(amina.get(reverse("start")))
    assert "Bo Lind" in text_of(amina.get(reverse("participant", args=[house.person.pk])))
    attempt = house.person.enrol_attempts.get()
    assert bo.post(reverse("enrol_attempt_settle", args=[house.person.pk, attempt.pk])).status_code == 404
    amina.post(reverse("enrol_attempt_settle", args=[house.person.pk, attempt.pk]))
    assert "försökte skriva in personen" not in text_of(amina.get(reverse("start")))


def test_refused_attempts_and_looks_stand_in_the_reviewers_log_by_id(house):
    client_of(house.people.bo).get(reverse("participant", args=[house.person.pk]))
    client_of(house.people.carin).get(reverse("enrolment_close", args=[house.enrolment.pk]))
    refused = AuditEvent.objects.filter(verb="refused", record="participant", subject_id=str(house.person.pk))
    assert [event.actor_name for event in refused.order_by("number")] == ["Bo Lind", "Carin Sjö"]
    assert {event.organisation_id for event in refused} == {house.people.monsteras.pk}
    maja = client_of(house.people.maja)
    page = text_of(maja.get(reverse("audit_log") + "?about=protected"))
    assert "nekades" in page and str(house.person.pk) in page
    assert str(house.neighbour.participant_id) not in page
    assert found_in(page, house.secrets - house.ids) == set()


def test_a_key_of_another_system_never_carries_the_person(house):
    from stegvis.casework.queries import participants as finding

    key = viewer(house.people.amina).narrowed(frozenset({("participant", "list"), ("participant", "read")}))
    assert house.person not in finding.visible_to(key)
    assert house.person in finding.visible_to(viewer(house.people.amina))


# --- commands ---------------------------------------------------------------------------------------------------
#: Commands that show something of a project, its people or the log, with the words to try them with.
SHOWING = {
    "project list": [["project", "list", "--format", "json"]],
    "project show": [["project", "show", "samverkan"]],
    "user list": [["user", "list", "--format", "csv"]],
    "access matrix": [["access", "matrix"]],
    "access roles": [["access", "roles"]],
    "indicators": [
        ["indicators", "samverkan", "--format", "json"],
        ["indicators", "samverkan", "--by", "municipality"],
        ["indicators", "samverkan", "--set", "own", "--format", "json"],
    ],
    "release list": [["release", "list", "samverkan"]],
    "audit list": [["audit", "list", "--limit", "500", "--format", "json"]],
    "audit verify": [["audit", "verify"]],
    "protected list": [["protected", "list", "--format", "json"]],
    "settings": [["settings"]],
    "check": [["check"]],
}
#: Commands that read no person: they write, serve, make pages from the code, or are tried in tests of their own.
ELSEWHERE = {
    "backup make", "backup restore", "backup verify",
    "check-figures", "demo accounts", "demo load", "docs", "goal list", "goal sensitivity",
    "indicator list", "indicator test", "theory show",
    "import-participants", "import-template", "imports list",
    "imports undo", "migrate", "project create", "project draw", "project figures", "protected name", "release create",
    "report", "serve", "user activate", "user create", "user deactivate", "user invite", "user invite-again",
    "user join", "user last-day", "user leave", "user reset-second-factor", "user set-password", "user wake",
    "words add", "words change", "words export", "words import", "words list", "work",
}  # fmt: skip


def commands(group=None, before="") -> set[str]:
    """The words of every command of the tree."""
    import typer

    found = set()
    tree = group or typer.main.get_command(build())
    for name, command in tree.commands.items():
        words = f"{before}{name}"
        found |= commands(command, f"{words} ") if hasattr(command, "commands") else {words}
    return found


def test_every_command_is_tried_or_reads_no_person():
    assert commands() - set(SHOWING) == ELSEWHERE


@pytest.mark.parametrize("words", sorted(SHOWING))
def test_no_command_shows_the_person(house, capsys, words):
    for arguments in SHOWING[words]:
        main(arguments)
        told = capsys.readouterr()
        # the log and the list of protections go by opaque id
        secrets = house.secrets - (house.ids if words in ("audit list", "protected list") else set())
        assert told.out, (arguments, told.err)
        assert found_in(told.out + told.err, secrets) == set()


def test_an_import_about_a_hidden_person_reveals_nothing(house, tmp_path, capsys):
    file, rejects = tmp_path / "in.csv", tmp_path / "out.xlsx"
    headings = "personnummer;förnamn;efternamn;kommun;startdatum;inflöde;målgrupper;slutdatum;utfall;orsak;mottagare"
    rows = (f"{number};Annat;Namn;Mönsterås;2021-03-01;;;;;;" for number in (NUMBER, FORMER, ABSENT))
    file.write_text("\n".join([headings, *rows]), encoding="utf-8")
    main(["import-participants", str(file), "--project", "samverkan", "--rejects", str(rejects), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["created"], len(told["rejected"]), told["conflicts"]) == (1, 2, [])
    assert len({(row["reason"], row["advice"]) for row in told["rejected"]}) == 1
    assert found_in(json.dumps(told, ensure_ascii=False), house.secrets) == set()
    with zipfile.ZipFile(rejects) as packed:
        written = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    assert found_in(written, house.secrets - {NUMBER, FORMER, NUMBER[2:], FORMER[2:], NUMBER[:8], FORMER[:8]}) == set()
    assert house.person.enrol_attempts.filter(user=None).count() == 1


def test_a_report_does_not_tell_of_the_person(house, tmp_path):
    written = tmp_path / "report.docx"
    main(["report", "samverkan", "--kind", "results", "--format", "docx", "--output", str(written)])
    with zipfile.ZipFile(written) as packed:
        told = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    assert found_in(told, house.secrets) == set()


def test_extract_and_release_carry_nothing_more_of_the_person(house):
    from stegvis.reporting.actions import extracts

    facts = extracts.facts_of(project=house.people.project, at=dt.date(2022, 10, 31), by=operator("ingrid"))
    assert facts.enrolments.num_rows == 18
    assert found_in(facts.to_bytes().decode("latin-1"), house.secrets) == set()
