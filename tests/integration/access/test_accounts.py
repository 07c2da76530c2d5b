"""The life of an account: invited, taken, moved, left, dormant, woken; and who may do what to whom."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from stegvis.access.actions import accounts, assignments, audit, users
from stegvis.access.models import AuditEvent, Invitation, Membership, User
from stegvis.access.queries import accounts as known
from stegvis.access.queries import assignments as written
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, standing
from stegvis.base.decision import NotPossible
from stegvis.casework.queries import handover
from stegvis.reporting.queries import projects
from tests.factories import EnrolmentFactory, MembershipFactory, ProjectFactory, UnitFactory, cast, viewer
from tests.factories.users import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="accounts")]
DAY = dt.timedelta(days=1)
LONG_AGO, LATELY = dt.datetime(2025, 9, 1, tzinfo=dt.UTC), dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def invite(people, django_capture_on_commit_callbacks, settings):
    """Invite somebody as a coach; their user and the link's secret as it stands in the mail."""

    def send(email="ny@example.org", by=None) -> tuple[User, str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            user = accounts.invite(
                email=email,
                full_name="Ny Handledare",
                role="coach",
                organisation=people.monsteras,
                unit=people.monsteras_unit,
                by=viewer(by or people.ida),
            )
        return user, secret()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return send


def secret() -> str:
    return mail.outbox[-1].body.split("/invitation/")[1].split("/")[0]


# --- invitation --------------------------------------------------------------------------------------------------
def test_the_invited_get_a_mail_with_a_link_and_nothing_about_their_work(invite):
    invite()
    sent = mail.outbox[0]
    assert sent.to == ["ny@example.org"]
    assert "handledare" not in sent.body.lower().replace("ny handledare", "")


def test_only_a_digest_of_the_link_is_kept(invite):
    _user, token = invite()
    assert token not in str(list(Invitation.objects.values())) + str(list(AuditEvent.objects.values()))


def test_the_link_is_taken_once_with_name_and_password(invite):
    user, token = invite()
    taken = accounts.take_invitation(token=token, full_name="Nya Namnet", password=PASSWORD)
    assert (taken, taken.full_name, taken.check_password(PASSWORD)) == (user, "Nya Namnet", True)
    with pytest.raises(NotPossible):
        accounts.take_invitation(token=token, full_name="Någon Annan", password=PASSWORD + "2")


@pytest.mark.parametrize("password", ["kort", "ny@example.org", "123456789012345"])
def test_a_weak_password_leaves_the_link_unused(invite, password):
    _user, token = invite()
    with pytest.raises(NotPossible) as refused:
        accounts.take_invitation(token=token, full_name="Ny", password=password)
    assert refused.value.field == "password"
    assert known.invitation(token)


def test_an_old_link_does_not_work(invite):
    _user, token = invite()
    Invitation.objects.update(sent_at=timezone.now() - 9 * DAY, expires_at=timezone.now() - DAY)
    assert known.invitation(token) is None


def test_a_new_invitation_replaces_the_earlier_one(invite, people, django_capture_on_commit_callbacks):
    user, token = invite()
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite_again(user=user, by=viewer(people.ida))
    assert known.invitation(token) is None
    assert known.invitation(secret()).user == user


def test_a_withdrawn_invitation_does_not_work(invite, people):
    user, token = invite()
    accounts.withdraw_invitation(user=user, by=viewer(people.ida))
    assert known.invitation(token) is None


def test_a_link_to_a_closed_account_does_not_work(invite, people):
    user, token = invite()
    users.set_active(user=user, active=False, by=viewer(people.ida))
    assert known.invitation(token) is None


def test_whoever_has_taken_the_account_is_not_invited_again(invite, people):
    user, token = invite()
    accounts.take_invitation(token=token, full_name="Ny", password=PASSWORD)
    user.refresh_from_db()
    with pytest.raises(NotPossible):
        accounts.invite_again(user=user, by=viewer(people.ida))


@pytest.mark.parametrize("who", ["amina", "dag", "karin", "eva", "maja", "filip", "hassan"])
def test_nobody_but_an_administrator_invites(people, invite, who):
    with pytest.raises(NotAllowed):
        invite(by=getattr(people, who))
    assert not User.objects.filter(email="ny@example.org").exists()


def test_a_mail_that_cannot_be_sent_is_logged_without_the_address(invite, monkeypatch, caplog):
    def broken(*_, **__):
        raise OSError("ny@example.org")

    monkeypatch.setattr("stegvis.access.invitation_mail.send_mail", broken)
    with pytest.raises(IndexError):  # no mail to read the link from
        invite()
    assert "could not be sent" in caplog.text and "example.org" not in caplog.text


# --- rights ------------------------------------------------------------------------------------------------------
def test_nobody_gives_rights_to_themselves(people):
    ida = viewer(people.ida)
    today = timezone.localdate()
    with pytest.raises(NotPossible) as refused:
        users.add_membership(
            user=people.ida, role="coach", organisation=people.monsteras, unit=people.monsteras_unit,
            starts_on=today, by=ida,
        )  # fmt: skip
    assert refused.value.code == "oneself"
    with pytest.raises(NotPossible):
        accounts.reactivate(user=people.ida, by=ida)
    with pytest.raises(NotPossible):
        assignments.assign(
            user=people.ida, project=people.project, purpose="x", decided_by="x", decided_on=today, starts_on=today,
            ends_on=today + DAY, by=ida,
        )  # fmt: skip


@pytest.mark.parametrize("way", ["leave", "close", "end"])
def test_the_last_administrator_cannot_be_removed(people, way):
    ida, today = viewer(people.ida), timezone.localdate()
    ways = {
        "leave": lambda: accounts.leave(user=people.ida, last_day=today, by=ida),
        "close": lambda: users.set_active(user=people.ida, active=False, by=ida),
        "end": lambda: users.end_membership(membership=people.ida.memberships.get(), ends_on=today, by=ida),
    }
    with pytest.raises(NotPossible) as refused:
        ways[way]()
    assert refused.value.code == "last_administrator"
    second = MembershipFactory(role="administrator", organisation=people.regional_office)
    ways[way]()
    assert viewer(second.user).may("user", "manage")


def test_an_administrator_who_leaves_soon_does_not_count(people):
    second = MembershipFactory(role="administrator", organisation=people.regional_office)
    accounts.leave(user=second.user, last_day=timezone.localdate() + DAY, by=viewer(people.ida))
    with pytest.raises(NotPossible):
        accounts.leave(user=people.ida, last_day=timezone.localdate() + 2 * DAY, by=viewer(people.ida))


# --- moving and leaving ------------------------------------------------------------------------------------------
def test_a_change_of_unit_from_a_day_keeps_the_history(people):
    unit = UnitFactory(organisation=people.monsteras)
    day = timezone.localdate() + 10 * DAY
    accounts.change_unit(membership=people.amina.memberships.get(), unit=unit, on=day, by=viewer(people.ida))
    before, after = people.amina.memberships.order_by("starts_on")
    assert (before.unit, before.ends_on, after.unit, after.starts_on) == (
        people.monsteras_unit, day - DAY, unit, day,
    )  # fmt: skip
    assert viewer_of(people.amina, on=day - DAY).grants[0].unit_id == people.monsteras_unit.pk
    assert viewer_of(people.amina, on=day).grants[0].unit_id == unit.pk


def test_on_the_day_after_the_last_nothing_is_reached(people):
    last = timezone.localdate() + 3 * DAY
    accounts.leave(user=people.amina, last_day=last, by=viewer(people.ida))
    people.amina.refresh_from_db()
    assert viewer_of(people.amina, on=last).may("participant", "list")
    assert not viewer_of(people.amina, on=last + DAY).grants


def test_the_leader_sees_by_name_whom_somebody_else_must_take_over(people):
    hers = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.bo)
    assert not handover.waiting(viewer(people.dag)).exists()
    accounts.leave(user=people.amina, last_day=timezone.localdate() + 3 * DAY, by=viewer(people.ida))
    assert list(handover.waiting(viewer(people.dag))) == [hers]
    assert not handover.waiting(viewer(people.carin)).exists()
    assert handover.count_of(viewer(people.ida), people.amina) == 1
    with pytest.raises(NotAllowed):
        handover.count_of(viewer(people.dag), people.amina)


