"""The headings and hints of the library that parses commands, listed so that they are translated with ours.

It asks the standard library's gettext for them when it is first used, which `language.speak` points to our catalogue.
"""

from stegvis.cli.language import _

WORDS = (
    _("Arguments"),
    _("Options"),
    _("Commands"),
    _("Error"),
    _("Aborted."),
    _("[default: {}]"),
    _("[env var: {}]"),
    _("[required]"),
    _("Try [blue]'{command_path} {help_option}'[/] for help."),
)
