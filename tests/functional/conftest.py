"""Chromium for the tests, pages in all sizes and schemes, and axe."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, sync_playwright

from script.checks import chromium
from tests.factories import proved_just_now

# Playwright keeps an event loop in the test's thread, which Django would take for a sign of asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE_MILLISECONDS = 15_000
LOOKS = [(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")]

# a drawn frame first: only then has the page chosen pictures for a new scheme
PICTURES_LOADED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const awaited = [...document.images].filter((image) => !image.complete && image.loading !== "lazy");
  await Promise.all(awaited.map((image) => new Promise((ended) => (image.onload = image.onerror = ended))));
}"""

each_look = pytest.mark.parametrize(("width", "scheme"), LOOKS, ids=[f"{w}-{s}" for w, s in LOOKS])
each_width = pytest.mark.parametrize("width", sorted({width for width, _scheme in LOOKS}))


def pytest_collection_modifyitems(items):
    """Every test here drives the browser."""
    for item in items:
        if "/functional/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the run. It finds no host but this machine: what a page wants elsewhere is stopped there.

    Stopping it by a route instead would take the browser's cache away and ask us about each file of every page.
    """
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # root has no sandbox; it opens our pages only
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium.find(), args=arguments)
        yield opened
        opened.close()


@dataclass
class Visit:
    """A person at a screen: a page, what the browser complained about, and whose pages it wanted beside ours."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str, status: int = 200) -> Page:
        """Go to the path; return the page. Another answer than `status` ends the test: an error page proves nothing."""
        answer = self.page.goto(self.address + path)
        assert answer.status == status, f"{path} answered {answer.status}"
        return self.page

    def sign_in(self, user) -> None:
        """Give the browser the session that a sign-in would have given. The sign-in itself has tests of its own."""
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        proved_just_now(client)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])

    def barriers(self) -> list[str]:
        """What axe finds on the page as it stands: rule, first element, advice."""
        # `resultTypes` leaves out the long account of what is in order, which nobody reads
        found = Axe().run(
            self.page, options={"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
        )
        return [
            f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({rule['help']}, {len(rule['nodes'])} times)"
            for rule in found.response["violations"]
        ]

    def in_both_schemes(self) -> Iterator[str]:
        """Show the page as it stands in light, then in dark, each time with its pictures loaded."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            self.page.evaluate(PICTURES_LOADED)
            yield scheme

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def visit(browser, live_server):
    """Start a visit: `visit(width=375, scheme="dark")`. Requests to other hosts find nothing and are noted."""
    opened = []

    def start(width: int = 1280, scheme: str = "light", language: str = "sv", height: int = 900) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="sv-SE" if language == "sv" else "en-GB",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        opened.append(context)
        made = Visit(context.new_page(), context, live_server.url)

        def note_strangers(request):
            if not request.url.startswith((live_server.url, "data:", "blob:")):
                made.strangers.append(request.url)

        context.on("request", note_strangers)
        made.page.on("console", lambda line: made.complaints.append(line.text) if line.type == "error" else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield start
    for context in opened:
        context.close()