def test_the_participants_of_who_changed_unit_wait_too(people):
    hers = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    unit = UnitFactory(organisation=people.monsteras)
    day = timezone.localdate() + DAY
    accounts.change_unit(membership=people.amina.memberships.get(), unit=unit, on=day, by=viewer(people.ida))
    assert list(handover.waiting(viewer(people.dag))) == [hers]


def test_a_leaving_is_taken_back(people):
    accounts.leave(user=people.amina, last_day=timezone.localdate(), by=viewer(people.ida))
    accounts.reactivate(user=people.amina, by=viewer(people.ida))
    people.amina.refresh_from_db()
    assert people.amina.leaves_on is None


# --- how an account stands ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "active"),
        ({"is_active": False}, "closed"),
        ({"leaves_on": dt.date(2026, 5, 1)}, "active"),
        ({"leaves_on": dt.date(2026, 4, 30)}, "left"),
        ({"last_login": LONG_AGO}, "dormant"),
        ({"last_login": LONG_AGO, "reactivated_at": LATELY}, "active"),
        ({"last_login": LATELY}, "active"),
        ({"password": None}, "invited"),
    ],
)  # fmt: skip
def test_how_an_account_stands(fields, expected):
    user = UserFactory(password=fields.pop("password", PASSWORD))
    user.created_at = dt.datetime(2025, 8, 1, tzinfo=dt.UTC) if "last_login" in fields else timezone.now()
    for name, value in fields.items():
        setattr(user, name, value)
    today = dt.date(2026, 5, 1) if fields else timezone.localdate()
    assert standing(user, today=today, dormant_days=180) == expected


