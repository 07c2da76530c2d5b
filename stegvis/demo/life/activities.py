"""What every unit offers through the weeks, and who came: a catalogue with sessions, bookings and attendance.

Sessions of the past are made where somebody was booked; those of this week and the two to come for every activity of a
unit that has participants now.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import Membership, User
from stegvis.access.rules import Viewer
from stegvis.casework.models import (
    Activity,
    ActivityRoom,
    ActivitySeries,
    ActivitySession,
    Attendance,
    Booking,
    Enrolment,
    RotationTurn,
    TopicWish,
    WishVote,
)
from stegvis.casework.rules.groups import rotate
from stegvis.demo.synthesiser.draws import Weighted, pick
from stegvis.demo.synthesiser.pace import is_working_day
from stegvis.organisation.models import Unit

_TRAVEL = "Samåkning från resecentrum en halv timme före. Enheten betalar bussen för den som hellre tar den."
_SEED = 20242
#: Activities one person takes part in, and the most times in each: fewer where it is long ago, for a quick load.
_EACH, _MOST, _MOST_BEFORE = 3, 10, 5
_AHEAD = dt.timedelta(days=20)
#: So many are booked in the large group of a coach.
_LARGE = 20
_REASONS: Weighted = (
    *(("ill", 34), ("child_ill", 8), ("appointment", 16), ("not_well", 14), ("work_or_studies", 8)),
    *(("travel", 5), ("unknown", 15)),
)
_ROOMS = (("Rum 2", 8, ""), ("Datasalen", 12, "Nyckel i receptionen"), ("Köket", 10, "Ring på, dörren är låst"))


@dataclass(frozen=True)
class Offer:
    """A line of the catalogue, the same at every unit."""

    name: str
    track: str
    kind: str
    aim: str
    weekday: int
    clock: tuple[int, int]
    minutes: int
    capacity: int
    mode: str = "on_site"
    room: str = ""
    outside: str = ""
    more: dict = field(default_factory=dict)


OFFERS = (
    Offer("Cykelskola", "health", "wellness", "Våga cykla i trafiken", 0, (10, 0), 90, 8, "outdoors"),
    Offer("NADA", "health", "nada", "Sova bättre och stressa mindre", 1, (9, 0), 45, 8, room="Rum 2",
          more={"with_wellbeing": True}),
    Offer("Gemensam friskvård", "health", "joint_wellness", "Röra på sig tillsammans varje vecka", 4, (9, 30), 60, 30,
          "outdoors", more={"with_staff": True}),
    Offer("Promenad och prat", "health", "walk_and_talk", "Komma ut och bestämma själv vad vi pratar om", 2, (10, 30),
          60, 6, "outdoors"),
    Offer("Hälsoskola: sömn och stress", "health", "health_school", "Veta vad som hjälper mig", 3, (13, 0), 60, 20,
          "digital", outside="Hälsosamordnaren på vårdcentralen"),
    Offer("Studiecirkel i svenska", "study", "course", "Våga prata mer svenska", 1, (13, 0), 120, 12, room="Rum 2",
          more={"open_to_others": True, "adaptations": "Liten grupp, paus efter 40 minuter."}),
    Offer("Preparandkurs", "study", "preparatory_course", "Prova att plugga igen i lugn takt", 0, (13, 0), 120, 12,
          room="Datasalen", outside="Lärare från vuxenutbildningen"),
    Offer("Miniföreläsning", "study", "mini_lecture", "Lära mig om något jag själv har önskat", 3, (10, 0), 60, 25,
          more={"open_to_others": True}),
    Offer("Arbetsliv i Sverige", "study", "orientation", "Förstå hur arbetslivet fungerar", 2, (13, 0), 90, 15,
          room="Datasalen", more={"compulsory": True, "ordered_by": "Arbetsförmedlingen"}),
    Offer("Tid att söka jobb", "work", "job_search_time", "Söka jobb med dator och hjälp i närheten", 1, (10, 0), 120,
          12, room="Datasalen"),
    Offer("CV och personligt brev", "work", "job_search_support", "Ha ett CV som visar vad jag kan", 3, (9, 0), 90, 8),
    Offer("Trädgård och odling", "work", "task_area", "Prova att arbeta ute", 2, (8, 30), 180, 8, "outdoors"),
    Offer("Kök och servering", "work", "task_area", "Prova att arbeta i kök", 3, (8, 30), 180, 6, room="Köket"),
    Offer("Butiken Återbruket", "work", "shop", "Prova att möta kunder", 4, (12, 30), 180, 6),
    Offer("Lika rättigheter", "internal", "equality_training", "Känna till mina rättigheter", 4, (10, 45), 60, 20),
    Offer("Social träning", "internal", "social_training", "Öva på att säga ifrån och att be om hjälp", 0, (9, 0), 60,
          8),
)  # fmt: skip


@dataclass
class Made:
    """Rows that wait to be written, and how full each session is."""

    sessions: dict[tuple, ActivitySession] = field(default_factory=dict)
    taken: dict[tuple, int] = field(default_factory=lambda: defaultdict(int))
    bookings: list[Booking] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    turns: list[RotationTurn] = field(default_factory=list)


def live(*, today: dt.date, by: Viewer) -> int:
    """A catalogue for every unit with enrolments, and attendance for every enrolment. Gives the number of rows."""
    if Activity.objects.exists():
        return 0
    rng = random.Random(_SEED)  # noqa: S311 - invention, not secrecy
    enrolments = list(
        Enrolment.objects.exclude(state="void")
        .select_related("unit")
        .order_by("participant__identity_number", "started_on", "id")
    )
    units = {one.unit_id: one.unit for one in sorted(enrolments, key=lambda one: one.unit_id)}
    with transaction.atomic():
        catalogue = {pk: _catalogue(unit, number) for number, (pk, unit) in enumerate(units.items())}
        made = Made()
        going_on = {one.unit_id for one in enrolments if one.state == "active"}
        for unit_id in sorted(going_on):
            for activity, series, offer in catalogue[unit_id]:
                for day in _days(offer, today - dt.timedelta(days=today.weekday()), today + _AHEAD):
                    _session(made, activity, series, offer, day, today)
        for enrolment in enrolments:
            _take_part(rng, made, enrolment, catalogue[enrolment.unit_id], today)
        for unit_id in sorted(going_on):
            _large_group(made, units[unit_id], [one for one in enrolments if one.unit_id == unit_id], today)
        _note_taken(made, today)
        ActivitySession.objects.bulk_create(made.sessions.values(), batch_size=500)
        Booking.objects.bulk_create(made.bookings, batch_size=500)
        Attendance.objects.bulk_create(made.attendances, batch_size=500)
        for unit_id in sorted(going_on):
            _turns(made, [one for one in enrolments if one.unit_id == unit_id], catalogue[unit_id], today)
            _wishes(rng, units[unit_id], [one for one in enrolments if one.unit_id == unit_id])
        RotationTurn.objects.bulk_create(made.turns, batch_size=500)
        facts = {"sessions": len(made.sessions), "bookings": len(made.bookings), "attendances": len(made.attendances)}
        audit.record(by=by, verb="plan", record="activity_session", facts=facts)
    return len(units) * len(OFFERS) + sum(facts.values())


# --- the catalogue ----------------------------------------------------------------------------------------------
def _catalogue(unit: Unit, number: int) -> list[tuple[Activity, ActivitySeries, Offer]]:
    rooms = {
        name: ActivityRoom.objects.create(unit=unit, name=name, seats=seats, access_note=note)
        for name, seats, note in _ROOMS
    }
    coaches = list(
        User.objects.filter(pk__in=Membership.objects.filter(unit=unit, role="coach").values("user")).order_by("pk")
    )
    made = []
    for place, offer in enumerate(OFFERS):
        leader = coaches[(place + number) % len(coaches)] if coaches and not offer.outside else None
        activity = Activity.objects.create(
            unit=unit,
            name=offer.name,
            track=offer.track,
            kind=offer.kind,
            aim=offer.aim,
            mode=offer.mode,
            place={"outdoors": "Vi ses vid entrén", "digital": "Länk kommer i kallelsen"}.get(offer.mode, unit.name),
            room=rooms.get(offer.room),
            leader=leader,
            leader_name=offer.outside,
            capacity=offer.capacity,
            minutes=offer.minutes,
            **offer.more,
        )
        made.append((activity, _series(activity, offer), offer))
    return made


def _series(activity: Activity, offer: Offer) -> ActivitySeries:
    return ActivitySeries.objects.create(
        activity=activity,
        weekday=offer.weekday,
        starts_at=dt.time(*offer.clock),
        minutes=offer.minutes,
        from_on=dt.date(2020, 8, 17),
        until_on=timezone.localdate() + _AHEAD,
    )


def _days(offer: Offer, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The offer's weekday from one day to another, but for holidays and July."""
    day = first + dt.timedelta(days=(offer.weekday - first.weekday()) % 7)
    while day <= last:
        if is_working_day(day) and day.month != 7:
            yield day
        day += dt.timedelta(days=7)


