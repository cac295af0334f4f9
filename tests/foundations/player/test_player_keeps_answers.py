"""No answer is lost: not with the network, not with the page, not with the server, and not to the next pupil."""

import datetime as dt
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, plan, practice, trial
from tests.foundations.player.practice_server import Practice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

SAFE = "Your answers are safe on this device. They will be sent when it is back online."
SAVED = "Your answers are saved."
IN_MEMORY = "This device is offline. Keep this page open: your answers will be sent when it is back online."
ALL_TWENTY = [(each["item"], each["answer"]) for each in TWENTY]


def lose_network(pupil: Pupil) -> None:
    pupil.page.context.set_offline(True)


def find_network(pupil: Pupil) -> None:
    pupil.page.context.set_offline(False)


def crash(pupil: Pupil, *, on_key: str | None = None) -> None:
    """The page dies without a last word, here right after a key was pressed."""
    with pupil.page.expect_event("crash"):
        if on_key:
            pupil.page.keyboard.press(on_key)
        with suppress(Error):
            pupil.page.goto("chrome://crash")


def set_clock(days: int) -> str:
    """Script that sets the device's clock on or back; the monotonic one goes on."""
    return (
        "{ const Right = Date; const now = Date.now;"
        f" window.Date = class extends Right {{ static now() {{ return now() + {days} * 864e5 }}"
        " constructor(...given) { given.length ? super(...given) : super(Date.now()) } } }"
    )


def has_recorded(pupil: Pupil, server: Practice, count: int) -> None:
    """Wait until the server has so many answers."""
    pupil.until(lambda: len(server.recorded) >= count)
    assert len(server.recorded) == count


