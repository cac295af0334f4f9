"""The shell in a browser: no accessibility violation, no sideways scrolling, usable by keyboard.

Chromium's requests are answered by Django's test client, so no server and no database are needed.
"""

import mimetypes
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

from tests.web.gallery import shell_alone

SITE = "http://ridgeway.test"


@pytest.fixture(autouse=True)
def _shell_alone(settings: Settings) -> None:
    shell_alone(settings)


def answer(route: Route) -> None:
    address = urlsplit(route.request.url).path
    if address.startswith("/static/"):
        found = finders.find(address.removeprefix("/static/"))
        kind = "font/woff2" if address.endswith(".woff2") else mimetypes.guess_type(address)[0]
        assert found is not None, f"{address} is not among the static files"
        route.fulfill(path=found, content_type=kind)
    else:
        response = Client(raise_request_exception=False, headers={"host": "localhost"}).get(address)
        route.fulfill(status=response.status_code, body=response.content, headers=dict(response.items()))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(reduced_motion="reduce")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    yield page
    page.close()
    assert [text for text in complaints if "status of" not in text] == []


WORDS_IN_LONG_CHARTS = """[...document.querySelectorAll(".rw-chart-roll > svg")].map(
    svg => svg.getScreenCTM().a * parseFloat(svg.getAttribute("font-size")))"""
"""Pixels of each long chart's words, as they are shown."""


@pytest.mark.parametrize("address", ["/", "/pupil/", "/none/", "/broken/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_no_accessibility_violation_and_no_sideways_scrolling(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(SITE + address)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 320:
        assert all(size >= 11 for size in page.evaluate(WORDS_IN_LONG_CHARTS))


def test_the_first_tab_stop_skips_to_the_page(page: Page) -> None:
    page.goto(SITE + "/clean/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_form_with_errors_says_so_first(page: Page) -> None:
    page.goto(SITE)
    assert page.evaluate("document.activeElement.className") == "rw-summary"


def test_a_dialog_opens_and_closes_by_keyboard_and_gives_the_focus_back(page: Page) -> None:
    page.goto(SITE)
    opener = page.get_by_role("button", name="New pictures").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Give Ada Łukasiewicz new pictures?")
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    page.keyboard.press("Enter")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "New pictures"


def test_the_menu_of_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(SITE)
    assert not page.get_by_role("link", name="Sheets", exact=True).is_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Sheets", exact=True).wait_for(state="visible")


def test_a_message_can_be_closed(page: Page) -> None:
    page.goto(SITE)
    page.get_by_role("button", name="Close this message").click()
    assert page.get_by_text("Saved.").count() == 0


def test_the_scripts_leave_nothing_for_the_policy_to_refuse(page: Page) -> None:
    page.goto(SITE)
    assert page.evaluate("window.htmx.config.allowEval") is False
    assert page.evaluate("document.querySelectorAll('style').length") == 0


def test_chosen_colours_leave_charts_readable_and_underline_the_open_page_alone(page: Page) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(SITE)
    chart = page.locator("figure.rw-chart svg").first
    assert chart.evaluate("chart => getComputedStyle(chart).backgroundColor") == "rgb(255, 255, 255)"
    underlined = "links => links.map(link => getComputedStyle(link).borderBlockEndColor != 'rgb(0, 0, 0)')"
    links = page.locator(".rw-nav a")
    assert links.evaluate_all(underlined) == links.evaluate_all("links => links.map(link => !!link.ariaCurrent)")


def test_on_a_phone_the_schools_name_has_the_room_of_ours(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(SITE)
    name = page.locator(".rw-place a")
    assert name.evaluate("name => name.scrollWidth <= name.clientWidth && name.scrollHeight <= name.clientHeight")
    assert page.locator(".rw-top").get_by_role("link", name="Ridgeway", exact=True).is_visible()