def _session(made: Made, activity, series, offer: Offer, day: dt.date, today: dt.date) -> ActivitySession:
    key = (activity.pk, day)
    if key not in made.sessions:
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(*offer.clock)))
        made.sessions[key] = ActivitySession(
            activity=activity,
            series=series,
            starts_at=at,
            ends_at=at + dt.timedelta(minutes=offer.minutes),
            on=day,
            mode=activity.mode,
            place=activity.place,
            travel=_TRAVEL if activity.open_to_others else "",
            room=activity.room,
            leader=activity.leader,
            leader_name=activity.leader_name,
            capacity=activity.capacity,
        )
    return made.sessions[key]


# --- people -----------------------------------------------------------------------------------------------------
def _take_part(rng: random.Random, made: Made, enrolment: Enrolment, catalogue, today: dt.date) -> None:
    """Some activities of the unit's, each for a while, as long as the enrolment goes on."""
    if enrolment.state == "active" and rng.random() < 0.08:
        return  # not in any activity yet: the first screen has somebody to show
    most = _MOST_BEFORE if enrolment.ended_on else _MOST
    for activity, series, offer in rng.sample(catalogue, _EACH):
        ends = enrolment.ended_on or today + _AHEAD
        latest = max((ends - enrolment.started_on).days - 7 * most, 0)
        begins = enrolment.started_on + dt.timedelta(days=rng.randint(0, latest) if enrolment.ended_on else latest)
        for number, day in enumerate(_days(offer, begins, ends)):
            if number >= most + 4 or (day <= today and number >= most):
                break
            _come(rng, made, enrolment, _session(made, activity, series, offer, day, today), today)


