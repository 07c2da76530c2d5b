"""The system packages of packages.txt: which are missing, and bringing them in when we are root."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from script.checks import chromium, postgres
from script.checks.steps import ROOT

LIST = ROOT / "packages.txt"
PRESENT_ANOTHER_WAY: dict[str, Callable[[], object]] = {
    "postgresql": lambda: postgres.find_programs() or os.environ.get("STEGVIS_TEST_POSTGRES_URL"),
    "chromium": chromium.installed,
    "openjdk-17-jre-headless": lambda: shutil.which("java") or os.environ.get("JAVA_HOME"),
}


def wanted(path: Path = LIST) -> list[str]:
    """Package names in the list, comments and empty lines left out."""
    lines = (line.partition("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def _is_installed(package: str) -> bool:
    if (other := PRESENT_ANOTHER_WAY.get(package)) and other():
        return True
    if not shutil.which("dpkg-query"):
        return False
    asked = subprocess.run(  # noqa: S603
        ["dpkg-query", "-W", "-f", "${Status}", package],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.endswith("ok installed")


def missing() -> list[str]:
    """Packages of the list that are neither installed nor provided another way."""
    return [package for package in wanted() if not _is_installed(package)]


def _apt(*arguments: str) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    argv = ["apt-get", "-qy", *arguments]
    return subprocess.run(argv, env=quiet, stdin=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603


def provide() -> None:
    """As root, install what is missing (one by one: a package unknown here must not stop the others).

    Otherwise say the one line to run. What is still missing afterwards fails in the step that needs it, by name.
    """
    lacking = missing()
    if not lacking:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing system packages: {' '.join(lacking)} …", flush=True)
        _apt("update")
        for package in lacking:
            _apt("install", "--no-install-recommends", package)
        return
    print(f"System packages are missing. Run once:\n  sudo apt-get install {' '.join(lacking)}", flush=True)
