"""Fixtures every test may use: the database, the cast, and Chromium."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from tests.cast import Cast, assemble
from tests.databases import empty_all_tables, test_database
from tools.ensure_chromium import find_chromium

# A property is about values, not about how busy the machine is. What decides about a change draws the same
# examples each time, so that it is the change that is judged; `make explore` draws new ones.
hypothesis.settings.register_profile("ridgeway", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile("ridgeway")

PATIENCE_MS = 30_000
"""How long a test waits for a browser before it gives up: no busy machine is to fail it."""

expect.set_options(timeout=PATIENCE_MS)

# Playwright keeps an event loop in the thread, which Django would otherwise take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests run as the web role, on a copy of a migrated database."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), test_database(worker):
        yield


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Cheap password hashes, and static files straight from the rooms' folders."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def cast(db: None) -> Cast:
    """Two schools side by side, with their people."""
    return assemble()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, for other connections and processes to see."""
    with django_db_blocker.unblock():
        empty_all_tables()
        yield assemble()
        empty_all_tables()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for each process: Playwright does not start twice in one."""
    path = find_chromium()
    if path is None:
        pytest.fail("There is no Chromium. `make browser` installs one.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
