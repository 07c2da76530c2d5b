"""The steps of `script/test`, as a table: what each one runs and what it needs."""

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = (sys.executable, "-P")
PYTEST = (*PYTHON, "-m", "pytest", "-q")
#: Each core gets a run of neighbours, so that what a file prepares once serves them; the first to end helps the other.
BOTH_CORES = ("-n", "2", "--dist", "worksteal")


@dataclass(frozen=True)
class Step:
    """One check. `argv` runs in the project's root; `kinds` says which calls of the script include it.

    `needs` names what must stand ready first: "postgres", "chromium" or nothing. After `minutes` it is stopped.
    """

    name: str
    argv: tuple[str, ...]
    kinds: frozenset[str]
    needs: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    minutes: int = 15

    @property
    def is_pytest(self) -> bool:
        """Does it take further pytest arguments, and must it have found tests?"""
        return self.argv[: len(PYTEST)] == PYTEST


def _kinds(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _tests(*directories: str, cores: tuple[str, ...] = BOTH_CORES) -> tuple[str, ...]:
    """Pytest over the directories; one that is not there yet is left out (the first always stands)."""
    return (*PYTEST, *cores, *(d for d in directories if d == directories[0] or (ROOT / d).is_dir()))


#: Unit tests that take long (solver, attackers, other processes): `fast` leaves them to `all`.
LONG = (
    "tests/unit/demo/test_contradictions.py",
    "tests/unit/demo/test_determinism.py",
    "tests/unit/demo/test_random_projects.py",
    "tests/unit/evaluation/test_gate_against_attacker.py",
    "tests/unit/reporting/test_pdf_checks.py",
)
#: What tries to find few people in what is shown, from examples made by chance.
ATTACKERS = (
    "tests/unit/evaluation/test_gate_against_attacker.py",
    "tests/unit/evaluation/test_gate_after_exit.py",
    "tests/unit/evaluation/test_fund_shown.py",
)
UNIT = _tests("tests/unit", "tests/spec", "tests/verification")

ON_TEST_SETTINGS = (("DJANGO_SETTINGS_MODULE", "tests.settings"),)

STEPS = (
    Step("style", (*PYTHON, "-m", "ruff", "check", "."), _kinds("lint fast all")),
    Step("layout", (*PYTHON, "-m", "ruff", "format", "--check", "."), _kinds("lint fast all")),
    Step("walls", (*PYTHON, "-m", "script.checks.walls"), _kinds("lint fast all")),
    Step("guards", _tests("tests/architecture", cores=()), _kinds("fast all")),
    Step("translations", (*PYTHON, "-m", "script.checks.translations"), _kinds("fast all"), "", ON_TEST_SETTINGS),
    Step(
        "migrations",
        (*PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"),
        _kinds("fast all"),
        "",
        ON_TEST_SETTINGS,
    ),
    Step("unit, but the long ones", (*UNIT, *(f"--ignore={path}" for path in LONG)), _kinds("fast")),
    Step("unit", UNIT, _kinds("all")),
    Step("integration on SQLite", _tests("tests/integration"), _kinds("all")),
    Step("integration on PostgreSQL", _tests("tests/integration"), _kinds("all"), "postgres"),
    Step("engines", _tests("tests/engines", cores=()), _kinds("all"), "postgres"),
    Step("Apache Spark", _tests("tests/spark", cores=()), _kinds("deep"), "postgres"),
    Step(
        "attack on the gate",
        (*PYTEST, *BOTH_CORES[:2], *ATTACKERS),
        _kinds("deep"),
        environment=(("STEGVIS_TEST_DEPTH", "deep"),),
        minutes=8 * 60,
    ),
    Step("browser", _tests("tests/functional"), _kinds("all"), "chromium"),
)
