"""What else than number facts a pupil may choose: missing numbers, copying, spelling."""

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


FRIEND = asking("spell:friend", "My best ____ lives next door.", "friend") | {
    "say": "My best friend lives next door."
}

LISTEN = """window.heard = []; speechSynthesis.speak = said => {
  window.heard.push(said.text);
  said.dispatchEvent(new Event("start"));
}"""

MUTE = {
    "has no speech": "delete globalThis.speechSynthesis",
    "has no English voice": "speechSynthesis.getVoices = () => [{ lang: 'fr-FR', localService: true }]",
    "stays silent": "speechSynthesis.speak = () => {}",
    "fails": "speechSynthesis.speak = said => said.dispatchEvent(new Event('error'))",
}


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


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568)])
def test_copying_takes_letters_for_letters_and_digits_for_digits_on_a_pad_of_each(
    arrive: Arrival, width: int, height: int
) -> None:
    server = choosing("tool-speed", COPYING)
    server.summary = {"fluent_now": 2}
    ada = arrive(server, has_touch=True, width=width, height=height).open()
    ada.press("Copying")
    ada.wait("asking")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
    expect(ada.page.get_by_role("group", name="Number pad")).to_be_hidden()
    ada.page.keyboard.press("4")
    ada.press("c")
    ada.wait("asking")
    expect(ada.page.get_by_role("group", name="Letter pad")).to_be_hidden()
    ada.does_not_scroll()
    ada.page.keyboard.press("x")
    ada.type("17")
    ada.wait("finished")
    expect(ada.page.get_by_text("by heart")).to_have_count(0)  # nobody would say so of copying
    assert server.given() == [("copy:c", "c"), ("copy:17", "17")]
    assert {each["session"] for each in server.recorded.values()} == {server.plans_of["tool-speed"]["session"]}


def test_what_was_copied_wrongly_is_copied_once_more(arrive: Arrival) -> None:
    ada = arrive(choosing("tool-speed", COPYING)).open()
    ada.press("Copying")
    ada.wait("asking")
    ada.page.keyboard.press("x")
    ada.wait("prompted")
    ada.sees("Type what you see.")


