"""A real server and a real browser: gunicorn on the worker's test database, driven through Chromium."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from pytest_django import DjangoDbBlocker, Settings

from tests.cast import PASSWORD, Cast, assemble
from tests.conftest import PATIENCE_MS
from tests.databases import empty_all_tables

START_SECONDS = 60
STOP_SECONDS = 60


class QuickScrypt(ScryptPasswordHasher):
    """Hashes in no time. The server checks them too: a hash says itself what it cost."""

    work_factor = 2**4


@dataclass
class Site:
    """The running product: where it is, and a browser to visit it with."""

    url: str
    browser: Browser

    def visitor(self, **options: object) -> Page:
        """A page in a browser context of its own: another person at another device."""
        context: BrowserContext = self.browser.new_context(base_url=self.url, locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    def staff(self, email: str, **options: object) -> Page:
        """A visitor signed in with this e-mail address and the cast's password."""
        page = self.visitor(**options)
        page.goto("/account/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/account/login" not in url)
        return page


def follow(link: Locator) -> None:
    """Click what leads to another page, and be there: a check that comes next must not meet the page before.

    The link is waited for first, so that the page on which it stands is not taken for the one it leads to.
    """
    link.wait_for()
    with link.page.expect_navigation():
        link.click()


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing, and the page does not scroll sideways at 320 px."""
    page.wait_for_load_state()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if before:
        page.set_viewport_size(before)
    assert overflow <= 0, f"{page.url} is {overflow} px too wide at 320 px"


@pytest.fixture(scope="session")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """gunicorn as in production, on a free port, with this process's test database and static files of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = connections["default"].settings_dict
    environment = {
        **os.environ,
        "RIDGEWAY_VAR": str(tmp_path_factory.mktemp("server")),
        "RIDGEWAY_ADDRESS": f"127.0.0.1:{port}",
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
    }
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"],
        env={**environment, "DJANGO_SETTINGS_MODULE": "ridgeway.settings"},
        check=True,
    )
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "ridgeway.wsgi", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--no-control-socket",
        ],
        env=environment,
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nobody waits for what it still serves
        process.wait(STOP_SECONDS)


@pytest.fixture
def site(server: str, browser: Browser, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The product with an empty database; what a test writes is committed, and emptied after it."""
    with django_db_blocker.unblock():
        empty_all_tables()
        yield Site(server, browser)
        for context in browser.contexts:
            context.close()
        empty_all_tables()


@pytest.fixture
def cast(site: Site, settings: Settings) -> Cast:
    """The cast, committed, so that the server sees it; with passwords that the server can check."""
    settings.PASSWORD_HASHERS = [f"{QuickScrypt.__module__}.{QuickScrypt.__name__}"]
    return assemble()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The web server did not start.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
