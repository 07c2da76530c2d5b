"""Write an invented register into an empty database, in bulk. What is there already is kept."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction

from benchmarks.register import PROJECTS, Chunk, Register, project_days
from benchmarks.sizes import Size
from benchmarks.writing import insert, moment, quick_writing
from stegvis.access.chain import note_checkpoint, seal_of
from stegvis.access.models import AuditEvent, AuditHead, Membership, User
from stegvis.casework.models import (
    Enrolment,
    EnrolmentTargetGroup,
    ExitOutcome,
    IncomePeriod,
    Participant,
    Referral,
)
from stegvis.organisation.models import Organisation, Project, ProjectUnit, Unit

#: In the order in which they may be written.
_MODELS = {
    "participants": Participant,
    "referrals": Referral,
    "enrolments": Enrolment,
    "groups": EnrolmentTargetGroup,
    "incomes": IncomePeriod,
    "outcomes": ExitOutcome,
}
OFFICE = "Kommunförbundet Provmåt"


def is_filled() -> bool:
    """Was this database filled to the end? The office is written last."""
    return Organisation.objects.filter(name=OFFICE).exists()


def fill(size: Size, today: dt.date, told=print) -> None:
    """Places, staff, people, log; then the figures that the database's planner needs."""
    with quick_writing():
        units = _places(size)
        projects = _projects(units, today)
        coaches = _staff(size, units, today)
        pairs = [(unit.pk, unit.organisation_id) for unit in units]
        register = Register(size, today, pairs, [project.pk for project in projects])
        for chunk in register.chunks(lambda unit, number: coaches[unit][number % len(coaches[unit])]):
            _write(chunk)
            told(f"  {register.count:,} enrolments")
        told("  the log")
        _log(today)
        _office()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _office() -> None:
    office = Organisation.objects.create(name=OFFICE, kind="regional_office")
    Project.objects.update(owner=office)
    eva = User.objects.create_user(email="eva@example.org", full_name="Eva Mätning")
    Membership.objects.create(user=eva, organisation=office, role="regional_coordinator", starts_on=dt.date(2020, 1, 1))


# --- places and people who work there -----------------------------------------------------------------------------
def _places(size: Size) -> list[Unit]:
    units = []
    for number in range(size.organisations):
        body = Organisation.objects.create(name=f"Mätby {number + 1:02} kommun", kind="municipality")
        for place in range(size.units):
            units.append(
                Unit.objects.create(organisation=body, name=f"AME {place + 1}", municipality=f"Mätby {number + 1:02}")
            )
    return units


def _projects(units: list[Unit], today: dt.date) -> list[Project]:
    owner = units[0].organisation
    made = []
    for number, (first, last) in enumerate(project_days(today), start=1):
        project = Project.objects.create(
            code=f"mat-{number}", name=f"Mätning {number}", owner=owner, starts_on=first, ends_on=last
        )
        ProjectUnit.objects.bulk_create(ProjectUnit(project=project, unit=unit) for unit in units)
        made.append(project)
    assert len(made) == PROJECTS  # noqa: S101
    return made


def _staff(size: Size, units: list[Unit], today: dt.date) -> dict[int, list[int]]:
    """A manager for each municipality (first), then the coaches; ids of coaches by unit."""
    since = today - dt.timedelta(days=3650)
    coaches = {}
    for unit in units:
        people = [
            User(email=f"coach-{unit.pk}-{number}@example.org", full_name=f"Handledare {number}")
            for number in range(size.coaches)
        ]
        for one in people:
            one.set_unusable_password()
            one.sort_key = one.full_name.casefold()
        coaches[unit.pk] = [one.pk for one in User.objects.bulk_create(people)]
        Membership.objects.bulk_create(
            Membership(user_id=pk, organisation_id=unit.organisation_id, unit=unit, role="coach", starts_on=since)
            for pk in coaches[unit.pk]
        )
    for organisation in {unit.organisation_id: unit.organisation for unit in units}.values():
        for role in ("unit_manager", "data_protection_officer"):
            user = User.objects.create_user(email=f"{role}-{organisation.pk}@example.org", full_name=f"Karin {role}")
            Membership.objects.create(user=user, organisation=organisation, role=role, starts_on=since)
    return coaches


# --- in bulk ------------------------------------------------------------------------------------------------------
def _write(chunk: Chunk) -> None:
    with transaction.atomic():
        for name, model in _MODELS.items():
            insert(model, getattr(chunk, name))


def _write_events(rows: list[dict]) -> None:
    with transaction.atomic():
        insert(AuditEvent, rows)


def _log(today: dt.date) -> None:
    """One sealed event for each enrolment, as if each had been registered on its first day."""
    head, _ = AuditHead.objects.get_or_create(pk=1)
    number, seal = head.number, head.seal
    enrolled = list(  # all at once: SQLite's log of changes cannot be emptied while somebody reads
        Enrolment.objects.order_by("started_on", "pk").values_list(
            "pk", "participant_id", "unit__organisation_id", "coach_id", "started_on"
        )
    )
    names = dict(User.objects.values_list("pk", "full_name"))
    rows: list[dict] = []
    for pk, person, organisation, coach, started in enrolled:
        number += 1
        event = AuditEvent(
            number=number, at=moment(AuditEvent._meta.get_field("at"), started), actor_kind="user",
            actor_id=str(coach), actor_name=names[coach], verb="create", record="enrolment", record_id=str(pk),
            subject_id=str(person), organisation_id=organisation, screen="enrol",
        )  # fmt: skip
        event.seal = seal = seal_of(event, seal)
        rows.append({field.attname: getattr(event, field.attname) for field in AuditEvent._meta.concrete_fields})
        if len(rows) == 20_000:
            _write_events(rows)
            rows = []
    _write_events(rows)
    AuditHead.objects.filter(pk=1).update(number=number, seal=seal)
    note_checkpoint(number, seal)
    assert settings.STEGVIS_AUDIT_DIR  # noqa: S101 - the note lies beside the database it belongs to
