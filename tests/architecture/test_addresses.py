"""Guards of what is committed: no place of one machine, no address to fetch from."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, lines_matching, text_files

HOMES = re.compile(r"(?<![\w.])/(?:home|Users|root)/\w")
FETCHING = re.compile(
    r"--(?:extra-)?index[-]url|--find[-]links|\bindex[_]url\b"
    r"|(?:py"
    r"pi|python"
    r"hosted|n"
    r"pmjs|jsd"
    r"elivr|un"
    r"pkg|cloud"
    r"flare|docker)\.(?:org|com|io|net)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def test_no_place_of_this_machine_is_committed():
    here = re.compile(rf"(?<![\w.]){re.escape(str(ROOT))}(?![\w-])|{HOMES.pattern}")
    assert [hit for path in text_files() for hit in lines_matching(here, path)] == []


def test_no_address_to_fetch_packages_from_is_committed():
    assert [hit for path in text_files() for hit in lines_matching(FETCHING, path)] == []


def _pinned() -> list[Path]:
    return [path for path in files() if path.parts[0] == "requirements" or path.name == "packages.txt"]


@pytest.mark.parametrize("path", _pinned(), ids=str)
def test_requirement_files_hold_no_address(path):
    assert lines_matching(ADDRESS, path) == []


@pytest.mark.parametrize("name", ["base", "test"])
def test_every_pinned_package_has_a_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    assert [line[:60] for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
