"""An import in the browser, step by step: the file comes, columns and words are chosen, it is taken in or given up.

Nothing of the register is written here; the rows are written by `import_stages`, in the work queue.
"""

import datetime as dt
import hashlib
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.access.actions import audit
from stegvis.access.rules import NotAllowed, Viewer
from stegvis.base.decision import NotPossible
from stegvis.base.keys import keyed_digest, seal, seal_bytes
from stegvis.casework.actions import import_memory
from stegvis.casework.actions.import_rows import units_of
from stegvis.casework.importing import books
from stegvis.casework.importing.chosen import Chosen
from stegvis.casework.importing.matching import Word
from stegvis.casework.models import ImportPart, ParticipantImport
from stegvis.casework.queries import imports
from stegvis.casework.queries.imports import SEALED_FOR
from stegvis.casework.rules import cleaned
from stegvis.casework.vocabulary import OPEN_STATES
from stegvis.organisation.models import Organisation, Project

#: An import that nobody finishes is thrown away after so long; rows that were not taken in are kept a little longer.
HOURS_TO_CHOOSE = 24
DAYS_TO_CORRECT = 7
_PIECE = 1024 * 1024


def receive(*, content: bytes, file_name: str, project: Project, organisation: Organisation, by: Viewer):
    """Keep a file, sealed, until it is taken in or given up. The very same file that is under way is not kept twice.

    Returns the ParticipantImport. Raises NotAllowed when the viewer may import or enrol at none of the organisation's
    units of the project, books.BadFile for a file of another kind, empty, locked or too large.
    """
    units = [unit for unit in units_of(project, by) if unit.organisation_id == organisation.pk]
    reach = by.reach("import", "create")
    if not any(
        reach.everything or unit.pk in reach.unit_ids or unit.organisation_id in reach.organisation_ids
        for unit in units
    ):
        raise NotAllowed(_("You may not enrol people in this project."))
    books.check_size(len(content))
    books.check_kind(content)
    digest = keyed_digest(SEALED_FOR, hashlib.sha256(content).hexdigest())
    if same := imports.same_file(by, digest, project.pk, OPEN_STATES | {"taking"}):
        return same
    with transaction.atomic():
        item = ParticipantImport.objects.create(
            project=project,
            organisation=organisation,
            unit=units[0] if len(units) == 1 else None,
            user_id=by.user_id,
            made_by=by.name[:200],
            narrowed_to=imports.permissions_of(by),
            file_name=shown_name(file_name),
            digest=digest,
            language=(get_language() or "sv")[:2],
            kept_until=timezone.now() + dt.timedelta(hours=HOURS_TO_CHOOSE),
        )
        ImportPart.objects.bulk_create(
            ImportPart(
                participant_import=item,
                kind="file",
                number=number,
                sealed=seal_bytes(content[number * _PIECE : (number + 1) * _PIECE], SEALED_FOR),
            )
            for number in range(-(-len(content) // _PIECE))
        )
        log(by, "create", item, {"file": item.file_name})
    return item


def shown_name(file_name: str) -> str:
    """The name of a file as it may be shown: no path, no control characters, no identity number."""
    plain = cleaned(re.split(r"[\\/]", file_name)[-1][-150:], "file", 200) or "–"
    return re.sub(r"\d{6}(\d{2})?[-+]?\d{4}", "••••", plain)


def choose_columns(*, item: ParticipantImport, placed: dict[int, str], only_unit: int | None, by: Viewer) -> None:
    """Say which column is which, remembered for the organisation's next file. The rows are then looked at anew.

    Raises NotPossible with code `over` when the import is past choosing, `twice` or `missing` when the columns do not
    fit.
    """
    with transaction.atomic():
        item = _held(item, by)
        chosen = imports.chosen_of(item)
        taken = [name for name in placed.values() if name]
        if twice := next((name for name in taken if taken.count(name) > 1), None):
            raise NotPossible(
                _("“%(name)s” is chosen for two columns. Leave one of them out.") % {"name": twice}, code="twice"
            )
        chosen.placed, chosen.only_unit = dict(placed), only_unit
        if chosen.missing:
            raise NotPossible(
                _("These columns are needed and not chosen: %s.") % ", ".join(chosen.missing), code="missing"
            )
        import_memory.remember_columns(item=item, chosen=chosen, by=by)
        _look_again(item, chosen)
        log(by, "choose", item, {"columns": len(taken)})


def choose_words(*, item: ParticipantImport, words: list[tuple[Word, str, str]], by: Viewer) -> bool:
    """Say what some of the file's words mean: word, how it is written, target. True when none is waiting any more.

    Raises NotPossible with code `over` when the import is past choosing.
    """
    with transaction.atomic():
        item = _held(item, by)
        chosen = imports.chosen_of(item)
        for word, written, target in words:
            chosen.choose_word(word, written, target)
        import_memory.remember_words(item=item, chosen=chosen, by=by)
        named = {tuple(kept[:3]) for kept in chosen.words}
        left = any(tuple(place) not in named for place, _written, _rows in imports.words_waiting(item))
        if left:
            _save_choices(item, chosen)
        else:
            _look_again(item, chosen)
        log(by, "choose", item, {"words": len(words)})
    return not left


def begin_taking(*, item: ParticipantImport, by: Viewer) -> bool:
    """Decide to take the good rows in. False when that was decided before (a second press).

    Raises NotPossible with code `over` when the import is past choosing, `not_ready` before its rows are looked at.
    """
    with transaction.atomic():
        held = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if held.state in ("taking", "done"):
            return False
        item = _held(item, by)
        if item.state != "ready":
            raise NotPossible(_("The rows have not been looked at yet. Wait a moment."), code="not_ready")
        item.state = "taking"
        item.save(update_fields=["state"])
        log(by, "import", item, {"rows": item.read})
    return True


def cancel(*, item: ParticipantImport, by: Viewer) -> None:
    """Give the import up: the file is removed. Raises NotPossible with code `over` when it is past choosing."""
    with transaction.atomic():
        item = _held(item, by)
        _end(item, "cancelled")
        log(by, "cancel", item, {})


def fresh(item: ParticipantImport) -> ParticipantImport:
    """The import, thrown away first if its time is over."""
    if item.kept_until and item.kept_until <= timezone.now():
        expire(item.pk)
        item = ParticipantImport.objects.select_related("project", "organisation", "unit").get(pk=item.pk)
    return item


def expire(import_id) -> None:
    """Throw away what is too old: a file nobody finished, or rows that were not taken in. By the system's own clock."""
    with transaction.atomic():
        item = ParticipantImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
        if item is None or item.kept_until is None or item.kept_until > timezone.now():
            return
        if item.state in OPEN_STATES or item.state == "failed":
            _end(item, "expired" if item.state != "failed" else "failed")
        elif item.state != "taking":
            item.parts.all().delete()
            ParticipantImport.objects.filter(pk=item.pk).update(kept_until=None, sealed_choices="")


def note_job(*, item: ParticipantImport, job_id) -> None:
    """Keep which job is at work, so that the page can show how far it has come."""
    item.job_id = job_id
    item.save(update_fields=["job_id"])


def log(by: Viewer, verb: str, item: ParticipantImport, facts: dict) -> None:
    """One event about the import as a whole."""
    audit.record(
        by=by,
        verb=verb,
        record="import",
        record_id=item.pk,
        organisation_id=item.organisation_id,
        facts={"project": item.project.code, **facts},
    )


def _held(item: ParticipantImport, by: Viewer) -> ParticipantImport:
    """The import, locked, if it is still open. Raises NotAllowed, NotPossible."""
    held = ParticipantImport.objects.select_for_update(of=("self",)).select_related("project", "organisation")
    item = held.get(pk=item.pk)
    if not imports.may(by, "create", item):
        raise NotAllowed
    if item.kept_until and item.kept_until <= timezone.now() and item.state in OPEN_STATES:
        raise NotPossible(_("The file was thrown away because a day has passed. Choose the file again."), code="over")
    if item.state not in OPEN_STATES:
        raise NotPossible(_("This import is over. Nothing was changed."), code="over")
    return item


def _save_choices(item: ParticipantImport, chosen: Chosen) -> None:
    item.sealed_choices = seal(chosen.as_json(), SEALED_FOR)
    item.save(update_fields=["sealed_choices"])


def _look_again(item: ParticipantImport, chosen: Chosen) -> None:
    item.sealed_choices = seal(chosen.as_json(), SEALED_FOR)
    item.state, item.round = "working", item.round + 1
    item.save(update_fields=["sealed_choices", "state", "round"])
    item.parts.filter(kind__in=["faults", "first", "words"]).delete()


def _end(item: ParticipantImport, state: str) -> None:
    item.parts.all().delete()
    item.state, item.sealed_choices, item.kept_until, item.ended_at = state, "", None, timezone.now()
    item.save(update_fields=["state", "sealed_choices", "kept_until", "ended_at"])
