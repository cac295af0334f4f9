"""Fixtures every test may use: the database, the cast, and Chromium."""

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import hypothesis
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from ridgeway.embedded import Address
from tests.cast import Cast, assemble
from tests.databases import copied_database, empty_all_tables, keep_keys_apart, test_database
from tools.ensure_chromium import find_chromium

# A property is about values, not about how busy the machine is. What decides about a change draws the same
# examples each time, so that it is the change that is judged; `make explore` draws new ones.
hypothesis.settings.register_profile("ridgeway", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, derandomize=False, print_blob=True)
hypothesis.settings.load_profile("ridgeway")

PATIENCE_MS = 30_000
"""How long a test waits for a browser before it gives up: no busy machine is to fail it."""

expect.set_options(timeout=PATIENCE_MS)

QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The workers fill the processors, and inherit this: threads of BLAS beside them would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Playwright keeps an event loop in the thread, which Django would otherwise take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[Address]:
    """Tests run as the web role, on a copy of a migrated database."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), test_database(worker) as database:
        yield database


@dataclass(frozen=True)
class Theatre:
    """A database in which the cast stands, a connection to it as the web role, and the cast as it was written."""

    connection: BaseDatabaseWrapper
    cast: bytes


@pytest.fixture(scope="session")
def theatre(django_db_setup: Address, django_db_blocker: DjangoDbBlocker) -> Iterator[Theatre]:
    """Written once: to write the cast takes longer than most tests that begin with it."""
    name = f"{django_db_setup.database}_cast"
    with django_db_blocker.unblock(), copied_database(django_db_setup, name) as database:
        keep_keys_apart(database)
        connection = connections["default"].copy()
        connection.settings_dict["NAME"] = name
        with _playing_on(connection), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
            cast = pickle.dumps(assemble())
        yield Theatre(connection, cast)
        connection.close()


@contextmanager
def _playing_on(connection: BaseDatabaseWrapper) -> Iterator[None]:
    own = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = own


@pytest.fixture
def stage(theatre: Theatre) -> Iterator[bytes]:
    """The test plays where the cast stands; what it changes there is rolled back."""
    with _playing_on(theatre.connection):
        yield theatre.cast


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stage is entered first, before a transaction is begun."""
    for item in items:
        if isinstance(item, pytest.Function) and "stage" in item.fixturenames[1:]:
            item.fixturenames.remove("stage")
            item.fixturenames.insert(0, "stage")


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Cheap password hashes, and static files straight from the rooms' folders."""
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def cast(stage: bytes, db: None) -> Cast:
    """Two schools side by side, with their people."""
    people: Cast = pickle.loads(stage)
    return people


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
