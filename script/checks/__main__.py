"""`script/test`: runs the steps one after another, never stops at the first failure, ends with a table."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

from script.checks import chromium, packages, postgres
from script.checks.running import TIMED_OUT, run
from script.checks.steps import STEPS, Step

KINDS = ("all", "fast", "deep", "lint")
NO_TESTS = 5


@dataclass(frozen=True)
class Result:
    """What the closing table shows of a step."""

    step: Step
    passed: bool
    seconds: float
    note: str

    @property
    def mark(self) -> str:
        """The word in the first column."""
        return "ok" if self.passed else "FAILED"


def _environment(step: Step, held: ExitStack) -> dict[str, str]:
    """The step's environment. Raises NoPostgres or NoChromium when what it needs is not to be had."""
    environment = {**os.environ, **dict(step.environment)}
    # without compiled files each of the many processes would compile all modules anew, some seconds every time
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    given = environment.pop("STEGVIS_TEST_POSTGRES_URL", "")
    if step.needs == "postgres":
        environment["STEGVIS_TEST_POSTGRES_URL"] = given or held.enter_context(postgres.server())
    if step.needs == "chromium":
        environment["STEGVIS_CHROMIUM"] = chromium.find()
    return environment


def _run_step(step: Step, more: list[str]) -> Result:
    print(f"\n── {step.name} {'─' * (96 - len(step.name))}", flush=True)
    started = time.monotonic()
    argv = (*step.argv, *more) if step.is_pytest else step.argv
    with ExitStack() as held:
        try:
            environment = _environment(step, held)
        except (postgres.NoPostgres, chromium.NoChromium) as problem:
            print(problem, flush=True)
            return Result(step, False, time.monotonic() - started, str(problem))
        outcome = run(argv, environment, step.minutes * 60)
    return Result(step, _passed(step, outcome.code, more), outcome.seconds, _note(step, outcome))


def _passed(step: Step, code: int, more: list[str]) -> bool:
    """A pytest run without tests is a failure, unless the person chose tests that this step does not hold."""
    return code == 0 or (step.is_pytest and code == NO_TESTS and bool(more))


def _note(step: Step, outcome) -> str:
    if outcome.code == TIMED_OUT or step.is_pytest:
        return outcome.last_line.strip("= ")
    return "" if outcome.code == 0 else f"exit code {outcome.code}"


def _report(result: Result) -> None:
    print(f"{result.mark}: {result.step.name}, {result.seconds:.1f} s", flush=True)


def _summary(results: list[Result]) -> None:
    print(f"\n{'═' * 100}")
    for result in results:
        print(f"{result.mark:7} {result.step.name:28} {result.seconds:7.1f} s   {result.note}")
    failed = [result.step.name for result in results if not result.passed]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "all passed"
    print(f"{'═' * 100}\n{len(results)} steps, {sum(result.seconds for result in results):.0f} s: {verdict}")


def main(arguments: list[str]) -> int:
    """Run the steps of the kind named first (default `all`); further arguments go to pytest. 0 when all passed."""
    kind = arguments.pop(0) if arguments and arguments[0] in KINDS else "all"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    steps = [step for step in STEPS if kind in step.kinds]
    if any(step.needs for step in steps):
        packages.provide()
    results = []
    for step in steps:
        results.append(_run_step(step, arguments))
        _report(results[-1])
    _summary(results)
    ran_tests = any("passed" in result.note for result in results if result.step.is_pytest)
    if arguments and not ran_tests:
        print("No test matched what you asked for.")
    return 0 if all(result.passed for result in results) and (ran_tests or not arguments) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
