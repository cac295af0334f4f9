"""A device that a class has used goes on without a network: it starts, asks who is there, and keeps all apart."""

import datetime as dt
import hashlib
import re
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, expect

from ridgeway.foundations.offline.shell import worker_script
from tests.foundations.player.conftest import AT_ONCE, Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, plan, practice, trial
from tests.foundations.player.practice_server import serving
from tests.foundations.player.test_player_keeps_answers import (
    ALL_TWENTY,
    IN_MEMORY,
    SAFE,
    SAVED,
    find_network,
    has_recorded,
    lose_network,
)
from tests.foundations.player.test_player_subjects import MISSING, of_subject
from tools.ensure_chromium import find_chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]


A_TRY_MS = 8_000
"""After so long the door has asked for the server again."""


def door(pupil: Pupil, text: str) -> None:
    expect(pupil.page.locator("[data-text=door]")).to_contain_text(text)


def switched_on(browser: Browser, profile: Path, *, offline: bool) -> BrowserContext:
    """A browser of its own, with what lies in its profile."""
    path = find_chromium()
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=path, args=["--no-sandbox"], offline=offline
    )
    context.add_init_script(AT_ONCE)
    return context


def test_the_player_starts_without_a_network_and_the_right_pictures_open_it(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.knock()
    assert Axe().run(ada.page).violations_count == 0
    asked = ada.page.get_by_text("Press your three pictures, one after the other.")
    ada.choose("Ada", "")
    expect(asked).to_be_visible()
    for picture in ("Key", "Boat", "Sun"):
        ada.press(picture)
    door(ada, "Not quite")
    expect(asked).to_be_hidden()  # what is said stands in its place: no picture moves away under a finger
    for picture in ("Sun", "Boat", "Key"):
        ada.press(picture)
    ada.wait("ready")
    ada.press("Start")
    ada.finish()
    ada.sees(SAFE)
    find_network(ada)
    has_recorded(ada, server, 3)
    assert set(server.passes) == {"pass of pupil-ada"}


def test_what_is_held_of_a_pupil_cannot_be_read_without_the_pictures(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    server.ahead = {"2099-01-04": plan(TWENTY)}
    ada = arrive(server).sign_in()
    ada.is_kept(days=2)
    ada.press("Start")
    ada.answer()
    ada.until(lambda: {each["name"] for each in ada.records("sealed")} == {"plan:2099-01-04", "sitting"})
    held = ada.records("sealed")
    assert all(set(each) == {"pupil", "name", "iv", "bytes"} for each in held)
    assert [(each["sealed"], each["plan"]) for each in ada.records("sessions")] == [(True, None)]
    assert "Ada" not in str(ada.records("pupils"))


def test_five_wrong_tries_make_a_pause_and_a_stranger_is_told_kindly(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.knock()
    ada.choose("Ben")
    door(ada, "This device does not know you yet.")
    ada.press("I am not Ben")
    ada.choose("Ada", "Cat Sun Moon")
    door(ada, "Not quite")
    for said in ("Not quite", "Not quite", "Not quite", "five minutes", "five minutes"):
        expect(ada.page.locator("[data-slot].filled")).to_have_count(0)
        for picture in ("Cat", "Sun", "Moon"):
            ada.press(picture)
        door(ada, said)


HELD_UP = """const derive = SubtleCrypto.prototype.deriveKey;
SubtleCrypto.prototype.deriveKey = async function (...given) {
  await new Promise(resolve => { window.goOn = resolve });
  return derive.apply(this, given);
}"""


def test_pictures_that_open_late_open_nothing_for_the_next_pupil(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).sign_in()
    ada.is_kept()
    ada.page.add_init_script(HELD_UP)
    lose_network(ada)
    ada.knock()
    ada.choose("Ada", "Sun Boat Key")
    ada.page.wait_for_function("() => window.goOn")
    ada.press("I am not Ada")
    ada.choose("Ben")
    ada.page.evaluate("goOn()")
    ada.until(lambda: any("wrong" in each for each in ada.records("pupils")))  # the pictures have been looked at
    expect(ada.page.get_by_role("heading", name="Hello Ben")).to_be_visible()
    door(ada, "This device does not know you yet.")


def test_who_scrolled_to_their_name_sees_their_pictures_from_the_top(arrive: Arrival) -> None:
    server = practice(TWENTY)
    server.names |= {f"pupil-{place}": f"Pupil {place}" for place in range(30)}
    ada = arrive(server, width=375, height=667).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.knock()
    ada.choose("Pupil 29")
    assert ada.page.evaluate("scrollY") == 0
    ada.press("I am not Pupil 29")
    ada.choose("Ada", "Sun")
    ada.does_not_scroll()


def test_two_taps_hand_a_tablet_on_and_each_pupils_answers_go_under_their_own_pass(arrive: Arrival) -> None:
    server = practice(TWENTY[:4])
    ben = arrive(server)
    server.pupil = "pupil-ben"
    ben.sign_in("cat drum moon").is_kept()
    server.pupil = "pupil-ada"
    ada = ben.sign_in()
    ada.until(lambda: len(ada.records("sealed")) == 2)
    ada.until(lambda: all("pictures" in each["locks"] and each["pass"] for each in ada.records("pupils")))
    lose_network(ada)
    server.weather = "failing"  # a request that outlives its page slips past the browser's offline mode
    ada.press("Start")
    ada.answer(2)
    ada.press("Pause")
    ada.press("Stop here")
    ada.wait("finished")
    ada.press("Finish")  # one tap
    ada.choose("Ben", "Cat Drum Moon")  # the other, and the pictures
    ben.wait("ready")
    ben.press("Start")
    ben.answer(3)
    server.weather = "fine"
    find_network(ben)
    has_recorded(ben, server, 5)
    assert set(server.passes) == {"pass of pupil-ada", "pass of pupil-ben"}


def test_a_pupil_who_left_without_a_network_is_signed_out_when_it_is_back(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server)
    ada.page.context.add_cookies([{"name": "csrftoken", "value": "token-of-ada", "url": ada.url}])
    ada.sign_in().is_kept()
    lose_network(ada)
    ada.press("Not Ada?")
    expect(ada.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    find_network(ada)
    ada.sees("Who is next?")
    ada.page.goto(ada.url + "/practise/")
    ada.sees("Who is next?")
    assert server.tokens[-1] == "token-of-ada"


def test_a_pupil_leaves_though_the_server_says_nothing(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server)
    ada.page.add_init_script("AbortSignal.timeout = undefined")  # as on tablets from before 2022
    ada.sign_in().is_kept()
    server.silent.set()
    ada.press("Not Ada?")
    ada.sees("Who is next?")


def test_the_door_finds_the_server_by_itself_though_the_browser_spoke_too_early(arrive: Arrival) -> None:
    server = practice(TWENTY)
    ada = arrive(server)
    ada.sign_in().is_kept()
    ada.page.add_init_script("addEventListener('online', (event) => event.stopImmediatePropagation())")
    ada.page.clock.install()
    lose_network(ada)
    ada.knock()
    ada.choose("Ada", "Key")
    find_network(ada)
    ada.page.clock.fast_forward(A_TRY_MS)
    expect(ada.page.locator("[data-slot].filled")).to_have_count(1)
    ada.press("I am not Ada")
    ada.page.clock.fast_forward(A_TRY_MS)
    ada.sees("Who is next?")


def test_the_pictures_are_not_left_lying_about(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).sign_in()
    assert ada.page.evaluate("JSON.stringify([sessionStorage, localStorage])") == "[{},{}]"


def test_a_badge_that_is_enough_opens_the_device(arrive: Arrival) -> None:
    server = practice(TWENTY)
    server.badge = {"digest": hashlib.sha256(b"ridgeway-badge:BCDFG23467").hexdigest(), "alone": True}
    ada = arrive(server).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.page.goto(ada.url + "/b/BCDFG23467/")
    ada.wait("ready")
    assert ada.page.url == ada.url + "/pupils/"
    ada.page.goto(ada.url + "/b/OTHER/")
    ada.sees("This device does not know this badge yet. It has to be online once when you sign in with it.")


@pytest.mark.parametrize(("days", "questions"), [(0, 2), (1, 3), (2, 3), (-1, None)])
def test_the_plan_of_the_day_is_taken_and_none_of_a_day_to_come(
    arrive: Arrival, days: int, questions: int | None
) -> None:
    today = dt.datetime.now().astimezone().date()
    server = practice(TWENTY[:2])
    server.ahead = {(today + dt.timedelta(days=1)).isoformat(): plan(TWENTY[:3])}
    ada = arrive(server).sign_in()
    ada.is_kept(days=2)
    lose_network(ada)
    ada.page.clock.install(time=dt.datetime.now().astimezone() + dt.timedelta(days=days))
    ada.knock()
    ada.choose("Ada")
    assert ada.wait("ready", "nothing") == ("nothing" if questions is None else "ready")
    if questions is not None:
        ada.press("Start")
        ada.finish()
        ada.sees(f"{questions} questions answered")


def test_without_a_network_only_what_can_be_practised_is_offered(arrive: Arrival) -> None:
    today = dt.datetime.now().astimezone().date().isoformat()
    server = practice(TWENTY[:2])
    server.plan |= {"subject": "number-facts", "subjects": ["number-facts", "missing-numbers", "spelling"]}
    server.ahead = {today: of_subject("missing-numbers", MISSING)}
    ada = arrive(server).sign_in()
    offered = ada.page.locator("[data-screen=ready] [data-part=offers] button")
    expect(offered).to_have_text(["Missing numbers", "Spelling"])
    ada.is_kept(days=2)
    lose_network(ada)
    ada.knock()
    ada.choose("Ada")
    ada.wait("ready")
    expect(offered).to_have_text(["Missing numbers"])
    ada.press("Missing numbers")
    ada.wait("asking")


def test_a_sitting_that_was_done_is_not_handed_out_again(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY[:1])).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.knock()
    ada.choose("Ada")
    ada.wait("ready")
    ada.press("Start")
    ada.finish()
    expect(ada.page.get_by_role("button", name="Practise again")).to_be_visible()
    ada.press("Practise again")
    ada.wait("nothing")
    ada.sees("There is nothing to practise just now, Ada. Come back another day.")


def test_the_browsers_way_back_does_not_seat_a_pupil_who_has_gone(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY[:1])).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.knock()
    ada.choose("Ada")
    ada.wait("ready")
    ada.page.evaluate("() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(ada.page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_a_device_that_is_told_to_forgets_everybody_after_sending_what_it_had(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).sign_in()
    ada.is_kept()
    server.weather = "failing"
    ada.press("Start")
    ada.answer(2)
    ada.page.goto(ada.url + "/pupils/")
    assert len(ada.records("answers")) == 2

    server.weather, server.must_forget, server.pupil = "fine", True, "pupil-ben"
    server.plan = plan([trial(7, 8)])
    ben = ada.sign_in("cat drum moon")
    ben.until(lambda: server.forgotten == 1)
    assert len(server.recorded) == 2
    for store in ("answers", "pupils", "sessions", "classes", "sealed", "device"):
        assert ben.records(store) == [], store
    ben.press("Start")
    ben.finish()
    assert ben.records("sealed") == []


def test_a_teacher_lets_a_device_forget_on_the_spot_and_unsent_answers_stay(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    ada = arrive(server).sign_in()
    ada.is_kept()
    lose_network(ada)
    ada.press("Start")
    ada.answer(2)
    ada.knock()
    ada.page.get_by_text("For teachers").click()
    label = str(ada.records("device")[0]["id"])[:4].upper()
    ada.sees(label)
    ada.press("Forget everybody on this device")
    ada.press("Forget everybody")
    ada.sees("This device has forgotten everybody. Answers not sent yet stay on it until it is online again.")
    assert [ada.records(store) for store in ("sessions", "classes", "sealed", "device")] == [[], [], [], []]
    assert len(ada.records("answers")) == 2
    find_network(ada)
    has_recorded(ada, server, 2)
    ada.sees("Who is next?")


def test_a_newer_version_waits_until_nobody_is_practising(
    arrive: Arrival, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = practice(TWENTY[:2])
    ada = arrive(server).sign_in()
    ada.is_kept()
    ada.press("Start")
    newer = re.sub(r'"version": "\w+"', '"version": "newer"', worker_script())
    monkeypatch.setattr("tests.foundations.player.practice_server.worker_script", lambda: newer)
    ada.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    kept = "async () => (await caches.keys()).sort()"
    ada.until(lambda: "ridgeway-player-newer" in ada.page.evaluate(kept))
    ada.answer()
    waiting = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"
    ada.until(lambda: bool(ada.page.evaluate(waiting)))
    assert len(ada.page.evaluate(kept)) == 2
    ada.finish()
    ada.until(lambda: ada.page.evaluate(kept) == ["ridgeway-player-newer"])


def test_a_device_switched_off_and_on_without_a_network_starts_where_the_pupil_was(
    browser: Browser, tmp_path: Path
) -> None:
    server = practice(TWENTY[:4])
    with serving(server) as site:
        first = switched_on(browser, tmp_path, offline=False)
        ada = Pupil(first.pages[0], site.url).sign_in()
        ada.is_kept()
        lose_network(ada)
        ada.press("Start")
        ada.answer(2)
        question = ada.question
        server.weather = "failing"  # what is sent as a page closes slips past the browser's offline mode
        first.close()

        second = switched_on(browser, tmp_path, offline=True)
        again = Pupil(second.pages[0], site.url)
        again.knock()
        again.choose("Ada")
        again.wait("paused")
        again.press("Carry on")
        assert again.question == question
        again.finish()
        assert server.recorded == {}
        server.weather = "fine"
        find_network(again)
        has_recorded(again, server, 4)
        second.close()


def test_a_browser_killed_right_after_the_final_digit_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    server = practice(TWENTY)
    with serving(server) as site:
        first = switched_on(browser, tmp_path, offline=False)
        ada = Pupil(first.pages[0], site.url).begin()
        server.weather = "failing"
        ada.answer(3)
        ada.wait("asking", "prompted")
        with suppress(Error):
            first.new_cdp_session(ada.page).send("Browser.crash")
        assert server.recorded == {}
        server.weather = "fine"
        second = switched_on(browser, tmp_path, offline=False)
        again = Pupil(second.pages[0], site.url).open()
        assert again.state == "paused"
        has_recorded(again, server, 3)
        second.close()
    assert server.given() == ALL_TWENTY[:3]


def test_a_disk_that_refuses_what_is_written_to_it_costs_no_answer(browser: Browser, tmp_path: Path) -> None:
    server = practice(TWENTY[:4])
    with serving(server) as site:
        context = switched_on(browser, tmp_path, offline=False)
        ada = Pupil(context.pages[0], site.url)
        full = {"origin": ada.url, "quotaSize": 1}
        context.new_cdp_session(ada.page).send("Storage.overrideQuotaForOrigin", full)
        ada.begin()
        ada.answer()
        lose_network(ada)
        ada.finish()
        ada.sees(IN_MEMORY)
        find_network(ada)
        ada.sees(SAVED)
        context.close()
    assert server.given() == ALL_TWENTY[:4]


STAGES = ("before the sign-in", "before the plan", "at the first question", "in the middle", "at the final answer")


@pytest.mark.parametrize("stage", STAGES)
def test_at_whatever_stage_the_network_is_lost_the_lesson_goes_on_and_every_answer_arrives(
    arrive: Arrival, stage: str
) -> None:
    server = practice(TWENTY[:4])
    ada = arrive(server).sign_in()
    ada.is_kept()
    if stage == STAGES[0]:
        lose_network(ada)
        ada.knock()
        ada.choose("Ada")
    elif stage == STAGES[1]:
        ada.page.route("**/api/**", lambda route: route.abort())
        ada.open()
    ada.wait("ready")
    ada.press("Start")
    ada.answer({STAGES[3]: 2, STAGES[4]: 3}.get(stage, 0))
    lose_network(ada)
    ada.finish()
    ada.sees(SAFE)
    ada.sees("4 questions answered")
    ada.page.unroute_all()
    find_network(ada)
    has_recorded(ada, server, 4)
    assert server.given() == ALL_TWENTY[:4]


def test_when_the_network_is_lost_at_the_very_end_the_pupil_hears_what_the_device_knows(arrive: Arrival) -> None:
    server = practice(TWENTY[:4])
    ada = arrive(server)
    ada.page.route("**/api/practice/finish", lambda route: route.abort())
    ada.begin()
    ada.finish()
    ada.sees("4 questions answered")
    assert server.given() == ALL_TWENTY[:4]


def test_a_browser_that_cannot_seal_practises_with_the_network_and_holds_no_days_ahead(arrive: Arrival) -> None:
    server = practice(TWENTY[:3])
    server.ahead = {"2099-01-04": plan(TWENTY)}
    ada = arrive(server)
    ada.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    ada.sign_in()
    ada.press("Start")
    ada.answer(2)
    assert ada.open().state == "paused"
    ada.press("Carry on")
    ada.finish()
    assert len(server.recorded) == 3
    assert ada.records("sealed") == ada.records("pupils") == ada.records("device") == []
