"""Everyone can practise: with keys alone, with a finger alone, with a screen reader, on any screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, practice, trial
from tests.foundations.player.practice_server import Practice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

SCREENS = {
    "a small phone": {"width": 320, "height": 568, "has_touch": True},
    "a phone": {"width": 375, "height": 667, "has_touch": True},
    "a phone on its side": {"width": 667, "height": 375, "has_touch": True},
    "a tablet": {"width": 768, "height": 1024, "has_touch": True},
    "a tablet on its side": {"width": 1024, "height": 768, "has_touch": True},
    "a laptop": {"width": 1280, "height": 800},
    "a laptop at 400 per cent": {"width": 320, "height": 400},
}
SMALLEST_TARGET_PX = 64


def longest() -> dict[str, Any]:
    return trial(12, 12) | {"item": "mul:12x12", "text": "12 × 12", "answer": "144"}


def full_summary() -> Practice:
    server = practice([trial(7, 8), trial(6, 7)])
    server.summary = {
        "best_seconds_per_item": 2.4,
        "is_best": True,
        "grew": [{"text": text, "from": 9.1, "to": 3.2} for text in ("7 + 8", "12 × 12", "6 + 9")],
        "fluent_now": 34,
        "new_learned": ["6 + 7", "8 + 9"],
        "team": {"fluent": 13412, "goal": 13500},
    }
    return server


def has_no_barrier(pupil: Pupil) -> None:
    results = Axe().run(pupil.page)
    assert results.violations_count == 0, f"{pupil.state}: {results.generate_report()}"


def focused(pupil: Pupil) -> str:
    return str(pupil.page.evaluate("document.activeElement.textContent.trim()"))


def test_a_whole_session_with_the_keyboard_alone(arrive: Arrival) -> None:
    server = full_summary()
    ada = arrive(server).open()
    assert focused(ada) == "Start"
    ada.page.keyboard.press("Enter")
    ada.answer()
    ada.page.keyboard.press("Tab")
    assert focused(ada) == "Show me"
    ada.page.keyboard.press("Enter")
    ada.sees("6 + 7 = 13. Type it.")
    expect(ada.page.get_by_role("application")).to_be_focused()
    ada.finish()
    expect(ada.page.get_by_role("heading", name="Well done, Ada")).to_be_focused()
    ada.page.keyboard.press("Tab")
    assert focused(ada) == "Practise again"
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Enter")
    ada.sees("Who is next?")
    assert {answer["device"] for answer in server.recorded.values()} == {"keyboard"}


def test_a_rest_and_back_with_the_keyboard_alone(arrive: Arrival) -> None:
    ada = arrive(full_summary()).begin()
    ada.page.keyboard.press("Shift+Tab")
    ada.page.keyboard.press("Shift+Tab")
    ada.page.keyboard.press("Shift+Tab")
    assert focused(ada) == "Pause"
    ada.page.keyboard.press("Enter")
    assert focused(ada) == "Carry on"
    ada.page.keyboard.press("Enter")
    ada.answer()


def test_a_whole_session_with_a_finger_alone(arrive: Arrival) -> None:
    server = practice([trial(7, 8), trial(2, 3), longest()])
    ada = arrive(server, has_touch=True, width=768, height=1024).begin()
    ada.type("2")
    ada.press("Delete")
    ada.type("15")
    ada.type("5")
    ada.type("14")
    ada.press("Done")
    ada.sees("12 × 12 = 144. Type it.")
    ada.type("144")
    while ada.wait("asking", "prompted", "finishing", "finished") in {"asking", "prompted"}:
        ada.type("144")
    ada.wait("finished")
    assert server.given()[:4] == [("add:7+8", "15"), ("add:2+3", "5"), ("mul:12x12", "14"), ("mul:12x12", "144")]
    assert {answer["device"] for answer in server.recorded.values()} == {"touch"}


def test_the_number_pad_leaves_the_focus_where_it_was(arrive: Arrival) -> None:
    server = practice([trial(7, 8)])
    ada = arrive(server, has_touch=True).begin()
    ada.type("1")
    expect(ada.page.get_by_role("application")).to_be_focused()


def test_two_thumbs_may_overlap_on_the_number_pad(arrive: Arrival) -> None:
    server = practice([trial(7, 8)])
    ada = arrive(server, has_touch=True, width=375, height=667).begin()
    ada.wait("asking")
    one, five = (
        {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "id": place}
        for place, digit in enumerate("15")
        if (box := ada.page.get_by_role("button", name=digit, exact=True).bounding_box())
    )
    fingers = ada.page.context.new_cdp_session(ada.page)
    for down in ([one], [one, five]):
        fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": down})
    ada.wait("finished")
    assert server.given() == [("add:7+8", "15")]


def test_the_keys_of_the_number_pad_are_large(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY), has_touch=True, width=320, height=568).begin()
    boxes = [key.bounding_box() for key in ada.page.locator("[data-part=pad] [data-key]").all()]
    assert len(boxes) == 12
    assert all(box and min(box["width"], box["height"]) >= SMALLEST_TARGET_PX for box in boxes)


def test_a_mouse_can_call_the_number_pad(arrive: Arrival) -> None:
    server = practice([trial(7, 8)])
    ada = arrive(server).begin()
    pad = ada.page.get_by_role("group", name="Number pad")
    expect(pad).to_be_hidden()
    ada.press("Number pad")
    ada.press("1")
    ada.press("5")
    ada.wait("finished")
    assert server.given() == [("add:7+8", "15")]


def test_a_screen_reader_hears_the_question_the_answer_after_an_error_and_little_else(arrive: Arrival) -> None:
    ada = arrive(practice([trial(7, 8), longest()])).begin()
    said = ada.page.get_by_role("status")
    expect(said).to_have_text("7 plus 8")
    ada.mistake()
    expect(said).to_have_text("7 plus 8 is 15. Type 15.")
    ada.answer()
    expect(said).to_have_text("12 times 12")


def test_the_time_is_told_in_words_once_at_the_half_and_once_before_the_end(arrive: Arrival) -> None:
    ada = arrive(practice([trial(1, right) for right in range(8)], seconds=240))
    ada.begin_at_a_standing_clock()
    heard = []
    for _ in range(4):
        ada.page.clock.run_for(50_000)
        ada.type(ada.right)
        heard.append(ada.page.get_by_role("status").inner_text())
    assert heard == ["1 plus 1", "1 plus 2", "Half way. 1 plus 3", "One minute left. 1 plus 4"]


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_has_to_be_scrolled(arrive: Arrival, screen: str) -> None:
    server = practice([trial(7, 8), longest(), trial(6, 7, "model", reason="new")])
    ada = arrive(server, **SCREENS[screen]).open()
    ada.does_not_scroll()
    ada.press("Start")
    ada.does_not_scroll()
    ada.type("99")
    ada.wait("prompted")
    ada.does_not_scroll()
    ada.type("15")
    ada.wait("asking")
    ada.does_not_scroll()
    ada.press("Pause")
    ada.does_not_scroll()


@pytest.mark.parametrize("screen", SCREENS)
def test_the_end_is_never_wider_than_the_screen(arrive: Arrival, screen: str) -> None:
    ada = arrive(full_summary(), **SCREENS[screen]).begin()
    ada.finish()
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finish = ada.page.get_by_role("button", name="Finish")
    finish.scroll_into_view_if_needed()
    expect(finish).to_be_in_viewport(ratio=0.99)  # scrolling goes by whole pixels


def test_what_grew_never_lies_over_its_own_picture(arrive: Arrival) -> None:
    server = practice([trial(7, 8)], type="large")
    server.summary = {"grew": [{"text": text, "from": 9.1, "to": 3.2} for text in ("144 ÷ 12", "□ + 86 = 100")]}
    ada = arrive(server, **SCREENS["a phone"]).begin()
    ada.finish()
    for row in ada.page.locator("[data-part=grew] li").all():
        fact, bars = (row.locator(part).bounding_box() for part in (".grew-fact", ".grew-bars"))
        assert fact and bars
        assert fact["x"] + fact["width"] <= bars["x"]
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("screen", ["a laptop", "a small phone"])
def test_no_screen_has_a_barrier(arrive: Arrival, screen: str) -> None:
    server = full_summary()
    ada = arrive(server, **SCREENS[screen]).open()
    has_no_barrier(ada)
    ada.press("Start")
    has_no_barrier(ada)
    ada.mistake()
    has_no_barrier(ada)
    ada.press("Pause")
    has_no_barrier(ada)
    ada.press("Carry on")
    ada.finish()
    has_no_barrier(ada)
    server.weather = "failing"
    ada.press("Practise again")
    ada.wait("unreachable")
    has_no_barrier(ada)


def test_who_wants_less_motion_gets_none(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY), reduced_motion="reduce").begin()
    ada.answer()
    frames = ada.page.evaluate(
        "document.querySelector('[data-part=tick]').getAnimations()[0].effect.getKeyframes().map(f => f.opacity)"
    )
    assert set(frames) == {"1"}
    moving = ada.page.locator(".timer-left").evaluate(
        "bar => parseFloat(getComputedStyle(bar).transitionDuration)"
    )
    assert moving <= 0.001
