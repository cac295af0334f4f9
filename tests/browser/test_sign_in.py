"""Coming in, as people do it: a pupil with keyboard, touch or badge, a teacher who makes it possible."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from ridgeway.access.models import ClassCode, PupilSignIn
from ridgeway.access.roles import Role
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast

# Chromium on Linux reads no QR codes, so this one does: it sees whatever badge the test holds up.
FAKE_CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.heldUp ? [{ rawValue: window.heldUp }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(1);
"""


@pytest.fixture
def code(cast: Cast) -> str:
    with school_scope(cast.ashdown.school):
        return str(ClassCode.objects.get(group=cast.ashdown.group).code)


def press_tab_to(page: Page, target: Locator) -> None:
    """Reaches something as people without a mouse do."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} cannot be reached with the Tab key.")


def new_pictures(site: Site, cast: Cast, pupil: str) -> list[str]:
    """The teacher gives a pupil pictures and reads them out."""
    teacher = site.staff(cast.ashdown.teacher.email)
    teacher.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/sign-in/")
    assert_accessible(teacher)
    teacher.get_by_role("button", name=f"Give pictures to {pupil}").click()
    expect(teacher.get_by_role("heading", name="New pictures")).to_be_visible()
    assert_accessible(teacher)
    pictures = teacher.locator(".access-card li").all_inner_texts()
    teacher.context.close()
    return [picture.strip() for picture in pictures]


def test_a_pupil_comes_in_with_the_keyboard_alone(site: Site, cast: Cast, code: str) -> None:
    pictures = new_pictures(site, cast, "Amber Testington")
    tablet = site.visitor()
    tablet.goto("/")
    assert_accessible(tablet)
    press_tab_to(tablet, tablet.get_by_role("link", name="I am a pupil"))
    tablet.keyboard.press("Enter")
    press_tab_to(tablet, tablet.get_by_label("Class code"))
    assert_accessible(tablet)
    tablet.keyboard.type(f"{code[:4].lower()} {code[4:].lower()}")
    tablet.keyboard.press("Enter")
    tablet.wait_for_url(f"**/pupils/{code}/")
    assert_accessible(tablet)
    press_tab_to(tablet, tablet.get_by_role("link", name="Amber"))
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("heading", name="Hello Amber")).to_be_visible()
    assert_accessible(tablet)
    for number, picture in enumerate(pictures, start=1):
        press_tab_to(tablet, tablet.get_by_role("button", name=picture, exact=True))
        if number < len(pictures):
            tablet.keyboard.press("Enter")
            expect(tablet.get_by_role("status")).to_have_text(f"{number} of 3 pictures")
    tablet.keyboard.press("Enter")
    tablet.wait_for_url("**/practise/")


def test_a_wrong_picture_can_be_taken_back_and_wrong_ones_are_answered_kindly(
    site: Site, cast: Cast, code: str
) -> None:
    right = new_pictures(site, cast, "Amber Testington")
    tablet = site.visitor(has_touch=True, viewport={"width": 1024, "height": 600})
    tablet.goto(f"/pupils/{code}/")
    tablet.get_by_role("link", name="Amber").tap()
    for picture in reversed(right):
        tablet.get_by_role("button", name=picture, exact=True).tap()
    expect(tablet.get_by_role("alert")).to_contain_text("Not quite")
    assert_accessible(tablet)
    wrong = next(name for name in ("Sun", "Moon", "Star", "Tree") if name not in right)
    tablet.get_by_role("button", name=wrong, exact=True).tap()
    tablet.get_by_role("button", name="Take one back").tap()
    expect(tablet.get_by_role("button", name=wrong, exact=True)).to_have_attribute("aria-pressed", "false")
    for picture in right:
        tablet.get_by_role("button", name=picture, exact=True).tap()
    tablet.wait_for_url("**/practise/")


def test_no_picture_pressed_before_the_page_listens_is_lost(site: Site, cast: Cast, code: str) -> None:
    right = new_pictures(site, cast, "Amber Testington")
    tablet = site.visitor(has_touch=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tablet.route("**/pictures*.js", hold)
    with tablet.expect_request("**/pictures*.js"):
        tablet.goto(f"/pupils/{code}/{cast.ashdown.pupils[0].pk}/", wait_until="commit")
    first = tablet.get_by_role("button", name=right[0], exact=True)
    expect(first).to_be_disabled()
    for script in held:
        script.continue_()
    for picture in right:
        tablet.get_by_role("button", name=picture, exact=True).tap()
    tablet.wait_for_url("**/practise/")


def test_all_pictures_are_on_the_screen_of_a_small_laptop(site: Site, cast: Cast, code: str) -> None:
    new_pictures(site, cast, "Amber Testington")
    laptop = site.visitor(viewport={"width": 1024, "height": 600})
    laptop.goto(f"/pupils/{code}/{cast.ashdown.pupils[0].pk}/")
    for tile in laptop.locator("[data-picture]").all():
        expect(tile).to_be_in_viewport(ratio=1)


def test_a_badge_held_up_to_the_camera_opens_the_pictures(site: Site, cast: Cast) -> None:
    new_pictures(site, cast, "Amber Testington")
    with school_scope(cast.ashdown.school):
        key = PupilSignIn.objects.get(pupil=cast.ashdown.pupils[0]).badge_key
    tablet = site.visitor()
    tablet.add_init_script(FAKE_CAMERA)
    tablet.goto("/pupils/")
    tablet.get_by_role("button", name="Scan my badge").click()
    expect(tablet.get_by_text("Hold your badge in front of the camera")).to_be_visible()
    assert_accessible(tablet)
    tablet.evaluate("window.heldUp = 'https://elsewhere.example/b/ABC/'")
    expect(tablet.get_by_text("That is not one of our badges")).to_be_visible()
    tablet.evaluate("address => { window.heldUp = address }", f"{site.url}/b/{key}/")
    tablet.wait_for_url("**/pupils/badge/")
    expect(tablet.get_by_role("heading", name="Hello Amber")).to_be_visible()


def test_without_a_reader_the_page_says_to_use_the_tablets_camera(site: Site, cast: Cast) -> None:
    tablet = site.visitor()
    tablet.goto("/pupils/")
    expect(tablet.get_by_text("Point the camera of your tablet at it")).to_be_visible()
    expect(tablet.get_by_role("button", name="Scan my badge")).to_be_hidden()


def test_a_headteacher_adds_somebody_who_then_chooses_a_password(site: Site, cast: Cast) -> None:
    head = site.staff(cast.ashdown.staff[Role.HEADTEACHER].email)
    assert_accessible(head)
    follow(head.get_by_role("link", name="Staff"))
    assert_accessible(head)
    head.get_by_label("E-mail address").fill("nia@ashdown.example")
    head.get_by_label("First name").fill("Nia")
    head.get_by_label("Last name").fill("Comer")
    head.get_by_role("button", name="Give the role").click()
    link = head.locator("[data-link]").inner_text()
    assert_accessible(head)
    newcomer = site.visitor()
    newcomer.goto(link)
    assert_accessible(newcomer)
    newcomer.get_by_label("New password").fill("four words are easy")
    newcomer.get_by_label("The same again").fill("four words are easy")
    newcomer.get_by_role("button", name="Keep this password").click()
    newcomer.get_by_role("link", name="Sign in").click()
    newcomer.get_by_label("E-mail").fill("nia@ashdown.example")
    newcomer.get_by_label("Password", exact=True).fill("four words are easy")
    newcomer.get_by_role("button", name="Sign in").click()
    expect(newcomer.get_by_role("heading", name="Ashdown Primary School")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    ["/account/login/", "/account/password/reset/", "/account/password/reset/key/1-abc-def/", "/pupils/ZZZZ/"],
)
def test_pages_before_signing_in_are_accessible(site: Site, address: str) -> None:
    visitor = site.visitor()
    visitor.goto(address)
    assert_accessible(visitor)


def test_pages_about_oneself_are_accessible(site: Site, cast: Cast) -> None:
    page = site.staff(cast.adviser.email)
    expect(page.get_by_role("heading", name="Your schools")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Ashdown")).click()
    expect(page.get_by_text("Pupils on roll")).to_be_visible()
    assert_accessible(page)
    page.goto("/account/security/")
    assert_accessible(page)
    page.goto("/account/password/change/")
    assert_accessible(page)
    page.goto("/account/security/totp/activate/")
    assert_accessible(page)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    assert_accessible(page)
