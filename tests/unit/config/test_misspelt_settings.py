"""A misspelt variable is never passed over in silence: the setting that was meant is named."""

import pytest

from stegvis.config.environment import BadSettings, Environment, read_environment, unknown_variables


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("STEGVIS_SMALL_COUNTS", "STEGVIS_SMALL_COUNT"),
        ("STEGVIS_DATABSE_URL", "STEGVIS_DATABASE_URL"),
        ("STEGVIS_DATADIR", "STEGVIS_DATA_DIR"),
        ("STEGVISURL", "STEGVIS_URL"),
        ("STEGVIS_MAX_UPLOAD_BYTES", "STEGVIS_MAX_UPLOAD_MB"),
    ],
)
def test_a_misspelt_setting_stops_the_start_and_the_right_one_is_named(monkeypatch, written, meant):
    monkeypatch.setenv(written, "7")
    with pytest.raises(BadSettings) as refused:
        read_environment()
    assert f"{written}: there is no such setting. Is it {meant}?" in str(refused.value)


def test_a_setting_like_none_of_ours_is_said_and_the_start_goes_on(monkeypatch, capsys):
    monkeypatch.setenv("STEGVIS_COLOUR", "red")
    read_environment()
    assert "STEGVIS_COLOUR: there is no such setting" in capsys.readouterr().err


def test_every_setting_and_nobody_else_s_variable_is_taken_as_it_is():
    ours = [f"STEGVIS_{name.upper()}" for name in Environment.model_fields]
    assert unknown_variables([*ours, *map(str.lower, ours), "PATH", "STEGVISTA_HOME", "STEGVIS_TEST_DEPTH"]) == {}
