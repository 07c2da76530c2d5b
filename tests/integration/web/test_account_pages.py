"""The administrator's pages, the invitation's page, and sign-ins that are stopped."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from stegvis.access.actions import accounts, assignments
from stegvis.access.models import AuditEvent, Deputyship, User
from tests.factories import EnrolmentFactory, viewer
from tests.factories.users import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.need("PRV-01", where="accounts")]
DAY = dt.timedelta(days=1)


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


@pytest.fixture
def tokens(monkeypatch):
    sent = []
    monkeypatch.setattr("stegvis.access.invitation_mail.send", lambda *, user, token, expires_at: sent.append(token))
    return sent


def test_ida_invites_and_the_invited_takes_the_account_and_sets_up_the_second_step(
    people, signed_in, client, tokens, django_capture_on_commit_callbacks
):
    ida = signed_in(people.ida)
    form = {
        "email": "ny@example.org", "full_name": "Ny Handledare", "language": "sv", "role": "coach",
        "unit": people.monsteras_unit.pk, "starts_on": timezone.localdate(),
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert ida.post(reverse("account_invite"), form)["Location"] == reverse("accounts")
    assert client.get(reverse("invitation_link", args=tokens))["Location"] == reverse("invitation")
    assert "ny@example.org" in client.get(reverse("invitation")).content.decode()
    client.post(reverse("invitation"), {"full_name": "Nya Namnet", "password": PASSWORD, "again": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(email="ny@example.org").pk)
    # no second question for the password on the way to the second step
    assert client.get(reverse("participants"))["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_what_was_typed_wrong_is_said_and_the_rest_stays(people, signed_in):
    answer = signed_in(people.ida).post(reverse("account_invite"), {"email": "bo@example.org", "full_name": "Bo Två"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "Bo Två" in page and not User.objects.filter(full_name="Bo Två").exists()


def test_two_different_passwords_are_refused(people, client, tokens, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite(
            email="ny@example.org", full_name="Ny", role="steering_group",
            organisation=people.monsteras, by=viewer(people.ida),
        )  # fmt: skip
    client.get(reverse("invitation_link", args=tokens))
    client.post(reverse("invitation"), {"full_name": "Ny", "password": PASSWORD, "again": PASSWORD + "x"})
    assert "_auth_user_id" not in client.session


def test_the_list_and_one_account_open_and_the_list_costs_the_same(people, signed_in, django_assert_max_num_queries):
    ida = signed_in(people.ida)
    page = ida.get(reverse("accounts"), {"text": "lind"}).content.decode()
    assert "Bo Lind" in page and "Amina" not in page
    assert ida.get(reverse("account", args=[people.amina.pk])).status_code == 200
    ida.get(reverse("accounts"))
    with django_assert_max_num_queries(12):
        ida.get(reverse("accounts"))
    for _ in range(30):
        UserFactory()
    with django_assert_max_num_queries(12):
        ida.get(reverse("accounts"))


def test_a_long_list_of_accounts_is_read_page_by_page_and_each_account_once(people, signed_in):
    for _ in range(105):
        UserFactory()
    ida, address, seen = signed_in(people.ida), "?", []
    while address:
        answer = ida.get(reverse("accounts") + address)
        seen += [row["user"].pk for row in answer.context["rows"]]
        assert "@" not in address
        address = answer.context["next"]
    assert len(seen) == len(set(seen)) == User.objects.count() == answer.context["total"]
    assert len(answer.context["rows"]) <= 50
    back = ida.get(reverse("accounts") + answer.context["previous"])
    assert [row["user"].pk for row in back.context["rows"]] == seen[50:100]
    assert ida.get(reverse("accounts"), {"from": "nobody"}).context["rows"][0]["user"].pk == seen[0]


def test_ida_lets_amina_leave_and_dag_is_shown_the_participants(people, signed_in):
    hers = EnrolmentFactory(unit=people.monsteras_unit, project=people.project, coach=people.amina)
    ida, last = signed_in(people.ida), timezone.localdate() + DAY
    ida.post(reverse("account_leave", args=[people.amina.pk]), {"last_day": last})
    assert "1 participant must be taken over" in ida.get(reverse("account", args=[people.amina.pk])).content.decode()
    dag = signed_in(people.dag)
    assert "leaves or has left" in dag.get(reverse("start")).content.decode()
    assert str(hers.participant_id) in dag.get(reverse("participants"), {"show": "handover"}).content.decode()


@pytest.mark.parametrize("act", ["wake", "close", "second-step"])
def test_ones_own_account_is_another_administrators(people, signed_in, act):
    ida = signed_in(people.ida)
    answer = ida.post(reverse("account_act", args=[people.ida.pk]), {"act": act}, follow=True)
    assert "cannot give yourself rights" in answer.content.decode()


def test_a_role_is_moved_and_ended(people, signed_in):
    ida, held = signed_in(people.ida), people.bo.memberships.get()
    day = timezone.localdate() + 5 * DAY
    ida.post(reverse("account_role_move", args=[people.bo.pk, held.pk]), {"unit": people.vastervik_unit.pk, "on": day})
    new = people.bo.memberships.get(unit=people.vastervik_unit)
    ida.post(reverse("account_role_end", args=[people.bo.pk, new.pk]), {"last_day": day + DAY})
    new.refresh_from_db()
    assert new.ends_on == day + DAY


# --- sign-ins that are stopped -----------------------------------------------------------------------------------
def test_a_dormant_account_is_shut_with_a_way_back(people, client, signed_in):
    User.objects.filter(pk=people.gun.pk).update(
        last_login=timezone.now() - (settings.STEGVIS_DORMANT_DAYS + 2) * DAY, created_at=timezone.now() - 400 * DAY
    )
    answer = sign_in(client, people.gun)
    assert (answer.status_code, "vilar" in answer.content.decode()) == (403, True)
    assert AuditEvent.objects.get(verb="sign_in_refused").facts["reason"] == "dormant"
    signed_in(people.ida).post(reverse("account_act", args=[people.gun.pk]), {"act": "wake"})
    assert sign_in(client, people.gun)["Location"] == reverse("start")


def test_after_the_last_day_nobody_signs_in_and_an_open_session_ends(people, client):
    sign_in(client, people.gun)
    User.objects.filter(pk=people.gun.pk).update(leaves_on=timezone.localdate() - DAY)
    answer = client.get(reverse("results"))
    assert answer["Location"].startswith(reverse("account_login"))
    assert "sista dag har varit" in sign_in(client, people.gun).content.decode()


def test_whose_assignment_has_ended_is_told_so(people, client):
    today = timezone.localdate()
    made = assignments.assign(
        user=UserFactory(), project=people.project, purpose="Slut", decided_by="Eva", decided_on=today - 20 * DAY,
        starts_on=today - 9 * DAY, ends_on=today - DAY, by=viewer(people.ida),
    )  # fmt: skip
    client.force_login(made.membership.user)
    assert client.get(reverse("results"))["Location"] == reverse("start")
    assert "Ditt uppdrag är slut" in client.get(reverse("start")).content.decode()


# --- language and the fresh sign-in ------------------------------------------------------------------------------
def test_signing_in_speaks_the_users_language(people, client):
    User.objects.filter(pk=people.gun.pk).update(language="en")
    sign_in(client, people.gun)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_choosing_a_language_signed_in_is_kept_with_the_account(people, client):
    client.force_login(people.gun)
    client.post(reverse("choose_language"), {"language": "en"})
    people.gun.refresh_from_db()
    assert people.gun.language == "en"
    assert AuditEvent.objects.get(verb="choose_language").record_id == str(people.gun.pk)


def test_the_first_sign_in_asks_for_the_password_once(people, client):
    sign_in(client, people.amina)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_an_older_sign_in_is_asked_again(people, client, monkeypatch):
    sign_in(client, people.amina)
    later = timezone.now().timestamp() + settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 5
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: later)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_sign_in_is_logged_with_its_way(people, client):
    sign_in(client, people.gun)
    assert AuditEvent.objects.get(verb="sign_in").facts == {"way": "password"}


# --- deputies ----------------------------------------------------------------------------------------------------
def test_amina_names_bo_and_bo_reads_it_on_his_first_page(people, signed_in):
    today = timezone.localdate()
    amina = signed_in(people.amina)
    amina.post(reverse("deputy_new"), {"deputy": people.bo.pk, "starts_on": today, "ends_on": today + 5 * DAY})
    bo = signed_in(people.bo)
    page = bo.get(reverse("start")).content.decode()
    assert "You stand in" in page and "Amina Nur" in page
    made = Deputyship.objects.get()
    amina.post(reverse("deputy_end", args=[made.pk]))
    assert "You stand in" not in bo.get(reverse("start")).content.decode()
