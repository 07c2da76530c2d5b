"""Keep a controller's directory of contacts at other parties."""

from django.db.models import F
from django.utils import timezone

from stegvis.access.actions import audit
from stegvis.access.rules import Viewer
from stegvis.base.decision import ChangedMeanwhile
from stegvis.casework.actions.refusals import whole
from stegvis.casework.models import Contact
from stegvis.casework.queries import sight
from stegvis.casework.rules import cleaned, known
from stegvis.casework.rules.plans import written
from stegvis.casework.vocabulary.team import PARTIES
from stegvis.organisation.models import Organisation

#: Fields and their greatest length, in characters.
FIELDS = {"organisation": 120, "name": 120, "role": 120, "phone": 40, "email": 200, "ways": 500}


def add(*, controller: Organisation, party: str, organisation: str, by: Viewer, **fields) -> Contact:
    """Put a contact into the directory. The same one twice is one.

    Raises TypeError for a field not in FIELDS (and `agreement`); NotFound, NotAllowed; NotPossible with code
    `required`, `too_long`, `unknown_word`.
    """
    told = _checked({"party": party, "organisation": organisation, **fields})
    with whole():
        sight.check_organisation(by, "contact", "change", controller)
        same = Contact.objects.filter(controller=controller, retired_at=None, **told).first()
        if same:
            return same
        made = Contact.objects.create(controller=controller, added_by=by.name[:200], **told)
        _log(by, "create", made, {})
    return made


def change(*, contact: Contact, version: int | None = None, by: Viewer, **fields) -> Contact:
    """Change facts of a contact. Raises as `add`; ChangedMeanwhile when it has another version by now."""
    with whole():
        sight.check_organisation(by, "contact", "change", contact.controller)
        found = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if version is not None and found.version != version:
            raise ChangedMeanwhile
        present = {name: getattr(found, name) for name in ("party", "agreement", *FIELDS)}
        told = _checked(present | fields)
        changed = sorted(name for name, value in told.items() if present[name] != value)
        if changed:
            Contact.objects.filter(pk=found.pk).update(version=F("version") + 1, **told)
            found.refresh_from_db()
            _log(by, "change", found, {"fields": changed, "version": found.version})
    return found


def retire(*, contact: Contact, by: Viewer) -> Contact:
    """The contact is chosen for nobody any longer; teams and registers keep it. Raises NotFound, NotAllowed."""
    with whole():
        sight.check_organisation(by, "contact", "change", contact.controller)
        found = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if found.retired_at is None:
            found.retired_at = timezone.now()
            found.save(update_fields=["retired_at"])
            _log(by, "retire", found, {})
    return found


def _checked(told: dict) -> dict:
    if unknown := set(told) - {"party", "agreement", *FIELDS}:
        raise TypeError(f"a contact has no such fields: {', '.join(sorted(unknown))}")
    known(told["party"], PARTIES, "party", empty=False).require()
    plain = {
        name: cleaned(told.get(name, ""), name, most, required=name == "organisation") for name, most in FIELDS.items()
    }
    return plain | {"party": told["party"], "agreement": written(told.get("agreement", ""), "agreement")}


def _log(by: Viewer, verb: str, contact: Contact, facts: dict) -> None:
    audit.record(
        by=by, verb=verb, record="contact", record_id=contact.pk, organisation_id=contact.controller_id, facts=facts
    )
