"""May a release be made now? Objects are passed in; nothing is read or written here."""

import datetime as dt

from django.utils.translation import gettext as _

from stegvis.base.decision import ALLOWED, Decision
from stegvis.organisation.models import Project


def may_release(project: Project, at: dt.date, *, today: dt.date, previous_at: dt.date | None) -> Decision:
    """A release has a data date in the project's time or after it, not in the future, and later than the one before."""
    if at > today:
        return Decision(
            False, _("The data date %(day)s has not come yet. Choose today or an earlier day.") % {"day": at}
        )
    if at < project.starts_on:
        return Decision(
            False, _("The project starts on %(day)s. Choose that day or a later one.") % {"day": project.starts_on}
        )
    if previous_at and at <= previous_at:
        return Decision(
            False,
            _("The latest release has data date %(day)s. Choose a later day: releases follow each other in time.")
            % {"day": previous_at},
        )
    return ALLOWED
