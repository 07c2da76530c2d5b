"""The groups of `stegvis --help`, in the order in which they are shown."""

from stegvis.cli.language import _

INSTALLATION = _("Installation")
PROJECTS = _("Projects and import")
USERS = _("Users and access")
RESULTS = _("Results")
AUDIT = _("Audit")
DEMONSTRATION = _("Demonstration")
MANUAL = _("Manual")
