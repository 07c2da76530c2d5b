"""Who was pointed to the units: open referrals of the last weeks, the waiting list, a year of advice."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.models import Membership
from stegvis.access.rules import Viewer
from stegvis.casework.models import (
    AssistanceBase,
    DelimitationRule,
    Enrolment,
    IntakeRemark,
    LocalTargetGroup,
    Referral,
    ReferralAttempt,
    ReferredPerson,
    ResidencePermit,
    SchoolStatus,
    UvasPeriod,
)
from stegvis.demo.synthesiser.draws import Weighted, pick
from stegvis.organisation.models import Project, Unit

_SEED = 20243
#: Days back over which what led to no enrolment is spread.
_YEAR = 365
_CHANNELS: Weighted = (
    *(("income_support", 36), ("employment_service", 22), ("open_self", 14), ("municipal_activity_duty", 10)),
    *(("health_care", 8), ("school", 6), ("adult_social_care", 4)),
)
_REFERRERS = {
    "income_support": ("Försörjningsstöd, Siv Ek", "Försörjningsstöd"),
    "employment_service": ("Arbetsförmedlingen, Tor Lund",),
    "health_care": ("Vårdcentralen, kurator",),
    "school": ("Studie- och yrkesvägledaren",),
}
_NAMES = (
    "Nour Haddad", "Elin Sandgren", "Abdi Warfa", "Svetlana Moroz", "Kim Lindahl", "Yusuf Demir", "Maja-Lisa Brandt",
    "Tesfay Gebre", "Olle Fransson", "Rosa Mendes", "Hanna Wik", "Ibrahim Saleh", "Lova Nyqvist", "Petra Holmgren",
)  # fmt: skip
_ABOUT = (
    "Vill komma igång efter en tid hemma. Gärna förmiddagar.",
    "Har avslutat SFI och vill prova på vård eller kök.",
    "Behöver någon som ringer fler än en gång. Svarar helst på sms.",
    "",
)
_SETTLED: Weighted = (("advised", 56), ("declined", 28), ("unreachable", 16))
_ADVICE: Weighted = (
    *(("guidance", 34), ("job_search", 22), ("instead_of_office", 18)),
    *(("studies", 14), ("money", 8), ("other", 4)),
)
_OUTSIDE: Weighted = (
    *(("group", 26), ("works_or_studies", 22), ("elsewhere", 16)),
    *(("other_help", 16), ("age", 12), ("not_outside", 8)),
)
_SHOWN = ("Vuxenutbildningen", "Arbetsförmedlingen", "Studie- och yrkesvägledaren", "Vårdcentralen", "Grannkommunen")
_PURPOSE = (
    "Vi hjälper den som står långt från arbete att hitta, få och behålla ett jobb eller en utbildning. Ring oss "
    "tillsammans med personen, eller be personen höra av sig själv. Vi ringer tillbaka inom en vecka."
)
_CAUSE = "Försörjningsstöd hade semester och ingen som kunde anmäla. Vi ringer dem i augusti."
#: What is open now: days waited, attempts so far, taken, state.
_OPEN = (
    (23, 3, False, "waiting"), (16, 2, True, "waiting"), (9, 1, False, "waiting"), (6, 0, False, "waiting"),
    (3, 0, True, "waiting"), (1, 0, False, "waiting"), (0, 0, False, "waiting"), (31, 1, True, "start_booked"),
    (44, 1, True, "start_booked"), (60, 1, False, "waiting_list"), (75, 0, False, "waiting_list"),
    (38, 0, False, "waiting_list"),
)  # fmt: skip


def live(*, today: dt.date, by: Viewer) -> int:
    """Referrals without an enrolment for every unit of a project that goes on; nothing when there are some already."""
    if Referral.objects.exclude(state="enrolled").exists():
        return 0
    rng = random.Random(_SEED)  # noqa: S311 - invention, not secrecy
    referrals, people, attempts = [], [], []
    for project in Project.objects.filter(ends_on__gte=today).order_by("code"):
        for number, unit in enumerate(project.units.order_by("pk")):
            referrals += [_settled(rng, project, unit, today) for _each in range(42 if number == 0 else 20)]
            for nth, facts in enumerate(_OPEN if number == 0 else _OPEN[3:9]):
                referral = _open(rng, project, unit, today, facts)
                referrals.append(referral)
                people.append(_person(nth + number * 3, referral))
                attempts += _attempts(rng, people[-1], facts[1], today)
    with transaction.atomic():
        _decisions(today)
        _facts(rng, today)
        Referral.objects.bulk_create(referrals, batch_size=500)
        ReferredPerson.objects.bulk_create(people, batch_size=500)
        ReferralAttempt.objects.bulk_create(attempts, batch_size=500)
        audit.record(by=by, verb="create", record="referral", facts={"referrals": len(referrals)})
    return len(referrals)


def _decisions(today: dt.date) -> None:
    """What each unit of a project that goes on has decided about its intake, and told its partners."""
    before = {"since_on": today - dt.timedelta(days=700), "until_on": today - dt.timedelta(days=181)}
    now = {"since_on": today - dt.timedelta(days=180)}
    for unit in Unit.objects.filter(parts__project__ends_on__gte=today).distinct():
        own = {"unit": unit, "set_by": "demo"}
        LocalTargetGroup.objects.bulk_create(
            [
                LocalTargetGroup(code="youth", **now, **own),
                LocalTargetGroup(code="long_term_unemployed", **now, **own),
                LocalTargetGroup(code="disability", **now, **own),
                LocalTargetGroup(code="newly_arrived", **before, **own),
            ]
        )
        DelimitationRule.objects.create(text="Inget pågående missbruk", **now, **own)
        IntakeRemark.objects.bulk_create(
            [
                IntakeRemark(
                    kind="purpose", happened_on=today - dt.timedelta(days=180), text=_PURPOSE, **own,
                ),
                IntakeRemark(
                    kind="cause", happened_on=today - dt.timedelta(days=120), text=_CAUSE, **own
                ),
                IntakeRemark(
                    kind="visit", happened_on=today - dt.timedelta(days=50), partner="Vårdcentralen", people=9,
                    text="Berättade om grupperna och lämnade foldern.", **own,
                ),
            ]
        )  # fmt: skip
        AssistanceBase.objects.bulk_create(
            AssistanceBase(
                counted_on=today - dt.timedelta(days=days), women=women, men=men,
                source="Försörjningsstöd", **own,
            )
            for days, women, men in ((300, 148, 131), (60, 139, 120))
        )  # fmt: skip


def _facts(rng: random.Random, today: dt.date) -> None:
    """Schooling, UVAS and permits of those who take part now."""
    uvas, permits, schooling = [], [], []
    going_on = Enrolment.objects.filter(state="active", project__ends_on__gte=today)
    for enrolment in going_on.order_by("participant__identity_number"):
        person = enrolment.participant_id
        if rng.random() < 0.6:
            unfinished = rng.random() < 0.35
            schooling.append(SchoolStatus(participant_id=person, compulsory=True, upper_secondary=not unfinished))
        if rng.random() < 0.4:
            since = enrolment.started_on - dt.timedelta(days=rng.randint(60, 900))
            reason = rng.choice(("health", "no_work", "left_school", "moved"))
            uvas.append(UvasPeriod(participant_id=person, since_on=since, reason=reason))
        if rng.random() < 0.1:
            expires = today + dt.timedelta(days=rng.choice((12, 45, 80, 200, 400)))
            permits.append(ResidencePermit(participant_id=person, expires_on=expires))
    SchoolStatus.objects.bulk_create(schooling)
    UvasPeriod.objects.bulk_create(uvas)
    ResidencePermit.objects.bulk_create(permits)


def _way_in(rng: random.Random, project: Project, unit: Unit, on: dt.date) -> dict:
    channel = pick(rng, _CHANNELS)
    return {"project": project, "unit": unit, "channel": channel, "received_on": on, "sex": rng.choice("FFFMM")}


def _settled(rng: random.Random, project: Project, unit: Unit, today: dt.date) -> Referral:
    on = today - dt.timedelta(days=rng.randint(20, _YEAR))
    state = pick(rng, _SETTLED)
    advised = state == "advised"
    return Referral(
        **_way_in(rng, project, unit, on),
        state=state,
        settled_on=on + dt.timedelta(days=rng.randint(1, 14)),
        advice_kind=pick(rng, _ADVICE) if advised else "",
        outside_reason=pick(rng, _OUTSIDE) if advised else "",
        guided_to=rng.choice(_SHOWN) if state != "declined" else "",
    )


def _open(rng: random.Random, project: Project, unit: Unit, today: dt.date, facts: tuple) -> Referral:
    days, _tries, taken, state = facts
    way = _way_in(rng, project, unit, today - dt.timedelta(days=days))
    referral = Referral(
        **way,
        state=state,
        referred_by=rng.choice(_REFERRERS.get(way["channel"], ("",))),
        about=rng.choice(_ABOUT),
    )
    if taken:
        coach = _coach_of(unit)
        referral.taken_by_id = coach
        referral.taken_at = timezone.now() - dt.timedelta(days=min(days, 2)) if coach else None
    if state == "start_booked":
        meeting = dt.datetime.combine(today + dt.timedelta(days=rng.randint(3, 12)), dt.time(9, 30))
        referral.start_at = timezone.make_aware(meeting)
        referral.discharge_on = meeting.date() - dt.timedelta(days=2) if days > 40 else None
    if state == "waiting_list":
        referral.wait_reason = rng.choice(("no_place", "permit", "childcare"))
        referral.review_on = today + dt.timedelta(days=rng.choice((0, 14, 40)))
    return referral


def _coach_of(unit: Unit) -> int | None:
    held = Membership.objects.filter(unit=unit, role="coach").order_by("pk")
    return held.values_list("user_id", flat=True).first()


def _person(nth: int, referral: Referral) -> ReferredPerson:
    person = ReferredPerson(
        referral=referral,
        name=_NAMES[nth % len(_NAMES)],
        reach=f"070-174 06 {nth % 90 + 10}",
        may_leave_message=nth % 3 > 0,
    )
    person.set_keys()
    return person


def _attempts(rng: random.Random, person: ReferredPerson, count: int, today: dt.date) -> list[ReferralAttempt]:
    rows, referral = [], person.referral
    for number in range(count):
        day = referral.received_on + dt.timedelta(days=2 + number * 4)
        at = timezone.make_aware(dt.datetime.combine(min(day, today), dt.time(9 + number, 15)))
        party = "income_support" if number == 1 else "unit"
        if at <= timezone.now():
            result = rng.choice(("no_answer", "left_message" if person.may_leave_message else "no_answer"))
            rows.append(
                ReferralAttempt(
                    referral=referral,
                    happened_at=at,
                    result=result,
                    party=party,
                )
            )
    return rows
