"""Every screen of the staff, looked at by axe in light and dark, wide and narrow; and enrolling and closing."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import accounts, assignments, deputies
from stegvis.casework.actions import (
    consents,
    contacts,
    frames,
    hand_overs,
    life_wheels,
    mapping_forms,
    mappings,
    meetings,
    onward,
    plan_talks,
    plans,
    protections,
    steps,
    team_meetings,
)
from stegvis.casework.actions import shop as running
from stegvis.casework.models import Enrolment, HandOver, Participant
from stegvis.casework.vocabulary.mapping import LIFE_AREAS
from stegvis.programme.actions import assumptions, goals, learning, printed, theory
from stegvis.programme.models import Finding, PrintedFigure
from stegvis.reporting.actions import releases
from tests.factories import (
    ActivityFactory,
    ActivitySessionFactory,
    AttendanceFactory,
    BookingFactory,
    ClosedEnrolmentFactory,
    EnrolmentFactory,
    NoteFactory,
    OpenReferralFactory,
    ParticipantFactory,
    UserFactory,
    cast,
    identity_number,
    viewer,
)
from tests.factories.cast import Cast, second_factor
from tests.functional.conftest import each_width

AT, DAY = dt.date(2022, 10, 31), dt.timedelta(days=1)


@dataclass
class House:
    """Whose screens are looked at, and what they show; `link` is the word that an invitation carries."""

    everyone: Cast
    enrolment: Enrolment
    closed: Enrolment
    link: str = ""
    made: dict = field(default_factory=dict)


@pytest.fixture
def house(live_server, monkeypatch):
    """The cast, one active and some closed participants in Mönsterås, a day of theirs, and a release."""
    sent = []
    monkeypatch.setattr("stegvis.access.invitation_mail.send", lambda *, user, token, expires_at: sent.append(token))
    with transaction.atomic():  # one write to the disk, not hundreds
        made = make_house()
        a_day_at_work(made)
        people_with_rights(made)
        what_is_learnt(made)
    (made.link,) = sent
    return made


def make_house():
    """The cast, the participants and a release."""
    everyone = cast(age_min=18, age_max=64)
    for user in (everyone.amina, everyone.dag, everyone.eva, everyone.ida, everyone.karin, everyone.maja):
        second_factor(user)
    unit = everyone.monsteras_unit

    def person(**names):
        return ParticipantFactory(controller=unit.organisation, **names)

    for destination in ["work"] * 8 + ["studies"] * 7:
        closed = ClosedEnrolmentFactory(
            unit=unit, project=everyone.project, participant=person(), outcomes=[destination]
        )
    active = EnrolmentFactory(
        unit=unit,
        project=everyone.project,
        coach=everyone.amina,
        participant=person(given_name="محمد", family_name="Ett-mycket-långt-efternamn-som-inte-ryms"),
    )
    protections.protect(
        participant=active.participant, level="secrecy_marking", since_on=AT, decided_by="Skatteverket",
        review_on=dt.date.today() + dt.timedelta(days=90), named=[everyone.amina, everyone.karin],
        by=viewer(everyone.karin),
    )  # fmt: skip
    releases.create(project=everyone.project, at=AT, by=viewer(everyone.eva))
    printed.keep(project=everyone.project, figures=printed_figures(), by=viewer(everyone.eva))
    return House(everyone, active, closed)


def a_day_at_work(house):
    """What a coach writes, plans, books and is asked about."""
    unit, person, by = house.everyone.monsteras_unit, house.enrolment.participant, viewer(house.everyone.amina)
    today = timezone.localdate()
    plans.add_goal(participant=person, text="Arbeta i ett kök", by=by)
    session = ActivitySessionFactory(activity=ActivityFactory(unit=unit, name="Cykelskola"))
    AttendanceFactory(
        session=ActivitySessionFactory(activity=session.activity, days=-7), enrolment=house.enrolment, state="absent"
    )
    BookingFactory(session=session, enrolment=house.enrolment)
    house.made = {
        "note": NoteFactory(participant=person, author=house.everyone.amina),
        "step": steps.add(participant=person, text="Ringa skolan", due_on=today - DAY, by=by),
        "frame": frames.add(
            participant=person, kind="income_support", text="Försörjningsstöd", until_on=today + DAY, by=by
        ),
        "talk": plan_talks.book(participant=person, on=today, by=by),
        "referral": OpenReferralFactory(unit=unit, project=house.everyone.project),
        "shop": a_shop(unit, by),
        "mapping": mappings.begin(participant=person, by=by).mapping,
        "form": mapping_forms.begin(unit=unit, by=viewer(house.everyone.dag)),
        "wheel": life_wheels.draw(
            participant=person, scores=dict.fromkeys(LIFE_AREAS.codes, 6), first=["work_study"], by=by
        ),
        "meeting": meetings.book(participant=person, starts_at=timezone.now() + DAY, place="Väntrummet " * 9, by=by),
    } | people_around(house, by)


def people_around(house, by):
    """A meeting of the team, a referral to who takes over, and somebody handed over to a colleague."""
    everyone, person, today = house.everyone, house.enrolment.participant, timezone.localdate()
    desk = contacts.add(
        controller=everyone.monsteras, party="school", organisation="Folkhögskolan " * 7, name="Per Ek", by=by
    )
    consents.give(
        participant=person, contact=desk, kinds=["plan"], purpose="Studierna", given_how="paper",
        until_on=today + 90 * DAY, by=by,
    )  # fmt: skip
    other = EnrolmentFactory(unit=everyone.monsteras_unit, project=everyone.project, coach=everyone.amina,
                             participant__controller=everyone.monsteras)  # fmt: skip
    hand_overs.give(enrolment=other, to=everyone.bo, words="Ring på förmiddagen. " * 20, by=viewer(everyone.dag))
    return {
        "team_meeting": team_meetings.invite(
            participant=person, kind="sip", planned_on=today, purpose="Vården " * 20, contacts=[desk],
            consented_how="in_person", by=by,
        ),
        "onward": onward.send(
            participant=person, contact=desk, wish="hand_over", reason="Tar över", kinds=["plan"], way="post", by=by
        ),
        "hand_over": HandOver.objects.get(),
    }  # fmt: skip


def a_shop(unit, by):
    """A reuse shop with goods, a task, customers and goods that were moved."""
    shop, today = ActivityFactory(unit=unit, name="Butiken", kind="shop", track="work"), timezone.localdate()
    running.move(shop=shop, item_id=running.display(shop=shop, name="Stol", by=by).pk, state="reserved", by=by)
    running.display(shop=shop, name="Golvlampa " * 6, price_sek=150, place="Fönstret", by=by)
    running.add_task(shop=shop, text="Skriva prislappar", by=by)
    for back in (8, 6, 3, 1):
        running.count(shop=shop, on_day=today - back * DAY, part="morning", visitors=12, buyers=9 - back, by=by)
    running.change_display(shop=shop, on_day=today - 4 * DAY, what="Möblerna i fönstret", by=by)
    return shop


def people_with_rights(house):
    """An invitation that waits, an assignment, and a deputy."""
    everyone, today = house.everyone, timezone.localdate()
    unit, ida = everyone.monsteras_unit, viewer(everyone.ida)
    accounts.invite(
        email="ny@example.org", full_name="Ny Handledare", role="coach", organisation=unit.organisation, unit=unit,
        by=ida,
    )  # fmt: skip
    assignments.assign(
        user=UserFactory(), project=everyone.project, purpose="Slututvärdering " * 20, decided_by="Eva",
        decided_on=AT, starts_on=today, ends_on=today + 90 * DAY, by=ida,
    )  # fmt: skip
    deputies.name(absent=everyone.amina, deputy=everyone.bo, starts_on=today, ends_on=today + DAY,
                  by=viewer(everyone.amina))  # fmt: skip


def what_is_learnt(house):
    """A chart of two boxes with a figure, an assumption that is doubtful and the finding that came of it."""
    project, by = house.everyone.project, viewer(house.everyone.eva)
    effect = theory.add_box(
        project=project, layer="effect_short", name="Arbete", figure="indicator:work_or_studies:ended:", by=by
    )
    box = theory.add_box(project=project, layer="output", name="Praktikplatser " * 6, leads_to=[effect.pk], by=by)
    assumed = assumptions.add(box=box, target=effect, text="Praktik leder till arbete.", by=by)
    assumptions.review(assumption=assumed, verdict="doubtful", saw="Få stannar kvar.", by=by)
    learning.ask(
        project=project, question="Hur många?", method="survey", responsible="Eva", due_on=AT, box=effect, by=by
    )
    finding = Finding.objects.get()
    house.made |= {"box": box, "assumption": assumed, "finding": finding}
    counted = goals.Decided(target_text="Har tagit emot", target_number=20)
    told = {"project": project, "kind": "count", "source": "Listan över arbetsplatser", "by": by}
    house.made["goal"] = goals.add(name="20 arbetsplatser tar emot " * 4, area="work", decided=counted, **told)


def printed_figures():
    """One printed figure that agrees, one that was set aside, one that is hidden, one that nobody counts."""
    detailed = {
        "indicator": "exit_destination_detailed",
        "base": "ended",
        "by": {"sex": "F"},
        "destinations": ["moved"],
    }
    asked = {
        "agrees": {"indicator": "ended", "by": {}},
        "aside": {"indicator": "ended", "by": {}},
        "hidden": detailed,
        "not counted": {"unavailable": "protected"},
    }
    return [
        PrintedFigure(
            code=code, group="outcomes", label_sv=f"En tryckt siffra som heter {code}", label_en=code, printed=15,
            unit="persons", rounding="exact", counted_on=AT, question=question, set_aside=code == "aside",
            contradicts=["agrees"],
        )
        for code, question in asked.items()
    ]  # fmt: skip


def screens(house):
    """Address and who looks (None: somebody who is not signed in), by name of the screen."""
    return of_people(house) | of_the_day(house) | of_meeting_people(house) | of_rights(house) | of_results(house)


def of_people(house):
    everyone, enrolment = house.everyone, house.enrolment
    person = enrolment.participant_id
    beside = Participant.objects.exclude(pk=person).first().pk
    return {
        "start": (reverse("start"), everyone.amina),
        "participants": (reverse("participants"), everyone.amina),
        "participant": (reverse("participant", args=[person]), everyone.amina),
        "participant_change": (reverse("participant_change", args=[person]), everyone.amina),
        "participant_looks": (reverse("participant_looks", args=[person]), everyone.amina),
        "doubles": (reverse("doubles"), everyone.karin),
        "participant_merge": (reverse("participant_merge", args=[person, beside]), everyone.karin),
        "protection": (reverse("protection", args=[person]), everyone.karin),
        "participant_contact": (reverse("participant_contact", args=[person]), everyone.karin),
        "enrol": (reverse("enrol"), everyone.amina),
        "enrolment_close": (reverse("enrolment_close", args=[enrolment.pk]), everyone.amina),
        "enrolment_void": (reverse("enrolment_void", args=[enrolment.pk]), everyone.amina),
        "quality": (reverse("quality"), everyone.amina),
        "quality_list": (reverse("quality_list", args=["target_groups"]), everyone.amina),
        "words": (reverse("words"), everyone.ida),
        "words_list": (reverse("words_list", args=["destinations"]), everyone.ida),
        "words_change": (reverse("words_change", args=["destinations", "misconduct"]), everyone.ida),
        "words_new": (reverse("words_new", args=["target_groups"]), everyone.ida),
        "words_take_in": (reverse("words_take_in"), everyone.ida),
        "enrolment_change": (reverse("enrolment_change", args=[enrolment.pk]), everyone.amina),
        "audit_log": (reverse("audit_log"), everyone.maja),
    }


def of_the_day(house):
    """What a coach does from morning to evening, and what their leader arranges.

    The pages of activities are looked at in test_activities_by_hand.py, with twenty people.
    """
    everyone, enrolment, made = house.everyone, house.enrolment, house.made
    amina, dag, person = everyone.amina, everyone.dag, enrolment.participant_id
    unit = everyone.monsteras_unit
    asked = {
        "stand_up": (amina,),
        "notes": (amina, person),
        "note_new": (amina, person),
        "note": (amina, made["note"].pk),
        "note_correct": (amina, made["note"].pk),
        "note_templates": (dag,),
        "follow_ups": (amina,),
        "follow_up_new": (amina, house.closed.pk),
        "exit_opinion": (amina, house.closed.pk),
        "transfer": (dag,),
        "referrals": (amina,),
        "referral": (amina, made["referral"].pk),
        "mapping": (amina, person),
        "needs": (amina, person),
        "mapping_show": (amina, made["mapping"].pk),
        "mapping_fill": (amina, made["mapping"].pk, "strengths"),
        "participant_plan": (amina, person),
        "plan_goal": (amina, person),
        "plan_step": (amina, person, made["step"].pk),
        "plan_frame": (amina, person, made["frame"].pk),
        "plan_talk": (amina, person, made["talk"].pk),
        "plan_versions": (amina, person),
        "plan_print": (amina, person),
        "plans": (amina,),
        "unit_plan": (dag,),
        "unit_readiness": (dag, unit.pk),
        "unit_template_new": (dag, unit.pk),
    }
    return {name: (reverse(name, args=arguments), who) for name, (who, *arguments) in asked.items()}


def of_meeting_people(house):
    """Times, the way in, the mapping and the people around somebody."""
    amina, dag, person = house.everyone.amina, house.everyone.dag, house.enrolment.participant_id
    asked = {
        "calendar": (amina,),
        "calendar_feed": (amina,),
        "meeting_new": (amina, person),
        "meeting": (amina, house.made["meeting"].pk),
        "reminders": (amina,),
        "referral_new": (amina,),
        "participant_intake": (amina, person),
        "unit_intake": (dag,),
        "mapping_forms": (dag,),
        "mapping_form": (dag, house.made["form"].form_id),
        "life_wheel_new": (amina, person),
        "life_wheel": (amina, house.made["wheel"].pk),
        "inflow": (dag,),
        "participant_team": (amina, person),
        "participant_sharing": (amina, person),
        "final_report": (amina, house.closed.pk),
        "activity_shop": (amina, house.made["shop"].pk),
        "activity_shop_customers": (amina, house.made["shop"].pk),
        "team_meeting": (amina, person, house.made["team_meeting"].pk),
        "team_meeting_print": (amina, person, house.made["team_meeting"].pk),
        "team_meetings": (dag,),
        "onward_letter": (amina, person, house.made["onward"].pk),
        "hand_over_new": (amina, house.enrolment.pk),
        "hand_over": (dag, house.made["hand_over"].pk),
        "contacts": (amina,),
    }
    return {name: (reverse(name, args=arguments), who) for name, (who, *arguments) in asked.items()}


def of_rights(house):
    """Accounts, assignments, deputies, keys and what a new colleague meets."""
    everyone, ida = house.everyone, house.everyone.ida
    return {
        "installation": (reverse("installation"), ida),
        "accounts": (reverse("accounts"), ida),
        "account": (reverse("account", args=[everyone.amina.pk]), ida),
        "assignments": (reverse("assignments"), ida),
        "assignment_new": (reverse("assignment_new"), ida),
        "api_tokens": (reverse("api_tokens"), ida),
        "deputies": (reverse("deputies"), everyone.amina),
        "second factor": (reverse("mfa_index"), everyone.amina),
        "passkey": (reverse("mfa_add_webauthn"), everyone.amina),
        "invitation": (reverse("invitation_link", args=[house.link]), None),
    }


def of_results(house):
    everyone, project = house.everyone, house.everyone.project.code
    return {
        "results_project": (reverse("results_project", args=[project]), everyone.eva),
        "results_definition": (reverse("results_definition", args=[project, 1, "exit_destination"]), everyone.eva),
        "results_table": (reverse("results_table", args=[project, 1, "comparison"]), everyone.eva),
        "fund": (reverse("fund", args=[project]), everyone.amina),
        "own_indicators": (reverse("own_indicators", args=[project]), everyone.eva),
        "own_indicator_new": (reverse("own_indicator_new", args=[project]), everyone.eva),
        "results_closer": (reverse("results_closer", args=[project, 1]), everyone.eva),
        "results_over_time": (reverse("results_over_time", args=[project, 1]), everyone.eva),
        "comparison": (reverse("comparison", args=[project]), everyone.eva),
        "comparison_new": (reverse("comparison_new", args=[project]), everyone.eva),
        "report_new": (reverse("report_new", args=[project, 1]), everyone.eva),
        "printed_figures": (reverse("printed_figures", args=[project]), everyone.eva),
        "check_figures": (reverse("check_figures"), everyone.eva),
        "theory_project": (reverse("theory_project", args=[project]), everyone.eva),
        "theory_box": (reverse("theory_box", args=[house.made["box"].pk]), everyone.eva),
        "theory_box_change": (reverse("theory_box_change", args=[house.made["box"].pk]), everyone.eva),
        "theory_assumption": (reverse("theory_assumption", args=[house.made["assumption"].pk]), everyone.eva),
        "theory_plan": (reverse("theory_plan", args=[project]), everyone.eva),
        "theory_findings": (reverse("theory_findings", args=[project]), everyone.eva),
        "theory_finding_change": (reverse("theory_finding_change", args=[house.made["finding"].pk]), everyone.eva),
        "goals_project": (reverse("goals_project", args=[project]), everyone.eva),
        "goal": (reverse("goal", args=[project, house.made["goal"].code]), everyone.eva),
        "goal_new": (reverse("goal_new", args=[project]), everyone.eva),
        "release_new": (reverse("release_new", args=[project]), everyone.eva),
    }


def each_screen(house, visit, width):
    """Open every screen as the person who looks at it, one visit for each person; gives its name and the visit."""
    visits = {}
    for name, (address, user) in screens(house).items():
        if user not in visits:
            visits[user] = visit(width=width)
            if user:
                visits[user].sign_in(user)
        visits[user].open(address)
        yield name, visits[user]


@each_width
@pytest.mark.need("HOR-05", where="every screen")
def test_no_screen_has_a_barrier_or_runs_out_of_the_window(house, visit, width):
    faults = {}
    for name, there in each_screen(house, visit, width):
        for scheme in there.in_both_schemes():
            faults[name, scheme] = there.barriers() + too_wide(there)
    assert {place: found for place, found in faults.items() if found} == {}


def test_no_screen_runs_out_of_the_smallest_window(house, visit):
    faults = {name: too_wide(there) for name, there in each_screen(house, visit, 320)}
    assert {name: found for name, found in faults.items() if found} == {}


def too_wide(there) -> list[str]:
    return [f"{pixels} pixels too wide"] if (pixels := there.overflow()) else []


@pytest.mark.need("EXT-01", "EXT-08", where="enrol; enrolment_close")
def test_a_coach_enrols_and_closes_a_person_in_the_browser(house, visit):
    everyone = house.everyone
    there = visit()
    there.sign_in(everyone.amina)
    page = there.open(reverse("enrol"))
    page.fill("[name=identity_number]", identity_number(5, born=dt.date(1991, 4, 7)))
    page.fill("[name=given_name]", "Örjana")
    page.fill("[name=family_name]", "Ålund")
    page.fill("[name=started_on]", everyone.project.starts_on.isoformat())
    page.select_option("[name=inflow_channel]", "open_self")
    page.click("main form button[type=submit] >> nth=-1")
    page.wait_for_url("**/participants/**")
    assert "Örjana Ålund" in page.inner_text("h1")
    page.click("a:has-text('Avsluta')")
    page.wait_for_url("**/close/")
    page.select_option("[name=outcome-0-destination]", "work")
    page.fill("[name=outcome-0-receiver]", "Bageriet")
    page.click("main form button[type=submit] >> nth=-1")
    page.wait_for_url("**/closed/")
    assert "Bageriet" in page.inner_text("main")
