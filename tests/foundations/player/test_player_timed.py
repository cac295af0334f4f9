"""What the teacher has set: a minute's probe, a rehearsal with a time for each question, a minute of writing."""

from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, practice
from tests.foundations.player.practice_server import Practice
from tests.foundations.player.test_player_keeps_answers import find_network, lose_network

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

PAINT = """async () => {
  const { afterPaint } = await import("/static/foundations/player/clock.js");
  await new Promise(afterPaint);
}"""

ASKED = [{name: each[name] for name in ("item", "text", "answer")} for each in TWENTY]


def probe(**different: Any) -> dict[str, Any]:
    return {
        "key": 7,
        "activity": "probe",
        "title": "Addition",
        "session": str(uuid4()),
        "seconds": 60,
        "each_ms": None,
        "between_ms": 0,
        "warm_up": [],
        "questions": ASKED,
    } | different


def rehearsal(**different: Any) -> dict[str, Any]:
    usual = {"activity": "tables-check", "title": "Tables rehearsal", "each_ms": 6000, "between_ms": 50}
    return probe(**usual | {"warm_up": ASKED[5:6], "questions": ASKED[:3]} | different)


def the_time_is_up(pupil: Pupil) -> None:
    """The device's time goes on: how long a test takes over what comes before is not to matter.

    A question has its time from its paint on, so that is waited for.
    """
    pupil.page.evaluate(PAINT)
    pupil.page.clock.fast_forward(60_000)


def setting(*activities: dict[str, Any], **options: Any) -> Practice:
    server = practice(TWENTY[:1], **options)
    server.plan["activities"] = list(activities)
    server.summary = {"activity": "probe", "answered": 3, "right": 3, "best_right": 2, "is_best": True}
    return server


def test_a_probe_asks_in_order_says_nothing_of_errors_and_ends_with_the_minute(arrive: Arrival) -> None:
    server = setting(probe())
    ada = arrive(server, timed=True).open()
    ada.press("Addition")
    ada.sees("One minute. Answer as many as you can. If you do not know one, skip it.")
    ada.press("Begin")
    ada.type("9")
    ada.press("Skip")
    ada.answer(1)
    expect(ada.page.get_by_role("button", name="Show me")).to_be_hidden()
    expect(ada.page.get_by_role("button", name="Pause")).to_be_hidden()
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("3 right in one minute")
    ada.sees("Your best so far!")
    first, second, third = (each["item"] for each in ASKED[:3])
    assert server.given() == [(first, "9"), (second, ""), (third, ASKED[2]["answer"])]
    assert {(each["prompt"], each["session"]) for each in server.recorded.values()} == {
        ("none", server.plan["activities"][0]["session"])
    }
    assert server.finished == [server.plan["activities"][0]["session"]]


def test_a_rehearsal_warms_up_takes_what_is_typed_when_time_is_up_and_waits_for_enter(arrive: Arrival) -> None:
    server = setting(rehearsal(each_ms=60_000))  # more than any machine needs to type what is typed here
    server.summary = {"activity": "tables-check", "answered": 3, "right": 2, "best_right": 3, "is_best": False}
    ada = arrive(server, timed=True).open()
    ada.press("Tables rehearsal")
    ada.press("Begin")
    ada.sees("To warm up: 1 of 1")
    expect(ada.page.locator(".box")).to_have_count(3)
    ada.type("1")
    ada.page.keyboard.press("Enter")
    ada.sees("Question 1 of 3")
    ada.type(ada.right)
    assert ada.state == "asking"
    ada.page.keyboard.press("Enter")
    ada.sees("Question 2 of 3")
    ada.type("4")  # and no Enter
    the_time_is_up(ada)
    ada.sees("Question 3 of 3")
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("2 right out of 3")
    ada.sees("Your best is 3 right.")
    one, two, three = ASKED[:3]
    assert server.given() == [(one["item"], one["answer"]), (two["item"], "4"), (three["item"], "")]


def test_broken_off_it_does_not_count_and_the_same_session_is_not_offered_again(arrive: Arrival) -> None:
    server = setting(probe())
    ada = arrive(server).open()
    ada.press("Addition")
    ada.press("Begin")
    ada.answer(2)
    ada.press("Stop")
    ada.sees("That is all right. You can begin again another time.")
    server.plan["activities"] = [probe()]
    ada.press("Carry on")
    ada.wait("ready")
    ada.press("Addition")
    ada.press("Not now")
    ada.wait("ready")
    assert server.finished == []
    ada.press("Start")
    ada.finish()


def test_done_without_a_network_it_is_told_when_the_network_is_back(arrive: Arrival) -> None:
    server = setting(probe())
    ada = arrive(server, timed=True).open()
    ada.press("Addition")
    ada.press("Begin")
    lose_network(ada)
    ada.answer(2)
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("2 right in one minute")
    assert [each["session"] for each in ada.records("endings")] == [server.plan["activities"][0]["session"]]
    find_network(ada)
    ada.press("Carry on")
    ada.wait("ready")
    expect(ada.page.get_by_role("button", name="Addition")).to_be_hidden()
    ada.until(lambda: server.finished and not ada.records("endings"))
    assert server.finished == [server.plan["activities"][0]["session"]]
    assert len(server.recorded) == 2


