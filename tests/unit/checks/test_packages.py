"""System packages for the tests."""

import pytest

from script.checks import packages


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with the named packages, and a list that wants postgresql and chromium."""
    wanted = tmp_path / "packages.txt"
    wanted.write_text("# why\n\npostgresql   # a server\nchromium # a browser\n")
    monkeypatch.setattr(packages, "wanted", lambda path=wanted, read=packages.wanted: read(path))

    def with_packages(*installed):
        monkeypatch.setattr(packages, "_is_installed", lambda name: name in installed)

    return with_packages


def test_comments_and_empty_lines_are_no_packages(machine):
    machine()
    assert packages.wanted() == ["postgresql", "chromium"]


def test_what_is_not_installed_is_missing(machine):
    machine("chromium")
    assert packages.missing() == ["postgresql"]


def test_person_without_rights_gets_the_one_line_to_run(machine, monkeypatch, capsys):
    machine()
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    packages.provide()
    assert "  sudo apt-get install postgresql chromium\n" in capsys.readouterr().out


def test_root_installs_only_what_is_missing(machine, monkeypatch):
    machine("postgresql")
    asked = []
    monkeypatch.setattr(packages.os, "geteuid", lambda: 0)
    monkeypatch.setattr(packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(packages, "_apt", lambda *arguments: asked.append(arguments))
    packages.provide()
    assert asked == [("update",), ("install", "--no-install-recommends", "chromium")]


def test_server_named_by_the_person_counts_as_installed(monkeypatch):
    monkeypatch.setattr(packages.postgres, "find_programs", lambda: None)
    monkeypatch.setenv("STEGVIS_TEST_POSTGRES_URL", "postgres://somewhere/else")
    assert packages.PRESENT_ANOTHER_WAY["postgresql"]()
