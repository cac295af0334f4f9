"""Chromium, and a page that must stay free of errors and of anything the content policy forbids."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE_MS
from tests.foundations.player.lessons import Pupil
from tests.foundations.player.practice_server import Practice, serving

AT_ONCE = "Math.random = () => 0"
"""What is spread over seconds for the sake of a whole class comes at once."""

OWN_FAULT = ("Content Security Policy", "Uncaught", "cannot follow")


Arrival = Callable[..., Pupil]


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrival]:
    """Seat a pupil at a device: `arrive(practice, touch=True, width=375, height=667)`.

    A second pupil at the same device is seated with `beside=` the first one. With `timed=` the test may let the
    device's time go on faster than it does.
    """
    with ExitStack() as stack:
        complaints: list[str] = []

        def seat(
            practice: Practice,
            *,
            width: int = 1280,
            height: int = 800,
            beside: Pupil | None = None,
            timed: bool = False,
            **device: Any,
        ) -> Pupil:
            if beside is None:
                url = stack.enter_context(serving(practice)).url
                context = browser.new_context(viewport={"width": width, "height": height}, **device)
                stack.callback(context.close)
            else:
                url, context = beside.url, beside.page.context
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.add_init_script(AT_ONCE)
            if timed:
                page.clock.install()
            _listen(page, complaints)
            return Pupil(page, url, touch=bool(device.get("has_touch")))

        yield seat
    assert complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if any(word in message.text for word in OWN_FAULT) else None
        ),
    )