def _come(rng: random.Random, made: Made, enrolment: Enrolment, session: ActivitySession, today: dt.date) -> None:
    key = (session.activity_id, session.on)
    full = made.taken[key] >= session.capacity
    if full and session.on <= today:
        return
    made.taken[key] += not full
    moment = session.starts_at - dt.timedelta(days=8, minutes=rng.randint(0, 600))
    made.bookings.append(
        Booking(
            session=session,
            participant_id=enrolment.participant_id,
            enrolment=enrolment,
            state="waiting" if full else "booked",
            booked_at=min(moment, timezone.now()),
            booked_by=str(enrolment.coach_id or ""),
            compulsory=session.activity.compulsory and rng.random() < 0.5,
        )
    )
    if session.on < today:
        made.attendances.append(_attendance(rng, enrolment, session))


def _attendance(rng: random.Random, enrolment: Enrolment, session: ActivitySession) -> Attendance:
    here = rng.random() < 0.81
    feels = session.activity.with_wellbeing and here
    before = rng.randint(1, 4)
    partly = here and rng.random() < 0.06
    return Attendance(
        session=session,
        participant_id=enrolment.participant_id,
        enrolment=enrolment,
        on=session.on,
        state="present" if here else "absent",
        minutes=(session.minutes - 15 if partly else session.minutes) if here else 0,
        reason="" if here else pick(rng, _REASONS),
        before=before if feels else None,
        after=min(5, before + rng.randint(0, 2)) if feels else None,
        noted_at=session.ends_at,
        noted_by=str(enrolment.coach_id or ""),
    )


