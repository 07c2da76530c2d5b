"""What can be sent to the pages of team and sharing: each `do` with its form, if it has one, and the action."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy

from stegvis.access.rules import Viewer
from stegvis.casework.actions import consents, disclosures, onward, team_meetings
from stegvis.casework.actions import team as joining
from stegvis.casework.models import Disclosure, DisclosureConsent, OnwardReferral, Participant, TeamMeeting, TeamMember
from stegvis.casework.queries import team
from stegvis.web.staff.participant_team import forms as told


@dataclass(frozen=True)
class Asked:
    """Who asks for whom, what was sent, and of which class of record."""

    viewer: Viewer
    person: Participant
    record: str
    posted: dict
    form: forms.Form | None = None

    @property
    def facts(self) -> dict:
        """The form's answers."""
        return self.form.facts() if hasattr(self.form, "facts") else self.form.cleaned_data

    @property
    def who(self) -> dict:
        """The participant and the actor, as every action takes them."""
        return {"participant": self.person, "by": self.viewer}

    def part(self, model: type):
        """The row that `id` names, if it is this person's."""
        try:
            return team.part(self.viewer, self.record, model, self.person, self.posted.get("id", ""))
        except (ValueError, TypeError, forms.ValidationError) as odd:
            raise Http404 from odd


@dataclass(frozen=True)
class Act:
    """One thing that can be done. `fields`: where a rule's field has another name in the form."""

    do: Callable[[Asked], object]
    form: type[forms.Form] | None = None
    done: str = gettext_lazy("It is saved.")
    fields: tuple[tuple[str, str], ...] = ()


TEAM: dict[str, Act] = {
    "member": Act(lambda a: joining.join(**a.facts, **a.who), told.MemberForm, gettext_lazy("The team is saved.")),
    "leave": Act(
        lambda a: joining.leave(member=a.part(TeamMember), by=a.viewer), done=gettext_lazy("The team is saved.")
    ),
}
TEAM |= {
    "invite": Act(
        lambda a: team_meetings.invite(**a.facts, **a.who),
        told.InviteForm,
        gettext_lazy("The meeting is planned. Print the letter for those invited."),
        (("contacts", "invited"),),
    ),
    "onward": Act(
        lambda a: onward.send(**a.facts, **a.who),
        told.OnwardForm,
        gettext_lazy("The referral is noted. What was handed out stands in the register."),
        (("ground", "kinds"),),
    ),
    "onward_move": Act(
        lambda a: onward.move(referral=a.part(OnwardReferral), by=a.viewer, **a.facts), told.OnwardMoveForm
    ),
    "drop": Act(
        lambda a: team_meetings.drop(meeting=a.part(TeamMeeting), by=a.viewer),
        done=gettext_lazy("The meeting is cancelled."),
    ),
}

SHARING: dict[str, Act] = {
    "consent": Act(
        lambda a: consents.give(**a.facts, **a.who), told.ConsentForm, gettext_lazy("The consent is noted.")
    ),
    "withdraw": Act(
        lambda a: consents.withdraw(consent=a.part(DisclosureConsent), by=a.viewer, **a.facts),
        told.WithdrawForm,
        gettext_lazy("The consent is taken back. Share nothing more on it."),
        (("withdrawn_on", "on"), ("withdrawn_how", "how")),
    ),
    "disclosure": Act(
        lambda a: disclosures.record(**a.facts, **a.who),
        told.DisclosureForm,
        gettext_lazy("It stands in the register."),
    ),
    "strike": Act(
        lambda a: disclosures.strike(line=a.part(Disclosure), by=a.viewer, **a.facts),
        told.StrikeForm,
        gettext_lazy("The line is struck out."),
        (("struck_reason", "reason"),),
    ),
}
