"""What else than number facts a pupil may choose: missing numbers, copying."""

from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.foundations.player.conftest import Arrival
from tests.foundations.player.lessons import TWENTY, Pupil, plan, practice
from tests.foundations.player.practice_server import Practice

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("player")]


def asking(item: str, text: str, answer: str, prompt: str = "none") -> dict[str, Any]:
    return {**TWENTY[0], "item": item, "text": text, "answer": answer, "prompt": prompt}


MISSING = [asking("miss:?+6=8", "□ + 6 = 8", "2"), asking("miss:15+?=20", "15 + □ = 20", "5")]
COPYING = [asking("copy:c", "c", "c"), asking("copy:17", "17", "17")]


def of_subject(subject: str, trials: list[dict[str, Any]]) -> dict[str, Any]:
    return plan(trials) | {"subject": subject, "session": str(uuid4())}


def choosing(subject: str, trials: list[dict[str, Any]]) -> Practice:
    """A server where this may be chosen beside number facts."""
    server = practice(TWENTY[:2])
    server.plan |= {"subject": "number-facts", "subjects": ["number-facts", subject]}
    server.plans_of = {subject: of_subject(subject, trials)}
    return server


def boxes_of(pupil: Pupil) -> Any:
    return pupil.page.locator(".fact")


def test_a_missing_number_is_typed_where_it_is_missing(arrive: Arrival) -> None:
    server = choosing("missing-numbers", MISSING)
    ada = arrive(server).open()
    ada.press("Missing numbers")
    ada.wait("asking")
    expect(boxes_of(ada)).to_have_text("+ 6 = 8", use_inner_text=True)
    ada.type("9")
    ada.sees("2 + 6 = 8. Type it.")
    while ada.wait("asking", "prompted", "finishing", "finished") in {"asking", "prompted"}:
        ada.type("5" if ada.question.startswith("15") else "2")
    ada.wait("finished")
    assert server.given()[:3] == [("miss:?+6=8", "9"), ("miss:?+6=8", "2"), ("miss:15+?=20", "5")]


def test_copying_takes_letters_for_letters_and_digits_for_digits_on_a_pad_of_each(arrive: Arrival) -> None:
    server = choosing("tool-speed", COPYING)
    ada = arrive(server, has_touch=True, width=375, height=667).open()
    ada.press("Copying")
    ada.wait("asking")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
    expect(ada.page.get_by_role("group", name="Number pad")).to_be_hidden()
    ada.page.keyboard.press("4")
    ada.press("c")
    ada.wait("asking")
    expect(ada.page.get_by_role("group", name="Letter pad")).to_be_hidden()
    ada.page.keyboard.press("x")
    ada.type("17")
    ada.wait("finished")
    assert server.given() == [("copy:c", "c"), ("copy:17", "17")]
    assert {each["session"] for each in server.recorded.values()} == {server.plans_of["tool-speed"]["session"]}


def test_without_other_subjects_the_first_screen_is_as_it_was(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).open()
    expect(ada.page.locator("[data-part=offers] button")).to_have_count(0)
