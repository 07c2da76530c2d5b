"""The demonstration project is solved once for all tests of this folder."""

import pytest

from stegvis.demo.synthesiser import load_figures, synthesise


@pytest.fixture(scope="session")
def fsla():
    return load_figures("fsla")


@pytest.fixture(scope="session")
def synthesis(fsla):
    return synthesise(fsla)


@pytest.fixture(scope="session")
def people(synthesis):
    return synthesis.people