def test_a_subject_whose_plan_comes_when_the_lid_is_closed_waits_for_the_pupil(arrive: Arrival) -> None:
    server = choosing("missing-numbers", MISSING)
    ada = arrive(server).open()
    server.silent.set()
    ada.press("Missing numbers")
    ada.page.evaluate("() => Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    server.silent.clear()
    ada.wait("ready")
    ada.press("Start")
    ada.wait("asking")


def test_without_other_subjects_the_first_screen_is_as_it_was(arrive: Arrival) -> None:
    ada = arrive(practice(TWENTY)).open()
    expect(ada.page.locator("[data-part=offers] button")).to_have_count(0)


def test_a_word_is_heard_typed_and_compared_then_looked_at_and_covered(arrive: Arrival) -> None:
    server = choosing("spelling", [FRIEND])
    server.summary = {"fluent_now": 3}
    ada = arrive(server)
    ada.page.add_init_script(LISTEN)
    ada.open().press("Spelling")
    ada.wait("asking")
    assert ada.page.evaluate("heard") == ["friend. My best friend lives next door. friend."]
    ada.press("Read it to me")
    assert len(ada.page.evaluate("heard")) == 2
    ada.type("frend")
    expect(ada.page.locator(".box")).to_have_count(6)  # and the next: nothing tells how long the word is
    ada.page.keyboard.press("Enter")
    ada.wait("prompted")
    expect(ada.page.locator("[data-part=compared]")).to_have_text("friend")
    expect(ada.page.locator("[data-part=compared] .missing")).to_have_text("i")
    expect(ada.page.locator("[data-part=boxes]")).to_have_text("friend")
    ada.type("F")
    expect(ada.page.locator("[data-part=boxes]")).to_have_text("F")
    expect(ada.page.locator("[data-part=compared]")).to_be_empty()
    ada.type("riend")
    ada.page.keyboard.press("Enter")
    ada.wait("asking")
    expect(ada.page.locator("[data-part=compared]")).to_be_empty()
    for _ in range(2):
        ada.wait("asking", "prompted")
        ada.type("friend")
        ada.page.keyboard.press("Enter")
    ada.wait("finished")
    ada.sees("You know 3 words by heart.")
    assert [given for _, given in server.given()] == ["frend", "Friend", "friend", "friend"]


@pytest.mark.parametrize("browser_that", MUTE)
def test_a_word_that_cannot_be_heard_is_looked_at_covered_written_and_checked(
    arrive: Arrival, browser_that: str
) -> None:
    server = choosing("spelling", [FRIEND])
    ada = arrive(server)
    ada.page.add_init_script(MUTE[browser_that])
    ada.open().press("Spelling")
    ada.wait("prompted")
    word = ada.page.locator("[data-part=boxes]")
    expect(word).to_have_text("friend")
    assert ada.question == "My best ____ lives next door."
    ada.sees("Look at it and keep it in mind. Typing covers it. Check it with Enter or the tick.")
    ada.type("frend")
    expect(word).to_have_text("frend")
    ada.page.keyboard.press("Enter")
    expect(ada.page.locator("[data-part=compared] .missing")).to_have_text("i")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
    for _ in range(3):
        ada.wait("prompted")
        ada.type("friend")
        ada.page.keyboard.press("Enter")
    ada.wait("finished")
    assert [given for _, given in server.given()] == ["frend", "friend", "friend", "friend"]
    assert {(each["prompt"], each["delay_ms"]) for each in server.recorded.values()} == {("model", None)}


def test_where_there_is_no_sound_a_device_remembers_it_until_it_is_told_otherwise(arrive: Arrival) -> None:
    server = choosing("spelling", [FRIEND])
    ada = arrive(server)
    ada.page.add_init_script(LISTEN)
    ada.open().press("Spelling")
    ada.wait("asking")
    ada.press("No sound?")
    ada.wait("prompted")
    ada.type("friend")
    ada.page.keyboard.press("Enter")
    ada.wait("finished")
    assert [each["prompt"] for each in server.recorded.values()] == ["model"]
    server.plans_of["spelling"] = of_subject("spelling", [FRIEND])
    ada.open().press("Spelling")
    ada.wait("prompted")
    assert ada.page.evaluate("heard") == []
    expect(ada.page.get_by_role("button", name="Read it to me")).to_be_hidden()
    ada.press("Say the words")
    ada.type("frend")
    ada.page.keyboard.press("Enter")
    ada.wait("prompted")
    assert ada.page.evaluate("heard") == ["friend"]


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568), (1024, 700)])
def test_spelling_fits_on_a_tablet_with_its_letter_pad_and_is_accessible(
    arrive: Arrival, width: int, height: int
) -> None:
    longest = asking("spell:pronunciation", "Her ____ of the French word was perfect.", "pronunciation", "model")
    server = choosing("spelling", [longest | {"say": "Her pronunciation of the French word was perfect."}])
    ada = arrive(server, width=width, height=height, has_touch=True).open()
    ada.press("Spelling")
    ada.wait("prompted")
    ada.does_not_scroll()
    assert Axe().run(ada.page).violations_count == 0
    for letter in "pronounciation":
        ada.press(letter)
    ada.does_not_scroll()
    ada.press("Done")
    ada.wait("prompted")
    ada.does_not_scroll()


@pytest.mark.parametrize(
    ("given", "answer", "shown"),
    [
        ("frend", "friend", "f r +i e n d"),
        ("becuase", "because", "b e c -u a +u s e"),
        ("Mr", "mr", "m r"),
        ("", "to", "+t +o"),
        ("xyz", "to", "-x -y -z +t +o"),
    ],
)
def test_words_are_compared_letter_by_letter(arrive: Arrival, given: str, answer: str, shown: str) -> None:
    page = arrive(practice([])).open().page
    compared = "async words => (await import('/static/foundations/player/compare.js')).differences(...words)"
    found = page.evaluate(compared, [given, answer])
    signs = {"same": "", "extra": "-", "missing": "+"}
    assert [signs[each["kind"]] + each["letter"] for each in found] == shown.split()
    assert "".join(each["letter"] for each in found if each["kind"] != "extra") == answer
