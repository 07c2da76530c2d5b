"""Work of reporting that runs outside the page."""

import datetime as dt
from functools import partial

from stegvis.access.models import User
from stegvis.access.queries.viewer import viewer_of
from stegvis.access.rules import NotAllowed, NotFound
from stegvis.base.decision import NotPossible
from stegvis.base.vocabulary import Term
from stegvis.organisation.models import Project
from stegvis.reporting.actions import releases
from stegvis.workqueue.definition import job
from stegvis.workqueue.errors import JobFailed
from stegvis.workqueue.fence import Run

NOT_DUE = Term(
    "release_not_due",
    "Uppgifterna går inte att släppa för den dagen. Kontrollera vilken dag det senaste släppet gäller och försök igen.",
    "The figures cannot be released for that day. Check the day of the latest release and try again.",
)


@job(stepwise=True)
def make_release(run: Run, *, project_id: int, day: int, user_id: int) -> None:
    """Compute a release without holding any lock, then freeze it, as the user who asked for it.

    `day`: the data date as a proleptic Gregorian ordinal (`date.toordinal()`), since a job takes ids and numbers only.
    """
    project = Project.objects.select_related("owner").get(pk=project_id)
    by = viewer_of(User.objects.get(pk=user_id), screen="release_new")
    try:
        run.progress(0, 2)
        prepared = releases.prepare(project=project, at=dt.date.fromordinal(day), by=by)
        run.progress(1, 2)
        run.finish(partial(releases.freeze, prepared, by=by))
    except (NotPossible, NotAllowed, NotFound) as refusal:
        raise JobFailed(NOT_DUE) from refusal
