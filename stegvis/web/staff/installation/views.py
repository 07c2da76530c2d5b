"""The same checks as `stegvis check`, but for those that read every record or ask other machines."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stegvis.upkeep import check
from stegvis.upkeep.findings import Level


@never_cache
@require_safe
def installation(request):
    """How things stand and what to do, the gravest first."""
    found = check.look(check.QUICK)
    by_level = {level: [one for one in found if one.level is level] for level in Level}
    context = {
        "verdict": _verdict(by_level),
        "level": check.worst(found).value,
        "groups": [
            (_("See to now"), "danger", "circle-alert", _("Fault"), by_level[Level.FAULT]),
            (_("See to soon"), "warning", "triangle-alert", _("Warning"), by_level[Level.WARNING]),
        ],
        "well": by_level[Level.FINE],
    }
    return render(request, "staff/installation/installation.html", context)


def _verdict(by_level: dict) -> str:
    if by_level[Level.FAULT]:
        return _("Something must be seen to now.")
    if by_level[Level.WARNING]:
        return _("Stegvis works. Some things should be seen to.")
    return _("All is well.")
