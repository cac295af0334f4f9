"""The teacher hears a pupil read, with a finger or the keyboard, and nothing that was tapped is lost."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, Route, expect

from ridgeway.foundations.models import ReadingResult
from ridgeway.schools.tenancy import school_scope
from tests.browser.conftest import Site, assert_accessible, follow
from tests.cast import TODAY, Cast

START = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)


@pytest.fixture
def page(site: Site, cast: Cast) -> Page:
    tablet = site.staff("teacher@ashdown.example", viewport={"width": 800, "height": 1100}, has_touch=True)
    tablet.clock.install(time=START)
    return tablet


def reading_address(cast: Cast) -> str:
    return f"/schools/{cast.ashdown.urn}/classes/{cast.ashdown.group.pk}/reading/"


def open_hearing(page: Page, cast: Cast) -> None:
    page.goto(reading_address(cast))
    follow(page.get_by_role("link", name="Hear Amber Testington"))


def mark(page: Page, place: int, kind: str | None = None) -> None:
    page.locator(f"[data-word='{place}']").click()
    if kind:
        page.get_by_role("button", name=re.compile(f"^{kind}")).click()


def results(cast: Cast) -> list[tuple[int, int, int, object]]:
    with school_scope(cast.ashdown.school):
        return list(ReadingResult.objects.values_list("last_word", "errors", "seconds", "marks"))


def test_a_reading_is_heard_with_a_finger_and_scored_as_the_page_showed(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    assert_accessible(page)
    page.get_by_role("button", name="Start").click()
    mark(page, 3)
    mark(page, 8, "Left out")
    mark(page, 12, "Told after 3 s")
    mark(page, 20, "Put right")
    mark(page, 25, "Extra word")
    mark(page, 30)
    page.get_by_role("button", name="Undo").click()
    assert_accessible(page)
    page.clock.run_for(61_000)
    expect(page.get_by_text("Tap the last word that was read.")).to_be_visible()
    page.locator("[data-word='92']").click()
    page.clock.run_for(1_000)
    expect(page.get_by_role("heading", name="Amber read 89 words correct a minute")).to_be_visible()
    page.get_by_label("Mostly whole phrases").check()
    page.get_by_role("textbox", name="Note").fill("Ran over two full stops.")
    assert_accessible(page)
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Amber Testington read 89 words correct a minute.")).to_be_visible()
    marks = [[3, "substitution"], [8, "omission"], [12, "hesitation"], [20, "self-correction"], [25, "insertion"]]
    assert results(cast) == [(92, 3, 60, marks)]
    page.wait_for_function("() => localStorage.length === 0")
    assert_accessible(page)


def test_a_reading_is_heard_with_the_keyboard_alone(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-word='1']")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "Space", "2", "ArrowRight", "Space", "Backspace"):
        page.keyboard.press(key)
    page.clock.run_for(45_000)
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save the reading").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: Amber Testington")).to_be_visible()
    ((last_word, errors, seconds, marks),) = results(cast)
    assert (last_word, errors, marks) == (223, 1, [[3, "omission"]])
    assert 45 <= seconds < 60


def test_a_reading_outlives_a_tablet_that_slept_and_a_network_that_failed(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    page.get_by_role("button", name="Start").click()
    mark(page, 5)
    page.clock.run_for(20_000)
    page.goto(reading_address(cast))
    follow(page.get_by_role("link", name="Not saved yet: go on with Amber Testington"))
    expect(page.get_by_text("This reading was begun on this device")).to_be_visible()
    expect(page.locator("[data-word='5']")).to_have_attribute("data-kind", "substitution")
    page.clock.run_for(300_000)
    page.locator("[data-word='50']").click()
    page.clock.run_for(1_000)

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/hear/**", fail)
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("There is no connection just now.")).to_be_visible()
    page.unroute("**/hear/**")
    page.reload()
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Amber Testington read 49 words correct a minute.")).to_be_visible()
    assert results(cast) == [(50, 1, 60, [[5, "substitution"]])]


def test_a_reading_whose_receipt_was_lost_is_saved_once(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Stop").click()
    page.clock.run_for(1_000)
    page.locator("[data-word='1']").click()
    page.clock.run_for(1_000)

    def lose_receipt(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/hear/**", lose_receipt)
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("There is no connection just now.")).to_be_visible()
    page.unroute("**/hear/**")
    page.get_by_role("textbox", name="Note").fill("Stopped at once.")
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Amber Testington")).to_be_visible()
    with school_scope(cast.ashdown.school):
        assert [each.note for each in ReadingResult.objects.all()] == ["Stopped at once."]


def test_a_clock_stopped_by_a_slip_runs_on_and_a_false_start_is_thrown_away(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    page.get_by_role("button", name="Start").click()
    mark(page, 4)
    page.clock.run_for(10_000)
    page.get_by_role("button", name="Stop").click()
    page.clock.run_for(5_000)
    page.get_by_role("button", name="Not finished: go on").click()
    page.clock.run_for(1_000)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.clock.run_for(20_000)
    page.get_by_role("button", name="Stop").click()
    page.clock.run_for(30_000)
    expect(page.get_by_role("button", name="Not finished: go on")).to_be_hidden()
    page.get_by_role("button", name="Throw away and begin again").click()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
    page.wait_for_function("() => localStorage.length === 0")
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(61_000)
    page.locator("[data-word='40']").click()
    page.clock.run_for(1_000)
    page.get_by_text("It was another pupil who read").click()
    page.get_by_label("Who read").select_option("Samplewood, Bilal")
    page.reload()
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Bilal Samplewood read 40 words correct a minute.")).to_be_visible()
    assert results(cast) == [(40, 0, 60, [])]


def test_a_double_tap_is_one_tap_and_a_tap_at_the_bell_ends_nothing(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    page.get_by_role("button", name="Start").click()
    page.clock.pause_at(START + dt.timedelta(minutes=10))
    expect(page.get_by_text("Tap the last word that was read.")).to_be_visible()
    page.get_by_role("button", name="Read to the end").click()
    page.locator("[data-word='3']").click()
    expect(page.get_by_text("Tap the last word that was read.")).to_be_visible()
    page.clock.run_for(1_000)
    page.locator("[data-word='3']").click()
    page.get_by_role("button", name="Save the reading").click()
    assert results(cast) == []
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Amber Testington")).to_be_visible()
    assert results(cast) == [(3, 0, 60, [])]


def test_what_was_typed_from_paper_outlives_a_network_that_failed(page: Page, cast: Cast) -> None:
    def lose_receipt(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        return route.abort()

    paper = f"{reading_address(cast)}paper/"
    page.goto(paper)
    page.get_by_label("Words read: Amber Testington").press_sequentially("80")
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    page.route("**/paper/", lose_receipt)
    page.get_by_role("button", name="Save readings").click()
    page.unroute("**/paper/")
    page.goto(paper)
    expect(page.get_by_text("This was typed on this device before, and is not saved yet.")).to_be_visible()
    expect(page.get_by_label("Words read: Amber Testington")).to_have_value("80")
    assert_accessible(page)
    page.get_by_label("Words read: Bilal Samplewood").fill("60")
    page.get_by_role("button", name="Save readings").click()
    expect(page.get_by_text("Saved 2 readings")).to_be_visible()
    assert sorted(results(cast)) == [(60, 0, 60, None), (80, 4, 60, None)]
    page.wait_for_function("() => localStorage.length === 0")


def test_a_saved_reading_is_corrected_and_removed_and_put_back(page: Page, cast: Cast) -> None:
    open_hearing(page, cast)
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(61_000)
    page.locator("[data-word='80']").click()
    page.clock.run_for(1_000)
    page.get_by_role("button", name="Save the reading").click()
    expect(page.get_by_text("Saved: Amber Testington read 80 words correct a minute.")).to_be_visible()
    follow(page.get_by_role("link", name="Testington, Amber"))
    assert_accessible(page)
    follow(page.get_by_role("table").get_by_role("link").first)
    page.get_by_role("button", name="Change the last word").click()
    expect(page.get_by_role("button", name="Not finished: go on")).to_be_hidden()
    page.clock.run_for(1_000)
    page.locator("[data-word='75']").click()
    page.clock.run_for(1_000)
    mark(page, 10, "Left out")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.get_by_text("Saved: Amber Testington read 74 words correct a minute.")).to_be_visible()
    follow(page.get_by_role("table").get_by_role("link").first)
    page.get_by_role("button", name="Remove this reading").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="Not heard yet")).to_be_visible()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("The reading is back.")).to_be_visible()
    assert results(cast) == [(75, 1, 60, [[10, "omission"]])]