def _note_taken(made: Made, today: dt.date) -> None:
    for row in made.attendances:
        row.session.attendance_at, row.session.attendance_by = row.session.ends_at, row.noted_by or "demo"
        if row.session.activity.with_staff:
            row.session.staff_present = 3


def _large_group(made: Made, unit: Unit, enrolments: list[Enrolment], today: dt.date) -> None:
    """The joint start of the day, today or on the last working day, with up to twenty people of one coach.

    Nobody has noted who came: here one can try how long that takes. Whoever is in no activity stays so.
    """
    busy = {booking.participant_id for booking in made.bookings}
    groups: dict[int, list[Enrolment]] = defaultdict(list)
    for one in enrolments:
        if one.state == "active" and one.coach_id and one.participant_id in busy:
            groups[one.coach_id].append(one)
    if not groups:
        return
    day = today
    while not is_working_day(day):
        day -= dt.timedelta(days=1)
    coach_id, people = max(groups.items(), key=lambda each: (len(each[1]), -each[0]))
    activity = Activity.objects.create(
        unit=unit,
        name="Gemensam start",
        track="internal",
        kind="meeting",
        aim="Se vad dagen bjuder på och välja själv",
        place=unit.name,
        leader_id=coach_id,
        capacity=24,
        minutes=45,
    )
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(8, 30)))
    session = made.sessions[activity.pk, day] = ActivitySession(
        activity=activity,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=activity.minutes),
        on=day,
        place=activity.place,
        leader_id=coach_id,
        capacity=activity.capacity,
    )
    made.bookings += [
        Booking(
            session=session,
            participant_id=one.participant_id,
            enrolment=one,
            booked_at=min(at - dt.timedelta(days=8), timezone.now()),
            booked_by=str(coach_id),
        )
        for one in [each for each in people if each.started_on <= day][:_LARGE]
    ]


# --- turns and wishes -------------------------------------------------------------------------------------------
def _turns(made: Made, enrolments: list[Enrolment], catalogue, today: dt.date) -> None:
    """The first dozen who take part now change between the task areas every second week."""
    people = [one for one in enrolments if one.state == "active"][:12]
    areas = [activity for activity, _series, _offer in catalogue if activity.kind in ("task_area", "shop")]
    first = max([today - dt.timedelta(days=today.weekday() + 14), *(one.started_on for one in people)])
    for turn in rotate(people, areas, first=first, weeks=2, rounds=3):
        made.turns.append(
            RotationTurn(
                activity=turn.area,
                participant_id=turn.person.participant_id,
                enrolment=turn.person,
                from_on=turn.from_on,
                until_on=turn.until_on,
                made_at=timezone.now(),
                made_by=str(turn.person.coach_id or ""),
            )
        )


_WISHES = (
    ("topic", "Hur man startar eget företag"), ("topic", "Budget när pengarna är små"), ("topic", "Rätten på jobbet"),
    ("visit", "Snickeriet på industriområdet"), ("visit", "Folkhögskolan"), ("tasks", "Laga cyklar"),
)  # fmt: skip


def _wishes(rng: random.Random, unit: Unit, enrolments: list[Enrolment]) -> None:
    people = [one.participant_id for one in enrolments if one.state == "active"]
    for kind, words in _WISHES:
        now = timezone.now()
        wish = TopicWish.objects.create(unit=unit, kind=kind, words=words, made_at=now, made_by="")
        voters = rng.sample(people, min(len(people), rng.randint(1, 9)))
        WishVote.objects.bulk_create(WishVote(wish=wish, participant_id=one, voted_at=now) for one in voters)
