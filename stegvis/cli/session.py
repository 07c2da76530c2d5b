"""One run of the command: who runs it, in which language, and how it ends."""

import functools
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from traceback import walk_tb
from typing import NoReturn

import typer

from stegvis.cli.language import _, spoken


class ExitCode(IntEnum):
    """How a command ends. Documented in docs/reference/commands.md."""

    OK = 0
    FAULTS = 1  # the thing asked for was done or looked at, and something is wrong: rejected rows, a broken log …
    WRONG_USE = 2  # wrong words or settings, a file that cannot be read, a database that is not ready
    NOT_ALLOWED = 3
    NOT_FOUND = 4
    PROGRAM_ERROR = 70
    INTERRUPTED = 130


class WrongUse(Exception):
    """What was asked for cannot be tried: the text says why and what to do (exit code 2)."""


class NothingFound(Exception):
    """There is nothing of that name (exit code 4)."""


@dataclass
class Session:
    """`operator` stands in the audit log; `words` are the command's words after `stegvis`."""

    operator: str = ""
    words: str = ""


_session = Session()


def begin(operator: str) -> None:
    """Remember who runs the command."""
    _session.operator = operator.strip()


def operator_name() -> str:
    """Who runs the command: `--operator`, else STEGVIS_OPERATOR, else the user of the operating system."""
    if _session.operator or os.environ.get("STEGVIS_OPERATOR", "").strip():
        return _session.operator or os.environ["STEGVIS_OPERATOR"].strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return f"uid {os.getuid()}"


def viewer(*, purpose: str = ""):
    """The named operator as the viewer whom queries and actions ask for (`stegvis.access.rules.Viewer`)."""
    from stegvis.access.rules import operator

    return operator(operator_name(), screen=f"stegvis {_session.words}".strip(), purpose=purpose)


def start_django() -> None:
    """Set Django up and speak its language. Raises WrongUse when the settings cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stegvis.config.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        try:
            django.setup()
        except SystemExit as refused:  # settings that cannot be used, each with its advice
            raise WrongUse(str(refused.code)) from None
        except OSError as problem:
            raise WrongUse(_("The data directory cannot be used: %s") % problem) from None
    from django.utils import translation

    from stegvis.base import vocabulary

    translation.activate(spoken())
    vocabulary.begin()


def say(text: str) -> None:
    """Words for the person at the shell, apart from the output that other programs read."""
    typer.echo(text, err=True)


def finish(code: ExitCode) -> NoReturn:
    """End the command with this code."""
    raise typer.Exit(int(code))


def runs(words: str, *, django: bool = True) -> Callable:
    """Decorator of every command: names it, sets Django up, and turns refusals into words and exit codes."""

    def decorate(command: Callable) -> Callable:
        @functools.wraps(command)
        def run(*args, **kwargs):
            _session.words = words
            with _refusals_in_words():
                if django:
                    start_django()
                return command(*args, **kwargs)

        return run

    return decorate


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    try:
        yield
    except (typer.Exit, typer.Abort, SystemExit):
        raise
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        finish(ExitCode.OK)
    except KeyboardInterrupt:
        say(_("Interrupted."))
        finish(ExitCode.INTERRUPTED)
    except Exception as problem:
        code, text = _in_words(problem)
        say(text)
        finish(code)


def _in_words(problem: Exception) -> tuple[ExitCode, str]:
    if isinstance(problem, WrongUse):
        return ExitCode.WRONG_USE, str(problem)
    if isinstance(problem, NothingFound):
        return ExitCode.NOT_FOUND, str(problem)
    return _of_the_rooms(problem) or _of_the_database(problem) or _of_the_program(problem)


def _of_the_rooms(problem: Exception) -> tuple[ExitCode, str] | None:
    if "django" not in sys.modules:
        return None
    from stegvis.access.rules import NotAllowed, NotFound
    from stegvis.base.decision import NotPossible
    from stegvis.base.keys import KeyProblem

    if isinstance(problem, NotPossible):
        return ExitCode.FAULTS, problem.reason
    if isinstance(problem, NotFound):
        return ExitCode.NOT_FOUND, str(problem) or _("Not found.")
    if isinstance(problem, NotAllowed):
        return ExitCode.NOT_ALLOWED, str(problem) or _("You have not the right to do that.")
    if isinstance(problem, KeyProblem):
        return ExitCode.WRONG_USE, str(problem)
    return None


def _of_the_database(problem: Exception) -> tuple[ExitCode, str] | None:
    if "django" not in sys.modules:
        return None
    from django.db import Error
    from django.db.utils import OperationalError, ProgrammingError

    if not isinstance(problem, Error):
        return None
    text = str(problem)
    missing = ("no such table", "no such column", "does not exist")
    if isinstance(problem, OperationalError | ProgrammingError) and any(words in text for words in missing):
        return ExitCode.WRONG_USE, _("The database is not ready. Run: stegvis migrate")
    if isinstance(problem, OperationalError) and "locked" in text:
        return ExitCode.WRONG_USE, _("The database is busy with somebody else's work. Wait a moment and try again.")
    if isinstance(problem, OperationalError):
        return ExitCode.WRONG_USE, _("The database cannot be reached. Check STEGVIS_DATABASE_URL and that it runs.")
    return None


def _of_the_program(problem: Exception) -> tuple[ExitCode, str]:
    if isinstance(problem, OSError) and problem.filename:
        return ExitCode.WRONG_USE, f"{problem.filename}: {problem.strerror}"
    # Class and places only: the texts of errors can hold people's facts.
    places = [f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in walk_tb(problem.__traceback__)]
    ours = [place for place in places if place.startswith("stegvis.")][-4:]
    say(_("This is a fault in the program. Nothing half done was kept. Please report these lines:"))
    return ExitCode.PROGRAM_ERROR, "  " + "\n  ".join([type(problem).__qualname__, *ours])
