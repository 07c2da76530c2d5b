"""script/test as a whole: every step runs, the table tells the truth."""

import sys

import pytest

from script.checks import __main__ as test_command
from script.checks.steps import PYTEST, ROOT, STEPS, Step

ANY = frozenset({"all", "fast"})


def step(name, source, kinds=ANY, needs=""):
    return Step(name, (sys.executable, "-c", source), kinds, needs)


@pytest.fixture
def outcome(monkeypatch, capsys):
    monkeypatch.setattr(test_command.signal, "signal", lambda *_: None)
    monkeypatch.setattr(test_command.packages, "provide", lambda: None)

    def of(*steps, arguments=()):
        monkeypatch.setattr(test_command, "STEPS", steps)
        code = test_command.main(list(arguments))
        return code, capsys.readouterr().out

    return of


def test_failing_step_fails_the_whole(outcome):
    assert outcome(step("a", "raise SystemExit(1)"), step("b", ""))[0] == 1


def test_step_after_a_failing_one_still_runs(outcome):
    assert "b ran" in outcome(step("a", "raise SystemExit(1)"), step("b", "print('b ran')"))[1]


def test_table_names_what_failed(outcome):
    assert "FAILED: a" in outcome(step("a", "raise SystemExit(1)"), step("b", ""))[1].splitlines()[-1]


def test_all_well_is_zero(outcome):
    assert outcome(step("a", ""))[0] == 0


def test_only_the_steps_of_the_kind_run(outcome):
    assert "slow" not in outcome(step("quick", ""), step("slow", "", frozenset({"all"})), arguments=["fast"])[1]


def test_missing_browser_fails_and_says_what_to_install(outcome, monkeypatch):
    def none():
        raise test_command.chromium.NoChromium(test_command.chromium.ADVICE)

    monkeypatch.setattr(test_command.chromium, "find", none)
    code, told = outcome(step("browser", "", needs="chromium"))
    assert code == 1 and "apt-get install chromium" in told


def test_missing_postgresql_fails_and_says_what_to_install(outcome, monkeypatch):
    monkeypatch.delenv("STEGVIS_TEST_POSTGRES_URL", raising=False)

    def none():
        raise test_command.postgres.NoPostgres(test_command.postgres.ADVICE)

    monkeypatch.setattr(test_command.postgres, "server", none)
    code, told = outcome(step("integration", "", needs="postgres"))
    assert code == 1 and "apt-get install postgresql" in told


def test_pytest_without_any_test_fails(outcome, tmp_path):
    empty = Step("unit", (*PYTEST, "-p", "no:cacheprovider", str(tmp_path)), ANY)
    assert outcome(empty)[0] == 1


def test_both_databases_run_the_same_integration_tests():
    sqlite, postgres = (s for s in STEPS if s.name.startswith("integration"))
    assert sqlite.argv == postgres.argv


def test_what_the_fast_run_leaves_out_is_in_the_whole_run():
    (quick,) = (s for s in STEPS if s.name.startswith("unit,"))
    (whole,) = (s for s in STEPS if s.name == "unit")
    left_out = [word.removeprefix("--ignore=") for word in quick.argv if word.startswith("--ignore=")]
    assert [word for word in quick.argv if not word.startswith("--ignore=")] == list(whole.argv)
    assert left_out
    assert all((ROOT / path).is_file() for path in left_out)
    assert whole.kinds == {"all"}
