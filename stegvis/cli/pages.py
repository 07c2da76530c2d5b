"""The reference pages of the manual that are made from the program itself, so that they cannot go stale.

Each page is a function that returns Markdown; `stegvis docs NAME` writes it, and a test fails when a page differs.
"""

from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"


def _states() -> str:
    from stegvis.casework import state_drawing

    return state_drawing.page("sv")


def _settings() -> str:
    from stegvis.cli import settings_table

    return settings_table.page()


def _matrix() -> str:
    from stegvis.cli import matrix_page

    return matrix_page.page()


def _commands() -> str:
    from stegvis.cli import commands_page

    return commands_page.page()


def _import() -> str:
    from stegvis.cli import import_page

    return import_page.page()


def _printed() -> str:
    from stegvis.cli import printed_page

    return printed_page.page()


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "states": ("states.md", _states),
    "matrix": ("access-matrix.md", _matrix),
    "settings": ("settings.md", _settings),
    "commands": ("commands.md", _commands),
    "import": ("import.md", _import),
    "printed": ("printed-figures.md", _printed),
}


def path_of(name: str) -> Path:
    """Where the page lies."""
    return FOLDER / PAGES[name][0]


def made(name: str) -> str:
    """The page as it should be now. Django must be set up."""
    return PAGES[name][1]()


def is_fresh(name: str) -> bool:
    """Is the page on disk the one the program makes?"""
    path = path_of(name)
    return path.exists() and path.read_text(encoding="utf-8") == made(name)


def write(name: str) -> Path:
    """Write the page and return its path."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made(name), encoding="utf-8")
    return path
