"""Practice without a network, on the real thing: a class goes on with a device, and nothing is lost."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from ridgeway.access.class_sign_in import let_badge_alone
from ridgeway.access.models import ClassCode
from ridgeway.foundations.models import Answer, ForgetRequest
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import Cast
from tests.foundations.player.lessons import READ_STORE, until
from tests.foundations.player.test_player_keeps_answers import set_clock

SIGNS: dict[str, Callable[[int, int], int]] = {
    "+": int.__add__,
    "−": int.__sub__,
    "×": int.__mul__,
    "÷": int.__floordiv__,
}
FIRST_LOAD_BYTES = 120 * 1024
FONTS = 2
A_MOMENT = dt.timedelta(seconds=5)
DAYS_HELD = 4
"""Today, and the next three school days."""


@dataclass
class Tablet:
    """A shared tablet in the class's hands."""

    site: Site
    page: Page
    code: str
    pictures: dict[str, list[str]]
    """Of every pupil, by forename, as the teacher gave them."""

    def sign_in(self, name: str, *, expecting: str = "ready") -> None:
        """Choose the name, press the pictures: the same with a network and without."""
        self.choose(name)
        self.press_pictures(self.pictures[name])
        self.wait(expecting)

    def choose(self, name: str) -> None:
        self.page.get_by_text(name, exact=True).locator("visible=true").first.click()
        expect(self.page.get_by_role("heading", name=f"Hello {name}")).to_be_visible()

    def press_pictures(self, pictures: Sequence[str]) -> None:
        for picture in pictures:
            self.page.get_by_role("button", name=picture, exact=True).click()

    def wait(self, *states: str) -> str:
        found = self.page.wait_for_function(
            "states => states.find(state => state === document.querySelector('#player')?.dataset.state)",
            arg=list(states),
        )
        return str(found.json_value())

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def answer(self, times: int) -> None:
        for _ in range(times):
            self.wait("asking", "prompted")
            left, sign, right = self.page.locator("[data-part=text]").inner_text().split()
            self.page.keyboard.type(str(SIGNS[sign](int(left), int(right))))

    def stop_here(self) -> None:
        self.press("Pause")
        self.press("Stop here")
        self.wait("finished")

    def records(self, store: str) -> list[dict[str, Any]]:
        """What lies in the device's database; what is sealed shows as nothing but its name."""
        found: list[dict[str, Any]] = self.page.evaluate(READ_STORE, store)
        return found

    def is_kept(self, pupil: Pupil) -> None:
        """Wait until the device holds the player, and of this pupil the days ahead with the pictures as a key."""
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        self.until(lambda: any("pictures" in each["locks"] for each in self.own(pupil, "pupils")))
        self.until(lambda: len(self.own(pupil, "sealed")) >= DAYS_HELD)

    def own(self, pupil: Pupil, store: str) -> list[dict[str, Any]]:
        """What lies there of a pupil."""
        return [each for each in self.records(store) if each["pupil"] == str(pupil.pk)]

    def until(self, what: Callable[[], object]) -> None:
        """Wait until something holds that the page does not show."""
        until(self.page, what)

    def lose_network(self) -> None:
        self.page.context.set_offline(True)

    def find_network(self) -> None:
        self.page.context.set_offline(False)


def visitor(site: Site) -> Page:
    """A visitor to whom comes at once what is spread over seconds for the sake of a whole class."""
    page = site.visitor()
    page.add_init_script("Math.random = () => 0")
    return page


def give_pictures(site: Site, cast: Cast) -> dict[str, list[str]]:
    """The teacher gives everybody pictures and reads them out."""
    teacher = site.staff(cast.ashdown.teacher.email)
    teacher.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/sign-in/")
    teacher.get_by_role("button", name="New pictures for everybody").click()
    teacher.get_by_role("button", name="Give new pictures", exact=True).locator("visible=true").click()
    cards = teacher.locator(".access-card")
    expect(cards).to_have_count(4)
    said = [card.inner_text().split() for card in cards.all()]
    teacher.context.close()
    return {words[0]: words[-3:] for words in said}