def test_the_list_is_narrowed_and_costs_the_same_however_long(people, django_assert_num_queries):
    assert {one.user for one in known.listed(viewer(people.ida), text="lind")} == {people.bo}
    assert not known.listed(viewer(people.ida), wanted="dormant")
    with pytest.raises(NotAllowed):
        known.listed(viewer(people.dag))
    ida = viewer(people.ida)
    for _ in range(30):
        MembershipFactory(unit=people.monsteras_unit)
    with django_assert_num_queries(2):
        assert len(known.listed(ida)) == 44


# --- assignments to evaluate -------------------------------------------------------------------------------------
def assigned(people, user=None, **days):
    today = timezone.localdate()
    return assignments.assign(
        user=user or UserFactory(),
        project=people.project,
        purpose="Slututvärdering",
        decided_by="Eva Ström, regional samordnare",
        decided_on=today - 10 * DAY,
        starts_on=days.get("starts_on", today),
        ends_on=days.get("ends_on", today + 30 * DAY),
        by=viewer(people.ida),
    )


def test_an_evaluator_reaches_the_project_of_the_assignment_until_its_last_day(people):
    other = ProjectFactory(owner=people.regional_office)
    made = assigned(people)
    user = made.membership.user
    assert list(projects.visible_to(viewer(user))) == [people.project]
    assert other in projects.visible_to(viewer(people.filip))
    after = viewer_of(user, on=made.membership.ends_on + DAY)
    assert not projects.visible_to(after).exists()


def test_the_assignment_is_shown_to_the_data_protection_officer_and_to_the_evaluator(people):
    made = assigned(people)
    for who in (people.maja, people.ida, made.membership.user):
        assert list(written.visible_to(viewer(who))) == [made]
    assert not written.visible_to(viewer(people.filip)).exists()


@pytest.mark.parametrize("field", ["purpose", "decided_by"])
def test_an_assignment_says_what_for_and_who_decided(people, field):
    texts = {"purpose": "x", "decided_by": "y"} | {field: "  "}
    today = timezone.localdate()
    with pytest.raises(NotPossible) as refused:
        assignments.assign(
            user=people.gun, project=people.project, decided_on=today, starts_on=today, ends_on=today,
            by=viewer(people.ida), **texts,
        )  # fmt: skip
    assert refused.value.field == field


ACTS = {
    "invite_again": lambda p, u: accounts.invite_again(user=u, by=viewer(p.ida)),
    "leave": lambda p, u: accounts.leave(user=u, last_day=timezone.localdate(), by=viewer(p.ida)),
    "reactivate": lambda p, u: accounts.reactivate(user=u, by=viewer(p.ida)),
    "assign": lambda p, u: assigned(p, u),
    "move": lambda p, u: accounts.change_unit(
        membership=p.amina.memberships.get(), unit=UnitFactory(), on=timezone.localdate(), by=viewer(p.ida)
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_failing_log_undoes_the_act(people, invite, monkeypatch, act):
    user, _token = invite()
    state = lambda: (  # noqa: E731
        list(User.objects.values("leaves_on", "is_active", "reactivated_at").order_by("pk")),
        list(Membership.objects.values().order_by("pk")),
        list(Invitation.objects.values().order_by("pk")),
    )
    before = state()

    def broken(**_):
        raise OSError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError):
        ACTS[act](people, user)
    assert state() == before
