"""A pupil's five minutes: questions, errors put right, help, time, the end."""

import pytest
from playwright.sync_api import expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, practice, trial

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

AT_ONE_STROKE = (
    "keys => keys.forEach(key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true})))"
)


def test_twenty_facts_with_two_errors_reach_the_server_once_each(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    ada.answer(5)
    missed = ada.question
    ada.mistake()
    assert ada.question == missed
    ada.answer(6)
    ada.mistake()
    ada.finish()

    received = server.received()
    assert set(received.values()) == {1}
    answers = sorted(server.recorded.values(), key=lambda answer: answer["seq"])
    assert [answer["seq"] for answer in answers] == list(range(len(answers)))
    assert {answer["item"] for answer in answers} == {each["item"] for each in TWENTY}
    assert len(answers) == 20 + 2 * 3  # each error brings a correction and two meetings more
    assert sum(answer["prompt"] == "model" for answer in answers) == 2
    assert {answer["device"] for answer in answers} == {"keyboard"}
    assert server.finished == [server.plan["session"]]


def test_the_answer_is_taken_at_its_last_digit_and_may_be_changed_before(arrive: Arrival) -> None:
    server = practice([trial(7, 8), trial(2, 3)])
    ada = arrive(server).begin()
    ada.type("2")
    ada.page.keyboard.press("Backspace")
    ada.type("15")
    ada.type("5")
    ada.wait("finished")
    assert server.given() == [("add:7+8", "15"), ("add:2+3", "5")]


def test_a_shorter_answer_is_handed_in_with_enter(arrive: Arrival) -> None:
    server = practice([trial(7, 8)])
    ada = arrive(server).begin()
    ada.page.keyboard.press("Enter")
    ada.type("9")
    assert ada.state == "asking"
    ada.page.keyboard.press("Enter")
    ada.finish()
    assert server.given()[:2] == [("add:7+8", "9"), ("add:7+8", "15")]


def test_an_error_shows_the_answer_at_once_and_ignores_a_digit_already_on_its_way(arrive: Arrival) -> None:
    server = practice([trial(3, 5), trial(4, 5)])
    ada = arrive(server).begin()
    ada.wait("asking")
    ada.page.evaluate(AT_ONE_STROKE, ["1", "8"])
    ada.sees("3 + 5 = 8. Type it.")
    ada.type("8")
    ada.finish()
    assert server.given()[:2] == [("add:3+5", "1"), ("add:3+5", "8")]


def test_a_pupil_who_does_not_know_is_shown(arrive: Arrival) -> None:
    server = practice([trial(7, 8), trial(2, 3)])
    ada = arrive(server).begin()
    ada.press("Show me")
    ada.sees("7 + 8 = 15. Type it.")
    ada.finish()
    assert server.given()[:2] == [("add:7+8", ""), ("add:7+8", "15")]


def test_a_new_fact_stands_together_with_its_answer(arrive: Arrival) -> None:
    server = practice([trial(7, 8, "model", reason="new")])
    ada = arrive(server).begin()
    assert ada.wait("prompted") == "prompted"
    expect(ada.page.locator("[data-part=boxes]")).to_have_text("15")
    ada.finish()
    assert [answer["prompt"] for answer in server.recorded.values()] == ["model"]


def test_a_delayed_answer_appears_and_the_time_taken_says_whether_it_was_needed(arrive: Arrival) -> None:
    server = practice([trial(7, 8, "delay", delay_ms=60_000), trial(6, 7, "delay", delay_ms=50)])
    ada = arrive(server).begin()
    ada.type("15")
    assert ada.wait("prompted") == "prompted"
    expect(ada.page.locator("[data-part=boxes]")).to_have_text("13")
    ada.finish()
    answers = sorted(server.recorded.values(), key=lambda answer: answer["seq"])
    assert [(answer["prompt"], answer["delay_ms"]) for answer in answers] == [("delay", 60_000), ("delay", 50)]
    assert answers[1]["latency_ms"] >= 50


def test_the_timer_can_be_hidden_and_stays_hidden_for_this_pupil(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).begin()
    timer = ada.page.locator("[data-part=timer]")
    expect(timer).to_be_visible()
    ada.press("Hide timer")
    expect(timer).to_be_hidden()
    ada.answer(2)
    ada.open().press("Carry on")
    expect(timer).to_be_hidden()
    ada.press("Show timer")
    expect(timer).to_be_visible()


def test_when_the_time_is_up_the_question_that_stands_and_its_correction_are_finished(arrive: Arrival) -> None:
    server = practice(TWENTY, seconds=0.3)
    ada = arrive(server).begin()
    ada.page.wait_for_timeout(350)
    ada.type("9")
    ada.finish()
    first = TWENTY[0]["item"]
    assert server.given() == [(first, "9"), (first, "5")]


def test_a_rest_takes_the_question_away_and_asks_it_again(arrive: Arrival) -> None:
    server = practice([trial(2, 3), trial(7, 8)])
    ada = arrive(server).begin()
    ada.answer()
    question = ada.question
    ada.type("1")
    ada.press("Pause")
    expect(ada.page.locator("[data-part=text]")).to_be_hidden()
    ada.press("Carry on")
    assert ada.question == question
    ada.finish()
    assert server.given() == [("add:2+3", "5"), ("add:7+8", "15")]


def test_a_pupil_who_is_called_away_finds_the_question_waiting(arrive: Arrival) -> None:
    ada = arrive(practice([trial(7, 8)]))
    ada.page.clock.install(time="2026-11-02T09:30:00Z")
    ada.begin()

    def is_at_rest_after_another_minute() -> bool:
        ada.page.clock.run_for(60_000)
        return ada.state == "paused"

    ada.until(is_at_rest_after_another_minute)
    ada.sees("Take your time")
    ada.press("Carry on")
    assert ada.question == "7 + 8"


def test_a_slow_typist_is_not_taken_for_one_who_went_away(arrive: Arrival) -> None:
    server = practice([trial(7, 8)])
    ada = arrive(server)
    ada.begin_at_a_standing_clock()
    ada.type("9")
    for key in ("Backspace", "1"):
        ada.page.clock.run_for(50_000)
        ada.page.keyboard.press(key)
    ada.page.clock.run_for(50_000)
    ada.type("5")
    ada.wait("finished")
    assert server.given() == [("add:7+8", "15")]


def test_a_rest_may_be_the_end(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    ada.answer(3)
    ada.press("Pause")
    ada.press("Stop here")
    ada.wait("finished")
    ada.sees("3 questions answered")
    assert server.finished == [server.plan["session"]]


def test_the_end_shows_the_pupils_own_best_and_what_grew(arrive: Arrival) -> None:
    server = practice(TWENTY[:2])
    server.summary = {
        "seconds_per_item": 2.41,
        "best_seconds_per_item": 2.41,
        "is_best": True,
        "grew": [{"text": "7 + 8", "from": 9.1, "to": 3.2}],
        "fluent_now": 34,
        "new_learned": ["6 + 7", "8 + 9"],
        "team": {"fluent": 3412, "goal": 3500},
    }
    ada = arrive(server).begin()
    ada.finish()
    for text in (
        "2 questions answered",
        "2.4",
        "Your best so far!",
        "7 + 8",
        "9.1 to 3.2 seconds",
        "You know 34 facts by heart.",
        "New today: 6 + 7, 8 + 9.",
        "Together your class knows 3,412 number facts. The next goal is 3,500.",
    ):
        ada.sees(text)  # fmt: skip


def test_after_the_end_a_pupil_may_practise_again_or_hand_the_device_on(arrive: Arrival) -> None:
    server = practice(TWENTY[:1])
    ada = arrive(server).begin()
    ada.finish()
    ada.press("Practise again")
    ada.wait("ready")
    ada.press("Start")
    ada.finish()
    ada.press("Finish")
    ada.sees("Who is next?")
    assert server.tokens[-1] == "token-of-the-page"


def test_a_plan_may_say_that_once_is_enough(arrive: Arrival) -> None:
    server = practice(TWENTY[:1])
    server.plan["again"] = False
    ada = arrive(server).begin()
    ada.finish()
    expect(ada.page.get_by_role("button", name="Practise again")).to_be_hidden()


def test_an_empty_plan_is_said_kindly(arrive: Arrival) -> None:
    ada = arrive(practice([])).open()
    ada.sees("All done for now")


def test_every_new_question_is_measured_from_the_last_digit_to_its_paint(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY[:5])).begin()
    ada.finish()
    painted = (
        "() => performance.getEntriesByName('ridgeway:next-question', 'measure').map(entry => entry.duration)"
    )
    ada.until(lambda: len(ada.page.evaluate(painted)) == 5)  # the last may be painted after it was answered
    assert all(duration > 0 for duration in ada.page.evaluate(painted))