def test_the_network_goes_in_the_middle_and_comes_back(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    ada.answer(8)
    lose_network(ada)
    ada.answer(7)
    find_network(ada)
    ada.finish()
    assert server.given() == ALL_TWENTY


def test_a_server_that_records_and_falls_silent_gets_duplicates_and_keeps_each_once(arrive: Arrival) -> None:
    server = practice(TWENTY)
    server.weather = "silent after recording"
    ada = arrive(server).begin()
    ada.answer(20)
    ada.wait("finished")
    ada.sees(SAFE)
    server.weather = "fine"
    find_network(ada)
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    ada.sees(SAVED)
    assert server.given() == ALL_TWENTY
    assert max(server.received().values()) > 1


def test_a_session_ended_offline_says_so_and_is_sent_when_the_network_is_back(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    server.summary = {"grew": [{"text": "2 + 3", "from": 4.0, "to": 2.0}]}
    ada = arrive(server).begin()
    lose_network(ada)
    ada.finish()
    ada.sees(SAFE)
    ada.sees("3 questions answered")
    find_network(ada)
    ada.sees(SAVED)
    ada.sees("4.0 to 2.0 seconds")
    assert server.given() == ALL_TWENTY[:3]


def test_the_end_of_a_sitting_reaches_the_server_also_when_its_pupil_comes_back_another_time(
    arrive: Arrival,
) -> None:
    server = practice(TWENTY[:2])
    ada = arrive(server).begin()
    server.weather = "failing"
    ada.finish()
    ada.sees(SAFE)
    ended = server.plan["session"]
    server.weather, server.plan = "fine", plan(TWENTY)
    assert ada.open().state == "ready"
    ada.until(lambda: not ada.records("endings"))
    assert server.finished == [ended]


@pytest.mark.parametrize("weather", ["failing", "not JSON"])
def test_a_server_in_trouble_changes_nothing_for_the_pupil(arrive: Arrival, weather: str) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).begin()
    server.weather = weather  # type: ignore[assignment]
    ada.finish()
    ada.sees(SAFE)
    server.weather = "fine"
    ada.open()
    has_recorded(ada, server, 3)


def test_a_slow_server_does_not_slow_the_questions(arrive: Arrival) -> None:
    server = practice(TWENTY[:10])
    ada = arrive(server).begin()
    server.silent.set()
    ada.answer(10)
    ada.sees("Saving your answers…")
    server.silent.clear()
    ada.wait("finished")
    assert server.given() == ALL_TWENTY[:10]


def test_a_page_closed_without_warning_loses_nothing_and_is_taken_up_where_it_was(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    lose_network(ada)
    ada.answer(4)
    ada.mistake()
    question = ada.question
    server.weather = "failing"  # what is sent as a page closes slips past the browser's offline mode
    ada.page.close(run_before_unload=False)
    assert server.recorded == {}

    server.weather = "fine"
    again = arrive(server, beside=ada)
    find_network(again)
    assert again.open().state == "paused"
    has_recorded(again, server, 5)
    again.press("Carry on")
    assert again.question == question
    again.finish()
    assert len(server.given()) == 20 + 3
    assert [int(answer["seq"]) for answer in server.recorded.values()] == list(range(23))


def test_a_crash_right_after_the_final_digit_loses_nothing(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    server.weather = "failing"
    ada.answer(2)
    crash(ada, on_key=ada.right)
    server.weather = "fine"
    again = arrive(server, beside=ada).open()
    has_recorded(again, server, 3)
    assert server.given() == ALL_TWENTY[:3]


def test_closing_the_lid_rests_and_hands_the_answers_over(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    ada.answer(2)
    ada.page.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')) }"
    )
    assert ada.state == "paused"
    has_recorded(ada, server, 2)


def test_leaving_the_page_hands_the_answers_over(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    ada.page.wait_for_function("() => navigator.serviceWorker.controller !== null")  # or it takes over meanwhile
    ada.answer(2)
    ada.page.goto(ada.url + "/")
    has_recorded(ada, server, 2)


def test_an_answer_that_is_refused_is_kept_and_not_sent_again(arrive: Arrival) -> None:
    server = practice(TWENTY[:4])
    server.refuse = {TWENTY[1]["item"]: "unknown item"}
    ada = arrive(server).begin()
    ada.finish()
    ada.sees("Some answers could not be counted. Your teacher can see them. You did nothing wrong.")
    assert len(server.recorded) == 3
    sent = len(server.deliveries)
    server.plan = plan([trial(7, 8)])
    ada.begin()
    ada.finish()
    assert len(server.deliveries) == sent + 1
    expect(ada.page.get_by_text("Some answers could not be counted")).to_have_count(0)


def test_one_answer_the_server_cannot_read_does_not_hold_up_the_others(arrive: Arrival) -> None:
    server = practice(TWENTY[:7])
    server.cannot_read = {TWENTY[2]["item"]}
    ada = arrive(server).begin()
    ada.finish()
    assert server.given() == [pair for pair in ALL_TWENTY[:7] if pair[0] != TWENTY[2]["item"]]


def test_answers_of_a_pupil_never_go_under_the_next_ones_session(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).begin()
    ada.until(lambda: ada.records("pupils")[0].get("pass"))
    server.weather = "failing"
    ada.finish()
    crash(ada)

    server.weather, server.pupil = "fine", "pupil-ben"
    ben = arrive(server, beside=ada).open()
    assert ben.state == "ready"
    has_recorded(ben, server, 3)
    assert set(server.passes) == {"pass of pupil-ada"}


def test_without_a_pass_answers_wait_for_their_own_pupil(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server)
    ada.page.route("**/api/practice/plans*", lambda route: route.abort())
    ada.begin()
    server.weather = "failing"
    ada.finish()
    crash(ada)

    server.weather, server.pupil = "fine", "pupil-ben"
    ben = arrive(server, beside=ada).open()
    ben.begin()
    assert server.deliveries == []

    server.pupil = "pupil-ada"
    ada_again = arrive(server, beside=ada).open()
    has_recorded(ada_again, server, 3)


def test_a_pupil_who_was_signed_out_hears_it_only_at_the_end(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).begin()
    server.weather = "signed out"
    ada.finish()
    ada.sees(
        "Your answers are safe on this device. Please tell your teacher: they will be sent when you sign in again."
    )
    server.weather = "fine"
    ada.open()
    has_recorded(ada, server, 3)


def test_without_a_plan_there_is_a_kind_word_and_another_try(arrive: Arrival) -> None:
    server = practice(TWENTY[:1])
    server.weather = "failing"
    ada = arrive(server).open()
    assert ada.state == "unreachable"
    server.weather = "fine"
    ada.press("Try again")
    ada.wait("ready")


def test_a_player_that_could_not_begin_tries_again_when_the_network_is_back(arrive: Arrival) -> None:
    server = practice(TWENTY[:1])
    server.weather = "failing"
    ada = arrive(server).open()
    server.weather = "fine"
    ada.page.evaluate("dispatchEvent(new Event('online'))")
    ada.wait("ready")


def test_a_device_that_could_not_keep_the_player_is_not_handed_on_into_nowhere(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY[:1]), service_workers="block").begin()
    ada.finish()
    lose_network(ada)
    ada.press("Finish")
    ada.sees(
        "There is no internet just now, so nobody else can sign in yet."
        " Your answers are safe. Try again in a moment."
    )
    assert ada.state == "finished"


def test_a_browser_without_storage_still_practises_and_sends(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server)
    ada.page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    ada.begin()
    ada.answer()
    lose_network(ada)
    ada.finish()
    ada.sees(IN_MEMORY)
    find_network(ada)
    ada.sees(SAVED)
    assert server.given() == ALL_TWENTY[:3]


def test_a_session_interrupted_on_another_day_is_not_taken_up(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server)
    ada.page.clock.install(time="2026-11-02T09:30:00Z")
    ada.begin()
    ada.answer()
    ada.page.clock.set_system_time("2026-11-03T09:30:00Z")
    server.plan = plan([trial(7, 8)])
    assert ada.open().state == "ready"
    has_recorded(ada, server, 1)


def test_ids_sort_as_they_were_made_even_when_the_clock_is_set_back(arrive: Arrival) -> None:
    page = arrive(practice([])).open().page
    ids = page.evaluate(
        "async () => { const { uuid7 } = await import('/static/foundations/player/uuid7.js');"
        " const at = Date.UTC(2026, 10, 2); const made = [];"
        " for (let i = 0; i < 9000; i += 1) made.push(uuid7(i < 6000 ? at : at - 60_000));"
        " return made }"
    )
    assert ids == sorted(set(ids))
    assert all(len(each) == 36 and each[14] == "7" and each[19] in "89ab" for each in ids)
    assert int(ids[0].replace("-", "")[:12], 16) == 1793577600000


def test_the_page_takes_its_token_from_the_cookie_when_there_is_one(arrive: Arrival) -> None:
    server = practice(TWENTY[:1])
    ada = arrive(server)
    ada.page.context.add_cookies([{"name": "csrftoken", "value": "token-of-the-cookie", "url": ada.url}])
    ada.begin()
    ada.finish()
    assert set(server.tokens) == {"token-of-the-cookie"}
    expect(ada.page.get_by_role("heading", name="Well done, Ada")).to_be_focused()


def test_a_full_disk_keeps_answers_in_the_page_and_says_so(arrive: Arrival) -> None:
    server = practice(TWENTY[:4])
    ada = arrive(server)
    ada.page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    ada.begin()
    lose_network(ada)
    ada.finish()
    ada.sees(IN_MEMORY)
    find_network(ada)
    ada.sees(SAVED)
    assert server.given() == ALL_TWENTY[:4]


def test_many_answers_travel_packed(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server).begin()
    lose_network(ada)
    ada.finish()
    find_network(ada)
    has_recorded(ada, server, 20)
    assert server.packed >= 1


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_set_in_the_middle_of_a_lesson_moves_what_waits_along(arrive: Arrival, days: int) -> None:
    """Whoever compares the device's clock with their own must find every answer just given."""
    server = practice(TWENTY[:4])
    ada = arrive(server).begin()
    lose_network(ada)
    ada.answer(2)
    ada.page.evaluate(f"() => {set_clock(days)}")
    ada.answer(2)
    ada.wait("finished")
    find_network(ada)
    has_recorded(ada, server, 4)
    ahead = server.clocks[-1]
    assert abs(ahead - dt.timedelta(days=days)) < dt.timedelta(seconds=30)
    right = dt.datetime.now(dt.UTC)
    given = [dt.datetime.fromisoformat(answer["at"]) - ahead for answer in server.recorded.values()]
    assert all(abs(at - right) < dt.timedelta(minutes=1) for at in given)


def test_a_clock_set_back_while_the_device_was_off_leaves_no_answer_in_the_future(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server)
    ada.page.add_init_script(set_clock(2))
    ada.begin()
    server.weather = "failing"
    ada.answer(3)
    ada.page.close(run_before_unload=False)
    server.weather = "fine"
    again = arrive(server, beside=ada).open()
    has_recorded(again, server, 3)
    now = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    assert all(dt.datetime.fromisoformat(answer["at"]) < now for answer in server.recorded.values())
