"""Settings of sign-in: what cannot be used is refused at the start with what to do, and without any secret."""

import pytest

from stegvis.config import providers_file
from stegvis.config.environment import BadSettings, read_environment

GOOD = """
[[provider]]
id = "eid"
name = "BankID"
kind = "national"
issuer = "https://broker.example.se"
client_id = "stegvis"
client_secret = "hemlig-hemlighet"
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "providers.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_file_gives_its_providers(written):
    (provider,) = providers_file.read(written(GOOD))
    assert (provider.id, provider.kind, provider.issuer) == ("eid", "national", "https://broker.example.se")


@pytest.mark.parametrize(
    ("before", "after", "advice"),
    [
        ("https://broker", "http://broker", "https://"),
        ('"eid"', '"E ID"', "small letters"),
        ('"national"', '"private"', "national"),
        ('"national"', '"municipal"', "organisation_numbers"),
        ('client_id = "stegvis"', "", "client_id"),
        ("[[provider]]", "[[provider", "not TOML"),
        ("[[provider]]", '[[provider]]\ncolour = "red"', "colour"),
    ],
)
def test_a_fault_in_the_file_is_named_without_the_secret(written, before, after, advice):
    with pytest.raises(ValueError, match=r".") as refused:
        providers_file.read(written(GOOD.replace(before, after)))
    assert advice in str(refused.value)
    assert "hemlig" not in str(refused.value)


def test_two_providers_of_one_name_are_refused(written):
    with pytest.raises(ValueError, match="same id"):
        providers_file.read(written(GOOD + GOOD))


def test_a_missing_file_stops_the_start_with_advice(monkeypatch, tmp_path):
    monkeypatch.setenv("STEGVIS_OPENID_FILE", str(tmp_path / "nothing.toml"))
    with pytest.raises(BadSettings) as refused:
        read_environment()
    assert "STEGVIS_OPENID_FILE" in str(refused.value) and "cannot be read" in str(refused.value)


def test_the_test_broker_is_refused_anywhere_but_here(monkeypatch):
    monkeypatch.setenv("STEGVIS_URL", "https://stegvis.example.se")
    monkeypatch.setenv("STEGVIS_TEST_BROKER", "yes")
    with pytest.raises(BadSettings) as refused:
        read_environment()
    assert "STEGVIS_TEST_BROKER" in str(refused.value)


@pytest.mark.parametrize(("name", "value"), [("ASSURANCE_LEVEL", "1"), ("DORMANT_DAYS", "3"), ("INVITATION_DAYS", "0")])
def test_limits_outside_their_range_are_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"STEGVIS_{name}", value)
    with pytest.raises(BadSettings) as refused:
        read_environment()
    assert f"STEGVIS_{name}" in str(refused.value)
