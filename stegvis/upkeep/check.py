"""Every check of an installation, in the order in which one would look."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from stegvis.upkeep import database_checks, extract_checks, program_checks, record_checks, setup_checks, work_checks
from stegvis.upkeep.findings import Finding, Level, fault

Check = Callable[[], Iterator[Finding]]

#: Quick ones, for every page view.
QUICK: tuple[Check, ...] = (
    setup_checks.address,
    setup_checks.places,
    setup_checks.key_files,
    setup_checks.disk_space,
    setup_checks.choices,
    setup_checks.variables,
    setup_checks.mail,
    database_checks.version,
    database_checks.migrations,
    database_checks.guards,
    database_checks.manner,
    database_checks.clock,
    work_checks.queue,
    work_checks.stuck,
    work_checks.log_tail,
    work_checks.backup,
    program_checks.packages,
    program_checks.translations,
    record_checks.second_factors,
    record_checks.memberships,
    record_checks.demonstration,
)
#: They read every enrolment: by command only.
COUNTING: tuple[Check, ...] = (record_checks.gaps, record_checks.late, record_checks.old)
#: They read everything, or ask other machines: only when asked for.
DEEP: tuple[Check, ...] = (
    setup_checks.mail_server,
    database_checks.whole,
    work_checks.log_whole,
    extract_checks.released,
    extract_checks.standing,
)


def look(checks: Iterable[Check]) -> list[Finding]:
    """The findings of some checks. One that cannot be made is itself a fault, and the others go on."""
    found: list[Finding] = []
    for check in checks:
        try:
            found.extend(check())
        except Exception as problem:
            name = f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
            words = _("It could not be looked at (%s).") % type(problem).__name__
            found.append(fault(name, name, words, _("See to the faults above first; then tell the developers.")))
    return found


def worst(findings: Iterable[Finding]) -> Level:
    """The gravest level found; fine when nothing was."""
    return max((one.level for one in findings), key=lambda level: level.weight, default=Level.FINE)
