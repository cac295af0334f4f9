"""Practice looks and behaves as each pupil needs it, whoever chose it, with a network and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, USUAL, Pupil, practice, trial
from tests.foundations.player.test_player_keeps_answers import find_network, lose_network

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

LISTEN = """
window.heard = [];
speechSynthesis.speak = (said) => window.heard.push(said.text);
speechSynthesis.cancel = () => {};
"""


def choose(pupil: Pupil, *labels: str) -> None:
    """Open the panel, choose, and close it."""
    pupil.press("Settings")
    for label in labels:
        pupil.page.get_by_label(label, exact=True).check()
    pupil.press("Done")


def side_of_pad(pupil: Pupil) -> str:
    box = pupil.page.locator("[data-part=pad]").bounding_box()
    size = pupil.page.viewport_size
    assert box and size
    return "left" if box["x"] + box["width"] / 2 < size["width"] / 2 else "right"


def test_without_a_timer_there_is_no_bar_no_button_and_no_word_about_the_time(arrive: Arrival) -> None:
    ada = arrive(practice([trial(1, right) for right in range(4)], seconds=60, timer="none")).begin()
    ada.answer()
    expect(ada.page.locator("[data-part=timer]")).to_be_hidden()
    expect(ada.page.get_by_role("button", name="Hide timer")).to_have_count(0)
    expect(ada.page.get_by_role("status")).to_have_text("1 plus 1")


def test_a_pupil_chooses_in_the_panel_and_the_server_keeps_it(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).open()
    ada.press("Settings")
    assert Axe().run(ada.page).violations_count == 0
    ada.press("Done")
    choose(ada, "Bigger", "Strong", "Hide it", "For my left hand")
    expected = USUAL | {"type": "large", "contrast": "high", "timer": "hidden", "pad": "left"}
    ada.until(lambda: server.plan["preferences"] == expected)
    ada.begin()
    assert ada.page.locator("#player").get_attribute("data-type") == "large"
    assert Axe().run(ada.page).violations_count == 0


def test_the_panel_opens_from_a_question_with_the_clock_standing_still(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).begin()
    question = ada.question
    ada.press("Pause")
    choose(ada, "Wait until I press Next")
    ada.press("Carry on")
    assert ada.question == question


def test_the_next_question_waits_to_be_called_by_key_or_finger(arrive: Arrival) -> None:
    server = practice(TWENTY[:3], next_button=True)
    ada = arrive(server).begin()
    first = ada.question
    ada.answer()
    ada.wait("between")
    expect(ada.page.get_by_role("button", name="Next")).to_be_focused()
    ada.page.keyboard.press("7")
    assert ada.question == first
    ada.page.keyboard.press("Enter")
    ada.answer()
    ada.wait("between")
    ada.press("Pause")
    ada.press("Carry on")
    ada.mistake()  # the answer is there at once, whatever was chosen
    ada.type(ada.right)
    ada.press("Next")
    while ada.wait("asking", "prompted", "between", "finishing", "finished") not in {"finishing", "finished"}:
        if ada.state == "between":
            ada.press("Next")
        else:
            ada.type(ada.right)
    ada.wait("finished")
    assert len(server.recorded) == 3 + 3


def test_questions_are_read_aloud_and_again_at_the_press_of_a_button(arrive: Arrival) -> None:
    ada = arrive(practice([trial(7, 8), trial(2, 3, "model", reason="new")], read_aloud=True))
    ada.page.add_init_script(LISTEN)
    ada.begin()
    ada.press("Read it to me")
    ada.type("15")
    ada.wait("prompted")
    assert ada.page.evaluate("heard") == ["7 plus 8", "7 plus 8", "2 plus 3 is 5. Type 5."]


def test_nobody_is_read_to_who_did_not_ask_for_it(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY[:2]))
    ada.page.add_init_script(LISTEN)
    ada.begin()
    ada.answer()
    assert ada.page.evaluate("heard") == []
    expect(ada.page.get_by_role("button", name="Read it to me")).to_have_count(0)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_number_pad_stands_at_the_hand_that_types(arrive: Arrival, side: str) -> None:
    ada = arrive(practice(TWENTY, pad=side), has_touch=True, width=1024, height=768).begin()
    assert side_of_pad(ada) == side


def test_nothing_moves_for_who_chose_so(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY, motion="still")).begin()
    ada.answer()
    frames = ada.page.evaluate(
        "document.querySelector('[data-part=tick]').getAnimations()[0].effect.getKeyframes().map(f => f.opacity)"
    )
    assert set(frames) == {"1"}
    assert ada.page.locator(".timer-left").evaluate("bar => getComputedStyle(bar).transitionProperty") == "none"


def test_a_device_that_asks_for_more_contrast_gets_it(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY), contrast="more").begin()
    assert ada.page.locator("#player").get_attribute("data-contrast") == "high"


def test_what_is_chosen_after_the_session_has_ended_is_sent_when_the_pupil_signs_in_again(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).open()
    server.weather = "signed out"
    choose(ada, "Bigger")
    ada.until(lambda: any(each["name"] == "preferences" for each in ada.records("sealed")))
    server.weather = "fine"
    ada.open()
    ada.until(lambda: server.plan["preferences"]["type"] == "large")


def test_what_is_chosen_without_a_network_holds_at_once_and_is_sent_later(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).open()
    lose_network(ada)
    choose(ada, "Strong")
    assert ada.page.locator("#player").get_attribute("data-contrast") == "high"
    assert server.plan["preferences"] == USUAL
    find_network(ada)
    ada.open()
    ada.until(lambda: server.plan["preferences"]["contrast"] == "high")
    assert server.plan["preferences"] == USUAL | {"contrast": "high"}
