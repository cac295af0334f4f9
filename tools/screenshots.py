"""Takes the pictures in the documentation again, from a demo of its own: `make screenshots`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.ensure_chromium import find_chromium  # noqa: E402

IMAGES = ROOT / "docs" / "images"
ADDRESS = "127.0.0.1:8791"
CLASS = "4 Kestrel"
PUPIL = 6
"""A place in the register: somebody who has come half the way."""
CLASS_PAGES = {
    "monday": "monday/",
    "growth": "growth/",
    "speed": "growth/?show=speed",
    "sheets": "sheets/",
    "reading": "reading/",
    "steering": "steering/",
    "slips": "slips/",
}
"""Pictures of a class's pages, by what follows the address of the class."""
WIDE = ViewportSize(width=1280, height=1000)
TABLET = ViewportSize(width=1024, height=700)
PHONE = ViewportSize(width=375, height=720)


def main() -> None:
    """Builds the demo under var/screenshots if it is not there, serves it, and takes every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "RIDGEWAY_VAR": str(ROOT / "var" / "screenshots"), "RIDGEWAY_ADDRESS": ADDRESS}
    command = [sys.executable, "-m", "ridgeway.cli", "demo"]
    answer = subprocess.run([*command, "--no-serve", "--json"], env=environment, check=True, capture_output=True)
    people = json.loads(answer.stdout)
    with _served(command, environment), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        _staff_pictures(browser, people)
        _pupil_pictures(browser, people)
        browser.close()


@contextmanager
def _served(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urlopen(f"http://{ADDRESS}/", timeout=1).close()
            except OSError:
                time.sleep(0.2)
            else:
                break
        yield
    finally:
        process.terminate()
        process.wait(20)


def _staff_pictures(browser: Browser, people: dict[str, Any]) -> None:
    emails = {adult["role"]: adult["email"] for adult in people["staff"]}
    page = _signed_in(browser, emails["Teacher"], people["password"])
    _take(page, "school")
    page.get_by_role("main").get_by_role("link", name=CLASS, exact=True).click()
    _take(page, "class")
    page.locator("#facts").scroll_into_view_if_needed()
    _take(page, "class-facts")
    class_url = page.url
    page.set_viewport_size(PHONE)
    _take(page, "class-phone")
    page.set_viewport_size(WIDE)
    page.get_by_role("table", name="Minutes of practice").get_by_role("link").nth(PUPIL).click()
    _take(page, "pupil")
    page.goto(page.url.partition("?")[0] + "growth/")
    _take(page, "pupil-growth")
    for name, rest in CLASS_PAGES.items():
        page.goto(class_url + rest)
        _take(page, name)
    page.get_by_role("link", name="Fast Learning").click()
    _take(page, "fast-learning")
    office = _signed_in(browser, emails["Headteacher"], people["password"])
    office.get_by_role("link", name="Imports").click()
    office.set_input_files("input[type=file]", ROOT / "tests" / "data" / "ridgeway_demo_year4.xml")
    office.get_by_role("button", name="See what it will change").click()
    office.get_by_label("some pupils").check()
    office.get_by_role("button", name="Preview again").click()
    _take(office, "import")


def _pupil_pictures(browser: Browser, people: dict[str, Any]) -> None:
    group = next(group for group in people["classes"] if group["pictures"])
    page = browser.new_context(base_url=f"http://{ADDRESS}", viewport=TABLET, has_touch=True).new_page()
    page.goto(group["path"])
    _take(page, "tiles")
    page.get_by_role("link", name=group["tile"]).first.click()
    _take(page, "pictures")
    for picture in group["pictures"]:
        page.get_by_role("button", name=picture, exact=False).first.click()
    page.wait_for_url("**/practise/")
    page.get_by_role("button", name="Start").click()
    page.wait_for_timeout(700)
    _take(page, "practice")


def _signed_in(browser: Browser, email: str, password: str) -> Page:
    page = browser.new_context(base_url=f"http://{ADDRESS}", viewport=WIDE).new_page()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/schools/**")
    return page


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