def test_what_plays_it_is_fetched_only_where_something_is_set_and_before_the_network_may_go(
    arrive: Arrival,
) -> None:
    server = practice(TWENTY)
    ada = arrive(server, service_workers="block")
    fetched: list[str] = []
    ada.page.on("requestfinished", lambda request: fetched.append(request.url.rpartition("/")[2]))
    ada.open()
    assert "practice.js" in fetched
    assert not {"timed.js", "writing.js", "spelling.js"} & set(fetched)
    server.plan["activities"] = [probe()]
    ada.open()
    ada.until(lambda: "timed.js" in fetched)
    lose_network(ada)
    ada.press("Addition")
    ada.press("Begin")
    ada.answer()


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568), (1280, 800)])
def test_everything_fits_and_is_accessible(arrive: Arrival, width: int, height: int) -> None:
    server = setting(probe(title="10 × 10 addition grid"), rehearsal(key=8))
    ada = arrive(server, timed=True, width=width, height=height, has_touch=True).open()
    for press in (None, "10 × 10 addition grid", "Begin"):
        if press:
            ada.press(press)
        ada.does_not_scroll()
        assert Axe().run(ada.page).violations_count == 0
    the_time_is_up(ada)
    ada.wait("over")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0


def writing(activity: str, **different: Any) -> dict[str, Any]:
    usual = {"key": 9, "activity": activity, "title": "Write", "seconds": 60, "text": "The dog ran up the hill."}
    return usual | different


def test_a_sentence_is_copied_for_a_minute_and_the_server_counts(arrive: Arrival) -> None:
    server = setting(writing("copying"))
    server.summary = {"activity": "copying", "answered": 9, "right": 8, "best_right": 6, "is_best": True}
    ada = arrive(server, timed=True).open()
    ada.press("Write")
    ada.press("Begin")
    expect(ada.page.get_by_role("textbox")).to_be_focused()
    ada.sees("The dog ran up the hill.")
    ada.page.keyboard.type("The dig 7")
    ada.page.keyboard.press("Backspace")
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("8 letters right in one minute")
    ada.sees("Your best so far!")
    (page,) = server.written
    assert (page["key"], page["typed"], page["device"]) == (9, "The dig ", "keyboard")
    ada.press("Carry on")
    ada.wait("ready")
    expect(ada.page.get_by_role("button", name="Write")).to_be_hidden()


def test_a_sentence_to_keep_in_mind_is_covered_before_the_minute_and_can_be_stopped(arrive: Arrival) -> None:
    server = setting(writing("from-memory"))
    ada = arrive(server, width=375, height=667).open()
    ada.press("Write")
    ada.press("Begin")
    ada.sees("The dog ran up the hill.")
    assert Axe().run(ada.page).violations_count == 0
    ada.press("I know it")
    expect(ada.page.get_by_text("The dog ran up the hill.")).to_have_count(0)
    assert Axe().run(ada.page).violations_count == 0
    ada.does_not_scroll()
    ada.press("Stop")
    ada.sees("That is all right. You can begin again another time.")
    assert server.written == []


def test_writing_without_a_network_is_kept_and_sent_when_it_is_back(arrive: Arrival) -> None:
    server = setting(writing("alphabet", text="abcdefghijklmnopqrstuvwxyz"))
    ada = arrive(server, timed=True).open()
    ada.press("Write")
    ada.press("Begin")
    lose_network(ada)
    ada.page.keyboard.type("abc")
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("Your letters will be counted.")
    (kept,) = ada.records("endings")
    find_network(ada)
    ada.open()
    ada.until(lambda: server.written and not ada.records("endings"))
    assert [page["id"] for page in server.written] == [kept["session"]]


def test_writing_that_the_server_cannot_count_is_the_teacher_s_to_read_and_is_sent_no_more(
    arrive: Arrival,
) -> None:
    server = setting(writing("copying"))
    server.rejects = {"abc": 422}
    ada = arrive(server, timed=True).open()
    ada.press("Write")
    ada.press("Begin")
    ada.page.keyboard.type("abc")
    the_time_is_up(ada)
    ada.wait("over")
    ada.sees("This one could not be counted. Your teacher can read it. You did nothing wrong.")
    ada.does_not_scroll()
    assert [page["typed"] for page in server.written] == ["abc"]
    assert ada.records("endings") == []


def test_writing_that_the_server_did_not_take_stays_on_the_device_and_holds_up_no_other(arrive: Arrival) -> None:
    server = setting(writing("copying"), writing("copying", key=10, title="Write more"))
    server.rejects = {"abc": 413}
    server.summary = {}
    ada = arrive(server, timed=True).open()
    for title, typed, said in (
        ("Write", "abc", "Your letters will be counted."),
        ("Write more", "def", "8 letters right in one minute"),
    ):
        ada.press(title)
        ada.press("Begin")
        ada.page.keyboard.type(typed)
        the_time_is_up(ada)
        ada.wait("over")
        ada.sees(said)
        ada.press("Carry on")
        ada.wait("ready")
    assert [kept["written"]["typed"] for kept in ada.records("endings")] == ["abc"]