@pytest.fixture
def tablet(site: Site, cast: Cast) -> Tablet:
    pictures = give_pictures(site, cast)
    with school_scope(cast.ashdown.school):
        code = str(ClassCode.objects.get(group=cast.ashdown.group).code)
    page = visitor(site)
    page.goto(f"/pupils/{code}/")
    return Tablet(site, page, code, pictures)


@pytest.fixture
def amber(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


@pytest.fixture
def bilal(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[1]


def recorded(pupil: Pupil) -> list[Answer]:
    with school_scope(pupil.school_id):
        return list(Answer.objects.filter(pupil=pupil))


def has_obeyed(cast: Cast) -> bool:
    """Whether the server has heard from every device that it has forgotten."""
    with school_scope(cast.ashdown.school):
        return not ForgetRequest.objects.filter(obeyed_at=None).exists()


def arrive_at_the_server(tablet: Tablet, pupil: Pupil, count: int) -> None:
    """Wait until so many of the pupil's answers are in the ledger."""
    tablet.until(lambda: len(recorded(pupil)) >= count)
    assert len(recorded(pupil)) == count


def test_a_class_that_has_used_a_tablet_goes_on_without_a_network(
    tablet: Tablet, amber: Pupil, bilal: Pupil
) -> None:
    tablet.sign_in("Bilal")
    tablet.is_kept(bilal)
    tablet.press("Not Bilal?")
    tablet.sign_in("Amber")
    tablet.is_kept(amber)

    tablet.lose_network()
    tablet.page.goto("/pupils/")
    expect(tablet.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert_accessible(tablet.page)
    tablet.choose("Amber")
    assert_accessible(tablet.page)
    tablet.press_pictures(tablet.pictures["Amber"])
    tablet.wait("ready")
    tablet.press("Start")
    tablet.answer(3)
    tablet.stop_here()
    expect(tablet.page.get_by_text("Your answers are safe on this device.")).to_be_visible()

    tablet.press("Finish")
    tablet.sign_in("Bilal")
    tablet.press("Start")
    tablet.answer(2)
    tablet.find_network()
    arrive_at_the_server(tablet, amber, 3)
    tablet.stop_here()
    arrive_at_the_server(tablet, bilal, 2)
    tablet.press("Finish")
    expect(tablet.page.get_by_role("heading", name="4 Kestrel: who are you?")).to_be_visible()


@pytest.fixture
def badge(cast: Cast, amber: Pupil) -> str:
    """Where Amber's badge leads, which is enough to sign in."""
    with school_scope(cast.ashdown.school):
        let_badge_alone(amber, True)
        return f"/b/{amber.sign_in.badge_key}/"


def with_badge(site: Site, badge: str, *, days_ahead: int = 0) -> Tablet:
    """Somebody at a device of its own, let in by a badge alone; its clock may be days wrong."""
    page = visitor(site)
    if days_ahead:
        page.add_init_script(set_clock(days_ahead))
    page.goto(badge)
    tablet = Tablet(site, page, "", {})
    tablet.press("Start")
    tablet.wait("ready")
    return tablet


def deliveries(tablet: Tablet) -> list[Request]:
    """The deliveries of answers that this device makes from now on, each once it has its reply."""
    made: list[Request] = []
    tablet.page.on("requestfinished", lambda each: made.append(each) if each.url.endswith("/answers") else None)
    return made


def test_two_devices_and_one_pupil_at_once_and_a_sync_replayed_ten_times(
    site: Site, badge: str, amber: Pupil
) -> None:
    both = [with_badge(site, badge) for _ in range(2)]
    sent = [deliveries(tablet) for tablet in both]
    for tablet in both:
        tablet.press("Start")
        tablet.lose_network()
    for tablet in both:
        tablet.answer(4)
    for tablet in both:
        tablet.find_network()
        tablet.stop_here()
    arrive_at_the_server(both[0], amber, 8)
    for tablet, delivered in zip(both, sent, strict=True):
        tablet.until(delivered.copy)
        for request in delivered * 10:
            reply = tablet.page.context.request.post(
                request.url, data=request.post_data_buffer, headers=request.all_headers()
            )
            assert reply.json()["refused"] == []
    answers = recorded(amber)
    assert len(answers) == 8
    assert len({answer.session for answer in answers}) == 2


@pytest.mark.parametrize("days", [-2, 2])
def test_from_a_device_whose_clock_is_two_days_wrong_answers_come_at_their_right_time(
    site: Site, badge: str, amber: Pupil, days: int
) -> None:
    tablet = with_badge(site, badge, days_ahead=days)
    tablet.press("Start")
    tablet.lose_network()
    began = timezone.now()
    tablet.answer(3)
    tablet.find_network()
    tablet.stop_here()
    arrive_at_the_server(tablet, amber, 3)
    assert all(began - A_MOMENT < answer.at < timezone.now() + A_MOMENT for answer in recorded(amber))


def test_the_first_load_is_small(site: Site, badge: str) -> None:
    page = site.visitor()
    page.goto(badge)
    with page.expect_navigation():
        page.get_by_role("button", name="Start").click()
    tablet = Tablet(site, page, "", {})
    tablet.wait("ready")

    fresh = page.context.new_page()
    watching = page.context.new_cdp_session(fresh)
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    watching.on(
        "Network.responseReceived", lambda seen: addresses.update({seen["requestId"]: seen["response"]["url"]})
    )
    watching.on(
        "Network.loadingFinished", lambda seen: weights.update({seen["requestId"]: seen["encodedDataLength"]})
    )
    watching.send("Network.enable")
    watching.send("Network.setCacheDisabled", {"cacheDisabled": True})
    watching.send("Network.setBypassServiceWorker", {"bypass": True})
    watching.send("Network.setBlockedURLs", {"urls": ["*/practice/plans?*"]})  # days ahead come afterwards
    fresh.goto("/practise/")
    Tablet(site, fresh, "", {}).wait("ready")
    fresh.evaluate("() => document.fonts.ready.then(() => null)")

    def first_load() -> dict[str, int]:
        return {addresses[each]: weight for each, weight in weights.items() if each in addresses}

    until(fresh, lambda: sum(url.endswith(".woff2") for url in first_load()) == FONTS)
    first = first_load()
    assert sum(first.values()) < FIRST_LOAD_BYTES, sorted(first.items(), key=lambda each: -each[1])


def test_a_teacher_lets_a_device_forget_and_reads_what_could_not_be_counted(
    site: Site, cast: Cast, badge: str, amber: Pupil
) -> None:
    tablet = with_badge(site, badge)
    tablet.until(lambda: tablet.records("device"))
    teacher = site.staff(cast.ashdown.teacher.email)
    teacher.goto(f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/")
    follow(teacher.get_by_role("link", name="Devices"))
    assert_accessible(teacher)
    teacher.get_by_role("button", name="Forget on all devices").click()
    follow(teacher.get_by_role("button", name="Forget on all", exact=True).locator("visible=true"))
    expect(teacher.get_by_text("Forgets when next used")).to_be_visible()
    assert_accessible(teacher)

    tablet.page.goto("/practise/")
    tablet.until(lambda: not tablet.records("pupils"))
    assert [tablet.records(store) for store in ("sealed", "classes", "device", "sessions")] == [[], [], [], []]
    tablet.until(lambda: has_obeyed(cast))
    teacher.reload()
    expect(teacher.get_by_role("heading", name="No device holds anything of this class")).to_be_visible()
    assert_accessible(teacher)
    follow(teacher.get_by_role("link", name="4 Kestrel"))
    follow(teacher.get_by_role("link", name="Answers not counted"))
    expect(teacher.get_by_role("heading", name="Every answer has been counted")).to_be_visible()
    assert_accessible(teacher)
