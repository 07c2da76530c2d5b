"""The language of the command: its own words without Django, so that help is quick."""

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

LANGUAGES = ("sv", "en")
_FOLDER = Path(__file__).resolve().parent.parent / "locale"
_DOMAIN = "django"
_spoken = {"language": "sv", "catalogue": gettext.NullTranslations()}


def chosen(arguments: Sequence[str], environment: dict[str, str] | None = None) -> str:
    """The language asked for by `--language`, else by the shell (LC_ALL, LC_MESSAGES, LANG: English or Swedish)."""
    for place, word in enumerate(arguments):
        if word.startswith("--language="):
            return _known(word.partition("=")[2])
        if word == "--language" and place + 1 < len(arguments):
            return _known(arguments[place + 1])
        if word == "--":
            break
    shell = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if shell.get(name):
            return "en" if shell[name].lower().startswith("en") else "sv"
    return "sv"


def _known(text: str) -> str:
    return text if text in LANGUAGES else "sv"


def speak(language: str) -> None:
    """Use the language from now on, also for the words of the library that parses commands.

    Call it before the modules with commands are imported: their help texts are made when they are.
    """
    _spoken["language"] = language
    _spoken["catalogue"] = gettext.translation(_DOMAIN, _FOLDER, [language], fallback=True)
    # typer asks the standard library's gettext for "Usage", "Missing argument" …: let it find our catalogue
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
    gettext.textdomain(_DOMAIN)


def spoken() -> str:
    """The language in use, `sv` or `en`."""
    return _spoken["language"]


def _(text: str) -> str:
    """The text in the language in use."""
    return _spoken["catalogue"].gettext(text) if text else ""


def plural(one: str, several: str, number: int) -> str:
    """The form that fits the number."""
    return _spoken["catalogue"].ngettext(one, several, number)


def utf8() -> None:
    """Write Swedish letters whatever the terminal says; what a terminal cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
