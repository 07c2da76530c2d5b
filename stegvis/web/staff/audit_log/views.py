"""The log of the viewer's organisation, newest first, by act and actor."""

from urllib.parse import urlencode

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils.translation import gettext as _

from stegvis.access.queries import audit, kept
from stegvis.casework.queries import protections
from stegvis.web.shared import noting
from stegvis.web.staff.log_words import act_words, log_line

SIZE = 50
#: The choices are the acts and people of so many of the latest events: a log of years is too long to read through.
LATEST = 5000


def log(request):
    """Who did what. The address holds numbers and codes only, nothing about people."""
    events = audit.visible_to(request.viewer)
    asked = {name: request.GET.get(name, "")[:64] for name in ("act", "actor", "about", "before")}
    latest = kept.rows(request.viewer, _latest)
    acts, actors = _acts(latest), _actors(latest)
    shown = events
    if asked["act"] in dict(acts):
        record, verb = asked["act"].split(".")
        shown = shown.filter(record=record, verb=verb)
    if asked["actor"] in dict(actors):
        shown = shown.filter(actor_id=asked["actor"])
    if asked["about"] == "protected":
        shown = shown.filter(subject_id__in=protections.opaque_ids(request.viewer))
    if asked["before"].isascii() and asked["before"].isdigit() and len(asked["before"]) < 19:
        shown = shown.filter(number__lt=int(asked["before"]))
    found = list(shown[: SIZE + 1])
    lines = [log_line(event) for event in found[:SIZE]]
    noting.log_read(request.viewer, count=len(lines))
    older = urlencode({**asked, "before": found[SIZE - 1].number}) if len(found) > SIZE else ""
    context = {
        "lines": lines,
        "asked": asked,
        "acts": [("", _("Everything")), *acts],
        "abouts": [("", _("Everybody")), ("protected", _("People with a protected identity"))],
        "actors": [("", _("Everybody")), *actors],
        "next": f"?{older}" if older else "",
        "newest": f"?{urlencode(asked | {'before': ''})}" if asked["before"] else "",
    }
    return render(request, "staff/audit_log/log.html", context)


def _latest(viewer) -> QuerySet:
    """Each act by each person among the LATEST events, once: (record, verb, id, name)."""
    events = audit.visible_to(viewer)
    edge = events.values("number")[LATEST - 1 : LATEST]
    found = events.order_by().filter(number__gte=Coalesce(Subquery(edge), 0))
    return found.values_list("record", "verb", "actor_id", "actor_name").distinct()


def _acts(latest: list[tuple]) -> list[tuple[str, str]]:
    pairs = {(record, verb) for record, verb, _id, _name in latest}
    return sorted(((f"{record}.{verb}", act_words(verb, record)) for record, verb in pairs), key=lambda pair: pair[1])


def _actors(latest: list[tuple]) -> list[tuple[str, str]]:
    people = {(actor_id, name) for _record, _verb, actor_id, name in latest}
    return list(dict(sorted(people, key=lambda pair: (pair[1], pair[0]))).items())
