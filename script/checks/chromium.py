"""Finds the browser of the browser tests: the distribution's Chromium, else the one Playwright fetches."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ADVICE = (
    "no Chromium that starts was found: apt-get install chromium, or name one in STEGVIS_CHROMIUM=/path/to/chromium "
    "(Playwright's own download was tried too)"
)


class NoChromium(RuntimeError):
    """There is no browser. The text says what to do."""


def starts(path: str) -> bool:
    """Does the program say its version? (A distribution's placeholder that asks for another installer does not.)"""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and b"Chrom" in asked.stdout


def installed() -> str | None:
    """The browser named in STEGVIS_CHROMIUM, else one on the search path; None when neither starts.

    A named one that does not start is an error and not passed over. Raises NoChromium.
    """
    if named := os.environ.get("STEGVIS_CHROMIUM"):
        if starts(named):
            return named
        raise NoChromium(f"STEGVIS_CHROMIUM={named} does not start")
    return next((path for name in NAMES if (path := shutil.which(name)) and starts(path)), None)


def _of_playwright() -> str | None:
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from playwright.sync_api import sync_playwright as p\nwith p() as w: print(w.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    path = asked.stdout.strip()
    return path if path and starts(path) else None


def find() -> str:
    """A browser that starts, fetched by Playwright when there is no other. Raises NoChromium."""
    if path := installed() or _of_playwright():
        return path
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0:
        fetch.insert(4, "--with-deps")
    print("Fetching Chromium with Playwright …", flush=True)
    subprocess.run(fetch, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if path := _of_playwright():
        return path
    raise NoChromium(ADVICE)
