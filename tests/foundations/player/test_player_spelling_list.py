"""A teacher's own spelling list: heard, covered, typed, compared; what goes wrong is copied and met again."""

from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, practice
from tests.foundations.player.practice_server import Practice
from tests.foundations.player.test_player_keeps_answers import find_network, lose_network
from tests.foundations.player.test_player_subjects import LISTEN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]

TITLE = "Spelling: Week 4"
WORDS = {"island": "We saw an ____.", "guard": "", "knee": "My ____ hurts.", "lamb": "", "comb": "", "thumb": ""}


def word(text: str, gapped: str = "") -> dict[str, Any]:
    usual = {"prompt": "none", "delay_ms": None, "reason": "set", "aim_ms": 50}
    return usual | {
        "item": f"own:{text}",
        "text": gapped,
        "answer": text,
        "say": gapped.replace("____", text) or text,
    }


def setting(*trials: dict[str, Any]) -> Practice:
    server = practice(TWENTY[:1])
    set_list = {"key": 5, "activity": "spelling", "title": TITLE, "session": str(uuid4()), "subject": "spelling"}
    server.plan["activities"] = [set_list | {"seconds": 3600, "trials": list(trials)}]
    return server


def begin(pupil: Pupil) -> None:
    pupil.page.add_init_script(LISTEN)
    pupil.open().press(TITLE)
    pupil.sees(
        "Listen to each word, type it, and press Enter or the tick."
        " A word that goes wrong is shown, and comes again."
    )
    pupil.press("Begin")


def spell(pupil: Pupil, text: str) -> None:
    pupil.type(text)
    pupil.page.keyboard.press("Enter")


def last_heard(page: Page) -> str:
    return str(page.evaluate("heard.at(-1).split('.')[0]"))


def test_each_word_is_heard_and_a_wrong_one_is_copied_and_met_after_two_and_after_five_others(
    arrive: Arrival,
) -> None:
    server = setting(*(word(text, gapped) for text, gapped in WORDS.items()))
    server.summary = {"activity": "spelling", "answered": 6, "right": 5, "best_right": 4, "is_best": True}
    ada = arrive(server)
    begin(ada)
    ada.wait("asking")
    assert ada.page.evaluate("heard") == ["island. We saw an island. island."]
    spell(ada, "iland")
    ada.wait("prompted")
    expect(ada.page.locator("[data-part=compared] .missing")).to_have_text("s")
    expect(ada.page.locator("[data-part=boxes]")).to_have_text("island")
    spell(ada, "island")
    while ada.wait("asking", "prompted", "over") != "over":
        spell(ada, last_heard(ada.page))
    ada.sees("5 of 6 words right the first time")
    ada.sees("Your best so far!")
    assert [given for _, given in server.given()] == [
        *("iland", "island", "guard", "knee", "island", "lamb", "comb", "thumb", "island"),
    ]
    assert server.finished == [server.plan["activities"][0]["session"]]
    assert {each["session"] for each in server.recorded.values()} == set(server.finished)
    ada.press("Carry on")
    ada.wait("ready")
    expect(ada.page.get_by_role("button", name=TITLE)).to_be_hidden()
    ada.press("Start")
    ada.wait("asking")
    expect(ada.page.locator("#player")).to_have_attribute("data-subject", "")


def test_a_word_without_a_sentence_is_said_by_itself(arrive: Arrival) -> None:
    ada = arrive(setting(word("guard")))
    begin(ada)
    ada.wait("asking")
    assert ada.page.evaluate("heard") == ["guard. guard."]


def test_signs_that_words_have_beside_letters_are_typed_or_pressed(arrive: Arrival) -> None:
    server = setting(word("o’clock"), word("ice-cream"), word("café"), word("polar bear"))
    ada = arrive(server, has_touch=True, width=375, height=667)
    begin(ada)
    for text, pressed in [
        ("o'clock", "Apostrophe"),
        ("ice-cream", "Hyphen"),
        ("café", "é"),
        ("polar bear", "space"),
    ]:
        ada.wait("asking")
        before, sign, after = text.partition(
            {"Apostrophe": "'", "Hyphen": "-", "space": " "}.get(pressed, pressed)
        )
        ada.does_not_scroll()
        for key in [*before, pressed if sign else "", *after]:
            ada.press(key)
        ada.press("Done")
    ada.wait("over")
    assert [given for _, given in server.given()] == ["o'clock", "ice-cream", "café", "polar bear"]
    assert Axe().run(ada.page).violations_count == 0


def test_signs_are_typed_on_a_keyboard_and_space_does_not_press_the_page(arrive: Arrival) -> None:
    server = setting(word("dogs' home"))
    ada = arrive(server)
    begin(ada)
    spell(ada, "dogs' home")
    ada.wait("over")
    assert [given for _, given in server.given()] == ["dogs' home"]


def test_stopped_half_way_it_does_not_count_and_what_was_typed_is_sent(arrive: Arrival) -> None:
    server = setting(word("lamb"), word("comb"))
    ada = arrive(server)
    begin(ada)
    spell(ada, "lamb")
    ada.wait("asking")
    ada.press("Pause")
    ada.press("Stop here")
    ada.sees("That is all right. You can begin again another time.")
    ada.press("Carry on")
    ada.wait("ready")
    assert server.finished == []
    assert [given for _, given in server.given()] == ["lamb"]


def test_a_closed_lid_loses_nothing_and_the_end_is_told_when_the_network_is_back(arrive: Arrival) -> None:
    server = setting(word("lamb"), word("comb"), word("thumb"))
    ada = arrive(server, service_workers="block")
    begin(ada)
    spell(ada, "lam")
    ada.wait("prompted")
    with ada.page.expect_event("requestfinished", lambda request: request.url.endswith("spelling.js")):
        ada.open()
    assert ada.state == "paused"
    ada.press("Carry on")
    lose_network(ada)
    while ada.wait("asking", "prompted", "over") != "over":
        spell(ada, last_heard(ada.page))
    ada.sees("2 of 3 words right the first time")
    ada.sees("Your answers are safe on this device. They will be sent when it is back online.")
    assert len(ada.records("endings")) == 1
    find_network(ada)
    ada.press("Carry on")
    ada.wait("ready")
    ada.until(lambda: server.finished and not ada.records("endings"))
    assert server.finished == [server.plan["activities"][0]["session"]]
    assert [given for _, given in server.given()] == ["lam", "lamb", "comb", "thumb", "lamb", "lamb"]


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568), (1024, 700)])
def test_the_longest_words_fit_and_are_accessible(arrive: Arrival, width: int, height: int) -> None:
    server = setting(word("uncharacteristically", "She was ____ quiet."), word("mother-in-law's"))
    ada = arrive(server, width=width, height=height, has_touch=True)
    begin(ada)
    ada.wait("asking")
    ada.does_not_scroll()
    ada.type("uncharacteristicaly")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
    ada.page.keyboard.press("Enter")
    ada.wait("prompted")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
