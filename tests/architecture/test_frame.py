"""Guards of the frame: the documents name every room, and script/test runs every test."""

import csv
import os
import subprocess

import pytest

from script.checks.steps import STEPS
from tests.architecture.tree import ROOT, files, python_files, text

SCRIPTS = sorted(path for path in files() if path.parts[0] == "script" and not path.suffix)


def _rooms() -> set[str]:
    return {path.parts[1] for path in python_files("stegvis") if len(path.parts) > 2}


@pytest.mark.parametrize("room", sorted(_rooms()))
def test_structure_page_names_the_room(room):
    assert f"`{room}/`" in (ROOT / "docs" / "structure.md").read_text()


@pytest.mark.parametrize("room", sorted(_rooms()))
def test_room_says_what_it_is_for(room):
    assert text(ROOT / "stegvis" / room / "__init__.py").startswith('"""')


def test_every_test_belongs_to_a_step():
    directories = {part for step in STEPS if step.is_pytest for part in step.argv if part.startswith("tests/")}
    possible = {*directories, "tests/spec", "tests/verification"}  # a step takes these along once they exist
    stray = [
        str(path)
        for path in python_files("tests")
        if path.name.startswith("test_") and "/".join(path.parts[:2]) not in possible
    ]
    assert stray == []


@pytest.mark.parametrize("path", [*SCRIPTS, ".ci/run"], ids=str)
def test_command_can_be_run(path):
    assert os.access(ROOT / path, os.X_OK)


@pytest.mark.parametrize("path", [*SCRIPTS, "script/environment.sh", ".ci/run"], ids=str)
def test_command_is_sound_bash(path):
    read = subprocess.run(["bash", "-n", str(ROOT / path)], check=False)  # noqa: S607
    assert read.returncode == 0


def test_needs_have_unique_ids_and_names():
    with (ROOT / "docs" / "needs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len({row["name"] for row in rows}) == len(rows) > 0
