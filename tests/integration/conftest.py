"""What every test with a database gets."""

import pytest


@pytest.fixture(autouse=True)
def checkpoints_of_its_own(settings, tmp_path):
    """Audit checkpoints lie in a directory of the test, as an emptied database has no rows for those of others."""
    settings.STEGVIS_AUDIT_DIR = tmp_path / "audit"
    settings.STEGVIS_AUDIT_DIR.mkdir()
