"""Remember, and forget, what an organisation's headings and words mean."""

import re

from django.db import transaction

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.casework.importing import columns
from stegvis.casework.importing.chosen import Chosen
from stegvis.casework.models import ParticipantImport, RememberedChoice

#: What looks like an identity number is never remembered, whatever column it stood in.
_NUMBER = re.compile(r"\d{6,}")


def remember_columns(*, item: ParticipantImport, chosen: Chosen, by: Viewer) -> None:
    """Keep which column each of the file's own headings is, or that it is left out. In the caller's transaction."""
    for place, name in chosen.placed.items():
        heading = chosen.headings[place].strip()
        key = columns.key(heading)[:120]
        if key and columns.known(heading) != name and not columns.is_added(heading) and not _NUMBER.search(heading):
            _keep(item, by, kind="column", column="", context="", key=key, written=heading[:120], target=name)


def remember_words(*, item: ParticipantImport, chosen: Chosen, by: Viewer) -> None:
    """Keep what the file's own words mean. In the caller's transaction."""
    for column, context, key, written, target in chosen.to_remember():
        if key and not _NUMBER.search(written):
            _keep(item, by, kind="word", column=column, context=context, key=key, written=written[:120], target=target)


def forget(*, choice: RememberedChoice, by: Viewer) -> None:
    """Remove one; the next file with the heading or word asks again."""
    with transaction.atomic():
        audit.record(
            by=by,
            verb="remove",
            record="import_choice",
            record_id=choice.pk,
            organisation_id=choice.organisation_id,
            facts={"kind": choice.kind, "column": choice.column},
        )
        choice.delete()


def _keep(item: ParticipantImport, by: Viewer, *, target: str, written: str, **named) -> None:
    RememberedChoice.objects.update_or_create(
        organisation=item.organisation,
        **named,
        defaults={"target": target, "written": written, "chosen_by": by.name[:200]},
    )
