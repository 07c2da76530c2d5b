"""The static files are gathered when they changed, and only then."""

import os

import pytest

from stegvis.cli import static_files


@pytest.fixture
def places(settings, tmp_path):
    """One style sheet as the only source, and an empty place for what is gathered."""
    source, root = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    (source / "page.css").write_text("a { color: red; }")
    served = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}  # the product's, not the tests'
    settings.STORAGES = {**settings.STORAGES, "staticfiles": served}
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [str(source)]
    settings.STATIC_ROOT = str(root)
    return source, root


def test_a_second_start_gathers_nothing(places):
    assert [static_files.gather(), static_files.gather()] == [True, False]


def test_a_changed_style_is_served_after_the_next_start(places):
    source, root = places
    static_files.gather()
    (source / "page.css").write_text("a { color: blue; }")
    os.utime(source / "page.css", (2_000_000_000, 2_000_000_000))  # Django compares whole seconds
    assert static_files.gather()
    assert "blue" in (root / "page.css").read_text()


def test_a_source_as_long_as_before_but_newer_counts_as_changed(places):
    source, _root = places
    static_files.gather()
    os.utime(source / "page.css", (2_000_000_000, 2_000_000_000))
    assert static_files.gather()


def test_what_was_removed_comes_back(places):
    _source, root = places
    static_files.gather()
    (root / "staticfiles.json").unlink()
    assert static_files.gather()
    assert (root / "staticfiles.json").exists()
