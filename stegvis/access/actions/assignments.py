"""Register a written assignment to evaluate. Its last day is that of the role, so that both end by themselves."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.access.actions import audit, users
from stegvis.access.models import Assignment, User
from stegvis.access.rules import Viewer
from stegvis.base.decision import NotPossible
from stegvis.organisation.models import Project


def assign(
    *,
    user: User,
    project: Project,
    purpose: str,
    decided_by: str,
    decided_on: dt.date,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Viewer,
) -> Assignment:
    """Let the user evaluate one project between two days, as somebody has decided in writing.

    Raises NotAllowed, and NotPossible when a text is empty, the days do not fit or the user has the role then.
    """
    purpose, decided_by = " ".join(purpose.split()), " ".join(decided_by.split())
    if not purpose:
        raise NotPossible(_("Write what the assignment is for."), field="purpose", code="empty")
    if not decided_by:
        raise NotPossible(_("Write who decided it."), field="decided_by", code="empty")
    if ends_on is None or decided_on > starts_on:
        raise NotPossible(
            _("The assignment is decided before it begins, and has a last day."), field="decided_on", code="order"
        )
    with transaction.atomic():
        membership = users.add_membership(
            user=user, role="evaluator", organisation=project.owner, starts_on=starts_on, ends_on=ends_on, by=by
        )
        made = Assignment.objects.create(
            membership=membership,
            project=project,
            purpose=purpose,
            decided_by=decided_by,
            decided_on=decided_on,
            registered_by=by.actor_id[:64],
        )
        audit.record(
            by=by,
            verb="create",
            record="assignment",
            record_id=made.pk,
            organisation_id=project.owner_id,
            facts={"project": project.code, "from": str(starts_on), "to": str(ends_on)},
        )
    return made
